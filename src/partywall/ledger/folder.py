"""A folder of TOML files under version control, read as records.

Each file holds tables `[[report]]`, `[[bridge]]`, `[[agreement]]`, `[[attestation]]` and
`[[withdrawal]]`, and may name a training roster. Files that show something lie beside it. What
is wrong with one table is a problem with its place, and hides no other.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.ledger import evidence, roster
from partywall.ledger.programs import programs
from partywall.ledger.records import (
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    File,
    Record,
    Withdrawal,
)

KINDS: Final[Mapping[str, type[Record]]] = {
    "report": AwsReport,
    "bridge": BridgeLetter,
    "agreement": Agreement,
    "attestation": Attestation,
    "withdrawal": Withdrawal,
}
TABLES: Final = (*KINDS, "roster")
SHOWS: Final = {"report": "file", "bridge": "file", "agreement": "file", "attestation": "evidence"}
"""The key under which each kind names its file."""

HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*([a-z]+)[ \t]*\]\]")
FAULTY_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
NEVER: Final = date.min


class Folder(Struct, frozen=True):
    """What a folder says.

    `records` are as written. `unsupported` withdraw those whose file is gone or has changed,
    for as long as it is: they are worked out anew at each reading, and never kept. `places` are
    by the id of the record.
    """

    records: tuple[Record, ...]
    unsupported: tuple[Withdrawal, ...]
    places: dict[str, Span]
    problems: tuple[Diagnostic, ...]

    @property
    def counted(self) -> tuple[Record, ...]:
        """The records to work with: those as written, without what their files do not bear out."""
        return (*self.records, *self.unsupported)


class _Bad(Exception):
    """A table that is not a record: what is wrong, what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read(path: Path) -> Folder:
    """The records in all TOML files below a folder, or in one file.

    Raises SourceError when there is no such folder; all else that is wrong is a problem.
    """
    if not path.exists():
        raise SourceError("there is no such ledger", Span(str(path)), "name a folder of TOML files")
    reading = _Reading(path if path.is_dir() else path.parent)
    for file in _files(path):
        reading.file(file)
    if not reading.places and not reading.problems:
        hint = "docs/inherited-and-attested.md shows how one is written"
        reading.remark("warning", "the ledger's folder holds no record", Span(str(path)), hint)
    return Folder(
        tuple(reading.records.values()),
        tuple(reading.unsupported),
        reading.places,
        tuple(reading.problems),
    )


def _files(path: Path) -> Iterable[Path]:
    """The TOML files, in alphabetical order; hidden files and folders are left out."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.toml"))
    return [one for one in found if not any(part[0] == "." for part in one.relative_to(path).parts)]


class _Reading:
    """One reading of a folder, as far as it has come."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.records: dict[str, Record] = {}
        self.unsupported: list[Withdrawal] = []
        self.places: dict[str, Span] = {}
        self.problems: list[Diagnostic] = []

    def remark(self, level: Any, message: str, where: Span, hint: str = "", id: str = "") -> None:
        self.problems.append(Diagnostic(level, message, where, hint, id))

    def file(self, file: Path) -> None:
        """Read one file; what is no TOML is one problem."""
        name = str(file)
        try:
            text = file.read_bytes().decode("utf-8-sig")
            tables = tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.remark("error", "this is not UTF-8", Span(name, line), "save it as UTF-8")
        except OSError as error:
            self.remark("error", f"cannot be read: {error.strerror}", Span(name))
        except RecursionError:
            self.remark("error", "nested too deeply", Span(name))
        except ValueError as error:
            found = FAULTY_LINE.search(str(error))
            where = Span(name, int(found[1])) if found else Span(name)
            said = FAULTY_LINE.sub("", str(error)).strip()
            self.remark("error", f"this is no TOML: {said}", where, "none of the file was read")
        else:
            self.tables(file, tables, _lines(text))

    def tables(self, file: Path, tables: dict[str, Any], lines: dict[str, list[int]]) -> None:
        """Read all tables of a file."""
        for kind, entries in tables.items():
            if kind not in TABLES:
                hint = _near(kind, TABLES, "tables")
                self.remark("error", f"there is no table {kind!r}", Span(str(file)), hint)
            elif kind == "roster":
                self.roster(file, entries)
            elif not isinstance(entries, list):
                hint = f"write [[{kind}]]"
                self.remark("error", f"{kind} is not a list of tables", Span(str(file)), hint)
            else:
                at = lines.get(kind, [])
                known = at if len(at) == len(entries) else [0] * len(entries)
                for line, entry in zip(known, entries, strict=True):
                    self.entry(file, kind, entry, Span(str(file), line))

    def entry(self, file: Path, kind: str, entry: object, where: Span) -> None:
        """Read one table."""
        try:
            one = _record(kind, entry)
        except _Bad as bad:
            self.remark("error", f"[[{kind}]] {bad.message}", where, bad.hint)
            return
        looked = evidence.look(_file(one), self.root, file.parent)
        one = _named(_with_file(one, looked.file), kind)
        other = self.records.get(one.id)
        if other == one:
            first = self.places[one.id]
            self.remark("warning", f"[[{kind}]] is the same as at {first}", where, "remove one")
            return
        if other is not None:
            hint = "give one of them another id; this one was left out"
            said = f"[[{kind}]] {one.id}: another record has this id, at {self.places[one.id]}"
            self.remark("error", said, where, hint, one.id)
            return
        self.records[one.id] = one
        self.places[one.id] = where
        if looked.fault:
            self.unsupport(one, kind, looked, where)

    def unsupport(self, one: Record, kind: str, looked: evidence.Looked, where: Span) -> None:
        """Take note that the file behind a record is not what it was.

        A document of AWS's may be kept elsewhere, for whoever reads it has signed for it: then
        its digest stands for it.
        """
        if looked.gone and kind != "attestation" and looked.file.sha256:
            said = f"{kind} {one.id}: {looked.file.path} is not here to compare with its SHA-256"
            self.remark("info", said, where, "", one.id)
            return
        said = f"{kind} {one.id} does not count: {looked.fault}"
        hint = "look at what changed, and state it anew" if not looked.gone else "put it back"
        self.remark("warning", said, where, hint, one.id)
        self.unsupported.append(
            Withdrawal(id=f"unsupported-{one.id}", record=one.id, on=NEVER, why=looked.fault)
        )

    def roster(self, file: Path, table: object) -> None:
        """Read the roster that a file names."""
        where = Span(str(file))
        named = table.get("file") if isinstance(table, dict) else None
        if not isinstance(table, dict) or not isinstance(named, str) or set(table) != {"file"}:
            self.remark("error", "[roster] names no file", where, 'write file = "training.csv"')
            named = ""
        looked = evidence.look(File(named), self.root, file.parent)
        if named and looked.fault:
            self.remark("error", f"[roster] {looked.fault}", where, "put it back")
        path = file.parent / named if named and not looked.fault else None
        found = roster.read(path) if path else roster.unreadable(str(file))
        self.problems += found.problems
        for one in found.records:
            self.records[one.id] = one
            self.places[one.id] = found.places.get(one.id, where)


def _record(kind: str, entry: object) -> Record:
    """The record that a table writes, without an id where none is given.

    Raises _Bad for what is not one.
    """
    if not isinstance(entry, dict):
        raise _Bad("is not a table", f"write [[{kind}]] and its keys below it")
    shows = SHOWS.get(kind, "")
    keys = [one.name for one in msgspec.structs.fields(KINDS[kind]) if one.name != "origin"]
    keys += ["sha256"] if shows else []
    for key in entry:
        if key not in keys:
            raise _Bad(f"has no key {key!r}", _near(key, keys, "keys"))
    table = {"id": "", **_spelled_out(entry)}
    if shows:
        table[shows] = _as_file(table.pop(shows, ""), table.pop("sha256", ""), shows)
        table["origin"] = "folder"
    if kind == "report":
        for key in ("services", "regions"):
            if key not in table:
                raise _Bad(f"says not which {key} it covers", f'{key} = "*" if it is all')
        table.setdefault("title", _title(table))
    try:
        return msgspec.convert(table, KINDS[kind])
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        key = place.strip(".`")
        hint = "write days as 2026-11-23, without quotes" if "`date`" in what else ""
        raise _Bad(f"{key}: {what}" if key else what, hint) from error


def _spelled_out(entry: dict[str, Any]) -> dict[str, Any]:
    """The table with single names as lists of one, and a version as text."""
    lists = ("services", "regions", "accounts")
    table = {
        key: [value] if key in lists and isinstance(value, str) else value
        for key, value in entry.items()
    }
    if type(table.get("version")) is int:
        table["version"] = str(table["version"])
    return table


def _as_file(path: object, sha256: object, key: str) -> dict[str, str]:
    if not isinstance(path, str):
        raise _Bad(f"{key}: is no path", "write the path in quotes, relative to this file")
    digest = sha256.lower() if isinstance(sha256, str) else "?"
    if digest and not evidence.SHA256.fullmatch(digest):
        raise _Bad("sha256: is no SHA-256", "write its 64 hexadecimal digits, as sha256sum does")
    return {"path": path, "sha256": digest}


def _title(table: dict[str, Any]) -> str:
    """What to call a report that nobody has given a title."""
    program = programs().get(str(table.get("program")))
    name = program.name if program else str(table.get("program"))
    return f"{name}, {table.get('begins')} to {table.get('ends')}"


def _file(one: Record) -> File:
    return getattr(one, "file", None) or getattr(one, "evidence", None) or File()


def _with_file(one: Record, file: File) -> Record:
    if isinstance(one, Attestation):
        return msgspec.structs.replace(one, evidence=file)
    if isinstance(one, AwsReport | BridgeLetter | Agreement):
        return msgspec.structs.replace(one, file=file)
    return one


def _named(one: Record, kind: str) -> Record:
    """The record with an id: its own, or one made from all that it says."""
    if one.id:
        return one
    said = hashlib.sha256(msgspec.json.encode(one)).hexdigest()
    return msgspec.structs.replace(one, id=f"{kind}-{said[:16]}")


def _lines(text: str) -> dict[str, list[int]]:
    """The lines on which tables of lists begin, by name; a text of several lines may mislead."""
    found: dict[str, list[int]] = {}
    for n, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            found.setdefault(header[1], []).append(n)
    return found


def _near(name: str, known: Iterable[str], what: str) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(name.casefold(), names, 2, 0.5)
    return f"did you mean {', '.join(close)}?" if close else f"{what}: {', '.join(names)}"
