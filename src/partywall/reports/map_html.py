"""A map in HTML: each area a picture that folds away, with the same beside it as a table.

Readable without scripts; with one, the areas can be filtered. The page's policy admits its own
style and script alone, by their hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Template
from typing import Final

import partywall
from partywall.assess.maps import MARKS, Area, Item, Map, Mark
from partywall.reports.escaping import html
from partywall.reports.html.parts import part, source_hash
from partywall.reports.map_layout import SIGNS, kind, said, worst
from partywall.reports.map_svg import RULES, figure
from partywall.reports.stack.colors import page_rules
from partywall.reports.words import DISCLAIMER

OPENED: Final = 4
"""Areas that are open when the page comes up: those most marked, or all of as many."""

DRAWN: Final = 60
"""Areas that have a picture; the others, less marked, have their table."""

NAMED: Final = 500
"""Resources of one item that are listed by address; the rest are counted."""

Counts = dict[str, tuple[Mark, int]]


def page(maps: Sequence[Map]) -> bytes:
    """A page of its own with one or more maps."""
    style = f"{part('report.css')}{style_rules()}"
    title = " and ".join(dict.fromkeys(one.title for one in maps)) or "Nothing to draw"
    return (
        Template(part("map.html"))
        .substitute(
            style=style,
            style_hash=source_hash(style),
            script=script(),
            script_hash=source_hash(script()),
            version=html(partywall.__version__),
            title=html(title),
            disclaimer=html(DISCLAIMER),
            body="".join(piece for n, one in enumerate(maps) for piece in section(one, f"map{n}")),
        )
        .encode()
    )


def links(maps: Sequence[Map]) -> str:
    """The way to the first map of each kind from the top of a page."""
    first = {one.kind: n for n, one in reversed(list(enumerate(maps)))}
    return "".join(
        f'<li><a href="#map{first[kind]}">{word}</a></li>'
        for kind, word in (("reach", "What is reached"), ("resilience", "What survives"))
        if kind in first
    )


def style_rules() -> str:
    """The rules that a page with maps needs besides its own."""
    return f"{page_rules(RULES)}{part('atlas.css')}"


def script() -> str:
    """The script of the filters."""
    return part("map.js")


def section(one: Map, name: str) -> Iterator[str]:
    """A map as a section of a page; `name` begins its ids."""
    yield f'<section id="{name}" class="atlas" aria-labelledby="{name}-title"><details open>\n'
    title = f"{one.title}: {one.file}"
    yield f'<summary><h2 id="{name}-title">{html(title)}</h2></summary>\n'
    yield f'<p class="quiet">{html(one.lead)}</p>\n<p>{html(said(one.counts()))}</p>\n'
    if one.areas:
        yield _legend(one)
        yield _filter(one, name)
    order = sorted(range(len(one.areas)), key=lambda n: (worst(one.areas[n]), n))
    asking = [n for n in order if worst(one.areas[n]) < MARKS.index("calm")]
    opened = set(order if len(order) <= OPENED else asking[:OPENED])
    drawn = set(order[:DRAWN])
    for n, area in enumerate(one.areas):
        yield from _area(area, f"{name}-{n}", opened=n in opened, drawn=n in drawn)
    notes = [f"Pictures are drawn of the {DRAWN} areas most marked."] * (len(one.areas) > DRAWN)
    for note in (*notes, *one.notes):
        yield f'<p class="quiet">{html(note)}</p>\n'
    yield "</details></section>\n"


def _legend(one: Map) -> str:
    keys = "".join(f"<li>{_mark(mark)}{html(word)}</li>" for mark, word in one.words)
    return f'<ul class="map-legend" aria-label="Legend">{keys}</ul>\n'


def _mark(mark: Mark) -> str:
    return f'<span class="mark mark-{mark}">{SIGNS[mark]}</span>'


def _filter(one: Map, name: str) -> str:
    """The filters, which the script brings to light."""
    options = "".join(
        f'<option value="{mark}">{SIGNS[mark]} {html(word.partition(":")[0])}</option>'
        for mark, word in one.words
    )
    return (
        f'<div class="map-filter" role="search" aria-label="Filter the map" hidden>'
        f'<label>Find<input type="search" id="{name}-find"></label><label>Show'
        f'<select id="{name}-mark"><option value="">everything</option>{options}</select></label>'
        '<output aria-live="polite"></output></div>\n'
    )


def _area(area: Area, name: str, *, opened: bool, drawn: bool) -> Iterator[str]:
    yield f'<details class="area"{" open" if opened else ""}><summary>'
    yield f'<b class="mono"><bdi>{html(area.name)}</bdi></b> <small>{html(area.note)}</small> '
    yield f'<span class="counts">{html(said(area.counts()))}</span></summary>\n'
    if drawn:
        about = html(f"Picture of {area.name}, scrollable")
        yield f'<div class="picture" role="region" aria-label="{about}" tabindex="0">\n'
        yield from figure(area, name)
        yield "</div>\n"
    rows = list(area.items())
    if rows:
        many = len({one for _, _, item in rows for one in item.members})
        count = f"{many} resource{'s' * (many != 1)}"
        yield f'<details class="rows"><summary>As a table: {count}</summary>\n'
        yield "<table><thead><tr>"
        yield "".join(f'<th scope="col">{one}</th>' for one in _HEADS)
        yield "</tr></thead><tbody>\n"
        for zone, room, item in rows:
            yield _row(zone, room, item)
        yield "</tbody></table></details>\n"
    yield "</details>\n"


_HEADS: Final = ("Resources", "Type", "State", "What is told", "Zone", "Subnet or part")


def _row(zone: str, room: str, item: Item) -> str:
    state = f"{_mark(item.mark)}{html(item.word)}" if item.word else ""
    return (
        f'<tr data-mark="{item.mark if item.word else ""}"><th scope="row">{_members(item)}</th>'
        f'<td>{html(kind(item))}</td><td class="state">{state}</td><td>{html(item.note)}</td>'
        f"<td>{html(zone)}</td><td>{html(room)}</td></tr>\n"
    )


def _members(item: Item) -> str:
    if len(item.members) == 1:
        return f'<bdi class="mono">{html(item.members[0])}</bdi>'
    names = [f'<li><bdi class="mono">{html(one)}</bdi></li>' for one in item.members[:NAMED]]
    more = len(item.members) - NAMED
    rest = f"<li>and {more} more</li>" if more > 0 else ""
    count = f"{len(item.members)} resources"
    return f"<details><summary>{count}</summary><ul>{''.join(names)}{rest}</ul></details>"
