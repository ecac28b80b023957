"""Whether what is assumed of one field can be met by any value, by plain search.

Texts are searched letter by letter, each pattern as the set of places that it can be at; numbers,
dates and addresses by the ends of the ranges. A search that grows too large proves nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from partywall.access.checker.language import READERS, Rejected, compared, operator

MOST_SETS = 200_000
TEXT = ("StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike", "Bool")
Token = tuple[str, str]
"""What a place takes: `one` of the characters, `any`, `inside` a field any but a colon; with a star
after the kind, any number of them."""
Pattern = tuple[Token, ...]


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


def tokens(text: str, wild: bool, variables: bool, fields: bool, fold: bool = False) -> Any:
    """The places of a pattern, and whether it has a variable; a variable takes anything."""
    found: list[Token] = []
    varies, colons = False, 0
    pieces = re.split(r"\$\{([^}]*)\}", text) if variables else [text]
    for index, piece in enumerate(pieces):
        if index % 2 and piece not in ("*", "?", "$"):
            varies = True
            found.append(("any*", ""))
            continue
        for char in piece:
            if wild and index % 2 == 0 and char in "*?":
                found.append(("any*" if char == "*" else "any", ""))
            else:
                colons += char == ":"
                found.append(("one", char.lower() + char.upper() if fold else char))
    if fields and not varies:
        found = _by_field(found, min(colons, 5))
    return tuple(found), varies


def _by_field(found: list[Token], ends: int) -> list[Token]:
    """Wildcards before the last field take no colon."""
    kept, seen = [], 0
    for kind, chars in found:
        seen += chars == ":"
        inside = kind != "one" and seen < ends
        kept.append((kind.replace("any", "inside") if inside else kind, chars))
    return kept


Need = tuple[tuple[Pattern, ...], bool]
"""Patterns, one of which a text matches, or none of which it does."""


def empty(needs: Sequence[Need], alphabet: str = "") -> bool:
    """Whether no text meets all needs. Raises Rejected when there is too much to search."""
    flat = [pattern for patterns, _ in needs for pattern in patterns]
    named = {char for pattern in flat for _, chars in pattern for char in chars} | {":"}
    if alphabet:
        named = (named & set(alphabet)) | {next((one for one in alphabet if one not in named), ":")}
    else:
        named.add(next(chr(code) for code in range(0x61, 0x10FFFF) if chr(code) not in named))
    chars = sorted(named)
    start = tuple(_closed(pattern, frozenset({0})) for pattern in flat)
    seen, level = {start}, [start]
    while level:
        following = []
        for state in level:
            if _met(needs, flat, state):
                return False
            for char in chars:
                reached = tuple(map(_step, flat, state, [char] * len(flat)))
                if reached not in seen and _alive(needs, reached):
                    seen.add(reached)
                    following.append(reached)
        if len(seen) > MOST_SETS:
            raise Rejected("a leaf is too large to be checked")
        level = following
    return True


def _closed(pattern: Pattern, places: frozenset[int]) -> frozenset[int]:
    """The places that are reached without a character: a star may take none."""
    found = set(places)
    for place in sorted(places):
        while place < len(pattern) and pattern[place][0].endswith("*"):
            place += 1
            found.add(place)
    return frozenset(found)


def _step(pattern: Pattern, places: frozenset[int], char: str) -> frozenset[int]:
    found = set()
    for place in places:
        if place == len(pattern):
            continue
        kind, chars = pattern[place]
        if char in chars if kind == "one" else (char != ":" or kind.startswith("any")):
            found.add(place if kind.endswith("*") else place + 1)
    return _closed(pattern, frozenset(found))


def _met(needs: Sequence[Need], flat: list[Pattern], state: Any) -> bool:
    at = 0
    for patterns, wanted in needs:
        there = any(len(flat[n]) in state[n] for n in range(at, at + len(patterns)))
        if there is not wanted:
            return False
        at += len(patterns)
    return True


def _alive(needs: Sequence[Need], state: Any) -> bool:
    """Whether every need for a pattern has one that can still match."""
    at = 0
    for patterns, wanted in needs:
        if wanted and not any(state[at : at + len(patterns)]):
            return False
        at += len(patterns)
    return True


NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-_:"


def text_clash(field: str, assumed: list[tuple[Any, bool]], whole: bool) -> bool:
    """Whether no action, or no resource, has these elements hold and fail as assumed."""
    fields = field == "resource" and not whole
    wanted = [(one, truth is not one[1]) for one, truth in assumed]
    out = {(text, one[2]) for one, match in wanted if not match for text in one[0]}
    needs: list[Need] = []
    for (texts, _, variables), match in wanted:
        kept = []
        for text in texts:
            pattern, varies = tokens(text, True, variables, fields)
            if varies and (not match or (text, True) in out):
                continue
            kept.append(pattern)
        needs.append((tuple(kept), match))
    if field == "action":
        shape = _by_field(list(tokens("?*:?*", True, False, False)[0]), 2)
        return empty([((tuple(shape),), True), *needs], NAMES)
    arn = tokens("arn:?*:?*:*:*:?*", True, False, True)[0]
    return empty([((arn, (("one", "*"),)), True), *needs])


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
