"""Rows whose page was read too long ago: AWS may have changed what the row says.

A row that nobody has confirmed has no day, and is marked as such wherever it is shown; this is
about those that were confirmed once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from partywall.kernel.diagnostic import Diagnostic
from partywall.line.model import Cell

FRESH_FOR: Final = timedelta(days=365)
"""How long after its page was read a row needs no second look."""

NAMED: Final = 3
"""How many types a warning names."""


class Staleness:
    """Gathers cells, and tells which of them rest on pages read more than a year before `as_of`."""

    __slots__ = ("_as_of", "_before", "_cells", "_oldest", "_types")

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._before = (as_of - FRESH_FOR).isoformat()
        self._cells = 0
        self._oldest = ""
        self._types: dict[str, None] = {}

    def add(self, type_name: str, cells: Iterable[Cell], times: int = 1) -> None:
        """Look at these cells of a resource type, which so many resources share."""
        stale = [cell.read for cell in cells if cell.read and cell.read < self._before]
        if stale:
            self._cells += len(stale) * times
            self._oldest = min(self._oldest or stale[0], *stale)
            self._types[type_name] = None

    def warning(self) -> Diagnostic | None:
        """One warning about all of them, or None when every page was read within the year."""
        if not self._cells:
            return None
        rest = f" and {len(self._types) - NAMED} more" if len(self._types) > NAMED else ""
        named = ", ".join(sorted(self._types)[:NAMED]) + rest
        return Diagnostic(
            "warning",
            f"{self._cells} {'cell rests' if self._cells == 1 else 'cells rest'} on pages of AWS's"
            f" read more than {FRESH_FOR.days} days before {self._as_of}, the oldest on"
            f" {self._oldest} ({named})",
            hint="read the sources again, or use a newer partywall",
        )
