"""The data behind the matrix: everything a drill-down shows, each text and each line once.

The form is internal to the page and its script, which are always written together; other
programs read the JSON report. Texts are numbers that point into `texts`.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from partywall.assess.report import Finding, Report, ResourceLine, State
from partywall.kernel.span import Span
from partywall.line.layer import LAYERS
from partywall.line.model import Line
from partywall.reports.escaping import json_in_html, visible
from partywall.reports.html.matrix import STATIC, groups
from partywall.reports.html.signs import (
    CALM,
    PARTY_LETTERS,
    STATE_LETTERS,
    STATE_SIGNS,
    STATE_WORDS,
    WORST_FIRST,
)
from partywall.reports.words import behind, dotted, shown

DETAILED: Final = 20_000
"""Resources up to which the page holds the evidence of proved duties, too."""

POSITION: Final = {layer.id: n for n, layer in enumerate(LAYERS)}


class Texts:
    """Every text once, by number."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.all)
            self.all.append(visible(text))
        return number


def block(report: Report) -> bytes:
    """The JSON for the script element, escaped so that nothing in it can end the element."""
    texts, lines, states = Texts(), _Lines(), dict[tuple[State, ...], int]()
    numbers: dict[tuple[int, int, int], int] = {}
    proofs: list[Any] = []
    controls = {id: n for n, id in enumerate(report.controls)}
    whole, brief = len(report.lines) > STATIC, len(report.lines) > DETAILED
    found: dict[tuple[str, str], list[Any]] = {}
    for one in report.findings:
        row = _finding(one, controls, texts)
        if brief and one.verdict == "proved":
            row[-1] = []
        found.setdefault((one.file, one.resource), []).append(row)
    for line in report.lines:
        key = id(line.proofs), id(line.states), id(line.inheritance)
        if key not in numbers:
            numbers[key] = len(numbers)
            proofs.append(_behind(line, texts))
    resources = [
        [
            texts(row.resource),
            texts(row.type),
            texts(row.file),
            texts(_place(row.where, row.file)),
            lines.number(row.line, texts),
            states.setdefault(row.states, len(states)),
            found.get((row.file, row.resource), []),
            numbers[id(row.proofs), id(row.states), id(row.inheritance)],
        ]
        for row in report.lines
    ]
    data = {
        "layers": [[one.id, one.title] for one in LAYERS],
        "signs": STATE_SIGNS,
        "words": STATE_WORDS,
        "worst": WORST_FIRST,
        "calm": CALM,
        "whole": whole,
        "brief": brief,
        "controls": [
            [
                visible(text)
                for text in (one.id, one.title, one.weight, one.why, one.fix, one.undecided)
            ]
            for one in report.controls.values()
        ],
        "lines": lines.all,
        "proofs": proofs,
        "states": ["".join(STATE_LETTERS[state] for state in row) for row in states],
        "groups": [one.numbers for one in groups(report, by_type=whole)],
        "resources": resources,
        "texts": texts.all,
    }
    return json_in_html(msgspec.json.encode(data, order="sorted"))


class _Lines:
    """Every line once; lines are shared, so their identity tells them apart."""

    def __init__(self) -> None:
        self.all: list[list[Any]] = []
        self._numbers: dict[int, int] = {}

    def number(self, line: Line, texts: Texts) -> int:
        number = self._numbers.get(id(line))
        if number is None:
            number = self._numbers[id(line)] = len(self.all)
            self.all.append(
                [
                    texts(line.family),
                    texts(line.service_class),
                    [
                        [
                            PARTY_LETTERS[cell.party],
                            texts(cell.aws),
                            texts(cell.customer),
                            texts(cell.because),
                            texts(cell.source),
                            texts(cell.read),
                            int(cell.confirmed),
                            texts(cell.unresolved),
                        ]
                        for cell in line.cells
                    ],
                ]
            )
        return number


def _behind(row: ResourceLine, texts: Texts) -> list[Any]:
    """The state of AWS's half and what is behind it, then what is behind each cell."""
    half = row.inheritance
    return [
        texts(f"{half.state}: {behind(half.proof, half.state)}"),
        [texts(behind(*one)) for one in zip(row.proofs, row.states, strict=True)],
    ]


def _finding(one: Finding, controls: dict[str, int], texts: Texts) -> list[Any]:
    waiver = one.waiver
    lighter = [texts(one.weight)] if one.reach == "unreachable" else []
    return [
        controls[one.control],
        STATE_LETTERS["waived"] if waiver is not None and not one.counts else one.verdict[0],
        POSITION[one.layer],
        texts(one.note),
        texts(one.assumes),
        0 if waiver is None else [texts(waiver.reason), texts(waiver.until), int(waiver.expired)],
        [
            [
                texts(dotted(seen.path)),
                texts(shown(seen.found)),
                texts(seen.note),
                texts(_place(seen.where, one.file)),
                texts(seen.resource if seen.resource != one.resource else ""),
            ]
            for seen in one.evidence
        ],
        *lighter,
    ]


def _place(where: Span, file: str) -> str:
    """`file:line`; without the file where it is the resource's own."""
    if not where.file or not where.line:
        return where.file
    return f"line {where.line}" if where.file == file else str(where)
