"""Regions and Availability Zones, and how they are called.

`eu-west-1a` is a name, and the same name is another zone in another account: names are compared
inside one estate only, which is one account's. `euw1-az1` is an id, the same for everybody. Where
a subnet tells both, or the user does, the zone goes by its id.

Source: AWS RAM User Guide, "Availability Zone IDs for your AWS resources", read
2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

ZONE: Final = "az:"
REGION: Final = "region:"

_NAME: Final = re.compile(r"([a-z]{2,4}(?:-[a-z]+)+-\d+)(?:-[a-z]+-\d+)?[a-z]")
_ID: Final = re.compile(r"([a-z]+\d+)-az\d+")
_REGION: Final = re.compile(r"([a-z]{2,4})((?:-[a-z]+)+)-(\d+)")
_POINTS: Final = re.compile("north|south|east|west|central|[a-z]+")


def is_zone_id(text: str) -> bool:
    """Whether the text is the id of a zone, not its name: `use1-az2`."""
    return _ID.fullmatch(text) is not None


def code_of(region: str) -> str:
    """What ids of the Region's zones begin with: `use1` for us-east-1, "" for what is no Region."""
    parts = _REGION.fullmatch(region)
    if parts is None:
        return ""
    points = "".join(one[0] for one in _POINTS.findall(parts[2].replace("-", " ")))
    return f"{parts[1]}{points}{parts[3]}"


class Places:
    """The Regions and zones of one estate, each a thing of the graph."""

    def __init__(self, ids: Mapping[str, str] | None = None) -> None:
        self._ids = dict(ids or {})
        self._regions: dict[str, None] = {}
        self._zones: dict[str, str] = {}

    # -- what is met

    def region(self, name: str) -> str:
        """The thing that a Region is."""
        thing = f"{REGION}{name}"
        self._regions.setdefault(thing)
        return thing

    def same(self, name: str, id: str) -> None:
        """A zone's name and its id, as one subnet tells both; before any zone is met."""
        self._ids.setdefault(name, id)

    def zone(self, text: str) -> str:
        """The thing that a zone is, by its name or its id."""
        thing = f"{ZONE}{self._ids.get(text, text)}"
        if thing not in self._zones:
            self._zones[thing] = self._region_of(text)
        return thing

    def unnamed(self, region: str) -> str:
        """A zone of the Region that the input does not name; "" is a Region that is not known."""
        thing = f"{ZONE}{region or '?'}*"
        self._zones.setdefault(thing, region and self.region(region))
        return thing

    def _region_of(self, zone: str) -> str:
        """The Region's thing, or "" when neither the name nor any Region met tells it."""
        found = _NAME.fullmatch(zone)
        if found is not None:
            return self.region(found[1])
        id = _ID.fullmatch(zone)
        if id is None:
            return ""
        return next((one for one in self._regions if code_of(one[len(REGION) :]) == id[1]), "")

    # -- what is asked

    @property
    def regions(self) -> tuple[str, ...]:
        """Every Region that was met, in order."""
        return tuple(sorted(self._regions))

    @property
    def zones(self) -> tuple[str, ...]:
        """Every zone that was met, in order."""
        return tuple(sorted(self._zones))

    @property
    def named_zones(self) -> tuple[str, ...]:
        """The zones known by name only, which means nothing outside of the account."""
        return tuple(
            one for one in self.zones if not one.endswith("*") and not is_zone_id(one[len(ZONE) :])
        )

    def perhaps_the_same(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Zones known by name only, and by id only, of one Region: each with those it may be."""
        told = {f"{ZONE}{id}" for id in self._ids.values()}
        ids = [one for one in self.zones if is_zone_id(one[len(ZONE) :]) and one not in told]
        pairs = [
            (name, id)
            for name in self.named_zones
            for id in ids
            if self._zones[name] == self._zones[id] or not self._zones[id]
        ]
        for one in dict.fromkeys(side for pair in pairs for side in pair):
            yield one, tuple([b if a == one else a for a, b in pairs if one in (a, b)])

    def region_of(self, zone: str) -> str:
        """The Region's thing that a zone's thing lies in; "" when that is not known."""
        return self._zones.get(zone, "")

    def zones_in(self, region: str) -> tuple[str, ...]:
        """The zones that may lie in a Region's thing; all of them for ""."""
        return tuple(one for one in self.zones if not region or self._zones[one] in (region, ""))

    def settle(self) -> None:
        """Zones whose Region was not known when they were met, looked at again."""
        for zone, region in self._zones.items():
            if not region and not zone.endswith("*"):
                self._zones[zone] = self._region_of(zone[len(ZONE) :])

    def speak_of(self, things: Iterable[str]) -> None:
        """The user names these places, so that they are met whether or not the input has them."""
        for one in things:
            if one.startswith(REGION):
                self.region(one[len(REGION) :])
        for one in things:
            if one.startswith(ZONE) and not one.endswith("*"):
                self.zone(one[len(ZONE) :])
