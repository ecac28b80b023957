"""Whatever stands in the texts of an input, every format stays what it is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from partywall.assess.report import (
    Change,
    Comparison,
    ControlInfo,
    InputSummary,
    Lapse,
    LedgerUsed,
    Proof,
    Report,
    TypeCoverage,
    Waiver,
)
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.reports import matrix, render, review_html, review_md
from partywall.reports.escaping import json_in_html, markdown, markdown_code, visible
from reports.sample import HOSTILE, sample

NASTY = st.sampled_from(
    [
        HOSTILE,
        "<!--",
        "]]>",
        "-->",
        "&lt;",
        "'\"><svg onload=x>",
        "a|b",
        "`",
        "```",
        "\r\n\r\n# x",
        "\\",
        "[a](javascript:x)",
        "![a](//x)",
        "@octocat",
        "#1",
        "{0}",
        "\x00\x1b[31m",
        "\u202e\u2066\u2028",
        "\ufffe",
        "x" * 400,
    ]
)
TEXT = st.one_of(NASTY, st.text(max_size=30), st.tuples(st.text(max_size=9), NASTY).map("".join))
QUICK = settings(max_examples=60, deadline=None)


TEXTS = st.lists(TEXT, min_size=12, max_size=12)


def renamed(names: list[str]) -> Report:
    """The sample report with every text from the input, or the user, replaced."""
    report = sample()
    again: dict[str, str] = {}

    def new(text: str) -> str:
        return again.setdefault(text, names[len(again) % len(names)])

    control = ControlInfo(
        id=new("control"),
        title=new("title"),
        service=new("service"),
        layer="keys",
        weight="high",
        why=new("why"),
        fix=new("fix"),
        undecided=new("undecided"),
        sources=(new("source"),),
        also_known_as=(new("alias"),),
    )
    report.controls = {control.id: control}
    for one in report.findings:
        one.control, one.layer, one.weight = control.id, control.layer, control.weight
        one.resource, one.type, one.file = new(one.resource), new(one.type), new(one.file)
        one.where, one.note, one.assumes = Span(one.file, 3), new("note"), new("assumes")
        value = Unknown(new("unknown"), refs=(new("reference"),))
        found = {new("key"): value} if one.verdict == "refuted" else value
        one.evidence = (Evidence((new("path"), 0), found, new("remark"), one.where, new("other")),)
        if one.waiver is not None:
            one.waiver = Waiver(new("reason"), "2027-01-01", Span(new("place")), one.waiver.expired)
    for row in report.lines:
        row.resource, row.type, row.file = new(row.resource), new(row.type), new(row.file)
        row.where = Span(row.file, 1)
    report.inputs = [InputSummary(new("input"), new("kind"), 1)]
    report.diagnostics = [Diagnostic("error", new("message"), Span(new("file")), new("hint"))]
    report.tally.unclassified[new("unclassified")] = 1
    report.coverage = [TypeCoverage(new("covered"), 1, 1, 1, 1, {new("argument"): 1})]
    change = Change(control.id, new("changed"), new("file"), "absent", "refuted")
    report.duties = [
        msgspec.structs.replace(
            one,
            subject=new("subject"),
            title=new("title"),
            customer=new("duty"),
            who=new("who"),
            proof=Proof((new("by"),), "2026-12-01", new("closes")),
        )
        for one in report.duties
    ]
    report.lapses = [Lapse("2026-12-01", "attested", (new("by"),), 1, (new("duty"),))]
    report.tally.to_close[new("closes")] = 1
    report.ledger = LedgerUsed(new("ledger"), {})
    report.comparison = Comparison(new("baseline"), (change,), (change,), (change,))
    return report


class Shape(HTMLParser):
    """Counts elements and the names of their attributes, and keeps the data block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.comments: list[str] = []
        self.data = ""
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self._in_data = tag == "script" and ("id", "data") in attrs

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data
            self._in_data = False


def shape(page: bytes) -> Shape:
    parser = Shape()
    parser.feed(page.decode())
    parser.close()
    return parser


def whole(name: str, report: Report) -> bytes:
    return b"".join(render(name, report))


@pytest.mark.slow
@QUICK
@given(TEXTS)
def test_html_gets_no_element_and_no_attribute_from_the_input(names: list[str]) -> None:
    report = renamed(names)
    plain = shape(whole("html", sample()))
    found = shape(whole("html", report))
    assert set(found.elements) <= set(plain.elements)
    assert found.elements["script"] == 2
    assert found.elements["img"] == found.elements["iframe"] == 0
    assert found.attributes <= plain.attributes
    assert not [name for name in found.attributes if name.startswith("on") or name == "style"]
    assert found.comments == []
    data = json.loads(found.data)
    assert visible(report.lines[0].resource) in data["texts"]


def test_html_data_block_holds_no_character_that_markup_minds() -> None:
    page = whole("html", sample()).decode()
    block = page.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert not set(block) & set("<>&\u2028\u2029\u202e")
    assert json_in_html("<a>&\u2028".encode()) == rb"\u003ca\u003e\u0026\u2028"


@QUICK
@given(TEXTS)
def test_junit_is_well_formed(names: list[str]) -> None:
    report = renamed(names)
    root = ElementTree.fromstring(whole("junit", report))
    suites = root.findall("testsuite")
    for name in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(name, "")) == sum(int(one.get(name, "")) for one in suites)
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert len(root.findall(f".//{tag}")) == int(root.get(name, ""))
    assert {one.tag for one in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
    }


@QUICK
@given(TEXTS)
def test_sarif_follows_its_schema(names: list[str]) -> None:
    report = renamed(names)
    log = json.loads(whole("sarif", report))
    for result in log["runs"][0]["results"]:
        for one in result.get("suppressions", ()):
            assert one.pop("status") == "accepted"  # the package's draft had another name for it
    Sarif.model_validate(log)
    for result in log["runs"][0]["results"]:
        text = re.sub(r"\{\{|\}\}", "", result["message"]["text"])
        assert "{" not in text
        assert "}" not in text


@pytest.mark.slow
@QUICK
@given(TEXTS)
def test_text_does_not_steer_the_terminal(names: list[str]) -> None:
    text = whole("text", renamed(names)).decode()
    assert visible(text) == text


@QUICK
@given(TEXTS)
def test_json_reads_back(names: list[str]) -> None:
    report = renamed(names)
    back: dict[str, Any] = msgspec.json.decode(whole("json", report))
    assert [one["resource"] for one in back["findings"]] == [x.resource for x in report.findings]


@QUICK
@given(TEXTS)
def test_markdown_tables_keep_their_shape(names: list[str]) -> None:
    report = renamed(names)
    text = whole("md", report).decode()
    assert len(text) <= 60_000
    for table in re.findall(r"^\|.*(?:\n\|.*)*", text, re.MULTILINE):
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(bars) == 1, table
    tags = set(re.findall(r"<(/?\w+)", text))
    assert tags <= {
        *("details", "/details", "summary", "/summary"),
        *("code", "/code", "sub", "/sub"),
    }
    assert not re.findall(r"(?<!<code>)@(?!&#8203;)\w", re.sub(r"<code>.*?</code>", "", text))


def documents(report: Report) -> dict[str, bytes]:
    """The matrix and the review in their readable formats."""
    return {
        "matrix.html": b"".join(matrix.render("html", report)),
        "services.html": b"".join(matrix.render("html", report, "service")),
        "review.html": b"".join(review_html.render(report)),
        "matrix.md": b"".join(matrix.render("md", report)),
        "services.md": b"".join(matrix.render("md", report, "service")),
        "review.md": b"".join(review_md.render(report)),
    }


@pytest.mark.slow
@QUICK
@given(TEXTS)
def test_documents_keep_their_shape(names: list[str]) -> None:
    report = renamed(names)
    for name, plain in documents(sample()).items():
        found = documents(report)[name]
        if name.endswith("html"):
            was, now = shape(plain), shape(found)
            assert set(now.elements) <= set(was.elements)
            assert now.attributes <= was.attributes | {"lang"}
            assert now.elements["script"] == 0
            assert now.comments == []
            continue
        text = found.decode()
        for table in re.findall(r"^\|.*(?:\n\|.*)*", text, re.MULTILINE):
            assert len({line.count("|") for line in table.splitlines()}) == 1, table
        assert set(re.findall(r"<(/?\w+)", text)) <= {"code", "/code"}


@pytest.mark.slow
@QUICK
@given(TEXTS)
def test_no_cell_of_a_table_is_a_formula(names: list[str]) -> None:
    report = renamed(names)
    raw = b"".join(matrix.render("csv", report)).decode()
    rows = list(csv.reader(io.StringIO(raw, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@")]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("aws_s3_bucket.logs[0]", "aws_s3_bucket.logs[0]"),  # readable where it can be
        ("_x_ *y*", "&#95;x&#95; &#42;y&#42;"),
        ("a|b", "a&#124;b"),
        ("[x](http://y)", "[x&#93;(http&#58;//y)"),
        ("www.example.com", "www&#46;example.com"),
        ("@octocat #12", "&#64;&#8203;octocat &#35;&#8203;12"),
        ("line\none", "line one"),
        ("# title", "&#35; title"),
        ("1. item", "&#49;. item"),
        ("<b>&amp;", "&#60;b&#62;&#38;amp;"),
        ("a\u202eb\x07", "a&#92;u202eb&#92;u0007"),
    ],
)
def test_markdown_is_text(text: str, safe: str) -> None:
    assert markdown(text) == safe


def test_code_keeps_an_at_sign_that_can_be_copied() -> None:
    assert markdown_code("role@x") == "<code>role@x</code>"
