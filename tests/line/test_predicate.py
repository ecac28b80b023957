"""Conditions, form by form: true, false, or in doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partywall.kernel.errors import ConfigError
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown
from partywall.line.predicate import compile_predicate, nobody_knows

TODAY = date(2026, 11, 23)
CALENDAR = {"engine": {"1.0": date(2026, 11, 23), "2.0": "2027-01-01"}}
MAYBE = "in doubt"
U = Unknown("not told")
SET = Unknown("a reference", present=True)
LIST = {"any_item": "L", "where": {"at": "K", "is": "a"}}


def decide(condition: dict[str, Any], properties: dict[str, Any]) -> object:
    holds = compile_predicate(condition, TODAY, CALENDAR).holds
    answer = holds(properties, nobody_knows)
    return MAYBE if isinstance(answer, Doubt) else answer


@pytest.mark.parametrize(
    ("condition", "properties", "answer"),
    [
        ({"at": "P"}, {"P": True}, True),
        ({"at": "P"}, {"P": "True"}, True),
        ({"at": "P"}, {"P": 1}, True),
        ({"at": "P"}, {"P": "no"}, False),
        ({"at": "P"}, {}, False),
        ({"at": "P"}, {"P": None}, False),
        ({"at": "P"}, {"P": U}, MAYBE),
        ({"at": "P", "default": True}, {}, True),
        ({"at": "P", "absent": "unknown"}, {}, MAYBE),
        ({"at": "P", "is": False}, {}, False),
        ({"at": "P", "is": 0}, {"P": "0"}, True),
        ({"at": "P", "is": "1.10"}, {"P": 1.10}, False),  # YAML lost the zero
        ({"at": "P", "is": "7"}, {"P": 7}, True),
        ({"at": "P.Q", "is": "x"}, {"P": {"Q": "x"}}, True),
        ({"at": "P.Q", "is": "x"}, {"P": U}, MAYBE),
        ({"at": "P.Q", "is": "x"}, {"P": ["x"]}, False),
        ({"at": "P", "is": "abc"}, {"P": Unknown("", prefix="x")}, False),
        ({"at": "P", "is": "abc"}, {"P": Unknown("", prefix="a")}, MAYBE),
        ({"at": "P", "in": ["a", "b"]}, {"P": Unknown("", among=("a", "b"))}, True),
        ({"at": "P", "in": ["a", "b"]}, {"P": Unknown("", among=("a", "c"))}, MAYBE),
        ({"at": "P", "in": ["a", "b"]}, {"P": Unknown("", among=("c",))}, False),
        ({"at": "P", "starts": "custom-"}, {"P": "custom-oracle"}, True),
        ({"at": "P", "starts": "custom-"}, {"P": Unknown("", prefix="custom-o")}, True),
        ({"at": "P", "starts": "custom-"}, {"P": Unknown("", prefix="cust")}, MAYBE),
        ({"at": "P", "starts": "custom-"}, {"P": Unknown("", prefix="my")}, False),
        ({"at": "P", "matches": "metal"}, {"P": "m7i.metal"}, True),
        ({"at": "P", "matches": "metal"}, {"P": 5}, False),
        ({"at": "P", "at_least": 1}, {"P": "7"}, True),
        ({"at": "P", "at_least": 1}, {"P": 0}, False),
        ({"at": "P", "at_least": 1}, {"P": True}, True),
        ({"at": "P", "is": 0}, {"P": False}, True),
        ({"at": "P", "is": "1"}, {"P": True}, True),
        ({"at": "P", "at_least": 1, "default": 1}, {}, True),
        ({"at": "P", "at_least": 1}, {"P": U}, MAYBE),
        ({"at": "P", "set": True}, {"P": {}}, False),
        ({"at": "P", "set": True}, {"P": 0}, True),
        ({"at": "P", "set": True}, {"P": SET}, True),
        ({"at": "P", "set": False}, {"P": SET}, False),
        ({"at": "P", "set": True}, {"P": U}, MAYBE),
        ({"at": "P", "ended": "engine"}, {"P": "1.0"}, True),  # that very day
        ({"at": "P", "ended": "engine"}, {"P": "2.0"}, False),
        ({"at": "P", "ended": "engine"}, {"P": "3.0"}, False),
        ({"at": "P", "ended": "engine"}, {"P": U}, MAYBE),
        ({"after": date(2026, 11, 23)}, {}, True),
        ({"after": "2026-11-24"}, {}, False),
        ({"customer_key": "K"}, {}, False),
        ({"customer_key": "K"}, {"K": "alias/aws/s3"}, False),
        ({"customer_key": "K"}, {"K": "alias/mine"}, MAYBE),
        ({"customer_key": "K"}, {"K": SET}, MAYBE),
        (LIST, {}, False),
        (LIST, {"L": []}, False),
        (LIST, {"L": [{"K": "b"}, {"K": "a"}]}, True),
        (LIST, {"L": {"K": "a"}}, True),  # a single value is a list
        (LIST, {"L": [{"K": "b"}, {"K": U}]}, MAYBE),
        (LIST, {"L": [U, {"K": "a"}]}, True),
        (LIST, {"L": U}, MAYBE),
        ({"any_item": "L", "where": {"at": ".", "is": "a"}}, {"L": ["b", "a"]}, True),
        ({"all": [{"at": "P"}, {"at": "Q"}]}, {"P": U, "Q": False}, False),
        ({"all": [{"at": "P"}, {"at": "Q"}]}, {"P": U, "Q": True}, MAYBE),
        ({"any": [{"at": "P"}, {"at": "Q"}]}, {"P": U, "Q": True}, True),
        ({"any": [{"at": "P"}, {"at": "Q"}]}, {"P": U, "Q": False}, MAYBE),
        ({"not": {"at": "P"}}, {"P": True}, False),
        ({"not": {"at": "P"}}, {"P": U}, MAYBE),
    ],
)
def test_a_condition(condition: dict[str, Any], properties: dict[str, Any], answer: object) -> None:
    assert decide(condition, properties) == answer


def test_a_doubt_names_the_property() -> None:
    holds = compile_predicate(
        {"any_item": "L", "where": {"at": "K", "is": "a"}}, TODAY, CALENDAR
    ).holds
    answer = holds({"L": [{"K": U}]}, nobody_knows)
    assert isinstance(answer, Doubt)
    assert [one.path for one in answer.about] == [("L", "K")]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"at": "P"}, "P is true"),
        ({"at": "P", "default": True}, "P is true (true when absent)"),
        ({"all": [{"at": "P", "set": True}, {"not": {"at": "Q"}}]}, "P is set and not (Q is true)"),
        ({"customer_key": "A.B"}, "A.B names a customer's key"),
        (LIST, "an item of L has K is a"),
    ],
)
def test_a_condition_in_words(condition: dict[str, Any], words: str) -> None:
    assert compile_predicate(condition, TODAY, CALENDAR).words == words


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"at": ""},
        {"at": "P", "resembles": "x"},
        {"at": "P", "is": 1, "in": [1]},
        {"all": [{"at": "P"}], "at": "Q"},
        {"all": ["P"]},
        {"customer_key": "K", "is": True},
    ],
)
def test_a_condition_of_no_known_form_is_refused(condition: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        compile_predicate(condition, TODAY, CALENDAR)
