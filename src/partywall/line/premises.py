"""Premises: what every answer takes for granted about AWS's half, as objects that it can cite.

Nobody can compute that zones fail apart or that a hypervisor holds. An answer that rests on such
a thing says so: it names the premise by its id, which never changes. People edit
`data/premises.toml`; the program reads `premises.msgpack`, which `scripts/compile_lines.py`
writes from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

import msgspec
from msgspec import Struct

from partywall.line.facts import DATA, Facts
from partywall.line.statements import Source, Statement, statements

WRITTEN: Final = DATA / "premises.toml"
COMPILED: Final = DATA / "premises.msgpack"

Engine = Literal["access", "reach", "resilience", "watch"]
"""An engine whose answers may rest on a premise."""


class Premise(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something presumed of AWS.

    `presumes` says what, `if_false` what would follow if it did not hold, `limits` what it does
    not cover. `engines` are those whose answers rest on it. `attested_by` are ids of compliance
    programs whose auditors look at such a thing; which of their reports is valid today, the
    ledger knows.
    """

    id: str
    title: str
    presumes: str
    if_false: str
    limits: str
    engines: tuple[Engine, ...] = ()
    attested_by: tuple[str, ...]
    source: Source

    @property
    def rows(self) -> tuple[Statement, ...]:
        """The statements of the model that rest on it."""
        return tuple(one for one in statements() if self.id in one.premises)


def compile_premises() -> bytes:
    """The content of `premises.msgpack`. Slow; for scripts and tests."""
    import tomllib

    return msgspec.msgpack.encode(tomllib.loads(WRITTEN.read_text("utf-8")))


@lru_cache(maxsize=1)
def premises() -> tuple[Premise, ...]:
    """Every premise, in the order of the data: places, tenants, enforcement, buildings."""
    tables: Facts = msgspec.msgpack.decode(COMPILED.read_bytes())
    sources = {id: msgspec.convert(one, Source) for id, one in tables["source"].items()}
    cited = ({**one, "source": sources[one["source"]]} for one in tables["premise"])
    return tuple(msgspec.convert(one, Premise) for one in cited)


def find(id: str) -> Premise | None:
    """The premise with this id."""
    wanted = id.strip().casefold()
    return next((one for one in premises() if one.id == wanted), None)


def near(id: str) -> tuple[str, ...]:
    """Ids that somebody may have meant, the likeliest first."""
    known = [one.id for one in premises()]
    return tuple(difflib.get_close_matches(id.strip().casefold(), known, 3, 0.5))


def cited(ids: Iterable[str]) -> tuple[Premise, ...]:
    """The premises of these ids, each once, in the order of the data; the ids must exist."""
    wanted = set(ids)
    found = tuple(one for one in premises() if one.id in wanted)
    assert len(found) == len(wanted), f"there is no such premise: {wanted - {x.id for x in found}}"
    return found
