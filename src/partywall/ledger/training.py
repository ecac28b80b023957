"""Who has completed which course, who has still to, and whose training has run out.

A roster says of each person and course that it is needed; a row without a day of completion
is somebody who has still to take it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct, structs

from partywall.ledger.periods import ENDLESS, Period, Standing, period, standing
from partywall.ledger.records import Record, Training, Withdrawal

DUTY: Final = "training"
"""The duty that a roster speaks of."""

SUPERSEDED: Final = "the roster no longer says so"
"""Why a row does not count that a later roster leaves out."""


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
            by_need[_need(one)].append(one)
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


def taken_in(rows: Iterable[Training], there: Iterable[Record], on: date) -> list[Record]:
    """What to record of a roster beside what is `there`, so that it counts as it now stands.

    A row that is there and speaks of a person and a course of this roster, and that the roster no
    longer has, is withdrawn from the day `on`; one that comes back after that has another id.
    """
    known = tuple(there)
    withdrawn = {one.record for one in known if isinstance(one, Withdrawal)}
    new: dict[str, Training] = {}
    for row in rows:
        while row.id in withdrawn:
            row = structs.replace(row, id=f"{row.id}-again")
        new[row.id] = row
    needs = {_need(row) for row in new.values()}
    gone = [
        Withdrawal(id=f"withdrawal-of-{one.id}", record=one.id, on=on, why=SUPERSEDED)
        for one in known
        if isinstance(one, Training)
        and _need(one) in needs
        and one.id not in new
        and one.id not in withdrawn
    ]
    return [*new.values(), *gone]


def _need(row: Training) -> tuple[str, str]:
    """Who needs which course."""
    return row.person.casefold(), row.course.casefold()


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
