"""Where a ledger is: a file of SQLite's, or a database of PostgreSQL's; and what goes wrong there.

Nothing here repeats the address as it was given, since it may hold a password.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from msgspec import Struct

from partywall.ledger.errors import LedgerError

WAIT: Final = 30.0
"""Seconds that a recorder waits for another one to finish."""

CONNECT: Final = 10
"""Seconds within which a server must answer."""

SECRETS: Final = ("password", "sslpassword")
NO_PATH: Final = re.compile(r"\bpostgres(?:ql)?(?:\+\w+)?:|password\s*=", re.IGNORECASE)
"""An address that was meant for a server and is no URL; it may hold a password."""
INSTALL: Final = "install it with: pip install 'partywall[postgresql]'"

SQLITE: Final = {
    "SQLITE_NOTADB": "this is no ledger: not a SQLite database",
    "SQLITE_CORRUPT": "the file is damaged; go back to a copy of it",
    "SQLITE_FULL": "the disk is full; nothing was recorded",
    "SQLITE_BUSY": f"others have been writing to it for {WAIT:.0f} seconds; try again",
    "SQLITE_READONLY": "it cannot be written: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "it cannot be opened: see whether the folder is there and open to you",
    "SQLITE_IOERR": "it cannot be read or written; is the disk full? Nothing was recorded",
    "SQLITE_PERM": "it cannot be opened: permission is denied",
}
"""What SQLite's result codes mean here (sqlite.org/rescode.html); a longer code begins so."""

POSTGRESQL: Final = {
    "25006": "it cannot be written: the server or the session is read-only",
    "42501": "this user may not do that in the database",
    "53100": "the server's disk is full; nothing was recorded",
    "55P03": f"others have been writing to it for {WAIT:.0f} seconds; try again",
}
"""What SQLSTATEs mean here (PostgreSQL's documentation, appendix "Error Codes")."""


class Place(Struct, frozen=True):
    """Where a ledger is; `name` is what may be shown of it, and `secrets` never may."""

    kind: Literal["sqlite", "postgresql"]
    address: str
    name: str
    secrets: tuple[str, ...] = ()


def place(at: str) -> Place:
    """The place that a path or a `postgresql://` URL means.

    Raises LedgerError for a URL that is neither well-formed nor of a kind we know.
    """
    scheme, found, rest = at.partition("://")
    if not found and NO_PATH.search(at):
        raise _no_url()
    if not found:
        return Place("sqlite", at, at)
    if scheme == "sqlite":
        return Place("sqlite", rest.removeprefix("/"), rest.removeprefix("/"))
    if scheme not in ("postgresql", "postgres"):
        raise LedgerError(f"no ledger can be at {scheme}://…; give a path, or postgresql://…")
    return _of_server(at)


def hidden(at: str) -> str:
    """The address without what may be a password, for configuration that is shown."""
    scheme, found, rest = at.partition("://")
    if not found:
        return "…" if NO_PATH.search(at) else at
    before, _, behind = rest.rpartition("@")
    return f"{scheme}://{'…' if '?' in before else behind.partition('?')[0]}"


def _of_server(at: str) -> Place:
    host, _, path = at.partition("://")[2].partition("?")[0].partition("/")
    if host.count("@") > 1 or "@" in path:  # part of a password would be taken for a host
        raise _no_url()
    conninfo = _psycopg().conninfo
    try:
        parts = conninfo.conninfo_to_dict(at)
    except Exception:  # its text repeats the URL
        raise _no_url() from None
    host = str(parts.get("host", "")) or "localhost"
    port = f":{parts['port']}" if "port" in parts else ""
    secrets = tuple(str(parts[name]) for name in SECRETS if parts.get(name))
    return Place("postgresql", at, f"postgresql://{host}{port}/{parts.get('dbname', '')}", secrets)


def _no_url() -> LedgerError:
    return LedgerError(
        "the address of the ledger is no PostgreSQL URL; "
        "write postgresql://USER@HOST:PORT/DATABASE, and in a password % as %25, @ as %40, / as %2F"
    )


def connector(place: Place, *, create: bool) -> Callable[[], Any]:
    """What opens a connection; a SQLite file is made only when `create` says so."""
    if place.kind == "sqlite":
        path = quote(str(Path(place.address).absolute()))
        uri = f"file:{path}?mode={'rwc' if create else 'rw'}"
        return lambda: sqlite3.connect(
            uri, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
    psycopg = _psycopg()
    return lambda: psycopg.connect(place.address, connect_timeout=CONNECT)


def _psycopg() -> Any:
    try:
        import psycopg
        import psycopg.conninfo
    except ImportError as error:
        raise LedgerError(f"a ledger on a PostgreSQL server needs psycopg; {INSTALL}") from error
    return psycopg


@contextmanager
def in_words(place: Place) -> Iterator[None]:
    """Errors of the database come out as LedgerError, in words, without a password."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise LedgerError(f"{place.name}: {_words(place, error.orig)}") from None


def _words(place: Place, error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        code = str(getattr(error, "sqlite_errorname", ""))
        for begins, words in SQLITE.items():
            if code.startswith(begins):
                return words
    words = POSTGRESQL.get(str(getattr(error, "sqlstate", "")), "")
    if words:
        return words
    text = (str(error).strip().splitlines() or ["it cannot be used"])[0]
    for secret in place.secrets:
        text = text.replace(secret, "…")
    return text
