"""A map as SVG: real text, no scripts, nothing fetched, the same bytes again.

What a colour says, a sign, a word and the frame's pattern say as well. Whatever comes from the
input is escaped, and nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from partywall.assess.maps import MARKS, Area, Map, Mark
from partywall.reports.escaping import xml
from partywall.reports.map_layout import SIGNS, WIDE, Figure, Shape, drawn, folded, said, worst
from partywall.reports.stack.colors import own_rules
from partywall.reports.stack.drawing import EM, LINE, Text, paper, texts
from partywall.reports.stack.geometry import Box, cut, measured, wrapped
from partywall.reports.words import DISCLAIMER

RULES: Final = Path(__file__).with_name("html") / "map.css"

HATCH: Final = '<path class="hatch" d="M-1 7 7 -1"/>'
MARGIN: Final = 16
DETAILED: Final = 24
FEW: Final = 8
"""Areas of a file that are drawn in full at most, when they are marked and when they are not; the
others are a line each."""

LISTED: Final = 200
"""Areas of a file that have at least a line; the rest are counted."""


def picture(maps: Sequence[Map]) -> bytes:
    """The maps below one another as a file of its own, with legend and notes."""
    body: list[str] = []
    told: list[str] = []
    y = MARGIN
    titles = []
    for one in maps:
        titles.append(f"{one.title}: {one.file}")
        told += [titles[-1], *_told(one)]
        y = _whole(one, y, body)
    title = "; ".join(titles) or "There is nothing to draw"
    width, height = WIDE + 2 * MARGIN, y + MARGIN
    rules = own_rules(RULES)
    return "".join([*_paper(width, height, title, told, rules, "map"), *body, "</svg>\n"]).encode()


def figure(area: Area, name: str) -> Iterator[str]:
    """One area for a page that has the style already; `name` begins its ids."""
    placed = drawn(area, 2, 2)
    told = [f"{area.note}.", f"{area.way_note}." if area.way_note else "", said(area.counts())]
    yield from _paper(WIDE + 4, placed.bottom + 2, area.name, filter(None, told), "", name)
    yield from _figure(placed, name)
    yield "</svg>\n"


def _told(one: Map) -> Iterator[str]:
    """What a map shows, in words, for who cannot see it."""
    yield one.lead
    for area in one.areas[:DETAILED]:
        yield f"{area.name} ({area.note}): {said(area.counts()) or 'nothing in it'}."
    if len(one.areas) > DETAILED:
        yield f"And {len(one.areas) - DETAILED} more areas."
    yield from one.notes


def _whole(one: Map, y: int, body: list[str]) -> int:
    """A map from `y` downwards, with its headline; the lower edge of it."""
    head = [
        Text(MARGIN, y + 18, cut(f"{one.title}: {one.file}", WIDE, 17), "title"),
        Text(MARGIN, y + 38, said(one.counts()) or "Nothing of it is on a map."),
    ]
    body += texts(head)
    y = _legend(one.words, y + 48, body) if one.areas else y + 44
    full = _in_full(one.areas)
    for n, area in enumerate(one.areas[:LISTED]):
        placed = drawn(area, MARGIN, y) if n in full else folded(area, MARGIN, y)
        body += _figure(placed, "map")
        y = placed.bottom + (14 if n in full else 4)
    notes = [line for note in (*_left_out(one), *one.notes, DISCLAIMER)
             for line in wrapped(note, WIDE, EM)]  # fmt: skip
    body += texts(Text(MARGIN, y + (n + 1) * LINE, line, "soft") for n, line in enumerate(notes))
    return y + len(notes) * LINE + MARGIN


def _in_full(areas: tuple[Area, ...]) -> set[int]:
    """The areas that are drawn in full, by number: the most marked, and the first few."""
    order = sorted(range(len(areas)), key=lambda n: (worst(areas[n]), n))
    calm = MARKS.index("calm")
    return {n for k, n in enumerate(order[:DETAILED]) if k < FEW or worst(areas[n]) < calm}


def _left_out(one: Map) -> Iterator[str]:
    if len(one.areas) > len(_in_full(one.areas)):
        told = "The areas with the worst marks are drawn in full, the others in a line each"
        more = len(one.areas) - LISTED
        yield f"{told}; {more} more are not drawn." if more > 0 else f"{told}."


def _legend(words: Iterable[tuple[Mark, str]], y: int, body: list[str]) -> int:
    """What the marks mean, a line each if need be; the lower edge of it."""
    x = MARGIN
    for mark, word in words:
        wide = 30 + measured(word, EM) + 18
        if x > MARGIN and x + wide > MARGIN + WIDE:
            x, y = MARGIN, y + 22
        key = Text(x + 9, y + 13, SIGNS[mark], "" if mark == "calm" else f"{mark}-ink")
        body += _shape(Shape(Box(x, y, 24, 18), f"item {mark}", (key,)), "map")
        body += texts([Text(x + 30, y + 13, word)])
        x += wide
    return y + 30


# -- elements


def _paper(
    width: int, height: int, title: str, told: Iterable[str], rules: str, name: str
) -> Iterator[str]:
    """The opening of a map, as of every picture; what is bad is hatched."""
    return paper(width, height, title, told, rules, name, kind="map", pattern=("bad", HATCH))


def _figure(placed: Figure, name: str) -> Iterator[str]:
    yield "<g>\n"
    for shape in placed.shapes:
        yield from _shape(shape, name)
    if placed.arrow is not None:
        x, top, bottom, mark = placed.arrow
        shaft = f"M{x} {top + 2}V{bottom - 2}"
        yield f'<path class="way {mark}" d="{shaft}{_head(x, bottom, mark)}"/>\n'
    yield "</g>\n"


def _head(x: int, y: int, mark: Mark) -> str:
    """The point of an arrow; a bar where nothing comes in."""
    if mark == "calm":
        return f"M{x - 7} {y - 4}H{x + 7}"
    return f"M{x - 6} {y - 9}L{x} {y - 2}L{x + 6} {y - 9}"


def _shape(shape: Shape, name: str) -> Iterator[str]:
    box = shape.box
    if not box.width:
        yield from texts(shape.texts)
        return
    place = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"'
    about = f"<title>{xml(shape.about)}</title>" if shape.about else ""
    yield f'<g>{about}<rect class="{shape.style}" {place}/>'
    if shape.style == "item bad":
        yield f'<rect {place} fill="url(#{name}-bad)"/>'
    yield f"{''.join(texts(shape.texts)).rstrip()}</g>\n"
