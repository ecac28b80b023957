"""What services decide beside the policies: KMS grants, ACLs, S3 Block Public Access, and IAM.

Source: AWS KMS Developer Guide, "KMS key access and permissions", read 2026-11-23; Amazon S3 User
Guide, "Blocking public access to your Amazon S3 storage" (not re-read); for the services that
RCPs reach the catalogue of 2026-10-27.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from partywall.access.checker.formulas import Formula, Rejected, both, either
from partywall.access.checker.matching import Keys, block, meets
from partywall.access.checker.principals import TYPES, Who, naming


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RCPS_REACH = _words(
    "aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront"
    " cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity"
    " cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql"
    " dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra"
    " kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad"
    " personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery"
    " signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2"
    " workspaces xray"
)
ELSEWHERE = {"lakeformation:getdataaccess", "s3:getdataaccess", "eks:accesskubernetesapi",
             "verifiedpermissions:isauthorized", "verifiedpermissions:isauthorizedwithtoken",
             "redshift-data:executestatement", "rds-db:connect"}  # fmt: skip
BY_ACL = {
    "READ": ("listbucket", "listbucketversions", "listbucketmultipartuploads", "getobject",
             "getobjectversion"),
    "WRITE": ("putobject",),
    "READ_ACP": ("getbucketacl", "getobjectacl", "getobjectversionacl"),
    "WRITE_ACP": ("putbucketacl", "putobjectacl", "putobjectversionacl"),
}  # fmt: skip
CALLERS = {
    "sts:assumerole": ("user", "role", "session"),
    "sts:getfederationtoken": ("user", "root"),
    "sts:getsessiontoken": ("user", "root"),
}
"""Which identities can call at all. Source: IAM User Guide, "Compare AWS STS credentials", read
2026-11-23."""
ALIASES = {"kms:createalias", "kms:deletealias", "kms:updatealias"}
CHANGES = {
    f"iam:{one}"
    for one in _words(
        "attachrolepolicy createpolicy createpolicyversion createrole createservicelinkedrole"
        " deletepolicy deletepolicyversion deleterole deleterolepermissionsboundary"
        " deleterolepolicy deleteservicelinkedrole detachrolepolicy putrolepermissionsboundary"
        " putrolepolicy setdefaultpolicyversion tagpolicy tagrole untagpolicy untagrole"
        " updateassumerolepolicy updaterole updateroledescription"
    )
}
"""What changes policies and roles."""
WITHOUT_KEY = {
    f"kms:{one}"
    for one in _words(
        "connectcustomkeystore createcustomkeystore createkey deletecustomkeystore"
        " describecustomkeystores disconnectcustomkeystore generaterandom listaliases listkeys"
        " listretirablegrants updatecustomkeystore"
    )
}
WIDEST_V4, WIDEST_V6 = 2**24, 2**96
OF_BUCKET = {"IgnorePublicAcls": bool, "RestrictPublicBuckets": bool, "ObjectOwnership": str,
             "Acl": list}  # fmt: skip
GRANT = _words("Constraints CreationDate GrantId GranteePrincipal GranteeServicePrincipal"
               " IssuingAccount KeyId Name Operations RetiringPrincipal"
               " RetiringServicePrincipal")  # fmt: skip
CONSTRAINTS = _words("EncryptionContextEquals EncryptionContextSubset SourceArn")
CRYPTOGRAPHIC = _words(
    "decrypt encrypt generatedatakey generatedatakeypair generatedatakeypairwithoutplaintext"
    " generatedatakeywithoutplaintext reencryptfrom reencryptto"
)
PUBLIC = tuple(
    f"http://acs.amazonaws.com/groups/global/{one}" for one in ("AllUsers", "AuthenticatedUsers")
)
TRUSTED = _words(
    "aws:principalaccount aws:principalarn aws:principalorgid aws:principalorgpaths"
    " aws:sourceaccount aws:sourcearn aws:sourceip aws:sourceorgid aws:sourceorgpaths"
    " aws:sourceowner aws:sourcevpc aws:sourcevpce aws:userid"
    " elasticfilesystem:accessedviamounttarget kms:calleraccount s3:dataaccesspointaccount"
    " s3:dataaccesspointarn"
)
FIXED = TRUSTED | {"s3:x-amz-server-side-encryption-aws-kms-key-id"}
"""What keeps a policy from being public when it is held to fixed values."""


def rcps_reach(action: str) -> bool:
    """Whether resource control policies reach an action in lower case."""
    return action.partition(":")[0] in RCPS_REACH and action != "kms:retiregrant"


def fields_of_arn(text: str) -> list[str]:
    """The six fields of an ARN, or none when the text is no ARN."""
    fields = text.split(":", 5)
    return fields if len(fields) == 6 and fields[0] == "arn" and all(fields[1:3]) else []


def is_key(action: str, resource: str) -> bool:
    """Whether an action is on a KMS key."""
    fields = fields_of_arn(resource)
    return action.startswith("kms:") and bool(fields) and fields[5].startswith("key/")


def always(action: str, who: Who) -> bool:
    """Whether it is allowed whatever policies say."""
    if action == "sts:getsessiontoken":
        return who.kind in CALLERS[action]
    return action == "sts:getcalleridentity"


def never(action: str, resource: str, who: Who) -> bool:
    """Whether a service denies it whatever policies say. Raises Rejected where it may."""
    if action in CALLERS and who.kind in TYPES and who.kind not in CALLERS[action]:
        return True
    fields = fields_of_arn(resource)
    if not fields:
        return False
    if action in ALIASES:
        return fields[5].startswith("alias/aws/")
    reads = re.match("iam:(get|list|generate|simulate|passrole$)", action)
    if not action.startswith("iam:") or reads or fields[2] != "iam":
        return False
    policy = fields[4] == "aws" and fields[5].startswith("policy/")
    owned = policy or fields[5].startswith("role/aws-reserved/")
    if owned and action not in CHANGES:
        raise Rejected(f"whether {action} changes what is AWS's own is not known")
    return owned


def needs_resource(action: str) -> bool:
    """Whether what a service decides by itself may hang on the resource."""
    return action in CHANGES or action in ALIASES or (
        action.startswith("kms:") and action not in WITHOUT_KEY
    )  # fmt: skip


def decided_elsewhere(action: str) -> bool:
    """Whether a system that certificates do not cover has the last word."""
    return action in ELSEWHERE


def grant_of_key(grant: dict[str, Any], action: str, who: Who, keys: Keys) -> Formula:
    """When a grant of a KMS key allows the action."""
    if action.partition(":")[2] not in {one.lower() for one in grant["Operations"]}:
        return False
    named = naming(
        {
            "Effect": "Allow",
            "Principal": {
                kind: grant[field]
                for kind, field in (("AWS", "GranteePrincipal"),
                                    ("Service", "GranteeServicePrincipal"))
                if grant.get(field)
            },
        }, who, False, keys,
    )  # fmt: skip
    return both(either(*named.values()), *_constraints(grant, action, keys))


def _constraints(grant: dict[str, Any], action: str, keys: Keys) -> Iterator[Formula]:
    """What a grant asks of the request; only cryptographic ones have an encryption context."""
    asks = grant.get("Constraints", {})
    if set(grant) - GRANT or set(asks) - CONSTRAINTS:
        raise Rejected("a grant of a key has fields that are not known")
    if asks.get("SourceArn"):
        yield meets("ArnLike", "aws:sourcearn", [asks["SourceArn"]], False, keys)
    if action.partition(":")[2] not in CRYPTOGRAPHIC:
        return
    equal = asks.get("EncryptionContextEquals", {})
    for key, text in {**asks.get("EncryptionContextSubset", {}), **equal}.items():
        yield meets("StringEquals", f"kms:encryptioncontext:{key}", [text], False, keys)
    if equal:
        name = "ForAllValues:StringEquals"
        yield meets(name, "kms:encryptioncontextkeys", sorted(equal), False, keys)


def acl_grants(bucket: dict[str, Any], action: str, who: Who) -> Formula:
    """When an ACL of the bucket or object allows the action."""
    for name, one in bucket.items():
        if not isinstance(one, OF_BUCKET.get(name, ())):
            raise Rejected(f"{name} of the bucket is not known or of another kind")
    if bucket.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced":
        return False
    wanted = {kind for kind, names in BY_ACL.items() if action.removeprefix("s3:") in names}
    return either(
        *[
            _reaches(_grantee(one["Grantee"]), who)
            for one in bucket.get("Acl") or ()
            if wanted and one["Permission"] in wanted | {"FULL_CONTROL"}
            and not (_grantee(one["Grantee"]) in PUBLIC and bucket.get("IgnorePublicAcls"))
        ]
    )  # fmt: skip


def _grantee(told: Any) -> str:
    """The URI of a group or a canonical user id."""
    return told if isinstance(told, str) else str(told.get("URI") or told.get("ID") or "")


def _reaches(grantee: str, who: Who) -> Formula:
    if grantee == PUBLIC[0]:
        return True
    if grantee == PUBLIC[1]:
        return who.kind != "anonymous"
    if who.kind == "canonical":
        return grantee == who.name
    return ("open", ("not told", "canonical id", grantee)) if who.kind in TYPES else False


def public_policy(policy: Any) -> bool:
    """Whether S3 holds a bucket's policy for public: no fixed value tells who is let in."""
    statements = policy["Statement"]
    return any(
        one["Effect"] == "Allow" and _for_everybody(one) and not any(
            _narrows(operator, key, values)
            for operator, keys in one.get("Condition", {}).items()
            for key, values in keys.items()
        )
        for one in (statements if isinstance(statements, list) else [statements])
    )  # fmt: skip


def _for_everybody(statement: Any) -> bool:
    named = statement.get("Principal", {})
    if "NotPrincipal" in statement or named == "*":
        return True
    return any("*" in (one if isinstance(one, list) else [one]) for one in named.values())


def _narrows(operator: str, key: str, values: Any) -> bool:
    """Whether only those pass whom fixed values name."""
    base = operator.lower().removeprefix("foranyvalue:")
    texts = [str(one) for one in (values if isinstance(values, list) else [values])]
    if base == "ipaddress" and key.lower() == "aws:sourceip":
        blocks = [block(one) for one in texts]
        return None not in blocks and not _internet(blocks)
    if key.lower() not in FIXED or base not in (
        "stringequals", "stringequalsignorecase", "stringlike", "arnlike", "arnequals"
    ):  # fmt: skip
        return False
    wild = base in ("stringlike", "arnlike", "arnequals")
    if wild and key.lower() == "s3:dataaccesspointarn":
        texts = [re.sub(r"^((?:[^:/]*:){5}[^/]*/).*", r"\1", one) for one in texts]
    return not any("${" in one or (wild and re.search(r"[*?]", one)) for one in texts)


def _internet(blocks: list[Any]) -> bool:
    """False when the blocks are few enough addresses. Raises Rejected for more: what of it is
    public would have to be counted."""
    for version, most in ((4, WIDEST_V4), (6, WIDEST_V6)):
        mine = [one for one in blocks if one.version == version]
        if sum(one.num_addresses for one in ipaddress.collapse_addresses(mine)) > most:
            raise Rejected("so wide a range of addresses is not verified")
    return False
