"""A framework for programs: JSON and CSV, with or without how its controls stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from partywall.assess.framework import ControlStanding
from partywall.assess.framework_parts import STATES
from partywall.assess.report import Report
from partywall.line.crosswalk import Crosswalk, Disposition, Framework, Row
from partywall.reports.matrix_csv import line
from partywall.reports.words import DISCLAIMER

SCHEMA: Final = "partywall-framework/1"
"""Name and major version of this JSON; the major changes when a reader could break."""

COLUMNS: Final = (
    "id",
    "title",
    "baselines",
    "party",
    "kind",
    "state",
    "why",
    "reason",
    "aws",
    "customer",
    "rest",
    "because",
    "controls",
    "attested_as",
)

_encoder = msgspec.json.Encoder(order="deterministic", enc_hook=str)


def as_json(
    known: Crosswalk,
    chosen: Sequence[Disposition],
    baseline: str,
    report: Report | None = None,
    standings: Sequence[ControlStanding] = (),
) -> bytes:
    """Controls of NIST's, with their states where there is an estate; docs/framework.md says what
    each field means."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "framework": "nist-800-53",
        "release": known.version,
        "baseline": baseline,
        "notice": DISCLAIMER,
        "source": known.source,
        "mapping": known.mapping,
    }
    if report is None:
        return _text(found | {"controls": [_row(one) for one in chosen]})
    counts = Counter(one.state for one in standings)
    return _text(
        found
        | {
            "version": report.version,
            "as_of": report.as_of,
            "inputs": report.inputs,
            "diagnostics": report.diagnostics,
            "states": {state: counts[state] for state in STATES if counts[state]},
            "controls": [_row(one.disposition) | _state(one) for one in standings],
        }
    )


def other_json(framework: Framework, rows: Sequence[Row], states: Mapping[str, str]) -> bytes:
    """Ids of another framework with NIST's, and the states of those where there is an estate."""
    listed = [
        {
            "id": row.id,
            "nist": [
                {"id": id, "relation": "intersects"}
                | ({"state": states[id]} if id in states else {})
                for id in row.nist
            ],
        }
        for row in rows
    ]
    return _text(
        {
            "schema": SCHEMA,
            "framework": framework.id,
            "title": framework.title,
            "source": framework.source,
            "notice": DISCLAIMER,
            "ids": listed,
        }
    )


def as_csv(
    chosen: Sequence[Disposition], standings: Sequence[ControlStanding] = ()
) -> Iterator[bytes]:
    """A row for each control; the first line says what AWS's half rests on."""
    by_id = {one.disposition.id: one for one in standings}
    yield _encoded([f"# {DISCLAIMER}"])
    yield _encoded(COLUMNS)
    for one in chosen:
        standing = by_id.get(one.id)
        state, why = (standing.state, standing.why) if standing else ("", "")
        row = _row(one) | {
            "state": state,
            "why": why,
            "baselines": " ".join(one.baselines),
            "controls": " ".join(mapped.control for mapped in one.controls),
            "attested_as": " ".join(_attested_as(one)),
        }
        yield _encoded([str(row.get(name, "")) for name in COLUMNS])


def other_csv(rows: Sequence[Row], states: Mapping[str, str]) -> Iterator[bytes]:
    """A row for each pair of ids."""
    yield _encoded([f"# {DISCLAIMER}"])
    yield _encoded(["id", "nist", "relation", "state"])
    for row in rows:
        for id in row.nist:
            yield _encoded([row.id, id, "intersects", states.get(id, "")])


def _row(one: Disposition) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(one)
    return row | {"kind": one.kind, "attested_as": _attested_as(one)}


def _attested_as(one: Disposition) -> tuple[str, ...]:
    """The duties under which a person attests to the customer's part; none where there is none."""
    if not one.customer:
        return ()
    return one.duties if one.duties and not one.rest else (one.own_duty,)


def _state(one: ControlStanding) -> dict[str, Any]:
    return {"state": one.state, "why": one.why, "parts": one.parts, "verdicts": one.judged}


def _encoded(cells: Sequence[str]) -> bytes:
    return line(cells).encode()


def _text(value: object) -> bytes:
    return msgspec.json.format(_encoder.encode(value), indent=2) + b"\n"
