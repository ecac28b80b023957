"""A `*.tf` file: its blocks and attributes.

What the parser could not place is a Fault, and every body around it is `broken`. Repair is the
parser's guess, so little of it is believed: an attribute with a fault in it, or beside one on its
line, is left out, while a block that belongs at the top of a file is taken for one wherever the
guess has put it (an unclosed brace makes everything behind it look nested).
"""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.lowering.expressions import MAX_DEPTH, Expressions
from partywall.sources.terraform_hcl.lowering.faults import broken_places
from partywall.sources.terraform_hcl.lowering.files import empty_body, readable
from partywall.sources.terraform_hcl.lowering.text import quoted
from partywall.sources.terraform_hcl.syntax import Attribute, Block, Body, Fault
from partywall.sources.terraform_hcl.values import Failure

_TOP: Final = {
    "resource": 2,
    "data": 2,
    "module": 1,
    "variable": 1,
    "output": 1,
    "provider": 1,
    "locals": 0,
    "terraform": 0,
}
"""The blocks that stand at the top of a file, and how many labels each has."""


def lower_native(data: bytes, name: str) -> tuple[Body, list[Fault]]:
    """See `lowering.lower`."""
    body = empty_body(data, name)
    try:
        lowering = _Native(readable(data), body)
    except Failure as failure:
        body.broken = True
        return body, [Fault(failure.message, body.file.span(failure.at))]
    lowering.run()
    return body, lowering.faults


class _Native:
    """The lowering of one file."""

    def __init__(self, data: bytes, body: Body) -> None:
        self.root = g.parse(data)
        self.damaged = self.root.has_error
        self.lower = Expressions(data)
        self.file = body.file
        self.top = body
        self.faults: list[Fault] = []

    def run(self) -> None:
        """Fill the body of the file."""
        if self.damaged:
            self.faults = broken_places(self.root, self.file)
            self.top.broken = True
        for child in self.root.children:
            if child.kind_id == g.BODY:
                self._fill(self.top, child.children, 0)
            elif child.is_error:
                self._salvage(child)
        self.faults.sort(key=lambda fault: (fault.where.line, fault.where.column))

    def _fill(self, body: Body, nodes: list[Node], depth: int, iterator: str = "") -> None:
        """Lower what stands in a body; in that of a `dynamic` block, with its iterator."""
        for i, node in enumerate(nodes):
            if self.damaged and node.has_error:
                body.broken = True
                if node.is_error:
                    self._salvage(node)
                    continue
            if node.kind_id == g.ATTRIBUTE:
                if not (self.damaged and self._doubtful(nodes, i)):
                    self._attribute(body, node, iterator)
            elif node.kind_id == g.BLOCK:
                self._block(body, node, depth, iterator)

    def _fault(self, body: Body, failure: Failure) -> None:
        body.broken = True
        self.faults.append(Fault(failure.message, self.file.span(failure.at)))

    # -- attributes and blocks

    def _attribute(self, body: Body, node: Node, iterator: str) -> None:
        children = node.children
        at = children[0].start_byte
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
        """Lower a block into a body, or into that of the file if that is where it belongs."""
        try:
            kind, labels, inner = self._header(node)
        except Failure as failure:
            self._fault(body, failure)
            return
        if body.broken and body is not self.top and _TOP.get(kind) == len(labels):
            body, depth, iterator = self.top, 0, ""
        if depth > MAX_DEPTH:
            self._fault(body, Failure(f"nested deeper than {MAX_DEPTH} levels", node.start_byte))
            return
        found = Body(self.file)
        found.broken = self.damaged and node.has_error
        nodes = inner.children if inner is not None else []
        own = self._iterator(labels, nodes) if kind == "dynamic" else ""
        outer = self.lower.bound
        if iterator and kind == "content":
            self.lower.bound |= {iterator}
        self._fill(found, nodes, depth + 1, own)
        self.lower.bound = outer
        body.blocks.append(Block(kind, labels, found, node.start_byte, node.end_byte))
        body.broken |= found.broken

    def _header(self, node: Node) -> tuple[str, tuple[str, ...], Node | None]:
        """Type, labels and body. Raises Failure."""
        first, *children = node.children
        labels: list[str] = []
        inner = None
        for child in children:
            kind = child.kind_id
            if kind == g.IDENTIFIER:
                labels.append(self.lower.word(child))
            elif kind == g.STRING:
                at = child.start_byte + 1
                labels.append(quoted(self.lower.text[at : child.end_byte - 1], at))
            elif kind == g.BODY:
                inner = child
            elif kind == g.BLOCK_START and "\n" in self._gap(first, child):
                raise Failure("a block opens on the line on which it begins", first.start_byte)
        return self.lower.word(first), tuple(labels), inner

    def _iterator(self, labels: tuple[str, ...], nodes: list[Node]) -> str:
        """The name that a `dynamic` block binds in its content."""
        for node in nodes:
            if node.kind_id == g.ATTRIBUTE and self.lower.word(node.children[0]) == "iterator":
                return self.lower.word(node.children[-1])
        return labels[0] if labels else ""

    # -- damage

    def _doubtful(self, nodes: list[Node], i: int) -> bool:
        """Whether an attribute has a fault in it, or one beside it on its line."""
        node = nodes[i]
        if node.has_error:
            return True
        before, behind = nodes[i - 1] if i else None, nodes[i + 1] if i + 1 < len(nodes) else None
        if before is not None and before.is_error and "\n" not in self._gap(before, node):
            return True
        return behind is not None and behind.is_error and "\n" not in self._gap(node, behind)

    def _gap(self, before: Node, behind: Node) -> str:
        return self.lower.text[before.end_byte : behind.start_byte]

    def _salvage(self, error: Node) -> None:
        """Take from a part that did not parse the whole blocks that belong at the top."""
        stack = [error]
        while stack:
            for node in stack.pop().children:
                if node.kind_id == g.BODY or node.is_error:
                    stack.append(node)
                elif node.kind_id == g.BLOCK and not node.has_error:
                    self._top_block(node)

    def _top_block(self, node: Node) -> None:
        try:
            kind, labels, _ = self._header(node)
        except Failure:
            return
        if _TOP.get(kind) == len(labels):
            self._block(self.top, node, 0, "")
