"""Why something stops, or may: down its needs to what people know, or to what nobody does."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.resilience.graph import Need
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault, Outcomes

DEEPEST: Final = 32
"""How far the needs are followed down."""


class Cause(Struct, frozen=True, gc=False):
    """Why something stops, or may: what it needs that does not work, by which property.

    `doubt`, when not empty, is what would have to be known.
    """

    thing: str
    why: str
    doubt: str = ""


class Why:
    """The causes of what the faults do to one model."""

    def __init__(self, model: Model, outcomes: Outcomes) -> None:
        self.model = model
        self.outcomes = outcomes

    def causes(self, address: str, fault: Fault) -> tuple[Cause, ...]:
        """What it rests on that does not work; what is unknown goes by its own doubt."""
        outcome = self.outcomes.of(address, fault.name)
        if outcome == "stops":
            return (self._sure_cause(address, fault),)
        unmet = [
            need for need in self.model.needs(address) if self._is_unmet(need, fault, surely=False)
        ]
        surely = [need.of for need in unmet if not need.doubt]
        own = [
            Cause(self._failing(need, fault), need.why, need.doubt) for need in unmet if need.doubt
        ]
        below = [self._doubtful_cause(address, fault, of) for of in surely]
        return tuple(dict.fromkeys([*below, *own]))

    def _sure_cause(self, thing: str, fault: Fault) -> Cause:
        """Down the needs to the first thing that people know: a resource, a place, a name."""
        for _ in range(DEEPEST):
            for need in self.model.needs(thing):
                if not need.doubt and self._is_unmet(need, fault, surely=True):
                    below = self._failing(need, fault, surely=True)
                    if below not in self.model.inner:
                        return Cause(below, need.why)
                    thing = below
                    break
            else:
                break
        return Cause(thing, "it is lost")

    def _doubtful_cause(self, thing: str, fault: Fault, of: tuple[str, ...]) -> Cause:
        """Down the needs, from those of a thing that it surely has, to the first doubt."""
        seen = {thing}
        below = [one for one in of if self.outcomes.of(one, fault.name) != "survives"]
        for _ in range(DEEPEST):
            thing = next(
                (one for one in _undecided_first(below, self.outcomes, fault) if one not in seen),
                "",
            )
            if not thing:
                break
            seen.add(thing)
            unmet = [
                need
                for need in self.model.needs(thing)
                if self._is_unmet(need, fault, surely=False)
            ]
            doubtful = next((need for need in unmet if need.doubt), None)
            if doubtful is not None:
                return Cause(thing, doubtful.why, doubtful.doubt)
            below = [one for need in unmet for one in need.of]
        return Cause(of[0], "", "what it needs is undecided")

    def _failing(self, need: Need, fault: Fault, surely: bool = False) -> str:
        """The first of the needed things that does not work, one that surely does not before."""
        stopped = (one for one in need.of if self.outcomes.of(one, fault.name) == "stops")
        first = next(stopped, "")
        if first or surely:
            return first
        undecided = (one for one in need.of if self.outcomes.of(one, fault.name) == "undecided")
        return next(undecided, need.of[0] if need.of else "")

    def _is_unmet(self, need: Need, fault: Fault, *, surely: bool) -> bool:
        bad = ("stops",) if surely else ("stops", "undecided")
        failing = sum(self.outcomes.of(one, fault.name) in bad for one in need.of)
        return failing > need.spare


def _undecided_first(things: list[str], outcomes: Outcomes, fault: Fault) -> list[str]:
    """What is undecided, then what stops: the doubt lies with the first."""
    order = {"undecided": 0, "stops": 1, "survives": 2}
    return sorted(things, key=lambda one: order[outcomes.of(one, fault.name)])
