"""What services decide beside the policies: KMS grants, ACLs, S3 Block Public Access, and IAM.

Source: AWS KMS Developer Guide, "KMS key access and permissions", read 2026-11-23; Amazon S3 User
Guide, "Blocking public access to your Amazon S3 storage" (not re-read); for the services that
RCPs reach the catalogue of 2026-10-27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from partywall.access.checker.conditions import Keys, meets
from partywall.access.checker.language import Rejected, block, listed
from partywall.access.checker.principals import TYPES, Naming, Who, naming
from partywall.access.checker.worlds import Claim


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
ELSEWHERE = _words(
    "lakeformation:getdataaccess s3:getdataaccess eks:accesskubernetesapi"
    " verifiedpermissions:isauthorized verifiedpermissions:isauthorizedwithtoken"
    " redshift-data:executestatement rds-db:connect"
)
"""Actions of which a system that certificates do not cover has the last word."""
TRUSTED_BY_ROLE = re.compile(
    "sts:(assumerole(with(saml|webidentity))?|setsourceidentity|tagsession)"
)
"""What the trust policy of a role decides."""
CALLERS = {
    "sts:assumerole": ("user", "role", "session"),
    "sts:getfederationtoken": ("user", "root"),
    "sts:getsessiontoken": ("user", "root"),
}
"""Which identities can call at all. Source: IAM User Guide, "Compare AWS STS credentials", read
2026-11-23."""
CHANGES = re.compile(
    r"iam:(attach|create|delete|detach|put|setdefault|tag|untag|update)(assume)?(servicelinked)?"
    r"(role|policy)(policy|permissionsboundary|version|description)?"
)
"""What changes policies and roles."""
ALIASES = re.compile("kms:(create|delete|update)alias")
AT_HOME = re.compile(
    "s3:(delete|get|put)bucketpolicy|kinesis:putresourcepolicy"
    "|sqs:(addpermission|(create|delete|tag|untag)queue|listqueuetags|removepermission"
    "|setqueueattributes)"
    "|kms:(cancelkeydeletion|(create|delete|update)alias|(dis|en)ablekey(rotation)?"
    "|(deleteimported|import)keymaterial|get(keylastusage|keypolicy|parametersforimport)"
    "|list(keypolicies|keyrotations|resourcetags)|putkeypolicy|replicatekey|rotatekeyondemand"
    "|schedulekeydeletion|(un)?tagresource|update(keydescription|primaryregion))"
)
"""What only principals of the owner's account can do. Source: the API References of S3, Kinesis,
SQS and KMS, read 2026-11-23."""
UNLOCKING = re.compile("s3:(delete|get|put)bucketpolicy|dynamodb:deleteresourcepolicy")
"""What a resource's policy cannot deny the owner's root user. Source: the API References of S3
and DynamoDB, read 2026-11-23."""
WITHOUT_KEY = re.compile(
    r"kms:(\w+customkeystores?|createkey|generaterandom|list(aliases|keys|retirablegrants))"
)
BY_ACL = {
    "READ": r"listbucket(versions|multipartuploads)?|getobject(version)?", "WRITE": "putobject",
    "READ_ACP": "get(bucket|object|objectversion)acl",
    "WRITE_ACP": "put(bucket|object|objectversion)acl",
}  # fmt: skip
OF_BUCKET = {"IgnorePublicAcls": bool, "RestrictPublicBuckets": bool, "ObjectOwnership": str,
             "Acl": list}  # fmt: skip
GRANT = _words("Constraints CreationDate GrantId GranteePrincipal GranteeServicePrincipal"
               " IssuingAccount KeyId Name Operations RetiringPrincipal"
               " RetiringServicePrincipal")  # fmt: skip
CONSTRAINTS = _words("EncryptionContextEquals EncryptionContextSubset SourceArn")
CRYPTOGRAPHIC = re.compile(
    "(de|en)crypt|generatedatakey(pair)?(withoutplaintext)?|reencrypt(from|to)"
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
WIDEST = {4: 2**24, 6: 2**96}


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
    return action == "sts:getcalleridentity" and who.kind != "anonymous"


def never(action: str, resource: str, who: Who, foreign: bool) -> bool:
    """Whether a service denies it whatever policies say. Raises Rejected where it may."""
    outside = who.kind == "anonymous" or (who.kind in TYPES and foreign)
    if outside and AT_HOME.fullmatch(action):
        return True
    if who.kind in TYPES and who.kind not in CALLERS.get(action, TYPES):
        return True
    if action.startswith("sts:") and who.kind == "federated":
        return action != "sts:getcalleridentity"
    if action.startswith("sts:") and who.kind == "anonymous":
        return action == "sts:assumerole" or not TRUSTED_BY_ROLE.fullmatch(action)
    fields = fields_of_arn(resource)
    if fields and ALIASES.fullmatch(action):
        return fields[5].startswith("alias/aws/")
    reads = re.match("iam:(get|list|generate|simulate|passrole$)", action)
    if not fields or not action.startswith("iam:") or reads or fields[2] != "iam":
        return False
    policy = fields[4] == "aws" and fields[5].startswith("policy/")
    owned = policy or fields[5].startswith("role/aws-reserved/")
    if owned and not CHANGES.fullmatch(action):
        raise Rejected(f"whether {action} changes what is AWS's own is not known")
    return owned


def unlocks(action: str, who: Who, foreign: bool) -> bool:
    """Whether the Denies of the resource's policy do not bind the requester here."""
    return who.kind == "root" and not foreign and bool(UNLOCKING.fullmatch(action))


def elsewhere(action: str, who: Who) -> bool:
    """Whether something has the last word that certificates do not cover."""
    return action in ELSEWHERE or (who.kind == "federated" and action.startswith("iam:"))


def needs_resource(action: str) -> bool:
    """Whether what a service decides by itself may hang on the resource."""
    changes = CHANGES.fullmatch(action) or ALIASES.fullmatch(action)
    return bool(changes or (action.startswith("kms:") and not WITHOUT_KEY.fullmatch(action)))


def grant_of_key(grant: dict[str, Any], action: str, who: Who, keys: Keys) -> Claim:
    """When a grant of a KMS key allows the action."""
    fields = (("AWS", "GranteePrincipal"), ("Service", "GranteeServicePrincipal"))
    named = {kind: grant[field] for kind, field in fields if grant.get(field)}
    covers = action.partition(":")[2] in {one.lower() for one in grant["Operations"]}
    ways = naming({"Effect": "Allow", "Principal": named}, who, False, keys) if covers else {}
    asks = list(_constraints(grant, action, keys))
    return lambda world: named_in(ways)(world) and all(one(world) for one in asks)


def named_in(ways: Naming) -> Claim:
    """When the requester is named in one of the ways."""
    return lambda world: any(when(world) for whens in ways.values() for when in whens)


def _constraints(grant: dict[str, Any], action: str, keys: Keys) -> Iterator[Claim]:
    """What a grant asks of the request; only cryptographic ones have an encryption context."""
    asks = grant.get("Constraints", {})
    if set(grant) - GRANT or set(asks) - CONSTRAINTS:
        raise Rejected("a grant of a key has fields that are not known")

    def met(name: str, key: str, values: list[str]) -> Claim:
        return meets(name, key, values, False, "kms_grants", keys)

    if asks.get("SourceArn"):
        yield met("ArnLike", "aws:sourcearn", [asks["SourceArn"]])
    if not CRYPTOGRAPHIC.fullmatch(action.partition(":")[2]):
        return
    equal = asks.get("EncryptionContextEquals", {})
    for key, text in {**asks.get("EncryptionContextSubset", {}), **equal}.items():
        yield met("StringEquals", f"kms:encryptioncontext:{key}", [text])
    if equal:
        yield met("ForAllValues:StringEquals", "kms:encryptioncontextkeys", sorted(equal))


def acl_grants(bucket: dict[str, Any], action: str, who: Who) -> Claim:
    """When an ACL of the bucket or object allows the action."""
    for name, one in bucket.items():
        if not isinstance(one, OF_BUCKET.get(name, ())):
            raise Rejected(f"{name} of the bucket is not known or of another kind")
    if bucket.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced":
        return lambda _: False
    name = action.removeprefix("s3:")
    wanted = [kind for kind, actions in BY_ACL.items() if re.fullmatch(actions, name)]
    reached = [
        _reaches(who_is, who)
        for one in bucket.get("Acl") or ()
        for who_is in [_grantee(one["Grantee"])]
        if wanted and one["Permission"] in (*wanted, "FULL_CONTROL")
        and not (who_is in PUBLIC and bucket.get("IgnorePublicAcls"))
    ]  # fmt: skip
    return lambda world: any(one(world) for one in reached)


def _grantee(told: Any) -> str:
    """The URI of a group or a canonical user id."""
    return told if isinstance(told, str) else str(told.get("URI") or told.get("ID") or "")


def _reaches(grantee: str, who: Who) -> Claim:
    if grantee not in PUBLIC and who.kind in TYPES:
        return lambda world: world(("not told", "canonical id", grantee))
    signed = grantee == PUBLIC[1] and who.kind != "anonymous"
    same = who.kind == "canonical" and grantee == who.name
    return lambda _: grantee == PUBLIC[0] or signed or same


def public_policy(policy: Any) -> bool:
    """Whether S3 holds a bucket's policy for public: no fixed value tells who is let in."""
    return any(
        one["Effect"] == "Allow" and _for_everybody(one) and not any(
            _narrows(operator, key, listed(values))
            for operator, keys in one.get("Condition", {}).items()
            for key, values in keys.items()
        )
        for one in listed(policy["Statement"])
    )  # fmt: skip


def _for_everybody(statement: Any) -> bool:
    named = statement.get("Principal", {})
    if "NotPrincipal" in statement or named == "*":
        return True
    return any("*" in listed(one) for one in named.values())


def _narrows(operator: str, key: str, values: list[Any]) -> bool:
    """Whether only those pass whom fixed values name. Raises Rejected for a wide range of
    addresses: what of it is public would have to be counted."""
    base, key = operator.lower().removeprefix("foranyvalue:"), key.lower()
    texts = [str(one) for one in values]
    if base == "ipaddress" and key == "aws:sourceip":
        blocks = [block(one) for one in texts]
        for version, widest in WIDEST.items() if None not in blocks else ():
            if sum(one.num_addresses for one in blocks if one.version == version) > widest:
                raise Rejected("so wide a range of addresses is not verified")
        return None not in blocks
    wild = base in ("stringlike", "arnlike", "arnequals")
    if key not in FIXED or not (wild or base in ("stringequals", "stringequalsignorecase")):
        return False
    if wild and key == "s3:dataaccesspointarn":
        texts = [re.sub(r"^((?:[^:/]*:){5}[^/]*/).*", r"\1", one) for one in texts]
    return not any("${" in one or (wild and re.search(r"[*?]", one)) for one in texts)
