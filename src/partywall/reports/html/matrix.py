"""The matrix resource × layer as an HTML table that can be read without scripts.

Up to STATIC resources each has its row, grouped by service; above that a row stands for a whole
resource type, and the script adds the resources of a type when it is opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.assess.report import Report, ResourceLine, State
from partywall.line.layer import LAYERS
from partywall.line.model import Cell
from partywall.reports.escaping import html
from partywall.reports.html.signs import (
    BANDS,
    CALM,
    PARTY_LETTERS,
    PARTY_WORDS,
    STATE_LETTERS,
    STATE_SIGNS,
    STATE_WORDS,
    WORST_FIRST,
)

STATIC: Final = 2000
"""Resources up to which every one has a row of its own in the page."""


class Rows(Struct, frozen=True):
    """Resources under one heading; the numbers are positions in the report's list of lines."""

    name: str
    numbers: tuple[int, ...]


def table(report: Report) -> Iterator[str]:
    """The table, head first, then one body a group."""
    whole = len(report.lines) > STATIC
    several = len({row.file for row in report.lines}) > 1
    yield from _head()
    for n, group in enumerate(groups(report, by_type=whole)):
        rows = [report.lines[number] for number in group.numbers]
        yield f'<tbody data-g="{n}"><tr class="g"><th scope="rowgroup">{_name(group)}</th>'
        yield "".join(_total(rows, position, whole) for position in range(len(LAYERS)))
        yield "</tr>\n"
        if not whole:
            for number, row in zip(group.numbers, rows, strict=True):
                yield _row(number, row, several)
        yield "</tbody>\n"
    yield "</table>"


def groups(report: Report, *, by_type: bool) -> list[Rows]:
    """All resources, by service or by type, in alphabetical order; within, as in the report."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(report.lines):
        found.setdefault(row.type if by_type else service(row.type), []).append(number)
    lines = report.lines
    return [
        Rows(name, tuple(sorted(numbers, key=lambda n: (lines[n].type, n))))
        for name, numbers in sorted(found.items(), key=lambda item: (item[0].lower(), item[0]))
    ]


def service(type_name: str) -> str:
    """The service in a type's name: `S3`."""
    parts = type_name.split("::")
    return parts[1] if len(parts) > 2 else parts[0]


def short_type(type_name: str) -> str:
    """What a type's name says after the service: `Bucket`."""
    parts = type_name.split("::")
    return "::".join(parts[2:]) or parts[-1]


def legend(place: str, *, short: bool) -> str:
    """What the tiles mean: in full sentences below the matrix, or in a word each."""
    parties = [
        f'<li><span class="tile {letter.lower()}">{letter}</span>{word}</li>'
        for letter, word in PARTY_WORDS.items()
    ]
    states = [
        f'<li><span class="tile m {letter}"><b>{STATE_SIGNS[letter]}</b></span>'
        f"{word.partition(':')[0] if short else word}</li>"
        for letter, word in STATE_WORDS.items()
    ]
    return f'<ul class="legend {place}" aria-label="Legend">{"".join([*parties, *states])}</ul>'


def _head() -> Iterator[str]:
    yield '<table id="grid"><caption class="sr">Resources by security layer; each cell has the '
    yield "letter of the party (A for AWS, S for shared, Y for yours) and the sign of the state."
    yield f'</caption><colgroup><col class="name"></colgroup><colgroup span="{len(LAYERS)}">'
    yield '<col class="cell">' * len(LAYERS) + "</colgroup>"
    yield f'<thead><tr class="bands"><td rowspan="2" class="corner">{legend("", short=True)}</td>'
    yield "".join(f'<th scope="colgroup" colspan="{n}">{html(band)}</th>' for band, n in BANDS)
    yield '</tr><tr class="layers">'
    yield "".join(
        f'<th scope="col" title="{html(one.title)}"><span>{html(one.title)}</span></th>'
        for one in LAYERS
    )
    yield "</tr></thead>\n"


def _name(group: Rows) -> str:
    count = len(group.numbers)
    plural = "" if count == 1 else "s"
    return f"{html(group.name)} <small>{count} resource{plural}</small>"


def _row(number: int, row: ResourceLine, several: bool) -> str:
    file = f" in {html(row.file.rpartition('/')[2])}" if several else ""
    cells = "".join(map(_tile, row.line.cells, row.states))
    return (
        f'<tr data-r="{number}"><th scope="row" class="sub"><bdi class="mono">{html(row.resource)}'
        f"</bdi><small>{html(short_type(row.type))}{file}</small></th>{cells}</tr>\n"
    )


def _tile(cell: Cell, state: State) -> str:
    if state == "none":
        return '<td class="n"></td>'
    party, letter = PARTY_LETTERS[cell.party], STATE_LETTERS[state]
    return f'<td class="{party.lower()} {letter}">{party}<b>{STATE_SIGNS[letter]}</b></td>'


def _total(rows: Sequence[ResourceLine], position: int, with_party: bool) -> str:
    """The worst state of a layer in a group with how often it occurs; calm when all is well."""
    states = Counter(STATE_LETTERS[row.states[position]] for row in rows)
    worst = next((letter for letter in WORST_FIRST if states[letter]), "n")
    if worst == "n" or not (with_party or worst in "ru"):
        return "<td></td>"
    parties = {PARTY_LETTERS[row.line.cells[position].party] for row in rows} - {""}
    letter = "".join(sorted(parties)) if with_party else ""
    kind = letter.lower() if len(letter) == 1 else "m"
    count = _compact(states[worst]) if states[worst] > 1 and worst not in CALM else ""
    tile = f"{kind} {worst}" if with_party else worst
    return f'<td class="{tile}">{letter}<b>{STATE_SIGNS[worst]}{count}</b></td>'


def _compact(count: int) -> str:
    return str(count) if count < 1000 else f"{count // 1000}k"
