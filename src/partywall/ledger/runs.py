"""One recorded check: what was found for each resource, in a form that is cheap to keep.

A run is one small entry of the chain. The rows of its resources lie beside, cut into chunks whose
names are the SHA-256 of their content, so that what did not change since the last run is kept
once. Where a chunk ends depends on the addresses in it alone: a resource that comes or goes
changes one chunk, not all that follow. The entry names the index by its hash, the index names the
chunks: the chain covers every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Final
from zlib import crc32

import msgspec
from msgspec import Struct

STATES: Final = {
    "inherited": "i",
    "proved": "p",
    "refuted": "r",
    "undecided": "u",
    "attested": "a",
    "lapsed": "l",
    "waived": "w",
    "open": "o",
    "none": "-",
}
"""The letter that a cell's state is kept as."""

PARTIES: Final = {"aws": "a", "customer": "c", "shared": "s", "none": "-"}
"""The letter that a cell's party is kept as."""

STATE_OF: Final = {letter: word for word, letter in STATES.items()}
PARTY_OF: Final = {letter: word for word, letter in PARTIES.items()}

DUTIES: Final = ""
"""In place of an input's name: the rows are duties of the account, Regions and teams."""

ENDS: Final = 0x3FF
"""A chunk ends before an address whose CRC-32 has none of these bits: every 1024th, roughly."""


class Mark(Struct, array_like=True, frozen=True, gc=False):
    """A finding as it is kept: `evidence` is the SHA-256 of what was seen, places left out.

    `waiver` is the last day of a waiver, empty without one; `expired` when that day was over.
    """

    control: str
    verdict: str
    evidence: bytes
    waiver: str = ""
    expired: bool = False

    @property
    def waived(self) -> bool:
        """Whether it is a refutation that somebody has accepted up to a day that had not come."""
        return self.verdict == "refuted" and bool(self.waiver) and not self.expired


class Kind(Struct, array_like=True, frozen=True, gc=False):
    """What resources have in common: type, findings, and a letter a layer for line and states."""

    type: str
    parties: str
    states: str
    marks: tuple[Mark, ...]


class Chunk(Struct, array_like=True):
    """Resources of one input, by address; `of[n]` is the position in `kinds` of `names[n]`."""

    names: list[str]
    of: list[int]
    kinds: list[Kind]


class Index(Struct, array_like=True):
    """Where the rows of a run are: its layers, and for each input the hashes of its chunks."""

    layers: tuple[str, ...]
    files: list[tuple[str, list[bytes]]]


class Input(Struct, frozen=True):
    """One input that was read."""

    file: str
    kind: str
    resources: int


class Run(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="run", tag_field="entry"):
    """What the chain keeps of a run; `rows` is the hash of its index.

    `as_of` is the day that dated facts were held against. `complete` is False when something in
    the input was not analysed: then a resource that is missing may be there all the same.
    `cells` counts cells by party and state, `verdicts` findings by verdict (and `waived`).
    """

    as_of: str
    version: str
    resources: int
    rows: str
    complete: bool = True
    inputs: tuple[Input, ...] = ()
    cells: dict[str, dict[str, int]] = {}
    verdicts: dict[str, int] = {}

    @property
    def files(self) -> frozenset[str]:
        """The names of its inputs."""
        return frozenset(one.file for one in self.inputs)


class Recorded(Struct, frozen=True):
    """A run that is in the ledger: the number of its entry, and when it was made (UTC, ISO)."""

    number: int
    at: str
    run: Run


class Packed(Struct):
    """A run that is ready to be recorded, and the content of its index and chunks by hash."""

    run: Run
    blobs: dict[str, bytes]


class Row(Struct, frozen=True, gc=False):
    """A resource on its way into a run."""

    file: str
    name: str
    kind: Kind


_pack = msgspec.msgpack.Encoder().encode
_index = msgspec.msgpack.Decoder(Index)
_chunk = msgspec.msgpack.Decoder(Chunk)


def pack(rows: Iterable[Row], layers: tuple[str, ...]) -> tuple[str, dict[str, bytes]]:
    """The hash of the index over all rows, and index and chunks by their hashes.

    `rows` come by file, and within a file by address, so that equal runs give equal bytes.
    """
    index, blobs = Index(layers, []), dict[str, bytes]()
    for file, chunk in _chunks(rows):
        if not index.files or index.files[-1][0] != file:
            index.files.append((file, []))
        index.files[-1][1].append(_kept(_pack(chunk), blobs))
    return _kept(_pack(index), blobs).hex(), blobs


def _kept(content: bytes, blobs: dict[str, bytes]) -> bytes:
    digest = sha256(content)
    blobs[digest.hexdigest()] = content
    return digest.digest()


def _chunks(rows: Iterable[Row]) -> Iterator[tuple[str, Chunk]]:
    chunk, file, numbers = Chunk([], [], []), "", dict[Kind, int]()
    for row in rows:
        new = not chunk.names or row.name != chunk.names[-1]
        if chunk.names and (row.file != file or (new and not crc32(row.name.encode()) & ENDS)):
            yield file, chunk
            chunk, numbers = Chunk([], [], []), {}
        file = row.file
        number = numbers.setdefault(row.kind, len(numbers))
        if number == len(chunk.kinds):
            chunk.kinds.append(row.kind)
        chunk.names.append(row.name)
        chunk.of.append(number)
    if chunk.names:
        yield file, chunk


def index(content: bytes) -> Index:
    """The index that was kept as these bytes; raises msgspec.DecodeError for anything else."""
    return _index.decode(content)


def names(index: Index) -> Iterator[str]:
    """The hashes of all chunks of an index."""
    return (one.hex() for _, chunks in index.files for one in chunks)


def rows(file: str, chunks: Iterable[bytes], read: Callable[[str], bytes]) -> Iterator[Row]:
    """The resources of an input that lie in these chunks; `read` gives a blob by its hash."""
    for name in chunks:
        chunk = _chunk.decode(read(name.hex()))
        for address, number in zip(chunk.names, chunk.of, strict=True):
            yield Row(file, address, chunk.kinds[number])
