"""What CloudFormation's schemas say of a resource type: its properties, and what they may hold.

Compiled from AWS's published schemas by `scripts/compile_schemas.py`. The file is opened at the
first question and each type unpacked when it is first asked about, so a run pays for what it
uses. Types under `Partywall::` are our own, for facts that CloudFormation has no type for; they
are described in `EXTENSIONS` and in docs/mapping.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as File
from typing import Any, Final

import msgspec

from partywall.estate.extensions import EXTENSIONS, MORE
from partywall.kernel.unknown import Path, Unknown

DATA: Final = File(__file__).parent / "data" / "schema.msgpack"
Node = Any
"""A compact schema; its forms are listed in `scripts/compile_schemas.py`."""


class Problem(msgspec.Struct, frozen=True, gc=False):
    """Where a resource departs from its schema, and how."""

    path: Path
    what: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.what}"


class _File(msgspec.Struct):
    source: str
    types: dict[str, bytes]


class TypeSchema(msgspec.Struct, rename={"properties": "p", "definitions": "d"}):
    """One resource type. `read_only` are set by AWS alone; `identifier` is the primary one."""

    properties: dict[str, Node]
    definitions: dict[str, Node] = {}
    required: list[str] = msgspec.field(name="q", default_factory=list)
    read_only: list[str] = msgspec.field(name="r", default_factory=list)
    identifier: list[str] = msgspec.field(name="i", default_factory=list)

    def expand(self, node: Node) -> Node:
        """The node itself, with a reference to a definition followed."""
        while isinstance(node, str) and node.startswith("#"):
            node = self.definitions.get(node[1:], "*")
        return node


def source() -> str:
    """The package and version that the schemas were compiled from."""
    return _file().source


def is_type(name: str) -> bool:
    """Whether CloudFormation, or our extension namespace, has this resource type."""
    return name in EXTENSIONS or name in _file().types


def types() -> list[str]:
    """Every resource type, in order."""
    return sorted({*_file().types, *EXTENSIONS})


def properties_of(name: str) -> frozenset[str]:
    """The names of the top-level properties; empty for a type that is not known."""
    found = type_schema(name)
    return frozenset(found.properties) if found else frozenset()


@cache
def type_schema(name: str) -> TypeSchema | None:
    """The schema of one type, or None for a type that is not known."""
    if name in EXTENSIONS:
        return TypeSchema(properties=EXTENSIONS[name])
    packed = _file().types.get(name)
    if packed is None:
        return None
    found = msgspec.msgpack.decode(zlib.decompress(packed), type=TypeSchema)
    for definition, own in MORE.get(name, {}).items():
        known = found.definitions[definition]["p"] if definition else found.properties
        known.update(own)
    return found


def has_path(name: str, path: Path) -> bool:
    """Whether a property can stand at this path; a position in a list is written as an int."""
    found = type_schema(name)
    return found is not None and _reaches(found, {"p": found.properties}, path)


def validate(name: str, properties: object) -> list[Problem]:
    """Every departure from the type's schema; what may be absent or of any form is none.

    Scalars are read as CloudFormation reads them: `"true"` passes for a boolean and `"22"` for
    a number. That something required is missing is not told: the source may just not say it.
    """
    found = type_schema(name)
    if found is None:
        return [Problem((), f"{name} is not a type of CloudFormation")]
    return list(_problems(found, {"p": found.properties}, properties, ()))


@cache
def _file() -> _File:
    return msgspec.msgpack.decode(DATA.read_bytes(), type=_File)


def _reaches(schema: TypeSchema, node: Node, path: Path) -> bool:
    node = schema.expand(node)
    if not path or node == "*":
        return True
    step = path[0]
    if isinstance(node, dict):
        return step in node["p"] and _reaches(schema, node["p"][step], path[1:])
    if not isinstance(node, list):
        return False
    if node[0] == "any":
        return any(_reaches(schema, each, path) for each in node[1:])
    fits = (node[0] == "array" and isinstance(step, int)) or (
        node[0] == "map" and isinstance(step, str)
    )
    return fits and _reaches(schema, node[1], path[1:])


def _problems(schema: TypeSchema, node: Node, value: object, path: Path) -> Iterator[Problem]:
    node = schema.expand(node)
    if node == "*" or value is None or type(value) is Unknown:
        return
    if isinstance(node, dict):
        yield from _structure_problems(schema, node["p"], value, path)
    elif isinstance(node, str):
        if not _SCALARS[node][1](value):
            yield Problem(path, f"not {_SCALARS[node][0]}: {_kind(value)}")
    elif node[0] == "enum":
        if _text(value) not in map(_text, node[1:]):
            yield Problem(path, f"not one of {', '.join(map(str, node[1:]))}")
    elif node[0] == "any":
        tried = [list(_problems(schema, each, value, path)) for each in node[1:]]
        yield from min(tried, key=_badness)
    else:
        yield from _collection_problems(schema, node, value, path)


def _badness(problems: list[Problem]) -> tuple[int, int]:
    """Fewest problems first, then the deepest: that alternative was surely meant."""
    return len(problems), -max((len(problem.path) for problem in problems), default=0)


def _structure_problems(
    schema: TypeSchema, known: dict[str, Node], value: object, path: Path
) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, f"not an object: {_kind(value)}")
        return
    for key, each in value.items():
        if key in known:
            yield from _problems(schema, known[key], each, (*path, key))
        elif type(each) is not Unknown or each.present:
            yield Problem((*path, key), "no such property")


def _collection_problems(
    schema: TypeSchema, node: Node, value: object, path: Path
) -> Iterator[Problem]:
    if node[0] == "array":
        if not isinstance(value, list):
            yield Problem(path, f"not a list: {_kind(value)}")
            return
        for index, each in enumerate(value):
            yield from _problems(schema, node[1], each, (*path, index))
    elif not isinstance(value, dict):
        yield Problem(path, f"not an object: {_kind(value)}")
    else:
        for key, each in value.items():
            yield from _problems(schema, node[1], each, (*path, key))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: object) -> str:
    """The JSON type of the value; never the value itself, which may be a secret."""
    if isinstance(value, bool):
        return "a boolean"
    kinds = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)


def _is_whole(value: object) -> bool:
    try:
        return not isinstance(value, bool | list | dict) and float(str(value)).is_integer()
    except ValueError:
        return False


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, bool | list | dict) and float(str(value)) is not None
    except ValueError:
        return False


_SCALARS: Final[dict[str, tuple[str, Callable[[object], bool]]]] = {
    "s": ("a string", lambda value: isinstance(value, str | int | float)),
    "i": ("a whole number", _is_whole),
    "n": ("a number", _is_number),
    "b": ("a boolean", lambda value: isinstance(value, bool) or value in ("true", "false")),
}
