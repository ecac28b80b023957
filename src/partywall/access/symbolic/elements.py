"""Two sets of policies as clauses over shared elements.

An element is what a statement says of one field: its Action, its Resource, its Principal, one
condition. Elements that say the same are one element, so what both sides say alike is settled
without looking at any text. A clause applies when all its elements hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct

from partywall.access.formula import KeyTest
from partywall.access.language.reading import ACTION as WRITTEN
from partywall.access.language.records import Condition, Patterns, Policy, PrincipalSet, Statement
from partywall.access.patterns import Tokens, parse_pattern

Side = Literal["a", "b"]
Reference = tuple[Side, int, int, str | int]
"""Side, policy, statement, and `action`, `resource`, `principal` or the number of a condition."""

ACTION: Final = "action"
RESOURCE: Final = "resource"
PRINCIPAL: Final = "principal"


class Named(Struct, frozen=True):
    """Action or NotAction: patterns in lower case."""

    texts: tuple[str, ...]
    negated: bool


class Placed(Struct, frozen=True):
    """Resource or NotResource: patterns as tokens, so that escapes and variables are told."""

    patterns: tuple[Tokens, ...]
    negated: bool


class Whom(Struct, frozen=True):
    """Principal or NotPrincipal; whom it names hangs on whether the statement denies."""

    principals: PrincipalSet
    denies: bool


class Free(Struct, frozen=True):
    """What is not understood: it may hold or not. No two are the same."""

    why: str
    where: Reference


Element = Named | Placed | Whom | KeyTest | Free


class Clause(Struct, frozen=True):
    """A statement. `needs` has bit n for element n; `at` says where each element stands."""

    side: Side
    denies: bool
    needs: int
    at: tuple[tuple[int, Reference], ...]


class Problem(Struct, frozen=True):
    """All clauses of both sides, and the elements by field.

    `fields` maps a field (`action`, `resource`, `principal`, a context key, or the name of what
    is free) to the bits of its elements. `by_resource` says that policies have principals.
    """

    elements: tuple[Element, ...]
    fields: dict[str, int]
    clauses: tuple[Clause, ...]
    by_resource: bool

    def of(self, side: Side, denies: bool) -> list[Clause]:
        """The clauses of a side with one effect."""
        return [one for one in self.clauses if one.side == side and one.denies is denies]

    def members(self, field: str, among: int = -1) -> list[tuple[int, Element]]:
        """The elements of a field, each with its bit; only those `among` these bits."""
        bits = self.fields.get(field, 0) & among
        found = []
        while bits:
            low = bits & -bits
            found.append((low, self.elements[low.bit_length() - 1]))
            bits ^= low
        return found


def build(a: Sequence[Policy], b: Sequence[Policy]) -> Problem:
    """The problem of two unions of policies."""
    return _Builder(has_principals([*a, *b])).build(a, b)


def has_principals(policies: Iterable[Policy]) -> bool:
    """Whether these are policies of resources: some statement names principals."""
    return any(one.principals is not None for policy in policies for one in policy.statements)


class _Builder:
    def __init__(self, by_resource: bool) -> None:
        self.by_resource = by_resource
        self.numbers: dict[Element, int] = {}
        self.fields: dict[str, int] = {}
        self.clauses: list[Clause] = []

    def build(self, a: Sequence[Policy], b: Sequence[Policy]) -> Problem:
        sides: tuple[tuple[Side, Sequence[Policy]], ...] = (("a", a), ("b", b))
        for side, policies in sides:
            for number, policy in enumerate(policies):
                for statement in policy.statements:
                    self._statement(side, number, statement, policy.has_variables)
                if policy.flaws:
                    self._flawed(side, number, policy)
        return Problem(tuple(self.numbers), self.fields, tuple(self.clauses), self.by_resource)

    def _flawed(self, side: Side, number: int, policy: Policy) -> None:
        """A policy that is not understood may have any statement more."""
        for denies in (False, True):
            where: Reference = (side, number, -1 - denies, "flaw")
            free = Free(policy.flaws[0], where)
            index, bit = self._element(f"free {where}", free)
            self.clauses.append(Clause(side, denies, bit, ((index, where),)))

    def _statement(self, side: Side, number: int, one: Statement, has_variables: bool) -> None:
        if self.by_resource and one.principals is None:
            return
        found: list[tuple[str, Element, str | int]] = [(ACTION, _named(one.actions), ACTION)]
        if one.resources is not None:
            found.append((RESOURCE, _placed(one.resources, has_variables), RESOURCE))
        if one.principals is not None:
            whom = Whom(one.principals, one.effect != "Allow")
            found.append((PRINCIPAL, whom, PRINCIPAL))
        for place, condition in enumerate(one.conditions):
            found.append(_condition(condition, has_variables, (side, number, one.index, place)))
        flaw = self._flaw(one)
        if flaw:
            where: Reference = (side, number, one.index, "flaw")
            found.append((f"free {where}", Free(flaw, where), "flaw"))
        effects = [one.effect == "Deny"] if isinstance(one.effect, str) else [False, True]
        needs, at = 0, []
        for field, element, name in found:
            index, bit = self._element(field, element)
            needs |= bit
            at.append((index, (side, number, one.index, name)))
        for denies in effects:
            self.clauses.append(Clause(side, denies, needs, tuple(at)))

    def _flaw(self, one: Statement) -> str:
        if one.flaws:
            return f"{one.label}: {one.flaws[0]}"
        for patterns in (one.actions, one.resources):
            if patterns is not None and not _known(patterns):
                return f"{one.label}: a pattern is not known"
        if one.resources is None and not self.by_resource:
            return f"{one.label}: no Resource"
        return ""

    def _element(self, field: str, element: Element) -> tuple[int, int]:
        index = self.numbers.setdefault(element, len(self.numbers))
        bit = 1 << index
        self.fields[field] = self.fields.get(field, 0) | bit
        return index, bit


def _known(patterns: Patterns) -> bool:
    return all(isinstance(one, str) for one in patterns.texts)


def _texts(patterns: Patterns) -> set[str]:
    """The patterns that are known; where one is not, an element that lists them may hold anywhere,
    and its statement has a free element besides."""
    if not _known(patterns) and not patterns.negated:
        return {"*"}
    return {one for one in patterns.texts if isinstance(one, str)}


def _named(actions: Patterns) -> Named:
    texts = {one.lower() for one in _texts(actions)}
    odd = {one for one in texts if not WRITTEN(one)}
    if odd:
        texts = texts - odd if actions.negated else {"*"}
    return Named(tuple(sorted("*" if one == "*:*" else one for one in texts)), actions.negated)


def _placed(resources: Patterns, has_variables: bool) -> Placed:
    parsed = [parse_pattern(one, True, has_variables) for one in sorted(_texts(resources))]
    return Placed(tuple(parsed), resources.negated)


def _condition(
    condition: Condition, has_variables: bool, where: Reference
) -> tuple[str, Element, str | int]:
    test, place = condition.test, where[3]
    values = [one for one in condition.values if isinstance(one, str)]
    if test is None or len(values) < len(condition.values):
        free = Free(f"the condition {condition.operator} {condition.key}", where)
        return f"free {where}", free, place
    key = condition.key.lower()
    variables = has_variables and test.comparison.takes_variables
    variables = variables and any("${" in one for one in values)
    return key, KeyTest(test, key, tuple(sorted(set(values))), variables), place
