"""The report for people at a terminal: the line, what is theirs to fix, what is undecided."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from partywall.assess.report import STATES, Finding, Report
from partywall.reports.escaping import visible
from partywall.reports.words import (
    DISCLAIMER,
    PARTIES,
    Group,
    grouped,
    missing,
    seen,
    where,
)

SHOWN = 8
"""Findings of one control that are listed; the rest are counted."""

STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
STATE_STYLES = {"refuted": "red", "undecided": "yellow", "proved": "green", "open": "magenta"}


def render(report: Report, *, color: bool = False, width: int = 100) -> Iterator[bytes]:
    """The summary, in one piece. Colour never carries meaning alone."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(60, min(width, 140)),
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    _line(console, report)
    _refuted(console, report)
    _undecided(console, report)
    _comparison(console, report)
    _diagnostics(console, report)
    _coverage(console, report)
    yield "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()).encode()


def _text(text: str, style: str = "") -> Text:
    """Text that cannot steer the terminal: what is invisible in it is written out."""
    return Text(visible(text), style=style)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(_text(text, style="bold"))


def _line(console: Console, report: Report) -> None:
    files = ", ".join(f"{one.file} ({one.kind})" for one in report.inputs) or "nothing was read"
    console.print(_text(f"partywall {report.version}: {files}"))
    _heading(console, f"The line: {report.tally.resources} resources, cell by cell")
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
    if report.tally.unclassified:
        names = ", ".join(f"{name} ({n})" for name, n in report.tally.unclassified.items())
        console.print(_text(f"  Nobody has drawn the line yet for: {names}"))


def _refuted(console: Console, report: Report) -> None:
    groups = grouped(report, (one for one in report.findings if one.counts))
    total = sum(len(one.findings) for one in groups)
    _heading(console, f"Yours to fix: {total}" if total else "Yours to fix: nothing was refuted")
    for group in groups:
        _group(console, group)
    waived = [one for one in report.findings if one.waiver is not None and not one.counts]
    if waived:
        console.print(_text(f"  {len(waived)} more are waived"))


def _group(console: Console, group: Group) -> None:
    control = group.control
    head = _text("  ")
    head.append(f"[{control.weight}] ", style=STYLES[control.weight])
    head.append(visible(control.title), style="bold")
    console.print()
    console.print(head)
    console.print(Padding(_text(control.why), (0, 0, 0, 4)))
    if control.fix:
        console.print(Padding(_text(f"What to do: {control.fix}"), (0, 0, 0, 4)))
    for one in group.findings[:SHOWN]:
        console.print(Padding(_place(one, _seen(one)), (0, 0, 0, 4)))
    if len(group.findings) > SHOWN:
        console.print(_text(f"    … and {len(group.findings) - SHOWN} more resources"))
    console.print(_text(f"    partywall explain {control.id}", style="dim"))


def _place(finding: Finding, what: str) -> Text:
    text = _text("- ")
    text.append(visible(where(finding)), style="underline")
    text.append(visible(f" {finding.resource}: {what}"))
    if finding.assumes:
        text.append(visible(f" (if {finding.assumes})"))
    if finding.waiver is not None and finding.waiver.expired:
        text.append(f" (its waiver expired on {finding.waiver.until})")
    return text


def _seen(finding: Finding) -> str:
    found = seen(finding.evidence[0], finding) if finding.evidence else ""
    return "; ".join(part for part in (finding.note, found) if part)


def _undecided(console: Console, report: Report) -> None:
    groups = grouped(report, (one for one in report.findings if one.verdict == "undecided"))
    if not groups:
        return
    total = sum(len(one.findings) for one in groups)
    _heading(console, f"Could not be decided: {total}; what would decide each")
    for group in groups:
        console.print()
        console.print(_text(f"  [{group.control.weight}] {group.control.title}"))
        for one in group.findings[:SHOWN]:
            console.print(Padding(_place(one, missing(one)), (0, 0, 0, 4)))
        if len(group.findings) > SHOWN:
            console.print(_text(f"    … and {len(group.findings) - SHOWN} more resources"))


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


def _diagnostics(console: Console, report: Report) -> None:
    if not report.diagnostics:
        return
    _heading(console, "About the input")
    for one in report.diagnostics:
        console.print(Padding(_text(f"{one.level}: {one}"), (0, 0, 0, 2)))


def _coverage(console: Console, report: Report) -> None:
    if not report.coverage:
        return
    _heading(console, "What of the input was understood")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("type", "resources", "mapped", "left out"):
        table.add_column(name, justify="left" if name == "type" else "right")
    table.add_column("arguments left out", overflow="fold")
    for one in report.coverage:
        names = ", ".join(one.arguments)
        counts = (str(one.resources), str(one.mapped), str(one.unmapped))
        table.add_row(visible(one.type), *counts, visible(names))
    console.print(Padding(table, (0, 0, 0, 2)))
