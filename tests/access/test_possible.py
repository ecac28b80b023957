"""What an expression over unknown keys can come out as: exact where it is small."""

from __future__ import annotations

import itertools
import random

import pytest

from partywall.access.conditions import compile_test
from partywall.access.context import Context, Found, Values
from partywall.access.formula import Formula, KeyTest, Not, Untold, both, either, opposite
from partywall.access.language.operators import Comparison, Operator
from partywall.access.possible import settle, within

NUMBERS = [
    Comparison.NUMERIC_EQUALS,
    Comparison.NUMERIC_LESS_THAN,
    Comparison.NUMERIC_LESS_THAN_EQUALS,
    Comparison.NUMERIC_GREATER_THAN,
    Comparison.NUMERIC_GREATER_THAN_EQUALS,
]
LIMITS = ["1", "2", "3"]
DATES = ["2026-01-01", "2026-01-02T00:00:00Z", "1767312000"]
BLOCKS = ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0", "::/0", "2001:db8::/32"]
TEXTS = ["a*", "*b", "ab", "a?", "*"]


def asked_of(kind: str) -> list[KeyTest]:
    pairs: list[tuple[Comparison, str]] = {
        "number": list(itertools.product(NUMBERS, LIMITS)),
        "date": [(one, day) for one in DATE_COMPARISONS for day in DATES],
        "address": [(Comparison.IP_ADDRESS, block) for block in BLOCKS],
        "text": [(one, text) for one in TEXT_COMPARISONS for text in TEXTS],
    }[kind]
    null = KeyTest(Operator(Comparison.NULL), "aws:k", ("true",))
    return [null, *[KeyTest(Operator(one), "aws:k", (value,)) for one, value in pairs]]


DATE_COMPARISONS = [
    Comparison.DATE_EQUALS,
    Comparison.DATE_LESS_THAN,
    Comparison.DATE_GREATER_THAN_EQUALS,
]
TEXT_COMPARISONS = [
    Comparison.STRING_EQUALS,
    Comparison.STRING_LIKE,
    Comparison.STRING_EQUALS_IGNORE_CASE,
]
SAMPLES = {
    "number": ["0", "1", "1.5", "2", "2.5", "3", "4"],
    "date": ["2025-12-31", "2026-01-01", "1767225601", "2026-01-02", "2026-01-03"],
    "address": ["9.9.9.9", "10.1.0.0", "10.200.0.0", "11.0.0.0", "2001:db8::1", "::1"],
    "text": [
        "".join(one) for size in range(4) for one in itertools.product("abAB*?x", repeat=size)
    ],
}


def formula(rng: random.Random, tests: list[KeyTest], depth: int = 2) -> Formula:
    if depth == 0:
        test = rng.choice(tests)
        return test if rng.random() < 0.5 else Not(test)
    parts = [formula(rng, tests, depth - 1) for _ in range(rng.randint(1, 3))]
    return both(*parts) if rng.random() < 0.5 else either(*parts)


def answers(found: Formula, tests: list[KeyTest], kind: str) -> set[Formula]:
    """What comes out for each sample, and for an absent key."""
    values: list[Found] = [None, *[Values((one,)) for one in SAMPLES[kind]]]
    outcomes = set()
    for value in values:
        context = Context({"aws:k": value})
        outcomes.add(within(found, {test: bool(compile_test(test)(context)) for test in tests}))
    return outcomes


@pytest.mark.parametrize("kind", list(SAMPLES))
@pytest.mark.parametrize("seed", range(10))
def test_exactly_what_the_samples_show(kind: str, seed: int) -> None:
    rng, tests = random.Random(seed), asked_of(kind)
    for _ in range(20):
        found = formula(rng, tests)
        outcomes = answers(found, tests, kind)
        settled = settle(found)
        if len(outcomes) == 2:
            assert settled == found, str(found)
        else:
            assert settled is outcomes.pop(), str(found)


def test_what_is_not_told_settles_only_what_it_cannot_change() -> None:
    doubt = Untold("something")
    test = KeyTest(Operator(Comparison.BOOL), "aws:k", ("true",))
    assert settle(both(doubt, opposite(doubt))) is not False
    assert settle(both(doubt, test, opposite(test))) is False
    assert settle(either(doubt, test, opposite(test))) is True
    assert settle(both(doubt, test)) == both(doubt, test)


def test_two_keys_are_independent() -> None:
    one = KeyTest(Operator(Comparison.BOOL), "aws:k", ("true",))
    other = KeyTest(Operator(Comparison.BOOL), "aws:j", ("true",))
    assert settle(both(one, opposite(other))) == both(one, opposite(other))


def test_an_empty_text_is_not_the_only_text() -> None:
    """For set operators it counts as no value, so `some value like *` hangs on another."""
    some = KeyTest(Operator(Comparison.STRING_LIKE, quantifier="ForAnyValue"), "aws:k", ("*",))
    assert settle(some) == some
    assert settle(opposite(some)) == opposite(some)


def test_a_tag_may_be_neither_true_nor_false() -> None:
    def either_way(key: str) -> Formula:
        tests = [KeyTest(Operator(Comparison.BOOL), key, (one,)) for one in ("true", "false")]
        absent = KeyTest(Operator(Comparison.NULL), key, ("true",))
        return either(*tests, absent)

    assert settle(either_way("aws:securetransport")) is True
    tag = either_way("aws:principaltag/x")
    assert settle(tag) == tag
