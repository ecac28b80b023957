"""Terraform's type constraints, and the conversion of values to them.

Source: Terraform documentation, "Type Constraints" and "Types and Values", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.values import (
    EXACT,
    Failure,
    Lazy,
    ListValue,
    MapValue,
    SetValue,
    is_known,
    number,
    set_of,
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

_BOOLS: Final = {"true": True, "false": False, "1": True, "0": False}


def list_of(of: Type) -> Collection:
    """`list(of)`."""
    return Collection("list", of)


def set_type(of: Type) -> Collection:
    """`set(of)`."""
    return Collection("set", of)


def map_of(of: Type) -> Collection:
    """`map(of)`."""
    return Collection("map", of)


def convert(value: Any, wanted: Type) -> Any:
    """The value as the type has it; null and unknown stay what they are.

    Raises Failure when Terraform has no such conversion.
    """
    if value is None or wanted is ANY:
        return value
    if isinstance(value, Unknown):
        return value
    if wanted.word == "string":
        return as_text(value)
    if wanted.word == "number":
        return as_number(value)
    if wanted.word == "bool":
        return as_bool(value)
    if isinstance(value, Lazy):
        return convert(value.whole(), wanted)
    if isinstance(wanted, Collection):
        return _as_collection(value, wanted)
    if isinstance(wanted, ObjectType):
        return _as_object(value, wanted)
    if isinstance(wanted, TupleType):
        return _as_tuple(value, wanted)
    return value


def as_text(value: Any) -> Any:
    """A primitive as text. Raises Failure for anything else."""
    if isinstance(value, str | Unknown) or value is None:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    raise Failure(f"a string is required, not {word_for(value)}")


def decimal_text(value: Decimal) -> str:
    """A number as Terraform writes it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(value: Any) -> Any:
    """A number, or text that spells one. Raises Failure for anything else."""
    if isinstance(value, Unknown):
        return Unknown(value.why, value.refs, value.attribute, present=value.present)
    if value is None:
        return None
    if isinstance(value, bool):
        raise Failure("a number is required, not a bool")
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, str):
        found = _parsed(value)
        if found is not None:
            return found
        raise Failure("a number is required, and this text is none")
    raise Failure(f"a number is required, not {word_for(value)}")


def _parsed(text: str) -> int | Decimal | None:
    if not text or not text.isascii() or text[-1] not in "0123456789." or "_" in text:
        return None
    try:
        found = EXACT.create_decimal(text)
    except InvalidOperation:
        return None
    return number(found) if found.is_finite() else None


def as_bool(value: Any) -> Any:
    """A boolean, or text that spells one. Raises Failure for anything else."""
    if isinstance(value, bool | Unknown) or value is None:
        return value
    if isinstance(value, str) and value in _BOOLS:
        return _BOOLS[value]
    raise Failure(f"a bool is required, not {word_for(value)}")


def _as_collection(value: Any, wanted: Collection) -> Any:
    if wanted.word == "map":
        if not isinstance(value, dict):
            raise Failure(f"a map is required, not {word_for(value)}")
        return MapValue(zip(value, _alike(value.values(), wanted.of), strict=True))
    if not isinstance(value, list):
        raise Failure(f"a {wanted.word} is required, not {word_for(value)}")
    found = _alike(value, wanted.of)
    return ListValue(found) if wanted.word == "list" else set_of(found)


def _alike(values: Iterable[Any], wanted: Type) -> list[Any]:
    """All converted to one type; `any` is the one type that all of them can become."""
    found = list(values)
    if wanted is ANY:
        wanted = unified(found)
    return [convert(one, wanted) for one in found]


def unified(values: Iterable[Any]) -> Type:
    """The one type that all values convert to. Raises Failure when there is none.

    Primitives that differ become strings. Structures stay as they are when their kinds agree.
    """
    kinds = {kind_of(one) for one in values}
    kinds.discard("")
    if len(kinds) <= 1:
        return PRIMITIVES.get(next(iter(kinds), ""), ANY)
    if kinds <= {"string", "number", "bool"}:
        return STRING
    if kinds <= {"list", "tuple", "set"} or kinds <= {"map", "object"}:
        return ANY
    raise Failure("all elements must be of one type")


def kind_of(value: Any) -> str:
    """The kind of a value, in Terraform's word; "" for null and for what is not known."""
    if value is None or isinstance(value, Unknown):
        return ""
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


def _as_object(value: Any, wanted: ObjectType) -> Any:
    if not isinstance(value, dict):
        raise Failure(f"an object is required, not {word_for(value)}")
    made: dict[str, Any] = {}
    for name, field in wanted.fields.items():
        given = value.get(name)
        if name not in value and not field.optional:
            raise Failure(f'attribute "{name}" is required')
        made[name] = convert(field.default if given is None else given, field.type)
    return made


def _as_tuple(value: Any, wanted: TupleType) -> Any:
    if not isinstance(value, list) or len(value) != len(wanted.items):
        raise Failure(f"a tuple of {len(wanted.items)} is required")
    return [convert(one, kind) for one, kind in zip(value, wanted.items, strict=True)]


def is_primitive(value: Any) -> bool:
    """Whether a value is a known string, number or boolean."""
    return isinstance(value, str | int | Decimal) and is_known(value)
