"""The report for a pull request, in GitHub-flavoured Markdown.

What changed comes first when there is a baseline, then what is to fix. A comment on GitHub may
have 65,536 characters; this stays under LONGEST by cutting tables and counting what was cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.openings import Openings
from partywall.assess.report import STATES, Finding, Report
from partywall.reports.escaping import markdown, markdown_code
from partywall.reports.openings import UNKNOWN_FROM_A_REPORT, in_short, parts, principals
from partywall.reports.words import (
    DISCLAIMER,
    LAPSES,
    PARTIES,
    Group,
    behind,
    duties_in_numbers,
    grouped,
    lapsing,
    missing,
    seen,
    to_close,
    where,
    worst_duties,
)

LONGEST: Final = 60_000
"""Characters at most; the budgets below and the fixed parts together stay under it."""

BUDGETS: Final = {
    "new": 6_000,
    "gone": 2_000,
    "became undecided": 2_000,
    "allowed": 3_500,
    "disallowed": 1_500,
    "untold": 1_500,
    "reached": 2_000,
    "unreached": 1_000,
    "unsure": 1_000,
    "refuted": 13_500,
    "reasons": 5_000,
    "undecided": 4_500,
    "waived": 2_000,
    "lapses": 1_000,
    "duties": 1_500,
    "remarks": 1_500,
    "types": 1_000,
}
"""Characters that each part may have."""

CLIPPED: Final = 160
"""Characters of one text, before escaping."""


def render(report: Report) -> Iterator[bytes]:
    """The comment, in one piece."""
    parts = [
        *_headline(report),
        *_comparison(report),
        *_line(report),
        *_refuted(report),
        *_undecided(report),
        *_waived(report),
        *_duties(report),
        *_remarks(report),
        f"<sub>partywall {report.version}, as of {report.as_of}. {DISCLAIMER}</sub>",
    ]
    text = "\n\n".join(parts) + "\n"
    assert len(text) <= LONGEST, "the budgets keep the comment short"
    yield text.encode()


def _headline(report: Report) -> Iterator[str]:
    refuted = sum(one.counts for one in report.findings)
    undecided = sum(one.verdict == "undecided" for one in report.findings)
    parts = [f"{refuted} to fix" if refuted else "nothing refuted"]
    parts += [f"{undecided} undecided"] if undecided else []
    parts += ["incomplete"] if report.incomplete else []
    yield f"## partywall: {', '.join(parts)}"
    files = _within(
        (markdown_code(_clip(one.file)) for one in report.inputs[:10]), 1500, separator=", "
    )
    yield f"{report.tally.resources} resources in {files or 'no input'}" + (
        f" and {len(report.inputs) - 10} more" if len(report.inputs) > 10 else ""
    )
    if report.incomplete:
        yield "**The analysis is incomplete:** something in the input was not analysed."


def _comparison(report: Report) -> Iterator[str]:
    comparison = report.comparison
    if comparison is None:
        return
    parts = {
        "new": comparison.new,
        "gone": comparison.gone,
        "became undecided": comparison.became_undecided,
    }
    numbers = ", ".join(f"{len(changes)} {name}" for name, changes in parts.items())
    yield f"### Since {markdown_code(_clip(comparison.baseline))}: {numbers}"
    for name, changes in parts.items():
        if changes:
            yield _table(
                ("control", "resource", name),
                (
                    (
                        markdown_code(_clip(one.control)),
                        markdown_code(_clip(one.resource)),
                        markdown(f"{one.was} → {one.now}"),
                    )
                    for one in changes
                ),
                len(changes),
                BUDGETS[name],
            )
    yield from _openings(comparison.openings)


def _openings(found: Openings | None) -> Iterator[str]:
    if found is None:
        yield markdown(UNKNOWN_FROM_A_REPORT)
        return
    yield f"### {markdown(in_short(found))}"
    yield from (markdown(_clip(line)) for line in principals(found))
    for part in parts(found):
        if part.rows or part.note:
            number = f": {len(part.rows)}" if part.rows or part.listed else ""
            note = f" ({part.note})" if part.note else ""
            title = markdown(f"{part.title}{number}{note}")
            yield f"**{title}**" if part.listed else title
        if part.rows and part.listed:
            rows = (
                (
                    markdown(_clip(row.who)),
                    markdown_code(_clip(row.what)),
                    markdown_code(_clip(row.on)),
                    markdown(_clip("; ".join(row.how), 240)),
                )
                for row in part.rows
            )
            headings = ("who", "what", "on", part.last)
            yield _table(headings, rows, len(part.rows), BUDGETS[part.id])


def _line(report: Report) -> Iterator[str]:
    cells = report.tally.cells
    used = [state for state in STATES if any(row.get(state) for row in cells.values())]
    rows = [
        f"| {name} | {sum(row.values())} | "
        + " | ".join(str(row.get(state, 0) or "·") for state in used)
        + " |"
        for party, name in PARTIES.items()
        for row in [cells.get(party, {})]
    ]
    if used:
        yield "\n".join(
            [f"| whose | cells | {' | '.join(used)} |", f"|---|{'--:|' * (len(used) + 1)}", *rows]
        )
    closers = [markdown(_clip(text)) for text in to_close(report)]
    if closers:
        yield "\n".join(f"- {text}" for text in closers)


def _refuted(report: Report) -> Iterator[str]:
    groups = grouped(report, (one for one in report.findings if one.counts))
    if not groups:
        return
    findings = [one for group in groups for one in group.findings]
    yield "### Yours to fix"
    yield _table(
        ("weight", "control", "resource", "place", "seen"),
        (
            (
                one.weight,
                markdown_code(_clip(one.control)),
                markdown_code(_clip(one.resource)),
                markdown_code(_clip(where(one))),
                _seen(one),
            )
            for one in findings
        ),
        len(findings),
        BUDGETS["refuted"],
    )
    reasons = _within(map(_reason, groups), BUDGETS["reasons"], separator="\n\n", total=len(groups))
    yield _folded("Why it matters, and what to do", reasons)


def _reason(group: Group) -> str:
    control = group.control
    why = " ".join(control.why.split())
    fix = f" What to do: {markdown(_clip(control.fix, 400))}" if control.fix else ""
    return (
        f"**{markdown(_clip(group.title))}** {markdown(_clip(why, 400))}{fix} "
        f"{markdown_code(f'partywall explain {_clip(control.id)}')}"
    )


def _undecided(report: Report) -> Iterator[str]:
    groups = grouped(report, (one for one in report.findings if one.verdict == "undecided"))
    findings = [one for group in groups for one in group.findings]
    if findings:
        table = _table(
            ("control", "resource", "what would decide it"),
            (
                (
                    markdown_code(_clip(one.control)),
                    markdown_code(_clip(one.resource)),
                    markdown(_clip(missing(one))),
                )
                for one in findings
            ),
            len(findings),
            BUDGETS["undecided"],
        )
        yield _folded(f"Could not be decided: {len(findings)}", table)


def _waived(report: Report) -> Iterator[str]:
    rows = [
        (
            markdown_code(_clip(one.control)),
            markdown_code(_clip(one.resource)),
            markdown(_clip(one.waiver.reason)),
            f"expired on {one.waiver.until}" if one.waiver.expired else markdown(one.waiver.until),
        )
        for one in report.findings
        if one.waiver is not None
    ]
    if rows:
        table = _table(
            ("control", "resource", "reason", "until"), rows, len(rows), BUDGETS["waived"]
        )
        yield _folded(f"Waived: {len(rows)}", table)


def _duties(report: Report) -> Iterator[str]:
    """What lapses soon, and how the duties of no single resource stand."""
    if report.lapses:
        soon = [(one.until, markdown(_clip(lapsing(one)))) for one in report.lapses]
        table = _table(("last day", "what"), soon, len(soon), BUDGETS["lapses"])
        yield _folded(f"{LAPSES}: {len(soon)}", table)
    if report.duties:
        rows = [
            (
                markdown(_clip(one.subject)),
                markdown(_clip(one.title)),
                one.state,
                markdown(_clip(behind(one.proof, one.state))),
            )
            for one in worst_duties(report)
        ]
        headings = ("of", "duty", "state", "what is behind it")
        table = _table(headings, rows, len(rows), BUDGETS["duties"])
        yield _folded(markdown(duties_in_numbers(report)), table)


def _remarks(report: Report) -> Iterator[str]:
    if report.diagnostics:
        rows = [(one.level, markdown(_clip(str(one), 300))) for one in report.diagnostics]
        table = _table(("level", "remark"), rows, len(rows), BUDGETS["remarks"])
        yield _folded(f"About the input: {len(rows)}", table)
    types = report.tally.unclassified
    if types:
        names = [f"{markdown_code(_clip(name))} ({number})" for name, number in types.items()]
        listed = _within(names, BUDGETS["types"], separator=", ", total=len(names))
        yield f"Nobody has drawn the line yet for: {listed}"


def _seen(one: Finding) -> str:
    parts = [one.note, seen(one.evidence[0], one) if one.evidence else ""]
    if one.assumes:
        parts.append(f"if {one.assumes}")
    if one.waiver is not None and one.waiver.expired:
        parts.append(f"its waiver expired on {one.waiver.until}")
    return markdown(_clip("; ".join(part for part in parts if part), 240))


def _clip(text: str, most: int = CLIPPED) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{inside}\n\n</details>"


def _table(
    headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], total: int, budget: int
) -> str:
    lines = (f"| {' | '.join(row)} |" for row in rows)
    body = _within(lines, budget, separator="\n", total=total, last="\n\n")
    return f"| {' | '.join(headings)} |\n|{'---|' * len(headings)}\n{body}"


def _within(
    items: Iterable[str], budget: int, *, separator: str, total: int = 0, last: str = ""
) -> str:
    """As many items as fit in a number of characters, and how many of `total` were left out."""
    kept: list[str] = []
    left = budget
    for item in items:
        left -= len(item) + len(separator)
        if left < 0:
            break
        kept.append(item)
    text = separator.join(kept)
    rest = total - len(kept)
    return f"{text}{last or separator}… and {rest} more" if rest > 0 else text
