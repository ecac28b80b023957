"""Whether the Principal element of a statement names a requester, and how.

How matters: inside one account an Allow that names the session itself needs nothing else, one
that names the role is still filtered by boundary and session policy, and one that names the
account only delegates to that account's own policies.

Names are compared exactly; `*` stands for everybody only when it stands alone. A role's ARN names
its sessions. A raw `AROA…` id is what is left of a deleted principal and names nobody.

Source: IAM User Guide, "AWS JSON policy elements: Principal" (not re-read) and "AWS JSON policy
elements: NotPrincipal", read 2026-11-23.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

from partywall.access.formula import Formula, KeyTest, Untold
from partywall.access.language.operators import Comparison, Operator
from partywall.access.language.records import PrincipalEntry, PrincipalSet
from partywall.access.requester import WEB_PROVIDERS, Kind, Requester
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown


class How(Enum):
    """How a requester is named."""

    EVERYONE = "everyone"
    ACCOUNT = "its account"
    USER = "the user"
    ISSUER = "the user whose federated session it is"
    ROLE = "its role"
    SESSION = "the session"
    SERVICE = "the service"
    PROVIDER = "the identity provider"
    CANONICAL = "its canonical id"


Naming = tuple[tuple[How, Formula], ...]
"""Each way in which a requester is named, and when; empty when it is not named."""

SESSION_NAME: Final = Operator(Comparison.STRING_LIKE)


@lru_cache(maxsize=65536)
def names(principals: PrincipalSet, requester: Requester, bounded: bool, denies: bool) -> Naming:
    """How the set names the requester. `bounded`: it has a permissions boundary.

    A Deny with NotPrincipal hits every principal that has a boundary. It spares others when all
    of their account, role or user, and session are listed; when only some of these are, AWS says
    that it might hit, depending on the service, and so do we.
    """
    if not principals.negated:
        return _listed(principals, requester)
    if denies and bounded:
        return ((How.EVERYONE, True),)
    named = _listed(principals, requester)
    if any(type(entry.name) is Unknown for entry in principals.entries):
        return ((How.EVERYONE, Untold("a principal of NotPrincipal is not known")),)
    if not named:
        return ((How.EVERYONE, True),)
    hows = {how for how, when in named if when is True}
    if How.EVERYONE in hows or _needed(requester) <= hows:
        return ()
    if not hows & (_needed(requester) - {How.ACCOUNT}) and all(when is True for _, when in named):
        return ((How.EVERYONE, True),)
    return ((How.EVERYONE, Untold("NotPrincipal lists only some of account, role and session")),)


def _needed(requester: Requester) -> set[How]:
    """What NotPrincipal has to list for this requester to be spared."""
    if requester.kind is Kind.SESSION:
        return {How.ACCOUNT, How.ROLE, How.SESSION}
    if requester.kind is Kind.ROLE:
        return {How.ACCOUNT, How.ROLE}
    if requester.kind is Kind.USER:
        return {How.ACCOUNT, How.USER}
    if requester.kind is Kind.FEDERATED_USER:
        return {How.ACCOUNT, How.SESSION}
    if requester.kind is Kind.ROOT:
        return {How.ACCOUNT}
    return {How.SERVICE, How.PROVIDER, How.CANONICAL} & {_own_way(requester)}


def _own_way(requester: Requester) -> How:
    return {Kind.SERVICE: How.SERVICE, Kind.CANONICAL: How.CANONICAL}.get(
        requester.kind, How.PROVIDER
    )


def _listed(principals: PrincipalSet, requester: Requester) -> Naming:
    found = [_named(entry, requester) for entry in principals.entries]
    return tuple(dict.fromkeys([one for one in found if one is not None]))


def _named(entry: PrincipalEntry, requester: Requester) -> tuple[How, Formula] | None:
    name = entry.name
    if not isinstance(name, str):
        return (How.EVERYONE, Untold(f"a principal is not known: {name}"))
    if entry.is_wild:
        return (How.EVERYONE, Untold(f"a principal with wildcards, which AWS refuses: {name}"))
    if entry.kind == "AWS":
        return _named_by_aws(name, requester)
    if entry.kind == "Service":
        fits = requester.kind is Kind.SERVICE and requester.arn == name
        return (How.SERVICE, True) if fits else None
    if entry.kind == "Federated":
        fits = requester.kind is Kind.PROVIDER and requester.arn == name
        return (How.PROVIDER, True) if fits else None
    if requester.kind is Kind.CANONICAL:
        return (How.CANONICAL, True) if requester.arn == name else None
    if requester.is_identity:
        return (How.CANONICAL, Untold("whose account a canonical user id is"))
    return None


def _named_by_aws(name: str, requester: Requester) -> tuple[How, Formula] | None:
    if name == "*":
        return (How.EVERYONE, True)
    if not requester.is_identity:
        return None
    if name in (requester.account, f"arn:{requester.partition}:iam::{requester.account}:root"):
        return (How.ACCOUNT, True)
    if name == requester.arn:
        return (OWN_ARN[requester.kind], True)
    if requester.kind is Kind.SESSION:
        return (How.ROLE, True) if _is_role_of(name, requester) else None
    if requester.kind is Kind.ROLE:
        return _session_of(name, requester)
    if requester.kind is Kind.FEDERATED_USER:
        return _issuer_of(name, requester)
    return None


OWN_ARN: Final = {
    Kind.USER: How.USER,
    Kind.ROLE: How.ROLE,
    Kind.SESSION: How.SESSION,
    Kind.FEDERATED_USER: How.SESSION,
    Kind.ROOT: How.ACCOUNT,
}


def _is_role_of(name: str, requester: Requester) -> bool:
    """Whether this is the ARN of the session's role; role names are unique in an account."""
    arn = parse_arn(name)
    return (
        arn is not None
        and (arn.partition, arn.service, arn.account)
        == (requester.partition, "iam", requester.account)
        and arn.resource.startswith("role/")
        and arn.name == requester.role
    )


def _session_of(name: str, requester: Requester) -> tuple[How, Formula] | None:
    """A role asks, and one session of it is named: it depends on the name of its session."""
    arn = parse_arn(name)
    if arn is None or (arn.partition, arn.service, arn.account) != (
        requester.partition, "sts", requester.account,
    ):  # fmt: skip
        return None
    what, _, rest = arn.resource.partition("/")
    role, _, session = rest.partition("/")
    if what != "assumed-role" or role != requester.role:
        return None
    return (How.SESSION, KeyTest(SESSION_NAME, "aws:userid", (f"*:{session}",)))


def _issuer_of(name: str, requester: Requester) -> tuple[How, Formula] | None:
    """A federated session asks, and an IAM user is named: it may be the one that made it."""
    arn = parse_arn(name)
    if (
        arn is None
        or arn.service != "iam"
        or arn.account != requester.account
        or not arn.resource.startswith("user/")
    ):
        return None
    if requester.issuer:
        return (How.ISSUER, True) if requester.issuer == name else None
    return (How.ISSUER, Untold("which IAM user the federated session was made by"))


def is_provider(name: str) -> bool:
    """Whether a Federated principal can be of this name: a provider's ARN or a known host."""
    arn = parse_arn(name)
    if arn is None:
        return name in WEB_PROVIDERS
    return arn.service == "iam" and arn.resource.startswith(("saml-provider/", "oidc-provider/"))
