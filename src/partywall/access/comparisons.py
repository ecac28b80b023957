"""One value of the request against one of the policy, for each comparison.

A policy value is compiled once into a predicate. A predicate says None when the values cannot be
compared: a number that is none, an address that is none. Such a test is never met; its negation
is not met either, as far as anybody can tell.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators", read 2026-11-23.
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
from functools import lru_cache
from typing import Any, Final

from partywall.access.language.operators import Comparison
from partywall.access.patterns import Solid, Wild, compile_arn, compile_glob

Predicate = Callable[[str], bool | None]

ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "LessThanEquals": operator.le,
    "LessThan": operator.lt,
    "GreaterThanEquals": operator.ge,
    "GreaterThan": operator.gt,
    "Equals": operator.eq,
}


@lru_cache(maxsize=65536)
def predicate(comparison: Comparison, value: Solid) -> Predicate:
    """What asks a value of the request whether it meets this value of the policy."""
    name = comparison.value
    if comparison is Comparison.STRING_LIKE:
        return compile_glob(value).matches
    if comparison is Comparison.ARN_LIKE:
        return compile_arn(value).matches
    text = "".join([token.value if isinstance(token, Wild) else token for token in value])
    if comparison is Comparison.STRING_EQUALS:
        return text.__eq__
    if comparison is Comparison.STRING_EQUALS_IGNORE_CASE:
        folded = text.lower()
        return lambda one: one.lower() == folded
    if comparison is Comparison.BOOL:
        return _boolean(text)
    if comparison is Comparison.BINARY_EQUALS:
        return _binary(text)
    if comparison is Comparison.IP_ADDRESS:
        return _address(text)
    read: Callable[[str], Any] = parse_number if name.startswith("Numeric") else parse_date
    return _ordered(text, read, ORDERS[re.sub("^(Numeric|Date)", "", name)])


def readable(comparison: Comparison, text: str) -> bool:
    """Whether the comparison can make anything of this value of a policy."""
    name = comparison.value
    if name.startswith("Numeric"):
        return parse_number(text) is not None
    if name.startswith("Date"):
        return parse_date(text) is not None
    if comparison is Comparison.IP_ADDRESS:
        return parse_block(text) is not None
    if comparison is Comparison.BINARY_EQUALS:
        return parse_binary(text) is not None
    return comparison is not Comparison.BOOL or text.lower() in ("true", "false")


def _ordered(text: str, read: Callable[[str], Any], holds: Callable[[Any, Any], bool]) -> Predicate:
    limit = read(text)

    def compared(one: str) -> bool | None:
        found = read(one)
        return None if found is None or limit is None else holds(found, limit)

    return compared


def _boolean(text: str) -> Predicate:
    wanted = text.lower()

    def compared(one: str) -> bool | None:
        found = one.lower()
        return found == wanted if {found, wanted} <= {"true", "false"} else None

    return compared


def _binary(text: str) -> Predicate:
    wanted = parse_binary(text)

    def compared(one: str) -> bool | None:
        found = parse_binary(one)
        return None if found is None or wanted is None else found == wanted

    return compared


def _address(text: str) -> Predicate:
    block = parse_block(text)

    def compared(one: str) -> bool | None:
        address = parse_address(one)
        if address is None or block is None:
            return None
        return address.version == block.version and address in block

    return compared


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Decimal | None:
    """The number that a text is, or None; no infinities."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


DATE: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
)
"""W3C's profile of ISO 8601: a year, a month, a day, or a time with its zone."""
EPOCH: Final = re.compile(r"-?\d{5,}(\.\d+)?")
"""Seconds since 1970; four digits are a year."""


@lru_cache(maxsize=65536)
def parse_date(text: str) -> Decimal | None:
    """Seconds since 1970 of a date of ISO 8601 or of epoch time, or None when it is neither."""
    text = text.strip()
    if EPOCH.fullmatch(text):
        return Decimal(text)
    match = DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    written = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}"
    try:
        moment = datetime.fromisoformat(f"{written}:{second or '00'}{_zone(zone)}")
    except ValueError:
        return None
    return Decimal(int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())) + Decimal(
        fraction or 0
    )


def _zone(text: str | None) -> str:
    return "+00:00" if text in (None, "Z") else str(text)


@lru_cache(maxsize=65536)
def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a text is, or None."""
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def parse_block(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The block in CIDR notation that a text is, or None; an address alone is a block of one."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def parse_binary(text: str) -> bytes | None:
    """The bytes that a text in base 64 spells, or None."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
