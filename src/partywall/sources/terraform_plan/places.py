"""The line on which each resource stands in the plan's file, found in one pass."""

from __future__ import annotations

import msgspec

from partywall.kernel.span import Span
from partywall.sources.recognise import Contents

PATIENCE = 8
"""How many resources may be missing where they are expected before the search is given up."""


class Places:
    """Places of resources, asked for in the order of the file."""

    def __init__(self, data: Contents, file: str) -> None:
        self._data, self._file = data, file
        self._line, self._failures, self._at = 1, 0, 0
        self._flat = data.find(b"\n", 0, len(data) - 1) == -1
        self._first = Span(file, 1, 1)
        if not self._flat:
            self._at = max(data.find(b'"resource_changes"'), 0)
            self._line += data[: self._at].count(b"\n")

    def of(self, address: str) -> Span:
        """The place of the next resource; a plan on a single line has the same for all."""
        if self._flat:
            return self._first
        if self._failures < PATIENCE:
            needle = b'"address": ' + msgspec.json.encode(address)
            found = self._data.find(needle, self._at)
            if found == -1:
                self._failures += 1
            else:
                self._line += self._data[self._at : found].count(b"\n")
                self._at = found
        return Span(self._file, self._line)
