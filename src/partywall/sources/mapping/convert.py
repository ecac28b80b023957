"""Values in Terraform's spelling, in CloudFormation's: the conversions that rows name in `as`.

Each takes a known value, whose elements may be `Unknown`, and returns the property's value, or
None when the value means that the property is not set. An unknown whole value never gets here:
the engine passes it through.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.steps import Convert

_decode = msgspec.json.Decoder().decode


def tags(value: Any) -> object:
    """A map as the list of Key and Value that most types have, sorted by key."""
    return _pairs(value, "Key")


def name_value(value: Any) -> object:
    """A map as a list of Name and Value, sorted by name."""
    return _pairs(value, "Name")


def _pairs(value: Any, key: str) -> object:
    if not isinstance(value, dict):
        return value
    return [{key: name, "Value": text} for name, text in sorted(value.items()) if text is not None]


def json(value: Any) -> object:
    """JSON text as what it says; text that is no JSON stays text."""
    if not isinstance(value, str):
        return value
    try:
        return _decode(value)
    except (msgspec.DecodeError, RecursionError):
        return value


def list_of(value: Any) -> object:
    """A single value as a list of one."""
    return value if isinstance(value, list) else [value]


def one(value: Any) -> object:
    """The only element of a list; nothing for an empty list."""
    if not isinstance(value, list):
        return value
    if len(value) > 1:
        return Unknown("there are several where one is expected", present=True)
    return value[0] if value else None


def string_list(value: Any) -> object:
    """Every element as text."""
    return [text(item) for item in list_of(value)]  # type: ignore[attr-defined]


def text(value: Any) -> object:
    """A number or a boolean as its spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def integer(value: Any) -> object:
    """Spelled digits as a number."""
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def boolean(value: Any) -> object:
    """`"true"` and `"false"` as booleans."""
    spelled = value.lower() if isinstance(value, str) else value
    return {"true": True, "false": False}.get(spelled, value) if isinstance(spelled, str) else value


def negated(value: Any) -> object:
    """The opposite: `disable_x` for a property that says `X` is enabled."""
    return not value if isinstance(value, bool) else value


def unless_disabled(value: Any) -> object:
    """A status; `Disabled` means that it was never switched on, so nothing is set."""
    return None if value == "Disabled" else value


def _either(yes: str, otherwise: str | None) -> Convert:
    def choose(value: Any) -> object:
        return (yes if value else otherwise) if isinstance(value, bool) else value

    return choose


def upper(value: Any) -> object:
    """Text in capitals."""
    return value.upper() if isinstance(value, str) else value


def lower(value: Any) -> object:
    """Text in small letters."""
    return value.lower() if isinstance(value, str) else value


def strip_star(value: Any) -> object:
    """An ARN without the `:*` that stands for everything inside it."""
    return value.removesuffix(":*") if isinstance(value, str) else value


CONVERTERS: Final[dict[str, Convert]] = {
    "boolean": boolean,
    "enabled": _either("Enabled", "Disabled"),
    "enabled_or_absent": _either("Enabled", None),
    "enabled_suspended": _either("Enabled", "Suspended"),
    "ENABLED": _either("ENABLED", "DISABLED"),
    "int": integer,
    "json": json,
    "list_of": list_of,
    "lower": lower,
    "name_value": name_value,
    "negated": negated,
    "one": one,
    "string_list": string_list,
    "strip_star": strip_star,
    "tags": tags,
    "text": text,
    "unless_disabled": unless_disabled,
    "upper": upper,
}
"""By the name that a row's `as` uses."""

WRAPPING: Final = frozenset({"list_of", "string_list"})
"""Conversions that make a list of one from a value, known or not."""

UNCERTAIN: Final = frozenset({"enabled_or_absent", "json", "one", "unless_disabled"})
"""Conversions that may turn something that is set into nothing."""
