"""The chain: each entry's hash covers its content and the entry before it.

What it proves. Whoever changes, removes, inserts or moves an entry has to make all later hashes
anew, and the head with them. Anybody who may write to the database can do that, since nothing in
it is secret: inside one database a chain shows slips, repairs by hand and clumsy tampering, no
more. Whoever holds an earlier head elsewhere (a ticket, a commit, a mail) can show the rest: the
head is the hash of one entry, and no other history has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from msgspec import Struct

GENESIS: Final = "0" * 64
"""What the first entry follows."""


class Entry(Struct, frozen=True, gc=False):
    """One row of the ledger: number from 1, UTC time, kind, canonical JSON, and its hash."""

    number: int
    at: str
    kind: str
    payload: str
    hash: str


class Head(Struct, frozen=True, gc=False):
    """The number and the hash of the last entry; number 0 in a ledger without entries."""

    number: int = 0
    hash: str = GENESIS


class Fault(Struct, frozen=True, gc=False):
    """What is wrong, and with which entry; 0 when it is with the ledger as a whole.

    One that is `only_told` is no sign of tampering: the hashes cover it, so it was written so.
    """

    number: int
    message: str
    only_told: bool = False

    def __str__(self) -> str:
        return f"entry {self.number}: {self.message}" if self.number else self.message


def link(previous: str, number: int, at: str, kind: str, payload: str) -> str:
    """The hash of an entry, SHA-256 in hexadecimal, over the hash before it and all it says.

    None of the first four holds a line break, which `faults` sees to, so no two entries give the
    same bytes.
    """
    return sha256(f"{previous}\n{number}\n{at}\n{kind}\n{payload}".encode()).hexdigest()


def follow(head: Head, at: str, kind: str, payload: str) -> Entry:
    """The entry that comes after `head`."""
    number = head.number + 1
    return Entry(number, at, kind, payload, link(head.hash, number, at, kind, payload))


def faults(entries: Iterable[Entry], head: Head | None, held: str = "") -> Iterator[Fault]:
    """Everything that is wrong with a chain, in order; nothing when it is sound.

    Order is the hashes' business: a time before that of the entry before is told, no more.

    `entries` are all there are, by number; `head` is what the ledger keeps beside them, None when
    that is gone. `held` is a head that somebody kept elsewhere.
    """
    last, before = Head(), ""
    seen = not held or held == GENESIS
    for one in entries:
        gap = one.number != last.number + 1
        if gap:
            yield _missing(last.number + 1, one.number - 1)
        elif "\n" in f"{one.at}{one.kind}" or one.hash != link(
            last.hash, one.number, one.at, one.kind, one.payload
        ):
            yield Fault(one.number, _broken(one.number))
        if one.at < before:
            said = f"its time, {one.at}, is before that of the entry before it, {before}"
            yield Fault(one.number, said, only_told=True)
        last, before = Head(one.number, one.hash), one.at
        seen = seen or one.hash == held
    if head is None:
        yield Fault(0, "the head that is kept beside the entries is gone")
    elif head.number > last.number:
        yield _missing(last.number + 1, head.number)
    elif head != last:
        yield Fault(0, f"the head that is kept beside the entries is not entry {last.number}")
    if not seen:
        yield Fault(
            0,
            "no entry has the hash that you hold: since then the ledger was cut or written anew, "
            "or the hash is another ledger's",
        )


def _missing(first: int, last: int) -> Fault:
    if first >= last:
        return Fault(first, "is missing")
    return Fault(first, f"is missing, and so are all up to entry {last}")


def _broken(number: int) -> str:
    before = f", or the hash of entry {number - 1}," if number > 1 else ""
    return f"does not agree with its hash: it{before} was changed or moved"
