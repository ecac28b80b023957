"""Sets of policies from files: one policy, or a list of policies that count as their union."""

from __future__ import annotations

import json
from typing import Any

from partywall.access.language.document import parse_document
from partywall.access.language.reading import read_policy, read_policy_text
from partywall.access.language.records import Policy
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span

EXPECTED = "a file holds one policy, or a list of policies that count together"


def documents(raw: bytes) -> list[Any]:
    """The policies of a file that `read_policies` can read, as JSON values."""
    value = json.loads(raw.decode("utf-8-sig"))
    return value if isinstance(value, list) else [value]


def read_policies(raw: bytes, file: str) -> tuple[Policy, ...]:
    """The policies of a file. Raises SourceError for what is no JSON or holds no policies."""
    where = Span(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("not in UTF-8", where) from None
    document = parse_document(text, file)
    twice = tuple(f"the key {key!r} is written twice" for key in document.duplicates)
    value = document.value
    items = value if isinstance(value, list) else [value]
    return tuple([_policy(item, twice, where) for item in items])


def _policy(item: object, flaws: tuple[str, ...], where: Span) -> Policy:
    """A policy that is an object, or a string that holds its JSON."""
    if isinstance(item, str):
        found = read_policy_text(item)
        item = _object(item, where)
    else:
        found = read_policy(item, flaws)
    if not isinstance(item, dict) or "Statement" not in item:
        raise SourceError("no policy: it has no Statement", where, EXPECTED)
    return found


def _object(text: str, where: Span) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise SourceError("a string in it holds no JSON", where, EXPECTED) from None
