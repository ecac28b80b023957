"""What the store takes, gives back and refuses; on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger.servers import fresh_database
from ledger.things import kind, run, soc, word
from partywall.ledger import schema
from partywall.ledger.database import hidden, place
from partywall.ledger.errors import LedgerError, RecordRefused
from partywall.ledger.records import BridgeLetter, Withdrawal
from partywall.ledger.store import Ledger
from partywall.ledger.tables import METADATA, VERSION

pytestmark = pytest.mark.slow

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_records_come_back_as_stated(at: str) -> None:
    made = Ledger(at, create=True)
    added = made.add([soc(), word("a")])
    assert (added.new, added.restated, added.same) == (["soc2-2026", "a"], [], [])
    again = Ledger(at)
    assert again.records() == [soc(), word("a")]
    assert again.head().number == 2
    assert again.verify() == []
    assert again.verify(again.head().hash) == []


def test_an_empty_ledger_is_sound(at: str) -> None:
    made = Ledger(at, create=True)
    assert (made.records(), made.runs(), made.head().number) == ([], [], 0)
    assert made.verify(made.head().hash) == []


def test_the_same_record_twice_is_one(at: str) -> None:
    made = Ledger(at, create=True)
    made.add([soc()])
    assert made.add([soc(), word("a")]).same == ["soc2-2026"]
    assert made.head().number == 2


def test_all_of_what_is_handed_in_or_nothing(at: str) -> None:
    made = Ledger(at, create=True)
    made.add([word("a")])
    with pytest.raises(RecordRefused, match="there is a attestation of the id a already"):
        made.add([word("b"), word("a", by="J. Doe")])
    assert made.records() == [word("a")]


def test_a_restatement_counts_from_then_on_and_hides_nothing(at: str) -> None:
    made = Ledger(at, create=True)
    made.add([word("a"), word("b")])
    assert made.add([word("a", by="J. Doe")], restate=True).restated == ["a"]
    assert made.records() == [word("a", by="J. Doe"), word("b")]
    assert made.head().number == 3
    with pytest.raises(RecordRefused):
        made.add([soc("a")], restate=True)


def test_what_speaks_of_a_record_names_one_that_is_there(at: str) -> None:
    made = Ledger(at, create=True)
    made.add([soc()])
    on = date(2026, 7, 1)
    with pytest.raises(RecordRefused, match="did you mean soc2-2026"):
        made.add([BridgeLetter(id="b", report="soc2-2062", issued=on, until=on)])
    with pytest.raises(RecordRefused, match="ledger list"):
        made.add([Withdrawal(id="w", record="nothing", on=on, why="wrong")])
    made.add([Withdrawal(id="w", record="soc2-2026", on=on, why="wrong")])
    assert len(made.records()) == 2


def test_an_unchanged_run_costs_an_entry(at: str) -> None:
    made = Ledger(at, create=True)
    rows = {f"bucket-{n:05}": kind(seen=n) for n in range(5000)}
    first = made.record(run(rows))
    many = blobs(made)
    second = made.record(run(rows))
    assert (first.number, second.number) == (1, 2)
    assert blobs(made) == many > 4
    assert len(second.payload) < 400
    rows["bucket-02500"] = kind("refuted")
    made.record(run(rows))
    assert blobs(made) == many + 2  # a chunk, and the index
    assert made.verify() == []


def blobs(made: Ledger) -> int:
    """How many blobs the ledger keeps."""
    with made._transaction(writes=False) as connection:
        return int(connection.execute(text("SELECT count(*) FROM ledger_blob")).scalar_one())


def test_a_clock_behind_the_last_entry(at: str) -> None:
    made = Ledger(at, create=True)
    made.now = lambda: MORNING
    made.add([word("a")])
    made.now = lambda: MORNING - timedelta(seconds=2)  # of another machine: nobody is told
    made.add([word("b")])
    made.now = lambda: MORNING - timedelta(days=365)
    with pytest.raises(LedgerError) as caught:
        made.add([word("c")])
    assert "2025-11-23T08:00:00" in str(caught.value)
    assert "2026-11-23T08:00:00" in str(caught.value)
    assert made.verify() == []
    made.add([word("c")], any_clock=True)
    made.now = lambda: MORNING - timedelta(days=364)  # still behind the first two
    made.add([word("d")])
    (remark,) = made.verify()
    assert str(remark) == (
        "entry 3: its time, 2025-11-23T08:00:00.000000Z, is before that of the entry before it, "
        "2026-11-23T08:00:00.000000Z"
    )
    assert remark.only_told


def test_a_newer_schema_is_left_alone(at: str) -> None:
    made = Ledger(at, create=True)
    made.add([word("a")])
    with made._transaction(writes=True) as connection:
        connection.execute(text(f"UPDATE {VERSION} SET version_num = '0777'"))
    for create in (False, True):
        with pytest.raises(LedgerError, match=r"schema 0777.*none after.*newer partywall"):
            Ledger(at, create=create)
    with made._transaction(writes=False) as connection:
        assert schema.revision(connection) == "0777"


def test_the_migrations_make_the_tables_that_we_use(at: str) -> None:
    made = Ledger(at, create=True)
    with made._transaction(writes=False) as connection:
        options = {"version_table": VERSION}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    scripts = ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()
    assert tuple(one.revision for one in scripts)[::-1] == schema.REVISIONS


def test_no_ledger_is_made_by_reading(at: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger yet"):
        Ledger(at)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [False, True])
def test_what_is_no_ledger(tmp_path: Path, create: bool) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no database " * 100)
    with pytest.raises(LedgerError, match=r"notes.txt: this is no ledger: not a SQLite database"):
        Ledger(str(file), create=create)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cake (recipe)")
    before = other.read_bytes()
    with pytest.raises(LedgerError, match="a database of something else"):
        Ledger(str(other), create=create)
    assert other.read_bytes() == before
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(str(tmp_path), create=create)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="see whether the folder is there"):
        Ledger(str(tmp_path / "gone" / "ledger.db"), create=True)


def test_an_entry_of_a_kind_that_we_do_not_know(at: str) -> None:
    made = Ledger(at, create=True)

    class Novelty(msgspec.Struct, tag="novelty", tag_field="entry"):
        id: str

    with made._transaction(writes=True) as connection:
        made._append(connection, [Novelty("n")], False)  # type: ignore[list-item]
    with pytest.raises(LedgerError, match="entry 1, a novelty, cannot be read"):
        made.records()
    assert made.verify() == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://roe:hunter2@localhost:99999999/x",
        "postgresql://roe:hunter2@localhost:1/x",
        "postgresql://roe@localhost:1/x?password=hunter2",
        "postgresql://roe:hunter2@nowhere.invalid/x",
        "postgresql://roe:hunter2@[::1/x",
        "postgresql://roe:hunter2@localhost/x?nonsense=1",
        "mysql://roe:hunter2@localhost/x",
        "http://roe:hunter2@localhost/x",
    ],
)
def test_no_password_is_ever_shown(url: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger(url)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "hunter2" not in hidden(url)


def test_addresses() -> None:
    assert place("sqlite:///a/b.db") == place("a/b.db")
    assert place("sqlite:////a/b.db").address == "/a/b.db"
    assert place("postgres://u:p@h:1/d").name == "postgresql://h:1/d"
    assert hidden("ledger.db") == "ledger.db"
    assert hidden("postgresql://u:p@w@h:1/d?password=x") == "postgresql://h:1/d"


def test_a_server_without_the_database(postgresql: str) -> None:
    with pytest.raises(LedgerError, match='database "cake" does not exist'):
        Ledger(postgresql.replace("/postgres?", "/cake?"), create=True)


def test_what_is_no_text_is_refused(at: str) -> None:
    made = Ledger(at, create=True)
    with pytest.raises(RecordRefused, match="not UTF-8"):
        made.add([word("a", by="R. R\udce9e")])
    made.add([word("b", by="R. R\0e \u00e9 \U0001f600")])
    assert made.records() == [word("b", by="R. R\0e \u00e9 \U0001f600")]
    assert made.verify() == []


def test_a_user_of_the_server_who_may_only_record(postgresql: str) -> None:
    at = fresh_database(postgresql)
    owner = Ledger(at, create=True)
    role = f"recorder_{owner.place.name.rpartition('_')[2]}"
    with owner._engine.connect() as connection:
        for statement in (
            f"CREATE ROLE {role} LOGIN",
            f"GRANT SELECT ON ledger_version, ledger_entry, ledger_blob, ledger_head TO {role}",
            f"GRANT INSERT ON ledger_entry, ledger_blob TO {role}",
            f"GRANT UPDATE ON ledger_head TO {role}",
        ):
            connection.execute(text(statement))
        connection.commit()
    recorder = Ledger(at.replace("postgres@", f"{role}@"))
    recorder.add([word("a")])
    recorder.record(run({"b": kind()}))
    assert recorder.verify() == owner.verify() == []
    for statement in (
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE ledger_entry SET payload = ''",
        "DELETE FROM ledger_entry",
    ):
        with pytest.raises(DBAPIError), recorder._engine.connect() as connection:
            connection.execute(text(statement))


def test_a_server_that_takes_no_writes(postgresql: str) -> None:
    at = fresh_database(postgresql)
    made = Ledger(at, create=True)
    with made._engine.connect() as connection:
        name = at.partition("@/")[2].partition("?")[0]
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        connection.commit()
    with pytest.raises(LedgerError, match="the server or the session is read-only"):
        made.add([word("a")])
    assert Ledger(at).verify() == []


def test_a_recorder_that_waits_too_long(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Ledger(at, create=True)
    monkeypatch.setattr("partywall.ledger.database.WAIT", 1.0)
    monkeypatch.setattr("partywall.ledger.store.WAIT", 1.0)
    other = Ledger(at)
    with (
        made._transaction(writes=True),
        pytest.raises(LedgerError, match="others have been writing to it"),
    ):
        other.add([word("a")])
    other.add([word("a")])
