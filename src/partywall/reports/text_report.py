"""The report for people at a terminal: the line, what is theirs to fix, what is undecided."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from partywall.assess.openings import Openings
from partywall.assess.report import STATES, Finding, Report
from partywall.kernel.diagnostic import Level
from partywall.reports.causes import Cause, causes
from partywall.reports.escaping import visible
from partywall.reports.flow import flow
from partywall.reports.openings import JSON_HAS, UNKNOWN_FROM_A_REPORT, parts, principals
from partywall.reports.words import (
    DISCLAIMER,
    LAPSES,
    PARTIES,
    WEIGHTS,
    Group,
    behind,
    duties_in_numbers,
    grouped,
    lapsing,
    spot,
    to_close,
    where,
)

SHOWN = 8
"""Findings of one control, and inputs, that are listed; the rest are counted."""

SEEN = 160
"""Characters of a property and its value that are shown."""

CAUSES = 40
"""Missing values that are listed; the rest are counted."""

REMARKS = 20
"""Diagnostics of one kind that are listed."""

STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
STATE_STYLES = {"refuted": "red", "undecided": "yellow", "proved": "green", "open": "magenta"}


def render(report: Report, *, color: bool = False, width: int = 100) -> Iterator[bytes]:
    """The summary, in one piece. Colour never carries meaning alone."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(60, min(width, 140)),
        height=25,  # which nothing depends on; left out, the terminal is asked at every line
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    _inputs(console, report)
    _diagnostics(console, report, "Not analysed", ("error",))
    if report.lines:
        _line(console, report)
        _refuted(console, report)
        _undecided(console, report)
        _lapses(console, report)
    _comparison(console, report)
    _diagnostics(console, report, "About the input", ("warning", "info"))
    _coverage(console, report)
    yield "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()).encode()


def _text(text: str, style: str = "") -> Text:
    """Text that cannot steer the terminal: what is invisible in it is written out."""
    return Text(visible(text), style=style)


def _heading(console: Console, text: str, rest: str = "") -> None:
    console.print()
    console.print(_text(text, style="bold").append(visible(rest), style="not bold"))


def _indented(console: Console, text: Text, by: int) -> None:
    """Off a terminal there is nothing to style, and to wrap is all that is left to do."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, by)))
        return
    for line in text.wrap(console, console.width - by):
        console.file.write(f"{' ' * by}{line.plain}\n")


def _inputs(console: Console, report: Report) -> None:
    files = [f"{one.file} ({one.kind})" for one in report.inputs]
    if len(files) < 2:
        read = files[0] if files else "nothing was read"
        console.print(_text(f"partywall {report.version}: {read}"))
        return
    console.print(_text(f"partywall {report.version}: {len(files)} inputs"))
    for file in files[:SHOWN]:
        _indented(console, _text(file), 2)
    if len(files) > SHOWN:
        console.print(_text(f"  … and {len(files) - SHOWN} more"))


def _line(console: Console, report: Report) -> None:
    many = report.tally.resources != 1
    _heading(console, f"The line: {report.tally.resources} resource{'s' * many}, cell by cell")
    cells = report.tally.cells
    used = [state for state in STATES if any(row.get(state) for row in cells.values())]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("whose")
    table.add_column("cells", justify="right")
    for state in used:
        table.add_column(state, justify="right", style=STATE_STYLES.get(state, ""))
    for party, name in PARTIES.items():
        row = cells.get(party, {})
        counts = [str(row[state]) if row.get(state) else "·" for state in used]
        table.add_row(name, str(sum(row.values())), *counts)
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print(_text(f"  {DISCLAIMER}", style="dim"))
    for text in to_close(report):
        _indented(console, _text(text), 2)
    if report.duties:
        _indented(console, _text(duties_in_numbers(report)), 2)
    if report.tally.unclassified:
        names = ", ".join(f"{name} ({n})" for name, n in report.tally.unclassified.items())
        console.print(_text(f"  Nobody has drawn the line yet for: {names}"))


def _lapses(console: Console, report: Report) -> None:
    """Duties that lapsed, and what will lapse soon."""
    lapsed = [one for one in report.duties if one.state == "lapsed"]
    if lapsed:
        _heading(console, f"Lapsed: {len(lapsed)}")
        for duty in lapsed:
            what = f"- {duty.subject}: {duty.title} ({behind(duty.proof, duty.state)})"
            _indented(console, _text(what), 2)
    if report.lapses:
        _heading(console, f"{LAPSES}: {len(report.lapses)}")
        for one in report.lapses[:SHOWN]:
            _indented(console, _text(f"- {one.until} {lapsing(one)}"), 2)
        if len(report.lapses) > SHOWN:
            console.print(_text(f"  … and {len(report.lapses) - SHOWN} more"))


def _weights(findings: Iterable[Finding]) -> str:
    """` (2 critical, 15 high)`, worst first."""
    count = Counter(one.weight for one in findings)
    words = ", ".join(f"{count[weight]} {weight}" for weight in WEIGHTS if count[weight])
    return f" ({words})" if words else ""


def _refuted(console: Console, report: Report) -> None:
    refuted = [one for one in report.findings if one.counts]
    if refuted:
        _heading(console, f"Yours to fix: {len(refuted)}", _weights(refuted))
    elif report.incomplete:
        _heading(console, "Yours to fix: nothing was refuted in what was analysed")
    else:
        _heading(console, "Yours to fix: nothing was refuted")
    for group in grouped(report, refuted):
        _group(console, group)
    waived = [one for one in report.findings if one.waiver is not None and not one.counts]
    if waived:
        console.print()
        console.print(_text(f"  Waived, and so not counted: {len(waived)}"))


def _group(console: Console, group: Group) -> None:
    control = group.control
    head = _text(f"[{group.weight}] ", style=STYLES[group.weight])
    head.append(visible(group.title), style="bold")
    console.print()
    _indented(console, head, 2)
    if control.why:
        _indented(console, _text(control.why), 4)
    if control.fix:
        _indented(console, _text(f"What to do: {control.fix}"), 4)
    alike: dict[str, list[Finding]] = {}
    for one in group.findings[:SHOWN]:
        alike.setdefault(_seen(one), []).append(one)
    for what, findings in alike.items():
        for one in findings:
            _indented(console, _place(one), 4)
        _indented(console, _text(what), 8)
    if len(group.findings) > SHOWN:
        console.print(_text(f"    … and {len(group.findings) - SHOWN} more resources"))
    console.print(_text(f"    partywall explain {control.id}", style="dim"))


def _place(finding: Finding) -> Text:
    text = _text("- ")
    text.append(visible(where(finding)), style="underline")
    text.append(visible(f" {finding.resource}"))
    if finding.assumes:
        text.append(visible(f" (if {finding.assumes})"))
    if finding.waiver is not None and finding.waiver.expired:
        text.append(f" (its waiver expired on {finding.waiver.until})")
    return text


def _seen(finding: Finding) -> str:
    """What was seen, in few lines."""
    found = ""
    if finding.evidence:
        first = finding.evidence[0]
        place, whole = spot(first, finding), isinstance(first.found, dict)
        found = f"{place} = {flow(first.found)}" if place else "" if whole else flow(first.found)
    text = "; ".join(part for part in (finding.note, found) if part) or finding.verdict
    longest = len(finding.note) + SEEN
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _undecided(console: Console, report: Report) -> None:
    undecided = [one for one in report.findings if one.verdict == "undecided"]
    if not undecided:
        return
    _heading(console, f"Could not be decided: {len(undecided)}", _weights(undecided))
    console.print(_text("  Each value below is not in the input, and would decide what follows."))
    found = causes(undecided)
    for cause in found[:CAUSES]:
        count = len(cause.findings)
        head = _text(cause.text, style="bold")
        if count > 1:
            head.append(f" (decides {count} findings at once)", style="not bold")
        console.print()
        _indented(console, head, 2)
        if cause.remedy:
            _indented(console, _text(f"What to do: {cause.remedy}"), 4)
        _open_findings(console, report, cause)
    if len(found) > CAUSES:
        console.print()
        rest = sum(len(one.findings) for one in found[CAUSES:])
        more = f"{len(found) - CAUSES} more values, which would decide {rest} findings"
        console.print(_text(f"  … and {more}; --format json has them all"))


def _open_findings(console: Console, report: Report, cause: Cause) -> None:
    """The findings that a cause keeps open: each duty once, with its places, or the other way."""
    shown = cause.findings[:SHOWN]
    one_place = len({(where(one), one.resource) for one in cause.findings}) == 1
    if one_place:
        _indented(console, _place(shown[0]), 4)
    control = ""
    for one in shown:
        if one.control != control:
            control = one.control
            title = report.controls[control].title
            _indented(console, _text(f"[{one.weight}] {title} ({control})"), 6 if one_place else 4)
        if not one_place:
            _indented(console, _place(one), 6)
    if len(cause.findings) > SHOWN:
        console.print(_text(f"    … and {len(cause.findings) - SHOWN} more findings"))


def _comparison(console: Console, report: Report) -> None:
    comparison = report.comparison
    if comparison is None:
        return
    _heading(console, f"Since {comparison.baseline}")
    for title, items in (
        ("new", comparison.new),
        ("gone", comparison.gone),
        ("became undecided", comparison.became_undecided),
    ):
        console.print(_text(f"  {title}: {len(items)}"))
        for item in items[: SHOWN * 2]:
            console.print(_text(f"    - {item.control} {item.resource}: {item.was} → {item.now}"))
        if len(items) > SHOWN * 2:
            console.print(_text(f"    … and {len(items) - SHOWN * 2} more"))
    _openings(console, comparison.openings)


def _openings(console: Console, found: Openings | None) -> None:
    """What a change opens and closes, the numbers first."""
    if found is None:
        _indented(console, _text(UNKNOWN_FROM_A_REPORT), 2)
        return
    for line in principals(found):
        _indented(console, _text(line), 2)
    for part in parts(found):
        note = f" ({part.note})" if part.note else ""
        number = f": {len(part.rows)}" if part.rows or not part.note else ""
        _indented(console, _text(f"{part.title}{number}{note}"), 2)
        for row in part.rows[:SHOWN] if part.listed else ():
            _indented(console, _text(f"- {row.who}: {row.what}"), 4)
            for line in (f"on {row.on}", *row.how):
                _indented(console, _text(line), 8)
        if part.listed and len(part.rows) > SHOWN:
            rest = len(part.rows) - SHOWN
            console.print(_text(f"    … and {rest} more; {JSON_HAS} all"))


def _diagnostics(console: Console, report: Report, title: str, levels: tuple[Level, ...]) -> None:
    found = [one for one in report.diagnostics if one.level in levels]
    if not found:
        return
    _heading(console, f"{title}: {len(found)}")
    for one in found[:REMARKS]:
        _indented(console, _text(f"{one.level}: {one}"), 2)
    if len(found) > REMARKS:
        console.print(_text(f"  … and {len(found) - REMARKS} more; --format json has them all"))


def _coverage(console: Console, report: Report) -> None:
    if not report.coverage:
        return
    _heading(console, "What of the input was understood")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("type", overflow="fold")
    for name in ("resources", "mapped", "left out", "not told"):
        table.add_column(name, justify="right")
    table.add_column("arguments left out", overflow="fold")
    for one in report.coverage:
        names = ", ".join(one.arguments)
        counts = [str(n) for n in (one.resources, one.mapped, one.unmapped, one.undecided)]
        table.add_row(visible(one.type), *counts, visible(names))
    console.print(Padding(table, (0, 0, 0, 2)))
