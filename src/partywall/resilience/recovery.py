"""How what a fault stops comes back, from which copy, and what has to be asked for it.

The kinds, from the best: nothing has to be done; the service fails over by itself; something new
is launched; a replica is promoted; a backup is restored; it is built again from its
configuration; it cannot be had back until what is lost returns.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.resilience.copies import Bound, Copy
from partywall.resilience.layouts import LAYOUTS
from partywall.resilience.model import LAUNCH, Model
from partywall.resilience.outcomes import Outcomes
from partywall.resilience.scopes import KEEPS_DATA

Kind = Literal[
    "none needed",
    "failover",
    "launch",
    "promotion",
    "restore",
    "rebuild",
    "impossible",
    "undecided",
]
ORDER: Final[tuple[Kind, ...]] = (
    *("none needed", "failover", "launch", "promotion", "restore"),
    *("rebuild", "impossible", "undecided"),
)

SYNCHRONOUS: Final = Bound(0, "", "copies are written together")
UNTOUCHED: Final = Bound(0, "", "the data are not touched")


class Recovery(Struct, frozen=True, gc=False):
    """How a resource comes back; `bound` is how much of its newest data may be gone then.

    `bound` is None where no data are kept, or no copy is left. `copy` says which copy is used.
    `control_planes` are those that have to answer. `doubt` says why it is not certain.
    """

    kind: Kind
    bound: Bound | None = None
    copy: str = ""
    control_planes: tuple[str, ...] = ()
    doubt: str = ""


class Recoveries:
    """The recoveries of one model under the faults of its outcomes."""

    def __init__(self, model: Model, outcomes: Outcomes) -> None:
        self.model = model
        self.outcomes = outcomes

    def of(self, resource: Resource, fault: str, *, touched: bool) -> Recovery:
        """How the resource comes back; `touched` says that a part of it is lost."""
        keeps = resource.type in KEEPS_DATA
        outcome = self.outcomes.of(resource.address, fault)
        if outcome == "survives":
            return self._survived(resource, keeps, touched)
        if keeps:
            return self._data(resource, fault)
        return self._rest(resource, fault)

    def _survived(self, resource: Resource, keeps: bool, touched: bool) -> Recovery:
        if not touched:
            return Recovery("none needed", UNTOUCHED if keeps else None)
        if resource.type == "AWS::DynamoDB::GlobalTable":
            strong = resource.properties.get("MultiRegionConsistency") == "STRONG"
            field = "MultiRegionConsistency"
            bound = Bound(0 if strong else None, field, "replicas in other Regions")
            return Recovery("failover", bound)
        if keeps:
            spread = self.model.spreads[resource.address]
            return Recovery("failover", Bound(0, spread.field, SYNCHRONOUS.why))
        launches = LAYOUTS[resource.type].launches
        planes = self._planes(resource, "launch") if launches else ()
        return Recovery("launch" if launches else "none needed", None, "", planes)

    def _data(self, resource: Resource, fault: str) -> Recovery:
        """The best copy that surely survives; one that only may is told with its doubt."""
        copies = self.model.copies.get(resource.address, ())
        alive = [one for one in copies if self.outcomes.of(one.thing, fault) == "survives"]
        perhaps = [one for one in copies if self.outcomes.of(one.thing, fault) == "undecided"]
        best = min(alive, key=_rank, default=None)
        if best is not None:
            planes = self._planes(resource, best.how)
            return Recovery(_kind(best), best.bound, best.what, planes)
        possible = min(perhaps, key=_rank, default=None)
        if possible is not None:
            doubt = self._doubt(possible, fault)
            planes = self._planes(resource, possible.how)
            return Recovery(_kind(possible), possible.bound, possible.what, planes, doubt)
        if self.outcomes.of(resource.address, fault) == "undecided":
            return Recovery("undecided", None, "", (), "whether it stops; no copy would be left")
        return Recovery("impossible")

    def _doubt(self, copy: Copy, fault: str) -> str:
        for need in self.model.needs(copy.thing):
            if need.doubt and any(self.outcomes.of(one, fault) != "survives" for one in need.of):
                return need.doubt
        return "whether what the copy needs works"

    def _rest(self, resource: Resource, fault: str) -> Recovery:
        """What keeps no data starts again where there is room, or is built again."""
        address = resource.address
        layout = LAYOUTS.get(resource.type)
        spread = self.model.spreads.get(address)
        lost = next(one for one in self.outcomes.faults if one.name == fault).lost
        room = spread is not None and any(
            self.outcomes.of(one, fault) != "stops" for one in spread.parts
        )
        launch = f"{LAUNCH}{address}"
        if layout is not None and layout.launches and room and address not in lost:
            able = self.outcomes.of(launch, fault)
            if able != "stops":
                doubt = "" if able == "survives" else "whether what a launch needs works"
                return Recovery("launch", None, "", self._planes(resource, "launch"), doubt)
        if address not in lost and layout is None:
            return Recovery("none needed", None, "", (), "comes back with what it needs")
        return Recovery("rebuild", None, "", self._planes(resource, "rebuild"))

    def _planes(self, resource: Resource, how: str) -> tuple[str, ...]:
        """The control planes that have to answer, with their Region where it is known."""
        service = resource.type.split("::")[1].lower()
        services = [service] if how != "launch" else _LAUNCHERS.get(resource.type, [service])
        region = resource.region
        if isinstance(region, Unknown) or not region or how in ("promotion", "rebuild"):
            return tuple(services)
        return tuple(f"{one} in {region}" for one in services)


_LAUNCHERS: Final = {
    "AWS::AutoScaling::AutoScalingGroup": ["autoscaling", "ec2"],
    "AWS::ECS::Service": ["ecs"],
    "AWS::EKS::Nodegroup": ["autoscaling", "ec2", "eks"],
}
_HOW: Final[dict[str, Kind]] = {
    "failover": "failover",
    "promotion": "promotion",
    "restore": "restore",
}


def _kind(copy: Copy) -> Kind:
    return _HOW[copy.how]


def _rank(copy: Copy) -> tuple[int, float, str]:
    """The best copy first: the one with the least to do, then the least that is gone."""
    seconds = copy.bound.seconds
    return ORDER.index(_kind(copy)), float("inf") if seconds is None else seconds, copy.thing
