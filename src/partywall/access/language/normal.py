"""One spelling for policies that say the same: order, repetition and Sids gone.

Normal forms are compared and hashed, never shown: two policies with equal normal forms decide
every request alike, so what is worked out for one holds for the other. Policies that decide alike
may still differ in their normal forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from partywall.access.language.operators import Comparison
from partywall.access.language.records import (
    Condition,
    Patterns,
    Policy,
    PrincipalEntry,
    PrincipalSet,
    Statement,
    Text,
)

T = TypeVar("T")


def normalise(policy: Policy) -> Policy:
    """The policy in normal form; it decides every request as the policy does."""
    statements = [_statement(one) for one in policy.statements]
    return replace(policy, statements=tuple(_sorted(statements)), id="")


def _statement(statement: Statement) -> Statement:
    principals, resources = statement.principals, statement.resources
    return replace(
        statement,
        index=0,
        sid="",
        actions=_patterns(statement.actions, fold=True),
        resources=None if resources is None else _patterns(resources, fold=False),
        principals=None if principals is None else _principals(principals),
        conditions=tuple(_sorted(map(_condition, statement.conditions))),
    )


def _patterns(patterns: Patterns, fold: bool) -> Patterns:
    """Sorted and without repetition; `*` makes every other pattern idle."""
    texts = [one.lower() if fold and isinstance(one, str) else one for one in patterns.texts]
    return Patterns(("*",) if "*" in texts else tuple(_sorted(texts)), patterns.negated)


def _principals(principals: PrincipalSet) -> PrincipalSet:
    return PrincipalSet(tuple(_sorted(map(_entry, principals.entries))), principals.negated)


def _entry(entry: PrincipalEntry) -> PrincipalEntry:
    """An account is spelled as the ARN of its root."""
    name = entry.name
    if entry.kind == "AWS" and isinstance(name, str) and len(name) == 12 and name.isdigit():
        return replace(entry, name=f"arn:aws:iam::{name}:root")
    return entry


def _condition(condition: Condition) -> Condition:
    values: Iterable[Text] = condition.values
    if condition.test is not None and condition.test.comparison in (
        Comparison.BOOL,
        Comparison.NULL,
        Comparison.STRING_EQUALS_IGNORE_CASE,
    ):
        values = [one.lower() if isinstance(one, str) else one for one in values]
    return replace(
        condition,
        operator=condition.operator.lower(),
        key=condition.key.lower(),
        values=tuple(_sorted(values)),
        path=(),
    )


def _sorted(items: Iterable[T]) -> list[T]:
    """Each once, in an order that depends on nothing but what they are."""
    return sorted(set(items), key=repr)
