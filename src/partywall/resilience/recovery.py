"""How what a fault stops comes back, from which copy, and what has to be asked for it.

The kinds, from the best: nothing has to be done; the service fails over by itself; something new
is launched; a replica is promoted; a backup is restored; it is built again from its
configuration; it cannot be had back until what is lost returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.resilience.copied import Bound, Copy
from partywall.resilience.layouts import LAYOUTS
from partywall.resilience.model import LAUNCH, ZONAL, Model
from partywall.resilience.outcomes import Fault, Outcomes
from partywall.resilience.places import REGION
from partywall.resilience.scopes import KEEPS_DATA, scope_of

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

SYNCHRONOUS: Final = frozenset(
    {
        *("AWS::AmazonMQ::Broker", "AWS::FSx::FileSystem", "AWS::MemoryDB::Cluster"),
        *("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::Redshift::Cluster"),
    }
)
"""Types whose standby has all that was acknowledged; others (a cache, say) may lag behind.

Source: RDS User Guide, "Multi-AZ DB instance deployments"; MemoryDB Developer Guide,
"Durability"; Redshift Management Guide, "Multi-AZ"; FSx, each guide's "Availability and
durability"; Amazon MQ Developer Guide, "Active/standby broker" (none re-read).
"""
UNTOUCHED: Final = Bound(0, "", "the data are not touched")


class Choice(Struct, frozen=True, gc=False):
    """A copy that survives the fault, or may: `doubt` says why it may not."""

    kind: Kind
    copy: str
    bound: Bound
    doubt: str = ""


class Recovery(Struct, frozen=True, gc=False):
    """How a resource comes back; `bound` is how much of its newest data may be gone then.

    `bound` is None where no data are kept, or no copy is left. `control_planes` are those that
    have to answer. `doubt` says why it is not certain. `choices` are the copies left to come back
    from, the one with the least to do first; `bound` and `doubt` are that one's.
    """

    kind: Kind
    bound: Bound | None = None
    control_planes: tuple[str, ...] = ()
    doubt: str = ""
    note: str = ""
    choices: tuple[Choice, ...] = ()


class Recoveries:
    """The recoveries of one model under the faults of its outcomes."""

    def __init__(self, model: Model, outcomes: Outcomes) -> None:
        self.model = model
        self.outcomes = outcomes

    def of(self, resource: Resource, fault: Fault, *, touched: bool) -> Recovery:
        """How the resource comes back; `touched` says that a part of it is lost, or may be."""
        keeps = resource.type in KEEPS_DATA
        if self.outcomes.of(resource.address, fault.name) == "survives":
            return self._survived(resource, keeps, touched)
        if keeps:
            return self._data(resource, fault.name)
        return self._rest(resource, fault, touched)

    def _survived(self, resource: Resource, keeps: bool, touched: bool) -> Recovery:
        if not touched:
            return Recovery("none needed", UNTOUCHED if keeps else None)
        if keeps:
            field = self.model.spreads[resource.address].field
            if resource.type in SYNCHRONOUS:
                return Recovery("failover", Bound(0, field, "copies are written together"))
            return Recovery("failover", Bound(None, field, "replicated without a promised time"))
        launches = LAYOUTS[resource.type].launches
        planes = self._planes(resource, "launch") if launches else ()
        return Recovery("launch" if launches else "none needed", None, planes)

    def _data(self, resource: Resource, fault: str) -> Recovery:
        """By the best copy that surely survives; else by one that may."""
        choices = sorted(self._choices(resource, fault), key=_rank)
        if choices:
            best = choices[0]
            planes = self._planes(resource, best.kind)
            chosen = tuple(choices)
            return Recovery(best.kind, best.bound, planes, best.doubt, "", chosen)
        if self.outcomes.of(resource.address, fault) == "undecided":
            return Recovery("undecided", None, (), "whether it stops; no copy would be left")
        if self.model.unseen is not None:
            return Recovery("undecided", None, (), "whether there is a copy outside of the input")
        return Recovery("impossible")

    def _choices(self, resource: Resource, fault: str) -> Iterator[Choice]:
        for copy in self.model.copies.get(resource.address, ()):
            outcome = self.outcomes.of(copy.thing, fault)
            if outcome != "stops":
                doubt = "" if outcome == "survives" else self._doubt(copy, fault)
                yield Choice(_HOW[copy.how], copy.what, copy.bound, doubt)

    def _doubt(self, copy: Copy, fault: str) -> str:
        for need in self.model.needs(copy.thing):
            if need.doubt and any(self.outcomes.of(one, fault) != "survives" for one in need.of):
                return need.doubt
        return "whether what the copy needs works"

    def _rest(self, resource: Resource, fault: Fault, touched: bool) -> Recovery:
        """What keeps no data starts again where there is room, or is built again."""
        address = resource.address
        if address in fault.lost or self._region_is_lost(resource, fault):
            return Recovery("rebuild", None, self._planes(resource, "rebuild"))
        spread = self.model.spreads.get(address)
        if not touched or spread is None:
            return Recovery("none needed", None, (), "", "comes back with what it needs")
        fates = {self.outcomes.of(one, fault.name) for one in spread.parts}
        if LAYOUTS[resource.type].launches and fates != {"stops"}:
            able = self.outcomes.of(f"{LAUNCH}{address}", fault.name)
            if able != "stops":
                doubt = "" if able == "survives" else "whether what a launch needs works"
                return Recovery("launch", None, self._planes(resource, "launch"), doubt)
        if "survives" in fates:
            return Recovery("none needed", None, (), "", "comes back with what it needs")
        return Recovery("rebuild", None, self._planes(resource, "rebuild"))

    def _region_is_lost(self, resource: Resource, fault: Fault) -> bool:
        is_global = scope_of(resource.type, ZONAL) == "global"
        return not is_global and f"{REGION}{resource.region}" in fault.lost

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


def _rank(choice: Choice) -> tuple[bool, int, float, str]:
    """The best first: sure ones, the least to do, then the least that is gone."""
    seconds = choice.bound.seconds
    gone = float("inf") if seconds is None else seconds
    return bool(choice.doubt), ORDER.index(choice.kind), gone, choice.copy
