"""The line on which each resource stands in the plan's file, found in one pass."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from partywall.kernel.span import Span
from partywall.sources.recognise import Contents

PATIENCE = 8
"""How many resources may be missing where they are expected before the search is given up."""


class Places:
    """Places of resources by address; `addresses` are in the order of the file."""

    def __init__(self, data: Contents, file: str, addresses: Iterable[str]) -> None:
        self._first = Span(file, 1, 1)
        self._found: dict[str, Span] = {}
        if data.find(b"\n", 0, len(data) - 1) != -1:
            self._find(data, file, addresses)

    def _find(self, data: Contents, file: str, addresses: Iterable[str]) -> None:
        at = max(data.find(b'"resource_changes"'), 0)
        line, failures = 1 + data[:at].count(b"\n"), 0
        for address in addresses:
            if failures < PATIENCE:
                needle = b'"address": ' + msgspec.json.encode(address)
                found = data.find(needle, at)
                if found == -1:
                    failures += 1
                else:
                    line += data[at:found].count(b"\n")
                    at = found
            self._found.setdefault(address, Span(file, line))

    def of(self, address: str) -> Span:
        """The place of the resource; a plan on a single line has the same for all."""
        return self._found.get(address, self._first)
