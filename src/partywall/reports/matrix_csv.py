"""The matrix as CSV (RFC 4180), a row a cell, for programs and spreadsheets.

No text from the input is ever taken for a formula: one that begins like one has an apostrophe
before it, as OWASP's page "CSV Injection" advises (read 2026-11-23).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.report import Report
from partywall.reports.escaping import visible
from partywall.reports.matrix_rows import (
    CellRow,
    Groups,
    basis,
    by_service,
    duty_cell,
    layer_title,
)

HEADINGS: Final = (
    *("file", "resource", "type", "service", "layer", "party", "aws_duty", "customer_duty"),
    *("state", "proof", "valid_until", "to_close"),
    *("aws_state", "aws_proof", "aws_valid_until", "aws_to_close"),
    *("unresolved", "because", "source", "read", "note"),
)
SERVICE_HEADINGS: Final = (
    *("service", "resources", "layer", "parties", "aws_duty", "customer_duty", "states"),
    *("proof", "valid_until", "to_close", "aws_states", "note"),
)
BATCH: Final = 50
"""Resources whose rows are handed over at a time."""

FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a text begins with that a spreadsheet might take for a formula."""


def render(report: Report) -> Iterator[bytes]:
    """A row for each cell of each resource, then one for each duty of no single resource.

    The column `note` says once, in its first row, what AWS's half rests on.
    """
    yield line(HEADINGS).encode()
    note = basis(report)
    ends: dict[int, list[str]] = {}
    groups, batch = Groups(report), list[str]()
    for n, row in enumerate(report.lines, 1):
        group = groups.of(row)
        known = ends.get(group.number)
        if known is None:
            known = ends[group.number] = [
                line((group.type, group.service, *_told(cell), "")) for cell in group.cells()
            ]
        start = f"{field(row.file)},{field(row.resource)},"
        batch += [start + end for end in known]
        if note and known:
            batch[0], note = f"{batch[0][:-2]}{field(note)}\r\n", ""
        if n % BATCH == 0:
            yield "".join(batch).encode()
            batch.clear()
    yield "".join(batch).encode()
    for duty in report.duties:
        told = _told(duty_cell(duty))
        yield line(("", duty.subject, duty.kind, duty.title, *told, note)).encode()
        note = ""


def render_services(report: Report) -> Iterator[bytes]:
    """A row for each layer of each service."""
    yield line(SERVICE_HEADINGS).encode()
    note = basis(report)
    for service, resources, cells in by_service(Groups(report)):
        for cell in cells:
            told = (cell.whose, *cell[2:4], cell.told, *cell[5:])
            yield line((service, str(resources), layer_title(cell.layer), *told, note)).encode()
            note = ""


def field(text: str) -> str:
    """A text as a field: visible, no formula, and quoted where that is needed."""
    shown = visible(text)
    if FORMULA.match(shown):
        shown = f"'{shown}"
    return '"' + shown.replace('"', '""') + '"' if re.search(r'[",\r\n]', shown) else shown


def _told(cell: CellRow) -> Iterable[str]:
    return layer_title(cell.layer), *cell[1:]


def line(texts: Iterable[str]) -> str:
    """A row of fields, with its end."""
    return ",".join(map(field, texts)) + "\r\n"
