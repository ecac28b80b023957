"""Values of every kind, for tests that hold for all of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    convert,
    list_of,
    map_of,
    set_type,
)
from partywall.sources.terraform.values import Failure, number, partial_text

TEXTS = st.sampled_from(
    ["", "a", "b", "é", "1", "-2", "1.5", "true", "10.0.0.0/8", "fd00::/8", "1e9", "~/x", "../y"]
) | st.text(max_size=4)
NUMBERS = (
    st.integers(-5, 40)
    | st.sampled_from([10**30, -(2**63), 10**400])
    | st.decimals(-100, 100, places=2).map(number)
    | st.just(Decimal("1E-300"))
)
UNKNOWNS = st.sampled_from(
    [
        Unknown("made later", ("aws_s3_bucket.a",)),
        Unknown("made later", among=("a", "1"), present=True),
        partial_text(("a-", Unknown("made later", present=True))),
        *(
            convert(Unknown("made later", present=True), of)
            for of in (STRING, NUMBER, BOOL, list_of(STRING), set_type(ANY), map_of(NUMBER))
        ),
    ]
)


def values(unknowns: bool = True) -> st.SearchStrategy[object]:
    """Any value; with unknowns in it, or without."""
    leaves = st.none() | st.booleans() | NUMBERS | TEXTS
    if unknowns:
        leaves = leaves | UNKNOWNS
    return st.recursive(leaves, _collections, max_leaves=6)


def _collections(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    tuples = st.lists(inner, max_size=4)
    objects = st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    return (
        tuples
        | objects
        | tuples.map(lambda one: _as(one, list_of(ANY)))
        | tuples.map(lambda one: _as(one, set_type(ANY)))
        | objects.map(lambda one: _as(one, map_of(ANY)))
    )


def _as(value: object, kind: object) -> object:
    """The value as that type, or as it is when its elements have nothing in common."""
    try:
        return convert(value, kind)
    except Failure:
        return value
