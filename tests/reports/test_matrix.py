"""The matrix: the same cells in every format, nothing evaluated, nothing held in memory."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from msgspec import structs

from partywall.assess.report import Proof, Report
from partywall.line.layer import BY_ID, LAYERS
from partywall.reports.matrix import render
from partywall.reports.matrix_csv import HEADINGS, field
from partywall.reports.matrix_rows import Groups, by_service
from partywall.reports.words import DISCLAIMER
from reports.sample import HOSTILE, RESOURCES, large, sample

GOLDEN = Path(__file__).with_name("golden")
TITLES = {layer.title: layer.id for layer in LAYERS}


def whole(name: str, report: Report, by: str = "resource") -> bytes:
    return b"".join(render(name, report, by))  # type: ignore[arg-type]


def rows(report: Report, by: str = "resource") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(whole("csv", report, by).decode(), newline="")))


@pytest.mark.parametrize(
    ("name", "by", "file"),
    [
        ("csv", "resource", "matrix.csv"),
        ("csv", "service", "matrix-services.csv"),
        ("md", "resource", "matrix.md"),
        ("md", "service", "matrix-services.md"),
        ("html", "resource", "matrix.html"),
        ("html", "service", "matrix-services.html"),
    ],
)
def test_matrix_is_as_it_was_read_in_review(
    name: str, by: str, file: str, request: pytest.FixtureRequest
) -> None:
    found = whole(name, sample(), by)
    if request.config.getoption("--update-golden"):
        (GOLDEN / file).write_bytes(found)
    assert found == (GOLDEN / file).read_bytes()
    assert found.count(DISCLAIMER.encode()) + found.count(
        DISCLAIMER.replace("'", "&#x27;").encode()
    )


def test_every_cell_is_a_row_of_the_csv() -> None:
    report = sample()
    found = rows(report)
    cells = [one for one in found if one["resource"] not in ("Team", "Organization")][:-1]
    states = Counter((one["party"], one["state"]) for one in cells)
    assert states == {
        (party, state): number
        for party, row in report.tally.cells.items()
        for state, number in row.items()
    }
    assert len(found) == len(cells) + len(report.duties)
    (note,) = [one["note"] for one in found if one["note"]]
    assert note == found[0]["note"]
    assert note.startswith(DISCLAIMER) and "Incomplete" in note


def test_a_cell_has_both_duties_state_proof_and_end() -> None:
    by_cell = {(one["resource"], TITLES.get(one["layer"])): one for one in rows(sample())}
    key = by_cell["aws_kms_key.data", "identity"]
    assert (key["state"], key["proof"], key["valid_until"]) == (
        "lapsed",
        "key-review",
        "2026-09-01",
    )
    assert key["to_close"] == "renew the attestation of identity"
    site = by_cell["aws_s3_bucket.logs", "site"]
    assert (site["party"], site["state"], site["proof"]) == ("aws", "inherited", "aws-soc-2")
    assert site["aws_valid_until"] == "2026-12-31"
    bastion = by_cell["aws_security_group.bastion", "network-configuration"]
    assert (bastion["state"], bastion["valid_until"]) == ("waived", "2027-03-01")
    assert bastion["proof"] == "ec2-ssh-closed-to-internet"
    shared = by_cell["aws_lambda_function.résumé", "logging"]
    assert (shared["state"], shared["aws_state"]) == ("open", "lapsed")
    team = by_cell["Team", "monitoring"]
    assert (team["state"], team["proof"], team["type"]) == ("attested", "rota-2026", "Team")


def test_services_add_up() -> None:
    report = sample()
    groups = Groups(report)
    found = list(by_service(groups))
    assert sum(many for _, many, _ in found) == len(RESOURCES)
    total: Counter[str] = Counter()
    for _, _, cells in found:
        for cell in cells:
            total.update(dict(cell.states))
    expected: Counter[str] = Counter()
    for row in report.tally.cells.values():
        expected.update(row)
    assert total == expected
    s3 = {cell.layer: cell for name, _, cells in found if name == "S3" for cell in cells}
    assert s3["keys"].states[0] == ("refuted", 2)
    assert (s3["site"].parties, s3["site"].whose) == ((("aws", 5),), "5 aws")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＠x"]
)
def test_no_field_is_taken_for_a_formula(text: str) -> None:
    written = next(csv.reader(io.StringIO(field(text), newline="")))[0]
    assert written[0] == "'" or written.strip()[0] not in "=+-@＝＠\t\r"


def test_fields_are_quoted_and_visible() -> None:
    assert field('a "b", c') == '"a ""b"", c"'
    assert field("plain") == "plain"
    assert field("\u202etxt") == "\\u202etxt"


def dangerous() -> Report:
    """The sample with a resource and a duty that look like formulas."""
    report = sample()
    report.lines[0].resource = '=HYPERLINK("https://example.com";"x")'
    report.lines[1].resource = "x" * 40_000
    return report


def test_workbook_holds_the_same_cells() -> None:
    report = dangerous()
    book = openpyxl.load_workbook(io.BytesIO(whole("xlsx", report)))
    assert book.sheetnames == ["About", "Services", "Resources", "Cells", "Duties"]
    assert DISCLAIMER in [row[0].value for row in book["About"].rows]
    resources = list(book["Resources"].iter_rows(min_row=2))
    assert len(resources) == len(report.lines)
    first = resources[0][0]
    assert (first.data_type, first.value, first.quotePrefix) == (
        "s",
        report.lines[0].resource,
        True,
    )
    assert len(resources[1][0].value) == 32_767
    states: Counter[str] = Counter()
    for _, _, many, *cell in book["Cells"].iter_rows(min_row=2, values_only=True):
        states[str(cell[4])] += int(str(many))
    told: Counter[str] = Counter()
    for row in report.tally.cells.values():
        told.update(row)
    assert states == told
    words = Counter(
        str(cell.value).partition(": ")[2] for row in resources for cell in row[4:] if cell.value
    )
    assert words == told
    assert book["Duties"].max_row == 1 + len(report.duties)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.rows for cell in row)


def test_workbook_has_the_same_bytes_and_fixed_dates() -> None:
    first, second = whole("xlsx", sample()), whole("xlsx", sample())
    assert first == second
    with ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book.properties.created == datetime(1980, 1, 1)


@pytest.mark.slow
def test_a_sheet_that_is_full_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partywall.reports.matrix_xlsx.MOST_ROWS", 9)
    book = openpyxl.load_workbook(io.BytesIO(whole("xlsx", sample())))
    parts = [name for name in book.sheetnames if name.startswith("Resources")]
    assert parts == ["Resources", "Resources 2", "Resources 3"]
    assert sum(book[name].max_row - 1 for name in parts) == len(RESOURCES)


class Page(HTMLParser):
    """Elements, attributes and texts of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {str(value) for name, value in attrs if name in ("href", "src")}
        self.ids += [str(value) for name, value in attrs if name == "id"]


@pytest.mark.parametrize("by", ["resource", "service"])
def test_page_runs_nothing_and_fetches_nothing(by: str) -> None:
    raw = whole("html", sample(), by)
    page = Page(raw)
    assert not page.elements.keys() & {"script", "img", "iframe", "object", "form", "input"}
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert HOSTILE.encode() not in raw


def test_page_has_a_row_for_each_resource_up_to_a_limit() -> None:
    def overview(report: Report) -> int:
        grid = whole("html", report).split(b'<table id="grid">')[1].split(b"</table>")[0]
        return grid.count(b'<tr><th scope="row">')

    assert overview(sample()) == len(RESOURCES)
    assert overview(large(2001)) < 20
    assert b"--format csv" in whole("html", large(2001))


def test_a_duty_that_many_rows_of_a_roster_stand_behind_names_a_few() -> None:
    report = sample()
    ids = tuple(f"training-{n:04}" for n in range(5000))
    report.duties = [structs.replace(report.duties[0], proof=Proof(ids, "2027-01-01"))]
    (row,) = [one for one in rows(report) if "training-0000" in one["proof"]]
    assert row["proof"].endswith("training-0019 and 4980 more")
    assert b"training-0020" not in whole("html", report) + whole("md", report)


def test_paper_leaves_out_only_what_asks_nothing_of_the_reader() -> None:
    page = whole("html", sample()).decode().partition('id="cells"')[2].partition("</section>")[0]
    states: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    for settled, row in re.findall(r'<tr( class="settled")?><th scope="row">(.*?)</tr>', page):
        whose, state = re.search(r"<td>(\w+)", row), re.search(r"</b>(\w+)</span>", row)
        assert whose is not None and state is not None
        states[bool(settled)][whose[1], state[1]] += 1
    due = {"refuted", "undecided", "lapsed", "open"}
    assert not [one for one in states[True] if one[1] in due and one[0] != "AWS"]
    assert not [one for one in states[True] if one[1] in ("refuted", "undecided")]
    assert {state for _, state in states[False]} == due
    assert 'class="paper"' in page


def test_markdown_names_every_resource_and_group() -> None:
    text = whole("md", large(300)).decode()
    groups = list(Groups(large(300)))
    assert text.count("\n## Group ") == len(groups)
    assert text.count("](#group-") == 300


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("csv", 2_000_000), ("xlsx", 4_000_000)])
def test_exports_stream(name: str, most: int) -> None:
    """What is held does not grow with the resources: 8,000 resources are 176,000 cells."""
    peaks = []
    for report in (large(1000), large(8000)):
        tracemalloc.start()
        for _ in render(name, report):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < most
    assert peaks[1] < 1.5 * peaks[0] + 500_000


def test_headings_have_no_double() -> None:
    assert len(set(HEADINGS)) == len(HEADINGS)
    assert len(BY_ID) == 22
