"""The statements of the model for people at a terminal: all of them, or one with its evidence."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from partywall.assess.report import DutyLine, Finding, Report
from partywall.assess.standing import STATES, WORDS, CellShown, ControlCount, RowState, Standing
from partywall.kernel.verdict import Outcome
from partywall.line.layer import BY_ID
from partywall.line.premises import cited
from partywall.line.statements import Claim, Source, Statement, Way
from partywall.reports.escaping import visible
from partywall.reports.words import DISCLAIMER, behind, seen, where

PARTS: Final = {
    "model": "The model",
    "facilities": "Facilities, compliance, continuity",
    "network": "Network",
    "services": "Duties, Regions, classes of service",
    "shared": "Shared controls, abuse",
}
WHOSE: Final = {"aws": "AWS", "customer": "yours", "shared": "shared", "none": "-"}
SHOWN: Final = 8
"""Findings of one verdict, and cells, that are listed; the rest are counted."""

WIDTH: Final = 98


def bare_list(statements: Sequence[Statement]) -> Iterator[str]:
    """Every statement in a line: row, whose, name, how it is settled."""
    yield f"The AWS shared responsibility model: {len(statements)} statements"
    for part, title in PARTS.items():
        yield f"\n{title}"
        for one in statements:
            if one.part == part:
                yield f"{_head(one)}  {_ways(one)}"
    yield ""
    yield from _missing(statements)
    yield DISCLAIMER


def standing_list(report: Report, standings: Sequence[Standing]) -> Iterator[str]:
    """Every statement in a line, with its state for an estate, and the counts of states."""
    yield from _inputs(report)
    for part, title in PARTS.items():
        yield f"\n{title}"
        for one in standings:
            if one.statement.part == part:
                yield f"{_head(one.statement)}  {word(one.state):<22}  {_why(one)}"
    yield ""
    counts = Counter(one.state for one in standings)
    told = ", ".join(f"{counts[state]} {word(state)}" for state in STATES if counts[state])
    yield wrapped(f"{len(standings)} statements: {told}", 0)
    yield from _missing([one.statement for one in standings])
    yield DISCLAIMER


def page(statement: Statement) -> Iterator[str]:
    """One statement in full: duties, how it is settled, sources, what texts say against it."""
    yield f"{statement.row} {statement.name}"
    yield wrapped(statement.says, 2)
    yield ""
    yield wrapped(f"whose: {WHOSE[statement.party]}", 2)
    if statement.aws:
        yield wrapped(f"AWS: {statement.aws}", 2)
    if statement.customer:
        yield wrapped(f"you: {statement.customer}", 2)
    yield wrapped(f"a duty of: {', '.join(statement.subjects)}", 2)
    if statement.see:
        yield wrapped(f"see: {', '.join(map(str, statement.see))}", 2)
    yield ""
    for way in statement.by:
        yield wrapped(f"settled by {way.title}{_settled(statement, way)}", 2)
    if statement.layers:
        yield wrapped(_where_on_the_line(statement), 2)
    yield wrapped(f"source: {source_of(statement.source)}", 2)
    if statement.premises:
        yield "\nWhat it takes for granted (partywall premises ID says more)"
        yield from (wrapped(f"{one.id}: {one.presumes}", 2) for one in cited(statement.premises))
    if statement.claims:
        yield "\nWhat AWS's texts say, not always the same"
        yield from (wrapped(_claim(one), 2) for one in statement.claims)


def controls(statement: Statement, titles: Mapping[str, str]) -> Iterator[str]:
    """The controls of a statement, each with its title."""
    if statement.controls:
        yield f"\nControls: {len(statement.controls)}"
        yield from (wrapped(f"{id}: {titles[id]}", 2) for id in statement.controls)


def evidence(report: Report, standing: Standing) -> Iterator[str]:
    """How a statement stands for an estate: controls with their verdicts, findings with places."""
    yield ""
    yield from _inputs(report)
    yield wrapped(f"{word(standing.state)}: {_why(standing)}", 0)
    if standing.controls:
        yield f"\nControls: {len(standing.controls)}"
        yield from (wrapped(f"{one.control}: {_verdicts(one)}", 2) for one in standing.controls)
    outcomes: tuple[Outcome, ...] = ("refuted", "undecided", "proved")
    for outcome in outcomes:
        yield from _findings(outcome, [one for one in standing.findings if one.verdict == outcome])
    if standing.cells:
        yield f"\nCells that are not simply AWS's: {len(standing.cells)}"
        yield from (wrapped(_cell(one), 2) for one in standing.cells[:SHOWN])
        yield from _rest(len(standing.cells), "cells")
    if standing.inherited:
        yield f"\nCells of AWS's that a report covers: {standing.inherited}"
    if standing.uncovered:
        yield f"\nCells of AWS's that no report covers: {standing.uncovered}"
    if standing.duties:
        yield f"\nDuties of no single resource: {len(standing.duties)}"
        yield from (wrapped(_duty(one), 2) for one in standing.duties)
    yield ""
    yield DISCLAIMER


def word(state: RowState) -> str:
    """The state as people read it."""
    return WORDS.get(state, state)


# -- lines and words


def _head(statement: Statement) -> str:
    whose = WHOSE[statement.party]
    asked = (
        statement.controls or statement.needs or statement.asks or statement.is_by("attestation")
    )
    if statement.party == "aws" and (asked or statement.is_by("ledger")):
        whose = "AWS, you"
    return f"  {statement.row:>3}  {whose:<8}  {statement.name:<31}"


def _ways(statement: Statement) -> str:
    there = []
    for way in statement.by:
        through = statement.controls if way.id == "controls" else statement.through(way)
        if through:
            there.append(f"{way.id} ({len(through)})")
        elif not (way.missing or way.asked_by):
            there.append(way.id)
    return ", ".join(there) + _elsewhere(statement.needs, statement.asks, "; " if there else "")


def _settled(statement: Statement, way: Way) -> str:
    """By which controls, where it is an engine that they go through; else who answers."""
    through = statement.through(way)
    return f", by {', '.join(through)}" if through else _elsewhere([way.missing], [way.asked_by])


def _why(standing: Standing) -> str:
    needs, asks = standing.statement.needs, standing.statement.asks
    if standing.state == "not yet":
        return ", ".join(needs) + _elsewhere((), asks)
    if standing.state == "not asked" and asks:
        return ", ".join(asks)
    return visible(standing.why) + _elsewhere(needs, asks)


def _elsewhere(engines: Sequence[str], commands: Sequence[str], before: str = "; ") -> str:
    """Engines that partywall lacks, and commands that answer what the model does not ask."""
    missing = ", ".join(one for one in engines if one)
    asked_by = ", ".join(one for one in commands if one)
    told = [f"not yet: {missing}"] * bool(missing) + [f"not asked: {asked_by}"] * bool(asked_by)
    return before * bool(told) + "; ".join(told)


def _missing(statements: Sequence[Statement]) -> Iterator[str]:
    many = sum(1 for one in statements if one.needs)
    engines = _counted(engine for one in statements for engine in one.needs)
    yield wrapped(f"not yet: {many} statements need engines that partywall lacks: {engines}", 0)
    many = sum(1 for one in statements if one.asks)
    commands = _counted(command for one in statements for command in one.asks)
    yield wrapped(f"not asked: {many} statements are for commands of their own: {commands}", 0)


def _counted(names: Iterable[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(Counter(names).items()))


def _inputs(report: Report) -> Iterator[str]:
    names = [f"{visible(one.file)} ({one.kind})" for one in report.inputs]
    told = ", ".join(names) if 0 < len(names) <= SHOWN else f"{len(names)} inputs"
    yield f"partywall {report.version}, as of {report.as_of}: {told}"
    for one in report.diagnostics:
        if one.level == "error":
            yield wrapped(f"not analysed: {visible(str(one))}", 2)


def _where_on_the_line(statement: Statement) -> str:
    layers = ", ".join(BY_ID[layer].title.lower() for layer in statement.layers)
    only = [f"class {one}" for one in statement.classes]
    only += [f"service {one}" for one in statement.services]
    narrowed = f" (only {', '.join(only)})" if only else ""
    return f"on the line: {layers}{narrowed}"


def source_of(source: Source) -> str:
    """The page, and whether somebody has read it."""
    how = f"read {source.read}" if source.confirmed else "not confirmed yet"
    return f"{source.title}, {source.page} ({how})"


def _claim(claim: Claim) -> str:
    since = f"since {claim.since} " if claim.since else ""
    until = f"until {claim.until} " if claim.until else ""
    gone = "" if claim.holds else "superseded: "
    when = f"{gone}{since}{until}".rstrip()
    return f"- {when}{': ' * bool(when)}{claim.says} {source_of(claim.source)}"


def _verdicts(count: ControlCount) -> str:
    told = [
        f"{number} {name.replace('_', ' ')}"
        for name in ("refuted", "undecided", "waived", "proved", "not_applicable")
        if (number := getattr(count, name))
    ]
    return ", ".join(told) or "nothing here to judge"


def _findings(outcome: str, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield f"\n{outcome.capitalize()}: {len(findings)}"
    for one in findings[:SHOWN]:
        waived = " (waived)" if one.verdict == "refuted" and not one.counts else ""
        assumed = f" (if {one.assumes})" if one.assumes else ""
        place = f"- {where(one)} {one.resource}{assumed}{waived}"
        yield wrapped(visible(place), 2)
        yield wrapped(f"{one.control}: {_seen(one)}", 6)
    yield from _rest(len(findings), "findings")


def _seen(finding: Finding) -> str:
    found = seen(finding.evidence[0], finding) if finding.evidence else ""
    return visible("; ".join(part for part in (finding.note, found) if part)) or finding.verdict


def _cell(cell: CellShown) -> str:
    what = f"{visible(cell.resource)}, {BY_ID[cell.layer].title.lower()}: {WHOSE[cell.party]}"
    missing = f", not settled until {visible(cell.unresolved)} is known" if cell.unresolved else ""
    return f"- {what}, {cell.state}{missing}"


def _duty(duty: DutyLine) -> str:
    shown = behind(duty.proof, duty.state)
    return visible(f"- {duty.subject}: {duty.title}: {duty.state}{'; ' * bool(shown)}{shown}")


def _rest(number: int, what: str) -> Iterator[str]:
    if number > SHOWN:
        yield f"  … and {number - SHOWN} more {what}; --format json has them all"


def wrapped(text: str, indent: int) -> str:
    """The text in lines of at most WIDTH, indented, the second and later ones by two more."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
