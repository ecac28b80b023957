"""What the files say of resources, sighting by sighting, and the one resource that they make up.

A resource may be seen several times: on two pages, by the accounts that share it, inside another
one. What the output of its own command says goes before what another one says in passing, and what
its owner's account saw before what another's did. Where equals differ it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from partywall.estate.resource import Properties, Resource
from partywall.kernel.partitions import partition_of
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.describe.scopes import Scope

IN_PASSING = 1
"""The rank of what an output says of something that has a command of its own."""

DIFFER = Unknown("the files differ on it, as if they were of different times", present=True)
NO_REGION = Unknown("no file says which Region this is in")


class Sighting(Struct, eq=False, kw_only=True):
    """What one item says of one resource.

    `covers` are the properties of which it tells, None for all. `rank` orders sightings, the least
    first. One that is `only_more` adds to a resource that another one shows, and makes none.
    One that is `everywhere` is of an account, in no Region.
    """

    type: str
    address: str
    properties: Properties
    scope: Scope
    place: Span
    operation: str
    covers: frozenset[str] | None = None
    names: tuple[str, ...] = ()
    rank: int = 0
    only_more: bool = False
    owned_by_aws: str = ""
    unmapped: dict[str, object] | None = None
    everywhere: bool = False


class Sightings:
    """All sightings, by the resource that they are of."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], list[Sighting]] = {}

    def add(self, one: Sighting) -> None:
        self.found.setdefault((one.type, one.address), []).append(one)

    def addresses(self, type_name: str) -> dict[str, tuple[str, ...]]:
        """Address of each resource of a type, with its further names."""
        return {
            address: tuple(name for one in ones for name in one.names)
            for (kind, address), ones in self.found.items()
            if kind == type_name and not all(one.only_more for one in ones)
        }

    def resources(self) -> list[tuple[Resource, Scope]]:
        """The resources, each with its owner and Region, in the order of type and address."""
        return [
            _merged(ones)
            for _, ones in sorted(self.found.items())
            if not all(one.only_more for one in ones)
        ]


def arn_of(service: str, scope: Scope, rest: str) -> str:
    """The ARN of a resource; "" when account or Region is not known."""
    if not scope.account or not scope.region:
        return ""
    return f"arn:{partition_of(scope.region)}:{service}:{scope.region}:{scope.account}:{rest}"


def _merged(ones: list[Sighting]) -> tuple[Resource, Scope]:
    ones.sort(key=_order)
    first = next(one for one in ones if not one.only_more)
    covers: frozenset[str] | None = frozenset()
    for one in ones:
        covers = None if covers is None or one.covers is None else covers | one.covers
    region = next((one.scope.region for one in ones if one.scope.region), "")
    account = next((one.scope.account for one in ones if one.scope.account), "")
    resource = Resource(
        type=first.type,
        address=first.address,
        properties=_properties(ones),
        place=first.place,
        origin="live",
        source_type=first.operation,
        region=None if first.everywhere else region or NO_REGION,
        names=tuple(dict.fromkeys(name for one in ones for name in one.names)),
        covers=covers,
        unmapped=first.unmapped,
        owned_by_aws=next((one.owned_by_aws for one in ones if one.owned_by_aws), ""),
    )
    return resource, Scope(account, region)


def _properties(ones: list[Sighting]) -> Properties:
    if len(ones) == 1:
        return dict(sorted(ones[0].properties.items()))
    found: Properties = {}
    for key in sorted({key for one in ones for key in one.properties}):
        telling = [
            one for one in ones if one.covers is None or key in one.covers or key in one.properties
        ]
        best = [one for one in telling if one.rank == telling[0].rank]
        values = [one.properties.get(key) for one in best]
        value = values[0] if all(other == values[0] for other in values[1:]) else DIFFER
        if value is not None:
            found[key] = value
    return found


def _order(one: Sighting) -> tuple[bool, int, str, int, int]:
    """The same order in whatever order the files came."""
    return one.only_more, one.rank, one.place.file, one.place.line, one.place.column


def differing(ones: Iterable[Resource]) -> list[Resource]:
    """The resources on which the files differ."""
    return [one for one in ones if any(value is DIFFER for value in one.properties.values())]
