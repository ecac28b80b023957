"""Terraform's types, and the type that a value has.

Source: Terraform documentation, "Type Constraints", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import (
    ListValue,
    MapValue,
    PartialJson,
    PartialText,
    SetValue,
    UnknownOf,
)


class Type(Struct, frozen=True):
    """A type constraint; `word` is how Terraform writes it."""

    word: str


class Collection(Type, frozen=True):
    """`list(of)`, `set(of)` or `map(of)`, by `word`."""

    of: Type


class TupleType(Type, frozen=True):
    """`tuple([…])`."""

    items: tuple[Type, ...]


class Field(Struct, frozen=True):
    """An attribute of an object type; an `optional` one gets its default when it is not set."""

    type: Type
    optional: bool = False
    default: Any = None


class ObjectType(Type, frozen=True):
    """`object({…})`."""

    fields: Mapping[str, Field]


STRING: Final = Type("string")
NUMBER: Final = Type("number")
BOOL: Final = Type("bool")
ANY: Final = Type("any")
PRIMITIVES: Final = {one.word: one for one in (STRING, NUMBER, BOOL, ANY)}
PLAIN: Final[dict[type, Type]] = {str: STRING, bool: BOOL, int: NUMBER, Decimal: NUMBER}
"""The type that every value of one of Python's types has."""


def are_plain(values: Iterable[Any], wanted: Type) -> bool:
    """Whether there are values, and each is a known primitive of that very type."""
    kinds = set(map(type, values))
    return len(kinds) == 1 and PLAIN.get(kinds.pop()) is wanted


def list_of(of: Type) -> Collection:
    """`list(of)`."""
    return Collection("list", of)


def set_type(of: Type) -> Collection:
    """`set(of)`."""
    return Collection("set", of)


def map_of(of: Type) -> Collection:
    """`map(of)`."""
    return Collection("map", of)


def tuple_of(items: Iterable[Type]) -> TupleType:
    """`tuple([items])`."""
    return TupleType("tuple", tuple(items))


def object_of(fields: Mapping[str, Type]) -> ObjectType:
    """`object({…})`, nothing in it optional."""
    return ObjectType("object", {name: Field(of) for name, of in fields.items()})


def type_of(value: Any) -> Type:
    """The type of a value; `any` where nothing tells it: null, what is not known, no elements.

    Also of a resource, for asking it would mean to work out all its attributes.
    """
    plain = PLAIN.get(type(value))
    if plain is not None:
        return plain
    if isinstance(value, Unknown):
        return _type_of_unknown(value)
    if isinstance(value, list):
        return _type_of_list(value)
    if isinstance(value, MapValue):
        return map_of(common(type_of(one) for one in value.values()))
    if isinstance(value, dict):
        return object_of({name: type_of(one) for name, one in value.items()})
    return ANY


def _type_of_unknown(value: Unknown) -> Type:
    if isinstance(value, UnknownOf):
        return value.type or ANY
    if isinstance(value, PartialText | PartialJson) or value.prefix or value.suffix:
        return STRING
    kinds = {type_of(one).word for one in value.among}
    return PRIMITIVES.get(kinds.pop(), ANY) if len(kinds) == 1 else ANY


def _type_of_list(value: list[Any]) -> Type:
    kinds = [type_of(one) for one in value]
    if isinstance(value, SetValue):
        return set_type(common(kinds))
    return list_of(common(kinds)) if isinstance(value, ListValue) else tuple_of(kinds)


def common(types: Iterable[Type]) -> Type:
    """The type of elements that are known to have the same one, however little each one tells."""
    found = ANY
    for one in types:
        found = one if found is ANY or found == one else _joined(found, one)
    return found


def _joined(one: Type, other: Type) -> Type:
    if other is ANY:
        return one
    if isinstance(one, Collection) and isinstance(other, Collection):
        return Collection(one.word, common((one.of, other.of)))
    if isinstance(one, TupleType) and isinstance(other, TupleType):
        return tuple_of(common(pair) for pair in zip(one.items, other.items, strict=False))
    if isinstance(one, ObjectType) and isinstance(other, ObjectType):
        return object_of(
            {
                name: common((field.type, other.fields[name].type))
                for name, field in one.fields.items()
                if name in other.fields
            }
        )
    return one


def has_any(kind: Type) -> bool:
    """Whether a type leaves something open."""
    if type(kind) is Type:
        return kind.word == "any"
    if isinstance(kind, Collection):
        return has_any(kind.of)
    if isinstance(kind, TupleType):
        return any(has_any(one) for one in kind.items)
    if isinstance(kind, ObjectType):
        return any(has_any(field.type) for field in kind.fields.values())
    return False


def kind_of(value: Any) -> str:
    """The kind of a value, in Terraform's word; "" for null and where it is not known."""
    if value is None:
        return ""
    if isinstance(value, Unknown):
        word = _type_of_unknown(value).word
        return "" if word == "any" else word
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, SetValue):
        return "set"
    if isinstance(value, list):
        return "list" if isinstance(value, ListValue) else "tuple"
    return "map" if isinstance(value, MapValue) else "object"


def word_for(value: Any) -> str:
    """The kind of a value with an article, for messages."""
    kind = kind_of(value) or "null"
    return f"an {kind}" if kind[0] in "aeiou" else ("null" if kind == "null" else f"a {kind}")
