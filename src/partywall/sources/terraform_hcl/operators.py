"""Terraform's operators, indexes and splats over values, known or not.

Everything here raises Failure where Terraform would refuse, and nothing else.

Source: Terraform documentation, "Operators" and "Splat Expressions"; what is not known follows
Terraform 1.11.4, as read from its plans. Both 2026-11-23.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl import binary_floats
from partywall.sources.terraform_hcl.equality import equals
from partywall.sources.terraform_hcl.type_model import (
    ANY,
    BOOL,
    NUMBER,
    Collection,
    ObjectType,
    TupleType,
    Type,
    common,
    list_of,
    type_of,
    word_for,
)
from partywall.sources.terraform_hcl.types import as_bool, as_number, as_text, convert
from partywall.sources.terraform_hcl.unification import unify
from partywall.sources.terraform_hcl.values import (
    Failure,
    Lazy,
    ListValue,
    SetValue,
    UnknownOf,
    either,
    is_counted,
    refs_of,
)

ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": binary_floats.plus,
    "-": binary_floats.minus,
    "*": binary_floats.times,
    "/": binary_floats.divided,
    "%": binary_floats.remainder,
}
COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def binary(symbol: str, left: Any, right: Any) -> Any:
    """`left symbol right`. Raises Failure where Terraform would."""
    if symbol == "==":
        return equals(left, right)
    if symbol == "!=":
        return inverted(equals(left, right))
    if symbol in ("&&", "||"):
        return logical(symbol, left, right)
    left, right = _present(as_number(left)), _present(as_number(right))
    compare = COMPARISONS.get(symbol)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _not_known((left, right), NUMBER if compare is None else BOOL)
    return ARITHMETIC[symbol](left, right) if compare is None else compare(left, right)


def logical(symbol: str, left: Any, right: Any) -> Any:
    """`&&` or `||`: not known as soon as one side is not, as in Terraform 1.11.

    Where the other side settles the matter all the same, the result lists that one answer.
    """
    left, right = _present(as_bool(left)), _present(as_bool(right))
    if not isinstance(left, Unknown) and not isinstance(right, Unknown):
        return (left and right) if symbol == "&&" else (left or right)
    settles = symbol == "||"
    unsure = _not_known((left, right), BOOL)
    return settled(unsure, settles) if left is settles or right is settles else unsure


def settled(unsure: Unknown, answer: bool) -> Unknown:
    """Not known to Terraform, but it can only be this."""
    return UnknownOf(unsure.why, unsure.refs, among=(answer,), present=True, type=BOOL)


def inverted(value: Any) -> Any:
    """`!value`."""
    found = _present(as_bool(value))
    if isinstance(found, Unknown):
        among = tuple(not one for one in found.among)
        return UnknownOf(found.why, found.refs, among=among, present=True, type=BOOL)
    return not found


def negated(value: Any) -> Any:
    """`-value`."""
    found = _present(as_number(value))
    if isinstance(found, Unknown):
        return _not_known((found,), NUMBER)
    return found.copy_negate() if isinstance(found, Decimal) else -found


def _present(value: Any) -> Any:
    if value is None:
        raise Failure("an operand must not be null")
    return value


def _not_known(values: tuple[Any, ...], kind: Type) -> Unknown:
    """Not known because of the first of the values that is not."""
    hidden = [one for one in values if isinstance(one, Unknown)]
    return UnknownOf(hidden[0].why, refs_of(hidden), present=True, type=kind)


def conditional(test: Any, yes: Any, no: Any) -> Any:
    """`test ? yes : no`: of the one type that both arms can become.

    Raises Failure when they cannot, whichever is chosen, and for a test that is no boolean.
    """
    chosen = as_bool(test)
    if chosen is None:
        raise Failure("a condition must not be null")
    kind = arms_type(yes, no)
    if not isinstance(chosen, Unknown):
        return convert(yes if chosen else no, kind)
    options = [convert(yes, kind), convert(no, kind)]
    if _is_one_number(options) or options == [None, None]:
        return options[0]
    open_ended = either(options, chosen.why, chosen.refs)
    if kind is ANY:
        return open_ended
    return UnknownOf(
        open_ended.why,
        open_ended.refs,
        among=open_ended.among,
        present=open_ended.present,
        type=kind,
    )


def _is_one_number(options: list[Any]) -> bool:
    """Terraform knows a number by its bounds, whatever the test; other equal arms it does not."""
    return options[0] == options[1] and all(
        isinstance(one, int | Decimal) and not isinstance(one, bool) for one in options
    )


def arms_type(yes: Any, no: Any) -> Type:
    """The one type of the two arms of a conditional. Raises Failure when there is none."""
    if yes is None or no is None:
        return type_of(no if yes is None else yes)
    found = unify([type_of(yes), type_of(no)])
    if found is None:
        raise Failure("both results of a condition must be of one type")
    return found


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
    return UnknownOf(found.why, found.refs, among=found.among, present=found.present, type=kind)


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


__all__ = [
    "arms_type",
    "binary",
    "conditional",
    "equals",
    "get_attr",
    "index_of",
    "inverted",
    "logical",
    "negated",
    "splat",
]
