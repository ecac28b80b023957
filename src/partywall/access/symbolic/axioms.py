"""What AWS documents about context keys, so that no impossible request passes for a difference.

A request that contradicts one of these shows nothing. They are never a reason to say that a set
of policies permits nothing more: where only such requests tell two sides apart, the answer is
unknown and names the axiom.

Source: IAM User Guide, "AWS global condition context keys" (Availability, Value type of each
key), read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from partywall.access.catalogue import condition_keys
from partywall.access.comparisons import parse_date
from partywall.access.context import Values
from partywall.access.globs import Step, Steps, text_steps
from partywall.access.spelling import spelled
from partywall.kernel.arn import parse_arn

Told = Mapping[str, Values | None]
"""What a request tells: the values of a key, or None for its absence."""

ALWAYS: Final = frozenset(
    {"aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport",
     "aws:userid", "aws:viaawsservice"}
)  # fmt: skip
"""Keys of every request."""

ALWAYS_SIGNED: Final = frozenset(
    {"aws:principalaccount", "aws:principalarn", "aws:principalisawsservice", "aws:principaltype"}
)
"""Keys of every signed request; identity policies see no other."""

MULTIVALUED: Final = frozenset(
    {"aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist",
     "aws:resourceorgpaths", "aws:sourceorgpaths", "aws:sourcevpceorgpaths", "aws:tagkeys"}
)  # fmt: skip
"""Of the keys of all services; all others of them are single-valued."""

IMPLIES: Final = (
    ("aws:sourcevpce", "aws:sourcevpc"),
    ("aws:sourcevpc", "aws:sourcevpce"),
    ("aws:vpcsourceip", "aws:sourcevpc"),
    ("aws:vpcsourceip", "aws:sourcevpce"),
    ("aws:multifactorauthage", "aws:multifactorauthpresent"),
    ("aws:principalorgid", "aws:principalorgpaths"),
    ("aws:principalorgpaths", "aws:principalorgid"),
    ("aws:calledvia", "aws:calledviafirst"),
    ("aws:calledvia", "aws:calledvialast"),
)
"""A request with the first key has the second."""

EXCLUDES: Final = (
    ("aws:sourceip", "aws:sourcevpce"),
    ("aws:sourceip", "aws:sourcevpc"),
    ("aws:sourceip", "aws:vpcsourceip"),
)
"""No request has both keys: one names a public address, the other a VPC endpoint."""

ACCOUNTS: Final = frozenset({"aws:principalaccount", "aws:resourceaccount", "aws:sourceaccount"})
ACCOUNT: Final = re.compile(r"\d{12}").fullmatch
PRINCIPAL_ARN: Final = re.compile(
    r"arn:[a-z-]+:iam::\d{12}:(?:root|(?:user|role)/.*[^/])"
).fullmatch
TYPES: Final = ("AssumedRole", "User", "FederatedUser", "Account", "Anonymous", "Service")


def is_multivalued(key: str) -> bool:
    """Whether AWS documents that the key may hold several values."""
    service = key.partition(":")[0]
    if service == "aws":
        return key in MULTIVALUED
    known = condition_keys(service).get(key.partition("/")[0])
    return known is not None and known.type.startswith("ArrayOf")


def absent(key: str, signed: bool) -> str:
    """What the absence of a key contradicts, or nothing."""
    if key in ALWAYS:
        return f"every request has {spelled(key)}"
    if signed and key in ALWAYS_SIGNED:
        return f"every signed request has {spelled(key)}"
    return ""


def several(key: str) -> str:
    """What several values of a key contradict, or nothing."""
    if key.startswith("aws:") and key not in MULTIVALUED:
        return f"{spelled(key)} has one value"
    return ""


def strange(key: str, signed: bool, *values: str) -> str:
    """What such values of a key contradict, or nothing; `signed` for policies of identities."""
    if key in ACCOUNTS and not all(map(ACCOUNT, values)):
        return f"{spelled(key)} is an account id of twelve digits"
    if key == "aws:principalarn" and not all(map(PRINCIPAL_ARN, values)):
        return f"{spelled(key)} is the ARN of a user, a role or an account's root"
    if key == "aws:principalarn" and signed and any(one.endswith(":root") for one in values):
        return "no policy is attached to the root user"
    if key == "aws:principaltype" and not set(values) <= set(TYPES):
        return f"{spelled(key)} is one of {', '.join(TYPES)}"
    return ""


@lru_cache(maxsize=64)
def shapes(key: str) -> tuple[Steps, ...]:
    """Patterns that tell ordinary values of a key from strange ones."""
    digits = tuple([Step("0123456789")] * 12)
    if key in ACCOUNTS:
        return (digits,)
    if key == "aws:principalarn":
        ends = ("root", "user/", "role/")
        found = []
        for end in ends:
            name = () if end == "root" else (Step(repeats=True), Step("abcdefghijklmnop"))
            found.append(
                (*text_steps(("arn:aws:iam::",)), *digits, *text_steps((f":{end}",)), *name)
            )
        return tuple(found)
    if key == "aws:principaltype":
        return tuple([text_steps((one,)) for one in TYPES])
    return ()


def contradicted(told: Told) -> str:
    """What a request contradicts by the keys that it tells together, or nothing."""
    for first, second in IMPLIES:
        if told.get(first) is not None and second in told and told[second] is None:
            return f"a request with {spelled(first)} has {spelled(second)}"
    for first, second in EXCLUDES:
        if told.get(first) is not None and told.get(second) is not None:
            return f"no request has both {spelled(first)} and {spelled(second)}"
    if _text(told, "aws:multifactorauthpresent") == "false" and told.get("aws:multifactorauthage"):
        return "aws:MultiFactorAuthAge is there only when MFA was used"
    times = [_text(told, key) for key in ("aws:currenttime", "aws:epochtime")]
    if None not in times and len({parse_date(str(one)) for one in times}) > 1:
        return "aws:CurrentTime and aws:EpochTime are one time"
    return _principal(told)


def _principal(told: Told) -> str:
    """What the keys that follow from the principal contradict of each other."""
    name = _text(told, "aws:principalarn")
    arn = parse_arn(name) if name else None
    if arn is None:
        return ""
    account = _text(told, "aws:principalaccount")
    if account is not None and account != arn.account:
        return "aws:PrincipalAccount is the account in aws:PrincipalArn"
    is_user = arn.resource.startswith("user/")
    user = _text(told, "aws:username")
    if user is not None and (not is_user or user != arn.name):
        return "aws:username is the name of the user in aws:PrincipalArn"
    if is_user and "aws:username" in told and user is None:
        return "aws:username is there for a user"
    kind = _text(told, "aws:principaltype")
    fitting = "User" if is_user else "Account" if arn.resource == "root" else "AssumedRole"
    if kind is not None and kind != fitting and not (is_user and kind == "FederatedUser"):
        return "aws:PrincipalType follows from aws:PrincipalArn"
    return ""


def _text(told: Told, key: str) -> str | None:
    found = told.get(key)
    return found.texts[0] if found is not None and found.texts else None
