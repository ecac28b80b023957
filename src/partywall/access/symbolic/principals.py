"""Cells of principals: one of every kind that the Principal elements can tell apart.

Principals compare exactly, so the names in the policies, and beside them a fresh one of each kind
in each account, are all there is to try. How a statement names the requester decides what else
may block it, so a resource's policy is looked at in each of the ways it counts: together with an
Allow of the identity's policies, or alone, with or without session policies and a boundary that
say nothing.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny
access", the table under "Resource-based policies", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import product
from typing import Final

from msgspec import Struct

from partywall.access.naming import How, names
from partywall.access.requester import Kind, Requester, facts, parse_requester
from partywall.access.symbolic.budget import Exhausted
from partywall.access.symbolic.elements import Element, Whom
from partywall.kernel.arn import parse_arn

FRESH_ACCOUNTS: Final = ("123456789012", "210987654321", "111122223333", "444455556666")
FRESH_NAME: Final = "someone"
FRESH_SERVICE: Final = "other-service.amazonaws.com"
FRESH_PROVIDER: Final = "arn:aws:iam::{}:saml-provider/other"
FRESH_CANONICAL: Final = "f" * 64
NUMBER: Final = re.compile(r"\d{12}").fullmatch
MOST_FREE: Final = 6


class Standing(Enum):
    """What stands beside the resource's policy, and which ways of naming then count."""

    IDENTITY = "its own policies allow it"
    ALONE = "its own policies say nothing"
    BOUNDED = "a permissions boundary says nothing"
    SESSION = "session policies say nothing"

    @property
    def counts(self) -> frozenset[How]:
        """The ways of naming the requester in which an Allow counts."""
        if self is Standing.IDENTITY:
            return frozenset(How)
        direct = {How.EVERYONE, How.SESSION, How.SERVICE, How.PROVIDER}
        if self is Standing.ALONE:
            direct |= {How.USER, How.ISSUER, How.ROLE, How.CANONICAL}
        if self is Standing.BOUNDED:
            direct |= {How.USER}
        return frozenset(direct)


class Principal(Struct, frozen=True):
    """A cell of principals in one standing, with the bits of the elements that hold."""

    holds: int
    requester: Requester
    standing: Standing = Standing.IDENTITY

    def rules_out(self, key: str, told: bool) -> bool:
        """Whether a key is surely there, or surely not, because of who asks, and not so `told`."""
        found = facts(self.requester)
        return key in found and key in DECIDED and told is not (found[key] is not None)


DECIDED: Final = ("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:username")
"""Keys whose presence follows from the principal wherever `facts` tells it."""


def principal_cells(
    elements: Sequence[tuple[int, Element]], mentioned: Iterable[str], all_kept: bool
) -> list[Principal]:
    """A cell for every combination of elements that some principal meets in some standing.

    `mentioned` are accounts and ARNs that conditions on the principal name. With `all_kept`
    principals that elements do not tell apart are kept all the same, as conditions may do so.
    """
    whoms = [(bit, one) for bit, one in elements if isinstance(one, Whom)]
    found: dict[tuple[object, ...], Principal] = {}
    for requester in _candidates(whoms, mentioned):
        for standing in _standings(requester):
            for holds in _holding(whoms, requester, standing):
                key = (holds, standing, requester if all_kept else None)
                found.setdefault(key, Principal(holds, requester, standing))
    return list(found.values())


def _standings(requester: Requester) -> tuple[Standing, ...]:
    if requester.kind in (Kind.USER, Kind.SESSION, Kind.FEDERATED_USER):
        return tuple(Standing)
    return (Standing.IDENTITY,)


def _holding(
    whoms: Sequence[tuple[int, Whom]], requester: Requester, standing: Standing
) -> Iterator[int]:
    """The elements that hold; what is not told of an element holds once and once not."""
    holds, free = 0, []
    for bit, whom in whoms:
        bounded = standing is Standing.BOUNDED
        named = names(whom.principals, requester, bounded, whom.denies)
        whens = [when for how, when in named if whom.denies or how in standing.counts]
        if any(when is True for when in whens):
            holds |= bit
        elif whens:
            free.append(bit)
    if len(free) > MOST_FREE:
        raise Exhausted
    for turn in product((0, 1), repeat=len(free)):
        yield holds | sum(bit for bit, yes in zip(free, turn, strict=True) if yes)


def _candidates(whoms: Iterable[tuple[int, Whom]], mentioned: Iterable[str]) -> list[Requester]:
    """Those that the elements name, and a fresh one of every kind, the ordinary ones first."""
    named: dict[tuple[str, str], None] = {}
    for _, whom in whoms:
        for entry in whom.principals.entries:
            if isinstance(entry.name, str) and entry.name != "*":
                named[(entry.kind, entry.name)] = None
    named |= dict.fromkeys(("AWS", name) for name in mentioned if _account(name))
    accounts = {account: None for _, name in named for account in [_account(name)] if account}
    fresh = next(one for one in FRESH_ACCOUNTS if one not in accounts or one == FRESH_ACCOUNTS[-1])
    found: dict[Requester, None] = {}
    for kind, name in named:
        found.update(dict.fromkeys(_of_name(kind, name)))
    for account in (*accounts, fresh):
        found.update(dict.fromkeys(_of_account(account)))
    for name in (FRESH_SERVICE, FRESH_PROVIDER.format(fresh)):
        found[parse_requester(name)] = None
    found[parse_requester(FRESH_CANONICAL, "CanonicalUser")] = None
    found[parse_requester("*")] = None
    return list(found)


def _account(name: str) -> str:
    if NUMBER(name):
        return name
    arn = parse_arn(name)
    return arn.account if arn is not None and NUMBER(arn.account) else ""


def _of_name(kind: str, name: str) -> Iterator[Requester]:
    """The requesters that a principal of a policy may be meant to name."""
    try:
        one = parse_requester(name, "" if kind == "AWS" else kind)
    except ValueError:
        return
    if one.kind is Kind.ROLE:
        session = f"arn:{one.partition}:sts::{one.account}:assumed-role/{one.role}/{FRESH_NAME}"
        yield parse_requester(session)
        return
    yield one
    if one.kind is Kind.SESSION:
        other = f"arn:{one.partition}:sts::{one.account}:assumed-role/{one.role}/{FRESH_NAME}"
        yield parse_requester(other)
    if one.kind is Kind.USER:
        federated = f"arn:{one.partition}:sts::{one.account}:federated-user/{FRESH_NAME}"
        yield parse_requester(federated, "", one.arn)


def _of_account(account: str) -> Iterator[Requester]:
    for name in (
        f"arn:aws:iam::{account}:user/{FRESH_NAME}",
        f"arn:aws:sts::{account}:assumed-role/{FRESH_NAME}/{FRESH_NAME}",
        f"arn:aws:iam::{account}:root",
    ):
        yield parse_requester(name)
    issuer = f"arn:aws:iam::{account}:user/{FRESH_NAME}-else"
    yield parse_requester(f"arn:aws:sts::{account}:federated-user/{FRESH_NAME}", "", issuer)
