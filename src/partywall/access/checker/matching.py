"""One text against one pattern, and one condition against the context of a request.

Source: IAM User Guide, "IAM JSON policy elements: Resource", "IAM JSON policy elements: Condition
operators" and "IAM policy elements: Variables and tags", read 2026-11-23.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from partywall.access.checker.formulas import Formula, Rejected, both, either, opposite

MANY, ONE, OPEN = object(), object(), object()
WILD: dict[Any, str] = {MANY: "*", ONE: "?"}
Pattern = list[Any]
"""Characters, with MANY for `*` and ONE for `?`."""
Keys = Callable[[str], Any]
"""What a key in lower case holds: a text, a list of texts, None when absent, or OPEN."""

ORDERS = {"LessThan": operator.lt, "LessThanEquals": operator.le, "GreaterThan": operator.gt,
          "GreaterThanEquals": operator.ge, "Equals": operator.eq}  # fmt: skip
BASES = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "Bool", "BinaryEquals",
         "IpAddress", "ArnLike", "Null",
         *(kind + order for kind in ("Numeric", "Date") for order in ORDERS))  # fmt: skip
NEGATED = {"StringNotEquals": "StringEquals", "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
           "StringNotLike": "StringLike", "NumericNotEquals": "NumericEquals",
           "DateNotEquals": "DateEquals", "NotIpAddress": "IpAddress", "ArnNotEquals": "ArnLike",
           "ArnNotLike": "ArnLike"}  # fmt: skip
MEANT = {**{one.lower(): (one, False) for one in BASES}, "arnequals": ("ArnLike", False),
         **{one.lower(): (base, True) for one, base in NEGATED.items()}}  # fmt: skip


def read_pattern(text: str, wild: bool, variables: bool, keys: Keys) -> Any:
    """The pattern with its variables filled in; None when one has no value, or OPEN."""
    found: Pattern = []
    for index, piece in enumerate(re.split(r"\$\{([^}]*)\}", text) if variables else [text]):
        if index % 2 == 0:
            found += [{"*": MANY, "?": ONE}.get(one, one) for one in piece] if wild else piece
        elif piece in ("*", "?", "$"):
            found += piece
        else:
            given = re.fullmatch(r"\s*([^,]+?)\s*,\s*'([^']*)'\s*", piece)
            value = keys((given[1] if given else piece.strip()).lower())
            if value is OPEN:
                return OPEN
            if value is None and given:
                value = given[2]
            if not isinstance(value, str):
                return None
            found += value
    return found


def glob(pattern: Pattern, text: str) -> bool:
    """Whether the pattern matches all of the text."""
    at = place = mark = 0
    star = -1
    while place < len(text):
        if at < len(pattern) and pattern[at] is MANY:
            star, mark = at, place
            at += 1
        elif at < len(pattern) and (pattern[at] is ONE or pattern[at] == text[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            mark += 1
            at, place = star + 1, mark
        else:
            return False
    return all(one is MANY for one in pattern[at:])


def fields_of(pattern: Pattern) -> list[Pattern]:
    """The pattern taken apart at colons, in six fields at most."""
    fields: list[Pattern] = [[]]
    for one in pattern:
        if one == ":" and len(fields) < 6:
            fields.append([])
        else:
            fields[-1].append(one)
    return fields


def arn(pattern: Pattern, text: str) -> bool:
    """Whether the pattern matches field by field; the last field takes all that is left."""
    fields = fields_of(pattern)
    parts = text.split(":", len(fields) - 1)
    return len(parts) == len(fields) and all(map(glob, fields, parts))


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


def octets(text: str) -> bytes | None:
    """The bytes that a text in base 64 spells, or None."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def within(limit: Any, one: str) -> bool | None:
    """Whether an address is one of a block; None when either is none."""
    if "/" in one or limit is None or block(one) is None:
        return None
    return bool(block(one).version == limit.version and block(one).subnet_of(limit))


def compare(base: str, pattern: Pattern, one: str) -> bool | None:
    """One value of the request against one of the policy; None when they cannot be compared."""
    if base == "StringLike":
        return glob(pattern, one)
    if base == "ArnLike":
        return arn(pattern, one)
    text = "".join([WILD.get(char) or str(char) for char in pattern])
    if base == "StringEquals":
        return text == one
    if base == "StringEqualsIgnoreCase":
        return text.lower() == one.lower()
    if base == "IpAddress":
        return within(block(text), one)
    if base == "Bool":
        text, one = text.lower(), one.lower()
        return text == one if {text, one} <= {"true", "false"} else None
    if base == "BinaryEquals":
        return _ordered(operator.eq, octets(text), octets(one))
    read = number if base.startswith("Numeric") else moment
    return _ordered(ORDERS[re.sub("^(Numeric|Date)", "", base)], read(one), read(text))


def _ordered(order: Callable[[Any, Any], bool], one: Any, other: Any) -> bool | None:
    return None if one is None or other is None else order(one, other)


def readable(base: str, text: str) -> bool:
    """Whether the operator can make anything of a value of the policy."""
    read: dict[str, Any] = {"IpAddress": block, "BinaryEquals": octets}
    if base == "Bool":
        return text.lower() in ("true", "false")
    kind = number if base.startswith("Numeric") else moment if base.startswith("Date") else None
    test = read.get(base, kind)
    return test is None or test(text) is not None


def meets(name: str, key: str, values: list[str], variables: bool, keys: Keys) -> Formula:
    """When a condition is met. Raises Rejected for an operator that AWS does not have."""
    head, colon, tail = name.lower().rpartition(":")
    every, some = head == "forallvalues", head == "foranyvalue"
    base, negated = MEANT.get(tail.removesuffix("ifexists"), ("", False))
    optional, key = tail.endswith("ifexists"), key.lower()
    if not base or (colon and not (every or some)) or (base == "Null" and (optional or colon)):
        raise Rejected(f"there is no condition operator {name!r}")
    found = keys(key)
    missing = ("open", (key, "Null", ("true",), False, False))
    if base == "Null":
        return _null(values, found, missing, key)
    if found is None or found == []:
        return True if optional else every or (negated and not some)
    variables = variables and base.startswith(("String", "Arn"))
    patterns = [
        read_pattern(one, base in ("StringLike", "ArnLike"), variables, keys) for one in values
    ]
    lost = None in patterns or not all(readable(base, one) for one in values)
    word = {"forallvalues": "ForAllValues:", "foranyvalue": "ForAnyValue:"}.get(head, "") + base
    spelled = variables and any("${" in one for one in values)
    test = ("open", (key, word, tuple(values), negated and bool(colon), spelled))
    unsure = ("open", ("not told", name, key, tuple(values)))
    known = [one for one in patterns if one is not None and one is not OPEN]
    single = isinstance(found, str) and not colon
    if single and OPEN in patterns and any(compare(base, one, found) for one in known):
        return not negated
    if found is OPEN or OPEN in patterns:
        if negated and not colon:
            return both(opposite(test), unsure) if lost and found is OPEN else opposite(test)
        return either(missing, test) if optional and not (negated and not colon) else test
    texts = found if isinstance(found, list) else [found]
    if colon and texts == [""]:
        return every
    answers = [_one(base, known, lost, negated, one, unsure) for one in texts]
    if every:
        return both(*answers)
    if some:
        return either(*answers)
    return answers[0] if all(one == answers[0] for one in answers) else unsure


def _one(
    base: str, known: list[Pattern], lost: bool, negated: bool, one: str, unsure: Formula
) -> Formula:
    """The answer for one value of the key."""
    answers = [compare(base, pattern, one) for pattern in known]
    if any(answers):
        return not negated
    return unsure if negated and (lost or None in answers) else negated


def _null(values: list[str], found: Any, missing: Formula, key: str) -> Formula:
    wanted = {one.lower() for one in values}
    if wanted - {"true", "false"}:
        raise Rejected(f"Null {key} is neither true nor false")
    if found is OPEN:
        return True if len(wanted) == 2 else missing if "true" in wanted else opposite(missing)
    return ("true" if found is None or found == [] else "false") in wanted
