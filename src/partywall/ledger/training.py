"""Who has completed which course, who has still to, and whose training has run out.

A roster says of each person and course that it is needed; a row without a day of completion
is somebody who has still to take it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from partywall.ledger.periods import ENDLESS, Period, Standing, period, standing
from partywall.ledger.records import Training

DUTY: Final = "training"
"""The duty that a roster speaks of."""


class Gap(Struct, frozen=True):
    """Somebody on the roster whose training does not count on the day; `since` when it did."""

    person: str
    role: str
    course: str
    state: Literal["missing", "expired"]
    until: date | None = None


class Rosters:
    """All rows of all rosters, by person and course, as they stand on a day."""

    __slots__ = ("_of", "_rows")

    def __init__(
        self, rows: Iterable[Training], as_of: date, withdrawn: dict[str, date] | None = None
    ) -> None:
        gone = withdrawn or {}
        kept = [one for one in rows if gone.get(one.id, ENDLESS) > as_of]
        by_need: dict[tuple[str, str], list[Training]] = defaultdict(list)
        for one in kept:
            by_need[one.person.casefold(), one.course.casefold()].append(one)
        self._rows = {need: tuple(by_need[need]) for need in sorted(by_need)}
        self._of = {
            need: standing([span for row in rows for span in _periods(row)], as_of)
            for need, rows in self._rows.items()
        }

    def __len__(self) -> int:
        """How many courses of how many people are needed, each pair counted once."""
        return len(self._of)

    def gaps(self) -> tuple[Gap, ...]:
        """Who is missing or expired, by person and course."""
        return tuple(
            _gap(self._rows[need], one) for need, one in self._of.items() if one.state != "counts"
        )

    def standing(self) -> Standing:
        """How the duty stands: it counts while nobody is missing or expired."""
        every = self._of.values()
        once = [one for one in every if one.state != "never"]
        if not once:
            return Standing("never")
        if all(one.state == "counts" for one in every):
            ids = {id for one in every for id in one.ids}
            return Standing("counts", tuple(sorted(ids)), min(one.until for one in every))
        ended = [one for one in once if one.state == "lapsed"] or once
        first = min(one.until for one in ended)
        return Standing("lapsed", tuple(sorted({id for one in ended for id in one.ids})), first)


def gaps(rows: Iterable[Training], as_of: date) -> tuple[Gap, ...]:
    """Who of these rows is missing or expired on the day."""
    return Rosters(rows, as_of).gaps()


def _periods(row: Training) -> tuple[Period, ...]:
    if row.completed is None:
        return ()
    return period(row.id, row.completed, row.until or ENDLESS)


def _gap(rows: tuple[Training, ...], one: Standing) -> Gap:
    row = min(rows, key=lambda row: (row.id not in one.ids, row.id))
    expired = one.state == "lapsed"
    return Gap(
        row.person,
        row.role,
        row.course,
        "expired" if expired else "missing",
        one.until if expired else None,
    )
