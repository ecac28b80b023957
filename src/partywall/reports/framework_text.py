"""A framework for people at a terminal: every control in a line, or one with both duties."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from partywall.assess.framework import ControlStanding
from partywall.assess.framework_parts import STATES, Judged, Part
from partywall.assess.report import Report
from partywall.line.crosswalk import KINDS, Crosswalk, Disposition, Framework, Row
from partywall.line.duties import duties
from partywall.line.layer import BY_ID
from partywall.reports.escaping import visible
from partywall.reports.words import DISCLAIMER

WHOSE: Final = {"aws": "AWS", "customer": "yours", "shared": "shared", "none": "nobody's"}
SETTLED: Final = {
    "inherited": "inherited, under a report of AWS's",
    "shared": "AWS's half under a report, yours by what is named below",
    "by controls": "in part by controls of ours, the rest by a person's word",
    "attested": "by a person's word",
    "not applicable": "there is nothing of the kind",
}
SIDES: Final = {"aws": "AWS", "customer": "you"}
WIDTH: Final = 98


def frameworks(known: Crosswalk) -> Iterator[str]:
    """The frameworks that there are, each in a line."""
    yield f"  {'nist-800-53':<16} NIST SP 800-53 r5, release {known.version}: " + _many(
        len(known.dispositions), "control"
    )
    for one in known.frameworks.values():
        yield f"  {one.id:<16} {one.title}: {_many(len(one.rows), 'id')}"


def bare_list(known: Crosswalk, chosen: Sequence[Disposition], baseline: str) -> Iterator[str]:
    """Every control with whose it is, and how many there are of each kind."""
    yield from _heading(known, chosen, baseline)
    yield ""
    counts = Counter(one.kind for one in chosen)
    yield from (f"  {kind:<16} {counts[kind]:>5}" for kind in KINDS)
    for family, members in _by_family(chosen):
        yield f"\n{family} {known.families[family]}"
        for one in members:
            yield _wrapped(f"{one.id:<10} {one.kind:<14} {one.title}", 2, 29)
    yield ""
    yield DISCLAIMER


def standing_list(
    known: Crosswalk, report: Report, standings: Sequence[ControlStanding], baseline: str
) -> Iterator[str]:
    """Every control with its state for an estate, after a table of kinds and states."""
    yield from _inputs(report)
    yield from _heading(known, [one.disposition for one in standings], baseline)
    yield ""
    yield from _table(standings)
    by_id = {one.disposition.id: one for one in standings}
    for family, members in _by_family([one.disposition for one in standings]):
        yield f"\n{family} {known.families[family]}"
        for disposition in members:
            one = by_id[disposition.id]
            head = f"{disposition.id:<10} {disposition.kind:<14} {one.state:<14}"
            yield _wrapped(visible(f"{head} {disposition.title}: {one.why}"), 2, 44)
    yield ""
    yield DISCLAIMER


def page(known: Crosswalk, one: Disposition, titles: Mapping[str, str]) -> Iterator[str]:
    """One control in full: whose it is and why, both duties, what shows them, other ids."""
    yield f"{one.id} {one.title}"
    yield _wrapped(f"in {', '.join(one.baselines) or 'no baseline'}", 2)
    yield ""
    yield _wrapped(f"whose: {WHOSE[one.party]}. {one.reason}", 2)
    yield _wrapped(f"settled: {SETTLED[one.kind]}", 2)
    if one.because:
        yield _wrapped(f"not applicable: {one.because}", 2)
    if one.aws:
        yield _wrapped(f"AWS: {one.aws}", 2)
    if one.customer:
        yield _wrapped(f"you: {one.customer}", 2)
    if one.rest:
        yield _wrapped(f"left to attest beside our controls: {one.rest}", 2)
    if one.aws and not one.is_assessed:
        yield _wrapped("no report of AWS's is known to speak of this control: ask AWS", 2)
    if one.layers:
        layers = ", ".join(BY_ID[layer].title.lower() for layer in one.layers)
        yield _wrapped(f"on the line: {layers}", 2)
    if one.customer:
        yield _wrapped(f"attested as: {' and '.join(one.duties) or one.own_duty}", 2)
    serving = [duty for duty in duties().values() if one.id in duty.nist]
    if serving:
        told = ", ".join(f"{duty.id} ({duty.title})" for duty in serving)
        yield _wrapped(f"served by the duties: {told}", 2)
    yield from _controls(known, one, titles)
    yield from _elsewhere(known, one)
    yield ""
    yield _wrapped(f"source of id and title: {known.source.title}, {known.source.page}", 2)
    yield _wrapped(f"read {known.source.read}; duties in our own words, not NIST's", 2)


def evidence(report: Report, standing: ControlStanding) -> Iterator[str]:
    """How a control stands for an estate: each part of it, and the verdicts of our controls."""
    yield ""
    yield from _inputs(report)
    yield _wrapped(f"{standing.state}: {visible(standing.why)}", 0)
    if standing.parts:
        yield ""
    yield from (_wrapped(_part(one), 2) for one in standing.parts)
    judged = [one for one in standing.judged if _verdicts(one)]
    if standing.judged:
        yield f"\nOur controls: {len(judged)} of {len(standing.judged)} had something to judge"
    for one in sorted(judged, key=_worst_first):
        yield _wrapped(f"{one.control} ({one.relation}): {_verdicts(one)}", 2)
    yield ""
    yield DISCLAIMER


def other(framework: Framework, rows: Sequence[Row], states: Mapping[str, str]) -> Iterator[str]:
    """The ids of another framework, each with the NIST controls that it intersects."""
    yield f"{framework.title}: {_many(len(rows), 'id')}"
    yield _wrapped(f"{framework.source.title} (read {framework.source.read})", 0)
    yield ""
    for row in rows:
        told = [f"{id} {states[id]}" if id in states else id for id in row.nist]
        yield _wrapped(f"{row.id:<8} {', '.join(told)}", 2)
    yield ""
    shares = "Each id shares something with these controls of NIST's, and no more"
    yield _wrapped(f"{shares}: it has no state of its own.", 0)
    yield DISCLAIMER


# -- lines and words


def _heading(known: Crosswalk, chosen: Sequence[Disposition], baseline: str) -> Iterator[str]:
    of = f"{baseline} ({known.baselines[baseline]})" if baseline else "all active controls"
    yield f"NIST SP 800-53 r5, release {known.version}, {of}: {_many(len(chosen), 'control')}"


def _table(standings: Sequence[ControlStanding]) -> Iterator[str]:
    counts = Counter((one.disposition.kind, one.state) for one in standings)
    states = [state for state in STATES if any(counts[kind, state] for kind in KINDS)]
    yield f"  {'':<16}" + "".join(f" {state:>{max(9, len(state))}}" for state in states)
    for kind in KINDS:
        numbers = [f" {counts[kind, state] or '-':>{max(9, len(state))}}" for state in states]
        yield f"  {kind:<16}" + "".join(numbers)


def _by_family(chosen: Sequence[Disposition]) -> Iterator[tuple[str, list[Disposition]]]:
    families: dict[str, list[Disposition]] = {}
    for one in chosen:
        families.setdefault(one.family, []).append(one)
    yield from families.items()


def _controls(known: Crosswalk, one: Disposition, titles: Mapping[str, str]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for mapped in one.controls:
        groups.setdefault((mapped.relation, mapped.group), []).append(mapped.control)
    if groups:
        yield f"\nControls of ours that bear on it: {len(one.controls)}"
    order = ("subset", "superset", "intersects")
    for (relation, group), controls in sorted(groups.items(), key=lambda it: order.index(it[0][0])):
        yield _wrapped(f"{group} ({relation}): {known.groups[group]}", 2)
        yield from (_wrapped(f"{id}: {titles[id]}", 6) for id in controls)


def _elsewhere(known: Crosswalk, one: Disposition) -> Iterator[str]:
    found = {
        framework.id: [row.id for row in framework.rows if one.id in row.nist]
        for framework in known.frameworks.values()
    }
    if any(found.values()):
        yield "\nIds of other frameworks that share something with it"
    for name, ids in found.items():
        if ids:
            yield _wrapped(f"{name}: {', '.join(ids)}", 2)


def _part(part: Part) -> str:
    closes = f"; to close it: {part.closes}" if part.closes else ""
    return visible(f"{SIDES[part.side]}, by {part.shown_by}: {part.state}: {part.why}{closes}")


def _verdicts(one: Judged) -> str:
    names = ("refuted", "undecided", "waived", "proved", "not_applicable")
    told = [
        f"{number} {name.replace('_', ' ')}" for name in names if (number := getattr(one, name))
    ]
    return ", ".join(told)


def _worst_first(one: Judged) -> tuple[bool, bool, bool, str]:
    return not one.refuted, not one.undecided, not one.waived, one.control


def _inputs(report: Report) -> Iterator[str]:
    names = ", ".join(f"{visible(one.file)} ({one.kind})" for one in report.inputs[:8])
    more = f" and {len(report.inputs) - 8} more" if len(report.inputs) > 8 else ""
    yield f"partywall {report.version}, as of {report.as_of}: {names}{more}"
    for one in report.diagnostics:
        if one.level == "error":
            yield _wrapped(f"not analysed: {visible(str(one))}", 2)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _wrapped(text: str, indent: int, rest: int = 0) -> str:
    """The text in lines of the page's width; those after the first are indented to `rest`."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (rest or indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
