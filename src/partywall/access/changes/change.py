"""One line of a comparison of two worlds, and all of them together."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.changes.gain import Shown
from partywall.access.formula import Formula
from partywall.access.questions.outsiders import ANYONE, STRANGER
from partywall.access.requester import Kind, Requester

OWN, RESOURCE = "its own policies", "the policy of the resource"


class Change(Struct, frozen=True):
    """Actions that a principal can do on resources in one world and not in the other.

    `resource` is a pattern; `by` says on which side it changed, `address` whose policy it is.
    `is_new`: the other world has no such principal. `perhaps_own`: nobody tells which the account
    of the two is, so it may be the one that is let in.
    """

    requester: Requester
    name: str
    actions: tuple[str, ...]
    resource: str
    by: str
    shown: Shown
    address: str = ""
    is_new: bool = False
    perhaps_own: bool = False

    @property
    def is_public(self) -> bool:
        """Whether it lets in everybody."""
        return self.requester.kind is Kind.ANONYMOUS or self.requester == STRANGER

    @property
    def is_from_outside(self) -> bool:
        """Whether it is no user, role or root user of the account."""
        return not self.requester.is_identity or self.requester.role == ANYONE


class Doubt(Struct, frozen=True):
    """Where it cannot be told whether something changed, and why."""

    name: str
    actions: tuple[str, ...]
    resource: str
    reasons: tuple[str, ...]


class Direction(Struct, frozen=True):
    """What one world allows beyond the other, and where that cannot be told."""

    changes: tuple[Change, ...]
    unknown: tuple[Doubt, ...]


def joined(changes: Iterable[Change]) -> list[Change]:
    """Changes that differ in nothing but their actions are one, with the first one's request."""
    found: dict[tuple[Requester, str, str, str, Formula, bool], list[Change]] = {}
    for one in changes:
        key = (
            one.requester, one.resource, one.by, one.address, one.shown.allowed_if,
            one.shown.partly,
        )  # fmt: skip
        found.setdefault(key, []).append(one)
    return [
        replace(some[0], actions=tuple(sorted({name for one in some for name in one.actions})))
        for some in found.values()
    ]


def joined_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Doubts that differ in nothing but their actions are one."""
    found: dict[Doubt, set[str]] = {}
    for one in doubts:
        found.setdefault(replace(one, actions=()), set()).update(one.actions)
    return [replace(one, actions=tuple(sorted(names))) for one, names in found.items()]
