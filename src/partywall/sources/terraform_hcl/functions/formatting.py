"""`format` and `formatlist`: texts made after a pattern with verbs.

Source: Terraform documentation, "format Function", read 2026-11-23; Go's documentation of `fmt`
and of `math/big.Float.Format`, whose verbs these are, read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    PRIMITIVES,
    STRING,
    as_bool,
    as_number,
    as_text,
    list_of,
    type_of,
)
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    is_counted,
    is_known,
    partial_text,
    unknown_from,
)
from partywall.sources.terraform_hcl.functions.digits import general, with_exponent, with_point
from partywall.sources.terraform_hcl.functions.json_text import json_text
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import LONGEST, bounded, graphemes

_VERB: Final = re.compile(
    r"%(?:(%)|(?P<flags>[ +\-#0]*)(?P<width>\d*)(?P<point>\.(?P<precision>\d*))?"
    r"(?:\[(?P<index>[1-9]\d*)\])?(?P<mode>[A-Za-z]))",
    re.ASCII,
)
_WIDEST: Final = 1_000_000
_MOST_PLACES: Final = 4000
_RADIX: Final = {"b": ("b", "0b"), "o": ("o", "0"), "x": ("x", "0x"), "X": ("X", "0X")}


class Verb(Struct, frozen=True):
    """One verb of a pattern, as `%-8.3f`; -1 stands for a width or precision not given."""

    mode: str
    flags: str
    width: int
    precision: int
    argument: int


@function("format", STRING, rest=ANY, nulls=True, unknowns="all", gives=STRING)
def format_text(pattern: Any, *arguments: Any) -> str | Unknown:
    """The pattern, with its verbs replaced by the arguments; the known parts of it at least."""
    if pattern is None:
        raise Failure("the pattern of format must not be null")
    if isinstance(pattern, Unknown):
        return unknown_from((pattern, *arguments), present=True)
    hidden = [one for one in arguments if not is_known(one)]
    try:
        parts = [_written(piece, arguments) for piece in _pieces(pattern, len(arguments))]
    except Failure:
        if hidden:  # Terraform, too, complains only when all is known
            return unknown_from(hidden, present=True)
        raise
    if sum(len(one) for one in parts if isinstance(one, str)) > LONGEST:
        raise Failure("this makes a text that is too long")
    if hidden:
        return partial_text(parts)
    return bounded("".join(str(one) for one in parts))


def _pieces(pattern: str, count: int) -> Iterator[str | Verb]:
    """The texts and verbs of a pattern for so many arguments; every one of them must be used."""
    at, following, most = 0, 1, 0
    while (start := pattern.find("%", at)) >= 0:
        yield pattern[at:start]
        found = _VERB.match(pattern, start)
        if found is None:
            raise Failure("the pattern has a verb that is not complete")
        at = found.end()
        if found[1]:
            yield "%"
            continue
        argument = int(found["index"] or following)
        if not 1 <= argument <= count:
            raise Failure("the pattern has a verb without an argument")
        following, most = argument + 1, max(most, argument)
        yield Verb(
            found["mode"],
            found["flags"],
            _size(found["width"]),
            0 if found["point"] == "." else _size(found["precision"]),
            argument - 1,
        )
    yield pattern[at:]
    if most < count:
        raise Failure("the pattern has too few verbs for its arguments")


def _size(digits: str | None) -> int:
    if not digits:
        return -1
    if len(digits) > 7 or int(digits) > _WIDEST:
        raise Failure("the pattern asks for too wide a text")
    return int(digits)


def _written(piece: str | Verb, arguments: Sequence[Any]) -> str | Unknown:
    """A piece of a pattern, with its argument in place."""
    if isinstance(piece, str):
        return piece
    value = arguments[piece.argument]
    if not is_known(value):
        return _hole(piece, value)
    if piece.mode == "v":
        return _padded(piece, _as_is(piece, value))
    if value is None:
        raise Failure("null has no format but %v")
    if piece.mode in "sq":
        return _text(piece, as_text(value))
    if piece.mode == "t":
        return str(as_text(as_bool(value)))
    return _number(piece, as_number(value))


def _hole(verb: Verb, value: Any) -> Unknown:
    """The place of an argument that is not known; where its text goes in as it is, itself."""
    plain = not verb.flags and verb.width < 0 and verb.precision < 0
    if isinstance(value, Unknown) and plain and (verb.mode == "s" or type_of(value) == STRING):
        return value if verb.mode in "sv" else unknown_from((value,), present=True)
    return unknown_from((value,), present=True)


def _as_is(verb: Verb, value: Any) -> str:
    if "#" not in verb.flags:
        if isinstance(value, str):
            return value
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return general(value, -1)
    return json_text(value)


def _text(verb: Verb, text: str) -> str:
    if verb.mode == "q":
        return _padded(verb, json_text(text))
    if verb.precision > 0:
        text = "".join(graphemes(text)[: verb.precision])
    return _padded(verb, text)


def _padded(verb: Verb, text: str) -> str:
    missing = verb.width - len(graphemes(text)) if verb.width > 0 else 0
    if missing <= 0:
        return text
    filling = ("0" if "0" in verb.flags else " ") * missing
    return text + filling if "-" in verb.flags else filling + text


def _number(verb: Verb, value: int | Decimal) -> str:
    """A number as Go writes it: a sign, perhaps zeros, and its digits."""
    try:
        digits = _digits(verb, value)
    except ValueError:
        raise Failure("the pattern asks for too many digits") from None
    if not digits:
        return ""
    sign = "-" if value < 0 else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    missing = max(0, verb.width - len(sign) - len(digits))
    is_whole = verb.mode not in "eEfgG"
    if "0" in verb.flags and not (is_whole and ("-" in verb.flags or verb.precision >= 0)):
        return sign + "0" * missing + digits
    if "-" in verb.flags:
        return sign + digits + " " * missing
    return " " * missing + sign + digits


def _digits(verb: Verb, value: int | Decimal) -> str:
    """The digits of a number, without its sign."""
    if verb.mode in _RADIX or verb.mode == "d":
        return _whole(verb, value)
    if verb.precision > _MOST_PLACES:
        raise Failure("the pattern asks for too many digits")
    size = -value if value < 0 else value
    places = 6 if verb.precision < 0 else verb.precision
    if verb.mode == "f":
        return with_point(size, places)
    if verb.mode in "eE":
        digits = with_exponent(size, places)
    elif verb.mode in "gG":
        digits = general(size, verb.precision)
    else:
        raise Failure("the pattern has a verb that does not exist")
    return digits.upper() if verb.mode in "EG" else digits


def _whole(verb: Verb, value: int | Decimal) -> str:
    if not isinstance(value, int):
        raise Failure("a whole number is required")
    if value == verb.precision == 0:
        return ""
    letter, mark = _RADIX.get(verb.mode, ("d", ""))
    return (mark if "#" in verb.flags else "") + format(abs(value), letter).zfill(verb.precision)


@function("formatlist", STRING, rest=ANY, nulls=True, unknowns="all", gives=list_of(STRING))
def formatlist(pattern: Any, *arguments: Any) -> ListValue | Unknown:
    """The pattern once for every element of the lists among the arguments, which are of one length.

    Not known as a whole when an argument is not, unless that is surely no list.
    """
    if pattern is None:
        raise Failure("the pattern of formatlist must not be null")
    if isinstance(pattern, Unknown) or any(map(_may_be_list, arguments)):
        return unknown_from((pattern, *arguments), present=True)
    lengths = {len(one) for one in arguments if isinstance(one, list)}
    if len(lengths) > 1:
        raise Failure("the lists of formatlist must be of one length")
    made = ListValue()
    for place in range(lengths.pop() if lengths else 1):
        given = [one[place] if isinstance(one, list) else one for one in arguments]
        made.append(format_text(pattern, *given))
    if sum(len(one) for one in made if isinstance(one, str)) > LONGEST:
        raise Failure("this makes texts that are too long")
    return made


def _may_be_list(value: Any) -> bool:
    if isinstance(value, Unknown):
        return type_of(value) is ANY or type_of(value).word not in PRIMITIVES
    return not is_counted(value)
