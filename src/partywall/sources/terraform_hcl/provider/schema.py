"""What the provider `hashicorp/aws` accepts: arguments with their types, and nested blocks.

Compiled from the provider's own schema by `scripts/compile_provider.py`. The file is opened at the
first question and each type unpacked when it is first asked about, so a run pays for what it uses.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from partywall.sources.terraform.types import PRIMITIVES, Collection, Field, ObjectType, Type

DATA: Final = Path(__file__).with_name("data") / "provider.msgpack"
REQUIRED, OPTIONAL, COMPUTED, SENSITIVE, WRITE_ONLY = (1 << bit for bit in range(5))
"""The flags of an attribute, as bits of one number."""

Nesting = Literal["single", "list", "set"]
Mode = Literal["managed", "data"]


class AttributeSchema(Struct, frozen=True, gc=False):
    """One attribute. `optional` and `computed`: whoever does not set it may get a value.

    Neither required nor optional: only the provider sets it. A `write_only` value is sent and kept
    nowhere.
    """

    type: Type
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False


class BlockSchema(Struct, frozen=True):
    """Blocks of one name: their content, and how many there may be (0 at most: any number)."""

    nesting: Nesting
    body: TypeSchema
    min_items: int = 0
    max_items: int = 0


class TypeSchema(Struct, frozen=True):
    """The content of a resource, of a data source, or of a block in one.

    `secretive`: something in it, however deep, is sensitive.
    """

    attributes: dict[str, AttributeSchema]
    blocks: dict[str, BlockSchema]
    secretive: bool = False


class Contents(Struct):
    """The data file: packed types by name, and the provider's defaults by resource type.

    `dictionary` is what zlib is primed with before it unpacks a type. `computed` are blocks that
    may be there though nobody configured them (`aws_instance.root_block_device`).
    """

    source: str
    dictionary: bytes
    managed: dict[str, bytes]
    data: dict[str, bytes]
    defaults: dict[str, msgspec.Raw] = {}
    computed: frozenset[str] = frozenset()


class Packed(Struct, array_like=True):
    """One type: distinct attribute types and distinct bodies, each after those that it mentions.

    A type is a word (`string`), a word with the number of another (`["list", 0]`), or an object's
    numbers by name. A body is its attributes, as `[flags, number of the type, name…]`, and its
    blocks by name, as `[nesting, fewest, most, number of the body]`. The last body is the whole.
    """

    types: list[Any]
    bodies: list[tuple[list[list[Any]], dict[str, tuple[Nesting, int, int, int]]]]


def source() -> str:
    """The provider and version that the schemas were read from."""
    return contents().source


def known_types(mode: Mode = "managed") -> list[str]:
    """Every resource type, or data source, in order."""
    return sorted(getattr(contents(), mode))


@cache
def schema_of(type: str, mode: Mode = "managed") -> TypeSchema | None:
    """The schema of a resource type or data source; None for one the provider does not have."""
    packed = getattr(contents(), mode).get(type)
    return None if packed is None else unpacked(packed, contents().dictionary)


@cache
def contents() -> Contents:
    """The data file, opened once."""
    return msgspec.msgpack.decode(DATA.read_bytes(), type=Contents)


def unpacked(packed: bytes, dictionary: bytes) -> TypeSchema:
    """One type as it was before it was packed."""
    unzip = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary)
    found = msgspec.msgpack.decode(unzip.decompress(packed), type=Packed)
    types: list[Type] = []
    for node in found.types:
        types.append(_type(node, types))
    bodies: list[TypeSchema] = []
    for groups, packed_blocks in found.bodies:
        attributes = _attributes(groups, types)
        blocks = {
            name: BlockSchema(nesting, bodies[number], fewest, most)
            for name, (nesting, fewest, most, number) in packed_blocks.items()
        }
        secretive = any(one.sensitive for one in attributes.values()) or any(
            one.body.secretive for one in blocks.values()
        )
        bodies.append(TypeSchema(attributes, blocks, secretive))
    return bodies[-1]


def _type(node: Any, types: list[Type]) -> Type:
    if isinstance(node, str):
        return PRIMITIVES[node]
    if isinstance(node, dict):
        return ObjectType("object", {name: Field(types[number]) for name, number in node.items()})
    word, number = node
    return Collection(word, types[number])


def _attributes(groups: Iterable[list[Any]], types: list[Type]) -> dict[str, AttributeSchema]:
    found = {}
    for flags, number, *names in groups:
        attribute = AttributeSchema(
            types[number],
            required=bool(flags & REQUIRED),
            optional=bool(flags & OPTIONAL),
            computed=bool(flags & COMPUTED),
            sensitive=bool(flags & SENSITIVE),
            write_only=bool(flags & WRITE_ONLY),
        )
        found.update(dict.fromkeys(names, attribute))
    return dict(sorted(found.items()))
