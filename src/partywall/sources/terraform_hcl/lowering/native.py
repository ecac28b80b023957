"""A `*.tf` file: its blocks and attributes.

A file that does not parse as a whole is parsed block by block, so that one fault costs one block.
What the parser makes of a broken block is a guess, and little of it is believed: the block is
`broken`, an attribute with a fault in it or beside it is left out, and a block of which nothing is
left is still there, empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.lowering.expressions import Expressions
from partywall.sources.terraform_hcl.lowering.faults import broken_places
from partywall.sources.terraform_hcl.lowering.files import MAX_DEPTH, empty_body, readable
from partywall.sources.terraform_hcl.lowering.text import quoted
from partywall.sources.terraform_hcl.syntax import Attribute, Block, Body, Fault

MOST_FAULTS: Final = 50
"""After so many faults a file is not Terraform's, and naming more of them is noise."""

MOST_JOINED: Final = 4
"""How many pieces that look like blocks may together be one (a heredoc may hold Terraform)."""

_LABEL: Final = r'[ \t]+"?([\w.-]+)"?'
_HEADER: Final = re.compile(
    rf"^[ \t]*(?:(resource|data|ephemeral){_LABEL}{_LABEL}"
    rf"|(module|variable|output|provider|check){_LABEL}"
    r"|(locals|terraform|moved|import|removed))[ \t]*\{",
    re.MULTILINE | re.ASCII,
)
"""Where a block begins that belongs at the top of a file."""

_LINE_ENDS: Final = re.compile(r"[ \t\r]*(?:\n|\}|#|//|/\*|\Z)")
_LINE_BEGINS: Final = re.compile(r"(?:^|[{\n])[ \t\r]*\Z")


def lower_native(data: bytes, name: str) -> tuple[Body, list[Fault]]:
    """See `lowering.lower`."""
    body = empty_body(data, name)
    try:
        data = readable(data)
    except Failure as failure:
        body.broken = True
        return body, [Fault(failure.message, body.file.span(failure.at))]
    whole = _Piece(data, 0, body)
    if not whole.damaged:
        return body, _capped(whole.lowered())
    body.broken = True
    faults = [fault for piece in _pieces(data, body) for fault in piece.lowered()]
    return body, _capped(faults or broken_places(whole.root, body.file, 0))


def _capped(faults: list[Fault]) -> list[Fault]:
    faults.sort(key=lambda fault: (fault.where.line, fault.where.column))
    left_out = len(faults) - MOST_FAULTS
    if left_out <= 0:
        return faults
    more = Fault(f"{left_out} more places are not understood", faults[MOST_FAULTS].where)
    return [*faults[:MOST_FAULTS], more]


def _pieces(data: bytes, body: Body) -> Iterator[_Piece]:
    """The file, cut where its blocks seem to begin; what parses only together stays together."""
    text = data.decode("latin-1")
    cuts = [0, *(found.start() for found in _HEADER.finditer(text) if found.start()), len(text)]
    i = 0
    while i < len(cuts) - 1:
        ends = range(i + 1, min(i + 1 + MOST_JOINED, len(cuts)))
        tried = [_Piece(data[cuts[i] : cuts[end]], cuts[i], body) for end in ends[:1]]
        for end in ends[1:]:
            if not tried[-1].damaged:
                break
            tried.append(_Piece(data[cuts[i] : cuts[end]], cuts[i], body))
        whole = not tried[-1].damaged
        yield tried[-1] if whole else tried[0]
        i += len(tried) if whole else 1


class _Piece:
    """A file, or a part of it that is parsed by itself; `base` is where in the file it begins."""

    def __init__(self, data: bytes, base: int, top: Body) -> None:
        self.root = g.parse(data)
        self.base = base
        self.damaged = self.root.has_error
        self.lower = Expressions(data, base)
        self.top = top
        self.faults: list[Fault] = []

    def lowered(self) -> list[Fault]:
        """Put what is in it into the body of the file; the faults."""
        before = len(self.top.blocks)
        if self.damaged:
            self.faults = broken_places(self.root, self.top.file, self.base)
            self.top.broken = True
        for child in self.root.children:
            if child.kind_id == g.BODY:
                self._fill(self.top, child.children, 0)
        if self.damaged:
            self._keep_header(before)
        return self.faults

    def _keep_header(self, before: int) -> None:
        """Put the block that begins here, empty, where nothing else is left of it."""
        header = _HEADER.match(self.lower.text)
        if header is None:
            return
        kind, *labels = [word for word in header.groups() if word is not None]
        if not any((kind, *labels) == (x.type, *x.labels) for x in self.top.blocks[before:]):
            at, end = (self.base + offset for offset in (header.start(), len(self.lower.text)))
            body = Body(self.top.file, broken=True)
            self.top.blocks.insert(before, Block(kind, tuple(labels), body, at, end))

    def _fill(self, body: Body, nodes: list[Node], depth: int, iterator: str = "") -> None:
        """Lower what stands in a body; in that of a `dynamic` block, with its iterator."""
        for node in nodes:
            if self.damaged and node.has_error:
                body.broken = True
            if node.kind_id == g.ATTRIBUTE:
                if not (self.damaged and self._doubtful(node)):
                    self._attribute(body, node, iterator)
            elif node.kind_id == g.BLOCK:
                self._block(body, node, depth, iterator)

    def _doubtful(self, node: Node) -> bool:
        """Whether an attribute has a fault in it, or something else beside it on its line."""
        text, start = self.lower.text, node.start_byte
        return (
            node.has_error
            or _LINE_ENDS.match(text, node.end_byte) is None
            or _LINE_BEGINS.search(text[max(start - 200, 0) : start]) is None
        )

    def _fault(self, body: Body, failure: Failure) -> None:
        body.broken = True
        self.faults.append(Fault(failure.message, body.file.span(failure.at)))

    def _attribute(self, body: Body, node: Node, iterator: str) -> None:
        children = node.children
        at = self.base + children[0].start_byte
        name = self.lower.word(children[0])
        if name in body.attributes:
            self._fault(body, Failure(f'"{name}" is set twice here', at))
            return
        lower = self.lower
        lower.depth = 0
        outer = lower.bound
        if iterator and name == "labels":
            lower.bound |= {iterator}
        try:
            body.attributes[name] = Attribute(name, lower.expression(children[-1]), at)
        except Failure as failure:
            self._fault(body, failure)
        lower.bound = outer

    def _block(self, body: Body, node: Node, depth: int, iterator: str) -> None:
        try:
            kind, labels, inner = self._header(node)
            if depth > MAX_DEPTH:
                message = f"nested deeper than {MAX_DEPTH} levels"
                raise Failure(message, self.base + node.start_byte)
        except Failure as failure:
            self._fault(body, failure)
            return
        found = Body(body.file, broken=self.damaged and node.has_error)
        nodes = inner.children if inner is not None else []
        own = self._iterator(labels, nodes) if kind == "dynamic" else ""
        outer = self.lower.bound
        if iterator and kind == "content":
            self.lower.bound |= {iterator}
        self._fill(found, nodes, depth + 1, own)
        self.lower.bound = outer
        at, end = self.base + node.start_byte, self.base + node.end_byte
        body.blocks.append(Block(kind, labels, found, at, end))
        body.broken |= found.broken

    def _header(self, node: Node) -> tuple[str, tuple[str, ...], Node | None]:
        """Type, labels and body. Raises Failure."""
        first, *children = node.children
        labels: list[str] = []
        inner, opening = None, first.end_byte
        for child in children:
            kind = child.kind_id
            if kind == g.IDENTIFIER:
                labels.append(self.lower.word(child))
            elif kind == g.STRING:
                start, end = child.start_byte + 1, child.end_byte - 1
                labels.append(quoted(self.lower.text[start:end], self.base + start))
            elif kind == g.BODY:
                inner = child
            elif kind == g.BLOCK_START:
                opening = child.start_byte
        if "\n" in self.lower.text[first.end_byte : opening]:
            message = "a block opens on the line on which it begins"
            raise Failure(message, self.base + first.start_byte)
        return self.lower.word(first), tuple(labels), inner

    def _iterator(self, labels: tuple[str, ...], nodes: list[Node]) -> str:
        """The name that a `dynamic` block binds in its content."""
        for node in nodes:
            if node.kind_id == g.ATTRIBUTE and self.lower.word(node.children[0]) == "iterator":
                return self.lower.word(node.children[-1])
        return labels[0] if labels else ""
