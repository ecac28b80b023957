"""The picture of the stack: real text, told in words too, harmless, the same bytes every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from partywall.assess.report import Report
from partywall.line.layer import LAYERS
from partywall.line.lines import line_of
from partywall.reports import render
from partywall.reports.layers_svg import classes_picture, line_picture, workload_picture
from partywall.reports.stack.colors import own_rules, page_rules
from partywall.reports.stack.column import class_ids
from reports.browser import Browser, find
from reports.sample import HOSTILE, TURNED, large, sample
from reports.test_html import contrast

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
RDS = "AWS::RDS::DBInstance"


def drawn(picture: bytes) -> ET.Element:
    return ET.fromstring(picture)


def words(picture: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in drawn(picture).iter(f"{SVG}text")]


def custom() -> bytes:
    line = line_of(RDS, {"Engine": "custom-oracle-ee"}, as_of=DAY)
    return line_picture(RDS, "with Engine given", line)


def hostile() -> Report:
    report = sample()
    for row in report.lines:
        row.type = f"AWS::{HOSTILE}{TURNED}::{row.type}"
    report.inputs = [type(report.inputs[0])(HOSTILE + TURNED, "terraform plan", 3)]
    return report


PICTURES = {
    "type": custom,
    "class": lambda: classes_picture(["engine"]),
    "classes": lambda: classes_picture(class_ids()),
    "workload": lambda: workload_picture(sample(), "class"),
    "hostile": lambda: workload_picture(hostile(), "service"),
    "large": lambda: workload_picture(large(500), "service"),
}
EACH = pytest.mark.parametrize("name", PICTURES)


@EACH
def test_same_input_same_bytes(name: str) -> None:
    assert PICTURES[name]() == PICTURES[name]()


@EACH
def test_it_is_a_picture_with_a_title_and_words_for_those_who_cannot_see_it(name: str) -> None:
    root = drawn(PICTURES[name]())
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    title, told = root[0], root[1]
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert (title.tag, told.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text
    assert "AWS answers for what is left of the thick line" in str(told.text)
    assert "AWS's own reports prevail" in str(told.text)
    assert "Site" in str(told.text)


@EACH
def test_nothing_can_run_or_be_fetched(name: str) -> None:
    picture = PICTURES[name]().decode()
    tags = {one.tag.removeprefix(SVG) for one in drawn(picture.encode()).iter()}
    assert tags <= {
        *("svg", "title", "desc", "style", "defs", "pattern", "rect", "path"),
        *("g", "text", "polyline"),
    }
    names = {name for one in drawn(picture.encode()).iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert not re.search(r"url\((?!#)|@import", picture)
    assert re.findall(r"https?://[^\"\s]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "\u202e" not in picture


@EACH
def test_everything_is_on_the_paper(name: str) -> None:
    root = drawn(PICTURES[name]())
    _, _, width, height = map(int, str(root.get("viewBox")).split())
    for one in root.iter():
        if one.tag in (f"{SVG}rect", f"{SVG}text") and one.get("x"):
            assert 0 <= int(str(one.get("x"))) + int(one.get("width", 0)) <= width
            assert 0 <= int(str(one.get("y"))) + int(one.get("height", 0)) <= height


@EACH
def test_names_of_layers_stand_bottom_to_top(name: str) -> None:
    root = drawn(PICTURES[name]())
    titles = {one.title: one for one in LAYERS}
    rows = {
        str(one.text): int(str(one.get("y")))
        for one in root.iter(f"{SVG}text")
        if one.text in titles
    }
    assert sorted(rows, key=lambda title: -rows[title]) == list(titles)


def test_duties_are_written_on_a_line_that_stands_alone() -> None:
    text = " ".join(words(custom()))
    assert "You: Patch the operating system of the host, on which you have a shell." in text
    assert "AWS: Builds and patches the hypervisor that keeps tenants apart." in text
    assert "The line of AWS::RDS::DBInstance, with Engine given" in text


def test_a_duty_before_a_deadline_stands_on_the_side_of_aws() -> None:
    line = line_of("AWS::EKS::Cluster", {}, as_of=DAY)
    cells = [one for one in line.cells if one.party == "aws" and one.customer]
    assert cells
    picture = line_picture("AWS::EKS::Cluster", "with nothing configured", line)
    text = " ".join(words(picture))
    assert all(f"You: {one.customer}" in text for one in cells)


def test_the_party_is_a_word_and_a_pattern_and_never_only_a_colour() -> None:
    root = drawn(classes_picture(["infra", "saas"]))
    filled = [one for one in root.iter(f"{SVG}rect") if one.get("fill") == "url(#partywall-you)"]
    plain = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "aws"]
    said = words(classes_picture(["infra", "saas"]))
    assert said.count("You") == len(filled) - 1 > 20  # one is in the legend
    assert said.count("AWS") == len(plain) - 1 > 20
    (pattern,) = root.iter(f"{SVG}pattern")
    assert pattern.find(f"{SVG}path") is not None


def test_a_state_that_asks_for_something_is_a_sign_too() -> None:
    """Wherever a strip is red or amber there is the sign of the worst state in the same piece."""
    root = drawn(workload_picture(sample(), "service"))
    seen = 0
    for piece in root.iter(f"{SVG}g"):
        kinds = {one.get("class") for one in piece.findall(f"{SVG}rect")}
        text = "".join("".join(one.itertext()) for one in piece.findall(f"{SVG}text"))
        for kind, sign in (("state-r", "×"), ("state-u", "?")):
            if kind in kinds and not (sign == "?" and "×" in text):
                seen += 1
                assert sign in text
    assert seen > 5


def test_a_picture_of_what_could_not_all_be_read_says_so() -> None:
    assert any(
        "Not all of the input could be read" in one
        for one in words(workload_picture(sample(), "class"))
    )
    whole = large(40)
    assert not any("Not all" in one for one in words(workload_picture(whole, "class")))


def test_nothing_to_draw_is_drawn() -> None:
    report = sample()
    report.lines, report.inputs = [], []
    picture = workload_picture(report, "class")
    assert "The line of nothing: 0 resources, by class" in words(picture)
    assert b'id="stack"' not in b"".join(render("html", report))


# -- colours


COLOR = re.compile(r"\.stack \.([\w-]+) \{ fill: (#\w{6})")


@pytest.mark.parametrize("night", [False, True])
def test_text_stands_out_by_day_and_by_night(night: bool) -> None:
    day, after = own_rules().split("@media (prefers-color-scheme: dark)")
    fills = dict(COLOR.findall(after if night else day))
    text = re.search(r"\.stack text \{ fill: (#\w{6})", after if night else day)
    assert text is not None
    for ink, ground in (
        (fills["aws-ink"], fills["aws"]),
        (fills["you-ink"], fills["you"]),
        (fills["soft"], fills["paper"]),
        (text[1], fills["paper"]),
    ):
        assert contrast(ink, ground) >= 4.5


def test_within_the_page_every_colour_is_the_pages() -> None:
    assert "#" not in page_rules()
    assert "@media" not in page_rules()
    assert set(re.findall(r"\.[\w-]+", own_rules())) >= set(
        re.findall(r"\.[a-z][\w-]+", page_rules())
    )
    page = b"".join(render("html", sample())).decode()
    style = page.split("<style>")[1].split("</style>")[0]
    for name in re.findall(r"var\((--[\w-]+)\)", page_rules()):
        assert f"{name}: " in style
    assert page.count("<style>") == 1
    ids = re.findall(r'\sid="([^"]+)"', page.split("<script")[0])
    assert len(ids) == len(set(ids))


# -- the picture in the documents


def test_the_picture_of_the_documents_is_todays() -> None:
    """Made by `partywall line --svg docs/images/line.svg`."""
    assert (ROOT / "docs" / "images" / "line.svg").read_bytes() == classes_picture(class_ids())


# -- in a browser


@pytest.mark.slow
@pytest.mark.parametrize("name", ["classes", "workload", "hostile"])
def test_a_browser_has_nothing_to_complain_of(name: str, tmp_path: Path) -> None:
    program = find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    file = tmp_path / "picture.svg"
    file.write_bytes(PICTURES[name]())
    browser = Browser(program, tmp_path / "profile")
    try:
        browser.open(file.as_uri(), "document.readyState === 'complete'")
        assert browser.complaints == []
        assert {one for one in browser.requests if one[:5] != "data:"} == {file.as_uri()}
        overflow = browser.value(
            "[...document.querySelectorAll('g > g')].filter((piece) => {"
            " const box = (one) => one.getBBox(), rects = [...piece.querySelectorAll('rect')];"
            " const left = Math.min(...rects.map((one) => box(one).x));"
            " const right = Math.max(...rects.map((one) => box(one).x + box(one).width));"
            " return [...piece.querySelectorAll('text')].some((one) =>"
            " box(one).x < left || box(one).x + box(one).width > right); }).length"
        )
        assert overflow == 0
    finally:
        browser.close()
