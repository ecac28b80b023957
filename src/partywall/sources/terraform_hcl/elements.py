"""What is in a value: indexes, attributes, splats, and how much there is.

Everything here raises Failure where Terraform would refuse, and nothing else.

Source: Terraform documentation, "Operators" and "Splat Expressions"; what is not known follows
Terraform 1.11.4, as read from its plans. Both 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.type_model import (
    ANY,
    Collection,
    ObjectType,
    TupleType,
    Type,
    common,
    list_of,
    type_of,
    word_for,
)
from partywall.sources.terraform.types import as_number, as_text
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    ListValue,
    SetValue,
    UnknownOf,
    either,
    is_counted,
)


def index_of(value: Any, key: Any) -> Any:
    """`value[key]`. Raises Failure when there is no such element."""
    if value is None or key is None:
        raise Failure("neither what is indexed nor the index may be null")
    if isinstance(value, Lazy):
        return _lazy_index(value, key)
    if isinstance(value, Unknown):
        return _index_of_unknown(value, key)
    if isinstance(value, SetValue):
        raise Failure("the elements of a set have no index")
    if isinstance(value, list):
        return _element(value, _position(key))
    if isinstance(value, dict):
        return _attribute(value, as_text(key))
    raise Failure(f"{word_for(value)} has no indexes")


def _lazy_index(value: Lazy, key: Any) -> Any:
    name = as_text(key)
    return index_of(value.whole(), key) if isinstance(name, Unknown) else value.attribute(name)


def _position(key: Any) -> Any:
    found = as_number(key)
    if isinstance(found, Decimal):
        raise Failure("an index must be a whole number")
    if isinstance(found, int) and found < 0:
        raise Failure("an index must not be negative")
    return found


def _element(value: list[Any], position: Any) -> Any:
    if isinstance(position, Unknown):
        return one_of(value, position)
    if position >= len(value):
        raise Failure("there is no element with this index")
    return value[position]


def _attribute(value: dict[str, Any], name: Any) -> Any:
    if isinstance(name, Unknown):
        return one_of(list(value.values()), name)
    if name not in value:
        raise Failure("there is no element with this key")
    return value[name]


def one_of(elements: list[Any], key: Unknown) -> Unknown:
    """An element at a place that is not known."""
    found = either(elements, key.why, key.refs)
    kind = common([type_of(one) for one in elements])
    if kind is ANY or any(type_of(one) != kind for one in elements):
        return found
    return typed(found, kind)


def _index_of_unknown(value: Unknown, key: Any) -> Unknown:
    kind = type_of(value)
    if kind is ANY:
        return inside(value, ANY)
    if isinstance(kind, TupleType) or kind.word == "list":
        return inside(value, _type_at(kind, _position(key)))
    if isinstance(kind, ObjectType):
        name = as_text(key)
        return inside(value, ANY if isinstance(name, Unknown) else _type_of_field(kind, name))
    if isinstance(kind, Collection) and kind.word == "map":
        as_text(key)
        return inside(value, kind.of)
    raise Failure(f"{word_for(value)} has no indexes")


def _type_at(kind: Type, position: Any) -> Type:
    if isinstance(kind, Collection):
        return kind.of
    if isinstance(position, Unknown) or not isinstance(kind, TupleType):
        return ANY
    if position >= len(kind.items):
        raise Failure("there is no element with this index")
    of: Type = kind.items[position]
    return of


def _type_of_field(kind: ObjectType, name: str) -> Type:
    if name not in kind.fields:
        raise Failure("there is no attribute of this name")
    return kind.fields[name].type


def inside(value: Unknown, kind: Type) -> Unknown:
    """Something in what is not known, of this type."""
    if kind is ANY:
        return Unknown(value.why, value.refs)
    return UnknownOf(value.why, value.refs, type=kind)


def get_attr(value: Any, name: str) -> Any:
    """`value.name`. Raises Failure when there is no such attribute."""
    if isinstance(value, Lazy):
        return value.attribute(name)
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise Failure(f'there is no attribute "{name}"')
    if isinstance(value, Unknown):
        return _attribute_of_unknown(value, name)
    if value is None:
        raise Failure(f'null has no attribute "{name}"')
    raise Failure(f'{word_for(value)} has no attribute "{name}"')


def _attribute_of_unknown(value: Unknown, name: str) -> Unknown:
    kind = type_of(value)
    if kind is ANY:
        return inside(value, ANY)
    if isinstance(kind, ObjectType):
        return inside(value, _type_of_field(kind, name))
    if isinstance(kind, Collection) and kind.word == "map":
        return inside(value, kind.of)
    raise Failure(f'{word_for(value)} has no attribute "{name}"')


def splat(value: Any, each: Callable[[Any], Any]) -> Any:
    """`value[*]` with `each` applied to every element.

    Null has no elements, and what is no list is one element. A list or set gives a list, all
    else a tuple. Not known when it is not known whether there are elements to be had.
    """
    if value is None:
        return []
    if isinstance(value, Unknown):
        return _splat_of_unknown(value, each)
    if isinstance(value, ListValue | SetValue):
        return ListValue(each(one) for one in value)
    if isinstance(value, list):
        return [each(one) for one in value]
    return [each(value)]


def _splat_of_unknown(value: Unknown, each: Callable[[Any], Any]) -> Any:
    kind = type_of(value)
    if kind is ANY:
        return Unknown(value.why, value.refs)
    if isinstance(kind, Collection) and kind.word != "map":
        of = type_of(each(inside(value, kind.of)))
        return UnknownOf(value.why, value.refs, present=True, type=list_of(of))
    if isinstance(kind, TupleType):
        return [each(inside(value, one)) for one in kind.items]
    return [each(value)] if value.present else Unknown(value.why, value.refs)


def size_of(value: Any) -> int | None:
    """How many elements a collection or structure has; None when that is not known."""
    if isinstance(value, Unknown):
        kind = type_of(value)
        if isinstance(kind, TupleType):
            return len(kind.items)
        return len(kind.fields) if isinstance(kind, ObjectType) else None
    if isinstance(value, list) and not is_counted(value):
        return None
    return len(value) if isinstance(value, list | dict) else None


def typed(found: Unknown, kind: Type) -> UnknownOf:
    """The same unknown, known to be of that type."""
    return UnknownOf(found.why, found.refs, among=found.among, present=found.present, type=kind)
