"""Numbers that a table of plans cannot hold: infinite ones, and those with more than 15 digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.sources.terraform.binary_floats import divided, minus, nearest, plus, times
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.functions import call

NUMBERS = st.integers(-(10**30), 10**30) | st.fractions(-1000, 1000).map(nearest)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("log", (0, 10)),
        ("log", (-1, 10)),
        ("log", (8, 1)),
        ("pow", (0, -1)),
        ("pow", (-1, 0.5)),
        ("pow", (10**300, 2)),
        ("pow", (10**400, 1)),
        ("parseint", ("1" * 5000, 10)),
        ("tonumber", ("Inf",)),
    ],
)
def test_what_is_infinite_or_no_number_is_refused(name, arguments):
    with pytest.raises(Failure):
        call(name, arguments, None)


@pytest.mark.parametrize(
    ("arguments", "ceiling", "floor"),
    [((9, 3), 3, 2), ((8, 2), 3, 3), ((2744, 14), 3, 2), ((243, 3), 5, 5), ((1000, 10), 3, 2)],
)
def test_logarithms_are_rounded_as_terraforms(arguments, ceiling, floor):
    """`terraform plan`, 1.11.4: log(9, 3) is a little more than 2, log(2744, 14) less than 3."""
    found = call("log", arguments, None)
    assert (call("ceil", (found,), None), call("floor", (found,), None)) == (ceiling, floor)


def test_large_powers_are_exact():
    assert call("pow", (2, 64), None) == 2**64
    assert call("pow", (2, 100), None) == 2**100


@given(NUMBERS, NUMBERS)
def test_arithmetic_holds_together(one, two):
    assert plus(one, two) == plus(two, one)
    assert times(one, two) == times(two, one)
    assert minus(one, one) == 0
    assert times(one, 1) == one
    if two != 0 and isinstance(one, int) and isinstance(two, int):
        assert divided(times(one, two), two) == one


@given(NUMBERS, st.integers(2, 62))
def test_parseint_reads_what_is_written(one, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    left, text = abs(int(one)), ""
    while left or not text:
        left, digit = divmod(left, base)
        text = digits[digit] + text
    assert call("parseint", (text, base), None) == abs(int(one))
    assert call("parseint", (f"-{text}", base), None) == -abs(int(one))
