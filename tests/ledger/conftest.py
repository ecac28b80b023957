"""Ledgers for the tests: each runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.servers import CannotStart, fresh_database, server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server's database; the test is skipped, visibly, where none can start."""
    try:
        with server() as url:
            yield url
    except CannotStart as error:
        pytest.skip(f"no PostgreSQL server: {error}")


@pytest.fixture(params=["sqlite", "postgresql"])
def at(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be made: nothing is there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return fresh_database(request.getfixturevalue("postgresql"))
