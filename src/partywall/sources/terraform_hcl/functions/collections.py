"""Functions over lists and tuples.

What is not known follows Terraform 1.11.4, as read from its plans, 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.binary_floats import plus
from partywall.sources.terraform.types import (
    ANY,
    NUMBER,
    STRING,
    convert,
    kind_of,
    list_of,
    type_of,
    unknown_as,
    word_for,
)
from partywall.sources.terraform.unification import unify
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    ListValue,
    SetValue,
    identity,
    is_counted,
    is_known,
    unknown_from,
)
from partywall.sources.terraform_hcl.elements import one_of, size_of
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import graphemes, whole_number

MOST_BUILT: Final = 1_000_000
"""No function builds a collection of more elements than this."""

MOST_IN_RANGE: Final = 1024
"""Terraform's own limit of `range`."""


def sequence(value: Any) -> list[Any]:
    """A list or tuple. Raises Failure for a set and all else."""
    if isinstance(value, list) and not isinstance(value, SetValue):
        return value
    raise Failure(f"a list or tuple is required, not {word_for(value)}")


def elements(value: Any) -> list[Any]:
    """The elements of a list, tuple or set. Raises Failure for anything else."""
    if isinstance(value, list):
        return value
    raise Failure(f"a list, tuple or set is required, not {word_for(value)}")


def not_known(*values: Any, of: Any = ANY) -> Unknown:
    """A result, never null, that the unknowns among the values hide."""
    return unknown_as(unknown_from(values, present=True), of)


def like(value: list[Any], found: list[Any]) -> list[Any]:
    """A list when the value is one, or a set; a tuple when it is one."""
    return ListValue(found) if isinstance(value, ListValue | SetValue) else found


@function("length", ANY, unknowns="all", gives=NUMBER)
def length(value: Any) -> Any:
    """How many elements, attributes or characters a value has."""
    if isinstance(value, str):
        return len(graphemes(value))
    found = value.whole() if isinstance(value, Lazy) else value
    size = size_of(found)
    if size is not None:
        return size
    if isinstance(found, list | Unknown) and kind_of(found) not in ("number", "bool"):
        return not_known(found, of=NUMBER)
    raise Failure(f"a text, a collection or a structure is required, not {word_for(found)}")


@function("concat", rest=ANY, unknowns="inside")
def concat(*lists: Any) -> list[Any]:
    """All elements of all lists: a list when all are lists of what becomes one type."""
    if not lists:
        raise Failure("at least one list is required")
    found = [one for part in lists for one in sequence(part)]
    if all(isinstance(part, ListValue) for part in lists):
        common = unify([type_of(part) for part in lists])
        if common is not None:
            return ListValue(one for part in lists for one in convert(part, common))
    return found


@function("flatten", ANY, unknowns="all")
def flatten(value: Any) -> Any:
    """All elements, and those of the lists, tuples and sets among them, however deep."""
    if isinstance(value, Unknown):
        if kind_of(value) in ("", "list", "set", "tuple"):
            return not_known(value)
        raise Failure("only lists, tuples and sets can be flattened")
    found: list[Any] = []
    for one in _leaves(elements(value)):
        if isinstance(one, Unknown) and kind_of(one) in ("", "list", "set", "tuple"):
            return not_known(one)
        found.append(one)
        if len(found) > MOST_BUILT:
            raise Failure(f"more than {MOST_BUILT:,} elements")
    return found


def _leaves(value: list[Any]) -> Iterator[Any]:
    stack = [iter([value])]
    while stack:
        for one in stack[-1]:
            if isinstance(one, list):
                if not is_counted(one):
                    yield Unknown(unknown_from([one]).why, unknown_from([one]).refs)
                stack.append(iter(one))
                break
            yield one
        else:
            stack.pop()


@function("chunklist", list_of(ANY), NUMBER, unknowns="inside")
def chunklist(value: list[Any], size: Any) -> list[Any]:
    """The list in lists of that size; in one list when the size is 0."""
    step = whole_number(size)
    if step < 0:
        raise Failure("a size must not be negative")
    step = step or max(len(value), 1)
    return ListValue(ListValue(value[n : n + step]) for n in range(0, len(value), step))


@function("compact", list_of(STRING), gives=list_of(STRING))
def compact(value: list[Any]) -> list[Any]:
    """The texts that are neither empty nor null."""
    return ListValue(one for one in value if one)


@function("distinct", list_of(ANY))
def distinct(value: list[Any]) -> list[Any]:
    """Each element once, where it first stands."""
    found: dict[object, Any] = {}
    for one in value:
        found.setdefault(identity(one), one)
    return ListValue(found.values())


@function("reverse", ANY, unknowns="all")
def reverse(value: Any) -> Any:
    """The elements from last to first."""
    if isinstance(value, Unknown) and kind_of(value) in ("", "list", "set", "tuple"):
        return not_known(value)
    found = elements(value)
    return like(found, found[::-1])


@function("slice", ANY, NUMBER, NUMBER, unknowns="inside")
def slice_of(value: Any, start: Any, end: Any) -> list[Any]:
    """The elements from `start` up to, not including, `end`."""
    found = sequence(value)
    first, behind = whole_number(start), whole_number(end)
    if not 0 <= first <= behind <= len(found):
        raise Failure("the bounds must lie in the list, the start not after the end")
    return like(found, found[first:behind])


@function("element", ANY, NUMBER, unknowns="all", present=False)
def element(value: Any, index: Any) -> Any:
    """The element at an index, which starts again behind the last one, and before the first.

    A tuple has no elements before the first one: Terraform 1.11 fails there.
    """
    if isinstance(value, Unknown):
        kind = type_of(value)
        if kind.word not in ("any", "list", "tuple"):
            raise Failure("a list or tuple is required")
        return unknown_as(Unknown(value.why, value.refs), getattr(kind, "of", ANY))
    found = sequence(value)
    if not found:
        raise Failure("an empty list has no elements")
    if isinstance(index, Unknown):
        return one_of(found, index)
    position = whole_number(index)
    place = position % len(found)
    if position < 0 and place and not isinstance(value, ListValue | SetValue):
        raise Failure("an index must not be negative")
    return found[place]


@function("one", ANY, unknowns="all", present=False)
def one_or_none(value: Any) -> Any:
    """The only element, or null when there is none."""
    if isinstance(value, Unknown):
        if kind_of(value) in ("", "list", "set", "tuple"):
            return Unknown(value.why, value.refs)
        raise Failure(f"a list is required, not {word_for(value)}")
    found = elements(value)
    if not is_counted(found):
        return Unknown(unknown_from([found]).why, unknown_from([found]).refs)
    if len(found) > 1:
        raise Failure("there must be at most one element")
    return found[0] if found else None


@function("sort", list_of(STRING), unknowns="inside", gives=list_of(STRING))
def sort(value: list[Any]) -> list[Any]:
    """The texts by code point. With an unknown among them, none is known, but how many are."""
    if any(one is None for one in value):
        raise Failure("null cannot be sorted")
    if is_known(value):
        return ListValue(sorted(value))
    return ListValue(not_known(value, of=STRING) for _ in value)


@function("range", rest=NUMBER, gives=list_of(NUMBER))
def range_of(*bounds: Any) -> list[Any]:
    """The numbers from a start to before an end, by a step."""
    if not 1 <= len(bounds) <= 3:
        raise Failure("range takes one, two or three numbers")
    start, end = (0, bounds[0]) if len(bounds) == 1 else bounds[:2]
    step = bounds[2] if len(bounds) == 3 else (-1 if end < start else 1)
    if (end > start and step < 0) or (end < start and step > 0):
        raise Failure("the step leads away from the end")
    found = ListValue()
    while (start < end) if step >= 0 else (start > end):
        if len(found) == MOST_IN_RANGE:
            raise Failure(f"more than {MOST_IN_RANGE} numbers")
        found.append(start)
        start = plus(start, step)
    return found
