"""Policy documents as JSON text: one tree, and the keys that were written twice.

A JSON parser keeps the last of two equal keys without a word; AWS rejects such a policy, and
which of the two a reviewer saw is anybody's guess. So duplicates are kept as flaws.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Final

from msgspec import Struct

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span

DEEPEST: Final = 64
"""No policy AWS accepts nests deeper than five."""


class Document(Struct, frozen=True):
    """A parsed text, and the keys that some object in it has twice."""

    value: object
    duplicates: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def parse_document(text: str, file: str = "") -> Document:
    """The JSON of a policy. Callers share the value and never change it.

    Raises SourceError with the line and column of what is no JSON.
    """
    duplicates: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            duplicates.extend(key for key, count in counts.items() if count > 1)
        return found

    try:
        value = json.loads(text, object_pairs_hook=once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = Span(file, error.lineno, error.colno)
        raise SourceError(f"no JSON: {error.msg}", where, "is this a policy document?") from None
    except (RecursionError, ValueError):
        raise SourceError("no JSON that a policy could be", Span(file)) from None
    if _depth(value) > DEEPEST:
        raise SourceError(f"nested deeper than {DEEPEST} levels", Span(file))
    return Document(value, tuple(dict.fromkeys(duplicates)))


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _depth(value: object) -> int:
    deepest, level = 0, [value]
    while level:
        inside: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inside.extend(one.values())
            elif isinstance(one, list):
                inside.extend(one)
        deepest += 1
        if deepest > DEEPEST:
            break
        level = inside
    return deepest
