"""A training roster as a CSV file: a row a person and course, and who has still to take it.

The columns are `person`, `role`, `course`, `completed` and `until`, in any order, separated by
commas, semicolons or tabs. Days are written as ISO writes them. A row that cannot be read is
kept as training that is missing: nobody knows whom it speaks of, so nobody may say that all are
trained. Problems name the line and never the person.
"""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.ledger.records import Origin, Training

COLUMNS: Final = ("person", "role", "course", "completed", "until")
ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LINE_END: Final = re.compile(r"\r\n|\n|\r")
SEPARATORS: Final = ",;\t"


class Roster(Struct, frozen=True):
    """What a roster says: a record a row, the place of each by its id, and problems."""

    records: tuple[Training, ...]
    places: dict[str, Span] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


class BadRow(Exception):
    """A row that cannot be read: what is wrong, what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read(path: Path, name: str = "", origin: Origin = "folder") -> Roster:
    """The roster in a file; `name` is what problems call it. Never raises for its content."""
    name = name or str(path)
    try:
        return parse(path.read_bytes(), name, origin)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such path"
        problem = Diagnostic("error", f"the roster cannot be read: {why}", Span(name))
        return Roster((_unreadable(name, 0, origin),), problems=(problem,))


def unreadable(name: str, origin: Origin = "folder") -> Roster:
    """What stands for a roster that is named and cannot be had."""
    return Roster((_unreadable(name, 0, origin),))


def parse(content: bytes, name: str, origin: Origin = "folder") -> Roster:
    """The roster in these bytes: UTF-8 or UTF-16, with or without a byte order mark."""
    lines = LINE_END.split(_decoded(content))
    rows = [(n, line) for n, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        problem = _problem("the roster is empty", name, 0, f"first line: {','.join(COLUMNS)}")
        return Roster((_unreadable(name, 0, origin),), problems=(problem,))
    (at, header), *rest = rows
    separator = max(SEPARATORS, key=header.count)
    try:
        columns, remarks = _columns(header, separator)
    except BadRow as bad:
        problem = _problem(bad.message, name, at, bad.hint)
        return Roster((_unreadable(name, at, origin),), problems=(problem,))
    problems = [Diagnostic("warning", remark, Span(name, at)) for remark in remarks]
    records: dict[str, Training] = {}
    places: dict[str, Span] = {}
    for n, line in rest:
        try:
            one = _row(_fields(line, separator), columns, origin)
        except BadRow as bad:
            problems.append(_problem(bad.message, name, n, bad.hint))
            one = _unreadable(name, n, origin)
        if one.id in records:
            said = f"the same as line {places[one.id].line}"
            problems.append(Diagnostic("warning", said, Span(name, n), "remove one of them"))
            continue
        records[one.id], places[one.id] = one, Span(name, n)
    return Roster(tuple(records.values()), places, tuple(problems))


def _decoded(content: bytes) -> str:
    """The text; what is no UTF-8 stays in it as lone surrogates, which `_fields` refuses."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\ufffd", "\udcff")
    return content.decode("utf-8-sig", "surrogateescape")


def _columns(header: str, separator: str) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and remarks on those that are not ours."""
    names = [name.strip().casefold() for name in _fields(header, separator)]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadRow(f"there is no column {', '.join(missing)}", f"columns: {', '.join(COLUMNS)}")
    twice = sorted({name for name in COLUMNS if names.count(name) > 1})
    if twice:
        raise BadRow(f"column {', '.join(twice)} is there twice", "remove one of them")
    others = len(names) - len(COLUMNS)
    remarks = [f"{others} other columns, not read"] if others else []
    return {name: names.index(name) for name in COLUMNS} | {"": len(names)}, remarks


def _fields(line: str, separator: str) -> list[str]:
    """The fields of one line. Raises BadRow for what is not text, and for an open quote."""
    if any("\ud800" <= letter <= "\udfff" for letter in line):
        raise BadRow("the line is not UTF-8", "save the file as UTF-8")
    try:
        (row,) = csv.reader([line], delimiter=separator, strict=True)
    except (csv.Error, ValueError) as error:
        raise BadRow("a quote is not closed, or a field is too long", "one row a line") from error
    return row


def _row(values: list[str], columns: dict[str, int], origin: Origin) -> Training:
    if len(values) != columns[""]:
        raise BadRow(f"{len(values)} fields instead of {columns['']}", "quote fields with commas")
    said = {name: values[columns[name]].strip() for name in COLUMNS}
    for name in ("person", "course"):
        if not said[name]:
            raise BadRow(f"there is no {name}", "every row names a person and a course")
    completed, until = _day(said, "completed"), _day(said, "until")
    if until is not None and completed is None:
        raise BadRow("it has an end and was never completed", "say when it was completed")
    if until is not None and completed is not None and until < completed:
        raise BadRow("it ends before it was completed", "swap the days")
    return Training(
        id=_id(*said.values()),
        person=said["person"],
        role=said["role"],
        course=said["course"],
        completed=completed,
        until=until,
        origin=origin,
    )


def _day(said: dict[str, str], name: str) -> date | None:
    text = said[name]
    if not text:
        return None
    try:
        if ISO.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadRow(f"{name} is no day", "write days as 2026-11-23")


def _unreadable(name: str, line: int, origin: Origin) -> Training:
    """What stands for a row, or a whole roster, that cannot be read."""
    place = f"({name}:{line})" if line else f"({name})"
    return Training(id=_id(place), person=place, role="", course="(not readable)", origin=origin)


def _id(*parts: str) -> str:
    content = "\0".join(parts).encode()
    return f"training-{hashlib.sha256(content).hexdigest()[:16]}"


def _problem(message: str, name: str, line: int, hint: str) -> Diagnostic:
    return Diagnostic("error", message, Span(name, line), hint)
