"""What each thing needs to work: all of some things, or at least k of them.

Things are named by strings: resources by address, places by `az:use1-az2` and `region:eu-west-1`.
A need that may or may not be one (its value is not known before apply, say) is `doubtful`: its
loss stops nothing for certain, and may stop what has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

ELSEWHERE: Final = "(elsewhere)"
"""What is not in the input, and may lie in any place."""

UNDECLARED: Final = "(undeclared)"
"""What an application may need that nobody declared: anything that serves."""


class Need(Struct, frozen=True, gc=False):
    """At least `least` of the things `of` must work; `why` says it in a few words.

    `why` names the property or the rule behind the need; `doubt`, when not empty, the value that
    would say whether there is such a need at all.
    """

    of: tuple[str, ...]
    least: int
    why: str = ""
    doubt: str = ""

    @property
    def spare(self) -> int:
        """How many of the things may be lost."""
        return len(self.of) - self.least


def every(of: Iterable[str], why: str = "", doubt: str = "") -> Need:
    """All of these must work."""
    things = tuple(dict.fromkeys(of))
    return Need(things, len(things), why, doubt)


def at_least(k: int, of: Iterable[str], why: str = "", doubt: str = "") -> Need:
    """`k` of these must work; each is counted once, and there are `k` at least."""
    things = tuple(dict.fromkeys(of))
    assert k <= len(things), f"{k} of {len(things)} things cannot work"
    return Need(things, k, why, doubt)


def some_of(k: int, of: Iterable[str], why: str, doubt: str = "") -> Need:
    """At least `k` of the things, or all of them when there are fewer."""
    things = tuple(dict.fromkeys(of))
    return at_least(min(k, len(things)), things, why, doubt)


class Graph:
    """Things and their needs; a thing that nobody described needs nothing."""

    __slots__ = ("_needs",)

    def __init__(self) -> None:
        self._needs: dict[str, list[Need]] = {}

    def add(self, thing: str, *needs: Need) -> None:
        """`thing` exists, and has these needs besides those it has."""
        self._needs.setdefault(thing, []).extend(needs)
        for need in needs:
            for other in need.of:
                self._needs.setdefault(other, [])

    def needs(self, thing: str) -> tuple[Need, ...]:
        """All needs of a thing."""
        return tuple(self._needs.get(thing, ()))

    @property
    def things(self) -> tuple[str, ...]:
        """Every thing that was described or is needed, in the order in which it was met."""
        return tuple(self._needs)

    def __contains__(self, thing: object) -> bool:
        return thing in self._needs
