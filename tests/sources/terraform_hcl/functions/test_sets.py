"""The laws of sets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from partywall.sources.terraform.types import ANY, convert, set_type
from partywall.sources.terraform.values import SetValue
from partywall.sources.terraform_hcl.functions import call

SETS = st.lists(st.sampled_from("abcdé") | st.integers(-3, 12).map(str), max_size=5).map(
    lambda one: convert(one, set_type(ANY))
)


def union(*sets):
    """What is in any of them."""
    return call("setunion", sets, None)


def both(*sets):
    """What is in all of them."""
    return call("setintersection", sets, None)


def without(one, other):
    """What is in one, and not in the other."""
    return call("setsubtract", (one, other), None)


@given(SETS, SETS, SETS)
def test_laws(one, two, three):
    assert union(one, two) == union(two, one)
    assert both(one, two) == both(two, one)
    assert union(one, two, three) == union(one, union(two, three))
    assert both(one, two, three) == both(one, both(two, three))
    assert both(one, union(two, three)) == union(both(one, two), both(one, three))
    assert without(one, union(two, three)) == both(without(one, two), without(one, three))
    assert union(without(one, two), both(one, two)) == one
    assert both(without(one, two), two) == SetValue()
    assert isinstance(union(one, two), SetValue)


@given(SETS, SETS)
def test_against_pythons_sets(one, two):
    assert set(union(one, two)) == {*one} | {*two}
    assert set(both(one, two)) == {*one} & {*two}
    assert set(without(one, two)) == {*one} - {*two}
    product = call("setproduct", (one, two), None)
    assert {tuple(pair) for pair in product} == {(a, b) for a in one for b in two}
