"""Which things stop under which faults, all faults at once.

A set of faults is one integer, a bit a fault. What a thing needs all of fails where any of it
does (or); what it needs k of fails where more fail than it can spare (a counter in unary, one
integer a step). The least solution is taken: two things that need each other both stop only when
something else stops one of them.

Two solutions are kept side by side. `surely` counts certain needs only, `perhaps` doubtful ones
too; a fault in the second and not in the first is one whose outcome is not decided.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from partywall.resilience.graph import Graph, Need

Outcome = Literal["stops", "survives", "undecided"]


class Fault(Struct, frozen=True):
    """Things lost at the same moment; `name` is how people call it."""

    name: str
    lost: tuple[str, ...]


class Outcomes:
    """What becomes of every thing under every fault."""

    __slots__ = ("_number", "_perhaps", "_surely", "faults")

    def __init__(self, graph: Graph, faults: Sequence[Fault]) -> None:
        self.faults: Final = tuple(faults)
        self._number = {fault.name: n for n, fault in enumerate(self.faults)}
        lost = _lost(self.faults)
        doubtful = any(need.doubt for thing in graph.things for need in graph.needs(thing))
        self._surely = _solve(graph, lost, with_doubtful=False)
        self._perhaps = _solve(graph, lost, with_doubtful=True) if doubtful else self._surely

    def of(self, thing: str, fault: str) -> Outcome:
        """What becomes of `thing` under the fault of this name. Raises KeyError for neither."""
        bit = 1 << self._number[fault]
        if self._surely[thing] & bit:
            return "stops"
        return "undecided" if self._perhaps[thing] & bit else "survives"

    def bits(self, thing: str) -> tuple[int, int]:
        """The faults that surely stop it, and those that perhaps or surely do, a bit each."""
        return self._surely[thing], self._perhaps[thing]

    def stopping(self, thing: str) -> tuple[Fault, ...]:
        """The faults under which it surely stops."""
        return self._named(self._surely[thing])

    def undecided(self, thing: str) -> tuple[Fault, ...]:
        """The faults of which nobody can say whether it stops."""
        return self._named(self._perhaps[thing] & ~self._surely[thing])

    def stopped(self, fault: str) -> tuple[str, ...]:
        """The things that the fault surely stops, those lost themselves included."""
        bit = 1 << self._number[fault]
        return tuple(thing for thing, bits in self._surely.items() if bits & bit)

    def perhaps_stopped(self, fault: str) -> tuple[str, ...]:
        """The things of which nobody can say whether the fault stops them."""
        bit = 1 << self._number[fault]
        return tuple(
            thing for thing, bits in self._perhaps.items() if bits & bit & ~self._surely[thing]
        )

    def _named(self, bits: int) -> tuple[Fault, ...]:
        return tuple(self.faults[n] for n in _ones(bits))


def _ones(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, ascending: found as text, where much is zero."""
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def counted(sets: Iterable[int], size: int) -> list[int]:
    """How many of the sets have each bit, for the first `size` bits.

    Added up for all bits at once: digit n of every count is one integer.
    """
    digits: list[int] = []
    for carried in sets:
        for n, digit in enumerate(digits):
            digits[n], carried = digit ^ carried, digit & carried
            if not carried:
                break
        if carried:
            digits.append(carried)
    counts = [0] * size
    for n, digit in enumerate(digits):
        for place in _ones(digit):
            if place < size:
                counts[place] += 1 << n
    return counts


def _lost(faults: Iterable[Fault]) -> dict[str, int]:
    """For each thing the faults in which it is itself lost."""
    lost: dict[str, int] = {}
    for n, fault in enumerate(faults):
        for thing in fault.lost:
            lost[thing] = lost.get(thing, 0) | (1 << n)
    return lost


def _solve(graph: Graph, lost: dict[str, int], *, with_doubtful: bool) -> dict[str, int]:
    """For each thing the faults that stop it; the least solution, by a list of what changed."""
    things = dict.fromkeys([*graph.things, *lost])
    fails = {thing: lost.get(thing, 0) for thing in things}
    needs = {
        thing: [need for need in graph.needs(thing) if with_doubtful or not need.doubt]
        for thing in things
    }
    needed_by: dict[str, list[str]] = {}
    for thing, all_of_its in needs.items():
        for need in all_of_its:
            for other in need.of:
                needed_by.setdefault(other, []).append(thing)
    waiting, queued = deque(things), set(things)
    while waiting:
        thing = waiting.popleft()
        queued.discard(thing)
        now = fails[thing]
        for need in needs[thing]:
            now |= _unmet(need, fails)
        if now != fails[thing]:
            fails[thing] = now
            fresh = [one for one in needed_by.get(thing, ()) if one not in queued]
            waiting.extend(dict.fromkeys(fresh))
            queued.update(fresh)
    return fails


def _unmet(need: Need, fails: dict[str, int]) -> int:
    """The faults under which fewer than `least` of the things work.

    `beyond[n]` are the faults under which more than `n` of the things seen so far fail.
    """
    beyond = [0] * (need.spare + 1)
    for other in need.of:
        carried = fails[other]
        for n, bits in enumerate(beyond):
            beyond[n], carried = bits | carried, bits & carried
            if not carried:
                break
    return beyond[need.spare]
