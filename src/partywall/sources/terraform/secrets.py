"""Texts that no report may show."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 4
"""Shorter texts turn up everywhere by chance, and say little."""


def texts_in(value: object) -> set[str]:
    """Every text in a value, however deep, that is long enough to be a secret."""
    found: set[str] = set()
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str) and len(one) >= SHORTEST:
            found.add(one)
        elif isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return found
