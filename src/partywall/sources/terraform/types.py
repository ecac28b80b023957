"""The conversion of values to Terraform's type constraints.

Source: Terraform documentation, "Type Constraints" and "Types and Values", and behaviour of
Terraform 1.11.4, read 2026-11-23.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.binary_floats import nearest
from partywall.sources.terraform.type_model import (
    ANY,
    BOOL,
    NUMBER,
    PLAIN,
    PRIMITIVES,
    STRING,
    Collection,
    Field,
    ObjectType,
    TupleType,
    Type,
    are_plain,
    has_any,
    kind_of,
    list_of,
    map_of,
    set_type,
    type_of,
    word_for,
)
from partywall.sources.terraform.unification import converts, inner_types, unify
from partywall.sources.terraform.values import (
    MOST_DIGITS,
    Failure,
    Lazy,
    ListValue,
    MapValue,
    PartialJson,
    PartialText,
    SetValue,
    UnknownOf,
    is_counted,
    is_known,
    number,
    set_of,
    unknown_from,
)

__all__ = [
    "ANY",
    "BOOL",
    "NUMBER",
    "PLAIN",
    "PRIMITIVES",
    "STRING",
    "Collection",
    "Field",
    "ObjectType",
    "TupleType",
    "Type",
    "are_plain",
    "as_bool",
    "as_number",
    "as_text",
    "convert",
    "decimal_text",
    "is_primitive",
    "kind_of",
    "list_of",
    "map_of",
    "set_type",
    "type_of",
    "unified",
    "unknown_as",
    "word_for",
]

_BOOLS: Final = {"true": True, "false": False, "1": True, "0": False}
_KINDS: Final = {"list": ListValue, "set": SetValue, "map": MapValue}
_NUMBER: Final = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([eEpP])([+-]?[0-9]{1,6}))?")
_SURELY_EXACT: Final = 150
"""So many digits come back as they are from a number of 512 bits."""


def convert(value: Any, wanted: Type) -> Any:
    """The value as the type has it; null stays null.

    What is not known stays so, and is known to be of the type from then on. Raises Failure when
    Terraform has no such conversion.
    """
    if value is None or wanted is ANY or PLAIN.get(type(value)) is wanted:
        return value
    if isinstance(value, Unknown):
        return unknown_as(value, wanted)
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


def unknown_as(value: Unknown, wanted: Type) -> Unknown:
    """What is not known, as something of that type. Raises Failure when it cannot become that."""
    have = type_of(value)
    if wanted is ANY or (have == wanted and have is not ANY and not has_any(have)):
        return value
    if not converts(have, wanted):
        raise Failure(f"a {wanted.word} is required, not {word_for(value)}")
    wanted = settled(have, wanted)
    if wanted.word == "string":
        if isinstance(value, PartialText | PartialJson):
            return value
        return _retyped(value, wanted, value.prefix, value.suffix, value.attribute)
    return _retyped(value, wanted)


def settled(have: Type, wanted: Type) -> Type:
    """The type wanted, its elements as they are where it leaves them open."""
    if isinstance(wanted, Collection) and wanted.of is ANY and have is not ANY:
        return Collection(wanted.word, unify(inner_types([have])) or ANY)
    return wanted


def _retyped(
    value: Unknown, wanted: Type, prefix: str = "", suffix: str = "", attribute: str = ""
) -> Unknown:
    among = tuple(convert(one, wanted) for one in value.among) if _fits(value, wanted) else ()
    return UnknownOf(
        value.why, value.refs, attribute, prefix, suffix, among, value.present, type=wanted
    )


def _fits(value: Unknown, wanted: Type) -> bool:
    """Whether every value that it can take converts."""
    try:
        return all(is_known(convert(one, wanted)) for one in value.among)
    except Failure:
        return False


def as_text(value: Any) -> Any:
    """A primitive as text. Raises Failure for anything else."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Unknown):
        return value if type_of(value) is STRING else unknown_as(value, STRING)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return decimal_text(value)
    raise Failure(f"a string is required, not {word_for(value)}")


def decimal_text(value: int | Decimal) -> str:
    """A number as Terraform writes it: no exponent, no trailing zeros."""
    if isinstance(value, int) and abs(value).bit_length() > 3 * MOST_DIGITS:
        raise Failure(f"a number of more than {MOST_DIGITS} digits is not followed")
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_number(value: Any) -> Any:
    """A number, or text that spells one. Raises Failure for anything else."""
    if isinstance(value, Unknown):
        return unknown_as(value, NUMBER)
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
    """The number that a text spells in decimal; `p` gives a power of two, as in Terraform."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    mantissa, letter, power = found.groups()
    if len(mantissa) > MOST_DIGITS or abs(int(power or 0)) > MOST_DIGITS:
        raise Failure(f"a number of more than {MOST_DIGITS} digits is not followed")
    if letter in ("p", "P"):
        return nearest(Fraction(mantissa) * Fraction(2) ** int(power))
    return number(Decimal(text)) if len(mantissa) < _SURELY_EXACT else nearest(Fraction(text))


def as_bool(value: Any) -> Any:
    """A boolean, or text that spells one. Raises Failure for anything else."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Unknown):
        return unknown_as(value, BOOL)
    if isinstance(value, str) and value in _BOOLS:
        return _BOOLS[value]
    raise Failure(f"a bool is required, not {word_for(value)}")


def _as_collection(value: Any, wanted: Collection) -> Any:
    is_map = isinstance(value, dict)
    if is_map != (wanted.word == "map") or not (is_map or isinstance(value, list)):
        raise Failure(f"a {wanted.word} is required, not {word_for(value)}")
    held = list(value.values() if is_map else value)
    if type(value) is _KINDS[wanted.word] and (wanted.of is ANY or are_plain(held, wanted.of)):
        return value
    is_like = wanted.of is ANY and isinstance(value, ListValue | SetValue | MapValue)
    found = held if is_like else _alike(held, wanted.of)
    if found is None or (wanted.word == "list" and not is_counted(value)):
        why = unknown_from(held)
        return UnknownOf(why.why, why.refs, present=True, type=wanted)
    if wanted.word == "map":
        return MapValue(zip(value, found, strict=True))
    return ListValue(found) if wanted.word == "list" else set_of(found)


def _alike(values: list[Any], wanted: Type) -> list[Any] | None:
    """All converted to one type; `any` in it is what all of them can become.

    None when an element of which not even the type is known leaves that open. Raises Failure
    when the elements have nothing in common.
    """
    if are_plain(values, wanted):
        return values
    found = [convert(one, wanted) for one in values]
    if not has_any(wanted):
        return found
    common = unify([type_of(one) for one in found])
    if common is not None:
        found = [convert(one, common) for one in found]
        named = [kind for kind in map(type_of, found) if kind is not ANY]
        if not has_any(common) or all(kind == named[0] for kind in named):
            return found
    if _is_open(values):
        return None
    raise Failure("all elements must be of one type")


def _is_open(values: list[Any]) -> bool:
    """Whether the type of anything among the values, however deep, cannot be told."""
    return any(
        isinstance(one, Lazy)
        or (isinstance(one, Unknown) and type_of(one) is ANY)
        or (isinstance(one, list) and _is_open(one))
        or (isinstance(one, dict) and _is_open(list(one.values())))
        for one in values
    )


def unified(values: list[Any]) -> Type:
    """The one type that all values convert to, `any` when that is open.

    Raises Failure when there is none.
    """
    common = unify([type_of(one) for one in values])
    if common is None:
        raise Failure("all elements must be of one type")
    return common


def _as_object(value: Any, wanted: ObjectType) -> Any:
    if not isinstance(value, dict):
        raise Failure(f"an object is required, not {word_for(value)}")
    made: dict[str, Any] = {}
    for name, field in wanted.fields.items():
        given = value.get(name)
        if given is None:
            if name not in value and not field.optional:
                raise Failure(f'attribute "{name}" is required')
            given = field.default
        made[name] = convert(given, field.type)
    return made


def _as_tuple(value: Any, wanted: TupleType) -> Any:
    is_tuple = isinstance(value, list) and not isinstance(value, ListValue | SetValue)
    if not is_tuple or len(value) != len(wanted.items):
        raise Failure(f"a tuple of {len(wanted.items)} is required")
    return [convert(one, kind) for one, kind in zip(value, wanted.items, strict=True)]


def is_primitive(value: Any) -> bool:
    """Whether a value is a known string, number or boolean."""
    return isinstance(value, str | int | Decimal)
