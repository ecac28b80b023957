"""Entries as they stand in the database: what is written into a row, and read out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select

from partywall.ledger.chain import Entry, Head
from partywall.ledger.errors import LedgerError, RecordRefused
from partywall.ledger.records import Record
from partywall.ledger.runs import Run
from partywall.ledger.tables import ENTRY, HEAD

RUN: Final = "run"

_encode = msgspec.json.Encoder(order="sorted").encode
_record: Final[msgspec.json.Decoder[Record]] = msgspec.json.Decoder(Record)
_run: Final = msgspec.json.Decoder(Run)


def canonical(item: Record | Run) -> str:
    """The JSON of an entry: keys sorted, no spaces. Raises RecordRefused for what is no text."""
    try:
        return _encode(item).decode()
    except UnicodeEncodeError as error:
        raise RecordRefused("a text holds what is not UTF-8; write it anew") from error


def kind_of(item: Record | Run) -> str:
    """The kind that its entry is of, as `report` or `run`."""
    return str(item.__struct_config__.tag)


def end_of(connection: Connection, name: str) -> tuple[Head, str]:
    """The last entry as the head has it, and its time.

    Raises LedgerError when the two disagree: nothing is put on top of what was tampered with.
    """
    head = connection.execute(select(HEAD)).first()
    last = connection.execute(select(ENTRY).order_by(ENTRY.c.number.desc()).limit(1)).first()
    found = Head(last.number, last.hash) if last is not None else Head()
    if head is None or found != Head(head.number, head.hash):
        raise LedgerError(f"{name}: the last entry is not the head; see: partywall ledger verify")
    return found, last.at if last is not None else ""


def records_in(connection: Connection) -> Iterator[Record]:
    """All records, the oldest first. Raises LedgerError for one that is not understood."""
    rows = connection.execute(select(ENTRY).where(ENTRY.c.kind != RUN).order_by(ENTRY.c.number))
    for row in rows:
        try:
            yield _record.decode(row.payload)
        except msgspec.DecodeError as error:
            raise _unreadable(row.number, row.kind) from error


def run_of(row: Row[Any]) -> Run:
    """The run that an entry keeps. Raises LedgerError for one that is not understood."""
    try:
        return _run.decode(row.payload)
    except msgspec.DecodeError as error:
        raise _unreadable(row.number, RUN) from error


def _unreadable(number: int, kind: str) -> LedgerError:
    return LedgerError(
        f"entry {number}, a {kind}, cannot be read; was it recorded by a newer partywall? "
        "See also: partywall ledger verify"
    )


def noting_runs(connection: Connection, indexes: dict[str, int]) -> Iterator[Entry]:
    """All entries by number; the index of each run is noted, with the first that has it.

    A column of SQLite's holds whatever somebody put there; then the hash does not fit.
    """
    query = select(ENTRY).order_by(ENTRY.c.number).execution_options(yield_per=1000)
    for row in connection.execute(query):
        if row.kind == RUN:
            with suppress(msgspec.DecodeError, TypeError):  # the hash shows what was changed
                indexes.setdefault(_run.decode(row.payload).rows, row.number)
        number = row.number if isinstance(row.number, int) else -1
        yield Entry(number, str(row.at), str(row.kind), str(row.payload), str(row.hash))
