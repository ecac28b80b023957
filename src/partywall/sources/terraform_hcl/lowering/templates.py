"""Templates: `"${…}"`, heredocs, `%{if}` and `%{for}`, strip markers and indentation.

The literal parts are what lies between the markers, byte for byte, because the grammar does not
count the white space at their ends. The rest follows Terraform's own steps, seen in its results:
a heredoc is taken line by line, a `~` trims the one line (or part of it) next to it, and only then
is the indentation of `<<-` removed, as far as each line still begins with white space.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from tree_sitter import Node

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.lowering.text import quoted, verbatim
from partywall.sources.terraform_hcl.syntax import (
    Conditional,
    Constant,
    Expr,
    Template,
    TemplateFor,
)

if TYPE_CHECKING:
    from partywall.sources.terraform_hcl.lowering.expressions import Expressions

_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Terraform trims."""


class _Text(Struct, eq=False):
    """A literal part: a line of a heredoc, or all that stands between two markers."""

    at: int
    value: str


_Piece = _Text | Node


def lower_template_node(lower: Expressions, node: Node) -> Expr:
    """A quoted template or a heredoc, lowered. Raises Failure."""
    if node.kind_id == g.HEREDOC:
        start, end, flush = _heredoc(lower, node)
        return template_between(lower, node, start, end, lines=True, flush=flush)
    return template_between(lower, node, node.start_byte + 1, node.end_byte - 1, lines=False)


def template_between(
    lower: Expressions, node: Node, start: int, end: int, *, lines: bool, flush: bool = False
) -> Expr:
    """The template whose text lies between two offsets, and whose markers are below a node."""
    pieces = _pieces(lower, node, start, end, lines)
    if flush:
        _unindent(pieces)
    at = lower.base + node.start_byte
    if len(pieces) == 1 and isinstance(pieces[0], Node) and pieces[0].kind_id == g.INTERPOLATION:
        return _expression_in(lower, pieces[0])
    parts, rest = _parts(lower, pieces, 0)
    if rest < len(pieces):
        raise Failure("a directive ends what was not begun", at)
    return _joined(at, parts)


def _heredoc(lower: Expressions, node: Node) -> tuple[int, int, bool]:
    """Where the text of a heredoc begins and ends, and whether it is an indented one."""
    text, children = lower.text, node.children
    first, last = [x for x in children if x.kind_id == g.HEREDOC_IDENTIFIER]
    start = text.index("\n", first.end_byte) + 1
    closing = text.rindex("\n", start - 1, last.start_byte) + 1
    line_end = text.find("\n", last.end_byte)
    behind = text[last.end_byte : line_end if line_end >= 0 else len(text)]
    if behind.strip() or text[first.end_byte : start].strip():
        raise Failure("a heredoc ends with its name alone on a line", lower.base + last.start_byte)
    return start, closing, text.startswith("<<-", node.start_byte)


# -- pieces


def _pieces(lower: Expressions, node: Node, start: int, end: int, lines: bool) -> list[_Piece]:
    text = lower.text
    pieces: list[_Piece] = []
    trim = False
    for mark in _marks(lower, node):
        opening, closing = mark.start_byte, mark.end_byte
        _add(pieces, lower, start, opening, lines, trim)
        if text[opening + 2] == "~" and pieces and isinstance(pieces[-1], _Text):
            pieces[-1].value = pieces[-1].value.rstrip(_SPACE)
        pieces.append(mark)
        trim = text[closing - 2] == "~"
        start = closing
    _add(pieces, lower, start, end, lines, trim)
    return pieces


def _add(
    pieces: list[_Piece], lower: Expressions, start: int, end: int, lines: bool, trim: bool
) -> None:
    if start >= end:
        return
    raw, at = lower.text[start:end], lower.base + start
    if lines:
        added = [_Text(at, verbatim(line)) for line in _lines(raw)]
    else:
        added = [_Text(at, quoted(raw, at))]
    if trim:
        added[0].value = added[0].value.lstrip(_SPACE)
    pieces.extend(added)


def _lines(raw: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    found = [f"{line}\n" for line in raw.split("\n")]
    found[-1] = found[-1][:-1]
    return found if found[-1] else found[:-1]


def _marks(lower: Expressions, node: Node) -> Iterator[Node]:
    """Every `${…}` and `%{…}` of a template, in the order of the text."""
    lower.deeper(node)
    for child in node.children:
        kind = child.kind_id
        if kind == g.DIRECTIVE:
            yield from _marks(lower, child.children[0])
        elif kind in _MARKS:
            yield child
    lower.depth -= 1


def _unindent(pieces: list[_Piece]) -> None:
    """Take the least indentation off every line that begins with literal text.

    A line that is all white space neither counts nor changes; one that begins with a marker counts
    as not indented.
    """
    begins, least = True, 1 << 30
    indented: list[_Text] = []
    for piece in pieces:
        if not isinstance(piece, _Text):
            least = 0 if begins else least
            begins = False
            continue
        if begins and (piece.value.lstrip(_SPACE) or not piece.value.endswith("\n")):
            least = min(least, len(piece.value) - len(piece.value.lstrip(_SPACE)))
            indented.append(piece)
        begins = piece.value.endswith("\n")
    for piece in indented:
        piece.value = piece.value[least:]


# -- structure


def _parts(lower: Expressions, pieces: list[_Piece], i: int) -> tuple[list[Expr], int]:
    """The parts from a piece on, and the piece (an `else` or an end) at which they stop."""
    parts: list[Expr] = []
    while i < len(pieces):
        piece = pieces[i]
        if isinstance(piece, _Text):
            _append_text(parts, piece)
        elif piece.kind_id == g.INTERPOLATION:
            parts.append(_expression_in(lower, piece))
        elif piece.kind_id == g.IF_START:
            part, i = _if(lower, pieces, i)
            parts.append(part)
        elif piece.kind_id == g.FOR_START:
            part, i = _for(lower, pieces, i)
            parts.append(part)
        else:
            break
        i += 1
    return parts, i


def _append_text(parts: list[Expr], piece: _Text) -> None:
    last = parts[-1] if parts else None
    if isinstance(last, Constant) and isinstance(last.value, str):
        parts[-1] = Constant(last.at, f"{last.value}{piece.value}")
    elif piece.value:
        parts.append(Constant(piece.at, piece.value))


def _if(lower: Expressions, pieces: list[_Piece], i: int) -> tuple[Expr, int]:
    start = pieces[i]
    assert isinstance(start, Node)
    at = lower.base + start.start_byte
    test = _expression_in(lower, start)
    yes, i = _deeper(lower, pieces, i + 1, start)
    no: list[Expr] = []
    if i < len(pieces) and _kind(pieces[i]) == g.ELSE:
        no, i = _deeper(lower, pieces, i + 1, start)
    if i >= len(pieces) or _kind(pieces[i]) != g.IF_END:
        raise Failure("this %{if} has no %{endif}", at)
    return Conditional(at, test, _joined(at, yes), _joined(at, no)), i


def _for(lower: Expressions, pieces: list[_Piece], i: int) -> tuple[Expr, int]:
    start = pieces[i]
    assert isinstance(start, Node)
    at = lower.base + start.start_byte
    key, value, collection = lower.names_of_for(start)
    outer = lower.bound
    lower.bound |= {key, value}
    body, i = _deeper(lower, pieces, i + 1, start)
    lower.bound = outer
    if i >= len(pieces) or _kind(pieces[i]) != g.FOR_END:
        raise Failure("this %{for} has no %{endfor}", at)
    return TemplateFor(at, key, value, collection, _joined(at, body)), i


def _deeper(
    lower: Expressions, pieces: list[_Piece], i: int, around: Node
) -> tuple[list[Expr], int]:
    lower.deeper(around)
    found = _parts(lower, pieces, i)
    lower.depth -= 1
    return found


def _kind(piece: _Piece) -> int:
    return piece.kind_id if isinstance(piece, Node) else 0


def _joined(at: int, parts: list[Expr]) -> Expr:
    if not parts:
        return Constant(at, "")
    if len(parts) == 1 and isinstance(parts[0], Constant) and isinstance(parts[0].value, str):
        return parts[0]
    return Template(at, tuple(parts))


def _expression_in(lower: Expressions, node: Node) -> Expr:
    for child in node.children:
        if child.kind_id == g.EXPRESSION:
            return lower.expression(child)
    raise Failure("an expression is expected here", lower.base + node.start_byte)


_MARKS: Final = frozenset({g.INTERPOLATION, g.IF_START, g.ELSE, g.IF_END, g.FOR_START, g.FOR_END})
