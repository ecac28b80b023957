"""Whether what is assumed of one condition key can be met by any value, or by its absence.

Numbers, dates and addresses are tried by the ends of the ranges, texts are searched.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from partywall.access.checker.emptiness import Need, empty, tokens
from partywall.access.checker.language import READERS, Rejected, compared, operator

TEXT = ("StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike", "Bool")


@dataclass(frozen=True)
class Test:
    """A condition: what it compares, and with what."""

    base: str
    negated: bool
    optional: bool
    quantifier: str
    values: tuple[str, ...]
    variables: bool

    @staticmethod
    def read(name: str, values: tuple[str, ...], variables: bool) -> Test:
        """The test of this name. Raises Rejected when AWS has none, or it is not checked here."""
        found = operator(name)
        if found.base == "BinaryEquals" or not values:
            raise Rejected(f"the operator {name!r} is not checked")
        if found.base == "Null" and not set(values) <= {"true", "false"}:
            raise Rejected("Null is true or false")
        variables = variables and found.base.startswith(("String", "Arn"))
        return Test(*found, values, variables and any("${" in one for one in values))

    def absent(self) -> bool:
        """The answer to a key that is not there."""
        if self.base == "Null":
            return "true" in self.values
        return self.optional or (self.quantifier == "forallvalues" if self.quantifier
                                 else self.negated)  # fmt: skip


def key_clash(assumed: list[tuple[Test, bool]]) -> bool:
    """Whether a key can be neither absent nor present with these tests as assumed."""
    for test, truth in assumed:
        if (test, not truth) in assumed:
            return True
    if all(test.absent() is truth for test, truth in assumed):
        return False
    present = [(test, truth) for test, truth in assumed if test.base != "Null"]
    if any(("false" in test.values) is not truth for test, truth in assumed if test.base == "Null"):
        return True
    if not any(test.quantifier for test, _ in present):
        return no_value([(test, truth is not test.negated) for test, truth in present])
    if not all(test.quantifier for test, _ in present):
        raise Rejected("tests with and without a quantifier on one key are not checked")
    return _no_set(present)


def _no_set(assumed: list[tuple[Test, bool]]) -> bool:
    """Whether no set of values has these tests as assumed."""
    if all((test.quantifier == "forallvalues") is truth for test, truth in assumed):
        return False
    every: list[tuple[Test, bool]] = []
    some: list[tuple[Test, bool]] = []
    for test, truth in assumed:
        for_all = (test.quantifier == "forallvalues") is truth
        one = (test, truth is not test.negated)
        (every if for_all else some).append(one)
    return any(no_value([*every, *one]) for one in ([], *([one] for one in some)))


def no_value(wanted: Sequence[tuple[Test, bool]]) -> bool:
    """Whether no single value matches these tests, or does not, as wanted."""
    kinds = {"text" if test.base in TEXT else test.base[:4] for test, _ in wanted}
    if not wanted:
        return False
    if len(kinds) > 1:
        raise Rejected("tests of several kinds on one key are not checked")
    if all(test.base == "Bool" for test, _ in wanted):
        return not any(
            all((text in map(str.lower, test.values)) is match for test, match in wanted)
            for text in ("true", "false")
        )
    kind = kinds.pop()
    if kind == "text":
        return _no_text(wanted)
    values = [value for test, _ in wanted for value in test.values]
    read = READERS[kind]
    limits = [read(value) for value in values]
    if None in limits:
        raise Rejected("a value of a condition cannot be read")
    tried = addresses(limits) if kind == "IpAd" else around(limits)
    return not any(
        all(any(compared(test.base, one, read(v)) for v in test.values) is match
            for test, match in wanted)
        for one in tried
    )  # fmt: skip


def _no_text(wanted: Sequence[tuple[Test, bool]]) -> bool:
    needs: list[Need] = []
    for test, match in wanted:
        wild = test.base in ("StringLike", "ArnLike")
        fold = test.base in ("StringEqualsIgnoreCase", "Bool")
        read = [tokens(v, wild, test.variables, test.base == "ArnLike", fold) for v in test.values]
        if match and any(varies for _, varies in read):
            continue
        needs.append((tuple(one for one, varies in read if not varies), match))
    return empty(needs)


def around(limits: Sequence[Any]) -> list[Decimal]:
    """The limits, a number between each two, and one beyond either end."""
    known = sorted(set(limits))
    between = [(a + b) / 2 for a, b in pairwise(known)]
    return [known[0] - 1, *known, *between, known[-1] + 1]


def addresses(blocks: Sequence[Any]) -> list[Any]:
    """The first address of every stretch between the ends of the blocks, of both families."""
    found = [ipaddress.ip_address("0.0.0.0"), ipaddress.ip_address("::")]
    for one in blocks:
        found.append(one.network_address)
        if int(one.broadcast_address) + 1 < 2**one.max_prefixlen:
            found.append(one.broadcast_address + 1)
    return [ipaddress.ip_network(one) for one in found]
