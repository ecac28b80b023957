"""The executive review as one HTML document that prints on two pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from partywall.assess.report import LAPSING, Report
from partywall.reports import review_facts as facts
from partywall.reports.escaping import html
from partywall.reports.html import document
from partywall.reports.layers_svg import READ, workload_figure
from partywall.reports.words import duties_in_numbers

LISTED = facts.LISTED


def render(report: Report, lapsed: Sequence[str] = ()) -> Iterator[bytes]:
    """The page, in pieces; `lapsed` is what has run out since the run compared with."""
    lead = (
        "Who answers for what, what changed, what lapses, what is at risk, and what has to be "
        "decided."
    )
    yield document.opening(report, f"Executive review, {report.as_of}", lead, "review").encode()
    for title, body in (
        ("The line", _line(report)),
        (_since(report), _changes(report, lapsed)),
        (f"What lapses within {LAPSING} days", _lapses(report)),
        ("Top risks", _risks(report)),
        ("Decisions needed", _decisions(report)),
        ("Who owns what", _owners(report)),
    ):
        yield f"<section><h2>{html(title)}</h2>\n".encode()
        for piece in body:
            yield piece.encode()
        yield b"</section>\n"
    yield document.closing(report)


def _line(report: Report) -> Iterator[str]:
    if report.lines:
        yield '<div class="picture" role="region" aria-label="The line, scrollable" tabindex="0">\n'
        yield from workload_figure(report)
        yield f'</div><p class="quiet">{html(READ)}</p>\n'
    rows = [(name, str(cells), str(shown)) for name, cells, shown in facts.cells_of(report)]
    yield from _table(("Whose", "Cells", "Shown"), rows)
    if report.duties:
        yield f"<p>{html(duties_in_numbers(report))}.</p>\n"


def _since(report: Report) -> str:
    return f"Since {report.comparison.baseline}" if report.comparison else "What changed"


def _changes(report: Report, lapsed: Sequence[str]) -> Iterator[str]:
    if report.comparison is None:
        yield "<p>There is no earlier run to compare with.</p>\n"
    for one in facts.changes(report, lapsed):
        yield f"<h3>{one.title}: {len(one.what)}</h3>\n"
        yield from _listed(one.what)


def _lapses(report: Report) -> Iterator[str]:
    yield from _listed(f"lapsed: {one}" for one in facts.lapsed(report))
    none = "Nothing that counts today ends so soon."
    yield from _or_none(("Last day", "What"), facts.upcoming(report), none)


def _risks(report: Report) -> Iterator[str]:
    found = facts.risks(report)
    rows = [(one.weight, one.title, str(one.count), one.resource) for one in found[: facts.RISKS]]
    headings = ("Weight", "What does not hold", "On", "First of them")
    yield from _or_none(headings, rows, "Nothing is refuted.")
    if len(found) > facts.RISKS:
        yield f"<p>… and {len(found) - facts.RISKS} more controls.</p>\n"


def _decisions(report: Report) -> Iterator[str]:
    rows = [(one.what, one.why, one.until) for one in facts.decisions(report)]
    yield from _or_none(("What", "Why", "By"), rows, "None.")


def _owners(report: Report) -> Iterator[str]:
    found = facts.services(report)
    rows = [(name, str(many), whose, str(bad)) for name, many, whose, bad in found]
    if rows:
        headings = ("Service", "Resources", "Cells by party", "Refuted")
        yield from _table(headings, rows[: facts.SERVICES])
    if len(rows) > facts.SERVICES:
        yield f"<p>… and {len(rows) - facts.SERVICES} more services.</p>\n"
    people = [(one.who, ", ".join(one.duties)) for one in facts.owners(report)]
    yield from _or_none(("Who", "Vouches for"), people, "Nobody has vouched for anything yet.")


def _listed(texts: Iterable[str]) -> Iterator[str]:
    items = list(texts)
    if items:
        yield f"<ul>{''.join(f'<li>{html(text)}</li>' for text in items[:LISTED])}</ul>\n"
    if len(items) > LISTED:
        yield f"<p>… and {len(items) - LISTED} more.</p>\n"


def _or_none(
    headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], none: str
) -> Iterator[str]:
    if not rows:
        yield f"<p>{none}</p>\n"
        return
    yield from _table(headings, rows[:LISTED])
    if len(rows) > LISTED:
        yield f"<p>… and {len(rows) - LISTED} more.</p>\n"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{text}</th>' for text in headings)
    yield f'<table class="cells"><thead><tr>{heads}</tr></thead><tbody>\n'
    for row in rows:
        yield f"<tr>{''.join(f'<td>{html(text)}</td>' for text in row)}</tr>\n"
    yield "</tbody></table>\n"
