"""The sections below the matrix: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from partywall.assess.report import STATES, Change, Finding, Report
from partywall.reports import openings
from partywall.reports.escaping import html
from partywall.reports.html.signs import STATE_LETTERS, STATE_SIGNS
from partywall.reports.words import (
    LAPSES,
    PARTIES,
    Group,
    behind,
    grouped,
    lapsing,
    missing,
    seen,
    to_close,
    where,
    worst_duties,
)

LISTED: Final = 100
"""Findings of one control that a section lists; the rest are counted, and in the matrix."""

BAR: Final = 1000
"""Width of a bar, in units of its own."""


def counts(report: Report) -> dict[str, tuple[str, int]]:
    """The sections that this report has: id → title, and how many things are in it.

    The order is the order in the page.
    """
    comparison = report.comparison
    sections = {
        "numbers": ("In numbers", report.tally.resources),
        "refuted": ("Yours to fix", len(_refuted(report))),
        "undecided": ("Could not be decided", len(_undecided(report))),
        "waived": ("Waived", len(_waived(report))),
        "duties": ("Account, organization, team", len(report.duties)),
        "lapses": (LAPSES, len(report.lapses)),
        "changes": (
            "Since the baseline",
            0
            if comparison is None
            else sum(map(len, (comparison.new, comparison.gone, comparison.became_undecided))),
        ),
        "openings": (
            "What it opens and closes",
            0 if comparison is None else openings.number(comparison.openings),
        ),
        "input": ("About the input", len(report.diagnostics)),
        "unclassified": ("Line not drawn yet", len(report.tally.unclassified)),
        "coverage": ("What was understood", len(report.coverage)),
    }
    opened = comparison.openings if comparison is not None else None
    always = {"numbers", "refuted"}
    always |= {"changes"} if comparison is not None else set()
    always |= {"openings"} if opened is not None else set()
    return {id: found for id, found in sections.items() if found[1] or id in always}


def sections(report: Report) -> Iterator[str]:
    """Every section that has something to say, in the order of `counts`."""
    writers: dict[str, Callable[[Report], Iterator[str]]] = {
        "numbers": _numbers,
        "refuted": _fix,
        "undecided": _open_questions,
        "waived": _waivers,
        "duties": _duties,
        "lapses": _lapses,
        "changes": _changes,
        "openings": _openings,
        "input": _diagnostics,
        "unclassified": _unclassified,
        "coverage": _coverage,
    }
    for id, (title, _) in counts(report).items():
        yield f'<section id="{id}" aria-labelledby="{id}-title">\n'
        yield f'<h2 id="{id}-title">{title}</h2>\n'
        yield from writers[id](report)
        yield "</section>\n"


def _refuted(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.counts]


def _undecided(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.verdict == "undecided"]


def _waived(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.waiver is not None]


def _numbers(report: Report) -> Iterator[str]:
    cells = report.tally.cells
    used = [state for state in STATES if any(row.get(state) for row in cells.values())]
    most = max((sum(row.values()) for row in cells.values()), default=0)
    yield '<table class="numbers"><thead><tr><th scope="col">Whose</th><th scope="col">cells</th>'
    yield "".join(
        f'<th scope="col">{STATE_SIGNS[STATE_LETTERS[state]]} {state}</th>' for state in used
    )
    yield '<td class="bar"></td></tr></thead><tbody>\n'
    for party, name in PARTIES.items():
        row = cells.get(party, {})
        yield f'<tr><th scope="row">{name}</th><td>{sum(row.values())}</td>'
        yield "".join(f"<td>{row.get(state, 0) or '·'}</td>" for state in used)
        yield f'<td class="bar">{_bar(row, used, most)}</td></tr>\n'
    yield "</tbody></table>\n"
    verdicts = ", ".join(
        f"<b>{number}</b> {html(name.replace('_', ' '))}"
        for name, number in report.tally.verdicts.items()
    )
    yield f"<p>{report.tally.resources} resources; duties of yours: {verdicts or 'none judged'}."
    yield "</p>\n"
    yield "".join(f"<p>{html(text)}</p>\n" for text in to_close(report))
    if report.ledger is not None:
        yield f'<p class="quiet">Ledger: <bdi class="mono">{html(report.ledger.at)}</bdi></p>\n'


def _bar(row: dict[str, int], used: Iterable[str], most: int) -> str:
    parts, x = [], 0.0
    for state in used:
        width = round(BAR * row.get(state, 0) / most, 1) if most else 0
        if width:
            letter = STATE_LETTERS[state]  # type: ignore[index]
            parts.append(f'<rect class="bar-{letter}" x="{x:g}" width="{width:g}" height="14"/>')
        x = round(x + width, 1)
    return (
        f'<svg viewBox="0 0 {BAR} 14" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _fix(report: Report) -> Iterator[str]:
    groups = grouped(report, _refuted(report))
    if not groups:
        yield "<p>Nothing was refuted.</p>\n"
        return
    yield '<p class="quiet">What the configuration shows not to hold, worst first.</p>\n'
    for group in groups:
        yield from _article(group, "What was seen", _seen)


def _open_questions(report: Report) -> Iterator[str]:
    yield '<p class="quiet">The input does not tell; each line says which value would.</p>\n'
    for group in grouped(report, _undecided(report)):
        yield from _article(group, "What would decide it", lambda one: html(missing(one)))


def _article(group: Group, heading: str, what: Callable[[Finding], str]) -> Iterator[str]:
    control, weight = group.control, html(group.weight)
    yield f'<article><header><span class="weight {weight}">{weight}</span>'
    yield f'<h3>{html(group.title)}</h3></header><div class="body">\n'
    yield "".join(f"<p>{html(text)}</p>\n" for text in control.why.split("\n\n") if text)
    if control.fix:
        yield f"<p><b>What to do:</b> {html(control.fix)}</p>\n"
    yield from _rows(
        ("Resource", "Place", heading),
        ((_resource(one), _place(one), what(one)) for one in group.findings[:LISTED]),
    )
    if len(group.findings) > LISTED:
        rest = len(group.findings) - LISTED
        yield f"<p>… and {rest} more; the matrix and the JSON report have them all.</p>\n"
    known = f" · known as {html(', '.join(control.also_known_as))}" if control.also_known_as else ""
    sources = f" · {html(' '.join(control.sources))}" if control.sources else ""
    yield f'<p class="quiet"><code>partywall explain {html(control.id)}</code>{known}{sources}'
    yield "</p>\n</div></article>\n"


def _rows(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table of cells that are HTML already."""
    yield '<table class="list"><thead><tr>'
    yield "".join(
        f'<th scope="col" class="c{n}">{html(text)}</th>' for n, text in enumerate(headings, 1)
    )
    yield "</tr></thead><tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n"
    yield "</tbody></table>\n"


def _resource(one: Finding) -> str:
    return f'<bdi class="mono">{html(one.resource)}</bdi><br><small>{html(one.type)}</small>'


def _place(one: Finding) -> str:
    return f'<span class="mono">{html(where(one))}</span>'


def _seen(one: Finding) -> str:
    parts = [html(one.note)] if one.note else []
    parts += [f'<span class="mono">{html(seen(item, one))}</span>' for item in one.evidence]
    if one.assumes:
        parts.append(f"if {html(one.assumes)}")
    if one.waiver is not None and one.waiver.expired:
        parts.append(f"its waiver expired on {html(one.waiver.until)}: {html(one.waiver.reason)}")
    return "<br>".join(parts)


def _waivers(report: Report) -> Iterator[str]:
    yield '<p class="quiet">Refuted, and accepted by somebody until a day. '
    yield "An expired waiver waives nothing.</p>\n"
    rows = []
    for one in _waived(report):
        assert one.waiver is not None
        end = f"<b>expired</b> on {html(one.waiver.until)}" if one.waiver.expired else ""
        end = end or f"until {html(one.waiver.until)}"
        place = f'<br><small class="mono">{html(one.waiver.where)}</small>'
        rows.append(
            (
                _resource(one),
                f"<code>{html(one.control)}</code>",
                html(one.waiver.reason),
                end + place,
            )
        )
    yield from _rows(("Resource", "Control", "Reason", "Until"), rows)


def _duties(report: Report) -> Iterator[str]:
    yield '<p class="quiet">Duties that no resource stands for, what has lapsed or is open first.'
    yield "</p>\n"
    yield from _rows(
        ("Of", "Duty", "State", "What is behind it"),
        (
            (
                html(one.subject),
                f"{html(one.title)}<br><small>{html(one.customer or one.aws)}</small>",
                f"{STATE_SIGNS[STATE_LETTERS[one.state]]} {one.state}",
                html(behind(one.proof, one.state)),
            )
            for one in worst_duties(report)
        ),
    )


def _lapses(report: Report) -> Iterator[str]:
    yield from _rows(
        ("Last day", "What"), ((html(one.until), html(lapsing(one))) for one in report.lapses)
    )


def _changes(report: Report) -> Iterator[str]:
    comparison = report.comparison
    assert comparison is not None
    baseline = f'<bdi class="mono">{html(comparison.baseline)}</bdi>'
    yield f'<p class="quiet">Compared with {baseline}.</p>\n'
    for title, changes in (
        ("Newly refuted", comparison.new),
        ("No longer refuted", comparison.gone),
        ("Now undecided", comparison.became_undecided),
    ):
        yield f"<h3>{title}: {len(changes)}</h3>\n"
        if changes:
            yield from _rows(("Control", "Resource", "Change"), map(_change, changes[:LISTED]))
        if len(changes) > LISTED:
            yield f"<p>… and {len(changes) - LISTED} more.</p>\n"
    if comparison.openings is None:
        yield f'<p class="quiet">{html(openings.UNKNOWN_FROM_A_REPORT)}</p>\n'


def _openings(report: Report) -> Iterator[str]:
    """Who can newly do what, and what the Internet newly reaches; what rests on what is folded."""
    comparison = report.comparison
    assert comparison is not None and comparison.openings is not None
    found = comparison.openings
    yield from (f"<p>{html(line)}</p>\n" for line in openings.principals(found))
    for part in openings.parts(found):
        number = f": {len(part.rows)}" if part.rows or not part.note else ""
        note = f" <small>({html(part.note)})</small>" if part.note and part.listed else ""
        if not part.listed:
            yield f"<details><summary>{html(part.title)}{number}</summary>\n"
        else:
            yield f"<h3>{html(part.title)}{number}{note}</h3>\n"
        if part.rows:
            headings = ("Who", "What", "On", part.last.capitalize())
            yield from _rows(headings, map(_opening, part.rows[:LISTED]))
        if len(part.rows) > LISTED:
            yield f"<p>… and {len(part.rows) - LISTED} more.</p>\n"
        yield "" if part.listed else "</details>\n"
    if found.access.assumed:
        yield "<details><summary>What this rests on</summary>\n<ul>"
        yield "".join(f"<li>{html(one)}</li>" for one in found.access.assumed)
        yield "</ul></details>\n"


def _opening(row: openings.Row) -> tuple[str, str, str, str]:
    on = f'<bdi class="mono">{html(row.on)}</bdi>'
    how = "<br>".join(html(line) for line in row.how)
    return f"<bdi>{html(row.who)}</bdi>", html(row.what), on, how


def _change(one: Change) -> tuple[str, str, str]:
    resource = f'<bdi class="mono">{html(one.resource)}</bdi><br><small>{html(one.file)}</small>'
    change = f"{one.was} → {one.now}".replace("_", " ")
    return f"<code>{html(one.control)}</code>", resource, html(change)


def _diagnostics(report: Report) -> Iterator[str]:
    yield from _rows(
        ("Level", "Place", "Remark"),
        (
            (
                html(one.level),
                f'<span class="mono">{html(one.where)}</span>',
                html(f"{one.message}; {one.hint}" if one.hint else one.message),
            )
            for one in report.diagnostics
        ),
    )


def _unclassified(report: Report) -> Iterator[str]:
    yield '<p class="quiet">Nobody has drawn the line of these types; '
    yield "until then what is not below every service counts as yours.</p>\n"
    yield from _rows(
        ("Type", "Resources"),
        (
            (f'<span class="mono">{html(name)}</span>', str(number))
            for name, number in report.tally.unclassified.items()
        ),
    )


def _coverage(report: Report) -> Iterator[str]:
    yield from _rows(
        ("Source type", "Resources", "Arguments mapped", "Left out"),
        (
            (
                f'<span class="mono">{html(one.type)}</span>',
                str(one.resources),
                str(one.mapped),
                f"{one.unmapped}: {html(', '.join(one.arguments))}" if one.unmapped else "none",
            )
            for one in report.coverage
        ),
    )
