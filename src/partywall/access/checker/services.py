"""What services decide beside the policies: KMS grants, ACLs, S3 Block Public Access, and IAM.

Source: AWS KMS Developer Guide, "KMS key access and permissions", read 2026-11-23; Amazon S3 User
Guide, "Blocking public access to your Amazon S3 storage" (not re-read); for the services that
RCPs reach the catalogue of 2026-10-27.
"""

from __future__ import annotations

import ipaddress
import re
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
WIDEST_V4, WIDEST_V6 = 2**24, 2**96
OF_BUCKET = {"IgnorePublicAcls": bool, "RestrictPublicBuckets": bool, "ObjectOwnership": str,
             "Acl": list}  # fmt: skip
GROUPS = "http://acs.amazonaws.com/groups/global/"
TRUSTED = _words(
    "aws:principalaccount aws:principalarn aws:principalorgid aws:principalorgpaths"
    " aws:sourceaccount aws:sourcearn aws:sourceip aws:sourceorgid aws:sourceorgpaths"
    " aws:sourceowner aws:sourcevpc aws:sourcevpce aws:userid"
    " elasticfilesystem:accessedviamounttarget kms:calleraccount s3:dataaccesspointaccount"
    " s3:dataaccesspointarn"
)


def rcps_reach(action: str) -> bool:
    """Whether resource control policies reach an action in lower case."""
    return action.partition(":")[0] in RCPS_REACH and action != "kms:retiregrant"


def is_key(action: str, resource: str) -> bool:
    """Whether an action is on a KMS key."""
    fields = resource.split(":", 5)
    return action.startswith("kms:") and len(fields) == 6 and fields[5].startswith("key/")


def never(action: str, resource: str, who: Who) -> bool:
    """Whether a service denies it whatever policies say."""
    if action == "sts:assumerole" and who.kind == "root":
        return True
    fields = resource.split(":", 5)
    reads = re.match("iam:(get|list|generate|simulate|passrole$)", action)
    if not action.startswith("iam:") or reads or len(fields) < 6 or fields[2] != "iam":
        return False
    owned = fields[4] == "aws" and fields[5].startswith("policy/")
    return owned or fields[5].startswith("role/aws-reserved/")


def decided_elsewhere(action: str) -> bool:
    """Whether a system that certificates do not cover has the last word."""
    return action in ELSEWHERE


def grant_of_key(grant: dict[str, Any], action: str, who: Who, keys: Keys) -> Formula:
    """When a grant of a KMS key allows the action."""
    if action.partition(":")[2] not in {one.lower() for one in grant["Operations"]}:
        return False
    name = grant["GranteePrincipal"]
    kind = "Service" if name.endswith(".amazonaws.com") else "AWS"
    named = naming({"Principal": {kind: name}, "Effect": "Allow"}, who, False, keys)
    parts = [
        meets("StringEquals", f"kms:encryptioncontext:{key}", [value], False, keys)
        for key, value in grant.get("EncryptionContext", {}).items()
    ]
    return both(*parts, *named.values()) if named else False


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
            _reaches(one["Grantee"], who)
            for one in bucket.get("Acl") or ()
            if wanted and one["Permission"] in wanted | {"FULL_CONTROL"}
            and not (one["Grantee"].startswith(GROUPS) and bucket.get("IgnorePublicAcls"))
        ]
    )  # fmt: skip


def _reaches(grantee: str, who: Who) -> Formula:
    if grantee == f"{GROUPS}AllUsers":
        return True
    if grantee == f"{GROUPS}AuthenticatedUsers":
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
    if key.lower() not in TRUSTED or base not in (
        "stringequals", "stringequalsignorecase", "stringlike", "arnlike", "arnequals"
    ):  # fmt: skip
        return False
    wild = base in ("stringlike", "arnlike", "arnequals")
    return not any("${" in one or (wild and re.search(r"[*?]", one)) for one in texts)


def _internet(blocks: list[Any]) -> bool:
    """False when the blocks are few enough addresses. Raises Rejected for more: what of it is
    public would have to be counted."""
    for version, most in ((4, WIDEST_V4), (6, WIDEST_V6)):
        mine = [one for one in blocks if one.version == version]
        if sum(one.num_addresses for one in ipaddress.collapse_addresses(mine)) > most:
            raise Rejected("so wide a range of addresses is not verified")
    return False
