"""What both checkers read alike: JSON, operators, numbers, dates, addresses, and open tests.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators", read 2026-11-23.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator
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
ACTION = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9_*?-]+").fullmatch
MOST = 12
MOST_WORLDS = 2**MOST


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


class World:
    """One way in which the tests that are left open turn out; two of one name turn out alike."""

    def __init__(self, turns: list[bool]) -> None:
        self.turns = turns
        self.said: dict[Any, bool] = {}

    def __call__(self, test: Any) -> bool:
        if test not in self.said:
            place = len(self.said)
            if place == MOST:
                raise Rejected(f"more than {MOST} tests are open at a time")
            self.said[test] = self.turns[place] if place < len(self.turns) else True
        return self.said[test]


Claim = Callable[[World], bool]
"""What holds in some worlds and not in others."""


def surely(_: World) -> bool:
    """What holds in each."""
    return True


def answers(question: Callable[[World], Any]) -> Iterator[Any]:
    """The answer in each world. Raises Rejected when they are too many."""
    turns: list[bool] = []
    for _ in range(MOST_WORLDS):
        world = World(turns)
        yield question(world)
        turns = list(world.said.values())
        while turns and not turns[-1]:
            turns.pop()
        if not turns:
            return
        turns[-1] = False
    raise Rejected("the open tests can turn out in too many ways")


def settled(claim: Claim) -> bool | None:
    """True or False when it is so in every world, else None."""
    found = set(answers(claim))
    return found.pop() if len(found) == 1 else None


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
