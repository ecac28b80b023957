"""The party wall as a picture: the stack of 22 layers, and the line between the two sides.

One line stands alone, with both sides' duties written on it. Service classes and the groups of a
workload stand side by side, each a column with its own wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.assess.report import Report
from partywall.line.layer import LAYERS
from partywall.line.model import Line
from partywall.reports.stack import drawing
from partywall.reports.stack.colors import own_rules
from partywall.reports.stack.column import By, Column, Level, of_cells, of_class, of_report
from partywall.reports.stack.drawing import EM, LINE, PAD, Text
from partywall.reports.stack.geometry import (
    BETWEEN,
    Box,
    Piece,
    cut,
    divided,
    measured,
    placed,
    rows,
    shared_out,
    wrapped,
)
from partywall.reports.words import DISCLAIMER

MARGIN: Final = 16
NAMES: Final = 176
"""Room for the names of the layers."""

ALONE: Final = 800
CLASS: Final = 92
"""Width of a column that stands alone, and of a service class among others."""

ROOM: Final = 1140
LEAST: Final = 96
MOST: Final = 520
"""Width that the columns of a workload share by count, and what each has at least and at most."""

ROW: Final = 24
TITLE: Final = 17
"""Height of a row of columns side by side, and size of the letters of the headline."""

DEEP: Final = 5
"""Lines that the heading of a column takes at most."""

READ: Final = "AWS answers for what is left of the thick line, you for what is right of it."
ABOUT: Final = "22 layers of security, bottom to top."
HALVES: Final = "A shared duty counts half on either side."


class Sheet(Struct, frozen=True):
    """What a picture says beside its columns: `name` begins its ids, `rules` are its style."""

    title: str
    notes: tuple[str, ...]
    name: str = "partywall"
    rules: str = ""


def line_picture(title: str, note: str, line: Line) -> bytes:
    """The line of one type and configuration, with duties."""
    return _alone(of_cells(title, note, line.cells), f"The line of {title}, {note}")


def classes_picture(kinds: Sequence[str]) -> bytes:
    """Service classes by their ids, side by side; one alone has its duties written on it."""
    columns = [of_class(kind) for kind in kinds]
    if len(columns) == 1:
        return _alone(columns[0], f"The line of service class {columns[0].title}")
    sheet = Sheet("The line by service class", (DISCLAIMER,), rules=own_rules())
    return "".join(_side_by_side(columns, [CLASS] * len(columns), sheet)).encode()


def workload_picture(report: Report, by: By) -> bytes:
    """All resources of a report by service class or by service, with what has been shown."""
    files = ", ".join(one.file for one in report.inputs)
    resources = len(report.lines)
    title = f"The line of {files or 'nothing'}: {resources} resources, by {by}"
    sheet = Sheet(title, _notes(report), rules=own_rules())
    return "".join(_workload(report, by, sheet)).encode()


def workload_figure(report: Report) -> Iterator[str]:
    """The same by service class for the HTML report, whose style and headline it takes."""
    sheet = Sheet("", _notes(report), name="stack")
    return _workload(report, "class", sheet)


def _notes(report: Report) -> tuple[str, ...]:
    missing = "Not all of the input could be read: there may be more than is drawn here."
    told = (f"As of {report.as_of}. {HALVES} {DISCLAIMER}",)
    return (missing, *told) if report.incomplete else told


def _workload(report: Report, by: By, sheet: Sheet) -> Iterator[str]:
    columns = of_report(report, by)
    room = ROOM - BETWEEN * (len(columns) - 1)
    return _side_by_side(
        columns, shared_out([one.count for one in columns], room, LEAST, MOST), sheet
    )


# -- columns side by side


def _side_by_side(columns: Sequence[Column], widths: Sequence[int], sheet: Sheet) -> Iterator[str]:
    heads = [_head(one, width) for one, width in zip(columns, widths, strict=True)]
    deep = max(map(len, heads), default=0)
    left = MARGIN + NAMES
    top = (60 if sheet.title else 0) + deep * LINE + PAD
    heights = [ROW] * len(LAYERS)
    places = list(placed(columns, widths, heights, (left, top)))
    right = max((one.x + one.width for one in places), default=left) + MARGIN
    body: list[str] = []
    for place, head in zip(places, heads, strict=True):
        first = top - PAD - (len(head) - 1) * LINE
        body.extend(
            drawing.texts(
                Text(place.x, first + n * LINE, text, style) for n, (text, style) in enumerate(head)
            )
        )
        body.extend(
            drawing.column(place, sheet.name, [drawing.labels(one) for one in place.pieces])
        )
    yield from _sheet(sheet, columns, heights, top, max(right, 720), body)


def _head(column: Column, width: int) -> list[tuple[str, str]]:
    """The lines above a column, each with its style."""
    title = wrapped(column.title, width, EM)[:DEEP]
    return [*((text, "head") for text in title), (cut(column.note, width, EM - 1), "soft")]


# -- one column alone


def _alone(column: Column, title: str) -> bytes:
    left, top = MARGIN + NAMES, 88
    heights = [_height(level) for level in column.levels]
    (place,) = placed([column], [ALONE], heights, (left, top))
    ends = [
        Text(left, top - PAD, "AWS", "head"),
        Text(left + ALONE, top - PAD, "You", "head", end=True),
    ]
    body = list(drawing.texts(ends))
    body.extend(drawing.column(place, "partywall", [_duties(one) for one in place.pieces]))
    sheet = Sheet(title, (DISCLAIMER,), rules=own_rules())
    whole = _sheet(sheet, [column], heights, top, left + ALONE + MARGIN, body)
    return "".join(whole).encode()


def _height(level: Level) -> int:
    """As high as the duties need, on whichever side they need more."""
    piece = divided(level, Box(0, 0, ALONE, ROW))
    deepest = max((len(lines) for _, lines, _ in _sides(piece)), default=1)
    return max(deepest, 1) * LINE + 10


def _duties(piece: Piece) -> list[Text]:
    found = []
    for box, lines, style in _sides(piece):
        first = box.y + (box.height - len(lines) * LINE) // 2 + EM
        found += [
            Text(box.x + PAD + 2, first + n * LINE, text, style) for n, text in enumerate(lines)
        ]
    return found


def _sides(piece: Piece) -> Iterator[tuple[Box, list[str], str]]:
    """Each side that there is, with what is written on it, in lines.

    A duty of a party that has no side of its own is written on the other's: what the customer
    may do before AWS does it, for instance.
    """
    level = piece.level
    duties = {"aws": f"AWS: {level.aws_duty}", "you": f"You: {level.customer_duty}"}
    said = {"aws": level.aws_duty, "you": level.customer_duty}
    boxes = {"aws": piece.aws, "you": piece.customer}
    for side, box in boxes.items():
        if box is None or not box.width:
            continue
        other = boxes["you" if side == "aws" else "aws"]
        both = [side] if other is not None and other.width else list(boxes)
        lines = [
            line
            for one in sorted(both, key=lambda one: one != side)
            if said[one]
            for line in wrapped(duties[one], box.width - 3 * PAD, EM)
        ]
        yield box, lines, f"{side}-ink"


# -- what every picture has


def _sheet(
    sheet: Sheet,
    columns: Sequence[Column],
    heights: Sequence[int],
    top: int,
    width: int,
    body: Iterable[str],
) -> Iterator[str]:
    """A whole picture: words for those who cannot see it, names of layers, columns, legend."""
    below = rows(heights, top)[0] + heights[0] + MARGIN
    letters = [
        letter
        for one in columns
        for level in one.levels
        for letter, _ in (*level.your_states, *level.aws_states)
    ]
    legend, lower = drawing.legend(
        MARGIN, below, sheet.name, drawing.worth_a_word(letters), width - 2 * MARGIN
    )
    notes = [line for note in sheet.notes for line in wrapped(note, width - 2 * MARGIN, EM)]
    height = lower + len(notes) * LINE + MARGIN
    told = [ABOUT, READ, *(one.told() for one in columns), *sheet.notes]
    title = sheet.title or "The line of all resources, by service class"
    yield from drawing.paper(width, height, title, told, sheet.rules, sheet.name)
    if sheet.title:
        headline = cut(sheet.title, width - 2 * MARGIN, TITLE)
        head = [Text(MARGIN, 30, headline, "title"), Text(MARGIN, 50, READ, "soft")]
        yield from drawing.texts(head)
    yield from drawing.texts(_names(heights, top))
    yield from body
    yield from legend
    yield from drawing.texts(
        Text(MARGIN, lower + (n + 1) * LINE, note, "soft") for n, note in enumerate(notes)
    )
    yield "</svg>\n"


def _names(heights: Sequence[int], top: int) -> Iterator[Text]:
    """The names of the layers, in the middle of their rows."""
    for layer, y, height in zip(LAYERS, rows(heights, top), heights, strict=True):
        assert measured(layer.title, EM) <= NAMES
        yield Text(MARGIN + NAMES - 12, y + height // 2 + 4, layer.title, end=True)
