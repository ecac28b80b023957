"""The ledger: entries that are only ever added, in SQLite or PostgreSQL, chained by hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, NullPool, create_engine, insert, select, update

from partywall.ledger import blobs, chain, schema
from partywall.ledger.chain import Entry, Fault, Head
from partywall.ledger.database import WAIT, Place, connector, in_words, place
from partywall.ledger.entries import (
    RUN,
    canonical,
    end_of,
    kind_of,
    noting_runs,
    records_in,
    run_of,
)
from partywall.ledger.errors import LedgerError, RecordRefused
from partywall.ledger.records import BridgeLetter, Record, Withdrawal
from partywall.ledger.runs import Packed, Recorded, Run
from partywall.ledger.tables import ENTRY, HEAD

SKEW: Final = timedelta(seconds=10)
"""By how much the clocks of two recorders may differ without anybody being told."""

LOCK: Final = 0x7061727479
"""The advisory lock that PostgreSQL's recorders take, one after the other."""


class Added(Struct):
    """What became of records that were handed in: their ids; `same` were there already."""

    new: list[str]
    restated: list[str]
    same: list[str]


class Ledger:
    """A ledger that is there, of the schema that we know.

    Every method opens its own connection and leaves nothing open. All of them raise LedgerError
    when the database cannot be reached, read or written.
    """

    def __init__(self, at: str, *, create: bool = False) -> None:
        """Open the ledger at a path or URL; without `create` it must be there already.

        A ledger of an older schema is brought to ours. Raises LedgerError for a newer one, which
        is left as it is, and for what is no ledger.
        """
        self.place: Place = place(at)
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._engine = self._made(create)
        self._open(create)

    def _made(self, create: bool) -> Engine:
        dialect = "sqlite://" if self.place.kind == "sqlite" else "postgresql+psycopg://"
        opens = connector(self.place, create=create)
        return create_engine(dialect, creator=opens, poolclass=NullPool)

    def _open(self, create: bool) -> None:
        name = self.place.name
        if not create and self.place.kind == "sqlite" and not Path(self.place.address).exists():
            raise _absent(name)
        with self._transaction(writes=False) as connection:
            found = schema.revision(connection)
            if schema.is_ours(found, name):
                return
            if not found:
                schema.must_be_empty(connection, name)
                if not create:
                    raise _absent(name)
        with self._transaction(writes=True) as connection:
            if not schema.is_ours(schema.revision(connection), name):
                schema.upgrade(connection)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        """All that happens within is kept, or nothing; writers come one after the other."""
        with in_words(self.place), self._engine.connect() as connection:
            if self.place.kind == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
            elif writes:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT:.0f}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            else:
                connection.exec_driver_sql(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            yield connection
            connection.commit()

    def add(
        self, records: Iterable[Record], *, restate: bool = False, any_clock: bool = False
    ) -> Added:
        """Record all of them or none; one that is there with the same content is left alone.

        With `restate` a record whose id is there with other content is recorded beside it and
        counts from then on. Raises RecordRefused for one that is there otherwise, or that speaks
        of a record that is not; LedgerError when the clock is behind the last entry and
        `any_clock` is not set.
        """
        added, wanted = Added([], [], []), list[Record]()
        with self._transaction(writes=True) as connection:
            known = {one.id: one for one in records_in(connection)}
            for one in records:
                before = known.get(one.id)
                if before == one:
                    added.same.append(one.id)
                    continue
                _must_fit(one, before, known, restate)
                (added.restated if before is not None else added.new).append(one.id)
                known[one.id] = one
                wanted.append(one)
            self._append(connection, wanted, any_clock)
        return added

    def record(self, packed: Packed, *, any_clock: bool = False) -> Entry:
        """Keep a run; of its rows only those that no earlier run had.

        Raises LedgerError as `add` does.
        """
        with self._transaction(writes=False) as connection:
            known = blobs.known(connection, packed.blobs)
        ready = {name: blobs.packed(packed.blobs[name]) for name in packed.blobs.keys() - known}
        with self._transaction(writes=True) as connection:
            blobs.keep(connection, ready)
            (entry,) = self._append(connection, [packed.run], any_clock)
        return entry

    def _append(
        self, connection: Connection, items: Sequence[Record | Run], any_clock: bool
    ) -> list[Entry]:
        head, last = end_of(connection, self.place.name)
        entries = list[Entry]()
        for one in items:
            at = self._time(last, any_clock)
            entry = chain.follow(head, at, kind_of(one), canonical(one))
            entries.append(entry)
            head, last = Head(entry.number, entry.hash), at
        if entries:
            connection.execute(insert(ENTRY), [msgspec.structs.asdict(one) for one in entries])
            connection.execute(update(HEAD).values(number=head.number, hash=head.hash))
        return entries

    def _time(self, last: str, any_clock: bool) -> str:
        """Now; a moment ago, by a clock that is a little behind the one before, counts as now."""
        now = self.now()
        at = _written(now)
        if at >= last or any_clock:
            return at
        if _written(now + SKEW) < last:
            raise LedgerError(
                f"{self.place.name}: the clock says {at}, and the last entry is of {last}; set "
                "the clock, or give --allow-clock-skew if that entry's clock was wrong"
            )
        return last

    def head(self) -> Head:
        """The number and the hash of the last entry."""
        with self._transaction(writes=False) as connection:
            return end_of(connection, self.place.name)[0]

    def records(self) -> list[Record]:
        """Every record as last stated, in the order in which they were first recorded.

        Raises LedgerError for a record of a kind that we do not know.
        """
        with self._transaction(writes=False) as connection:
            return list({one.id: one for one in records_in(connection)}.values())

    def runs(self) -> list[Recorded]:
        """Every run, the oldest first."""
        with self._transaction(writes=False) as connection:
            found = connection.execute(
                select(ENTRY).where(ENTRY.c.kind == RUN).order_by(ENTRY.c.number)
            )
            return [Recorded(one.number, one.at, run_of(one)) for one in found]

    @contextmanager
    def reading(self) -> Iterator[Callable[[str], bytes]]:
        """What gives the content of a blob by its hash, over one connection.

        It raises LedgerError for one that is not there, or not what it was. Nobody who records
        waits for it for longer than one blob takes.
        """
        with self._contents() as content:

            def read(name: str) -> bytes:
                found = content(name)
                if found is None:
                    raise LedgerError(
                        f"{self.place.name}: rows of a run are gone; see: partywall ledger verify"
                    )
                return found

            yield read

    @contextmanager
    def _contents(self) -> Iterator[Callable[[str], bytes | None]]:
        with in_words(self.place), self._engine.connect() as connection:

            def content(name: str) -> bytes | None:
                found = blobs.content(connection, name)
                connection.commit()
                return found

            yield content

    def verify(self, held: str = "") -> list[Fault]:
        """All that shows that the ledger is not as it was written, and clocks that went back.

        `held` is a head, in hexadecimal, that somebody kept elsewhere.
        """
        indexes: dict[str, int] = {}
        with self._transaction(writes=False) as connection:
            found = connection.execute(select(HEAD)).all()
            head = Head(found[0].number, found[0].hash) if len(found) == 1 else None
            faults = list(chain.faults(noting_runs(connection, indexes), head, held))
            faults += [
                Fault(0, f"the trigger {name}, which refuses changes, is gone or switched off")
                for name in schema.missing_fences(connection)
            ]
            names = blobs.names(connection)
        with self._contents() as content:
            faults += blobs.faults(names, indexes, content)
        return faults


def _absent(name: str) -> LedgerError:
    return LedgerError(
        f"{name}: there is no ledger yet; recording makes one, as in: partywall check --record"
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _must_fit(
    record: Record, before: Record | None, known: dict[str, Record], restate: bool
) -> None:
    """Raises RecordRefused, saying what stands in the way."""
    if before is not None and (type(before) is not type(record) or not restate):
        raise RecordRefused(
            f"there is a {kind_of(before)} of the id {record.id} already, which says something "
            "else; give this one another id, or withdraw that one first"
        )
    if isinstance(record, Withdrawal | BridgeLetter):
        of = record.record if isinstance(record, Withdrawal) else record.report
        if of not in known:
            near = get_close_matches(of, known, 3)
            hint = f"did you mean {', '.join(near)}?" if near else "see: partywall ledger list"
            raise RecordRefused(f"there is no record {of!r} in the ledger; {hint}")
