"""Kleene's tables, and the quantifiers built on them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.estate.node import Node
from partywall.estate.resource import Resource
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth, Undecided, every, no, some
from partywall.kernel.unknown import Unknown

DOUBT = Doubt(Evidence(("Port",), Unknown("known after apply")))
LETTERS = {True: "T", False: "F"}
AND = {"TT": "T", "TF": "F", "TD": "D", "FT": "F", "FF": "F", "FD": "F", "DT": "D", "DF": "F"}
OR = {"TT": "T", "TF": "T", "TD": "T", "FT": "T", "FF": "F", "FD": "D", "DT": "T", "DF": "D"}


def letter(truth: Truth) -> str:
    return "D" if isinstance(truth, Doubt) else LETTERS[truth]


@pytest.mark.parametrize(("a", "b"), list(product([True, False, DOUBT], repeat=2)))
def test_tables(a: Truth, b: Truth) -> None:
    pair = letter(a) + letter(b)
    assert letter(a & b) == AND.get(pair, "D")
    assert letter(a | b) == OR.get(pair, "D")
    assert letter(no(a & b)) == letter(no(a) | no(b))


def test_a_doubt_is_no_condition() -> None:
    with pytest.raises(Undecided) as caught:
        bool(DOUBT)
    assert caught.value.doubt is DOUBT


def test_two_doubts_name_both_values() -> None:
    other = Doubt(Evidence(("Source",), Unknown("a variable")))
    both = DOUBT & other
    assert isinstance(both, Doubt)
    assert [item.path for item in both.about] == [("Port",), ("Source",)]


def node(truth: Truth, sure: Truth) -> Node:
    return Node(truth, Resource(type="T", address="a", properties={}), sure=sure)


truths = st.sampled_from([True, False, DOUBT])


@given(st.lists(st.tuples(truths, st.sampled_from([True, DOUBT]))))
def test_quantifiers_agree_with_the_tables(rows: list[tuple[Truth, Truth]]) -> None:
    items = [node(truth, sure) for truth, sure in rows]
    expected_some: Truth = False
    expected_every: Truth = True
    for truth, sure in rows:
        expected_some = expected_some | (truth & sure)
        expected_every = expected_every & (truth | no(sure))
    witness, found = some(items, lambda item: item.value)  # type: ignore[arg-type, return-value]
    breaker, held = every(items, lambda item: item.value)  # type: ignore[arg-type, return-value]
    assert letter(found) == letter(expected_some)
    assert letter(held) == letter(expected_every)
    assert (witness is None) == (found is False)
    assert (breaker is None) == (held is True)
