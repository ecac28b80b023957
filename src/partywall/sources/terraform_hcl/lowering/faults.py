"""Where a file does not parse."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.syntax import Fault, SourceFile

MOST_FAULTS: Final = 50
"""After so many broken lines a file is not Terraform's, and naming more of them is noise."""

_WHOLE: Final = frozenset({g.ATTRIBUTE, g.BLOCK, g.BODY, g.COMMENT})


def broken_places(root: Node, file: SourceFile) -> list[Fault]:
    """A fault for each line at which the parser had to leave out or to invent something."""
    found: dict[int, Fault] = {}
    left_out = 0
    stack = [root]
    while stack:
        node = stack.pop()
        deeper = [child for child in node.children if child.has_error or child.is_missing]
        stack.extend(reversed(deeper))
        if not (node.is_missing or (node.is_error and not deeper)):
            continue
        where = file.span(_place(node))
        if where.line in found:
            continue
        if len(found) == MOST_FAULTS:
            left_out += 1
            continue
        expected = f"{node.type} is missing" if node.is_missing else "this does not parse"
        found[where.line] = Fault(expected, where)
    faults = list(found.values())
    if left_out:
        faults.append(Fault(f"{left_out} more places do not parse", file.span(0)))
    return faults


def _place(node: Node) -> int:
    """The first thing in a broken part that is not whole."""
    return next((x.start_byte for x in node.children if x.kind_id not in _WHOLE), node.start_byte)
