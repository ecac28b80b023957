"""The ways in which the tests of one key can turn out, each with values for which they do."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final

from partywall.access.comparisons import parse_block, parse_date, parse_number
from partywall.access.conditions import WILD, Meets, compile_test
from partywall.access.context import Context, Found, Values
from partywall.access.formula import KeyTest, Leaf
from partywall.access.globs import Steps, TooMany, arn_steps, cells, text_steps
from partywall.access.language.operators import Comparison
from partywall.access.patterns import Wild, parse_pattern
from partywall.access.spelling import is_boolean

MOST_ELEMENTS: Final = 6
"""Of how many kinds of values all sets are tried."""
MOST_CELLS: Final = 2_000
"""States of the automaton for one key."""
MOST_COMPARISONS: Final = 2_000_000
"""Values tried for one key times values of the policies: a second or so."""
NOT_EMPTY: Final = text_steps((Wild.ONE, Wild.MANY))
"""An empty text counts as no value for set operators, so it is tried beside others."""

World = dict[Leaf, bool]


def turned(tests: list[KeyTest]) -> list[tuple[list[Found], World]] | None:
    """Every way in which the tests of one key can turn out together, each with values for which
    they do: absence, a text, or both; None if not known."""
    asks = [compile_test(test) for test in tests]
    found: dict[tuple[bool, ...], dict[bool, Found]] = {}
    compared = sum(len(test.values) for test in tests)
    try:
        values = list(_values(tests))
        if len(values) * compared > MOST_COMPARISONS:
            return None
        for one in values:
            answers = _answers(asks, Context({tests[0].key: one}))
            found.setdefault(answers, {}).setdefault(one is None, one)
    except (TooMany, Mixed):
        return None
    return [
        (list(alike.values()), dict(zip(tests, turn, strict=True))) for turn, alike in found.items()
    ]


def _answers(asks: list[Meets], context: Context) -> tuple[bool, ...]:
    """What the tests say of a value. Raises Mixed when one of them does not say."""
    answers = [ask(context) for ask in asks]
    if not all(isinstance(answer, bool) for answer in answers):
        raise Mixed
    return tuple(map(bool, answers))


class Mixed(Exception):
    """Tests of several kinds meet on one key."""


def _values(tests: list[KeyTest]) -> Iterator[Found]:
    """A value of every kind that the tests can tell apart, and absence."""
    yield None
    singles = list(dict.fromkeys(_texts([test for test in tests if not _asks_null(test)])))
    if not any(test.operator.quantifier for test in tests):
        yield from [Values((one,)) for one in singles]
        return
    if len(singles) > MOST_ELEMENTS:
        raise TooMany
    for size in range(1, len(singles) + 1):
        for chosen in combinations(singles, size):
            yield Values(chosen, many=True)


def _asks_null(test: KeyTest) -> bool:
    return test.operator.comparison is Comparison.NULL


def _texts(tests: list[KeyTest]) -> Iterator[str]:
    kinds = {_kind(test.operator.comparison) for test in tests}
    if len(kinds) > 1:
        raise Mixed
    kind = kinds.pop() if kinds else "text"
    values = [value for test in tests for value in test.values]
    if kind == "bool":
        yield from ("true", "false")
        if not is_boolean(tests[0].key):
            yield "neither"
    elif kind == "number":
        yield from _around([parse_number(value) for value in values])
    elif kind == "date":
        yield from _around([parse_date(value) for value in values])
    elif kind == "address":
        yield from _addresses(values)
    elif kind == "bytes":
        yield from (*values, "")
    else:
        patterns = [NOT_EMPTY, *(steps for test in tests for steps in _patterns(test))]
        yield from cells(list(dict.fromkeys(patterns)), most=MOST_CELLS).values()


def _kind(comparison: Comparison) -> str:
    name = comparison.value
    if name.startswith("Numeric"):
        return "number"
    if name.startswith("Date"):
        return "date"
    named = {
        Comparison.BOOL: "bool",
        Comparison.IP_ADDRESS: "address",
        Comparison.BINARY_EQUALS: "bytes",
    }
    return named.get(comparison, "text")


def _patterns(test: KeyTest) -> Iterator[Steps]:
    comparison = test.operator.comparison
    for value in test.values:
        tokens = parse_pattern(value, comparison in WILD, test.variables)
        texts = tuple([one for one in tokens if isinstance(one, str | Wild)])
        if comparison is Comparison.ARN_LIKE:
            yield arn_steps(texts)
        else:
            yield text_steps(texts, comparison is Comparison.STRING_EQUALS_IGNORE_CASE)


def _around(limits: Iterable[Decimal | None]) -> Iterator[str]:
    """The limits, a number between each two, and one beyond either end."""
    known = sorted({one for one in limits if one is not None}) or [Decimal(0)]
    yield str(known[0] - 100_000)
    for lower, upper in pairwise(known):
        yield from (str(lower), str((lower + upper) / 2))
    yield from (str(known[-1]), str(known[-1] + 100_000))


def _addresses(values: Iterable[str]) -> Iterator[str]:
    """The ends of the blocks and their neighbours, of both families."""
    yield from ("0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
    for value in values:
        block = parse_block(value)
        if block is None:
            continue
        make = ipaddress.IPv4Address if block.version == 4 else ipaddress.IPv6Address
        first, last = int(block.network_address), int(block.broadcast_address)
        yield from (str(make(first)), str(make(last)))
        if first:
            yield str(make(first - 1))
        if last + 1 < 2**block.max_prefixlen:
            yield str(make(last + 1))
