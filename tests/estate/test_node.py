"""Nodes: three-valued questions about values known in part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.estate.node import HIDDEN, Node
from partywall.estate.resource import Resource
from partywall.kernel.truth import Doubt, Truth, Undecided
from partywall.kernel.unknown import Unknown

OPEN = Unknown("known after apply")


def node(value: object, **fields: object) -> Node:
    resource = Resource(type="T", address="a", properties={}, **fields)  # type: ignore[arg-type]
    return Node(value, resource)


def said(truth: Truth) -> bool | None:
    return None if isinstance(truth, Doubt) else truth


@pytest.mark.parametrize(
    ("value", "wanted", "answer"),
    [
        ("aws:kms", ("aws:kms",), True),
        ("-1", (-1,), True),
        (-1, ("-1",), True),
        ("true", (True,), True),
        (False, ("x",), False),
        (None, ("x",), False),
        (OPEN, ("x",), None),
        (Unknown("a template", prefix="arn:"), ("*",), False),
        (Unknown("a template", prefix="al", suffix="s3"), ("alias/aws/s3",), None),
        (Unknown("a parameter", among=("a", "b")), ("a", "b"), True),
        (Unknown("a parameter", among=("a", "b")), ("a",), None),
        (Unknown("a parameter", among=("a", "b")), ("c",), False),
    ],
)
def test_equals(value: object, wanted: tuple[object, ...], answer: bool | None) -> None:
    assert said(node(value).equals(*wanted)) is answer
    assert said(node({"Key": value}).says("Key", *wanted)) is answer


@pytest.mark.parametrize(
    ("value", "answer"), [(None, False), ("text", False), ({}, False), (OPEN, None)]
)
def test_what_is_not_there_says_nothing(value: object, answer: bool | None) -> None:
    assert said(node(value).says("Key", "text")) is answer


@pytest.mark.parametrize(
    ("value", "is_true", "is_set"),
    [
        (True, True, True),
        ("true", True, True),
        ("false", False, True),
        (None, False, False),
        (OPEN, None, None),
        (Unknown("from a key", refs=("k",), present=True), None, True),
        (Unknown("a parameter", among=(True, "true")), True, None),
    ],
)
def test_is_true_and_is_set(value: object, is_true: bool | None, is_set: bool | None) -> None:
    assert said(node(value).is_true) is is_true
    assert said(node(value).is_set) is is_set


@pytest.mark.parametrize(
    ("value", "at_least_7"),
    [(7, True), ("30", True), (6.5, False), (None, False), (True, False), (OPEN, None)],
)
def test_numbers(value: object, at_least_7: bool | None) -> None:
    assert said(node(value).at_least(7)) is at_least_7


@pytest.mark.parametrize(
    ("value", "pattern", "answer"),
    [
        ("alias/aws/s3", "alias/aws/", True),
        (Unknown("", prefix="alias/aws/"), "alias/aws/", True),
        (Unknown("", prefix="arn:aws"), "alias/aws/", False),
        (Unknown("", prefix="ali"), "alias/aws/", None),
        (OPEN, "alias/aws/", None),
        (Unknown("", prefix="python3"), r"python3\.(8|9)", None),
        (5, "5", False),
    ],
)
def test_matches(value: object, pattern: str, answer: bool | None) -> None:
    assert said(node(value).matches(pattern)) is answer


def test_below_the_unknown_all_is_unknown_and_below_the_absent_all_is_absent() -> None:
    assert said(node({"A": OPEN}).at("A", "B", 0).is_set) is None
    assert said(node({}).at("A", "B", 0).is_set) is False


def test_counting_what_cannot_be_counted_is_undecided() -> None:
    assert not node(None).items()
    assert node([1]).items()
    assert node([1, 2]).items().count() == 2
    many = Unknown("a dynamic block", many=True)
    assert node([1, many]).items()  # one is enough to be some
    for value in (OPEN, [many]):
        with pytest.raises(Undecided):
            bool(node(value).items())
    with pytest.raises(Undecided):
        node([1, many]).items().count()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.just(OPEN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@given(json_values, json_values)
def test_hiding_a_value_never_flips_a_predicate(value: object, other: object) -> None:
    questions = (
        lambda one: one.is_true,
        lambda one: one.is_set,
        lambda one: one.equals(other),
        lambda one: one.at_least(1),
        lambda one: one.matches("a"),
    )
    for question in questions:
        hidden = said(question(node(OPEN)))
        assert hidden is None or hidden is said(question(node(value)))


def test_hidden_values_are_not_in_the_evidence() -> None:
    secret = {"Name": "db", "Password": "hunter2"}
    veiled = node(secret, hidden=frozenset({("Password",)})).evidence().found
    assert veiled == {"Name": "db", "Password": HIDDEN}
