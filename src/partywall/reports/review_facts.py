"""What the executive review says, before it is written in any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from partywall.assess.report import LAPSING, Report
from partywall.reports.matrix_rows import Groups, by_service, counted
from partywall.reports.words import PARTIES, grouped, lapsing, to_close

RISKS: Final = 8
SERVICES: Final = 16
LISTED: Final = 10
"""Rows of a table; the rest are counted, for the review is two pages."""


class Risk(Struct, frozen=True):
    """A control that is refuted: on how many resources, and the first of them."""

    weight: str
    title: str
    count: int
    resource: str


class Decision(Struct, frozen=True):
    """Something that somebody has to decide: what, why now, and by which day, if there is one."""

    what: str
    why: str
    until: str = ""


class Owner(Struct, frozen=True):
    """Who has given his word on which duties."""

    who: str
    duties: tuple[str, ...]


class Change(Struct, frozen=True):
    """What differs from last time in one way, and an example or more."""

    title: str
    what: tuple[str, ...]


def risks(report: Report) -> list[Risk]:
    """What is refuted, the heaviest first."""
    groups = grouped(report, (one for one in report.findings if one.counts))
    return [
        Risk(one.weight, one.title, len(one.findings), one.findings[0].resource) for one in groups
    ]


def changes(report: Report, lapsed: Sequence[str] = ()) -> list[Change]:
    """What differs from the baseline; nothing without one.

    `lapsed` says, a line each, what counted then and has run out.
    """
    found = report.comparison
    if found is None:
        return []
    ran_out = [Change("Lapsed", tuple(lapsed))] if lapsed else []
    return ran_out + [
        Change(title, tuple(f"{one.control} on {one.resource}" for one in items))
        for title, items in (
            ("Newly refuted", found.new),
            ("No longer refuted", found.gone),
            ("Now undecided", found.became_undecided),
        )
    ]


def lapsed(report: Report) -> list[str]:
    """What counted once and counts no longer, in a line each."""
    found = [f"{one.subject}: {one.title}" for one in report.duties if one.state == "lapsed"]
    for party, name in PARTIES.items():
        number = report.tally.cells.get(party, {}).get("lapsed", 0)
        if number:
            found.append(f"{name}: {number} cell{'s' * (number != 1)}")
    return found


def upcoming(report: Report) -> list[tuple[str, str]]:
    """What lapses within LAPSING days: the day, and what."""
    return [(one.until, lapsing(one)) for one in report.lapses]


def decisions(report: Report) -> list[Decision]:
    """What somebody has to decide: the dated ones first, the soonest of them first."""
    found = [*_waivers(report), *_duties(report), *_aws(report), *_undecided(report)]
    return sorted(found, key=lambda one: (not one.until, one.until))


def _waivers(report: Report) -> Iterator[Decision]:
    """Waivers that have ended or soon will."""
    last = (date.fromisoformat(report.as_of) + timedelta(LAPSING)).isoformat()
    seen = set()
    for one in report.findings:
        waiver = one.waiver
        if waiver is None or waiver.until > last:
            continue
        key = one.control, waiver.reason, waiver.until
        if key not in seen:
            seen.add(key)
            when = "has ended" if waiver.expired else "ends"
            what = f"Fix {one.control} on {one.resource}, or accept it again"
            yield Decision(what, f"its waiver {when}: {waiver.reason}", waiver.until)


def _duties(report: Report) -> Iterator[Decision]:
    for one in report.duties:
        if one.state == "lapsed":
            what = f"Renew: {one.subject}, {one.title}"
            yield Decision(what, f"lapsed; {one.who or 'nobody'} vouched for it", one.proof.until)
    unowned = [one for one in report.duties if one.state == "open"]
    if unowned:
        some = ", ".join(one.title for one in unowned[:3])
        rest = f" and {len(unowned) - 3} more" if len(unowned) > 3 else ""
        many = f"{len(unowned)} duties" if len(unowned) > 1 else "a duty"
        yield Decision(f"Name an owner for {many}", f"nobody has vouched for: {some}{rest}")


def _aws(report: Report) -> Iterator[Decision]:
    for text in to_close(report)[:2]:
        yield Decision("Obtain AWS's reports, or accept the gap", text)


def _undecided(report: Report) -> Iterator[Decision]:
    number = report.tally.verdicts.get("undecided", 0)
    if number:
        plural = "s" * (number != 1)
        yield Decision(
            f"Supply the values behind {number} undecided finding{plural}",
            "the input does not tell; partywall check lists which value decides what",
        )


def owners(report: Report) -> list[Owner]:
    """Who vouches for what today, by name."""
    found: dict[str, list[str]] = {}
    for one in report.duties:
        if one.state == "attested" and one.who:
            found.setdefault(one.who, []).append(f"{one.title} ({one.subject})")
    return [Owner(who, tuple(sorted(duties))) for who, duties in sorted(found.items())]


def services(report: Report) -> list[tuple[str, int, str, int]]:
    """For each service its number of resources, whose its cells are, and what of the customer's
    is refuted; the one with most of that first."""
    rows = []
    for service, resources, cells in by_service(Groups(report)):
        parties: Counter[str] = Counter()
        refuted = 0
        for cell in cells:
            parties.update(dict(cell.parties))
            refuted += dict(cell.states).get("refuted", 0)
        rows.append((service, resources, counted(parties), refuted))
    return sorted(rows, key=lambda row: (-row[3], row[0].lower(), row[0]))


def cells_of(report: Report) -> list[tuple[str, int, int]]:
    """For each party its cells, and how many of them are shown: proved, inherited, attested."""
    good = ("proved", "inherited", "attested")
    return [
        (name, sum(row.values()), sum(row.get(state, 0) for state in good))
        for party, name in PARTIES.items()
        for row in [report.tally.cells.get(party, {})]
    ]
