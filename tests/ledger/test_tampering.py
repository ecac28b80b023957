"""The ordinary way to change the past is refused, and whoever goes around is found."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from ledger.things import kind, run, word
from partywall.ledger import chain, runs
from partywall.ledger.chain import GENESIS, Entry, Head
from partywall.ledger.errors import LedgerError
from partywall.ledger.store import Ledger

pytestmark = pytest.mark.slow

MANY = 6


@pytest.fixture
def made(at: str) -> Ledger:
    """A ledger of six entries: five attestations and a run."""
    ledger = Ledger(at, create=True)
    for letter in "abcde":
        ledger.add([word(letter)])
    ledger.record(run({f"bucket-{n:04}": kind(seen=n) for n in range(40)}))
    return ledger


FORBIDDEN = [
    "UPDATE ledger_entry SET payload = '{}' WHERE number = 2",
    "UPDATE ledger_entry SET at = at",
    "DELETE FROM ledger_entry WHERE number = 6",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_blob SET size = 0",
    "DELETE FROM ledger_blob",
    "UPDATE ledger_head SET number = 3",
    "UPDATE ledger_head SET hash = 'x'",
    "DELETE FROM ledger_head",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE number = 2",
    "INSERT INTO ledger_head VALUES (1, 0, 'x')",
]
SQLITE_ONLY = [
    "INSERT OR REPLACE INTO ledger_entry VALUES (2, '', '', '', '')",
    "REPLACE INTO ledger_head VALUES (1, 0, 'x')",
    "INSERT OR REPLACE INTO ledger_blob SELECT hash, 0, '' FROM ledger_blob",
    "INSERT INTO ledger_head VALUES (2, 0, 'x')",
]
POSTGRESQL_ONLY = ["TRUNCATE ledger_entry", "TRUNCATE ledger_blob", "TRUNCATE ledger_head"]


def test_the_ordinary_way_is_refused(made: Ledger) -> None:
    own = SQLITE_ONLY if made.place.kind == "sqlite" else POSTGRESQL_ONLY
    for statement in [*FORBIDDEN, *own]:
        with (
            pytest.raises(DBAPIError, match=r"append-only|duplicate key"),
            made._engine.connect() as connection,
        ):
            connection.execute(text(statement))
    assert made.verify() == []


@contextmanager
def unfenced(ledger: Ledger) -> Iterator[Connection]:
    """A connection on which no trigger is in the way, as the owner of a database can have it."""
    with ledger._engine.connect() as connection:
        if ledger.place.kind == "sqlite":
            triggers = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all()
            for one in triggers:
                connection.execute(text(f"DROP TRIGGER {one.name}"))
            yield connection
            for one in triggers:
                connection.execute(text(one.sql))
        else:
            connection.execute(text("SET session_replication_role = replica"))
            yield connection
        connection.commit()


def tampered(ledger: Ledger, *statements: str) -> list[str]:
    """What is found after these statements were run behind the ledger's back."""
    with unfenced(ledger) as connection:
        for one in statements:
            connection.execute(text(one))
    return [str(one) for one in ledger.verify()]


def test_an_edited_entry(made: Ledger) -> None:
    found = tampered(
        made, "UPDATE ledger_entry SET payload = replace(payload, 'Roe', 'Doe') WHERE number = 2"
    )
    assert found == [
        "entry 2: does not agree with its hash: it, or the hash of entry 1, was changed or moved"
    ]


@pytest.mark.parametrize(
    "change",
    ["at = '2020-01-01T00:00:00.000000Z'", "kind = 'training'", f"hash = '{'1' * 64}'"],
)
@pytest.mark.parametrize("number", range(1, MANY + 1))
def test_every_column_of_every_entry(made: Ledger, number: int, change: str) -> None:
    found = tampered(made, f"UPDATE ledger_entry SET {change} WHERE number = {number}")
    assert any(one.startswith(f"entry {number}: does not agree") for one in found)


@pytest.mark.parametrize("number", range(1, MANY))
def test_a_removed_entry(made: Ledger, number: int) -> None:
    found = tampered(made, f"DELETE FROM ledger_entry WHERE number = {number}")
    assert found == [f"entry {number}: is missing"]


def test_several_removed_entries(made: Ledger) -> None:
    found = tampered(made, "DELETE FROM ledger_entry WHERE number IN (2, 3, 5)")
    assert found == [
        "entry 2: is missing, and so are all up to entry 3",
        "entry 5: is missing",
    ]


def test_a_removed_entry_whose_gap_is_closed(made: Ledger) -> None:
    found = tampered(
        made,
        "DELETE FROM ledger_entry WHERE number = 2",
        *(f"UPDATE ledger_entry SET number = {n - 1} WHERE number = {n}" for n in range(3, 7)),
    )
    assert found[0].startswith("entry 2: does not agree with its hash")
    assert found[-1] == "entry 6: is missing"


def test_an_inserted_entry(made: Ledger) -> None:
    found = tampered(
        made,
        *(f"UPDATE ledger_entry SET number = {n + 1} WHERE number = {n}" for n in range(6, 2, -1)),
        "INSERT INTO ledger_entry SELECT 3, at, kind, payload, hash FROM ledger_entry "
        "WHERE number = 2",
    )
    assert found[0].startswith("entry 3: does not agree")


def test_two_entries_that_changed_places(made: Ledger) -> None:
    found = tampered(
        made,
        "UPDATE ledger_entry SET number = 99 WHERE number = 2",
        "UPDATE ledger_entry SET number = 2 WHERE number = 3",
        "UPDATE ledger_entry SET number = 3 WHERE number = 99",
    )
    assert [one.partition(":")[0] for one in found if "hash" in one] == [
        "entry 2",
        "entry 3",
        "entry 4",
    ]


def test_a_cut_tail(made: Ledger) -> None:
    held = made.head()
    found = tampered(made, "DELETE FROM ledger_entry WHERE number > 3")
    assert "entry 4: is missing, and so are all up to entry 6" in found
    with pytest.raises(LedgerError, match="the last entry is not the head"):
        made.add([word("f")])
    found = tampered(
        made,
        "UPDATE ledger_head SET number = 3, "
        "hash = (SELECT hash FROM ledger_entry WHERE number = 3)",
        "DELETE FROM ledger_blob",
    )
    assert found == []  # inside one database nobody can tell; with a head held elsewhere they can
    assert [str(one) for one in made.verify(held.hash)] == [
        "no entry has the hash that you hold: since then the ledger was cut or written anew, "
        "or the hash is another ledger's"
    ]


def test_a_chain_that_was_made_anew(made: Ledger) -> None:
    held, before = made.head(), Head()
    changes = []
    with made._transaction(writes=False) as connection:
        rows = connection.execute(text("SELECT * FROM ledger_entry ORDER BY number")).all()
    for row in rows:
        payload = row.payload.replace("Roe", "Doe")
        entry = chain.follow(before, row.at, row.kind, payload)
        before = Head(entry.number, entry.hash)
        changes.append(
            f"UPDATE ledger_entry SET payload = replace(payload, 'Roe', 'Doe'), "
            f"hash = '{entry.hash}' WHERE number = {entry.number}"
        )
    assert tampered(made, *changes, f"UPDATE ledger_head SET hash = '{before.hash}'") == []
    assert len(made.verify(held.hash)) == 1


def test_a_head_that_is_gone_or_wrong(made: Ledger) -> None:
    assert tampered(made, "UPDATE ledger_head SET hash = 'x'") == [
        "the head that is kept beside the entries is not entry 6"
    ]
    assert tampered(made, "DELETE FROM ledger_head") == [
        "the head that is kept beside the entries is gone"
    ]


def test_rows_of_a_run(made: Ledger) -> None:
    found = tampered(made, "INSERT INTO ledger_blob VALUES ('abc', 0, '')")
    assert found == ["rows that belong to no run were put in: abc…"]
    found = tampered(made, "UPDATE ledger_blob SET size = size + 1 WHERE hash <> 'abc'")
    assert found[0].startswith("entry 6: rows of this run were changed: ")
    found = tampered(made, "DELETE FROM ledger_blob")
    assert len(found) == 1
    assert found[0].startswith("entry 6: rows of this run are missing: ")


@pytest.mark.parametrize("column", ["number", "at", "kind", "payload", "hash"])
@pytest.mark.parametrize("value", ["x'00ff'", "'\u00e4'", "1.5", "-7"])
def test_a_column_of_another_type(tmp_path: Path, column: str, value: str) -> None:
    made = Ledger(str(tmp_path / "ledger.db"), create=True)
    made.add([word(letter) for letter in "abcdef"])
    assert tampered(made, f"UPDATE ledger_entry SET {column} = {value} WHERE number = 6")


def test_a_run_that_names_rows_of_another_kind(made: Ledger) -> None:
    (one,) = made.runs()
    with made.reading() as read:
        (chunk,) = runs.names(runs.index(read(one.run.rows)))
    found = tampered(
        made, f"UPDATE ledger_entry SET payload = replace(payload, '{one.run.rows}', '{chunk}')"
    )
    assert found[0].startswith("entry 6: does not agree with its hash")
    assert found[1].startswith("entry 6: rows of this run were changed")
    found = tampered(made, "UPDATE ledger_entry SET payload = '{}' WHERE number = 6")
    assert found[0].startswith("entry 6: does not agree with its hash")
    with pytest.raises(LedgerError, match="entry 6, a run, cannot be read"):
        made.runs()


def test_a_fence_that_is_gone(made: Ledger) -> None:
    with made._engine.connect() as connection:
        on = "" if made.place.kind == "sqlite" else " ON ledger_entry"
        connection.execute(text(f"DROP TRIGGER ledger_entry_kept{on}"))
        connection.commit()
    assert [str(one) for one in made.verify()] == [
        "the trigger ledger_entry_kept, which refuses changes, is gone or switched off"
    ]


def test_a_head_held_from_earlier(made: Ledger) -> None:
    held = made.head().hash
    made.add([word("f")])
    assert made.verify(held) == []
    assert made.verify(GENESIS) == []


def test_the_chain_alone_finds_every_single_change() -> None:
    entries, head = [], Head()
    for n in range(4):
        entries.append(chain.follow(head, f"2026-11-2{n}", "x", f'"{n}"'))
        head = Head(entries[-1].number, entries[-1].hash)
    assert list(chain.faults(entries, head)) == []
    for order in itertools.permutations(entries):
        moved = [
            Entry(n, one.at, one.kind, one.payload, one.hash) for n, one in enumerate(order, 1)
        ]
        assert bool(list(chain.faults(moved, head))) == (list(order) != entries)
    for kept in itertools.product([True, False], repeat=4):
        left = [one for one, stays in zip(entries, kept, strict=True) if stays]
        assert bool(list(chain.faults(left, head))) == (not all(kept))


def test_words_that_moved_from_one_column_to_the_next() -> None:
    one = chain.follow(Head(), "2026-11-23", "report", '{"a":\n1}')
    moved = Entry(1, one.at, 'report\n{"a":', "1}", one.hash)
    later = Entry(1, "2026-11-23\nreport", '{"a":', "1}", one.hash)
    for other in (moved, later):
        assert chain.link(Head().hash, 1, other.at, other.kind, other.payload) == one.hash
        assert list(chain.faults([other], Head(1, one.hash)))
