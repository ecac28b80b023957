"""Where everything in a picture of the stack stands: sides, walls, widths; in pixels, y downwards.

Nothing here knows SVG. The wall is cut into stretches, because it is drawn in another way where
it is not settled and where there is nothing to divide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import Final, Literal

from msgspec import Struct

from partywall.reports.stack.column import Column, Level

GAP: Final = 2
"""Between two rows."""

BETWEEN: Final = 14
"""Between two columns, so that their walls never touch."""

Kind = Literal["settled", "unsettled", "absent"]
"""How a stretch of the wall is: firm, waiting for a value that is not known, or not there."""


class Box(Struct, frozen=True, gc=False):
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class Piece(Struct, frozen=True, gc=False):
    """One level of a column: what it shows, AWS's side and the customer's, left and right.

    A side on which there is nothing has no width; a layer that is not there has no sides.
    """

    level: Level
    whole: Box
    aws: Box | None
    customer: Box | None


class Stretch(Struct, frozen=True):
    """A part of the wall, as the points of an unbroken line from below upwards."""

    kind: Kind
    points: tuple[tuple[int, int], ...]


class Place(Struct, frozen=True):
    """A column in its place; pieces bottom to top."""

    column: Column
    x: int
    width: int
    pieces: tuple[Piece, ...]
    wall: tuple[Stretch, ...]


def placed(
    columns: Sequence[Column],
    widths: Sequence[int],
    heights: Sequence[int],
    corner: tuple[int, int],
) -> Iterator[Place]:
    """The columns side by side from the upper left `corner`; `heights` of rows bottom to top."""
    x, top = corner
    bottoms = rows(heights, top)
    for column, width in zip(columns, widths, strict=True):
        pieces = tuple(
            divided(level, Box(x, y, width, height))
            for level, y, height in zip(column.levels, bottoms, heights, strict=True)
        )
        yield Place(column, x, width, pieces, tuple(_wall(pieces)))
        x += width + BETWEEN


def rows(heights: Sequence[int], top: int) -> list[int]:
    """The upper edge of every row, for heights bottom to top."""
    edges, y = [], top
    for height in reversed(heights):
        edges.append(y)
        y += height + GAP
    return edges[::-1]


def shared_out(counts: Sequence[int], room: int, least: int, most: int) -> list[int]:
    """Widths that divide `room` by count, none below `least` or above `most`."""
    narrow: set[int] = set()
    while True:
        rest = room - least * len(narrow)
        total = sum(count for n, count in enumerate(counts) if n not in narrow)
        more = {n for n, count in enumerate(counts) if rest * count < least * total} - narrow
        if not more:
            break
        narrow |= more
    return [
        least if n in narrow else min(most, rest * count // total) for n, count in enumerate(counts)
    ]


def divided(level: Level, whole: Box) -> Piece:
    """The level with its two sides."""
    if not level.total:
        return Piece(level, whole, None, None)
    left = round(whole.width * level.aws_share)
    aws = Box(whole.x, whole.y, left, whole.height)
    customer = Box(whole.x + left, whole.y, whole.width - left, whole.height)
    return Piece(level, whole, aws, customer)


# -- the wall


def _wall(pieces: Sequence[Piece]) -> Iterator[Stretch]:
    """The wall from the lowest level that is there to the highest, like stretches joined."""
    joined: list[tuple[Kind, list[tuple[int, int]]]] = []
    for kind, points in _steps(pieces):
        if joined and joined[-1][0] == kind:
            joined[-1][1].extend(points[1:])
        else:
            joined.append((kind, list(points)))
    return (Stretch(kind, _straight(points)) for kind, points in joined)


def _steps(pieces: Sequence[Piece]) -> Iterator[tuple[Kind, list[tuple[int, int]]]]:
    """Level by level: up beside it, then over to where the wall of the next one stands."""
    there = [piece for piece in pieces if piece.customer is not None]
    for piece, above in zip(there, [*there[1:], None], strict=False):
        x, upper = _side(piece), piece.whole.y
        yield _kind(piece), [(x, upper + piece.whole.height), (x, upper)]
        if above is None:
            return
        lower = above.whole.y + above.whole.height
        step = [(x, upper), (x, lower), (_side(above), lower)]
        if upper - lower > GAP:
            yield "absent", step
        else:
            firm = _kind(piece) == _kind(above) == "settled"
            yield "settled" if firm else "unsettled", step


def _side(piece: Piece) -> int:
    assert piece.customer is not None
    return piece.customer.x


def _kind(piece: Piece) -> Kind:
    return "unsettled" if piece.level.unresolved else "settled"


def _straight(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The line without points that lie between two others on a straight one."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and any(kept[-2][n] == kept[-1][n] == point[n] for n in (0, 1)):
            kept.pop()
        kept.append(point)
    return tuple(kept)


# -- text


def wrapped(text: str, width: int, em: int) -> list[str]:
    """The text in lines that fit into `width` at a font size of `em`; a long word is cut."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and measured(longer, em) > width:
            lines.append(line)
            longer = word
        line = cut(longer, width, em)
    return [*lines, line] if line else lines


def cut(text: str, width: int, em: int) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if measured(text, em) <= width:
        return text
    room = width / em - _advance("…")
    reach = accumulate(map(_advance, text))
    end = sum(1 for _ in takewhile(lambda reached: reached <= room, reach))
    return f"{text[:end]}…" if end else ""


def measured(text: str, em: int) -> int:
    """About how wide a text is in a sans-serif font: rather too much than too little."""
    return round(sum(map(_advance, text)) * em)


def _advance(character: str) -> float:
    if character in "iljtfr.,:;'| ()[]-":
        return 0.36
    if character in "mwMW—…" or not character.isascii():
        return 1.0
    return 0.68 if character.isupper() else 0.57
