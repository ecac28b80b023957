"""The workload's stack of layers below the matrix, to be folded away by who knows it."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.assess.report import Report
from partywall.reports.escaping import html
from partywall.reports.layers_svg import READ, workload_figure


def link(report: Report) -> str:
    """The way to it from the top of the page."""
    return '<li><a href="#stack">The line</a></li>' if report.lines else ""


def section(report: Report) -> Iterator[str]:
    """The section, or nothing where there are no resources."""
    if not report.lines:
        return
    yield '<section id="stack" aria-labelledby="stack-title"><details open>\n'
    yield '<summary><h2 id="stack-title">The line, by service class</h2></summary>\n'
    yield f'<p class="quiet">{html(READ)} The strip at the foot of a side shows its states.</p>\n'
    yield '<div class="picture" role="region" aria-label="The line, scrollable" tabindex="0">\n'
    yield from workload_figure(report)
    yield "</div>\n</details></section>\n"
