"""Condition keys as AWS spells them: they are compared in lower case and shown as documented.

Source: IAM User Guide, "AWS global condition context keys", read 2026-11-23.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Final

from partywall.access.catalogue import condition_keys

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
    "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner", "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce", "aws:SourceVpceAccount", "aws:SourceVpceOrgID", "aws:SourceVpceOrgPaths",
    "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:VpcSourceIp", "aws:ViaAWSService",
    "aws:referer", "aws:userid", "aws:username",
)  # fmt: skip

BOOLEAN_KEYS: Final = frozenset(
    {
        "aws:multifactorauthpresent",
        "aws:principalisawsservice",
        "aws:securetransport",
        "aws:viaawsservice",
    }
)

SPELLED: Final = {key.lower(): key for key in GLOBAL_KEYS}


def spelled(key: str) -> str:
    """The key as AWS writes it, or as it is when AWS has none of that name."""
    name, slash, rest = key.partition("/")
    return f"{_known(name.lower()) or name}{slash}{rest}"


def _known(name: str) -> str:
    return _keys_of(name.partition(":")[0]).get(name, "")


def _keys_of(service: str) -> dict[str, str]:
    if service == "aws":
        return SPELLED
    return {name: one.key for name, one in condition_keys(service).items()}


@lru_cache(maxsize=512)
def _families(service: str) -> tuple[str, ...]:
    """How the keys begin that end in a name of the customer's, as `kms:EncryptionContext:…`."""
    known = _keys_of(service)
    return tuple([name.partition("${")[0] for name in known if "${" in name])


def is_boolean(key: str) -> bool:
    """Whether the key, in lower case, surely holds true or false when it is there."""
    if key in BOOLEAN_KEYS:
        return True
    known = condition_keys(key.partition(":")[0]).get(key)
    return known is not None and known.type == "Bool"


MULTIVALUED: Final = frozenset(
    {
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:sourcevpceorgpaths",
        "aws:tagkeys",
    }
)
"""Source: IAM User Guide, "AWS global condition context keys", read 2026-11-23."""


def is_multivalued(key: str) -> bool:
    """Whether the key, in any case, can hold several values."""
    name = key.lower()
    known = condition_keys(name.partition(":")[0]).get(name)
    return name in MULTIVALUED or (known is not None and known.type.startswith("ArrayOf"))


def near_key(key: str) -> str | None:
    """The known key closest to one that AWS does not have ("" when none is close), or None when
    it is known or of a prefix that is no service, as those of identity providers are."""
    name = key.partition("/")[0].lower()
    service = name.partition(":")[0]
    known = _keys_of(service)
    if not known or name in known or name.startswith(_families(service)):
        return None
    close = difflib.get_close_matches(name, known, 1, 0.6)
    return known[close[0]] if close else ""
