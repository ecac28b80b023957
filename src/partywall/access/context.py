"""The request context: condition keys with their values, absent ones, and unknown ones.

Absent and unknown are different. An absent key is a fact that operators answer to; for an
unknown key the answer is an expression over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown


class Values(Struct, frozen=True, gc=False):
    """What a key holds; `many` when it came as a list, as multivalued keys do."""

    texts: tuple[str, ...]
    many: bool = False


Found = Values | Unknown | None
"""The values of a key, an Unknown, or None when it is absent."""

NOT_GIVEN: Final = Unknown("the request does not tell")


class Context:
    """The keys of one request. `rest` is what every key has that is not listed.

    Keys are compared in lower case; so are tag keys in them.
    """

    __slots__ = ("_found", "rest")

    def __init__(self, found: Mapping[str, Found], rest: Unknown | None = None) -> None:
        self._found = dict(found)
        self.rest = rest

    def get(self, key: str) -> Found:
        """What a key in lower case holds."""
        return self._found.get(key, self.rest)

    def told(self, key: str) -> bool:
        """Whether the request says anything about the key, be it that it is absent."""
        return key in self._found

    def with_facts(self, facts: Mapping[str, Found]) -> Context:
        """The same, with what follows from the request; what the request itself says prevails."""
        return Context({**facts, **self._found}, self.rest)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)


def read_context(values: Mapping[str, object], rest: Unknown | None = None) -> Context:
    """The context that a JSON object spells: key to a value, a list, null (surely absent) or
    `{"unknown": why}`.

    Raises ValueError for what is none of these.
    """
    found = {key.lower(): _found(key, value) for key, value in values.items()}
    if len(found) < len(values):
        raise ValueError("two context keys differ only in their case, which does not count")
    return Context(found, rest)


def _found(key: str, value: object) -> Found:
    if value is None or type(value) is Unknown:
        return value
    if isinstance(value, list | tuple):
        return Values(tuple([_text(key, one) for one in value]), many=True)
    if isinstance(value, dict) and set(value) == {"unknown"}:
        return Unknown(str(value["unknown"]))
    return Values((_text(key, value),))


def _text(key: str, value: object) -> str:
    """A value as IAM compares it: booleans and numbers by their spelling."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"context key {key}: a value is a string, a number or a boolean")
