"""The matrix says the same of every cell in every format, as the report says it itself.

The pages and tables are read back by readers of their own, not by what wrote them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from partywall.assess.check import Check, Options
from partywall.assess.report import Report
from partywall.assess.vouched import Ledger
from partywall.ledger import folder
from partywall.line.layer import LAYERS
from partywall.reports import render as render_report
from partywall.reports.escaping import visible
from partywall.reports.matrix import render
from partywall.sources.inputs import InputOptions, Inputs
from reports.sample import sample

TITLES = {layer.id: layer.title for layer in LAYERS}
PARTIES = {"AWS": "aws", "Shared": "shared", "Yours": "customer"}
HALVES = ("inherited", "lapsed", "open")
SHOP = Path(__file__).parents[2] / "examples" / "storefront"


class Cell(NamedTuple):
    """What any format says of one cell; `half` is AWS's half, of shared cells alone."""

    party: str
    state: str
    proof: str
    until: str
    half: str


Cells = dict[tuple[str, str, str], Cell]
"""By file, resource and title of the layer."""


def storefront() -> Report:
    """The web shop with its ledger, on the day of the demo."""
    given = InputOptions(region="eu-west-1", account="111122223333")
    inputs = Inputs((str(SHOP / "plan.json"),), given)
    ledger = Ledger("ledger", folder.read(SHOP / "ledger").counted)
    options = Options(as_of=date(2026, 11, 23), account="111122223333", ledger=ledger)
    return Check(options).run(inputs.readings(), inputs.remarks)


def told(name: str, report: Report) -> bytes:
    return b"".join(render(name, report))


def by_json(report: Report) -> Cells:
    """The cells as the JSON report has them."""
    tree = json.loads(b"".join(render_report("json", report)))["line"]
    found: Cells = {}
    for row in tree["resources"]:
        shown = tree["shown"][row["shown"]]
        for cell in tree["lines"][row["line"]]["cells"]:
            proof = shown["cells"].get(cell["layer"], {})
            half = shown["inheritance"]["state"] if cell["party"] == "shared" else ""
            found[row["file"], visible(row["resource"]), TITLES[cell["layer"]]] = Cell(
                cell["party"],
                row["cells"][cell["layer"]],
                ", ".join(proof.get("by", ())),
                proof.get("until", ""),
                half,
            )
    return found


def by_csv(report: Report) -> Cells:
    """The cells as the table has them; those of duties have no file."""
    rows = csv.DictReader(io.StringIO(told("csv", report).decode(), newline=""))
    return {
        (row["file"], row["resource"], row["layer"]): Cell(
            row["party"],
            row["state"],
            row["proof"],
            row["valid_until"],
            row["aws_state"] if row["party"] == "shared" else "",
        )
        for row in rows
        if row["file"]
    }


def by_workbook(report: Report) -> Cells:
    """The cells as the workbook has them: a resource's row, and the cells of its group."""
    book = openpyxl.load_workbook(io.BytesIO(told("xlsx", report)), read_only=True)
    headings, *resources = book["Resources"].iter_rows(values_only=True)
    names, *cells = book["Cells"].iter_rows(values_only=True)
    groups: dict[object, dict[str, dict[str, str]]] = {}
    for values in cells:
        row = {str(name): str(value or "") for name, value in zip(names, values, strict=True)}
        groups.setdefault(values[0], {})[row["layer"]] = row
    found: Cells = {}
    for values in resources:
        resource, _, file, group, *words = values
        for layer, word in zip(headings[4:], words, strict=True):
            row = groups[group].get(str(layer))
            assert bool(word) == (row is not None)
            if row is not None:
                party, _, state = str(word).partition(": ")
                assert (PARTIES[party], state) == (row["party"], row["state"])
                half = row["AWS's half"] if row["party"] == "shared" else ""
                found[str(file), str(resource), str(layer)] = Cell(
                    row["party"], row["state"], row["proof"], row["valid until"], half
                )
    return found


@dataclass
class Table:
    """A table of a page: its id or that of the group around it, and the text of its cells."""

    name: str
    rows: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """The tables of a page; a tile also has its title, after a line break."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.around = ""
        self.open = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details":
            self.around = str(given.get("id", ""))
        if tag == "table":
            self.tables.append(Table(str(given.get("id", self.around))))
        if tag == "tr":
            self.tables[-1].rows.append([])
        if tag in ("td", "th"):
            self.tables[-1].rows[-1].append(f"{given.get('title', '')}\n")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("td", "th")
        if tag == "details":
            self.around = ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tables[-1].rows[-1][-1] += data


def by_page(report: Report) -> Cells:
    """The cells as the page has them: a tile, and the same cell in words below."""
    page = Page(told("html", report))
    tables = {one.name: one for one in page.tables}
    grid = tables["grid"].rows[2:]
    found: Cells = {}
    for row, (name, group, *tiles) in zip(report.lines, grid, strict=True):
        assert name.strip().startswith(visible(row.resource))
        words = {one[0].strip(): one for one in tables[f"group-{group.strip()}"].rows[1:]}
        for layer, tile in zip(LAYERS, tiles, strict=True):
            title = tile.partition("\n")[0]
            assert bool(title) == (layer.title in words)
            if title:
                texts = [text.strip() for text in words[layer.title]]
                _, whose, _, _, state, proof, until, half, _ = texts
                party = next(id for name, id in PARTIES.items() if whose.startswith(name))
                state = state.lstrip("·✓×?◆◇~○").strip()
                assert title.endswith(f", {state}")
                word = next((one for one in HALVES if half.startswith(one)), "")
                found[row.file, visible(row.resource), layer.title] = Cell(
                    party, state, proof, until, word
                )
    return found


def cells_of(report: Report) -> Iterator[tuple[str, str, str]]:
    for row in report.lines:
        for cell, state in zip(row.line.cells, row.states, strict=True):
            if state != "none":
                yield row.file, visible(row.resource), cell.layer.title


@pytest.mark.parametrize("read", [by_csv, by_workbook, by_page])
@pytest.mark.parametrize("made", [sample, storefront])
def test_every_cell_is_the_same_in_every_format(read: object, made: object) -> None:
    report: Report = made()  # type: ignore[operator]
    expected = by_json(report)
    assert set(expected) == set(cells_of(report))
    found: Cells = read(report)  # type: ignore[operator]
    assert found == expected


def test_every_duty_is_the_same_in_every_format() -> None:
    report = storefront()
    written = json.loads(b"".join(render_report("json", report)))["duties"]
    expected = [
        (one["subject"], one["title"], one["state"], ", ".join(one["proof"].get("by", ())))
        for one in written
    ]
    assert {state for _, _, state, _ in expected} == {"attested", "lapsed", "open"}
    table = csv.DictReader(io.StringIO(told("csv", report).decode(), newline=""))
    rows = [one for one in table if not one["file"]]
    found = [(one["resource"], one["service"], one["state"], one["proof"]) for one in rows]
    assert found == expected
    book = openpyxl.load_workbook(io.BytesIO(told("xlsx", report)), read_only=True)
    lines = book["Duties"].iter_rows(min_row=2, values_only=True)
    assert [(str(one[0]), str(one[1]), one[6], one[7] or "") for one in lines] == expected
    page = Page(told("html", report)).tables[-1].rows[1:]
    for (subject, title, state, proof), texts in zip(expected, page, strict=True):
        assert texts[0].strip() == f"{subject}: {title}"
        assert texts[4].strip().endswith(state)
        assert texts[5].strip() == proof
