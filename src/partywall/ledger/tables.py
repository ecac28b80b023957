"""The tables of the ledger, as SQLAlchemy Core sees them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()

ENTRY = Table(
    "ledger_entry",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The chain. `at` is UTC as ISO 8601 with microseconds and `Z`; it sorts as text."""

BLOB = Table(
    "ledger_blob",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The rows of runs: `body` is compressed, `hash` the SHA-256 of the `size` bytes within."""

HEAD = Table(
    "ledger_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row, of id 1: the last entry. It shows when entries were cut off at the end."""

VERSION = "ledger_version"
"""The table in which Alembic keeps the revision of the schema."""
