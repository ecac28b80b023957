"""What is known of a value that is one thing under a condition and another without it."""

from __future__ import annotations

from typing import Final

from msgspec import structs

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.text import (
    MAX_AMONG,
    Secret,
    beginning,
    ending,
    refs_in,
    shared,
)


class _NoValue:
    """AWS::NoValue: the property, or the element, is not there."""

    def __repr__(self) -> str:
        return "AWS::NoValue"


NO_VALUE: Final = _NoValue()


def blend(values: list[object], why: str) -> object:
    """One value for several possible ones: what they share is known, the rest is not.

    Mappings are compared key by key and lists of one length element by element. In a list, an
    alternative of no element at all makes the Unknown stand for any number (`many`).
    """
    first, *others = values
    if all(_same(first, other) for other in others):
        return first
    if all(isinstance(value, dict) for value in values):
        return _mapping([value for value in values if isinstance(value, dict)], why)
    lists = [value for value in values if isinstance(value, list)]
    if len(lists) == len(values) and len({len(value) for value in lists}) == 1:
        return [blend(list(items), why) for items in zip(*lists, strict=True)]
    return _unknown(values, why)


def _mapping(values: list[dict[str, object]], why: str) -> dict[str, object]:
    keys = dict.fromkeys(key for value in values for key in value)
    mixed = {key: blend([value.get(key, NO_VALUE) for value in values], why) for key in keys}
    return {key: single(value) for key, value in mixed.items() if value is not NO_VALUE}


def single(value: object) -> object:
    """`value` at a place that holds one value or none: an Unknown there is not `many`."""
    if isinstance(value, Unknown) and value.many:
        return structs.replace(value, many=False)
    return value


def _unknown(values: list[object], why: str) -> Unknown:
    there = [value for value in values if value is not NO_VALUE and value is not None]
    complete = len(there) == len(values)
    starts = [_ends(value)[0] for value in values] if complete else []
    ends = [_ends(value)[1][::-1] for value in values] if complete else []
    return Unknown(
        why,
        _sources(values),
        prefix=shared(starts),
        suffix=shared(ends)[::-1],
        among=_among(values),
        present=complete and all(not isinstance(one, Unknown) or one.present for one in values),
        many=not complete,
    )


def _sources(values: list[object]) -> tuple[str, ...]:
    """What the value surely refers to, one way or the other; nothing when it need not refer.

    A reference under one condition and a plain text under another is not that resource.
    """
    if not all(isinstance(value, Unknown) and value.attribute for value in values):
        return ()
    return refs_in(values)


def _ends(value: object) -> tuple[str, str]:
    """How a value's text begins and ends, as far as it is known; of a secret nothing is told."""
    if isinstance(value, Unknown):
        return beginning(value), ending(value)
    if isinstance(value, str) and not isinstance(value, Secret):
        return value, value
    return "", ""


def _among(values: list[object]) -> tuple[object, ...]:
    """Every value it can take; empty when one alternative is absent, open, secret or no scalar."""
    found: list[object] = []
    for value in values:
        choices = value.among if isinstance(value, Unknown) else (value,)
        if not choices:
            return ()
        for choice in choices:
            if isinstance(choice, Secret) or not isinstance(choice, str | int | float | bool):
                return ()
            if not any(_same(choice, one) for one in found):
                found.append(choice)
    return tuple(found) if len(found) <= MAX_AMONG else ()


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
