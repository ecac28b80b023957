"""A folder of TOML files under version control, read as records.

Each file holds tables `[[report]]`, `[[bridge]]`, `[[agreement]]`, `[[attestation]]` and
`[[withdrawal]]`, and may name a training roster. Files that show something lie beside it. What
is wrong with one table is a problem with its place, and hides no other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.ledger import evidence, roster
from partywall.ledger.records import File, Record, Withdrawal
from partywall.ledger.written import KINDS, NotARecord, file_of, named, near, record_of, with_file

TABLES: Final = (*KINDS, "roster")
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
                hint = near(kind, TABLES, "tables")
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
            one = record_of(kind, entry)
        except NotARecord as bad:
            self.remark("error", f"[[{kind}]] {bad.message}", where, bad.hint)
            return
        looked = evidence.look(file_of(one), self.root, file.parent)
        one = named(with_file(one, looked.file), kind)
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


def _lines(text: str) -> dict[str, list[int]]:
    """The lines on which tables of lists begin, by name; a text of several lines may mislead."""
    found: dict[str, list[int]] = {}
    for n, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            found.setdefault(header[1], []).append(n)
    return found
