"""One table of a ledger's TOML as a record: its kind, its keys, the file that shows it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from partywall.ledger import evidence
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
SHOWS: Final = {"report": "file", "bridge": "file", "agreement": "file", "attestation": "evidence"}
"""The key under which each kind names its file."""


class NotARecord(Exception):
    """A table that is not a record: what is wrong, what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def record_of(kind: str, entry: object) -> Record:
    """The record that a table writes, without an id where none is given.

    Raises NotARecord for what is not one.
    """
    if not isinstance(entry, dict):
        raise NotARecord("is not a table", f"write [[{kind}]] and its keys below it")
    shows = SHOWS.get(kind, "")
    keys = [one.name for one in msgspec.structs.fields(KINDS[kind]) if one.name != "origin"]
    keys += ["sha256"] if shows else []
    for key in entry:
        if key not in keys:
            raise NotARecord(f"has no key {key!r}", near(key, keys, "keys"))
    table = {"id": "", **_spelled_out(entry)}
    if shows:
        table[shows] = _as_file(table.pop(shows, ""), table.pop("sha256", ""), shows)
        table["origin"] = "folder"
    if kind == "report":
        for key in ("services", "regions"):
            if key not in table:
                raise NotARecord(f"says not which {key} it covers", f'{key} = "*" if it is all')
        table.setdefault("title", _title(table))
    try:
        return msgspec.convert(table, KINDS[kind])
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        key = place.strip(".`")
        hint = "write days as 2026-11-23, without quotes" if "`date`" in what else ""
        raise NotARecord(f"{key}: {what}" if key else what, hint) from error


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
        raise NotARecord(f"{key}: is no path", "write the path in quotes, relative to this file")
    digest = sha256.lower() if isinstance(sha256, str) else "?"
    if digest and not evidence.SHA256.fullmatch(digest):
        raise NotARecord(
            "sha256: is no SHA-256", "write its 64 hexadecimal digits, as sha256sum does"
        )
    return {"path": path, "sha256": digest}


def _title(table: dict[str, Any]) -> str:
    """What to call a report that nobody has given a title."""
    program = programs().get(str(table.get("program")))
    name = program.name if program else str(table.get("program"))
    return f"{name}, {table.get('begins')} to {table.get('ends')}"


def file_of(one: Record) -> File:
    """The file that shows it, or one without a path."""
    return getattr(one, "file", None) or getattr(one, "evidence", None) or File()


def with_file(one: Record, file: File) -> Record:
    """The record with another file to show it; of a kind that has none, the record itself."""
    if isinstance(one, Attestation):
        return msgspec.structs.replace(one, evidence=file)
    if isinstance(one, AwsReport | BridgeLetter | Agreement):
        return msgspec.structs.replace(one, file=file)
    return one


def named(one: Record, kind: str) -> Record:
    """The record with an id: its own, or one made from all that it says."""
    if one.id:
        return one
    said = hashlib.sha256(msgspec.json.encode(one)).hexdigest()
    return msgspec.structs.replace(one, id=f"{kind}-{said[:16]}")


def near(name: str, known: Iterable[str], what: str) -> str:
    """A hint for a name that there is not: names like it, or else all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(name.casefold(), names, 2, 0.5)
    return f"did you mean {', '.join(close)}?" if close else f"{what}: {', '.join(names)}"
