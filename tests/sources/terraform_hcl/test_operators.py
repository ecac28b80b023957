"""Operators, indexes and splats answer what Terraform 1.11.4 answers; so its plans, 2026-11-23."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    as_text,
    convert,
    list_of,
    map_of,
    set_type,
    type_of,
)
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    ListValue,
    MapValue,
    PartialText,
    SetValue,
    partial_text,
    set_of,
)
from partywall.sources.terraform_hcl.operators import (
    binary,
    conditional,
    equals,
    get_attr,
    index_of,
    inverted,
    negated,
    splat,
)

from .generated import values

ID = Unknown("made later", ("terraform_data.a",), attribute="id", present=True)
TEXT = convert(ID, STRING)
NUM = convert(ID, NUMBER)
FLAG = convert(ID, BOOL)
LIST = convert(ID, list_of(STRING))
MAP = convert(ID, map_of(STRING))
BEGUN = partial_text(("abc-", TEXT))
REFUSED, HIDDEN = "refused", "hidden"


class Bucket(Lazy):
    """A resource whose attributes are worked out when asked for."""

    def attribute(self, name):
        if name not in self.whole():
            raise Failure(f'there is no attribute "{name}"')
        return self.whole()[name]

    def whole(self):
        return {"id": TEXT, "bucket": "logs"}


def outcome(ask, *arguments):
    """The answer, or that it is refused, or not known."""
    try:
        found = ask(*arguments)
    except Failure:
        return REFUSED
    return HIDDEN if isinstance(found, Unknown) else found


def exact(text):
    """A number that is written with a fraction."""
    return Decimal(text)


@pytest.mark.parametrize(
    ("left", "symbol", "right", "expected"),
    [
        (1, "+", 2, "3"),
        ("1", "+", 2, "3"),
        (exact("0.1"), "+", exact("0.2"), "0.3"),
        (1, "-", exact("0.75"), "0.25"),
        (exact("0.1"), "*", exact("0.1"), "0.01" + "0" * 153 + "1"),
        (exact("1.1"), "*", exact("1.1"), "1.21" + "0" * 151 + "1"),
        (100, "*", exact("1.1"), "110"),
        (10, "/", 4, "2.5"),
        (1, "/", 3, "0." + "3" * 154 + "5"),
        (2, "/", 3, "0." + "6" * 153 + "7"),
        (100, "/", 3, "33." + "3" * 152),
        (10**20, "/", 7, "14285714285714285714." + "285714" * 22 + "286"),
        (7, "%", 3, "1"),
        (-7, "%", 3, "-1"),
        (7, "%", -3, "1"),
        (exact("-7.5"), "%", 2, "-1.5"),
        (1, "%", exact("0.1"), "0"),
        (5, "%", 0, "5"),
        (0, "%", 0, "0"),
        (10**30, "%", 7, "1"),
        (10**20, "*", 10**30, "1" + "0" * 50),
        (1, "/", 0, REFUSED),
        (0, "/", 0, REFUSED),
        ("a", "+", 2, REFUSED),
        (True, "+", 1, REFUSED),
        ([], "+", 1, REFUSED),
        (None, "+", 1, REFUSED),
        (None, "+", NUM, REFUSED),
        (1, "+", NUM, HIDDEN),
        (1, "+", TEXT, HIDDEN),
        (1, "+", LIST, REFUSED),
        (10**3999, "*", 10**3999, REFUSED),
    ],
)
def test_arithmetic(left, symbol, right, expected):
    found = outcome(binary, symbol, left, right)
    assert (found if isinstance(found, str) else as_text(found)) == expected


def test_a_quotient_taken_back_is_whole_again():
    assert binary("*", binary("/", 1, 7), 7) == 1


def test_a_small_power_of_two_is_written_in_full():
    small = 1
    for _ in range(5):
        small = binary("/", small, 1024)
    assert as_text(small) == "0.00000000000000088817841970012523233890533447265625"


@pytest.mark.parametrize(
    ("left", "symbol", "right", "expected"),
    [
        (1, "<", 2, True),
        ("1", "<", 2, True),
        (2, "<=", exact("2.5"), True),
        (2, ">", 2, False),
        (2, ">=", 2, True),
        ("a", "<", "b", REFUSED),
        (None, "<", 1, REFUSED),
        (1, ">", [1], REFUSED),
        (1, "<", NUM, HIDDEN),
        (True, "&&", False, False),
        ("true", "&&", True, True),
        (False, "||", True, True),
        (1, "&&", True, REFUSED),
        (True, "&&", "x", REFUSED),
        (True, "&&", None, REFUSED),
        (False, "&&", None, REFUSED),
        (None, "||", True, REFUSED),
        (False, "&&", FLAG, HIDDEN),
        (FLAG, "&&", False, HIDDEN),
        (True, "||", FLAG, HIDDEN),
        (False, "||", FLAG, HIDDEN),
    ],
)
def test_comparison_and_logic(left, symbol, right, expected):
    assert outcome(binary, symbol, left, right) == expected


@pytest.mark.parametrize(
    ("left", "symbol", "right", "among"),
    [
        (False, "&&", FLAG, (False,)),
        (FLAG, "||", True, (True,)),
        (True, "&&", FLAG, ()),
        (FLAG, "||", False, ()),
    ],
)
def test_what_terraform_leaves_open_lists_its_only_answer(left, symbol, right, among):
    assert binary(symbol, left, right).among == among


@pytest.mark.parametrize(
    ("ask", "value", "expected"),
    [
        (inverted, True, False),
        (inverted, "true", False),
        (inverted, "x", REFUSED),
        (inverted, None, REFUSED),
        (inverted, FLAG, HIDDEN),
        (negated, "5", -5),
        (negated, exact("1.5"), exact("-1.5")),
        (negated, None, REFUSED),
        (negated, True, REFUSED),
        (negated, "x", REFUSED),
        (negated, NUM, HIDDEN),
    ],
)
def test_one_operand(ask, value, expected):
    assert outcome(ask, value) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1, 1, True),
        (1, "1", False),
        (True, "true", False),
        (True, 1, False),
        (None, None, True),
        ("a", None, False),
        (exact("1.5"), exact("1.50"), True),
        (["a"], ListValue(["a"]), False),
        (ListValue(["a"]), ListValue(["a"]), True),
        (ListValue(["a"]), SetValue(["a"]), False),
        (ListValue(["1"]), ListValue([1]), False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, MapValue({"a": 1}), False),
        ({"a": 1}, {"a": "1"}, False),
        ([], [], True),
        ([], ListValue(), False),
        ({}, MapValue(), False),
        ([None], [None], True),
        (TEXT, None, False),
        (ID, None, False),
        (Unknown("read later"), None, HIDDEN),
        (TEXT, "a", HIDDEN),
        (TEXT, TEXT, HIDDEN),
        (TEXT, 1, False),
        (TEXT, ["a"], False),
        (ID, ["a"], HIDDEN),
        (LIST, ["a"], False),
        ([TEXT], ["a"], HIDDEN),
        ([TEXT, "b"], ["a", "c"], HIDDEN),
        (["b", TEXT], ["a", TEXT], False),
        ([TEXT], ["a", "b"], False),
        ([TEXT, "b"], ["a", 1], False),
        ([TEXT], None, False),
        ({"a": TEXT}, {"a": "x", "c": 2}, False),
        ({"a": TEXT, "b": 1}, {"a": "x", "b": 2}, False),
        ({"b": 1, "a": TEXT}, {"a": "x", "b": 1}, HIDDEN),
        (MapValue({"a": TEXT}), MapValue({"a": "x", "b": "y"}), False),
        (set_of([TEXT]), SetValue(["a"]), HIDDEN),
        (set_of([TEXT, "a"]), SetValue(["b"]), HIDDEN),
        (BEGUN, "x", False),
        (BEGUN, "abc-", HIDDEN),
        (BEGUN, None, False),
        (Bucket(), {"id": "x", "bucket": "other"}, False),
    ],
)
def test_equality(left, right, expected):
    assert outcome(equals, left, right) == expected
    assert outcome(equals, right, left) == expected
    turned = {True: False, False: True}.get(expected, expected)
    assert outcome(binary, "!=", left, right) == turned


def test_equality_that_more_is_known_of_than_terraform_knows_lists_its_only_answer():
    key = Unknown("made later", prefix="arn:aws:kms:", present=True)
    one = Unknown("depends on a condition", among=("a", "b"), present=True)
    assert equals(key, "alias/mine").among == (False,)
    assert equals(one, "c").among == (False,)
    assert equals(one, "a").among == ()


@pytest.mark.parametrize(
    ("test", "yes", "no", "expected"),
    [
        (True, 1, "a", "1"),
        (False, 1, "a", "a"),
        (True, 1, True, REFUSED),
        (True, None, 1, None),
        (False, None, 1, 1),
        (True, None, None, None),
        (True, [1], ["a"], ["1"]),
        (True, [1], ["a", "b"], ListValue(["1"])),
        (True, [1, "b"], ["a"], ListValue(["1", "b"])),
        (True, [], ["a"], ListValue()),
        (True, {"a": 1}, {"b": "x"}, MapValue(a="1")),
        (True, {"a": 1}, {"a": "x"}, {"a": "1"}),
        (True, {"a": 1}, {"a": [1]}, REFUSED),
        (True, {"a": 1}, [1], REFUSED),
        (True, "a", ["a"], REFUSED),
        (True, ListValue([1]), ["a"], ListValue(["1"])),
        (True, SetValue([1]), ["a"], SetValue([1])),
        (True, MapValue(a=1), {"b": "x"}, MapValue(a="1")),
        (True, MapValue(a=1), {"b": ["x"]}, REFUSED),
        (True, {"a": 1, "b": [1]}, {"a": 1}, REFUSED),
        (True, {"a": 1, "b": [1]}, {"a": 2, "b": ["x", 2]}, {"a": 1, "b": ListValue(["1"])}),
        (True, [{"a": 1}, {"b": [2]}], [], REFUSED),
        (True, 1, TEXT, "1"),
        (True, [1], LIST, ListValue(["1"])),
        (None, 1, 2, REFUSED),
        ("true", 1, 2, 1),
        ("x", 1, 2, REFUSED),
        (1, 1, 2, REFUSED),
        ([], 1, 2, REFUSED),
        (FLAG, 1, 2, HIDDEN),
        (FLAG, 1, 1, 1),
        (FLAG, "a", "a", HIDDEN),
        (FLAG, None, None, None),
        (FLAG, 1, True, REFUSED),
        (FLAG, [1], [1], HIDDEN),
    ],
)
def test_conditional(test, yes, no, expected):
    found = outcome(conditional, test, yes, no)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("test", "yes", "no", "expected"),
    [
        (True, 1, Failure("no such key"), 1),
        (False, Failure("no such key"), [1], [1]),
        (False, 1, Failure("no such key"), REFUSED),
        (True, Failure("no such key"), Failure("no such key"), REFUSED),
        (FLAG, 1, Failure("no such key"), HIDDEN),
        (None, 1, Failure("no such key"), REFUSED),
    ],
)
def test_an_arm_that_is_not_chosen_may_fail(test, yes, no, expected):
    """`terraform plan`, 1.11.4: `true ? 2 : tolist(["1", {}])` is 2."""
    assert outcome(conditional, test, yes, no) == expected


class Untouched(Bucket):
    """A resource that must not be worked out."""

    def whole(self):
        raise AssertionError


def test_a_resource_is_chosen_without_working_it_out():
    resource = Untouched()
    assert conditional(True, resource, None) is resource
    assert conditional(False, {}, resource) is resource
    several = conditional(True, [resource, resource], [])
    assert several[1] is resource
    assert isinstance(several, ListValue)
    assert convert([resource], list_of(ANY))[0] is resource


def test_either_arm_keeps_what_is_known_of_both():
    found = conditional(FLAG, 1, "a")
    assert (found.among, found.present, found.refs) == (("1", "a"), True, ID.refs)
    assert type_of(found) == STRING
    other = Unknown("read later", ("data.aws_vpc.x",))
    assert conditional(FLAG, other, "a").refs == (*ID.refs, "data.aws_vpc.x")
    assert not conditional(FLAG, None, "a").present


@pytest.mark.parametrize(
    ("value", "key", "expected"),
    [
        (["a", "b"], 0, "a"),
        (["a", "b"], "1", "b"),
        (["a", "b"], -1, REFUSED),
        (["a", "b"], 2, REFUSED),
        (["a", "b"], exact("0.5"), REFUSED),
        (["a", "b"], "x", REFUSED),
        (["a", "b"], None, REFUSED),
        (["a", "b"], True, REFUSED),
        (["a", "b"], NUM, HIDDEN),
        (ListValue(["a"]), 5, REFUSED),
        (SetValue(["a"]), 0, REFUSED),
        ({"a": 1}, "a", 1),
        ({"a": 1}, "b", REFUSED),
        ({"a": 1}, TEXT, HIDDEN),
        ({"1": 2}, 1, 2),
        ({"true": 2}, True, 2),
        (MapValue(a=1), "b", REFUSED),
        ({"a": 1}, None, REFUSED),
        ("abc", 0, REFUSED),
        (None, 0, REFUSED),
        (TEXT, 0, REFUSED),
        (LIST, 0, HIDDEN),
        (LIST, "x", REFUSED),
        (MAP, "x", HIDDEN),
        (ID, "x", HIDDEN),
        (Bucket(), "bucket", "logs"),
        (Bucket(), "none", REFUSED),
        (Bucket(), TEXT, HIDDEN),
    ],
)
def test_index(value, key, expected):
    assert outcome(index_of, value, key) == expected


def test_an_element_at_an_unknown_index_is_one_of_them():
    assert index_of(["a", "b"], NUM).among == ("a", "b")
    assert index_of({"x": "a", "y": TEXT}, TEXT).among == ()


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({"a": 1}, "a", 1),
        ({"a": 1}, "b", REFUSED),
        (MapValue(a=1), "a", 1),
        (["a"], "a", REFUSED),
        ("abc", "a", REFUSED),
        (None, "a", REFUSED),
        (TEXT, "a", REFUSED),
        (MAP, "a", HIDDEN),
        (ID, "a", HIDDEN),
        (Bucket(), "bucket", "logs"),
        (Bucket(), "none", REFUSED),
    ],
)
def test_attribute(value, name, expected):
    assert outcome(get_attr, value, name) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        ([], []),
        (["a"], ["a"]),
        ("a", ["a"]),
        ([None], [None]),
        ({"a": 1}, [{"a": 1}]),
        (MapValue(a=1), [MapValue(a=1)]),
        (SetValue(["a", "b"]), ListValue(["a", "b"])),
        (ListValue([1]), ListValue([1])),
        (TEXT, [TEXT]),
        ([1, TEXT], [1, TEXT]),
        (LIST, HIDDEN),
        (convert(ID, set_type(STRING)), HIDDEN),
        (MAP, [MAP]),
        (ID, HIDDEN),
    ],
)
def test_splat(value, expected):
    found = outcome(splat, value, lambda one: one)
    assert found == expected
    assert type(found) is type(expected)


def test_splat_asks_every_element():
    assert splat([{"a": 1}, {"a": 2}], lambda one: get_attr(one, "a")) == [1, 2]
    assert splat(Bucket(), lambda one: get_attr(one, "bucket")) == ["logs"]
    assert type_of(splat(LIST, lambda one: one)) == list_of(STRING)
    with pytest.raises(Failure):
        splat([{"a": 1}, {"b": 2}], lambda one: get_attr(one, "a"))


SYMBOLS = ("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||")


@given(st.sampled_from(SYMBOLS), values(), values())
def test_operators_raise_nothing_but_failure(symbol, left, right):
    outcome(binary, symbol, left, right)
    outcome(conditional, left, right, symbol)
    outcome(index_of, left, right)
    outcome(get_attr, left, symbol)
    outcome(splat, left, lambda one: index_of(one, right))
    outcome(inverted, left)
    outcome(negated, left)


@given(values(), values())
def test_equality_is_symmetric_and_reflexive(left, right):
    assert outcome(equals, left, right) == outcome(equals, right, left)
    assert outcome(equals, left, left) in (True, HIDDEN)


@given(values(unknowns=False), values(unknowns=False), st.data())
def test_hiding_a_part_weakens_equality_but_never_flips_it(left, right, data):
    hidden = data.draw(st.sampled_from([[left, 1], {"a": left}, [left]]))
    known = [right, 1] if len(hidden) == 2 else ({"a": right} if "a" in hidden else [right])
    sure = equals(hidden, known)
    veil = Unknown("read later")
    veiled = {"a": veil} if isinstance(hidden, dict) else [veil, *hidden[1:]]
    assert outcome(equals, veiled, known) in (sure, HIDDEN)


def test_a_template_is_still_a_text():
    assert isinstance(convert(BEGUN, STRING), PartialText)
    assert isinstance(Bucket(), Lazy)
    assert type_of(BEGUN) == STRING
    assert type_of(ID) == ANY
