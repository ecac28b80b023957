"""The main job: readings in, one Report out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

import partywall
from partywall.assess.answers import Answers
from partywall.assess.cells import Cells, Kind
from partywall.assess.duties import duty_lines
from partywall.assess.engines import BY_SIZE, Engines
from partywall.assess.estates import estate_of
from partywall.assess.judging import Judge, condition_text
from partywall.assess.lapses import lapses
from partywall.assess.report import (
    ControlInfo,
    Finding,
    InputSummary,
    Report,
    ResourceLine,
    TypeCoverage,
)
from partywall.assess.scrub import Scrubber
from partywall.assess.totals import add_coverage, tally
from partywall.assess.waivers import WaiverRule, Waivers
from partywall.controls import registry
from partywall.controls.control import LOW, Control
from partywall.estate.estate import Estate
from partywall.estate.ownership import mark_owned_by_aws
from partywall.estate.resource import Resource
from partywall.estate.views.kms import key_is_customers
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.verdict import Verdict
from partywall.line.lines import Lines
from partywall.line.staleness import Staleness
from partywall.sources.reading import Coverage, Reading

if TYPE_CHECKING:
    from partywall.assess.maps import Map
    from partywall.assess.vouched import Ledger, Vouched

log = logging.getLogger(__name__)

BATCH: Final = 64
"""How many resources are judged together; of a few hundred the cache cannot hold all views."""

LEAST: Final = LOW.word
"""The weight of an opening by which the Internet surely reaches nothing today."""

Progress = Callable[[str], None]


class Options(Struct, frozen=True, kw_only=True):
    """What a run of check may be told: the day it is, accepted refutations, house rules, the
    account that the estate is in, a ledger, which engines over the whole estate are asked, who
    breaks the glass, whether maps are wanted, and whether estates are kept for what is asked
    afterwards."""

    as_of: date
    waivers: tuple[WaiverRule, ...] = ()
    house_rules: tuple[Control, ...] = ()
    account: str = ""
    ledger: Ledger | None = None
    engines: Engines = BY_SIZE
    break_glass: tuple[str, ...] = ()
    maps: bool = False
    keep: bool = False


class Check:
    """One run over any number of readings; each reading is an estate of its own.

    `estate` is that of the last reading, `estates` are all of them by their inputs, when they are
    kept; `secrets` are those of all readings.
    """

    def __init__(self, options: Options, progress: Progress = lambda _phase: None) -> None:
        self.options = options
        self.progress = progress
        self.waivers = Waivers(options.waivers, options.as_of)
        self.vouched = _vouched(options)
        self.cells = Cells(self.vouched)
        self.controls: dict[str, Control] = {}
        self.findings: list[Finding] = []
        self.lines: list[ResourceLine] = []
        self.diagnostics: list[Diagnostic] = []
        self.inputs: list[InputSummary] = []
        self.coverage: dict[str, Coverage] = {}
        self.regions: set[str] = set()
        self.maps: list[Map] = []
        self.not_run: set[str] = set()
        self.estate = Estate()
        self.estates: dict[str, Estate] = {}
        self.secrets: set[str] = set()
        self._tells = log.isEnabledFor(logging.DEBUG)

    def run(self, readings: Iterable[Reading], remarks: Iterable[Diagnostic] = ()) -> Report:
        """The report on all readings; `remarks`, on what could not be read, are taken last.

        They may fill up while the readings come, one after the other.
        """
        for reading in readings:
            self._add(reading)
        self.diagnostics[:0] = remarks
        if len(self.inputs) > 1:
            self._by_file()
        for rule in self.waivers.unused():
            self.diagnostics.append(
                Diagnostic(
                    "info",
                    f"the waiver of {rule.control} on {rule.resource} waives nothing here",
                    rule.where,
                    "remove it if the finding is fixed",
                )
            )
        self.diagnostics += _stale(self.cells.kinds, self.options.as_of)
        kinds = self.cells.kinds
        classes = {one.line.service_class for one in kinds}
        duties = duty_lines(self.vouched, self.options.account, self.regions, classes)
        if self.vouched is not None:
            self.diagnostics += self.vouched.problems()
        return Report(
            version=partywall.__version__,
            as_of=self.options.as_of.isoformat(),
            inputs=self.inputs,
            tally=tally(kinds),
            controls={id: info(self.controls[id]) for id in sorted(self.controls)},
            findings=self.findings,
            lines=self.lines,
            diagnostics=self.diagnostics,
            coverage=[
                TypeCoverage(
                    name, one.resources, one.mapped, one.unmapped, one.undecided, one.arguments
                )
                for name, one in sorted(self.coverage.items())
            ],
            duties=duties,
            lapses=lapses(kinds, duties, self.options.as_of),
            ledger=self.vouched.used if self.vouched is not None else None,
            maps=self.maps,
            not_run=sorted(self.not_run),
        )

    def _by_file(self) -> None:
        """In which order the inputs were named makes no difference to the report."""
        for rows in (self.inputs, self.findings, self.lines, self.maps):
            rows.sort(key=attrgetter("file"))
        self.diagnostics.sort(key=lambda one: (one.where.file, one.where.line, one.message))

    def _controls_for(self, answers: Answers, type_name: str) -> Iterator[Control]:
        for control in registry.controls_for(type_name):
            if control.needs is not None and not answers.asks(control.needs):
                self.not_run.add(control.id)
                continue
            yield self.controls.setdefault(control.id, control)
        for rule in self.options.house_rules:
            if type_name in rule.types:
                yield self.controls.setdefault(rule.id, rule)

    def _add(self, reading: Reading) -> None:
        self.progress(f"checking {reading.file}")
        log.info("checking %s: %d resources", reading.file, len(reading.resources))
        self.inputs.append(InputSummary(reading.file, reading.kind, len(reading.resources)))
        scrub = Scrubber(reading.secrets)
        self.diagnostics += map(scrub.diagnostic, reading.diagnostics)
        add_coverage(self.coverage, reading.coverage)
        estate = estate_of(reading)
        mark_owned_by_aws(estate)
        self.estate = estate
        if self.options.keep:
            self.estates[reading.file] = estate
        self.secrets |= reading.secrets
        answers = self._answers(estate)
        judge = Judge(estate, partial(self._controls_for, answers), answers)
        lines = Lines(self.options.as_of, owner=partial(key_is_customers, estate=estate))
        resources = sorted(estate.resources, key=attrgetter("address"))
        self.regions |= {x.region for x in resources if type(x.region) is str and x.region}
        rows: dict[int, tuple[list[Finding], ResourceLine]] = {}
        for batch in _by_type(resources):
            verdicts = judge.verdicts([resources[n] for n in batch])
            for n, judged in zip(batch, verdicts, strict=True):
                resource = resources[n]
                findings = self._findings(reading.file, resource, judged)
                if reading.secrets:
                    findings = [scrub.finding(one) for one in findings]
                rows[n] = findings, self._line(reading.file, resource, lines, findings)
        for n in range(len(resources)):
            findings, line = rows[n]
            self.findings += findings
            self.lines.append(line)
        self.diagnostics += sorted(judge.faults, key=attrgetter("resource"))
        self.diagnostics += [
            Diagnostic(
                "info",
                self.options.engines.why_not(engine, len(resources)),
                Span(reading.file),
                f"ask with --{engine}",
            )
            for engine in sorted(answers.missed)
        ]
        if self.options.maps:
            from partywall.assess.atlas import maps_of

            self.maps += maps_of(estate, reading, scrub)

    def _answers(self, estate: Estate) -> Answers:
        options = self.options
        return Answers(
            estate,
            options.as_of,
            options.engines,
            account=options.account,
            break_glass=options.break_glass,
        )

    def _findings(
        self, file: str, resource: Resource, verdicts: list[tuple[Control, Verdict]]
    ) -> list[Finding]:
        address, kind, place = resource.address, resource.type, resource.place
        assumes = condition_text(resource.guard) if resource.guard else ""
        found = [
            Finding(
                control.id,
                address,
                kind,
                file,
                verdict.outcome,
                LEAST if verdict.reach == "unreachable" else control.word,
                control.layer.id,
                verdict.evidence[0].where if verdict.evidence else place,
                verdict.evidence,
                verdict.note,
                assumes,
                None,
                verdict.reach,
            )
            for control, verdict in verdicts
        ]
        if self._tells:
            for one in found:
                log.debug("%s on %s: %s", one.control, address, one.verdict)
        if self.waivers or resource.waivers:
            self._waive(resource, found)
        return found

    def _waive(self, resource: Resource, findings: list[Finding]) -> None:
        for one in findings:
            if one.verdict == "refuted":
                names = (one.control, *self.controls[one.control].also_known_as)
                one.waiver = self.waivers.of(names, one.resource, resource.waivers)

    def _line(
        self, file: str, resource: Resource, lines: Lines, findings: list[Finding]
    ) -> ResourceLine:
        line = lines.of(resource.type, resource.properties, resource.covers, resource.partial)
        address, region = resource.address, resource.region
        kind = self.cells.of(resource.type, line, findings, region, address)
        states, proofs, half = kind.states, kind.proofs, kind.inheritance
        return ResourceLine(
            address, resource.type, file, resource.place, line, states, proofs, half
        )


def _vouched(options: Options) -> Vouched | None:
    """What the ledger vouches for, when there is one; nothing of it is loaded otherwise."""
    if options.ledger is None:
        return None
    from partywall.assess.vouched import Vouched

    return Vouched(options.ledger, options.as_of, options.account)


def _by_type(resources: list[Resource]) -> Iterator[list[int]]:
    """In which order they are judged: type by type, of each type some at a time, as they stand.

    What Python and the processor learn from one resource then serves for the next: a fifth of
    the time.
    """
    order = sorted(range(len(resources)), key=lambda n: resources[n].type)
    for _, alike in groupby(order, key=lambda n: resources[n].type):
        while batch := list(islice(alike, BATCH)):
            yield batch


def _stale(kinds: Iterable[Kind], as_of: date) -> Iterator[Diagnostic]:
    """A warning when cells rest on pages of AWS's that were read more than a year ago."""
    stale = Staleness(as_of)
    for kind in kinds:
        stale.add(kind.type, kind.line.cells, kind.many)
    warning = stale.warning()
    if warning is not None:
        yield warning


def info(control: Control) -> ControlInfo:
    """What a report says of a control."""
    text = control.text
    return ControlInfo(
        id=control.id,
        title=text.title,
        service=control.service,
        layer=control.layer.id,
        weight=control.word,
        why=text.why,
        fix=text.fix,
        undecided=text.undecided,
        sources=text.sources,
        also_known_as=control.also_known_as,
    )
