"""Duties that belong to no single resource: of an account, the organization, a Region, a team.

No configuration shows them; a person's word does, until a day. People edit `data/duties.toml`;
the program reads `duties.msgpack`, which `scripts/compile_lines.py` writes from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec
from msgspec import Struct

from partywall.line.facts import DATA
from partywall.line.layer import BY_ID, Layer
from partywall.line.model import Party
from partywall.line.statements import Source

WRITTEN: Final = DATA / "duties.toml"
COMPILED: Final = DATA / "duties.msgpack"

Subject = Literal["Account", "Organization", "Region", "Team"]
"""What a duty is of."""


class Duty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A duty, and what would be said to show it.

    `aws` and `customer` are each side's part; a shared duty has both. `rows` are the statements
    of the model that ask for it, `nist` the controls of NIST SP 800-53 r5 that it serves.
    `days` suggests how long a word on it should count at most; `days_from` and `days_source` say
    on whose authority. None and empty where nobody says. With `classes` it concerns only those
    who have resources of these service classes.
    """

    id: str
    title: str
    subject: Subject
    layer_id: str = msgspec.field(name="layer")
    party: Party
    aws: str = ""
    customer: str
    rows: tuple[int, ...]
    nist: tuple[str, ...]
    classes: tuple[str, ...] = ()
    days: int | None = None
    days_from: str = ""
    days_source: Source | None = None
    source: Source

    @property
    def layer(self) -> Layer:
        """The layer that it is of."""
        return BY_ID[self.layer_id]


def compile_duties() -> bytes:
    """The content of `duties.msgpack`. Slow; for scripts and tests."""
    import tomllib

    return msgspec.msgpack.encode(tomllib.loads(WRITTEN.read_text("utf-8")))


@cache
def duties() -> Mapping[str, Duty]:
    """Every duty by its id, in the order of the file: account, organization, Region, team."""
    tables = msgspec.msgpack.decode(COMPILED.read_bytes())
    sources = tables["source"]
    found = [
        msgspec.convert(
            {**one, **{key: sources[one[key]] for key in ("source", "days_source") if key in one}},
            Duty,
        )
        for one in tables["duty"]
    ]
    return {one.id: one for one in found}


def near(name: str) -> tuple[str, ...]:
    """Ids of duties that somebody may have meant, the likeliest first."""
    return tuple(difflib.get_close_matches(name.strip().casefold(), duties(), 3, 0.5))
