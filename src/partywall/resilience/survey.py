"""The answers: what each fault does to each resource, and why.

`stops`, `degraded` to some of its copies, `undecided` with what would have to be known, or
`survives`. Nothing survives because something is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from partywall.estate.resource import Resource
from partywall.resilience.capacity import Spread
from partywall.resilience.copied import NO_COPY
from partywall.resilience.model import LAUNCH, Model
from partywall.resilience.outcomes import Fault, Outcomes, counted
from partywall.resilience.places import REGION, ZONE
from partywall.resilience.recovery import Recoveries, Recovery
from partywall.resilience.scopes import SERVES
from partywall.resilience.why import Cause, Why

Fate = Literal["lost", "stops", "degraded", "undecided", "survives"]
FATES: Final[tuple[Fate, ...]] = ("lost", "stops", "degraded", "undecided", "survives")


class Effect(Struct, frozen=True, gc=False):
    """What a fault does to one resource.

    `left` is how many of `count` copies surely remain, `left_at_most` how many may; None when
    they are not counted. `enough` says whether those left meet the demand, None when that
    depends. `cannot_launch` says that nothing new of it can be started.
    """

    address: str
    type: str
    fate: Fate
    causes: tuple[Cause, ...]
    recovery: Recovery
    left: int | None = None
    left_at_most: int | None = None
    count: int | None = None
    demand: int | None = None
    demand_from: str = ""
    enough: bool | None = None
    cannot_launch: bool = False


class Blast(Struct, frozen=True, gc=False):
    """How much stops with one thing: counted over what serves, itself left out."""

    fault: str
    kind: str
    stops: tuple[str, ...]
    undecided: int


def with_no_copy(faults: Iterable[Fault]) -> list[Fault]:
    """The faults; in each of them, a copy that may not exist does not."""
    return [Fault(one.name, (*one.lost, NO_COPY)) for one in faults]


def _with_capacity(found: Effect, spread: Spread, perhaps: int, surely: int) -> Effect:
    """The effect, with the copies that are left of a spread."""
    least, most = spread.left_at_least(perhaps), spread.left_at_most(surely)
    assert least is not None
    assert most is not None
    enough = None
    if spread.demand is not None and (least >= spread.demand or most < spread.demand):
        enough = least >= spread.demand
    return replace(
        found,
        left=least,
        left_at_most=most,
        count=spread.count,
        demand=spread.demand,
        demand_from=spread.demand_from,
        enough=enough,
    )


class Survey:
    """The outcomes of faults on one model, told in the words of its resources."""

    def __init__(self, model: Model, faults: Iterable[Fault]) -> None:
        self.model = model
        self.faults = tuple(faults)
        self.outcomes = Outcomes(model.graph, with_no_copy(self.faults))
        self.recoveries = Recoveries(model, self.outcomes)
        self.why = Why(model, self.outcomes)

    # -- one fault

    def effects(self, fault: Fault) -> Iterator[Effect]:
        """What it does to each resource that it touches, by address."""
        outcomes = self.outcomes
        touched = {*outcomes.stopped(fault.name), *outcomes.perhaps_stopped(fault.name)}
        for resource in self.model.resources:
            spread = self.model.spreads.get(resource.address)
            own = (
                resource.address,
                f"{LAUNCH}{resource.address}",
                *(spread.parts if spread else ()),
            )
            if touched.isdisjoint(own):
                continue
            found = self.effect(resource, fault)
            if found.fate != "survives" or found.cannot_launch:
                yield found

    def effect(self, resource: Resource, fault: Fault) -> Effect:
        """What the fault does to one resource."""
        address = resource.address
        outcome = self.outcomes.of(address, fault.name)
        spread = self.model.spreads.get(address)
        perhaps, surely = self._parts_lost(spread, fault)
        touched = perhaps > 0
        fate: Fate = outcome
        if address in fault.lost:
            fate = "lost"
        elif outcome == "survives" and touched:
            fate = "degraded"
        causes = () if fate in ("lost", "survives", "degraded") else self.why.causes(address, fault)
        launch = f"{LAUNCH}{address}"
        able = self.outcomes.of(launch, fault.name) if launch in self.model.graph else "survives"
        found = Effect(
            address,
            resource.type,
            fate,
            causes,
            self.recoveries.of(resource, fault, touched=touched),
            cannot_launch=able == "stops",
        )
        if spread is None or spread.count is None:
            return found
        return _with_capacity(found, spread, perhaps, surely)

    def _parts_lost(self, spread: Spread | None, fault: Fault) -> tuple[int, int]:
        """How many parts are lost or may be, and how many surely are."""
        if spread is None:
            return 0, 0
        fates = [self.outcomes.of(one, fault.name) for one in spread.parts]
        return len(fates) - fates.count("survives"), fates.count("stops")

    # -- all faults

    def blasts(self) -> list[Blast]:
        """Faults of one thing by how much stops with it, the greatest first."""
        serving = [one.address for one in self.model.resources if one.type in SERVES]
        stopped: dict[str, list[str]] = {}
        for address in serving:
            for fault in self.outcomes.stopping(address):
                if address not in fault.lost:
                    stopped.setdefault(fault.name, []).append(address)
        both = (self.outcomes.bits(one) for one in serving)
        doubtful = counted((perhaps & ~surely for surely, perhaps in both), len(self.faults))
        found = [
            Blast(one.name, self._kind(one), tuple(stopped[one.name]), doubtful[n])
            for n, one in enumerate(self.faults)
            if one.name in stopped
        ]
        found.sort(key=lambda one: (-len(one.stops), -one.undecided, one.fault))
        return found

    def _kind(self, fault: Fault) -> str:
        """A zone, a Region, or the type of the resource; "" for several things."""
        if len(fault.lost) != 1:
            return ""
        thing = fault.lost[0]
        if thing.startswith(REGION):
            return "Region"
        if thing.startswith(ZONE):
            return "zone"
        resource = self.model.by_address.get(thing)
        return resource.type if resource is not None else "outside"


def single_faults(model: Model) -> list[Fault]:
    """The loss of each zone, each Region, each resource, and each thing that lies outside."""
    things = [*model.places.zones, *model.places.regions]
    things += [one.address for one in model.resources]
    known = {*things, *model.inner, NO_COPY}
    outside = [
        one
        for one in model.graph.things
        if one not in known and not one.startswith((LAUNCH, "out:", "copy:"))
    ]
    return [Fault(one, (one,)) for one in dict.fromkeys([*things, *outside])]


def pairs_worse_than_each(survey: Survey, zones: Iterable[str]) -> list[Blast]:
    """Losses of a zone together with one thing more that stop what neither stops alone."""
    model = survey.model
    singles = [one for one in survey.faults if len(one.lost) == 1]
    zones = set(zones)
    pairs = [Fault(f"{a.name} + {b.name}", (*a.lost, *b.lost)) for a, b in _pairs(singles, zones)]
    both = Survey(model, pairs)
    alone = {one.fault: set(one.stops) for one in survey.blasts()}
    found = []
    for blast in both.blasts():
        first, _, second = blast.fault.partition(" + ")
        more = set(blast.stops) - alone.get(first, set()) - alone.get(second, set())
        more -= {first, second}
        if more:
            found.append(Blast(blast.fault, "pair", tuple(sorted(more)), blast.undecided))
    found.sort(key=lambda one: (-len(one.stops), one.fault))
    return found


def _pairs(singles: list[Fault], zones: set[str]) -> Iterator[tuple[Fault, Fault]]:
    places = [one for one in singles if one.name in zones]
    others = [one for one in singles if one.name not in zones and not one.name.startswith(REGION)]
    yield from combinations(places, 2)
    yield from ((a, b) for a in places for b in others)
