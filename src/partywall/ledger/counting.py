"""On which days records count: what was withdrawn, what letters extend, by which rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from partywall.ledger.periods import ENDLESS, Period, period
from partywall.ledger.programs import programs
from partywall.ledger.records import AwsReport, BridgeLetter, Record, Withdrawal


def withdrawals(records: Iterable[Record]) -> dict[str, date]:
    """The first day on which each withdrawn record no longer counts."""
    found: dict[str, date] = {}
    for one in records:
        if isinstance(one, Withdrawal):
            found[one.record] = min(one.on, found.get(one.record, ENDLESS))
    return found


def letters(records: Iterable[Record], as_of: date) -> dict[str, list[BridgeLetter]]:
    """The letters that extend each report, by its id, as far as they were issued by that day."""
    found: dict[str, list[BridgeLetter]] = defaultdict(list)
    for one in records:
        if isinstance(one, BridgeLetter) and one.issued <= as_of:
            found[one.report].append(one)
    return found


def days(
    report: AwsReport, bridges: Iterable[BridgeLetter], withdrawn: Mapping[str, date]
) -> tuple[Period, ...]:
    """The days on which a report counts, by its program's rule."""
    program = programs()[report.program]
    if report.ends < report.begins:
        return ()
    last = report.ends
    if program.relied_on and report.relied_on_until is not None:
        last = max(last, report.relied_on_until)
    for letter in bridges if program.bridged else ():
        for span in period(letter.id, report.begins, letter.until, withdrawn.get(letter.id)):
            last = max(last, span.last)
    return period(report.id, report.begins, last, withdrawn.get(report.id))
