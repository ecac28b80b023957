"""AWS managed policies by their ARNs: the documents that AWS published up to a day.

AWS writes them and edits most of them at will. So what an answer takes from here is a fact with a
date: `Published.said` goes with the answer. One that the data do not have, as it is newer, is known
by its name only; what hangs on it is unknown. The documents are those of the partition `aws`. In
other partitions they may differ and are not known, save AdministratorAccess, which allows
everything in each.

The file is opened at the first question, and a block of documents unpacked when one is needed.

Source: the documents as AWS's own API gives them, compiled by
`scripts/compile_managed_policies.py`; AWS Managed Policy Reference, "PowerUserAccess" (v12, the
same in the data), read 2026-11-23; "AdministratorAccess" elsewhere (from general knowledge).
"""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

DATA: Final = Path(__file__).parents[1] / "data" / "managed-policies.msgpack"
OF_AWS: Final = ":iam::aws:policy/"
"""What the ARN of every AWS managed policy has after its partition."""
ADMINISTRATOR: Final = "/AdministratorAccess"
PARTITION: Final = "aws"


class _File(Struct):
    source: str
    as_of: str
    together: int
    index: bytes
    blocks: list[bytes]


class Published(Struct, frozen=True, gc=False):
    """An AWS managed policy as AWS had published it by the day of the data."""

    name: str
    version: str
    edited: str
    text: str
    partition: str = PARTITION

    @property
    def said(self) -> str:
        """What an answer rests on that takes this text for the policy."""
        told = f"AWS managed policy {self.name} {self.version} as of {as_of()}"
        return told if self.partition == PARTITION else f"{told}, the same in {self.partition}"


def is_of_aws(value: object) -> bool:
    """Whether a value is the ARN of an AWS managed policy."""
    return isinstance(value, str) and OF_AWS in value


def as_of() -> str:
    """The day that the data speak of, as in 2026-09-30: that of the latest edit in them."""
    return _file().as_of


@lru_cache(maxsize=512)
def published(arn: str) -> Published | None:
    """The AWS managed policy that has this ARN; None when only its name is known."""
    head, _, name = arn.partition(OF_AWS)
    path, partition = f"/{name}", head.removeprefix("arn:")
    found = _index().get(path) if head == f"arn:{partition}" else None
    if found is None or (partition != PARTITION and path != ADMINISTRATOR):
        return None
    place, version, edited = found
    block, line = divmod(place, _file().together)
    return Published(name.rpartition("/")[2], version, edited, _texts(block)[line], partition)


@cache
def _file() -> _File:
    return msgspec.msgpack.decode(DATA.read_bytes(), type=_File)


@cache
def _index() -> dict[str, tuple[int, str, str]]:
    """Path and name → the place of the document, its version, and the day of its last edit."""
    rows = msgspec.msgpack.decode(zlib.decompress(_file().index), type=list[tuple[str, str, str]])
    return {path: (place, version, edited) for place, (path, version, edited) in enumerate(rows)}


@lru_cache(maxsize=4)
def _texts(block: int) -> list[str]:
    return zlib.decompress(_file().blocks[block]).decode().split("\n")
