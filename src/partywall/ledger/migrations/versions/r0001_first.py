"""The first schema: entries, blobs, the head, and fences that keep them append-only."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE: Final = """
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_entry_once BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_blob_kept BEFORE UPDATE ON ledger_blob
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_blob_stays BEFORE DELETE ON ledger_blob
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_blob_once BEFORE INSERT ON ledger_blob
WHEN EXISTS (SELECT 1 FROM ledger_blob WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_head_kept BEFORE UPDATE ON ledger_head WHEN NEW.number <= OLD.number
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_head_once BEFORE INSERT ON ledger_head
WHEN EXISTS (SELECT 1 FROM ledger_head)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
"""INSERT OR REPLACE deletes without waking the triggers on DELETE: hence those on INSERT."""

POSTGRESQL: Final = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_blob_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_blob
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_kept BEFORE UPDATE ON ledger_head
FOR EACH ROW WHEN (NEW.number <= OLD.number) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""


def upgrade() -> None:
    """The three tables stand, the head is at the beginning, and nothing can be taken back."""
    op.create_table(
        "ledger_entry",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "ledger_blob",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.execute(f"INSERT INTO ledger_head (id, number, hash) VALUES (1, 0, '{'0' * 64}')")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (SQLITE if sqlite else POSTGRESQL).split(";\nCREATE "):
        op.execute("CREATE " + statement.strip().removeprefix("CREATE ").removesuffix(";"))
