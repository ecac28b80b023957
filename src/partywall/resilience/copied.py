"""A copy of data: a thing of the graph, how it is used, and how old it may be.

A copy needs its Region, its vault and its key, so that one encrypted with a key of the lost Region
is no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from partywall.resilience.graph import Need, every
from partywall.resilience.lifelines import KEYS, LIFELINES, at
from partywall.resilience.site import Site

How = Literal["failover", "promotion", "restore"]
COPY: Final = "copy:"


class Bound(Struct, frozen=True, gc=False):
    """How much of the newest data a copy may lack: `seconds` at the most, None for no limit.

    `field` is the property that shows it, `why` what the time is made of.
    """

    seconds: int | None
    field: str
    why: str = ""


class Copy(Struct, frozen=True, gc=False):
    """A copy of a resource's data: a thing of the graph, how it is used, how old it may be."""

    thing: str
    what: str
    how: How
    bound: Bound


def add(
    site: Site, name: str, what: str, how: How, bound: Bound, needs: list[Need], doubt: str = ""
) -> Copy:
    """A copy with these needs; in doubt, one that may not be there at all."""
    thing = f"{COPY}{site.address}:{name}"
    site.model.inner.add(thing)
    if doubt:
        needs = [*needs, every([NO_COPY], what, doubt)]
    site.model.graph.add(NO_COPY)
    site.model.graph.add(thing, *needs)
    return Copy(thing, what, how, bound)


NO_COPY: Final = "(no copy)"
"""A thing that is lost in every fault: a copy that may not exist needs it, in doubt."""


def home(site: Site) -> list[Need]:
    """A backup in the Region of its source, under its source's key."""
    return [*site.region_needs(), *key_of(site)]


def key_of(site: Site) -> Iterator[Need]:
    """The keys that the data are encrypted with, without which no copy of them can be read."""
    for line in LIFELINES.get(site.resource.type, ()):
        if line.kinds is KEYS:
            for node in at(site.view, line.path):
                yield from site.reference(node, KEYS)
