"""Where a file does not parse."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.syntax import Fault, SourceFile

_WHOLE: Final = frozenset({g.ATTRIBUTE, g.BLOCK, g.BODY, g.COMMENT})


def broken_places(root: Node, file: SourceFile, base: int) -> list[Fault]:
    """A fault for each line at which the parser had to leave out or to invent something.

    `base` is the offset in the file at which the text of the tree begins.
    """
    found: dict[int, Fault] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        deeper = [child for child in node.children if child.has_error or child.is_missing]
        stack.extend(reversed(deeper))
        if not (node.is_missing or (node.is_error and not deeper)):
            continue
        where = file.span(base + _place(node))
        if where.line in found:
            continue
        found[where.line] = Fault(_message(node), where)
    return list(found.values())


def _message(node: Node) -> str:
    if not node.is_missing:
        return "this does not parse"
    missing = f'"{node.type}"' if not node.is_named else node.type.replace("_", " ")
    return f"{missing} is missing from what begins here"


def _place(node: Node) -> int:
    """What a missing sign is missing from; the first thing in a broken part that is not whole."""
    if node.is_missing:
        around = node.parent
        while around is not None and around.start_byte == node.start_byte:
            around = around.parent
        return node.start_byte if around is None else around.start_byte
    return next((x.start_byte for x in node.children if x.kind_id not in _WHOLE), node.start_byte)
