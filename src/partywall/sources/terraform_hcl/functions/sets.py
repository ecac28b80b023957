"""Functions over sets.

What is not known follows Terraform 1.11.4, as read from its plans, 2026-11-23.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    convert,
    set_type,
    type_of,
    unified,
)
from partywall.sources.terraform.unification import unify
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    SetValue,
    identity,
    is_counted,
    set_of,
)
from partywall.sources.terraform_hcl.functions.collections import MOST_BUILT, elements, not_known
from partywall.sources.terraform_hcl.functions.registry import function


def _alike(sets: tuple[Any, ...]) -> list[list[Any]]:
    """The sets, their elements of one type. Raises Failure when they have none in common."""
    common = unify([type_of(one) for one in sets])
    if common is None:
        raise Failure("the elements of all sets must be of one type")
    return [convert(one, common) for one in sets]


@function("setunion", set_type(ANY), rest=set_type(ANY), unknowns="inside")
def setunion(*sets: Any) -> SetValue:
    """All elements of all sets."""
    return set_of(one for part in _alike(sets) for one in part)


@function("setintersection", set_type(ANY), rest=set_type(ANY))
def setintersection(*sets: Any) -> SetValue:
    """The elements that are in every set."""
    first, *others = _alike(sets)
    shared = [{identity(one) for one in part} for part in others]
    return SetValue(one for one in first if all(identity(one) in part for part in shared))


@function("setsubtract", set_type(ANY), set_type(ANY))
def setsubtract(whole: Any, less: Any) -> SetValue:
    """The elements of the first set that are not in the second."""
    first, second = _alike((whole, less))
    taken = {identity(one) for one in second}
    return SetValue(one for one in first if identity(one) not in taken)


@function("setproduct", rest=ANY, unknowns="all")
def setproduct(*sets: Any) -> Any:
    """All combinations of an element of each: a set when one is a set, else a list in order."""
    if len(sets) < 2:
        raise Failure("at least two sets are required")
    hidden = [one for one in sets if isinstance(one, Unknown)]
    parts = [_one_type(one) for one in sets if not isinstance(one, Unknown)]
    if hidden or not all(is_counted(one) for one in parts):
        return not_known(*sets)
    if prod(len(one) for one in parts) > MOST_BUILT:
        raise Failure(f"more than {MOST_BUILT:,} combinations")
    found = [list(one) for one in product(*parts)]
    return set_of(found) if any(isinstance(one, SetValue) for one in parts) else ListValue(found)


def _one_type(value: Any) -> list[Any]:
    found = elements(value)
    if isinstance(found, ListValue | SetValue):
        return found
    return ListValue(convert(one, unified(found)) for one in found)
