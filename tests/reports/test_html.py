"""The HTML report as a file: readable without scripts, closed to the network, of bounded size."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from partywall.line.layer import LAYERS
from partywall.reports import html_report, render
from partywall.reports.html import matrix
from partywall.reports.html.signs import BANDS, STATE_LETTERS, STATE_SIGNS, STATE_WORDS
from reports.sample import LONG, RESOURCES, large, sample

CSS = (Path(html_report.__file__).with_name("html") / "report.css").read_text("utf-8")


def page(resources: int = 0) -> str:
    report = large(resources) if resources else sample()
    return b"".join(render("html", report)).decode()


class Table(HTMLParser):
    """The rows of the matrix as a reader without scripts has them: texts of header and cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = ("id", "grid") in attrs
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_matrix_is_there_without_scripts() -> None:
    rows = Table(page()).rows
    assert [text.strip() for text in rows[1]] == [one.title for one in LAYERS]
    resources = [row for row in rows if any(row[0].startswith(one[0]) for one in RESOURCES)]
    assert len(resources) >= len(RESOURCES) - 1  # one has a name that is shown with escapes
    bastion = next(row for row in rows if row[0].startswith("aws_security_group.bastion"))
    column = 1 + [one.id for one in LAYERS].index("network-configuration")
    assert bastion[column] == "Y~"
    assert {len(row) for row in rows[2:]} == {1 + len(LAYERS)}


def test_bands_cover_the_layers() -> None:
    assert sum(width for _, width in BANDS) == len(LAYERS)


def test_every_state_has_a_sign_and_a_word() -> None:
    letters = set(STATE_LETTERS.values()) - {"n"}
    assert letters == set(STATE_SIGNS) == set(STATE_WORDS)
    assert len(set(STATE_SIGNS.values())) == len(letters)


def test_lists_are_there_without_scripts() -> None:
    body = page().split('<script type="application/json"')[0]
    for text in (
        "No statement allows every action on every resource.",
        "What would decide it",
        "known after apply (from aws_kms_key.data)",
        "ticket SEC-412",
        "<b>expired</b> on 2026-06-30",
        "Newly refuted: 1",
        "The analysis is incomplete",
        "AWS::Quantum::Link",
        "AWS&#x27;s own reports prevail",
        LONG,
    ):
        assert text in body


def test_worst_comes_first() -> None:
    fix = page().split('id="refuted"')[1].split("</section>")[0]
    weights = re.findall(r'class="weight (\w+)"', fix)
    order = ["critical", "high", "medium", "low"]
    assert weights == sorted(weights, key=order.index)


def test_policy_admits_its_own_style_and_script_only() -> None:
    text = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    for kind, part in (("style", "<style>"), ("script", "<script>")):
        inside = text.split(part)[1].split(f"</{kind}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert "unsafe" not in policy[1]
    assert not re.findall(r'\s(?:src|style|on\w+)="', text.split("<body>")[1].split("<script")[0])


def test_above_the_limit_a_row_stands_for_a_type() -> None:
    few, many = page(matrix.STATIC), page(matrix.STATIC + 1)
    assert few.count("<tr data-r=") == matrix.STATIC
    assert "<tr data-r=" not in many
    types = {one[1] for one in RESOURCES}
    heads = [row[0] for row in Table(many).rows[2:]]
    assert {head.split(" ")[0] for head in heads} == types


def test_ten_thousand_resources_stay_small() -> None:
    assert len(page(10_000)) < 15_000_000


def test_a_huge_page_leaves_the_evidence_of_proved_duties_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = len(page())
    monkeypatch.setattr("partywall.reports.html.data.DETAILED", 5)
    assert '"brief":true' in page()
    assert len(page()) < whole


def test_an_empty_report_says_so() -> None:
    report = sample()
    report.lines, report.findings, report.inputs, report.diagnostics = [], [], [], []
    report.comparison, report.coverage = None, []
    report.tally = report.tally.__class__({}, {}, {}, 0, {})
    text = b"".join(render("html", report)).decode()
    assert "Nothing was refuted." in text
    assert "nothing was read" in text


def luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
COLORS = {name: values for name, *values in PAIR.findall(CSS)}
PAIRS = [
    *product(("ink", "soft", "accent"), ("page", "surface", "raised")),
    ("aws-ink", "aws"),
    ("customer-ink", "customer"),
    ("customer-ink", "surface"),
    ("shared-ink", "aws"),
    ("shared-ink", "customer"),
    ("soft", "none"),
    ("on-refuted", "refuted"),
    ("on-undecided", "undecided"),
    ("refuted", "surface"),
    *product(("proved", "open", "waived"), ("aws", "customer", "none")),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(ink: str, ground: str, theme: int) -> None:
    assert contrast(COLORS[ink][theme], COLORS[ground][theme]) >= 4.5


def test_the_matrix_comes_first_and_the_picture_below_can_be_folded_away() -> None:
    text = page()
    assert 0 < text.index('<section id="matrix"') < text.index('<section id="stack"')
    section = text.split('<section id="stack"')[1].split("</section>")[0]
    assert "<details open>" in section
    assert "AWS answers for what is left of the thick line" in section
    assert ">abstracted service</text>" in section
    assert '<a href="#stack">' in text
