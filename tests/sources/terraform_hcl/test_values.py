"""Values: sets and their order, what is equal, and unknowns that know something."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, STRING, convert, set_type
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    MapValue,
    PartialText,
    SetValue,
    either,
    identity,
    is_counted,
    is_known,
    number,
    partial_text,
    refs_of,
    set_of,
    unknown_from,
)

from .generated import values

HIDDEN = Unknown("made later", ("aws_s3_bucket.a",), present=True)
OTHER = Unknown("read later", ("data.aws_vpc.b",))


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [
        (["b", "a", "B", "é", "10", "9"], ["10", "9", "B", "a", "b", "é"]),
        ([10, 9, 1000, -5], [-5, 9, 10, 1000]),
        ([True, False], [False, True]),
        ([None, "b", "a"], ["a", "b", None]),
        ([[2], [10], [-1], [Decimal("1.5")]], [[-1], [Decimal("1.5")], [10], [2]]),
        (
            [[10000000000], [9], [Decimal("0.00001")], [123456789012345], [10**30]],
            [[123456789012345], [10000000000], [10**30], [Decimal("0.00001")], [9]],
        ),
        ([["é"], ["z"], ["\n"], ["~"], [""]], [[""], ["\n"], ["z"], ["~"], ["é"]]),
        ([[True], [False], [None]], [[False], [True], [None]]),
        (
            [{"a": 2, "b": 1}, {"a": 1, "b": 5}, {"a": 1, "b": 4}],
            [{"a": 1, "b": 4}, {"a": 1, "b": 5}, {"a": 2, "b": 1}],
        ),
        (
            [{"a": "x", "b": None}, {"a": None, "b": "z"}],
            [{"a": "x", "b": None}, {"a": None, "b": "z"}],
        ),
        ([["b"], ["a", "c"], ["10", "a"]], [["10", "a"], ["a", "c"], ["b"]]),
        (
            [MapValue(z="1"), MapValue(a="2", b="9"), MapValue(a="2", aa="1")],
            [{"a": "2", "aa": "1"}, {"a": "2", "b": "9"}, {"z": "1"}],
        ),
        ([ListValue("b"), ListValue("ac"), ListValue()], [["a", "c"], ["b"], []]),
    ],
)
def test_order_of_a_set_is_terraforms(given_values, expected):
    assert convert(given_values, set_type(ANY)) == expected


def test_a_set_keeps_what_is_not_known_before_null_and_counts_it_not():
    found = set_of([None, HIDDEN, "b", "a", HIDDEN, "b"])
    assert found == ["a", "b", HIDDEN, HIDDEN, None]
    assert isinstance(found, SetValue)
    assert not is_counted(found)
    assert is_counted(set_of([HIDDEN]))
    assert is_counted(set_of(["a", "b"]))
    assert set_of([{"a": HIDDEN}, {"a": "x"}]) == [{"a": "x"}, {"a": HIDDEN}]


@given(st.lists(values(unknowns=False), max_size=5))
def test_a_set_has_no_order_and_no_doubles(found):
    try:
        one = convert(found, set_type(ANY))
    except Failure:
        return
    assert convert([*reversed(found), *found], set_type(ANY)) == one
    assert len({identity(element) for element in one}) == len(one)


@given(values(unknowns=False), values(unknowns=False))
def test_identity_tells_types_apart(left, right):
    if identity(left) == identity(right):
        assert left == right
        assert type(left) is type(right) or not isinstance(left, bool | list | dict)
    assert hash(identity(left)) == hash(identity(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [(1, True), (1, "1"), ([], {}), ([], ListValue()), ({}, MapValue()), (0, False), (None, "")],
)
def test_identity_of_look_alikes(left, right):
    assert identity(left) != identity(right)


def test_whole_numbers_are_ints():
    assert isinstance(number(Decimal("1.0")), int)
    assert number(Decimal("1E3")) == 1000
    assert number(Decimal("1.50")) == Decimal("1.5")
    for text in ("1E+5000", "1E-5000"):
        with pytest.raises(Failure):
            number(Decimal(text))


def test_a_template_keeps_what_is_known_of_it():
    found = partial_text(("a-", partial_text(("b", HIDDEN)), "", "-c"))
    assert isinstance(found, PartialText)
    assert found.parts == ("a-b", HIDDEN, "-c")
    assert (found.prefix, found.suffix, found.refs) == ("a-b", "-c", HIDDEN.refs)
    assert partial_text(("a", "b")) == "ab"
    choice = Unknown("depends on a condition", among=("x", "y"))
    assert partial_text(("a-", choice)).among == ("a-x", "a-y")
    assert partial_text(("a-", choice, HIDDEN)).among == ()


def test_either_names_what_it_can_be():
    assert either(["a", "b", "a"], "why").among == ("a", "b")
    assert either([1, Decimal("1.5"), True], "why").among == (1, Decimal("1.5"), True)
    assert either(["a", None], "why").among == ()
    assert either(["a", ["b"]], "why").among == ()
    assert either(["a", HIDDEN], "why").among == ()
    assert either(["a", either(["b", "c"], "why")], "why").among == ("a", "b", "c")
    assert either(range(17), "why").among == ()
    assert either(["a", HIDDEN], "why", ("var.x",)).refs == ("var.x", *HIDDEN.refs)
    assert either(["a", HIDDEN], "why").present
    assert not either(["a", OTHER], "why").present


def test_unknowns_are_found_however_deep():
    held = {"a": [1, {"b": HIDDEN}], "c": SetValue([OTHER])}
    assert refs_of([held]) == (*HIDDEN.refs, *OTHER.refs)
    assert unknown_from([held]).why == "made later"
    assert not is_known(held)
    assert is_known({"a": [1, None, "x", Decimal("1.5")]})
    assert unknown_from(["a"], "why", present=True) == Unknown("why", present=True)
    assert convert(HIDDEN, STRING).why == HIDDEN.why
