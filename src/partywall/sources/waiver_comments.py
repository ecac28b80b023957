"""Waivers written as comments beside a resource, in any language that has comments.

    # partywall: waive s3-bucket-customer-key until 2027-01-31: reviewed, ticket SEC-412

Several controls are separated by commas. A day and a reason are part of it: a waiver without
an end is a hole that nobody closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

_COMMENT: Final = re.compile(
    r"^(?P<before>[^\n]*?(?<![^\s;{},]))(?:#+|//+|/\*+)[ \t]*partywall:[ \t]*(?P<body>[^\n]*)",
    re.MULTILINE,
)
_GRAMMAR: Final = re.compile(
    r"waive\s+(?P<controls>[\w.*:-]+(?:\s*,\s*[\w.*:-]+)*)\s+until\s+(?P<until>[\d-]+)\s*:\s*(?P<reason>\S.*)"
)
FORM: Final = "write `partywall: waive CONTROL until YYYY-MM-DD: reason`"


class WaiverComment(Struct, frozen=True):
    """One comment, at a line (from 1). `problem` is set when it is not a whole waiver."""

    line: int
    column: int
    controls: tuple[str, ...] = ()
    until: str = ""
    reason: str = ""
    problem: str = ""


def waiver_comments(text: str) -> Iterator[WaiverComment]:
    """Every comment in `text` that begins with `partywall:`, in order."""
    if "partywall:" not in text:
        return
    for match in _COMMENT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield waiver_in(match["body"], line, len(match["before"]) + 1)


def waiver_in(body: str, line: int, column: int) -> WaiverComment:
    """The waiver that a comment at this place says behind its `partywall:`."""
    body = body.strip().removesuffix("*/").strip()
    match = _GRAMMAR.fullmatch(body)
    if match is None:
        return WaiverComment(line, column, problem="this is not a whole waiver")
    if not is_day(match["until"]):
        return WaiverComment(line, column, problem=f"{match['until']} is no day")
    controls = tuple(one.strip() for one in match["controls"].split(","))
    return WaiverComment(line, column, controls, match["until"], match["reason"])


def is_day(text: str) -> bool:
    """Whether a text is a day as `2027-01-31`."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
