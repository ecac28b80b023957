"""The compliance programs that AWS takes part in, and how long what they issue counts.

No period is written here: a program says by which *rule* a document counts, and the record of
the document that somebody holds says from which day to which.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

WRITTEN: Final = Path(__file__).parent / "data" / "programs.toml"

FRESH_FOR: Final = timedelta(days=365)
"""How long after somebody looked after it the row of a program needs no second look."""

Kind = Literal["report", "certificate", "authorization", "eligibility"]
"""What the program issues: an auditor's report, a certificate with an end, leave to be used by
an authority, or merely a list of services that may be used under an agreement."""

Validity = Literal["period-and-bridge", "until-expiry", "point-in-time", "continuous"]
"""By which rule it counts.

`period-and-bridge`: in its period, and after it as long as a bridge letter or the reader says.
`until-expiry`: from the day of issue to the day of expiry, and not a day longer.
`point-in-time`: it speaks of one day, and counts as long as its reader relies on it.
`continuous`: as long as the authority keeps it up, reviewed from time to time.
"""

Granularity = Literal["service", "region", "partition"]
"""What the program's scope lists: services, Regions or a whole partition."""


class Program(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program: what it issues, how long that counts, and whether it shows controls.

    `attests` says that a document of it shows AWS's half. One that does not may still be what
    is asked for: then `agreement` is the agreement that the customer needs with AWS, and
    `beside` the programs of which one has to attest to the same service.

    `series`, `documents` and `unlike` tell its documents in AWS Artifact: the series (empty where
    it is not public), words in their names, and words in the names of others that are like them.
    `title`, `page`, `read` and `confirmed` are the public page, and whether it was itself read
    that day; `as_of` is the day up to which the row was looked after.
    """

    id: str
    name: str
    kind: Kind
    cadence: str
    validity: Validity
    granularity: Granularity
    partitions: tuple[str, ...]
    title: str
    page: str
    read: date
    as_of: date
    attests: bool
    confirmed: bool = False
    series: str = ""
    documents: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    agreement: str = ""
    beside: tuple[str, ...] = ()
    note: str = ""

    @property
    def bridged(self) -> bool:
        """Whether a letter of AWS's can carry a document past its period."""
        return self.validity == "period-and-bridge"

    @property
    def relied_on(self) -> bool:
        """Whether its reader may rely on a document after its last day."""
        return self.validity != "until-expiry"


class Agreements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of agreement between AWS and its customers, and words in its name in AWS Artifact."""

    id: str
    name: str
    documents: tuple[str, ...] = ()


class ArtifactNames(Struct, frozen=True, forbid_unknown_fields=True):
    """The companies that documents of AWS's own are of, and words in the names of its letters."""

    companies: tuple[str, ...]
    letters: tuple[str, ...]


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    artifact: ArtifactNames
    agreement: tuple[Agreements, ...]
    program: tuple[Program, ...]


@cache
def _written() -> _Written:
    import tomllib

    return msgspec.convert(tomllib.loads(WRITTEN.read_text("utf-8")), _Written)


@cache
def programs() -> Mapping[str, Program]:
    """Every program by its id, in the order of the file."""
    return {one.id: one for one in _written().program}


@cache
def agreements() -> Mapping[str, Agreements]:
    """Every kind of agreement by its id."""
    return {one.id: one for one in _written().agreement}


def artifact_names() -> ArtifactNames:
    """How AWS Artifact names what is AWS's own."""
    return _written().artifact


def near(name: str) -> tuple[str, ...]:
    """Ids of programs that somebody may have meant, the likeliest first."""
    return tuple(difflib.get_close_matches(name.strip().casefold(), programs(), 3, 0.5))
