"""What is wrong with records: each problem names the thing, the place and the next step.

A problem never stops the others from being seen, and a record with a problem counts as far as
it can be told what it says; where it cannot, it does not count, and the problem is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from partywall.kernel.diagnostic import Diagnostic, Level
from partywall.kernel.partitions import PARTITIONS, partition_of
from partywall.kernel.span import NOWHERE, Span
from partywall.ledger import programs
from partywall.ledger.known import NOTHING_KNOWN, Found, Known, is_account, meant
from partywall.ledger.problems_of_words import contradictions, of_attestation, of_training
from partywall.ledger.records import (
    EVERY,
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    Record,
    Training,
    Withdrawal,
)


def of_records(
    records: Collection[Record],
    as_of: date,
    known: Known = NOTHING_KNOWN,
    places: Mapping[str, Span] | None = None,
) -> list[Diagnostic]:
    """All problems of these records, in the order of their ids."""
    at = places or {}
    by_id: dict[str, Record] = {}
    found: set[tuple[str, Level, str, str]] = set()
    for one in sorted(records, key=lambda one: (one.id, repr(one))):
        other = by_id.setdefault(one.id, one)
        if other != one:
            found.add((one.id, "error", f"there are two different records {one.id}", "rename one"))
    for one in by_id.values():
        found |= {(one.id, *problem) for problem in _of(one, by_id, as_of, known)}
    found |= {("", *problem) for problem in _overlaps(by_id.values())}
    found |= {("", *problem) for problem in contradictions(by_id.values())}
    found |= {("", *problem) for problem in _stale(by_id.values(), as_of)}
    return [
        Diagnostic(level, message, at.get(id, NOWHERE), hint, id)
        for id, level, message, hint in sorted(found)
    ]


def of_programs(names: Iterable[str]) -> list[Diagnostic]:
    """A problem for each of these names that is no program's id."""
    known = programs.programs()
    return [
        Diagnostic("error", f"there is no program {name!r}", hint=meant(name, known, "programs"))
        for name in names
        if name not in known
    ]


def _of(one: Record, by_id: Mapping[str, Record], as_of: date, known: Known) -> Found:
    """The problems of a record, beside those that it has together with others of its kind."""
    match one:
        case AwsReport():
            yield from _of_report(one, known)
        case BridgeLetter():
            yield from _of_bridge(one, by_id, as_of)
        case Agreement():
            yield from _of_agreement(one)
        case Attestation():
            yield from of_attestation(one, as_of, known)
        case Training():
            yield from of_training(one)
        case Withdrawal():
            yield from _of_withdrawal(one, by_id)


def _of_report(one: AwsReport, known: Known) -> Found:
    program = programs.programs().get(one.program)
    if program is None:
        hint = meant(one.program, programs.programs(), "programs")
        yield (
            "error",
            f"report {one.id}: there is no program {one.program!r}",
            hint,
        )
    if one.ends < one.begins:
        yield "error", f"report {one.id}: ends before it begins; it does not count", "swap the days"
    elif one.relied_on_until is not None:
        if one.relied_on_until < one.ends:
            yield "warning", f"report {one.id}: relied on no longer than its period", "leave it out"
        elif program is not None and not program.relied_on:
            yield (
                "warning",
                f"report {one.id}: what {program.name} issues counts up to its last day only",
                "leave out relied_on_until",
            )
    yield from _of_scope(one, program, known)


def _of_scope(one: AwsReport, program: programs.Program | None, known: Known) -> Found:
    """The problems of what a report covers: partition, Regions, services."""
    if one.partition not in PARTITIONS:
        hint = meant(one.partition, PARTITIONS, "partitions")
        yield "error", f"report {one.id}: there is no partition {one.partition!r}", hint
    elif program is not None and one.partition not in program.partitions:
        yield (
            "warning",
            f"report {one.id}: {program.name} is not known to cover {one.partition}",
            "check the partition",
        )
    for region in one.regions:
        if region == EVERY:
            continue
        if known.regions and region not in known.regions:
            hint = meant(region, known.regions, "Regions")
            yield "warning", f"report {one.id}: there is no Region {region!r}", hint
        elif partition_of(region) != one.partition:
            yield (
                "error",
                f"report {one.id}: {region} is not in {one.partition}",
                f'write partition = "{partition_of(region)}", or register that one apart',
            )
    for service in one.services:
        if known.services and service != EVERY and service not in known.services:
            hint = meant(service, known.services, "services")
            yield "warning", f"report {one.id}: there is no service {service!r}", hint
    if not one.services or not one.regions:
        yield "error", f"report {one.id}: covers nothing", 'name services and Regions, or "*"'


def _of_bridge(one: BridgeLetter, by_id: Mapping[str, Record], as_of: date) -> Found:
    report = by_id.get(one.report)
    if not isinstance(report, AwsReport):
        reports = [id for id, other in by_id.items() if isinstance(other, AwsReport)]
        hint = meant(one.report, reports, "reports")
        yield "error", f"bridge {one.id}: there is no report {one.report!r}", hint
        return
    program = programs.programs().get(report.program)
    if program is not None and not program.bridged:
        yield (
            "error",
            f"bridge {one.id}: no letter extends what {program.name} issues",
            f"register what follows {report.id}",
        )
    elif one.until <= report.ends:
        yield (
            "warning",
            f"bridge {one.id}: ends on {one.until}, and {report.id} not before {report.ends}",
            "check its day",
        )
    if one.issued < report.ends or one.issued > as_of:
        when = "before the period's end" if one.issued < report.ends else "in the future"
        yield "warning", f"bridge {one.id}: issued {when}", "check its day"


def _of_agreement(one: Agreement) -> Found:
    if one.kind not in programs.agreements():
        hint = meant(one.kind, programs.agreements(), "agreements")
        yield "warning", f"agreement {one.id}: there is no agreement {one.kind!r}", hint
    if one.until is not None and one.until < one.since:
        yield "error", f"agreement {one.id}: ends before it begins", "swap the days"
    if not one.accounts:
        yield "error", f"agreement {one.id}: is of no account", 'write the 12 digits, or "*"'
    for account in one.accounts:
        if account != EVERY and not is_account(account):
            yield "error", f"agreement {one.id}: {account!r} is no account", "write its 12 digits"


def _of_withdrawal(one: Withdrawal, by_id: Mapping[str, Record]) -> Found:
    other = by_id.get(one.record)
    if other is None:
        hint = meant(one.record, [id for id in by_id if id != one.id], "records")
        yield "warning", f"withdrawal {one.id}: there is no record {one.record!r}", hint
    elif isinstance(other, Withdrawal):
        hint = "state anew what was withdrawn"
        yield "error", f"withdrawal {one.id}: a withdrawal cannot be withdrawn", hint


def _overlaps(records: Iterable[Record]) -> Found:
    """Reports of one program on the same services and Regions whose periods overlap in part."""
    groups: dict[tuple[str, str], list[AwsReport]] = defaultdict(list)
    for one in records:
        if isinstance(one, AwsReport) and one.begins <= one.ends:
            groups[one.program, one.partition].append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one.begins, one.ends, one.id))
        for n, one in enumerate(group):
            for other in group[n + 1 :]:
                if other.begins > one.ends:
                    break
                if _meet(one.services, other.services) and _meet(one.regions, other.regions):
                    yield from _overlap(one, other)


def _overlap(one: AwsReport, other: AwsReport) -> Found:
    """Two reports that speak of the same days; `other` does not begin before `one`."""
    which = f"reports {one.id} and {other.id} of {one.program}"
    if (one.begins, one.ends) == (other.begins, other.ends):
        if one.version == other.version:
            hint = "withdraw one of them, or write which version each is"
            yield "warning", f"{which}: of the same period", hint
    elif other.ends <= one.ends or other.begins == one.begins:
        hint = "check the days, and withdraw the one that is wrong"
        yield "warning", f"{which}: one period lies within the other", hint
    else:
        hint = "as AWS issues some; check the days if this is not one of them"
        yield "info", f"{which}: overlap from {other.begins}", hint


def _meet(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return EVERY in some or EVERY in others or not set(some).isdisjoint(others)


def _stale(records: Iterable[Record], as_of: date) -> Found:
    """Programs of these reports that nobody has looked after for a year."""
    used = {one.program for one in records if isinstance(one, AwsReport)}
    for id, program in programs.programs().items():
        if id in used and program.as_of + programs.FRESH_FOR < as_of:
            hint = "read its page again, or use a newer partywall"
            yield "warning", f"what is known of {program.name} is of {program.as_of}", hint
