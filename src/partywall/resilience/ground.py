"""What is known of an estate while its needs are worked out: graph, places, who names whom.

The rules of each type write into it; nothing here knows a type's rules.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate, entailed
from partywall.estate.resource import Resource
from partywall.estate.view import View
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown
from partywall.resilience.capacity import Spread
from partywall.resilience.counts import Copies
from partywall.resilience.declared import Declared
from partywall.resilience.graph import ELSEWHERE, UNDECLARED, Graph, Need, every, some_of
from partywall.resilience.lifelines import at
from partywall.resilience.places import REGION, Places
from partywall.resilience.scopes import RUNS_CODE
from partywall.resilience.ways_out import WaysOut

SUBNET: Final = "AWS::EC2::Subnet"


class Part(Struct, frozen=True, gc=False):
    """What a resource has in one zone: the zone's thing ("" where it is not known), and what
    stands for it: the subnets, or the zone itself."""

    zone: str
    things: tuple[str, ...]


class Parts(Struct, frozen=True, gc=False):
    """The zones of a resource; `doubt` says why there may be others, or fewer."""

    parts: tuple[Part, ...] = ()
    doubt: str = ""
    named: bool = True


class User(Struct, frozen=True, gc=False):
    """A resource that names another by a property, and whether it surely does.

    It may not where its name is not known, or where a condition may leave it out.
    """

    address: str
    sure: bool


class Ground:
    """The graph of one estate, and what the rules of its types ask of the estate.

    `spreads` are the copies of what has several; `zones` the zones that a resource is in; `inner`
    the things that are parts of others.
    """

    ways_out: WaysOut

    def __init__(self, estate: Estate, declared: Declared) -> None:
        self.estate = estate
        self.declared = declared
        self.graph = Graph()
        self.places = Places(declared.zones)
        self.spreads: dict[str, Spread] = {}
        self.zones: dict[str, tuple[str, ...]] = {}
        self.inner: set[str] = {ELSEWHERE, UNDECLARED}
        self.zone_of_subnet: dict[str, str] = {}
        self._users: dict[tuple[str, str, str], dict[str, list[User]]] = {}
        self.resources = sorted(estate.resources, key=lambda one: one.address)

    def spread(self, resource: Resource, parts: tuple[Part, ...], copies: Copies) -> None:
        """Some parts may be lost: those that no copy is in, and all but one when any will do."""
        address, count = resource.address, copies.count
        application = self.declared.of(address)
        names = []
        for part in parts:
            name = f"{address}@{part.zone or part.things[0]}"
            names.append(name)
            self.inner.add(name)
            self.graph.add(name, some_of(1, part.things, "it lies in the zone"))
            if resource.type in RUNS_CODE and not application.complete:
                self.graph.add(name, *self.ways_out.needs(part.things))
        self.zones[address] = tuple(part.zone for part in parts)
        self.graph.add(address, some_of(1, names, copies.field or "its zones"))
        if copies.doubt:
            self.graph.add(address, every(names, copies.field or "its zones", copies.doubt))
        elif count is not None and 0 < count < len(names):
            doubt = f"in which of its {len(names)} zones its {_copies(count)}"
            self.graph.add(address, some_of(len(names) - count + 1, names, copies.field, doubt))
        demand, by = application.demand, "declared"
        if demand is None:
            demand, by = copies.least, copies.least_field
        known = None if copies.doubt else count
        self.spreads[address] = Spread(tuple(names), known, demand, by, copies.field)

    def subnets_in(self, region: str) -> list[str]:
        """The subnets that may lie in a Region's thing; all of them for ""."""
        found = self.estate.by_type.get(SUBNET, ())
        places = {one.address: f"{REGION}{one.region}" for one in found}
        known = (*self.places.regions,)
        return [
            one
            for one, at in sorted(places.items())
            if at == region or not region or at not in known
        ]

    # -- what lies outside

    def outside(self, text: str, used_in: str) -> str:
        """The thing that a known name outside of the input is: in the Region that its ARN names,
        or in that of its user, whose Region's thing is `used_in`."""
        if text not in self.graph:
            arn = parse_arn(text)
            region = used_in.removeprefix(REGION) if arn is None else arn.region
            self.graph.add(text)
            if region and (arn is None or arn.service not in ("acm", "iam")):
                self.graph.add(text, every([self.places.region(region)], "its Region"))
        return text

    # -- references, backward

    def users(self, kind: str, path: str, of: str, address: str) -> list[User]:
        """The resources of a type that name the one at `address`, of type `of`, by a property."""
        key = (kind, path, of)
        if key not in self._users:
            self._users[key] = self._named_by(kind, tuple(path.split(".")), of)
        return self._users[key].get(address, [])

    def _named_by(self, kind: str, path: tuple[str, ...], of: str) -> dict[str, list[User]]:
        found: dict[str, list[User]] = {}
        for resource in sorted(self.estate.by_type.get(kind, ()), key=lambda one: one.address):
            for node in at(View.of(resource, self.estate), path):
                link = self.estate.link(node.value, of)
                for target in link.targets:
                    users = found.setdefault(target.address, [])
                    made = not resource.guard or entailed(resource.guard, target.guard) is True
                    users.append(User(resource.address, link.sure and made))
        return found

    @cached_property
    def by_address(self) -> dict[str, Resource]:
        """The resources by address."""
        return {one.address: one for one in self.resources}

    @property
    def unseen(self) -> Unknown | None:
        """Why there may be resources that the input does not have."""
        return self.estate.unseen

    def needs(self, thing: str) -> tuple[Need, ...]:
        """The needs of a thing."""
        return self.graph.needs(thing)


def _copies(count: int) -> str:
    return "one copy is" if count == 1 else f"{count} copies are"
