"""The matrix as a workbook: services, resources, cells and duties, each in a sheet of its own.

A resource's row says in a word what each of its layers is, and the number of its group; the sheet
"Cells" has both duties, the proof and the end of each cell of each group. Rows go to the file as
they come. The same report gives the same bytes: dates in the archive and in the properties are
fixed. Texts are written as texts, never as formulas.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from partywall.assess.report import Report
from partywall.kernel.errors import ConfigError
from partywall.line.layer import LAYERS
from partywall.reports.escaping import visible
from partywall.reports.matrix_csv import FORMULA
from partywall.reports.matrix_rows import Group, Groups, by_service, duty_cell, layer_title
from partywall.reports.words import DISCLAIMER, PARTIES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_767
"""Characters that a cell may hold. Source: Microsoft, "Excel specifications and limits", read
2026-11-23."""

MOST_ROWS: Final = 1_048_576
"""Rows that a sheet may hold, by the same page."""

PIECE: Final = 1 << 16
EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)

CELL_HEADINGS: Final = (
    *("group", "type", "resources", "layer", "party", "AWS's duty", "customer's duty", "state"),
    *("proof", "valid until", "to close", "AWS's half", "proof of AWS's half"),
    *("AWS's half valid until", "to close AWS's half", "not settled until known", "because"),
    *("source", "read"),
)
SERVICE_HEADINGS: Final = (
    *("service", "resources", "layer", "parties", "AWS's duty", "customer's duty", "states"),
    *("proof", "valid until", "to close", "AWS's half"),
)
DUTY_HEADINGS: Final = (
    *("of", "duty", "layer", "party", "AWS's duty", "customer's duty", "state", "proof"),
    *("valid until", "to close"),
)


def render(report: Report) -> Iterator[bytes]:
    """The workbook, in pieces. Raises ConfigError when the extra `xlsx` is not installed."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        hint = "install it with: pip install 'partywall[xlsx]'"
        raise ConfigError(f"workbooks need the package XlsxWriter; {hint}") from error
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        book.set_properties({"title": "Responsibility matrix", "created": EPOCH})
        writer = Writer(book)
        groups = Groups(report)
        _about(writer, report)
        _services(writer, groups)
        _resources(writer, report, groups)
        _cells(writer, groups)
        _duties(writer, report)
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class Writer:
    """Sheets of one workbook; a sheet that is full goes on in another."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._quoted = book.add_format({"quote_prefix": True})

    def sheet(
        self, name: str, headings: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]
    ) -> None:
        """A sheet with a heading that stays in sight and can be filtered by."""
        sheet, n, parts = self._begun(name, headings), 1, 1
        for row in rows:
            if n == MOST_ROWS:
                parts += 1
                sheet, n = self._begun(f"{name} {parts}", headings), 1
            for column, value in enumerate(row):
                self._write(sheet, n, column, value)
            n += 1

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """A sheet of text, a line a row."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 120)
        for n, line in enumerate(lines):
            self._write(sheet, n, 0, line)

    def _begun(self, name: str, headings: tuple[str, ...]) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(headings) - 1, 18)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._bold)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, value: str | int) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value)
        elif value:
            text = visible(value)
            text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            sheet.write_string(row, column, text, self._quoted if FORMULA.match(text) else None)


def _about(writer: Writer, report: Report) -> None:
    writer.lines(
        "About",
        (
            f"Responsibility matrix, made by partywall {report.version}, as of {report.as_of}",
            DISCLAIMER,
            f"Ledger: {report.ledger.at if report.ledger is not None else 'none'}",
            *(
                f"Input: {one.file} ({one.kind}, {one.resources} resources)"
                for one in report.inputs
            ),
            *(f"Not analysed: {one}" for one in report.diagnostics if one.level == "error"),
            "The state of a shared cell is that of the customer's half.",
        ),
    )


def _services(writer: Writer, groups: Groups) -> None:
    writer.sheet(
        "Services",
        SERVICE_HEADINGS,
        (
            (service, many, layer_title(one.layer), one.whose, *one[2:4], one.told, *one[5:])
            for service, many, cells in by_service(groups)
            for one in cells
        ),
    )


def _resources(writer: Writer, report: Report, groups: Groups) -> None:
    words: dict[int, tuple[str, ...]] = {}
    headings = ("resource", "type", "file", "group", *(layer.title for layer in LAYERS))

    def rows() -> Iterator[tuple[str | int, ...]]:
        for row in report.lines:
            group = groups.of(row)
            if group.number not in words:
                words[group.number] = _words(group)
            yield (row.resource, row.type, row.file, group.number, *words[group.number])

    writer.sheet("Resources", headings, rows())


def _words(group: Group) -> tuple[str, ...]:
    """What each layer is: `AWS: inherited`; nothing where there is no such layer."""
    return tuple(
        [
            "" if cell.party == "none" else f"{PARTIES[cell.party]}: {state}"
            for cell, state in zip(group.line.cells, group.states, strict=True)
        ]
    )


def _cells(writer: Writer, groups: Groups) -> None:
    writer.sheet(
        "Cells",
        CELL_HEADINGS,
        (
            (group.number, group.type, group.many, layer_title(cell.layer), *cell[1:])
            for group in groups
            for cell in group.cells()
        ),
    )


def _duties(writer: Writer, report: Report) -> None:
    cells = ((one, duty_cell(one)) for one in report.duties)
    writer.sheet(
        "Duties",
        DUTY_HEADINGS,
        ((one.subject, one.title, layer_title(cell.layer), *cell[1:8]) for one, cell in cells),
    )
