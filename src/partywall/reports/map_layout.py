"""Where everything on a map stands: an area's box, its gateways, zones, subnets; in pixels.

Nothing here knows SVG. Heights follow from what is to be written, so that nothing overlaps; what
is too much for a picture (many kinds of resources in one subnet) is counted in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.assess.maps import MARKS, Area, Column, Item, Mark, Room
from partywall.reports.stack.drawing import EM, LINE, PAD, Text
from partywall.reports.stack.geometry import Box, cut, measured, wrapped

WIDE: Final = 1140
ABREAST: Final = 3
"""Width of an area, and zones (or gateways) side by side in it at most."""

GAP: Final = 8
INNER: Final = 12
SMALL: Final = EM - 1
FEW: Final = 4
MOST: Final = 8
"""Items of a room up to which each stands alone, and which are drawn; the rest are counted."""

DEEP: Final = 4
"""Lines of a note at most."""

ARROW: Final = 30
"""Height of the Internet's way in, above an area."""

SIGNS: Final[dict[Mark, str]] = {"bad": "!", "doubt": "?", "less": "~", "calm": "✓"}
"""What stands before a text besides its colour and its frame."""


class Shape(Struct, frozen=True):
    """A box with its texts; `about` is told when it is pointed at, `style` names its look."""

    box: Box
    style: str
    texts: tuple[Text, ...] = ()
    about: str = ""


class Figure(Struct, frozen=True):
    """An area in its place: its shapes, and where the next one may begin."""

    shapes: tuple[Shape, ...]
    arrow: tuple[int, int, int, Mark] | None
    bottom: int


def drawn(area: Area, x: int, y: int) -> Figure:
    """An area with all that is in it, from its upper left corner."""
    top = y + (ARROW if area.way else 0)
    inner = WIDE - 2 * INNER
    shapes: list[Shape] = []
    at = top + 46
    if area.gates:
        if area.gates_title:
            head = Text(x + INNER, at + SMALL, area.gates_title, "soft")
            shapes.append(Shape(Box(x + INNER, at, 0, 0), "bare", (head,)))
            at += LINE + 3
        gates, at = _tiles(area.gates, x + INNER, at, inner)
        shapes += gates
    for row in _rows(area.columns):
        found, at = _columns(row, x + INNER, at, inner)
        shapes += found
    bottom = at + INNER - GAP if area.gates or area.columns else at
    shapes[:0] = [_frame(area, Box(x, top, WIDE, bottom - top))]
    arrow = (x + INNER + 10, y, top, area.way) if area.way else None
    if arrow is not None and area.way_note:
        style = f"{area.way}-ink" if area.way != "calm" else "soft"
        told = Text(arrow[0] + 16, y + 18, f"{SIGNS[arrow[3]]} {area.way_note}", style)
        shapes.append(Shape(Box(x, y, 0, 0), "bare", (told,)))
    return Figure(tuple(shapes), arrow, bottom)


def folded(area: Area, x: int, y: int) -> Figure:
    """An area in a line: its name, and how many in it bear which word."""
    return Figure((_frame(area, Box(x, y, WIDE, 46)),), None, y + 46)


def said(counts: dict[str, tuple[Mark, int]]) -> str:
    """How many bear which word, the worst first, each with its sign."""
    return " · ".join(f"{SIGNS[mark]} {many} {word}" for word, (mark, many) in counts.items())


def label(item: Item) -> str:
    """What an item is called: its address, or how many of what type."""
    if len(item.members) == 1:
        return item.members[0]
    return f"{len(item.members)} × {kind(item)}"


def kind(item: Item) -> str:
    """The type in short: `EC2 Instance`; without its service where its name says that already."""
    service, _, name = item.type.removeprefix("AWS::").partition("::")
    return name if name.startswith(service) else f"{service} {name}".replace("::", " ").strip()


def tail(text: str, width: int, em: int) -> str:
    """The end of a text that fits, for addresses differ there."""
    if measured(text, em) <= width:
        return text
    return f"…{cut(text[::-1], width, em)[-2::-1]}"


def condensed(items: Sequence[Item]) -> Sequence[Item]:
    """The items; where they are many, those of one type and mark as one, whatever is told.

    First those that nobody need look at; when there are still too many, the others as well.
    """
    for most, marks in ((FEW, ("calm",)), (MOST, MARKS)):
        if len(items) > most:
            items = _merged(items, marks)
    return items


def _merged(items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    """The items, those of one type and one of these marks as one."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for n, one in enumerate(items):
        key = (one.type, one.mark, one.word) if one.mark in marks else (n,)
        found.setdefault(key, []).append(one)
    return [
        Item(
            ones[0].type,
            tuple(sorted({each for one in ones for each in one.members})),
            ones[0].mark,
            ones[0].word,
            _common(ones),
        )
        for ones in found.values()
    ]


def _common(ones: Sequence[Item]) -> str:
    """What is told of all of them, or of the first that anything is told of."""
    notes = list(dict.fromkeys(one.note for one in ones))
    first = next(filter(None, notes), "")
    return f"{first}; others differ" if len(notes) > 1 else first


def _frame(area: Area, box: Box) -> Shape:
    counts = cut(said(area.counts()), box.width // 2, EM)
    room = box.width - measured(counts, EM) - 3 * INNER
    texts = (
        Text(box.x + INNER, box.y + 19, tail(area.name, room, EM + 2), "place"),
        Text(box.x + INNER, box.y + 36, cut(area.note, box.width - 2 * INNER, SMALL), "soft"),
        Text(box.x + box.width - INNER, box.y + 19, counts, end=True),
    )
    return Shape(box, "area", texts, f"{area.name}: {area.note}; {said(area.counts())}")


def _rows(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """Zones in rows of about the same length."""
    if columns:
        lines = -(-len(columns) // ABREAST)
        each = -(-len(columns) // lines)
        for n in range(0, len(columns), each):
            yield columns[n : n + each]


# -- zones and rooms


def _columns(row: Sequence[Column], x: int, y: int, width: int) -> tuple[list[Shape], int]:
    """Zones side by side, as high as the highest."""
    each = (width - GAP * (len(row) - 1)) // len(row)
    found: list[list[Shape]] = []
    ends = []
    for n, one in enumerate(row):
        left, at = x + n * (each + GAP), y + 26
        inside: list[Shape] = []
        for room in one.rooms:
            shapes, at = _room(room, left + PAD, at, each - 2 * PAD)
            inside += shapes
        if not one.rooms:
            nothing = Text(left + PAD, at + 6, "nothing that is surely in it", "soft")
            inside.append(Shape(Box(left, at, 0, 0), "bare", (nothing,)))
            at += LINE
        found.append(inside)
        ends.append(at)
    bottom = max(ends)
    shapes = []
    for n, (one, inside) in enumerate(zip(row, found, strict=True)):
        box = Box(x + n * (each + GAP), y, each, bottom - y)
        name = f"{one.name}: {one.word}" if one.word else one.name
        sign = f"{SIGNS[one.mark]} " if one.word else ""
        head = Text(box.x + PAD, y + 17, cut(f"{sign}{name}", each - 2 * PAD, EM), "head")
        shapes += [Shape(box, f"zone {one.mark}", (head,), name), *inside]
    return shapes, bottom + GAP


def _room(room: Room, x: int, y: int, width: int) -> tuple[list[Shape], int]:
    at = y + 20
    texts = [Text(x + PAD, y + 15, tail(room.name, width - 2 * PAD, EM), "head")]
    if room.note:
        texts.append(Text(x + PAD, y + 30, cut(room.note, width - 2 * PAD, SMALL), "soft"))
        at = y + 36
    shapes: list[Shape] = []
    items = condensed(room.items)
    shown, rest = items[:MOST], items[MOST:]
    for item in shown:
        shape = _item(item, x + PAD, at, width - 2 * PAD)
        shapes.append(shape)
        at = shape.box.y + shape.box.height + 4
    if rest:
        texts.append(Text(x + PAD, at + 12, _more(rest, width - 2 * PAD), "soft"))
        at += LINE + 2
    if not room.items:
        texts.append(Text(x + PAD, at + 11, "nothing with an interface", "soft"))
        at += LINE + 2
    box = Box(x, y, width, at - y + 2)
    about = f"{room.name} {room.note}".strip()
    return [Shape(box, "room", tuple(texts), about), *shapes], box.y + box.height + 6


def _more(rest: Sequence[Item], width: int) -> str:
    """What is not drawn: how many resources, and how many of them are marked."""
    count = len({one for item in rest for one in item.members})
    marked = sum(len(item.members) for item in rest if item.mark != "calm")
    asking = f", {marked} of them marked" if marked else ""
    return cut(f"and {count} more{asking}", width, SMALL)


# -- items


def _tiles(items: Sequence[Item], x: int, y: int, width: int) -> tuple[list[Shape], int]:
    """Items side by side, row by row; those that are too many are counted."""
    each = (width - GAP * (ABREAST - 1)) // ABREAST
    shapes, at, items = [], y, condensed(items)
    most = ABREAST * MOST
    for n in range(0, min(len(items), most), ABREAST):
        row = [
            _item(one, x + k * (each + GAP), at, each)
            for k, one in enumerate(items[n : min(n + ABREAST, most)])
        ]
        shapes += row
        at = max(one.box.y + one.box.height for one in row) + 6
    if len(items) > most:
        text = Text(x, at + 12, _more(items[most:], width), "soft")
        shapes.append(Shape(Box(x, at, 0, 0), "bare", (text,)))
        at += LINE + 6
    return shapes, at + 4


def _item(item: Item, x: int, y: int, width: int) -> Shape:
    """An item in one line when there is nothing to tell, else with its note below.

    What stands at the right of its name goes below it where both are too long for a line.
    """
    left, right, room = x + PAD, x + width - PAD, width - 2 * PAD
    sign = f"{SIGNS[item.mark]} " if item.word else ""
    plain, alone = item.mark == "calm", len(item.members) == 1
    name = (tail if alone else cut)(label(item), room - measured(sign, EM), EM)
    style = "" if plain else f"{item.mark}-ink"
    said = "" if plain else item.word
    beside = said or (kind(item) if alone else "")
    fits = measured(f"{sign}{name}", EM) + measured(beside, EM) + PAD <= room
    texts = [Text(left, y + 15, f"{sign}{name}", style)]
    if beside and fits:
        texts.append(Text(right, y + 15, beside, style or "soft", end=True))
    elif said:
        texts.append(Text(left, y + 15 + LINE, said, style))
    top = y + 15 + (LINE if said and not fits else 0)
    typed = kind(item) if alone and (said or not fits) else ""
    lines = _noted(" · ".join(filter(None, (typed, item.note))), room)
    texts += [Text(left, top + LINE * n, line, "soft") for n, line in enumerate(lines, 1)]
    height = top - y + 6 + LINE * len(lines)
    return Shape(Box(x, y, width, height), f"item {item.mark}", tuple(texts), _about(item))


def _noted(note: str, width: int) -> list[str]:
    lines = wrapped(note, width, SMALL)
    if len(lines) > DEEP:
        kept = wrapped(" ".join(lines[: DEEP - 1]), width, SMALL)
        return [*kept, f"{cut(' '.join(lines[DEEP - 1 :]), width, SMALL)}"]
    return lines


def _about(item: Item) -> str:
    """All of it, for who points at it."""
    more = len(item.members) - MOST
    names = ", ".join(item.members[:MOST]) + (f" and {more} more" if more > 0 else "")
    return "; ".join(one for one in (kind(item), names, item.word, item.note) if one)


def worst(area: Area) -> int:
    """How soon an area is to be looked at: the place of its worst mark among all."""
    marks = (MARKS.index(mark) for mark, _ in area.counts().values())
    return min(marks, default=len(MARKS))
