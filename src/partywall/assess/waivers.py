"""Waivers: refutations that somebody has accepted, with a reason and an end.

A waiver changes a finding's disposition in the report, never its verdict, or history could
not tell fixed from waived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from msgspec import Struct

from partywall.assess.report import Waiver
from partywall.estate.resource import WaiverNote
from partywall.kernel.span import NOWHERE, Span


class WaiverRule(Struct, frozen=True):
    """A waiver from the configuration; `control` and `resource` may hold `*`.

    `control` may be another tool's id of the same requirement; `until` is the last day.
    """

    control: str
    resource: str
    reason: str
    until: date
    where: Span = NOWHERE


class Waivers:
    """All waivers of a run, asked finding by finding; remembers which were ever used."""

    def __init__(self, rules: Iterable[WaiverRule], today: date) -> None:
        self._rules = tuple(rules)
        self._today = today
        self._used: set[int] = set()

    def __bool__(self) -> bool:
        """Whether the configuration waives anything at all."""
        return bool(self._rules)

    def of(
        self, names: tuple[str, ...], resource: str, notes: Iterable[WaiverNote]
    ) -> Waiver | None:
        """The waiver of a refuted control (by any of its names) on a resource, or None.

        One that still holds is preferred to one that has expired.
        """
        found: list[Waiver] = []
        for n, rule in enumerate(self._rules):
            if _fits(rule.resource, resource) and any(_fits(rule.control, one) for one in names):
                self._used.add(n)
                found.append(self._waiver(rule.reason, rule.until, rule.where))
        found += [
            self._waiver(note.reason, date.fromisoformat(note.until), note.where)
            for note in notes
            if any(_fits(note.control, one) for one in names)
        ]
        return min(found, key=lambda one: one.expired) if found else None

    def unused(self) -> list[WaiverRule]:
        """Rules that waived nothing in this run."""
        return [rule for n, rule in enumerate(self._rules) if n not in self._used]

    def _waiver(self, reason: str, until: date, where: Span) -> Waiver:
        return Waiver(reason, until.isoformat(), where, expired=until < self._today)


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.casefold().split("*"))), re.DOTALL)


def _fits(pattern: str, name: str) -> bool:
    return _pattern(pattern).fullmatch(name.casefold()) is not None
