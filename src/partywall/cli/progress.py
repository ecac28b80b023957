"""One line on stderr that says what is going on; only on a terminal."""

from __future__ import annotations

import shutil
import sys

from partywall.reports.escaping import visible

CLEAR = "\r\x1b[K"


class Progress:
    """Call it with each phase; every call replaces the line."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, phase: str) -> None:
        if self._shown:
            columns = shutil.get_terminal_size((80, 24)).columns
            sys.stderr.write(f"{CLEAR}{visible(phase)[: columns - 3]} …")
            sys.stderr.flush()

    def done(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
