"""How each record stands on a day, for whoever looks through the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from partywall.ledger.counting import days, letters, withdrawals
from partywall.ledger.periods import ENDLESS, Period, in_iso, period
from partywall.ledger.programs import programs
from partywall.ledger.records import (
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    Record,
    Training,
    Withdrawal,
)

State = Literal["counts", "lapsed", "not yet", "withdrawn", "missing", "backwards", "unknown"]
"""`missing`: training that has still to be taken; `unknown`: a report of a program that we do not
know, which shows nothing."""


class RecordStanding(Struct, frozen=True):
    """A record, how it stands, and the last day (ISO) on which it counts or counted; the first on
    which it does not, for one that was withdrawn."""

    record: Record
    state: State
    until: str = ""


def standings(records: Iterable[Record], as_of: date) -> Iterator[RecordStanding]:
    """Every record but withdrawals, in their order, as it stands on the day."""
    records = tuple(records)
    withdrawn = withdrawals(records)
    bridges = letters(records, as_of)
    for one in records:
        if isinstance(one, Withdrawal):
            continue
        if isinstance(one, AwsReport) and one.program not in programs():
            yield RecordStanding(one, "unknown")
        elif isinstance(one, Training) and one.completed is None:
            yield RecordStanding(one, "missing")
        elif withdrawn.get(one.id, ENDLESS) <= as_of:
            yield RecordStanding(one, "withdrawn", withdrawn[one.id].isoformat())
        else:
            yield _on(one, _periods(one, bridges.get(one.id, ()), withdrawn), as_of)


def _periods(
    one: Record, bridges: Iterable[BridgeLetter], withdrawn: dict[str, date]
) -> tuple[Period, ...]:
    if isinstance(one, AwsReport):
        return days(one, bridges, withdrawn)
    first, last = ends(one)
    return period(one.id, first, last, withdrawn.get(one.id))


def ends(one: Record) -> tuple[date, date]:
    """The first and the last day that a record itself names; ENDLESS where it names no last."""
    if isinstance(one, AwsReport):
        return one.begins, one.ends
    if isinstance(one, BridgeLetter):
        return one.issued, one.until
    if isinstance(one, Agreement):
        return one.since, one.until or ENDLESS
    if isinstance(one, Attestation):
        return one.on, one.until
    if isinstance(one, Training):
        return one.completed or ENDLESS, one.until or ENDLESS
    return one.on, ENDLESS


def _on(one: Record, periods: tuple[Period, ...], as_of: date) -> RecordStanding:
    if not periods:
        return RecordStanding(one, "backwards")
    (span,) = periods
    if as_of < span.first:
        return RecordStanding(one, "not yet", in_iso(span.last))
    return RecordStanding(one, "counts" if as_of <= span.last else "lapsed", in_iso(span.last))
