"""Waivers in a template: in a resource's Metadata, or as a comment beside it.

    Metadata:
      partywall:
        waive:
          - {control: s3-bucket-customer-key, reason: reviewed, until: 2027-01-31}

A comment counts for the resource on whose logical id's line it stands, whose logical id comes
right below it, or in whose block it stands.
"""

from __future__ import annotations

from bisect import bisect_right

from partywall.estate.resource import WaiverNote
from partywall.kernel.span import Span
from partywall.sources.cloudformation.document import Document
from partywall.sources.cloudformation.scope import Declared, Scope
from partywall.sources.waiver_comments import FORM, WaiverComment, is_day, waiver_comments

METADATA_FORM = "write `waive: [{control: ID, reason: TEXT, until: YYYY-MM-DD}]`"


def metadata_waivers(scope: Scope, name: str, declared: Declared) -> list[WaiverNote]:
    """The waivers in a resource's Metadata; one that is not whole becomes a remark."""
    metadata = declared.body.get("Metadata")
    ours = metadata.get("partywall") if isinstance(metadata, dict) else None
    if ours is None:
        return []
    where = scope.template.place((*declared.path, "Metadata", "partywall"))
    entries = ours.get("waive") if isinstance(ours, dict) else None
    notes: list[WaiverNote] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        match entry:
            case {"control": str(control), "reason": str(reason), "until": str(until)} if (
                is_day(until) and reason.strip()
            ):
                notes.append(WaiverNote(control, reason, until, where))
            case _:
                scope.remarks.make(
                    "warning",
                    "this is not a whole waiver",
                    where,
                    METADATA_FORM,
                    scope.prefix + name,
                )
    return notes


def comment_waivers(scope: Scope) -> dict[str, list[WaiverNote]]:
    """The waivers in comments, by logical id; one beside no resource becomes a remark."""
    document = scope.template.document
    notes: dict[str, list[WaiverNote]] = {}
    comments = [one for one in waiver_comments(document.text) if not _quoted(document, one.line)]
    if not comments:
        return notes
    beside = _Blocks(scope)
    for comment in comments:
        where = Span(document.file, comment.line, comment.column)
        names = beside.names(comment)
        if comment.problem:
            scope.remarks.make("warning", comment.problem, where, FORM)
        elif not names:
            scope.remarks.make(
                "warning", "this waiver stands beside no resource", where, "move it to one"
            )
        for name in names:
            notes.setdefault(name, []).extend(
                WaiverNote(control, comment.reason, comment.until, where)
                for control in comment.controls
            )
    return notes


def _quoted(document: Document, line: int) -> bool:
    return any(first <= line <= last for first, last in document.quoted)


class _Blocks:
    """The lines of a template, and which resources they belong to."""

    def __init__(self, scope: Scope) -> None:
        document = scope.template.document
        self._lines = document.text.splitlines()
        self._at: dict[int, list[str]] = {}
        for name, declared in scope.template.resources.items():
            spot = document.spot(declared.path)
            if spot is not None:
                self._at.setdefault(spot[0], []).append(name)
        root = document.value if isinstance(document.value, dict) else {}
        sections = [document.spot((section,)) for section in root]
        self._starts = sorted({*self._at, *(spot[0] for spot in sections if spot is not None)})

    def names(self, comment: WaiverComment) -> list[str]:
        """The resources a comment stands beside; several when a loop made them."""
        line = comment.line
        while not self._at.get(line) and self._is_comment(line):
            line += 1
        if line != comment.line and line in self._at:
            return self._at[line]
        block = bisect_right(self._starts, comment.line)
        return self._at.get(self._starts[block - 1], []) if block else []

    def _is_comment(self, line: int) -> bool:
        return line <= len(self._lines) and self._lines[line - 1].lstrip().startswith("#")
