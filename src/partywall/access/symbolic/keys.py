"""Cells of one context key: absent, or one value of every kind that the tests can tell apart.

What a key holds is taken from the tests: only Bool: true or false; only Numeric, Date or
IpAddress: a number, a date, an address; otherwise text. Keys are single-valued unless a test
has a quantifier or AWS documents several values; then every set of values is a cell, as far as
the tests can tell sets apart, which they do only by what some and what all of the values meet.

Each value is put to the very tests that decide a request, so the two cannot differ; where these
do not tell (a variable, a negation that cannot be made), the element is left free.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs.
multivalued context keys", read 2026-11-23.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Final

from partywall.access.comparisons import parse_block, parse_date, parse_number
from partywall.access.conditions import WILD, Meets, compile_test
from partywall.access.context import NOT_GIVEN, Context, Found, Values
from partywall.access.formula import KeyTest
from partywall.access.globs import Steps, arn_steps, text_steps
from partywall.access.language.operators import Comparison
from partywall.access.patterns import Solid, Wild, parse_pattern, variables_of
from partywall.access.rules import solid
from partywall.access.spelling import is_boolean
from partywall.access.symbolic import axioms
from partywall.access.symbolic.automaton import text_cells
from partywall.access.symbolic.budget import Budget, Exhausted
from partywall.access.symbolic.cell import Cell

MOST_SETS: Final = 4096
"""Sets of values of a multivalued key that are told apart."""
MOST_FREE: Final = 6
FOLDED: Final = (Comparison.STRING_EQUALS_IGNORE_CASE, Comparison.BOOL)
DISTANCE: Final = 100_000
"""How far beyond the ends of all ranges the numbers lie that stand for the rest."""

Tests = Sequence[tuple[int, KeyTest]]
Profile = tuple[int, int, int]
"""The tests that some value meets, misses, and leaves untold."""


def key_cells(key: str, tests: Tests, signed: bool, budget: Budget) -> list[Cell]:
    """A cell for every combination of the tests of a key that can hold together.

    Those that nothing speaks against come first. Raises Exhausted.
    """
    meets = [(bit, compile_test(test)) for bit, test in tests]
    values = list(_singles(key, [test for _, test in tests], budget))
    found: dict[tuple[int, bool], Cell] = {}
    many = axioms.is_multivalued(key) or any(test.operator.quantifier for _, test in tests)
    asked = _answer(meets, key, None)
    _add(found, asked, None, axioms.absent(key, signed))
    if many:
        _add_sets(found, key, meets, values, signed, budget)
    else:
        budget.spend(len(values) * len(meets))
        for value in values:
            one = Values((value,))
            _add(found, _answer(meets, key, one), one, axioms.strange(key, signed, value))
    return list(found.values())


def _add(
    found: dict[tuple[int, bool], Cell],
    answer: tuple[int, int],
    value: Values | None,
    odd: str,
) -> None:
    """The cell of an answer; what the tests do not tell holds in one cell and not in another."""
    holds, free = answer
    bits = []
    while free:
        bits.append(free & -free)
        free &= free - 1
    if len(bits) > MOST_FREE:
        raise Exhausted
    for turn in product((0, 1), repeat=len(bits)):
        taken = holds | sum(bit for bit, yes in zip(bits, turn, strict=True) if yes)
        found.setdefault((taken, bool(odd)), Cell(taken, value, odd))


def _answer(meets: Sequence[tuple[int, Meets]], key: str, value: Found) -> tuple[int, int]:
    """The tests that a value meets, and those of which that is not told."""
    context = Context({key: value}, NOT_GIVEN)
    holds = free = 0
    for bit, meet in meets:
        met = meet(context)
        if met is True:
            holds |= bit
        elif met is not False:
            free |= bit
    return holds, free


def _add_sets(
    found: dict[tuple[int, bool], Cell],
    key: str,
    meets: Sequence[tuple[int, Meets]],
    values: Sequence[str],
    signed: bool,
    budget: Budget,
) -> None:
    """The cells of sets, built by adding one value after the other.

    A set is known by the tests that some value of it meets, misses, or leaves untold.
    """
    budget.spend(len(values) * len(meets) * 2)
    single = {value: _profile(meets, key, value) for value in values}
    for value in values:
        one = Values((value,), many=True)
        _add(found, _answer(meets, key, one), one, axioms.strange(key, signed, value))
    level: list[tuple[Profile, tuple[str, ...]]] = [
        (profile, (value,)) for value, profile in single.items() if value
    ]
    if "" in single:
        level.append((single[""], ("",)))
    seen = {profile for profile, _ in level}
    while level:
        following = []
        for profile, chosen in level:
            for value, other in single.items():
                joined = (profile[0] | other[0], profile[1] | other[1], profile[2] | other[2])
                if joined in seen or value in chosen:
                    continue
                seen.add(joined)
                if len(seen) > MOST_SETS:
                    raise Exhausted
                more = (*chosen, value)
                following.append((joined, more))
                held = Values(more, many=True)
                odd = axioms.several(key) or axioms.strange(key, signed, *more)
                _add(found, _answer(meets, key, held), held, odd)
                budget.spend(len(meets) * len(more))
        level = following


def _profile(meets: Sequence[tuple[int, Meets]], key: str, value: str) -> Profile:
    """The tests that a value meets, misses, and leaves untold, beside other values."""
    every = sum(bit for bit, _ in meets)
    holds, free = _answer(meets, key, Values((value,), many=True))
    return holds, every & ~holds & ~free, free


def _singles(key: str, tests: Sequence[KeyTest], budget: Budget) -> Iterator[str]:
    """A value of every kind that the tests can tell apart, the most ordinary first."""
    tests = [test for test in tests if test.operator.comparison is not Comparison.NULL]
    if is_boolean(key):
        yield from ("true", "false")
        return
    kinds = sorted({_kind(test.operator.comparison) for test in tests})
    if kinds == ["boolean"]:
        yield from ("true", "false")
        return
    if len(set(kinds) - {"boolean", "text"}) + bool({"boolean", "text"} & set(kinds)) > 1:
        raise Mixed(key)
    values = sorted({value for test in tests for value in test.values})
    if kinds in (["number"], ["date"]):
        read: Callable[[str], Decimal | None] = parse_number
        if kinds == ["date"]:
            read = parse_date
        yield from _around(read(value) for value in values)
    elif kinds == ["address"]:
        yield from _addresses(values)
    elif kinds == ["bytes"]:
        yield from (*values, *(one for one in ("b3RoZXI=", "bm9uZQ==") if one not in values))
    else:
        yield from _texts(key, tests, budget)


class Mixed(Exception):
    """Tests of kinds that are not compared with each other meet on one key."""


def _kind(comparison: Comparison) -> str:
    name = comparison.value
    if name.startswith("Numeric"):
        return "number"
    if name.startswith("Date"):
        return "date"
    return {
        Comparison.BOOL: "boolean",
        Comparison.IP_ADDRESS: "address",
        Comparison.BINARY_EQUALS: "bytes",
    }.get(comparison, "text")


def _texts(key: str, tests: Sequence[KeyTest], budget: Budget) -> Iterator[str]:
    """A text of every cell; the empty text is a cell of its own, and the last."""
    plain: set[str] = set()
    steps: dict[Steps, None] = {}
    for test in tests:
        comparison = test.operator.comparison
        for value in test.values:
            tokens = parse_pattern(value, comparison in WILD, test.variables)
            if variables_of(tokens):
                continue
            fixed = solid(tokens)
            if comparison in FOLDED or any(isinstance(one, Wild) for one in fixed):
                steps[_steps(comparison, fixed)] = None
            else:
                plain.add("".join(map(str, fixed)))
    shapes = axioms.shapes(key)
    if steps or shapes:
        patterns = [text_steps((one,) if one else ()) for one in sorted(plain)]
        patterns += [*steps, *shapes, ()]
        found = text_cells(patterns, 0, budget)
        empty = 1 << (len(patterns) - 1)
        yield from (text for cell, text in found.items() if not cell & empty)
    else:
        yield from (one for one in sorted(plain) if one)
        yield next(one for one in _others() if one not in plain)
    yield ""


def _others() -> Iterator[str]:
    yield "other"
    number = 0
    while True:
        number += 1
        yield f"other{number}"


def _steps(comparison: Comparison, tokens: Solid) -> Steps:
    if comparison is Comparison.ARN_LIKE:
        return arn_steps(tokens)
    return text_steps(tokens, comparison in FOLDED)


def _around(limits: Iterable[Decimal | None]) -> Iterator[str]:
    """The limits, a number between each two, and one beyond either end."""
    known = sorted({one for one in limits if one is not None}) or [Decimal(0)]
    yield _plain(known[0])
    for lower, upper in pairwise(known):
        between = (lower + upper) / 2
        whole = between.to_integral_value()
        yield from (_plain(whole if lower < whole < upper else between), _plain(upper))
    yield _plain(known[-1] + DISTANCE)
    yield _plain(known[0] - DISTANCE)


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _addresses(values: Iterable[str]) -> Iterator[str]:
    """The first address of every stretch that the ends of the blocks leave whole."""
    starts: dict[int, set[int]] = {4: {0}, 6: {0}}
    for value in values:
        block = parse_block(value)
        if block is None:
            continue
        starts[block.version].add(int(block.network_address))
        after = int(block.broadcast_address) + 1
        if after < 2**block.max_prefixlen:
            starts[block.version].add(after)
    for first in sorted(starts[4]):
        yield str(ipaddress.IPv4Address(first))
    for first in sorted(starts[6]):
        yield str(ipaddress.IPv6Address(first))
