"""What a shape writes with: further resources that an item tells of, beside its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from partywall.kernel.span import Span
from partywall.sources.describe.scopes import Scope
from partywall.sources.describe.sightings import Sighting, Sightings
from partywall.sources.describe.values import Item

Seen = tuple[Item, Scope, Span]
"""An item, whose it is, and where it stands."""


class Writer(Struct, eq=False):
    """One item, at work: its place, its scope, and the sightings that it adds to.

    `rank` is that of all that is written. `secrets` are texts that no report may show, `missed` the
    fields that were not understood.
    """

    sightings: Sightings
    operation: str
    scope: Scope
    place: Span
    rank: int = 0
    secrets: set[str] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)

    def add(
        self,
        type_name: str,
        address: str,
        properties: Mapping[str, object],
        *,
        names: Sequence[str] = (),
        covers: frozenset[str] | None = None,
        rank: int = 0,
        only_more: bool = False,
        owned_by_aws: str = "",
    ) -> Sighting:
        """A resource is seen, with what the item says of it."""
        kept = {key: value for key, value in properties.items() if value not in (None, "")}
        one = Sighting(
            type=type_name,
            address=address,
            properties=kept,
            scope=self.scope,
            place=self.place,
            operation=self.operation,
            covers=covers,
            names=tuple(name for name in (address, *names) if name),
            rank=self.rank + rank,
            only_more=only_more,
            owned_by_aws=owned_by_aws,
        )
        self.sightings.add(one)
        return one
