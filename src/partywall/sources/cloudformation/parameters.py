"""The parameters of a template, and what is known of their values.

A default is what is deployed unless someone says otherwise, and people expect their defaults
to be checked; so a default counts as the value, and the reading says so. A parameter without
one is Unknown, bounded by its allowed values.

Source: CloudFormation Template Reference, "Parameters section", and "Supply existing values
at runtime with CloudFormation-supplied parameter types" (not re-read).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.document import settled
from partywall.sources.cloudformation.text import Secret, looked_up, spelled

_STORED = "AWS::SSM::Parameter::Value<"


class Parameter(Struct, frozen=True):
    """One parameter. `value` is a text, a list of texts or an Unknown.

    `defaulted`: the value is the template's default. `secret`: NoEcho.
    """

    name: str
    value: object
    defaulted: bool = False
    secret: bool = False


def read_parameter(name: str, declared: object, given: Mapping[str, object]) -> Parameter:
    """A declared parameter with the value it is given, or its default, or an Unknown."""
    facts = declared if isinstance(declared, dict) else {}
    kind = facts.get("Type")
    kind = kind if isinstance(kind, str) else "String"
    secret = spelled(facts.get("NoEcho", False)).lower() == "true"
    default = settled(facts.get("Default"))
    raw = given.get(name, default)
    if raw is None or isinstance(raw, dict):
        return Parameter(name, _open(name, kind, facts, secret), secret=secret)
    defaulted = name not in given
    if kind.startswith(_STORED) and not isinstance(raw, Unknown):
        why = f"resolved at deployment from SSM parameter {spelled(raw)}"
        return Parameter(name, Unknown(why, present=True), defaulted, secret)
    return Parameter(name, _typed(raw, kind, secret), defaulted, secret)


def _typed(raw: object, kind: str, secret: bool) -> object:
    """A parameter's value as Ref gives it: a text, or for the list types a list of texts."""
    if isinstance(raw, Unknown):
        return raw
    lists = kind == "CommaDelimitedList" or kind.startswith("List<")
    items = raw if isinstance(raw, list) else None
    if lists and items is None:
        items = [item.strip() for item in spelled(raw).split(",")] if raw != "" else []
    if items is not None:
        return [item if isinstance(item, Unknown) else _text(item, secret) for item in items]
    return _text(raw, secret)


def _text(raw: object, secret: bool) -> object:
    text = spelled(raw)
    return Secret(text) if secret else looked_up(text)


def _open(name: str, kind: str, facts: dict[str, object], secret: bool) -> Unknown:
    """A parameter without a value; surely set when nothing empty is allowed."""
    allowed = settled(facts.get("AllowedValues"))
    among: tuple[object, ...] = ()
    if (
        isinstance(allowed, list)
        and not secret
        and not kind.startswith((_STORED, "List<", "Comma"))
    ):
        among = tuple(spelled(one) for one in allowed if isinstance(one, str | int | float))
    shortest = spelled(facts.get("MinLength", 0))
    present = (
        kind == "Number"
        or kind.startswith("AWS::")
        or (bool(among) and "" not in among)
        or (shortest.isdecimal() and int(shortest) > 0)
    )
    return Unknown(f"parameter {name} has no default", among=among, present=present)
