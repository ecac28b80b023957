"""A map of an estate, ready to be drawn: areas with gateways, zones, subnets, and what is in them.

Whoever draws it looks nothing up. Resources that are alike (of one type, in one place, with the
same to be told) are one item with a count, so that a map of a thousand resources stays a map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

Mark = Literal["bad", "doubt", "less", "calm"]
MARKS: Final[tuple[Mark, ...]] = ("bad", "doubt", "less", "calm")
"""How much something asks to be looked at, the most first; what it means, each map says."""

Row = tuple[str, str, Mark, str, str]
"""A resource before it is put with those alike: address, type, mark, word, note."""


class Item(Struct, frozen=True):
    """A resource, or several that are alike; `members` are their addresses, in order.

    `word` says the mark in a word or two, `note` what is to be told besides.
    """

    type: str
    members: tuple[str, ...]
    mark: Mark
    word: str
    note: str = ""


class Room(Struct, frozen=True):
    """A subnet, or another part of a zone; `note` says of what kind it is."""

    name: str
    note: str
    items: tuple[Item, ...]


class Column(Struct, frozen=True):
    """A zone with its rooms. `mark` and `word` are what becomes of the zone itself."""

    name: str
    rooms: tuple[Room, ...]
    mark: Mark = "calm"
    word: str = ""


class Area(Struct, frozen=True):
    """A VPC, a Region, or what lies outside of them.

    `gates` are its gateways, or what stands over its zones; `way` says how the Internet comes in:
    "bad" it does, "doubt" perhaps, "calm" it does not, "" that is no question here.
    """

    name: str
    note: str
    gates: tuple[Item, ...]
    columns: tuple[Column, ...]
    gates_title: str = ""
    way: Mark | Literal[""] = ""
    way_note: str = ""

    def items(self) -> Iterator[tuple[str, str, Item]]:
        """Every item, with the names of its column and its room."""
        for one in self.gates:
            yield "", "", one
        for column in self.columns:
            for room in column.rooms:
                for item in room.items:
                    yield column.name, room.name, item

    def counts(self) -> dict[str, tuple[Mark, int]]:
        """How many resources bear which word, each resource once, the worst first."""
        return counted(item for _, _, item in self.items())


class Map(Struct, frozen=True):
    """A map of one input. `words` explain the marks; `notes` are said below it."""

    kind: Literal["reach", "resilience"]
    file: str
    title: str
    lead: str
    words: tuple[tuple[Mark, str], ...]
    areas: tuple[Area, ...]
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, tuple[Mark, int]]:
        """How many resources bear which word, each resource once, the worst first."""
        return counted(item for area in self.areas for _, _, item in area.items())


def counted(items: Iterable[Item]) -> dict[str, tuple[Mark, int]]:
    """How many resources bear which word; one in several places goes by the worst of them."""
    worst: dict[str, tuple[int, str]] = {}
    for item in items:
        if item.word:
            rank = MARKS.index(item.mark), item.word
            for one in item.members:
                worst[one] = min(worst.get(one, rank), rank)
    found = Counter(worst.values())
    return {word: (MARKS[rank], found[rank, word]) for rank, word in sorted(found)}


def alike(rows: Iterable[Row]) -> tuple[Item, ...]:
    """Rows as items, the most marked first."""
    found: dict[tuple[str, Mark, str, str], set[str]] = {}
    for address, kind, mark, word, note in rows:
        found.setdefault((kind, mark, word, note), set()).add(address)
    items = [
        Item(kind, tuple(sorted(members)), mark, word, note)
        for (kind, mark, word, note), members in found.items()
    ]
    return tuple(sorted(items, key=lambda one: (MARKS.index(one.mark), one.type, one.members)))


def some(texts: Iterable[str], most: int = 3) -> str:
    """The texts, or as many of them as people read, and how many more there are."""
    told = list(dict.fromkeys(texts))
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more
