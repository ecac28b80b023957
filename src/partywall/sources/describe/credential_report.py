"""The credential report of an account: the row of its root user, and until when the report saw.

It comes as `aws iam get-credential-report` prints it, base64 inside JSON, or decoded, as CSV. The
rows of users are not kept; only the moments in them are looked at, for a report that is decoded
has no other date.

Source: IAM User Guide, "Generate credential reports for your AWS account", read 2026-11-23 (an
older version of its text); IAM API Reference, GetCredentialReport, by botocore 1.44.5.
"""

from __future__ import annotations

import base64
import binascii
import csv
import re
from collections.abc import Iterator
from typing import Final, NoReturn

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span

KEY: Final = "Content"
"""The key of the output that holds the report."""

ROOT: Final = "<root_account>"
SEEN_UNTIL: Final = "SeenUntil"
"""A column of ours: the latest moment of which the report is known to tell."""

MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)")

_PAST: Final = re.compile(r"user_creation_time|\w+_last_(?:used|used_date|changed|rotated)")
"""Columns whose moments lie before the report; the next rotation of a password lies behind it."""

_AGAIN: Final = "run `aws iam get-credential-report` again and keep all that it prints"


def decoded(content: str, place: Span) -> str:
    """The report inside an output. Raises SourceError when it is not base64 of a text."""
    try:
        return base64.b64decode("".join(content.split()), validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeError, ValueError):
        raise SourceError("the credential report is not base64 of a text", place, _AGAIN) from None


def root_of(report: str, place: Span, generated: str = "") -> tuple[dict[str, str], int]:
    """The row of the root user, by column, and its line; `generated` is when the report was made.

    Raises SourceError at the report's place when there is no such row, or not all of it.
    """
    rows = _rows(report, place)
    _, columns = next(rows, (1, []))
    found: tuple[dict[str, str], int] | None = None
    latest = ""
    for line, row in rows:
        if row[:1] == [ROOT]:
            if found or len(row) != len(columns):
                _refuse("its row of the root user is broken", place)
            found = dict(zip(columns, row, strict=True)), line
        if len(row) == len(columns):
            latest = max(latest, *_moments(columns, row))
    if found is None:
        _refuse("it has no row of the root user", place)
    root, line = found
    root[SEEN_UNTIL] = generated if MOMENT.fullmatch(generated) else latest
    return root, line


def _rows(report: str, place: Span) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(report.splitlines(), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        _refuse("it is no CSV", place)


def _moments(columns: list[str], row: list[str]) -> Iterator[str]:
    yield ""
    for name, value in zip(columns, row, strict=True):
        if _PAST.fullmatch(name) and MOMENT.fullmatch(value):
            yield value


def _refuse(what: str, place: Span) -> NoReturn:
    raise SourceError(f"the credential report cannot be read: {what}", place, _AGAIN) from None
