"""AWS's half: which services in which Regions a valid report covers on a day.

What cannot be told counts as not covered: a report of an unknown program, of another partition,
of a Region that nobody has named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from partywall.kernel.partitions import is_global, partition_of
from partywall.kernel.unknown import Unknown
from partywall.ledger.counting import days, letters
from partywall.ledger.periods import ENDLESS, Period, Standing, both, in_iso, period, standing
from partywall.ledger.programs import Program, agreements
from partywall.ledger.programs import programs as all_programs
from partywall.ledger.records import (
    EVERY,
    Agreement,
    AwsReport,
    Record,
    Withdrawal,
)


class Inherited(Struct, frozen=True, gc=False):
    """AWS's half of everything of one service in one Region.

    `by` are the ids of the reports that count (and of the agreement, where one is needed),
    sorted; of the last ones that did when it has lapsed. `until` (ISO day) is the last day on
    which it counts, or counted; empty where nobody has set an end. `closes` says what would
    close the gap, a clause without a full stop.
    """

    state: Literal["inherited", "lapsed", "open"]
    by: tuple[str, ...] = ()
    until: str = ""
    closes: str = ""


RANK: Final = {"open": 0, "lapsed": 1, "inherited": 2}
"""The worse, the lower."""


class Place(Struct, frozen=True, gc=False):
    """Where something is: a Region of a partition, or, with none, any Region of it."""

    partition: str
    region: str = ""


class Coverage(Struct, frozen=True, gc=False):
    """A report whose program is known, and the days on which it counts."""

    report: AwsReport
    periods: tuple[Period, ...]

    def covers(self, service: str, place: Place) -> bool:
        """Whether it covers the service there: in every Region, when none is named."""
        one = self.report
        return (
            one.partition == place.partition
            and (EVERY in one.services or service in one.services)
            and (EVERY in one.regions or (place.region != "" and place.region in one.regions))
        )


class Coverages:
    """What reports and agreements cover on the day `as_of`; remembers what it was asked.

    `programs` and `account` are those of `Shown`; `withdrawn` is the first day on which each
    withdrawn record no longer counts.
    """

    __slots__ = ("_agreements", "_as_of", "_known", "_programs", "_reports", "_withdrawals")

    def __init__(
        self,
        records: Iterable[Record],
        withdrawn: Mapping[str, date],
        as_of: date,
        programs: tuple[str, ...],
        account: str,
    ) -> None:
        records = tuple(records)
        self._as_of = as_of
        self._programs = programs
        self._reports = _reports(records, withdrawn, as_of)
        self._agreements = _agreements(records, withdrawn, account)
        self._withdrawals = [one for one in records if isinstance(one, Withdrawal)]
        self._known: dict[tuple[str, Place], Inherited] = {}

    def of(self, service: str, region: str | Unknown | None) -> Inherited:
        """How AWS's half of a service in a Region stands.

        An unknown Region is covered by a report for every Region only, unless all values that
        it can take are known: then the worst of them decides.
        """
        if isinstance(region, Unknown):
            among = [one for one in region.among if isinstance(one, str) and one]
            if among and len(among) == len(region.among):
                return min((self.of(service, one) for one in among), key=_worst)
            place = Place(partition_of(region.prefix))
        else:
            place = Place(partition_of(region or ""), region or "")
        known = self._known.get((service, place))
        if known is None:
            known = self._known[service, place] = self._work_out(service, place)
        return known

    def _work_out(self, service: str, place: Place) -> Inherited:
        spans = [span for one in self._wanted() for span in self._route(one, service, place)]
        one = standing(spans, self._as_of)
        if one.state == "counts":
            return Inherited("inherited", one.ids, in_iso(one.until))
        if one.state == "lapsed":
            return Inherited("lapsed", one.ids, in_iso(one.until), self._renew(one, service))
        return Inherited("open", closes=self._closes(service, place))

    def _wanted(self) -> list[Program]:
        """The programs by which something may be inherited here."""
        known = all_programs()
        if self._programs:
            return [known[id] for id in dict.fromkeys(self._programs) if id in known]
        return [one for one in known.values() if one.attests]

    def _route(self, program: Program, service: str, place: Place) -> list[Period]:
        """The days on which a service is covered under one program."""
        own = self._covering((program.id,), service, place)
        if program.attests:
            return own
        together = both(own, self._covering(program.beside, service, place))
        if program.agreement:
            return both(together, self._agreements.get(program.agreement, ()))
        return together

    def _covering(self, programs: Iterable[str], service: str, place: Place) -> list[Period]:
        return [
            span
            for id in programs
            for one in self._reports.get(id, ())
            if one.covers(service, place)
            for span in one.periods
        ]

    def _renew(self, one: Standing, service: str) -> str:
        """What would close what has lapsed."""
        withdrawn = sorted(
            (record.on, record.record, record.why)
            for record in self._withdrawals
            if record.record in one.ids and record.on <= self._as_of
        )
        if withdrawn:
            _, id, why = withdrawn[0]
            return f"register a report that covers {service} in place of {id}, withdrawn: {why}"
        return f"register what follows {' and '.join(one.ids)}, or what extends it"

    def _closes(self, service: str, place: Place) -> str:
        """What would close what nobody has shown."""
        where = f"{service} in {_where(place)}"
        if not self._programs:
            return f"register a report that covers {where}"
        wanted = self._wanted()
        if not wanted:
            return f"name a program that exists: there is no {', '.join(self._programs)}"
        return "register " + " or ".join(
            f"{_named(one)} that covers {where}{_lacks(one)}" for one in wanted
        )


def _reports(
    records: Iterable[Record], withdrawn: Mapping[str, date], as_of: date
) -> dict[str, list[Coverage]]:
    """The reports of each known program that count on some day."""
    bridges = letters(records, as_of)
    found: dict[str, list[Coverage]] = defaultdict(list)
    for one in records:
        if isinstance(one, AwsReport) and one.program in all_programs():
            spans = days(one, bridges.get(one.id, ()), withdrawn)
            if spans:
                found[one.program].append(Coverage(one, spans))
    return found


def _agreements(
    records: Iterable[Record], withdrawn: Mapping[str, date], account: str
) -> dict[str, list[Period]]:
    """The days on which each kind of agreement holds for the account, if that is known."""
    found: dict[str, list[Period]] = defaultdict(list)
    for one in records:
        if isinstance(one, Agreement) and (
            EVERY in one.accounts or (account != "" and account in one.accounts)
        ):
            until = one.until or ENDLESS
            found[one.kind] += period(one.id, one.since, until, withdrawn.get(one.id))
    return found


def _worst(one: Inherited) -> tuple[int, str, tuple[str, ...]]:
    return RANK[one.state], one.until or ENDLESS.isoformat(), one.by


def _where(place: Place) -> str:
    if not place.region:
        return "every Region, for its Region is not known"
    return "every Region" if is_global(place.region) else place.region


def _named(program: Program) -> str:
    said = program.kind in program.name.casefold()
    return program.name if said else f"{program.name} {program.kind}"


def _lacks(program: Program) -> str:
    """What a program that attests to nothing itself needs beside."""
    if program.attests:
        return ""
    *names, last = [all_programs()[id].name for id in program.beside]
    needs = [f"a report of {', '.join(names)} or {last}"]
    if program.agreement:
        needs.append(f"the {agreements()[program.agreement].name}")
    return f", with {' and '.join(needs)}"
