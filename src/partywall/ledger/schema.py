"""The schema of a ledger: which revision it is of, and how it gets to ours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from partywall.ledger.errors import LedgerError
from partywall.ledger.tables import VERSION

REVISIONS: Final = ("0001",)
"""All that this version knows, oldest first; a test holds them against the migrations."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str:
    """The revision of what the connection leads to; empty when no ledger is there yet."""
    if not inspect(connection).has_table(VERSION):
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar() or "")


def is_ours(found: str, name: str) -> bool:
    """Whether a revision is the one we write; False for one that we can bring there.

    Raises LedgerError when it is newer than we are.
    """
    if found and found not in REVISIONS:
        raise LedgerError(
            f"{name}: this ledger has schema {found}, and this version of partywall knows none "
            f"after {REVISIONS[-1]}; use a newer partywall (the ledger was left as it is)"
        )
    return found == REVISIONS[-1]


def must_be_empty(connection: Connection, name: str) -> None:
    """Raises LedgerError for a SQLite file that holds somebody else's tables."""
    if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise LedgerError(f"{name}: this is no ledger, but a database of something else")


def upgrade(connection: Connection) -> None:
    """The ledger is of our revision; the caller holds the lock of writers, and commits."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def missing_fences(connection: Connection) -> list[str]:
    """Names of the triggers that refuse changes and are gone or switched off, sorted."""
    if connection.dialect.name == "sqlite":
        query, wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger'", FENCES_SQLITE
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        wanted = FENCES_POSTGRESQL
    found = set(connection.execute(text(query)).scalars())
    return sorted(wanted - found)


FENCES_SQLITE: Final = frozenset(
    f"ledger_{table}_{what}"
    for table in ("entry", "blob", "head")
    for what in ("kept", "stays", "once")
)
FENCES_POSTGRESQL: Final = frozenset(
    {"ledger_entry_kept", "ledger_blob_kept", "ledger_head_kept", "ledger_head_stays"}
)
