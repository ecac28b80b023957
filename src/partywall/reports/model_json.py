"""The statements of the model as JSON, alone or with how they stand for an estate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from partywall.assess.report import Report
from partywall.assess.standing import STATES, Standing
from partywall.line.statements import Statement

SCHEMA: Final = "partywall-model/1"
"""Name and major version of this JSON; the major changes when a reader could break."""

_encoder = msgspec.json.Encoder(order="deterministic", enc_hook=str)


def bare(statements: Sequence[Statement]) -> bytes:
    """The statements alone; docs/model.md says what each field means."""
    rows = [_row(one) for one in statements]
    return _text({"schema": SCHEMA, **_elsewhere(statements), "rows": rows})


def standing(report: Report, standings: Sequence[Standing], *, findings: bool) -> bytes:
    """The statements with their states; `findings` adds the findings and cells of each row."""
    counts = Counter(one.state for one in standings)
    return _text(
        {
            "schema": SCHEMA,
            "version": report.version,
            "as_of": report.as_of,
            "inputs": report.inputs,
            "diagnostics": report.diagnostics,
            "states": {state: counts[state] for state in STATES if counts[state]},
            **_elsewhere([one.statement for one in standings]),
            "rows": [_standing(one, findings) for one in standings],
        }
    )


def _row(statement: Statement) -> dict[str, Any]:
    """A statement with what it needs and who else answers; ways of settling by id."""
    row = msgspec.structs.asdict(statement)
    by = [way.id for way in statement.by]
    through = {way.id: found for way in statement.by if (found := statement.through(way))}
    return row | {"by": by, "needs": statement.needs, "asks": statement.asks, "through": through}


def _standing(one: Standing, findings: bool) -> dict[str, Any]:
    seen = {"findings": one.findings, "cells": one.cells} if findings else {}
    judged = {
        "verdicts": one.controls,
        "inherited": one.inherited,
        "uncovered": one.uncovered,
        "duty_lines": one.duties,
    }
    return _row(one.statement) | {"state": one.state, "why": one.why} | judged | seen


def _elsewhere(statements: Sequence[Statement]) -> dict[str, dict[str, int]]:
    """How many statements need which missing engine, and how many which other command."""
    return {
        "not_yet": dict(Counter(engine for one in statements for engine in one.needs)),
        "not_asked": dict(Counter(command for one in statements for command in one.asks)),
    }


def _text(value: object) -> bytes:
    return msgspec.json.format(_encoder.encode(value), indent=2) + b"\n"
