"""The statements that AWS's texts make of the shared responsibility model, as records.

Each says who answers for what, and how it is settled: by controls, by the line of the resources
at hand, by a report of AWS's, by a person's word, or by an engine. People edit `data/model.toml`;
the program reads `model.msgpack`, which `scripts/compile_lines.py` writes from it.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Final, Literal

import msgspec
from msgspec import Struct

from partywall.line.facts import DATA, Facts
from partywall.line.model import Party

WRITTEN: Final = DATA / "model.toml"
COMPILED: Final = DATA / "model.msgpack"

Subject = Literal["resource", "Account", "Organization", "Region", "Team"]
"""What a duty is of: of single resources, or of something that no resource stands for."""

Part = Literal["model", "facilities", "network", "services", "shared"]
"""The part of the model that a statement belongs to, in the order of the rows."""


class Source(Struct, frozen=True):
    """A page of AWS's and the day (ISO date) it was looked at.

    Without `confirmed` the page itself was not opened that day, and the statement is our
    reading of what it is known to say.
    """

    title: str
    page: str
    read: str
    confirmed: bool = False


class Way(Struct, frozen=True):
    """A way to settle a statement.

    `missing` names the engine that partywall lacks for it, `asked_by` the command that puts any
    question to one. `controls` are those that go through the engine: a row that names one of them
    has asked its question.
    """

    id: str
    title: str
    missing: str = ""
    asked_by: str = ""
    controls: tuple[str, ...] = ()


class Claim(Struct, frozen=True):
    """What some text of AWS's says about a statement, kept because another says otherwise.

    `since` and `until` (ISO dates, empty where nobody knows) bound the time in which it held.
    A claim that no longer `holds` is superseded; two that hold contradict each other.
    """

    says: str
    source: Source
    since: str = ""
    until: str = ""
    holds: bool = True


class Statement(Struct, frozen=True, kw_only=True):
    """One row of the model.

    `aws` and `customer` are each side's duty. `controls` are those that show the customer's, and
    `duties` those of its duties that belong to no single resource.
    `layers` are the cells that settle it on the line, of the service classes `classes` and the
    services `services` only where these are given. `premises` are ids of what it takes for
    granted about AWS. `see` are rows that say more.
    """

    row: int
    name: str
    part: Part
    says: str
    party: Party
    aws: str = ""
    customer: str = ""
    by: tuple[Way, ...]
    duties: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ("resource",)
    premises: tuple[str, ...] = ()
    source: Source
    claims: tuple[Claim, ...] = ()
    see: tuple[int, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The engines that would settle it and that partywall does not have yet."""
        return tuple(sorted({way.missing for way in self.by if way.missing}))

    @property
    def asks(self) -> tuple[str, ...]:
        """The commands that would answer for it, where none of its controls asks the engine."""
        asked_by = {way.asked_by for way in self.by if way.asked_by and not self.through(way)}
        return tuple(sorted(asked_by))

    def through(self, way: Way) -> tuple[str, ...]:
        """Its controls that go through the engine of this way."""
        return tuple(id for id in self.controls if id in way.controls)

    def is_by(self, way: str) -> bool:
        """Whether the way of this id is one of those that settle it."""
        return any(one.id == way for one in self.by)


def compile_model() -> bytes:
    """The content of `model.msgpack`. Slow; for scripts and tests."""
    import tomllib

    return msgspec.msgpack.encode(tomllib.loads(WRITTEN.read_text("utf-8")))


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every statement, by row."""
    tables: Facts = msgspec.msgpack.decode(COMPILED.read_bytes())
    sources = {id: msgspec.convert(one, Source) for id, one in tables["source"].items()}
    ways = {id: msgspec.convert({"id": id, **one}, Way) for id, one in tables["way"].items()}
    return tuple(_statement(one, tables["sets"], sources, ways) for one in tables["statement"])


def _statement(
    table: Facts,
    sets: dict[str, list[str]],
    sources: dict[str, Source],
    ways: dict[str, Way],
) -> Statement:
    controls = {id for name in table.pop("sets", ()) for id in sets[name]}
    claims = [{**one, "source": sources[one["source"]]} for one in table.pop("claim", ())]
    known = {
        "by": [ways[id] for id in table["by"]],
        "controls": sorted(controls.union(table.get("controls", ()))),
        "source": sources[table["source"]],
        "claims": claims,
    }
    return msgspec.convert({**table, **known}, Statement)


def find(name: str) -> Statement | None:
    """The statement with this row number or name."""
    wanted = name.strip().casefold()
    rows = (one for one in statements() if wanted in (str(one.row), one.name))
    return next(rows, None)


def near(name: str) -> tuple[str, ...]:
    """Names of statements that somebody may have meant, the likeliest first."""
    known = [one.name for one in statements()]
    return tuple(difflib.get_close_matches(name.strip().casefold(), known, 3, 0.5))
