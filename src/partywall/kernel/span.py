"""The place in the input that a fact was read from."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, gc=False, omit_defaults=True):
    """A place: a file with line and column (both from 1; 0 when the file alone is known)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Span("")
"""For values that were never in a file: estates built in tests."""
