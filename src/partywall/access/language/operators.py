"""The condition operators: what each compares, and whether it is the negation of another.

`StringNotEquals` holds exactly when `StringEquals` does not, a missing key included, so an
operator is a positive *comparison* and up to three turns on it: `negated`, `if_exists`, and a set
qualifier. Names are compared without regard to case, as IAM does.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
multivalued context keys", read 2026-11-23.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

Quantifier = Literal["", "ForAllValues", "ForAnyValue"]


class Comparison(Enum):
    """What a positive operator asks of one value of the request and one of the policy."""

    STRING_EQUALS = "StringEquals"
    STRING_EQUALS_IGNORE_CASE = "StringEqualsIgnoreCase"
    STRING_LIKE = "StringLike"
    NUMERIC_EQUALS = "NumericEquals"
    NUMERIC_LESS_THAN = "NumericLessThan"
    NUMERIC_LESS_THAN_EQUALS = "NumericLessThanEquals"
    NUMERIC_GREATER_THAN = "NumericGreaterThan"
    NUMERIC_GREATER_THAN_EQUALS = "NumericGreaterThanEquals"
    DATE_EQUALS = "DateEquals"
    DATE_LESS_THAN = "DateLessThan"
    DATE_LESS_THAN_EQUALS = "DateLessThanEquals"
    DATE_GREATER_THAN = "DateGreaterThan"
    DATE_GREATER_THAN_EQUALS = "DateGreaterThanEquals"
    BOOL = "Bool"
    BINARY_EQUALS = "BinaryEquals"
    IP_ADDRESS = "IpAddress"
    ARN_LIKE = "ArnLike"
    NULL = "Null"

    @property
    def takes_variables(self) -> bool:
        """Whether `${…}` in its values is a variable."""
        return self.value.startswith(("String", "Arn"))


class Operator(Struct, frozen=True, gc=False):
    """A condition operator, taken apart."""

    comparison: Comparison
    negated: bool = False
    if_exists: bool = False
    quantifier: Quantifier = ""


NEGATIONS: Final = {
    "StringNotEquals": Comparison.STRING_EQUALS,
    "StringNotEqualsIgnoreCase": Comparison.STRING_EQUALS_IGNORE_CASE,
    "StringNotLike": Comparison.STRING_LIKE,
    "NumericNotEquals": Comparison.NUMERIC_EQUALS,
    "DateNotEquals": Comparison.DATE_EQUALS,
    "NotIpAddress": Comparison.IP_ADDRESS,
    "ArnNotEquals": Comparison.ARN_LIKE,
    "ArnNotLike": Comparison.ARN_LIKE,
}

BASES: Final[dict[str, tuple[Comparison, bool]]] = {
    **{one.value.lower(): (one, False) for one in Comparison},
    "arnequals": (Comparison.ARN_LIKE, False),
    **{name.lower(): (one, True) for name, one in NEGATIONS.items()},
}

QUANTIFIERS: Final[dict[str, Quantifier]] = {
    "forallvalues": "ForAllValues",
    "foranyvalue": "ForAnyValue",
}

NAMES: Final = (*(one.value for one in Comparison), "ArnEquals", *NEGATIONS)
"""Every operator without qualifier and suffix, as AWS spells it."""


@lru_cache(maxsize=4096)
def parse_operator(name: str) -> Operator | None:
    """The operator of this name, or None when AWS has none."""
    head, colon, tail = name.lower().partition(":")
    if colon and head not in QUANTIFIERS:
        return None
    base = tail if colon else head
    if_exists = base.endswith("ifexists")
    found = BASES.get(base.removesuffix("ifexists"))
    if found is None:
        return None
    comparison, negated = found
    if comparison is Comparison.NULL and (if_exists or colon):
        return None
    return Operator(comparison, negated, if_exists, QUANTIFIERS[head] if colon else "")
