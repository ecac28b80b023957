"""The rows of runs, kept once each under the SHA-256 of their content, compressed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice

import msgspec
from sqlalchemy import Connection, insert, select

from partywall.ledger import runs
from partywall.ledger.chain import Fault
from partywall.ledger.tables import BLOB

Body = tuple[int, bytes]
"""The size of a content in bytes, and the content compressed."""


def packed(content: bytes) -> Body:
    """The content as it is kept."""
    return len(content), zlib.compress(content, 6)


def known(connection: Connection, names: Iterable[str]) -> set[str]:
    """Those of the hashes that are kept already."""
    found, rest = set[str](), iter(names)
    while some := list(islice(rest, 500)):
        found.update(connection.execute(select(BLOB.c.hash).where(BLOB.c.hash.in_(some))).scalars())
    return found


def keep(connection: Connection, ready: Mapping[str, Body]) -> None:
    """All of these are kept; the caller holds the lock of writers."""
    there = known(connection, ready)
    new = [
        {"hash": name, "size": size, "body": body}
        for name, (size, body) in sorted(ready.items())
        if name not in there
    ]
    if new:
        connection.execute(insert(BLOB), new)


def content(connection: Connection, name: str) -> bytes | None:
    """What is kept under the hash, unpacked; None when it is not there or not what it was."""
    row = connection.execute(select(BLOB).where(BLOB.c.hash == name)).first()
    return None if row is None else _unpacked(row.hash, row.size, row.body)


def _unpacked(name: str, size: object, body: object) -> bytes | None:
    """The content, if it is what the hash says; no more than `size` bytes are ever unpacked.

    A column of SQLite's holds whatever somebody put there.
    """
    if not isinstance(size, int) or not isinstance(body, bytes):
        return None
    try:
        found = zlib.decompressobj().decompress(body, max(size, 1))
    except zlib.error:
        return None
    return found if len(found) == size and sha256(found).hexdigest() == name else None


def names(connection: Connection) -> set[str]:
    """The hashes of all that is kept."""
    return set(connection.execute(select(BLOB.c.hash)).scalars())


def faults(
    there: Collection[str], indexes: Mapping[str, int], content: Callable[[str], bytes | None]
) -> Iterator[Fault]:
    """What is wrong with the rows of runs.

    `there` are the hashes of all that is kept; `indexes` gives for an index the entry that names
    it; `content` is asked for each once, and says None for what is not what its hash says.
    """
    owners = dict(indexes)
    broken = set[str]()
    for name, number in indexes.items():
        try:
            index = runs.index(content(name) or b"") if name in there else None
        except msgspec.DecodeError:
            broken.add(name)
        else:
            for one in runs.names(index) if index is not None else ():
                owners.setdefault(one, number)
    broken |= {
        name for name in owners.keys() - indexes.keys() if name in there and content(name) is None
    }
    for name, number in sorted(owners.items(), key=lambda item: (item[1], item[0])):
        if name not in there:
            yield Fault(number, f"rows of this run are missing: {name[:12]}…")
        elif name in broken:
            yield Fault(number, f"rows of this run were changed: {name[:12]}…")
    for name in sorted(str(one) for one in there if one not in owners):
        yield Fault(0, f"rows that belong to no run were put in: {name[:12]}…")
