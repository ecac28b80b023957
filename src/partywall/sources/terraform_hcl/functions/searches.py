"""Functions that look for an element, or for the first value that is set.

What is not known follows Terraform 1.11.4, as read from its plans, 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    convert,
    kind_of,
    list_of,
    type_of,
    unified,
)
from partywall.sources.terraform.unification import unify
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    UnknownOf,
    identity,
    is_known,
    unknown_from,
)
from partywall.sources.terraform_hcl.equality import equals
from partywall.sources.terraform_hcl.functions.collections import elements, not_known, sequence
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.operators import settled


@function("index", ANY, ANY, unknowns="inside", gives=NUMBER)
def index(value: Any, wanted: Any) -> Any:
    """The index of the first element that is equal."""
    found = sequence(value)
    for n, one in enumerate(found):
        same = equals(one, wanted)
        if isinstance(same, Unknown):
            return not_known(one, wanted, of=NUMBER)
        if same:
            return n
    raise Failure("there is no such element")


@function("contains", ANY, ANY, unknowns="all", gives=BOOL)
def contains(value: Any, wanted: Any) -> Any:
    """Whether an element is equal."""
    if isinstance(value, Unknown) and kind_of(value) in ("", "list", "set", "tuple"):
        return not_known(value, wanted, of=BOOL)
    found = [equals(one, wanted) for one in elements(value)]
    if True in found and not isinstance(wanted, Unknown):
        return True
    unsure = [one for one in found if isinstance(one, Unknown)]
    if not unsure and not isinstance(wanted, Unknown):
        return False
    open_ended = not_known(wanted, *unsure, of=BOOL)
    surely_not = all(one.among == (False,) for one in unsure)
    return settled(open_ended, False) if surely_not else open_ended


@function("matchkeys", list_of(ANY), list_of(ANY), list_of(ANY), unknowns="inside")
def matchkeys(values: list[Any], keys: list[Any], wanted: list[Any]) -> Any:
    """The values whose key is among those wanted: none, when none is wanted.

    Not known where a key is not, or a wanted one: Terraform takes that one for no key at all.
    """
    if len(values) != len(keys):
        raise Failure("there must be as many keys as values")
    if not wanted:
        return ListValue()
    if not is_known([values, keys, wanted]):
        return unknown_from([values, keys, wanted], present=True)
    common = unified([*keys, *wanted])
    sought = {identity(one) for one in convert(wanted, list_of(common))}
    given = convert(keys, list_of(common))
    return ListValue(one for one, key in zip(values, given, strict=True) if identity(key) in sought)


@function("coalescelist", rest=ANY, nulls=True, unknowns="all")
def coalescelist(*lists: Any) -> Any:
    """The first list that is not empty."""
    for one in lists:
        if isinstance(one, Unknown):
            break
        sequence(one)
    for one in lists:
        if isinstance(one, Unknown):
            return not_known(one)
        if one:
            return one
    raise Failure("there is no list with elements")


@function("coalesce", rest=ANY, nulls=True, unknowns="all")
def coalesce(*values: Any) -> Any:
    """The first value that is neither null nor empty text, all being of one type."""
    common = unify([type_of(one) for one in values])
    if not values or common is None:
        raise Failure("all arguments must be of one type")
    for n, value in enumerate(values):
        one = convert(value, common)
        if isinstance(one, Unknown):
            return _first_of(one, [convert(later, common) for later in values[n + 1 :]], common)
        if one is not None and one != "":
            return one
    raise Failure("there is no value that is neither null nor empty")


def _first_of(hidden: Unknown, later: Sequence[Any], common: Any) -> Unknown:
    """The first argument that might be it is not known; the ones behind it may count, too."""
    found = not_known(hidden, *later, of=common)
    if hidden.present and not _may_be_empty(hidden) and isinstance(found, UnknownOf):
        return hidden
    return found


def _may_be_empty(hidden: Unknown) -> bool:
    if hidden.prefix or hidden.suffix:
        return False
    return "" in hidden.among if hidden.among else kind_of(hidden) in ("", "string")
