"""The report as JSON: the documented, versioned form for other programs.

Findings are encoded one by one and the cells of equal lines once, so that a report on 100,000
resources needs little more memory than the findings themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from partywall.assess.report import NOTHING, SCHEMA, Report, ResourceLine
from partywall.kernel.span import Span
from partywall.line.layer import LAYERS
from partywall.line.model import Line

BATCH = 500
_encoder = msgspec.json.Encoder(order="deterministic", enc_hook=str)
_encode = _encoder.encode


def render(report: Report) -> Iterator[bytes]:
    """The whole report, in pieces; see docs/json.md for the schema."""
    yield b'{"schema":' + _encode(SCHEMA)
    for name, value in (
        ("version", report.version),
        ("as_of", report.as_of),
        ("inputs", report.inputs),
        ("summary", report.tally),
        ("controls", report.controls),
        ("diagnostics", report.diagnostics),
        ("coverage", report.coverage),
        ("comparison", report.comparison),
        ("duties", report.duties),
        ("lapses", report.lapses),
        ("ledger", report.ledger),
        ("not_run", report.not_run),
    ):
        yield b',\n"' + name.encode() + b'":' + _encode(value)
    yield b',\n"findings":'
    yield from _array(report.findings)
    yield b',\n"line":{"layers":' + _encode([{"id": x.id, "title": x.title} for x in LAYERS])
    numbers: dict[int, str] = {}
    lines: dict[str, Any] = {}
    behind: dict[tuple[int, int], str] = {}
    shown: dict[str, Any] = {}
    for row in report.lines:
        if id(row.line) not in numbers:
            number = numbers[id(row.line)] = str(len(numbers) + 1)
            lines[number] = _line(row.line)
        key = id(row.proofs), id(row.inheritance)
        if key not in behind:
            number = behind[key] = str(len(behind) + 1)
            shown[number] = _shown(row)
    yield b',\n"lines":' + _encode(lines) + b',\n"shown":' + _encode(shown)
    yield b',\n"resources":'
    yield from _array(_rows(report.lines, numbers, behind))
    yield b"}}\n"


class Row(msgspec.Struct, gc=False):
    """A resource of the line as it is written, the fields sorted like the keys of everything."""

    cells: msgspec.Raw
    file: str
    line: str
    resource: str
    shown: str
    type: str
    where: Span


def _rows(
    rows: Iterable[ResourceLine], numbers: dict[int, str], behind: dict[tuple[int, int], str]
) -> Iterator[Row]:
    cells: dict[int, msgspec.Raw] = {}
    for row in rows:
        encoded = cells.get(id(row.states))
        if encoded is None:
            encoded = cells[id(row.states)] = msgspec.Raw(
                _encode({x.id: s for x, s in zip(LAYERS, row.states, strict=True) if s != "none"})
            )
        line = numbers[id(row.line)]
        shown = behind[id(row.proofs), id(row.inheritance)]
        yield Row(encoded, row.file, line, row.resource, shown, row.type, row.where)


def _line(line: Line) -> dict[str, Any]:
    return {
        "family": line.family,
        "class": line.service_class,
        "cells": [
            {
                "layer": cell.layer.id,
                "party": cell.party,
                "aws": cell.aws,
                "customer": cell.customer,
                "because": cell.because,
                "source": cell.source,
                "read": cell.read,
                "confirmed": cell.confirmed,
                "unresolved": cell.unresolved,
            }
            for cell in line.cells
            if cell.party != "none"
        ],
    }


def _shown(row: ResourceLine) -> dict[str, Any]:
    """What is behind AWS's half and behind the states of the cells, those with nothing left out."""
    proofs = zip(LAYERS, row.proofs, strict=True)
    return {
        "inheritance": row.inheritance,
        "cells": {layer.id: proof for layer, proof in proofs if proof != NOTHING},
    }


def _array(items: Iterable[object]) -> Iterator[bytes]:
    """A JSON array, an element a line; a text in JSON has no line break of its own."""
    yield b"["
    remaining, separator = iter(items), b"\n"
    while batch := list(islice(remaining, BATCH)):
        yield separator + _encoder.encode_lines(batch)[:-1].replace(b"\n", b",\n")
        separator = b",\n"
    yield b"]"
