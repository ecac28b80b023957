"""The frame of a document of one page in HTML: no script, no network, its own style only."""

from __future__ import annotations

from string import Template

from partywall.assess.report import Report
from partywall.reports.escaping import html
from partywall.reports.html.parts import part, source_hash
from partywall.reports.stack.colors import page_rules
from partywall.reports.words import DISCLAIMER


def opening(report: Report, title: str, lead: str, kind: str) -> str:
    """Everything up to the first section; `title`, `lead` and `kind` are ours, not the input's.

    The page's policy admits its own style, by its hash, and nothing else.
    """
    style = f"{part('report.css')}{page_rules()}{part('document.css')}"
    return Template(part("document.html")).substitute(
        style=style,
        style_hash=source_hash(style),
        kind=kind,
        title=html(title),
        lead=html(lead),
        version=html(report.version),
        as_of=html(report.as_of),
        disclaimer=html(DISCLAIMER),
        inputs="<br>".join(
            f'<span class="mono">{html(one.file)}</span> '
            f"<small>{html(one.kind)}, {one.resources} resources</small>"
            for one in report.inputs
        )
        or "nothing was read",
        ledger="none"
        if report.ledger is None
        else f'<span class="mono">{html(report.ledger.at)}</span>',
        incomplete='<p class="doubt"><b>The analysis is incomplete:</b> something in the input '
        "was not analysed.</p>\n"
        if report.incomplete
        else "",
    )


def closing(report: Report) -> bytes:
    """Everything after the last section."""
    text = html(f"Made by partywall {report.version}. {DISCLAIMER}")
    return b"</main>\n<footer><p>" + text.encode() + b"</p></footer>\n</body>\n</html>\n"
