"""Terraform's operators over values, known or not; with the access to elements, re-exported.

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
from partywall.sources.terraform import binary_floats
from partywall.sources.terraform.type_model import (
    ANY,
    BOOL,
    NUMBER,
    PLAIN,
    Collection,
    Type,
    type_of,
)
from partywall.sources.terraform.types import as_bool, as_number, convert
from partywall.sources.terraform.unification import unify
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    UnknownOf,
    either,
    refs_of,
)
from partywall.sources.terraform_hcl.elements import get_attr, index_of, splat, typed
from partywall.sources.terraform_hcl.equality import equals

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

    An arm may be the Failure that it ended in: Terraform minds only when it is chosen. Raises
    Failure when the arms have no type in common, whichever is chosen, and for a test that is no
    boolean.
    """
    chosen = as_bool(test)
    if chosen is None:
        raise Failure("a condition must not be null")
    if isinstance(yes, Failure) or isinstance(no, Failure):
        return _without_an_arm(chosen, yes, no)
    kind = arms_type(yes, no)
    if not isinstance(chosen, Unknown):
        return convert(yes if chosen else no, kind)
    options = [convert(yes, kind), convert(no, kind)]
    if _is_one_number(options) or options == [None, None]:
        return options[0]
    if isinstance(kind, Collection) and kind.word == "list" and _are_as_long(options):
        return ListValue(_element(pair, kind.of, chosen) for pair in zip(*options, strict=True))
    found = either(options, chosen.why, chosen.refs)
    return found if kind is ANY else typed(found, kind)


def _are_as_long(options: list[Any]) -> bool:
    """Terraform knows a list by its length, whatever the test."""
    return all(isinstance(one, list) for one in options) and len(options[0]) == len(options[1])


def _element(pair: tuple[Any, Any], kind: Type, test: Unknown) -> Unknown:
    """An element of one list or the other; to Terraform it may be null."""
    found = either(pair, test.why, test.refs)
    return UnknownOf(found.why, found.refs, among=found.among, type=kind)


def _without_an_arm(chosen: bool | Unknown, yes: Any, no: Any) -> Any:
    """What is left of a conditional when one of its arms, or both, end in a Failure."""
    if isinstance(chosen, Unknown):
        return Unknown(chosen.why, refs_of((chosen, yes, no)))
    found = yes if chosen else no
    if isinstance(found, Failure):
        raise found
    return found


def _is_one_number(options: list[Any]) -> bool:
    """Terraform knows a number by its bounds, whatever the test; other equal arms it does not."""
    return options[0] == options[1] and all(
        isinstance(one, int | Decimal) and not isinstance(one, bool) for one in options
    )


def arms_type(yes: Any, no: Any) -> Type:
    """The one type of the two arms of a conditional. Raises Failure when there is none."""
    plain = PLAIN.get(type(yes))
    if plain is not None and PLAIN.get(type(no)) is plain:
        return plain
    if yes is None or no is None:
        return type_of(no if yes is None else yes)
    found = unify([type_of(yes), type_of(no)])
    if found is None:
        raise Failure("both results of a condition must be of one type")
    return found


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
