"""Condition keys as AWS spells them: they are compared in lower case and shown as documented.

Source: IAM User Guide, "AWS global condition context keys", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

GLOBAL_KEYS: Final = (
    "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast",
    "aws:ChatbotSourceArn", "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider",
    "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount",
    "aws:PrincipalArn", "aws:PrincipalIsAWSService", "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag", "aws:PrincipalType", "aws:RequestTag", "aws:RequestedRegion",
    "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag",
    "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity",
    "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn",
    "aws:SourceVpce", "aws:SourceVpceAccount", "aws:SourceVpceOrgID", "aws:SourceVpceOrgPaths",
    "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:VpcSourceIp", "aws:ViaAWSService",
    "aws:referer", "aws:userid", "aws:username",
)  # fmt: skip

SPELLED: Final = {key.lower(): key for key in GLOBAL_KEYS}


def spelled(key: str) -> str:
    """The key as AWS writes it, or as it is when it is no global key."""
    name, slash, rest = key.partition("/")
    return f"{SPELLED.get(name.lower(), name)}{slash}{rest}"
