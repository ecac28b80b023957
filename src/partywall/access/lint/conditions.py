"""Remarks about Condition: operators that do not exist, values that an operator cannot read.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
multivalued context keys", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from partywall.access.comparisons import readable
from partywall.access.language.operators import NAMES, Comparison, Operator, parse_operator
from partywall.access.lint.elements import shape, strings
from partywall.access.lint.remark import Remark, error, nearest, warning
from partywall.access.patterns import VARIABLE
from partywall.access.spelling import is_multivalued, near_key
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Path, Unknown

QUALIFIERS: Final = ("ForAllValues", "ForAnyValue")
SCALARS: Final = (str, bool, int, float)


def lint_conditions(statement: dict[str, Any], at: Path, variables: bool) -> Iterator[Remark]:
    """Remarks about every operator, key and value."""
    value, path = statement.get("Condition"), (*at, "Condition")
    if value is None or type(value) is Unknown:
        return
    if not isinstance(value, dict):
        yield error("not-an-object", path, "Condition is a JSON object")
        return
    for name, keys in value.items():
        operator = parse_operator(name)
        if operator is None:
            yield error(
                "unknown-operator",
                (*path, name),
                f"no condition operator is {name!r}",
                _nearest_operator(name),
            )
        if type(keys) is Unknown:
            continue
        if not isinstance(keys, dict):
            yield error("not-an-object", (*path, name), "an operator has an object of keys")
            continue
        yield from _operator(operator, keys, (*path, name), variables)
        if operator is not None and statement.get("Effect") != "Deny":
            yield from _vacuous(operator, keys, _present(value), (*path, name))


def _present(conditions: dict[str, Any]) -> set[str]:
    """The keys, in lower case, that a `Null` of false asks for."""
    found = set()
    for name, keys in conditions.items():
        if name.lower() == "null" and isinstance(keys, dict):
            found |= {key.lower() for key, one in keys.items() if one in (False, "false")}
    return found


def _vacuous(
    operator: Operator, keys: dict[str, Any], present: set[str], path: Path
) -> Iterator[Remark]:
    """An Allow that a request without the key slips through."""
    if operator.quantifier != "ForAllValues" or operator.negated:
        return
    for key in keys:
        if key.lower() not in present:
            said = f"ForAllValues holds when {key} is missing"
            yield warning("for-all-values", (*path, key), said, f'"Null": {{"{key}": "false"}}')


def _nearest_operator(name: str) -> str:
    head, colon, tail = name.partition(":")
    qualifier = nearest(head, QUALIFIERS) if colon else ""
    base = tail if colon else head
    suffix = "IfExists" if base.lower().endswith("ifexists") else ""
    found = nearest(base[: len(base) - len(suffix)], NAMES)
    if found == Comparison.NULL.value:
        return found
    return f"{qualifier}{colon}{found}{suffix}" if found and bool(colon) == bool(qualifier) else ""


def _operator(
    operator: Operator | None, keys: dict[str, Any], path: Path, variables: bool
) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for key, values in keys.items():
        if key.lower() in seen:
            yield error(
                "duplicate-condition-key",
                (*path, key),
                f"{key!r} and {seen[key.lower()]!r} are one key",
            )
        seen[key.lower()] = key
        if ":" not in key:
            yield error("bad-condition-key", (*path, key), "a key is a prefix, ':' and a name")
        elif (near := near_key(key)) is not None:
            said = f"no condition key of today is {key!r}"
            yield warning("unknown-condition-key", (*path, key), said, near)
        yield from shape(values, (*path, key), SCALARS)
        if operator is not None:
            for place, text in strings(values, (*path, key)):
                yield from _value(operator, place, text, variables)
        if operator is not None and _for_one(operator) and is_multivalued(key):
            said = f"{key} has several values, and the operator is for one"
            near = f"ForAnyValue:{path[-1]}"
            yield warning("several-values", (*path, key), said, near)


def _for_one(operator: Operator) -> bool:
    """Whether it compares a single value of the request."""
    return not operator.quantifier and operator.comparison is not Comparison.NULL


def _value(operator: Operator, path: Path, text: str, variables: bool) -> Iterator[Remark]:
    comparison = operator.comparison
    if comparison is Comparison.NULL:
        if text.lower() not in ("true", "false"):
            yield error("bad-value", path, f"Null asks true or false, not {text!r}")
    elif not readable(comparison, text):
        yield error("bad-value", path, f"{comparison.value} cannot read {text!r}")
    elif comparison is Comparison.ARN_LIKE:
        if parse_arn(VARIABLE.sub("x", text)) is None and not text.endswith("*"):
            yield error("bad-value", path, f"{text!r} is no ARN")
    elif comparison is Comparison.STRING_EQUALS and "*" in VARIABLE.sub("", text):
        yield warning(
            "wildcard-is-text", path, "StringEquals takes '*' as plain text", "StringLike"
        )
    if "${" in text and not (variables and comparison.takes_variables):
        yield warning("variable-is-text", path, "${…} is plain text here")
