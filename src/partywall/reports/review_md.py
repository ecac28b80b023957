"""The executive review as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partywall.assess.report import LAPSING, Report
from partywall.reports import review_facts as facts
from partywall.reports.escaping import markdown
from partywall.reports.words import DISCLAIMER, duties_in_numbers

LISTED = facts.LISTED


def render(report: Report, lapsed: Sequence[str] = ()) -> Iterator[bytes]:
    """The review, in one piece; `lapsed` is what has run out since the run compared with."""
    yield "\n".join(_lines(report, lapsed)).encode()


def _lines(report: Report, lapsed: Sequence[str]) -> Iterator[str]:
    files = ", ".join(markdown(one.file) for one in report.inputs) or "nothing"
    yield f"# Executive review, {report.as_of}\n"
    yield f"{report.tally.resources} resources in {files}. {DISCLAIMER}\n"
    if report.incomplete:
        yield "**The analysis is incomplete:** something in the input was not analysed.\n"
    yield from _table(
        ("whose", "cells", "shown"),
        ((name, str(cells), str(shown)) for name, cells, shown in facts.cells_of(report)),
    )
    if report.duties:
        yield f"\n{markdown(duties_in_numbers(report))}"
    yield from _changes(report, lapsed)
    yield f"\n## What lapses within {LAPSING} days\n"
    yield from _listed(f"lapsed: {one}" for one in facts.lapsed(report))
    yield from _or_none(
        ("last day", "what"), facts.upcoming(report), "Nothing that counts today ends so soon."
    )
    yield "\n## Top risks\n"
    found = facts.risks(report)
    rows = [(one.weight, one.title, str(one.count), one.resource) for one in found[: facts.RISKS]]
    headings = ("weight", "what does not hold", "on", "first")
    yield from _or_none(headings, rows, "Nothing is refuted.")
    if len(found) > facts.RISKS:
        yield f"\n… and {len(found) - facts.RISKS} more controls"
    yield "\n## Decisions needed\n"
    decided = [(one.what, one.why, one.until) for one in facts.decisions(report)]
    yield from _or_none(("what", "why", "by"), decided, "None.")
    yield "\n## Who owns what\n"
    found_services = facts.services(report)
    yield from _table(
        ("service", "resources", "cells by party", "refuted"),
        [(a, str(b), c, str(d)) for a, b, c, d in found_services[: facts.SERVICES]],
    )
    if len(found_services) > facts.SERVICES:
        yield f"\n… and {len(found_services) - facts.SERVICES} more services"
    owned = [(one.who, ", ".join(one.duties)) for one in facts.owners(report)]
    yield from _or_none(("who", "vouches for"), owned, "Nobody has vouched for anything yet.")
    yield ""


def _changes(report: Report, lapsed: Sequence[str]) -> Iterator[str]:
    since = report.comparison.baseline if report.comparison is not None else ""
    yield f"\n## What changed{f' since {markdown(since)}' if since else ''}\n"
    if report.comparison is None:
        yield "There is no earlier run to compare with."
    for one in facts.changes(report, lapsed):
        yield f"- {one.title}: {len(one.what)}"
        yield from _listed(one.what, "  ")


def _listed(texts: Iterable[str], indent: str = "") -> Iterator[str]:
    items = list(texts)
    yield from (f"{indent}- {markdown(text)}" for text in items[:LISTED])
    if len(items) > LISTED:
        yield f"{indent}- … and {len(items) - LISTED} more"


def _or_none(
    headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], none: str
) -> Iterator[str]:
    if not rows:
        yield none
        return
    yield from _table(headings, rows[:LISTED])
    if len(rows) > LISTED:
        yield f"\n… and {len(rows) - LISTED} more"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"\n| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    yield from (f"| {' | '.join(map(markdown, row))} |" for row in rows)
