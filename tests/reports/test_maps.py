"""Maps as SVG and HTML: real text, told in words too, harmless, readable at every size."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from partywall.assess.maps import MARKS, Area, Column, Item, Map, Mark, Room
from partywall.reports import map_html, map_layout, map_svg, render
from partywall.reports.map_layout import SIGNS, Shape, condensed, drawn, tail
from partywall.reports.map_svg import RULES, picture
from partywall.reports.stack.colors import own_rules, page_rules
from partywall.reports.stack.geometry import measured
from reports.browser import Browser, find
from reports.sample import HOSTILE, LONG, TURNED, sample
from reports.test_html import contrast

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).with_name("golden")
WORDS: tuple[tuple[Mark, str], ...] = (
    ("bad", "reached: a packet arrives"),
    ("doubt", "perhaps: something is not known"),
    ("less", "degraded: some are left"),
    ("calm", "fine: nothing arrives"),
)
WORD = {mark: word.partition(":")[0] for mark, word in WORDS}


def item(mark: Mark, *members: str, note: str = "", type: str = "AWS::EC2::Instance") -> Item:
    return Item(type, members, mark, WORD[mark], note)


def small(text: str = "") -> Map:
    """Ten resources: a door, a VPC of two zones, one of none; `text` is in every text."""
    gates = (Item("Internet gateway", (f"igw{text}",), "calm", "", ""),)
    rooms = (
        Room(f"public{text}", f"10.0.0.0/24 · default route{text}", (
            item("bad", f"front1{text}", f"front2{text}", note=f"tcp/443 from anywhere{text}"),
            item("doubt", f"odd{text}", note=f"a rule is not known{text} " * 9),
        )),
        Room(f"private{text}", "10.0.1.0/24", (
            item("less", f"half{text}", note="1 of 2 left"),
            item("calm", f"back{text}"),
        )),
    )  # fmt: skip
    columns = (Column(f"eu-west-1a{text}", rooms),
               Column(f"eu-west-1b{text}", (), "bad", "lost"))  # fmt: skip
    doors = (item("bad", f"door{text}", note="tcp/443", type=f"AWS::EKS::{text}Cluster"),)
    areas = (
        Area("Front doors", "no interface", doors, (), "", "bad", "The Internet reaches 1 here"),
        Area(f"vpc{text}", f"VPC · 10.0.0.0/16{text}", gates, columns, "Gateways", "doubt",
             "The Internet perhaps reaches 1 here"),
        Area(f"empty{text}", "VPC", (), (), "", "calm", "The Internet reaches nothing here"),
    )  # fmt: skip
    return Map("reach", f"plan{text}.json", "What the Internet reaches", "Each box is a VPC.",
               WORDS, areas, (f"2 of 12 resources are not on the map{text}.",))  # fmt: skip


def large(resources: int, vpcs: int) -> Map:
    """So many resources in VPCs of six subnets; every seventh VPC has some that are reached."""
    areas = []
    each = resources // vpcs // 6
    for v in range(vpcs):
        columns = []
        for zone in "abc":
            rooms = []
            for s in "xy":
                names = tuple(f"vpc{v}.{zone}{s}.instance{n}" for n in range(each))
                kinds: list[Item] = []
                for n, one in enumerate(names):
                    mark: Mark = "bad" if v % 7 == 0 and n % 5 == 0 else "calm"
                    kinds.append(item(mark, one, note=f"tcp/{n} from 0.0.0.0/{n % 20}"))
                rooms.append(Room(f"vpc{v}.{zone}{s}", "10.0.0.0/24", tuple(kinds)))
            columns.append(Column(zone, tuple(rooms)))
        way: Mark = "calm" if v % 7 else "bad"
        areas.append(Area(f"vpc{v}", "VPC", (), tuple(columns), "", way, "as it is"))
    return Map("reach", "plan.json", "What the Internet reaches", "", WORDS, tuple(areas))


MAPS = {
    "small": small,
    "hostile": lambda: small(HOSTILE + TURNED + "\x00&<'\"]]>"),
    "long": lambda: small(LONG),
    "hundred": lambda: large(100, 3),
    "thousand": lambda: large(1000, 20),
    "empty": lambda: Map("reach", "plan.json", "Nothing", "", WORDS, ()),
}
EACH = pytest.mark.parametrize("name", MAPS)


def root_of(one: Map) -> ET.Element:
    return ET.fromstring(picture([one]))


# -- as files


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_map_is_as_it_was_read_in_review(form: str, request: pytest.FixtureRequest) -> None:
    found = picture([small()]) if form == "svg" else map_html.page([small()])
    file = GOLDEN / f"map.{form}"
    if request.config.getoption("--update-golden"):
        file.write_bytes(found)
    assert found == file.read_bytes()


@EACH
def test_same_map_same_bytes(name: str) -> None:
    assert picture([MAPS[name]()]) == picture([MAPS[name]()])
    assert map_html.page([MAPS[name]()]) == map_html.page([MAPS[name]()])


@EACH
def test_it_is_a_picture_with_a_title_and_words_for_those_who_cannot_see_it(name: str) -> None:
    one = MAPS[name]()
    root = root_of(one)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    title, told = root[0], root[1]
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert one.title in str(title.text)
    for area in one.areas[: map_svg.DETAILED]:
        for word, (_, many) in area.counts().items():
            assert f"{many} {word}" in str(told.text)


@EACH
def test_nothing_can_run_or_be_fetched(name: str) -> None:
    text = picture([MAPS[name]()]).decode()
    tags = {one.tag.removeprefix(SVG) for one in root_of(MAPS[name]()).iter()}
    assert tags <= {
        *("svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "g", "text")
    }
    names = {name for one in root_of(MAPS[name]()).iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert not re.search(r"url\((?!#)|@import", text)
    assert re.findall(r"https?://[^\"\s]*", text) == ["http://www.w3.org/2000/svg"]
    assert "\u202e" not in text


@EACH
def test_everything_is_on_the_paper(name: str) -> None:
    root = root_of(MAPS[name]())
    _, _, width, height = map(int, str(root.get("viewBox")).split())
    for one in root.iter():
        if one.tag in (f"{SVG}rect", f"{SVG}text") and one.get("x"):
            assert 0 <= int(str(one.get("x"))) + int(one.get("width", 0)) <= width
            assert 0 <= int(str(one.get("y"))) + int(one.get("height", 0)) <= height


# -- where things stand


def shapes(one: Map, kind: str) -> list[Shape]:
    return [
        shape
        for area in one.areas
        for shape in drawn(area, 0, 0).shapes
        if shape.style.split()[0] == kind
    ]


@EACH
def test_texts_stay_within_their_boxes(name: str) -> None:
    for kind in ("area", "zone", "room", "item"):
        assert bool(shapes(MAPS[name](), kind)) == (name != "empty"), kind
        for shape in shapes(MAPS[name](), kind):
            box = shape.box
            for text in shape.texts:
                wide = measured(text.text, 11 if "soft" in text.style else 12)
                left = text.x - wide if text.end else text.x
                assert box.x <= left
                assert left + wide <= box.x + box.width + 2
                assert box.y <= text.y <= box.y + box.height


@EACH
def test_items_never_overlap_and_stand_in_their_area(name: str) -> None:
    for area in MAPS[name]().areas:
        placed = drawn(area, 0, 0)
        boxes = [one.box for one in placed.shapes if one.style.startswith("item")]
        (frame,) = [one.box for one in placed.shapes if one.style == "area"]
        for n, one in enumerate(boxes):
            assert frame.x <= one.x
            assert one.x + one.width <= frame.x + frame.width
            assert one.y + one.height <= frame.y + frame.height
            for other in boxes[n + 1 :]:
                apart = (
                    one.x + one.width <= other.x
                    or other.x + other.width <= one.x
                    or one.y + one.height <= other.y
                    or other.y + other.height <= one.y
                )
                assert apart


@EACH
def test_a_mark_is_a_sign_and_a_word_and_a_frame_and_never_only_a_colour(name: str) -> None:
    for shape in shapes(MAPS[name](), "item"):
        mark = shape.style.split()[1]
        text = " ".join(one.text for one in shape.texts)
        if mark != "calm":
            assert text.startswith(SIGNS[mark])  # type: ignore[index]
            assert WORD[mark] in text  # type: ignore[index]
    rules = RULES.read_text("utf-8")
    for mark, frame in (("doubt", "stroke-dasharray: 6 4"), ("less", "stroke-dasharray: 2 3")):
        assert frame in rules.split(f".map .item.{mark} {{")[1].split("}")[0]
    assert len(set(SIGNS.values())) == len(MARKS)


def test_what_is_bad_is_hatched() -> None:
    root = root_of(small())
    hatched = [one for one in root.iter(f"{SVG}rect") if one.get("fill") == "url(#map-bad)"]
    bad = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "item bad"]
    assert len(hatched) == len(bad) > 2
    (pattern,) = root.iter(f"{SVG}pattern")
    assert pattern.get("id") == "map-bad"


def test_too_many_kinds_are_put_together_by_type_and_mark() -> None:
    items = [item("bad" if n < 3 else "calm", f"r{n:02}", note=f"tcp/{n}") for n in range(20)]
    assert condensed(items[: map_layout.FEW]) == items[: map_layout.FEW]
    assert condensed(items[:3] * 2) == items[:3] * 2
    assert [one.members for one in condensed(items[:6])] == [
        *(("r00",), ("r01",), ("r02",)),
        ("r03", "r04", "r05"),
    ]
    many = [item("bad" if n < 12 else "calm", f"r{n:02}", note=f"tcp/{n}") for n in range(20)]
    bad, calm = condensed(many)
    assert (bad.mark, bad.members) == ("bad", tuple(f"r{n:02}" for n in range(12)))
    assert bad.note == "tcp/0; others differ"
    assert len(calm.members) == 8


def test_what_is_not_drawn_is_counted() -> None:
    types = [f"AWS::A{n:02}::B" for n in range(12)]
    marks: list[Mark] = ["doubt", *["calm"] * 11]  # type: ignore[list-item]
    items = tuple(item(marks[-n - 1], f"r{n:02}", type=type) for n, type in enumerate(types))
    room = Room("subnet", "", items)
    placed = drawn(Area("vpc", "", (), (Column("a", (room,)),)), 0, 0)
    texts = [text.text for shape in placed.shapes for text in shape.texts]
    assert "and 4 more, 1 of them marked" in texts


def test_the_end_of_an_address_is_what_is_kept() -> None:
    name = "module.network.aws_subnet.private[2]"
    assert tail(name, 1000, 12) == name
    assert tail(name, 120, 12).startswith("…")
    assert tail(name, 120, 12).endswith("private[2]")
    assert measured(tail(name, 120, 12), 12) <= 120


# -- sizes


def test_a_thousand_resources_are_a_picture_of_a_few_screens() -> None:
    found = picture([large(1000, 20)])
    height = int(str(ET.fromstring(found).get("height")))
    assert len(found) < 70_000
    assert height < 4000
    assert len(map_html.page([large(1000, 20)])) < 700_000


def test_areas_without_marks_are_a_line_each_when_there_are_many() -> None:
    root = root_of(large(1000, 20))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert all(f"vpc{n}" in texts for n in range(20))
    assert sum(text.startswith("10.0.0.0/24") for text in texts) == map_svg.FEW * 6
    assert any("the others in a line each" in text for text in texts)


def test_areas_beyond_all_measure_are_counted() -> None:
    many = map_svg.LISTED + 5
    areas = tuple(Area(f"vpc{n}", "VPC", (), ()) for n in range(many))
    one = Map("reach", "f", "T", "", WORDS, areas)
    texts = ["".join(each.itertext()) for each in root_of(one).iter(f"{SVG}text")]
    assert any("5 more are not drawn" in text for text in texts)


# -- HTML


class Page(HTMLParser):
    """Elements, attributes and the rows of tables."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.cells: list[str] = []
        self._open = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.ids += [str(value) for name, value in attrs if name == "id"]
        if tag in ("th", "td"):
            self._open = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cells[-1] += data


@EACH
def test_the_page_admits_its_own_style_and_script_alone(name: str) -> None:
    page = map_html.page([MAPS[name]()]).decode()
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_texts_of_the_input_add_no_element_and_no_attribute() -> None:
    plain, hostile = (Page(map_html.page([MAPS[one]()])) for one in ("small", "hostile"))
    assert hostile.tags == plain.tags
    assert hostile.names == plain.names
    assert "img" not in hostile.tags
    assert not [name for name in hostile.names if name.startswith("on") or name == "style"]


@EACH
def test_beside_each_picture_stands_a_table_with_every_resource(name: str) -> None:
    one = MAPS[name]()
    cells = "\n".join(Page(map_html.page([one])).cells)
    plain = name != "hostile"
    for area in one.areas:
        for zone, room, each in area.items():
            if plain:
                assert all(member in cells for member in each.members)
                assert zone in cells
                assert room in cells
            assert each.word in cells


def test_ids_are_unique_also_with_several_maps() -> None:
    ids = Page(map_html.page([small(), large(100, 3), small()])).ids
    assert len(ids) == len(set(ids))


def test_areas_that_ask_for_a_look_are_open() -> None:
    page = map_html.page([large(1000, 20)]).decode()
    opened = re.findall(r'<details class="area"( open)?><summary><b[^>]*><bdi>(\w+)</bdi>', page)
    assert [name for mark, name in opened if mark] == ["vpc0", "vpc7", "vpc14"]
    assert len(opened) == 20


# -- in the report of a check


def test_the_report_has_maps_below_the_matrix_and_without_them_no_trace() -> None:
    report = sample()
    plain = b"".join(render("html", report)).decode()
    assert "map-filter" not in plain
    report.maps = [small()]
    page = b"".join(render("html", report)).decode()
    assert page.index('id="matrix"') < page.index('id="map0"') < page.index('id="input"')
    assert '<a href="#map0">What is reached</a>' in page
    style, script = (re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[0]
                     for tag in ("style", "script"))  # fmt: skip
    for text in (style, script):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"sha256-{digest}'" in page
    ids = re.findall(r'\sid="([^"]+)"', page.split("<script")[0])
    assert len(ids) == len(set(ids))
    for name in re.findall(r"var\((--[\w-]+)\)", style):
        assert f"{name}: " in style


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "md", "text"])
def test_no_other_format_has_maps(form: str) -> None:
    report = sample()
    plain = b"".join(render(form, report))
    report.maps = [small()]
    assert b"".join(render(form, report)) == plain


# -- colours


@pytest.mark.parametrize("night", [False, True])
def test_text_stands_out_by_day_and_by_night(night: bool) -> None:
    day, after = own_rules(RULES).split("@media (prefers-color-scheme: dark)")
    fills = dict(re.findall(r"\.map \.?([\w-]+) \{ fill: (#\w{6})", after if night else day))
    for ground in ("paper", "area", "zone", "room", "item"):
        for ink in ("text", "soft", "bad-ink", "doubt-ink", "less-ink"):
            assert contrast(fills[ink], fills[ground]) >= 4.5


def test_within_the_page_every_colour_is_the_pages() -> None:
    assert "#" not in page_rules(RULES)
    assert "@media" not in page_rules(RULES)


# -- in a browser


@pytest.mark.slow
def test_filters_show_what_was_asked_for(tmp_path: Path) -> None:
    program = find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    file = tmp_path / "map.html"
    file.write_bytes(map_html.page([large(1000, 20)]))
    browser = Browser(program, tmp_path / "profile")
    try:
        browser.open(file.as_uri(), "document.readyState === 'complete'")
        assert browser.value("document.querySelector('.map-filter').hidden") is False
        shown = "[...document.querySelectorAll('details.area')].filter((one) => !one.hidden).length"
        change = (
            "document.querySelector('.map-filter {0}').value = '{1}';"
            "document.querySelector('.map-filter').dispatchEvent(new Event('input'))"
        )
        assert browser.value(shown) == 20
        browser.value(change.format("select", "bad"))
        assert browser.value(shown) == 3
        assert browser.value("document.querySelector('output').textContent") == "3 of 20 shown"
        browser.value(change.format("input", "vpc7.ax.instance5"))
        assert browser.value(shown) == 1
        browser.value(change.format("select", ""))
        browser.value(change.format("input", "no such thing"))
        assert browser.value(shown) == 0
        browser.value(change.format("input", ""))
        assert browser.value(shown) == 20
        assert browser.complaints == []
        assert {one for one in browser.requests if one[:5] != "data:"} == {file.as_uri()}
    finally:
        browser.close()


def test_what_is_too_long_for_a_line_goes_below_it() -> None:
    """No word of a label, a type or a state is cut where another line holds it."""
    balancers = [f"lb{n}" for n in range(21)]
    kind = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    items = (
        item("doubt", *balancers, type=kind),
        item("calm", "a-balancer-with-quite-a-name", type=kind),
        item("calm", "workers", type="AWS::AutoScaling::AutoScalingGroup"),
    )
    columns = tuple(Column(f"zone {n}", (Room("here", "", items),)) for n in range(3))
    told = [
        text.text
        for shape in drawn(Area("Region", "", (), columns, "", "calm", ""), 0, 0).shapes
        for text in shape.texts
    ]
    assert not [one for one in told if "…" in one]
    assert told.count("? 21 × ElasticLoadBalancingV2 LoadBalancer") == 3
    assert told.count("ElasticLoadBalancingV2 LoadBalancer") == 3
    assert told.count("AutoScalingGroup") == 3
