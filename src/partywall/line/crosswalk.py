"""Whose each control of NIST SP 800-53 r5 is for a workload on AWS, and which other frameworks'
ids go with it.

People edit the TOML files in `data/frameworks`; the program reads `frameworks.msgpack`, which
`scripts/compile_frameworks.py` writes from them. NIST's ids are keys: every other framework
derives from them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from partywall.kernel.errors import ConfigError
from partywall.line.facts import Facts
from partywall.line.model import Party

WRITTEN: Final = Path(__file__).parent / "data" / "frameworks"
COMPILED: Final = WRITTEN / "frameworks.msgpack"

NIST: Final = "nist-800-53"
"""The framework on which the crosswalk is keyed."""

ASSESSED: Final = "fedramp-high"
"""The largest baseline of the only program that holds NIST's controls, one by one, against AWS. Of
a control outside of it no report of AWS's is known to speak."""

Relation = Literal["subset", "superset", "intersects"]
"""Of one of our controls to one of NIST's. `subset`: what ours asks, NIST's asks too, and nothing
elsewhere could make up for it: a refutation refutes. `superset`: ours asks more of the same
resource: a refutation says nothing. `intersects`: in part: a refutation calls for a look. No
proof shows the whole of NIST's control."""

Kind = Literal["inherited", "shared", "by controls", "attested", "not applicable"]

KINDS: Final[tuple[Kind, ...]] = (
    "inherited",
    "shared",
    "by controls",
    "attested",
    "not applicable",
)
"""How a control is settled: by AWS alone; by both; by the customer, with controls of ours that
show a part; by the customer's word; not at all, because there is nothing of the kind."""


class Citation(Struct, frozen=True, omit_defaults=True):
    """Where something was read, and on which day (ISO date)."""

    title: str = ""
    page: str = ""
    read: str = ""


class Mapped(Struct, frozen=True):
    """One of our controls that bears on a control of NIST's; `group` says what it shows."""

    control: str
    relation: Relation
    group: str


class Disposition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose a control of NIST's is, why, and what each side has to do.

    `aws` and `customer` are duties, not claims that they are met; a shared control has both.
    `because` says why a control of nobody's does not apply. `controls` show a part of the
    customer's duty and `rest` names the remainder, which a person attests. `duties` are those
    that show the customer's half when there is nothing for controls to judge. `layers` are the
    cells of the line that the control is about.
    """

    id: str
    title: str
    baselines: tuple[str, ...]
    party: Party
    reason: str
    aws: str = ""
    customer: str = ""
    because: str = ""
    rest: str = ""
    layers: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    controls: tuple[Mapped, ...] = ()

    @property
    def kind(self) -> Kind:
        """How it is settled."""
        if self.party == "none":
            return "not applicable"
        if self.party == "aws":
            return "inherited"
        if self.party == "shared":
            return "shared"
        return "by controls" if self.controls else "attested"

    @property
    def family(self) -> str:
        """The two letters of its family."""
        return self.id[:2]

    @property
    def is_assessed(self) -> bool:
        """Whether reports of AWS's are known to speak of it."""
        return ASSESSED in self.baselines

    @property
    def own_duty(self) -> str:
        """The id under which a person attests to the customer's part of it."""
        return f"{NIST}:{self.id}"


class Row(Struct, frozen=True):
    """An id of another framework, and the controls of NIST's that it intersects."""

    id: str
    nist: tuple[str, ...]


class Framework(Struct, frozen=True):
    """Another framework: ids only, each with the NIST controls that it intersects."""

    id: str
    title: str
    source: Citation
    rows: tuple[Row, ...]


class Crosswalk(Struct, frozen=True):
    """Everything that `frameworks.msgpack` holds, by NIST's ids and by other frameworks' names."""

    version: str
    source: Citation
    mapping: Citation
    baselines: dict[str, str]
    families: dict[str, str]
    dispositions: dict[str, Disposition]
    withdrawn: dict[str, tuple[str, ...]]
    groups: dict[str, str]
    frameworks: dict[str, Framework]


BASELINES: Final = {
    "low": "NIST SP 800-53B, low impact",
    "moderate": "NIST SP 800-53B, moderate impact",
    "high": "NIST SP 800-53B, high impact",
    "privacy": "NIST SP 800-53B, privacy",
    "fedramp-li-saas": "FedRAMP Rev 5, LI-SaaS",
    "fedramp-low": "FedRAMP Rev 5, Low",
    "fedramp-moderate": "FedRAMP Rev 5, Moderate",
    "fedramp-high": "FedRAMP Rev 5, High",
}
"""The baselines, the smaller before the larger, and whose they are."""


@lru_cache(maxsize=1)
def crosswalk() -> Crosswalk:
    """The crosswalk as compiled."""
    return msgspec.msgpack.decode(COMPILED.read_bytes(), type=Crosswalk)


def canonical(id: str) -> str:
    """An id of NIST's as NIST prints it, from any spelling in use: `ac-2.1`, `AC-02 (01)`.

    What is no such id comes back as it was, in capitals.
    """
    match = _SPELLED.fullmatch(id.strip().upper())
    if match is None:
        return id.strip().upper()
    family, base, dotted, bracketed = match.groups()
    enhancement = dotted or bracketed
    return f"{family}-{int(base)}" + (f"({int(enhancement)})" if enhancement else "")


def own_duties(named: Iterable[str]) -> frozenset[str]:
    """Of these ids of duties those that are controls of NIST's; reads nothing when none could be.

    A person attests to the customer's part of a control under such an id.
    """
    asked = [duty for duty in named if duty.startswith(f"{NIST}:")]
    if not asked:
        return frozenset()
    return frozenset(one.own_duty for one in crosswalk().dispositions.values()) & frozenset(asked)


def near(id: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Ids that somebody may have meant, the likeliest first."""
    return tuple(difflib.get_close_matches(id, known, 3, 0.6))


_SPELLED: Final = re.compile(r"([A-Z]{2})-(\d{1,2})(?:\.(\d{1,2})|\s*\((\d{1,2})\))?")


# -- compiling


def compile_crosswalk() -> bytes:
    """The content of `frameworks.msgpack`. Slow; for scripts and tests.

    Raises ConfigError when the files do not fit each other.
    """
    catalog = _toml(WRITTEN / f"{NIST}.toml")
    ours = _toml(WRITTEN / "controls.toml")
    value = {
        "version": catalog["source"]["catalog"]["version"],
        "source": catalog["source"]["catalog"],
        "mapping": ours["source"],
        "baselines": BASELINES,
        "families": catalog["family"],
        "dispositions": _dispositions(catalog["control"], _mapped(ours["set"])),
        "withdrawn": catalog["withdrawn"],
        "groups": {one["name"]: one["says"] for one in ours["set"]},
        "frameworks": {one["id"]: one for one in _others(catalog["control"])},
    }
    plain = msgspec.to_builtins(value)
    return msgspec.msgpack.encode(msgspec.convert(plain, Crosswalk))


def _dispositions(
    catalog: Facts, mapped: dict[str, list[dict[str, str]]]
) -> dict[str, dict[str, Any]]:
    folder = WRITTEN / NIST
    reasons = _toml(folder / "reasons.toml")
    tables: Facts = {}
    for file in sorted(folder.glob("??.toml")):
        for id, table in _toml(file).items():
            if id not in catalog:
                raise ConfigError(f"{file.name}: {id} is no active control of NIST SP 800-53 r5")
            tables[id] = {**table, "reason": reasons[table["why"]]}
    missing = [id for id in catalog if id not in tables]
    if missing:
        raise ConfigError(f"{NIST}: nobody has said whose {', '.join(missing)} is")
    unknown = sorted(set(mapped) - set(catalog))
    if unknown:
        raise ConfigError(f"controls.toml: no active controls of NIST's: {', '.join(unknown)}")
    return {
        id: {
            **tables[id],
            "id": id,
            "title": entry["title"],
            "baselines": entry["in"],
            "controls": sorted(mapped.get(id, ()), key=lambda one: one["control"]),
        }
        for id, entry in catalog.items()
    }


def _mapped(groups: list[Facts]) -> dict[str, list[dict[str, str]]]:
    """For each control of NIST's those of ours that bear on it; of two relations the stricter."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for relation in ("superset", "intersects", "subset"):
        for group in groups:
            for nist in group.get(relation, ()):
                for control in group["controls"]:
                    found[nist, control] = {
                        "control": control,
                        "relation": relation,
                        "group": group["name"],
                    }
    by_nist: dict[str, list[dict[str, str]]] = {}
    for (nist, _), one in found.items():
        by_nist.setdefault(nist, []).append(one)
    return by_nist


def _others(catalog: Facts) -> list[dict[str, Any]]:
    """The other frameworks; their rows in the order of the files."""
    found = []
    for file in sorted((WRITTEN / "others").glob("*.toml")):
        table = _toml(file)
        rows = [{"id": id, "nist": nist} for id, nist in table["row"].items()]
        unknown = sorted({id for row in rows for id in row["nist"]} - set(catalog))
        if unknown:
            raise ConfigError(f"{file.name}: no active controls of NIST's: {', '.join(unknown)}")
        known = {"id": file.stem, "title": table["title"], "source": table["source"]}
        found.append({**known, "rows": rows})
    return found


def _toml(file: Path) -> Facts:
    import tomllib

    return tomllib.loads(file.read_text("utf-8"))
