"""Something the reader of a report must know about the reading itself."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from partywall.kernel.span import NOWHERE, Span

Level = Literal["error", "warning", "info"]


class Diagnostic(Struct, frozen=True, gc=False, omit_defaults=True):
    """A remark about the input: what, where, and what to do next.

    An `error` means that something was not analysed, so the run is incomplete (exit code 3).
    A `warning` means that an answer got weaker; `info` is worth knowing.
    """

    level: Level
    message: str
    where: Span = NOWHERE
    hint: str = ""
    resource: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where.file else ""
        return f"{place}{self.message}{f'; {self.hint}' if self.hint else ''}"
