"""Stretches of days in which something counts, and how it stands on one of them.

Days are calendar days, and both ends of a stretch belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

ENDLESS: Final = date.max
"""The last day of what holds until somebody ends it."""

DAY: Final = timedelta(days=1)


class Period(Struct, frozen=True, gc=False):
    """The days from `first` to `last` (both included), and the records that make them count."""

    first: date
    last: date
    ids: tuple[str, ...]


class Standing(Struct, frozen=True, gc=False):
    """How something stands on a day.

    `until` is the last day on which it counts, or counted when it has lapsed; `ids` are the
    records behind it, sorted: those that count, or the last ones that did.
    """

    state: Literal["counts", "lapsed", "never"]
    ids: tuple[str, ...] = ()
    until: date = ENDLESS


NEVER: Final = Standing("never")


def period(id: str, first: date, last: date, withdrawn: date | None = None) -> tuple[Period, ...]:
    """The one period of a record, or none when it is backwards or was withdrawn before it began.

    `withdrawn` is the first day on which the record no longer counts.
    """
    if withdrawn is not None:
        if withdrawn <= first:
            return ()
        last = min(last, withdrawn - DAY)
    return (Period(first, last, (id,)),) if first <= last else ()


def both(some: Iterable[Period], others: Iterable[Period]) -> list[Period]:
    """The days on which one of `some` and one of `others` count together."""
    others = tuple(others)
    return [
        Period(first, last, (*one.ids, *other.ids))
        for one in some
        for other in others
        if (first := max(one.first, other.first)) <= (last := min(one.last, other.last))
    ]


def standing(periods: Iterable[Period], day: date) -> Standing:
    """How what these periods show stands on a day: lapsed only if it once counted."""
    begun = [one for one in periods if one.first <= day]
    if not begun:
        return NEVER
    until = max(one.last for one in begun)
    counts = until >= day
    chosen = [one for one in begun if (one.last >= day if counts else one.last == until)]
    ids = tuple(sorted({id for one in chosen for id in one.ids}))
    return Standing("counts" if counts else "lapsed", ids, until)


def in_iso(day: date) -> str:
    """The day as ISO writes it; empty for an end that nobody has set."""
    return "" if day == ENDLESS else day.isoformat()
