"""Waivers in a Terraform source, as comments beside a block.

    # partywall: waive ec2-ssh-closed-to-internet until 2027-01-31: filtered upstream, SEC-412
    resource "aws_security_group" "bastion" {

A comment counts for the block that begins right below it or that it stands in. At a `module` it
counts for every resource in that module.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from partywall.estate.resource import WaiverNote
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.sources.terraform_hcl.syntax import Block, SourceFile
from partywall.sources.waiver_comments import FORM, WaiverComment, waiver_in

if TYPE_CHECKING:
    from tree_sitter import Node

MARK: Final = b"partywall:"
WAIVABLE: Final = frozenset({"resource", "module"})
"""Blocks that a waiver can be for."""

_SAID: Final = re.compile(r"(?P<before>[\s#/*]*)partywall:(?P<body>.*)")

Notes = dict[tuple[str, ...], list[WaiverNote]]
"""By the type and the labels of a block: `("resource", "aws_sqs_queue", "mail")`."""


def waivers_of(
    data: bytes, file: SourceFile, blocks: Iterable[Block]
) -> tuple[Notes, list[Diagnostic]]:
    """The waivers beside the outermost blocks of a file, and remarks on those beside none.

    `data` are the bytes that the blocks were read from; their offsets count in them.
    """
    notes: Notes = {}
    remarks: list[Diagnostic] = []
    if MARK not in data:
        return notes, remarks
    lines = _Lines(data, file, blocks)
    for comment, last in _comments(data):
        where = Span(file.name, comment.line, comment.column)
        block = lines.block(comment.line, last)
        if comment.problem:
            remarks.append(Diagnostic("warning", comment.problem, where, FORM))
        elif block is None:
            what = "this waiver stands beside no resource"
            remarks.append(Diagnostic("warning", what, where, "move it to one"))
        else:
            notes.setdefault((block.type, *block.labels), []).extend(
                WaiverNote(control, comment.reason, comment.until, where)
                for control in comment.controls
            )
    return notes, remarks


def _comments(data: bytes) -> Iterator[tuple[WaiverComment, int]]:
    """Every comment that is meant for us, and the last line of what it stands in, in order.

    What only looks like a comment, in text or in a heredoc, is none.
    """
    from partywall.sources.terraform_hcl.lowering.grammar import COMMENT, parse  # tree-sitter

    root = parse(data)
    seen = -1
    at = data.find(MARK)
    while at != -1:
        node = root.descendant_for_byte_range(at, at + 1)
        if node is not None and node.kind_id == COMMENT and node.start_byte > seen:
            seen = node.start_byte
            for comment in _said(data, node):
                yield comment, node.end_point.row + 1
        at = data.find(MARK, at + 1)


def _said(data: bytes, node: Node) -> Iterator[WaiverComment]:
    text = data[node.start_byte : node.end_byte].decode("utf-8", "replace")
    row, column = node.start_point
    for n, line in enumerate(text.splitlines()):
        match = _SAID.match(line)
        if match is not None:
            begin = column + 1 if n == 0 else len(match["before"]) + 1
            yield waiver_in(match["body"], row + n + 1, begin)


class _Lines:
    """Which lines belong to which block."""

    def __init__(self, data: bytes, file: SourceFile, blocks: Iterable[Block]) -> None:
        self._text = data.split(b"\n")
        self._blocks = sorted(blocks, key=lambda one: one.at)
        self._starts = [file.span(one.at).line for one in self._blocks]
        self._ends = [file.span(one.end - 1).line for one in self._blocks]

    def block(self, line: int, last: int) -> Block | None:
        """The block that a comment from `line` to `last` stands beside, if it can be waived."""
        n = bisect_right(self._starts, line) - 1
        if n < 0 or line > self._ends[n]:
            below = self._below(last)
            n = bisect_right(self._starts, below) - 1
            if n < 0 or self._starts[n] != below:
                return None
        found = self._blocks[n]
        return found if found.type in WAIVABLE else None

    def _below(self, line: int) -> int:
        """The first line below one that is no comment."""
        line += 1
        while line <= len(self._text) and self._text[line - 1].lstrip().startswith(
            (b"#", b"//", b"/*")
        ):
            line += 1
        return line
