"""The customer responsibility matrix: CSV in the columns of FedRAMP's CIS/CRM workbook.

AWS is the provider and the reader is the customer. A status is given only where something was
shown: what nobody has shown is neither implemented nor planned, as far as anybody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.framework import ControlStanding
from partywall.assess.framework_parts import SHOWN
from partywall.assess.report import Report
from partywall.line.crosswalk import Kind
from partywall.reports.matrix_csv import line
from partywall.reports.matrix_rows import basis

HEADINGS: Final = (
    *("Control ID", "Title", "Implementation Status", "Control Origination", "Can Be Inherited"),
    *("Inheritance", "Customer Responsibility", "State", "Why", "Valid Until", "Note"),
)

ORIGINATION: Final[dict[Kind, str]] = {
    "inherited": "Inherited",
    "shared": "Shared (Service Provider and Customer Responsibility)",
    "by controls": "Configured by Customer (Customer System Specific)",
    "attested": "Provided by Customer (Customer System Specific)",
    "not applicable": "",
}
"""FedRAMP's words for each kind. It says "Inherited from pre-existing FedRAMP Authorization" in
full; here the column Inheritance names what it is inherited under, which may be another report."""

INHERITED: Final[dict[Kind, str]] = {
    "inherited": "Yes",
    "shared": "Partial",
    "by controls": "No",
    "attested": "No",
    "not applicable": "",
}


def render(report: Report, standings: Iterable[ControlStanding]) -> Iterator[bytes]:
    """A row a control; the first says what AWS's half rests on."""
    yield line(HEADINGS).encode()
    note = basis(report)
    for one in standings:
        yield line((*_row(one), note)).encode()
        note = ""


def _row(one: ControlStanding) -> tuple[str, ...]:
    of = one.disposition
    ends = [part.until for part in one.parts if part.state in SHOWN and part.until]
    return (
        of.id,
        of.title,
        _status(one),
        ORIGINATION[of.kind],
        INHERITED[of.kind],
        " ".join((of.aws, *_backing(one))).strip(),
        of.because if of.kind == "not applicable" else " ".join((of.customer, of.rest)).strip(),
        one.state,
        one.why,
        min(ends, default=""),
    )


def _status(one: ControlStanding) -> str:
    if one.state == "not applicable":
        return "Not Applicable"
    if one.state in SHOWN:
        return "Implemented"
    return "Partially Implemented" if any(part.state in SHOWN for part in one.parts) else ""


def _backing(one: ControlStanding) -> Iterator[str]:
    """Under which reports AWS's half is inherited, or what would close the gap."""
    for part in one.parts:
        if part.side == "aws" and part.shown_by == "report":
            shown = part.state == "inherited"
            gap = f"Not covered today: {part.closes or part.why}."
            yield f"Inherited {part.why}." if shown else gap
