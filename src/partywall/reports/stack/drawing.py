"""The picture of the stack as SVG: real text, no scripts, nothing fetched, the same bytes again.

AWS's side is plain and the customer's is hatched; a word or a letter says whose it is, too, so
nothing depends on colour. Whatever comes from the input is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.line.layer import LAYERS
from partywall.reports.escaping import xml
from partywall.reports.html.signs import CALM, STATE_SIGNS, STATE_WORDS
from partywall.reports.stack.column import Counts
from partywall.reports.stack.geometry import Box, Piece, Place, measured

EM: Final = 12
"""Size of the letters in the rows."""

LINE: Final = 15
"""From one line of text to the next."""

PAD: Final = 7
STRIP: Final = 4
"""Height of the strip at the foot of a side that shows the states."""

NARROW: Final = 12
"""Below this width a side has no room for a sign, and so has no strip either: no state is told
by colour alone. What is there, is told when the side is pointed at."""

SIDES: Final = (("AWS", "A", "aws"), ("You", "Y", "you"))
"""What AWS's side and the customer's say: in a word, in a letter, in the names of classes."""


class Text(Struct, frozen=True):
    """A text in its place, on its line of writing."""

    x: int
    y: int
    text: str
    style: str = ""
    end: bool = False


HATCHED: Final = '<rect class="you" width="6" height="6"/><path class="hatch" d="M-1 7 7 -1"/>'
"""The pattern of the customer's side, which `paper` names `NAME-you`."""


def paper(
    width: int, height: int, title: str, told: Iterable[str], rules: str, name: str, *,
    kind: str = "stack", pattern: tuple[str, str] = ("you", HATCHED),
) -> Iterator[str]:  # fmt: skip
    """The opening of a picture, with all it shows in words; `rules` is empty within a page.

    `kind` is its class for the style, `pattern` what its shapes are filled with: a name, and
    what is drawn in each square of it.
    """
    style = f"<style>\n{rules}</style>\n" if rules else ""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">\n'
        f'<title id="{name}-t">{xml(title)}</title>\n'
        f'<desc id="{name}-d">{xml(" ".join(told))}</desc>\n{style}'
        f'<defs><pattern id="{name}-{pattern[0]}" width="6" height="6" '
        f'patternUnits="userSpaceOnUse">{pattern[1]}</pattern></defs>\n'
        f'<rect class="paper" width="{width}" height="{height}"/>\n'
    )


def texts(lines: Iterable[Text]) -> Iterator[str]:
    """Texts, one element each."""
    for one in lines:
        style = f' class="{one.style}"' if one.style else ""
        end = ' text-anchor="end"' if one.end else ""
        yield f'<text x="{one.x}" y="{one.y}"{style}{end}>{xml(one.text)}</text>\n'


def column(place: Place, name: str, written: Sequence[Sequence[Text]]) -> Iterator[str]:
    """A column: its pieces with what is `written` on each, then the wall over them."""
    yield "<g>\n"
    for layer, piece, lines in zip(LAYERS, place.pieces, written, strict=True):
        about = f"{place.column.title}, {layer.title}: {spoken(piece)}"
        yield f"<g><title>{xml(about)}</title>"
        yield from _piece(piece, name)
        yield f"{''.join(texts(lines)).rstrip()}</g>\n"
    for stretch in place.wall:
        kind = "" if stretch.kind == "settled" else f" {stretch.kind}"
        points = " ".join(f"{x},{y}" for x, y in stretch.points)
        yield f'<polyline class="wall{kind}" points="{points}"/>\n'
    yield "</g>\n"


def spoken(piece: Piece) -> str:
    """What a piece shows, in a sentence or two."""
    level = piece.level
    said = [level.whose]
    if level.unresolved:
        said.append(f"{level.unresolved} of {level.total} not settled: a value is not known")
    states = (*level.aws_states, *level.your_states)
    said += [f"{count} {STATE_WORDS[letter]}" for letter, count in states]
    said += [f"AWS: {level.aws_duty}"] if level.aws_duty else []
    said += [f"you: {level.customer_duty}"] if level.customer_duty else []
    return "; ".join(said)


def _piece(piece: Piece, name: str) -> Iterator[str]:
    if piece.aws is None or piece.customer is None:
        yield _rect(piece.whole, "nobody")
        return
    if piece.aws.width:
        yield _rect(piece.aws, "aws")
        yield from _strip(piece.aws, piece.level.aws_states)
    if piece.customer.width:
        yield _rect(piece.customer, "", f' fill="url(#{name}-you)"')
        yield from _strip(piece.customer, piece.level.your_states)


def _rect(box: Box, style: str, more: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return f'<rect{named} x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"{more}/>'


def _strip(side: Box, states: Counts) -> Iterator[str]:
    """The states of a side, each as wide as it is frequent; AWS's quiet ones are left out."""
    total, x, before = sum(count for _, count in states), side.x, 0
    if side.width < NARROW:
        return
    for letter, count in states:
        before += count
        end = side.x + side.width * before // total
        if letter != "i" and end > x:
            y = side.y + side.height - STRIP
            yield _rect(Box(x, y, end - x, STRIP), f"state-{letter}")
        x = end


# -- what is written on a piece of a narrow column


def labels(piece: Piece) -> list[Text]:
    """Whose each side is, as far as there is room, and how often which state."""
    sides = ((piece.aws, piece.level.aws_states), (piece.customer, piece.level.your_states))
    found = []
    for (box, states), (word, letter, style) in zip(sides, SIDES, strict=True):
        if box is not None:
            told = tuple(one for one in states if (style, one[0]) != ("aws", "i"))
            pad = min(PAD, max(0, (box.width - NARROW) // 2))
            who, signs = _fitting(word, letter, told, box.width - 2 * pad)
            y = box.y + (box.height - STRIP + EM) // 2
            found += [Text(box.x + pad, y, who, f"{style}-ink who")] if who else []
            end = box.x + box.width - pad
            found += [Text(end, y, signs, f"{style}-ink sign", end=True)] if signs else []
    return found


def _fitting(word: str, letter: str, states: Counts, room: int) -> tuple[str, str]:
    """What there is room for: the word or at least the letter, and signs, the worst first.

    A state that asks for something is told before the word is, if need be without its count.
    """
    counted = [f"{STATE_SIGNS[one]}{count}" for one, count in states]
    fits = [(word, " ".join(counted[:n])) for n in range(len(counted), 0, -1)]
    if states and states[0][0] not in CALM:
        bare = STATE_SIGNS[states[0][0]]
        fits += [(letter, counted[0]), (word, bare), (letter, bare), ("", bare)]
    fits += [(word, ""), (letter, "")]
    return next((one for one in fits if _wide(*one) <= room), ("", ""))


def _wide(who: str, signs: str) -> int:
    return measured(who, EM) + measured(signs, EM) + (PAD if who and signs else 0)


# -- legend


def legend(x: int, y: int, name: str, states: Iterable[str], width: int) -> tuple[list[str], int]:
    """What sides, wall and signs mean, in as many rows as it takes; and the lower edge of it."""
    drawn, left, step = [], x, 20
    for kind, word in (*_KEYS, *((one, STATE_WORDS[one].partition(":")[0]) for one in states)):
        wide = 34 + measured(word, EM) + 14
        if left > x and left + wide > x + width:
            left, y = x, y + step
        drawn.append(_key(kind, left, y, name))
        drawn.extend(texts([Text(left + 34, y + 11, word)]))
        left += wide
    return drawn, y + step


_KEYS: Final = (
    ("aws", "AWS's side"),
    ("you", "your side"),
    ("wall", "the wall"),
    ("unsettled", "not settled: a value is not known"),
    ("nobody", "no such layer"),
)


def _key(kind: str, x: int, y: int, name: str) -> str:
    """The example that stands before a word of the legend."""
    box = Box(x, y, 26, 14)
    if kind == "aws":
        return _rect(box, "aws")
    if kind == "you":
        return _rect(box, "", f' fill="url(#{name}-you)"')
    if kind == "nobody":
        return _rect(box, "nobody")
    if kind in ("wall", "unsettled"):
        style = "wall" if kind == "wall" else "wall unsettled"
        return f'<polyline class="{style}" points="{x + 2},{y + 7} {x + 24},{y + 7}"/>'
    strip = _rect(Box(x + 12, y + 5, 14, STRIP), f"state-{kind}")
    return f"{strip}{''.join(texts([Text(x, y + 11, STATE_SIGNS[kind], 'sign')])).rstrip()}"


def worth_a_word(letters: Iterable[str]) -> list[str]:
    """The states that a legend explains: all that occur but AWS's quiet one."""
    return [letter for letter in dict.fromkeys(letters) if letter != CALM[0]]
