"""The ownership columns of CSA's CAIQ v4, by id of the Cloud Controls Matrix: CSV.

Ids only; the questions are CSA's. Ownership follows from the controls of NIST's that an id
intersects: AWS is the provider (CSP), the reader the customer (CSC).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from partywall.assess.framework import ControlStanding
from partywall.assess.report import Report
from partywall.line.crosswalk import Disposition, Row
from partywall.reports.matrix_csv import line
from partywall.reports.matrix_rows import basis

HEADINGS: Final = (
    *("CCM Control ID", "SSRM Control Ownership", "CSP Implementation Description"),
    *("CSC Responsibilities", "Through NIST SP 800-53", "States", "Note"),
)
CSP, CSC, SHARED = "CSP-owned", "CSC-owned", "Shared CSP and CSC"


def render(
    report: Report, rows: Iterable[Row], standings: Iterable[ControlStanding]
) -> Iterator[bytes]:
    """A row for each id of the matrix that the crosswalk reaches; the first says what AWS's half
    rests on."""
    by_id = {one.disposition.id: one for one in standings}
    yield line(HEADINGS).encode()
    note = basis(report)
    for row in rows:
        yield line((*_row(row, by_id), note)).encode()
        note = ""


def _row(row: Row, by_id: Mapping[str, ControlStanding]) -> tuple[str, ...]:
    found = [by_id[id] for id in row.nist]
    dispositions = [one.disposition for one in found]
    states = [f"{one.disposition.id} {one.state}" for one in found]
    return (
        row.id,
        _ownership(dispositions),
        _told(one.aws for one in dispositions),
        _told(one.customer for one in dispositions),
        ", ".join(row.nist),
        ", ".join(states),
    )


def _ownership(dispositions: Iterable[Disposition]) -> str:
    """Whose it is: of both when any part is shared or the parts are of different sides."""
    parties = {one.party for one in dispositions} - {"none"}
    if parties == {"aws"}:
        return CSP
    if parties == {"customer"}:
        return CSC
    return SHARED if parties else ""


def _told(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text))
