"""What stands between two ends: checks that all must hold, and the hops in their order.

A trail that fails somewhere is followed to its end as if it had not, so that it names all that
would have to change. One that meets something not known ends there: behind it anything may be.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from partywall.reach.addresses import Span
from partywall.reach.model import Tri

End = Literal["interface", "internet", "site", "unknown"]


class Check(Struct, frozen=True, eq=False):
    """A condition: its code (Reachability Analyzer's), the element, and what it lets pass.

    `passed` is a packed set. `facts` are what an independent reader needs to look again: the
    subnet, direction and so on. `doubts` say what is not known.
    """

    code: str
    element: str
    passed: int
    facts: tuple[tuple[str, object], ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for what is lifted when the condition is lifted."""
        return f"{self.code} {self.element}"


class Hop(Struct, frozen=True, eq=False):
    """A step of the way: what is passed, and what is read there."""

    kind: str
    element: str
    detail: str = ""


class Trail(Struct, frozen=True, eq=False):
    """A way, as far as it is known. `source` is what the packet comes from at its end.

    `references`: whether group references hold at the end. `nats` are the NAT gateways that
    rewrote it, each with its subnet.
    """

    checks: tuple[Check, ...] = ()
    hops: tuple[Hop, ...] = ()
    end: End = "unknown"
    source: Span = (0, 0)
    references: Tri = True
    nats: tuple[tuple[str, str], ...] = ()
    gateway: str = ""
    crossed: int = 0

    def plus(self, *checks: Check) -> Trail:
        """The same with more conditions."""
        return _with(self, checks=(*self.checks, *checks))

    def via(self, *hops: Hop) -> Trail:
        """The same, one hop further."""
        return _with(self, hops=(*self.hops, *hops), crossed=self.crossed + 1)

    def ending(self, end: End, **more: object) -> Trail:
        """The same, at its end."""
        return _with(self, end=end, **more)

    def passed(self, everything: int) -> int:
        """What passes all conditions."""
        mask = everything
        for check in self.checks:
            mask &= check.passed
        return mask


def _with(trail: Trail, **changes: object) -> Trail:
    return replace(trail, **changes)
