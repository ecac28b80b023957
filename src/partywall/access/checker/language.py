"""What both checkers read alike: JSON, operators, numbers, dates and addresses.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators", read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

ORDERS = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals", "Equals")
BASES = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "Bool", "BinaryEquals",
         "IpAddress", "ArnLike", "Null",
         *(kind + order for kind in ("Numeric", "Date") for order in ORDERS))  # fmt: skip
NEGATED = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "DateEquals",
           "ArnLike")  # fmt: skip
MEANT = {**{one.lower(): (one, False) for one in BASES}, "arnequals": ("ArnLike", False),
         **{re.sub("(Equals|Like)", r"Not\1", one).lower(): (one, True) for one in NEGATED},
         "notipaddress": ("IpAddress", True), "arnnotequals": ("ArnLike", True)}  # fmt: skip
VERSIONS = ("2008-10-17", "2012-10-17")
ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
            "NotResource", "Condition"}  # fmt: skip
ACTION = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9_*?-]+").fullmatch


class Rejected(Exception):
    """The certificate proves nothing, and why."""


class Operator(NamedTuple):
    """A condition operator: `quantifier` is forallvalues, foranyvalue or nothing."""

    base: str
    negated: bool
    optional: bool
    quantifier: str


def operator(name: str) -> Operator:
    """The operator of this name. Raises Rejected when AWS has none."""
    head, colon, tail = name.lower().rpartition(":")
    base, negated = MEANT.get(tail.removesuffix("ifexists"), ("", False))
    optional = tail.endswith("ifexists")
    known = head in ("forallvalues", "foranyvalue") if colon else True
    if not base or not known or (base == "Null" and (optional or colon)):
        raise Rejected(f"there is no condition operator {name!r}")
    return Operator(base, negated, optional, head)


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError for what is none, or has a key twice: AWS
    refuses such a policy, and a parser would keep one of the two without a word."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def canonical(document: Any) -> bytes:
    """The JSON of which a certificate gives the SHA-256: keys sorted, nothing between them."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Any) -> str:
    """Its SHA-256 in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def listed(element: Any) -> list[Any]:
    """A list, also of one that stands alone."""
    return element if isinstance(element, list) else [element]


def text_of(one: Any) -> str:
    """A value as IAM compares it."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, str | int | float):
        return str(one)
    raise Rejected("a value is neither text nor number")


def statements(policy: Any) -> list[tuple[dict[str, Any], bool]]:
    """The statements of a policy, each with whether `${…}` is a variable in it.

    Raises Rejected where the grammar is broken: AWS would never have accepted the policy. Source:
    IAM User Guide, "Grammar of the IAM JSON policy language", read 2026-11-23.
    """
    if not isinstance(policy, dict) or set(policy) - {"Version", "Id", "Statement"}:
        raise Rejected("a policy is not of the grammar")
    version = policy.get("Version", VERSIONS[0])
    if version not in VERSIONS:
        raise Rejected("there is no such version of the policy language")
    found = listed(policy["Statement"])
    for one in found:
        if not isinstance(one, dict) or set(one) - ELEMENTS:
            raise Rejected("a statement is not of the grammar")
        if one.get("Effect") not in ("Allow", "Deny"):
            raise Rejected("an effect is Allow or Deny")
        twice = [
            name for name in ("Action", "Resource", "Principal") if {name, f"Not{name}"} <= set(one)
        ]
        if twice or not {"Action", "NotAction"} & set(one):
            raise Rejected("a statement has an element or its negation")
    return [(one, version == VERSIONS[1]) for one in found]


def number(text: str) -> Decimal | None:
    """The number that a text is, or None."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def moment(text: str) -> Decimal | None:
    """Seconds since 1970, or None when the text is no date."""
    text = text.strip()
    if re.fullmatch(r"-?\d{5,}(\.\d+)?", text):
        return Decimal(text)
    time = r"T\d\d:\d\d(?::\d\d(\.\d+)?)?(?:Z|[+-]\d\d:\d\d)"
    match = re.fullmatch(rf"\d{{4}}(?:-\d\d(?:-\d\d(?:{time})?)?)?", text)
    if not match:
        return None
    rest = {4: "-01-01", 7: "-01"}.get(len(text), "")
    try:
        found = datetime.fromisoformat(text.replace(match[1] or "\0", "") + rest)
    except ValueError:
        return None
    zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
    return Decimal(int(zoned.timestamp())) + Decimal(match[1] or 0)


def block(text: str) -> Any:
    """The addresses that a text spells, or None."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def compared(base: str, one: Any, limit: Any) -> bool:
    """Whether a number, date or block of addresses is as the operator wants it to a limit."""
    if base == "IpAddress":
        return bool(one.version == limit.version and one.subnet_of(limit))
    order = re.sub("^(Numeric|Date)", "", base)
    return (
        (one < limit and "Less" in order)
        or (one > limit and "Greater" in order)
        or (one == limit and "Equals" in order)
    )


READERS: dict[str, Callable[[str], Any]] = {"Nume": number, "Date": moment, "IpAd": block}
"""By the first four letters of an operator, what reads its values."""
