"""Terraform's values as Python's, with what is not known kept in its place.

| Terraform | here |
|---|---|
| null, bool, string | None, bool, str |
| number | int, or Decimal when it is no whole number |
| tuple / list | list / `ListValue` |
| set | `SetValue`: in Terraform's order, without doubles |
| object / map | dict / `MapValue` |
| unknown | `Unknown`, or one of its kinds below that know more |
| a resource, data source or module | `Lazy`: its attributes are worked out when asked for |

Values are never changed once made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from typing import Any, Final

from partywall.kernel.unknown import Unknown

EXACT: Final = Context(prec=155)
"""Terraform's numbers have 512 bits of mantissa, some 154 decimal digits."""

MOST_PARTS: Final = 4_096
"""With more parts than this, a text that is not known is not taken apart."""

MOST_NAMED: Final = 16
"""With more possible values than this, none is listed."""

MOST_DIGITS: Final = 4000
"""A number of more digits than this, before or behind the point, is not followed."""

_ESCAPES: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_LEAVES: Final = frozenset({str, int, bool, Decimal, type(None)})


class Failure(Exception):
    """Terraform would refuse this expression; `at` is where, as a byte offset, when known.

    `try` and `can` catch it. Anywhere else the value is unknown for this reason. The message never
    holds a value of the user's.
    """

    def __init__(self, message: str, at: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class ListValue(list[Any]):
    """A list: elements of one type."""


class SetValue(list[Any]):
    """A set, as a list in the order in which Terraform iterates; made by `set_of`."""


class MapValue(dict[str, Any]):
    """A map: elements of one type."""


class Lazy:
    """An object whose attributes are worked out when they are asked for."""

    def attribute(self, name: str) -> Any:
        """The value of an attribute. Raises Failure when there is none of that name."""
        raise NotImplementedError

    def whole(self) -> dict[str, Any] | Unknown:
        """Everything that is known of it, as one object."""
        raise NotImplementedError


class UnknownOf(Unknown, frozen=True, gc=False):
    """A value that is not known, and the type that it surely has (a `types.Type`)."""

    type: Any = None


class PartialText(Unknown, frozen=True, gc=False):
    """Text of which some parts are known: each is a str, or an Unknown (never two str in a row)."""

    parts: tuple[str | Unknown, ...] = ()


class PartialJson(Unknown, frozen=True, gc=False):
    """JSON text of a document that is known except for some of its leaves."""

    document: Any = None


def partial_text(parts: Iterable[Any]) -> str | Unknown:
    """The parts, joined; they are texts or `Unknown`.

    Where an unknown part lists the values that it can take, so does the result.
    """
    given = list(parts)
    if set(map(type, given)) == {str}:
        return "".join(given)
    flat: list[str | Unknown] = []
    for part in given:
        pieces = part.parts if isinstance(part, PartialText) else (part,)
        for piece in pieces:
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    holes = [part for part in flat if isinstance(part, Unknown)]
    if not holes:
        return "".join(flat)  # type: ignore[arg-type]
    first, last = flat[0], flat[-1]
    followed = len(flat) <= MOST_PARTS
    return PartialText(
        holes[0].why,
        refs_of(holes),
        prefix=first if isinstance(first, str) else first.prefix,
        suffix=last if isinstance(last, str) else last.suffix,
        among=_spellings(flat) if followed else (),
        present=True,
        parts=tuple(flat) if followed else (Unknown(holes[0].why, refs_of(holes), present=True),),
    )


def framed(text: PartialText) -> tuple[str, ...]:
    """The text before, the attribute and the text after, when that is all there is."""
    holes = [part for part in text.parts if isinstance(part, Unknown)]
    if len(holes) != 1 or not holes[0].attribute or len(holes[0].refs) != 1:
        return ()
    before, _, after = "".join(
        [part if isinstance(part, str) else "\x00" for part in text.parts]
    ).partition("\x00")
    return before, holes[0].attribute, after


def _spellings(parts: list[str | Unknown]) -> tuple[str, ...]:
    """Every text that the parts can make; none when one of them is open, or there are too many."""
    found = [""]
    for part in parts:
        choices = [part] if isinstance(part, str) else part.among
        if not choices or not all(isinstance(one, str) for one in choices):
            return ()
        found = [f"{text}{one}" for text in found for one in choices]
        if len(found) > MOST_NAMED:
            return ()
    return tuple(dict.fromkeys(found))


def refs_of(values: Iterable[Any]) -> tuple[str, ...]:
    """The references of all unknowns among the values, however deep, in order."""
    return tuple(dict.fromkeys(ref for one in values for ref in _refs(one)))


def _refs(value: Any) -> Iterable[str]:
    if isinstance(value, Unknown):
        return value.refs
    return (ref for one in unknowns(value) for ref in one.refs)


def unknowns(value: Any) -> Iterator[Unknown]:
    """Every unknown in a value, however deep."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Unknown):
            yield one
        elif isinstance(one, list):
            stack += [each for each in reversed(one) if type(each) not in _LEAVES]
        elif isinstance(one, dict):
            stack += [each for each in reversed(one.values()) if type(each) not in _LEAVES]
        elif isinstance(one, Lazy):
            stack.append(one.whole())


def is_known(value: Any) -> bool:
    """Whether a value is known, and all that is in it."""
    if type(value) in _LEAVES:
        return True
    return not isinstance(value, Unknown) and next(unknowns(value), None) is None


def unknown_from(values: Iterable[Any], why: str = "", *, present: bool = False) -> Unknown:
    """An unknown that comes from the unknowns among some values, and says why as the first does."""
    found = [one for value in values for one in unknowns(value)]
    reason = why or (found[0].why if found else "not known")
    refs = tuple(dict.fromkeys(ref for one in found for ref in one.refs))
    return Unknown(reason, refs, present=present)


def either(values: Iterable[Any], why: str, refs: tuple[str, ...] = ()) -> Unknown:
    """One of the values, and it is not known which."""
    options = list(values)
    return Unknown(
        why,
        tuple(dict.fromkeys((*refs, *refs_of(options)))),
        among=_named(options),
        present=all(is_set(one) for one in options),
    )


def _named(options: list[Any]) -> tuple[object, ...]:
    """All that the options can be, when each of them is a primitive, or lists what it can be."""
    listed: dict[tuple[str, str], object] = {}
    for option in options:
        for one in option.among if isinstance(option, Unknown) else (option,):
            if not isinstance(one, str | int | Decimal):
                return ()
            listed[spelled(one)] = one
        if isinstance(option, Unknown) and not option.among:
            return ()
    return tuple(listed.values()) if len(listed) <= MOST_NAMED else ()


def is_set(value: Any) -> bool:
    """Whether a value is surely not null."""
    return value.present if isinstance(value, Unknown) else value is not None


def spelled(value: Any) -> tuple[str, str]:
    """What tells two values apart: 1, true and "1" are three of them."""
    kind = "number" if isinstance(value, int | Decimal) and not isinstance(value, bool) else ""
    return (kind or type(value).__name__, str(value))


def number(value: Decimal) -> int | Decimal:
    """A number as it is held: whole ones as int. Raises Failure for one too long to follow."""
    if abs(value.adjusted()) > MOST_DIGITS:
        raise Failure(f"a number of more than {MOST_DIGITS} digits is not followed")
    return int(value) if value == value.to_integral_value() else value


def set_of(values: Iterable[Any]) -> SetValue:
    """A set of the values, which are of one type: in Terraform's order, each once.

    What is not known stays in the set, at its end, once for every time that it is given: it may
    be equal to another element. The length of such a set is not known (see `is_counted`).
    """
    given = list(values)
    if set(map(type, given)) == {str}:
        return SetValue(sorted(set(given)))
    known: dict[object, Any] = {}
    hidden: list[Any] = []
    for one in given:
        if is_known(one):
            known.setdefault(identity(one), one)
        else:
            hidden.append(one)
    return SetValue(sorted([*known.values(), *hidden], key=_order))


def is_counted(value: Any) -> bool:
    """Whether it is known how many elements a collection has."""
    return not isinstance(value, SetValue) or len(value) < 2 or is_known(value)


def identity(value: Any) -> object:
    """A hashable stand-in: equal exactly when Terraform's `==` says so. For known values."""
    if isinstance(value, bool) or value is None:
        return (type(value), value)
    if isinstance(value, list):
        return (type(value), tuple(identity(one) for one in value))
    if isinstance(value, dict):
        return (type(value), tuple((name, identity(value[name])) for name in sorted(value)))
    if isinstance(value, Lazy):
        return identity(value.whole())
    return value


def _order(value: Any) -> tuple[int, Any]:
    """Strings by code point, numbers by size, false before true, others by how they are written.

    What is not known comes behind them, and last null. Seen in Terraform 1.11.4's plans.
    """
    if value is None:
        return (3, 0)
    if isinstance(value, Unknown):
        return (2, 0)
    return (1, value if type(value) in _LEAVES else written(value))


def written(value: Any) -> str:
    """A value as the text by which Terraform orders a set of structures or collections."""
    if value is None:
        return "~"
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int | Decimal):
        return _short(value)
    if isinstance(value, str):
        return f'"{"".join(_ESCAPES.get(one, one) for one in value)}"'
    if isinstance(value, Lazy):
        return written(value.whole())
    if isinstance(value, MapValue):
        pairs = (f"{written(name)}:{written(value[name])};" for name in sorted(value))
        return f"{{{''.join(pairs)}}}"
    if isinstance(value, dict):
        return f"<{''.join(f'{written(value[name])};' for name in sorted(value))}>"
    inner = "".join(f"{written(one)};" for one in value)
    return f"[{inner}]" if isinstance(value, ListValue | SetValue) else f"<{inner}>"


def _short(value: int | Decimal) -> str:
    """A number in at most ten digits, as `%.10g` writes it."""
    rounded = Context(prec=10).create_decimal(value).normalize()
    power = rounded.adjusted() if rounded else 0
    if -5 < power < 10:
        return format(rounded, "f")
    digits = "".join(map(str, rounded.as_tuple().digits))
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{'-' * (rounded < 0)}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02}"
