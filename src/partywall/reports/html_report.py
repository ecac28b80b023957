"""The report as one HTML page that needs no network: the line, its matrix, what follows from it.

Everything is readable without scripts. The page's policy admits exactly its own style and its
own script, by their hashes, so that nothing a template's author wrote can ever run.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Template
from typing import Final

from partywall.assess.report import Report
from partywall.reports import map_html
from partywall.reports.escaping import html
from partywall.reports.html import data, matrix, picture
from partywall.reports.html.parts import part, source_hash
from partywall.reports.html.sections import counts, sections
from partywall.reports.stack.colors import page_rules
from partywall.reports.words import DISCLAIMER

INCOMPLETE: Final = (
    '<p class="doubt"><b>The analysis is incomplete:</b> something in the input was not analysed; '
    'see <a href="#input">About the input</a>.</p>\n'
)


def render(report: Report) -> Iterator[bytes]:
    """The page, in pieces."""
    yield _top(report).encode()
    yield b'<section id="matrix" aria-labelledby="matrix-title">\n'
    yield b'<h2 id="matrix-title" class="sr">The line, cell by cell</h2>\n'
    yield part("filters.html").encode()
    yield b'<div class="scroll" role="region" aria-label="Matrix, scrollable" tabindex="0">\n'
    for piece in matrix.table(report):
        yield piece.encode()
    yield f"</div>\n{matrix.legend('below', short=False)}\n</section>\n".encode()
    for piece in picture.section(report):
        yield piece.encode()
    for n, one in enumerate(report.maps):
        for piece in map_html.section(one, f"map{n}"):
            yield piece.encode()
    for piece in sections(report):
        yield piece.encode()
    yield b"</main>\n<footer><p>"
    yield html(f"Made by partywall {report.version}. {DISCLAIMER}").encode()
    yield b'</p></footer>\n<aside id="detail" aria-label="Details of a cell" tabindex="-1" hidden>'
    yield b'</aside>\n<script type="application/json" id="data">'
    yield data.block(report)
    yield f"</script>\n<script>{_script(report)}</script>\n</body>\n</html>\n".encode()


def _top(report: Report) -> str:
    files = ", ".join(one.file for one in report.inputs) or "nothing"
    style = part("report.css") + page_rules() + (map_html.style_rules() if report.maps else "")
    return Template(part("page.html")).substitute(
        style=style,
        style_hash=source_hash(style),
        script_hash=source_hash(_script(report)),
        version=html(report.version),
        as_of=html(report.as_of),
        title=html(files),
        inputs="<br>".join(
            f'<span class="mono">{html(one.file)}</span> '
            f"<small>{html(one.kind)}, {one.resources} resources</small>"
            for one in report.inputs
        )
        or "nothing was read",
        disclaimer=html(DISCLAIMER),
        incomplete=INCOMPLETE if report.incomplete else "",
        navigation=picture.link(report)
        + map_html.links(report.maps)
        + "".join(
            f'<li><a class="count-{id}" href="#{id}">{title}{_count(id, number)}</a></li>'
            for id, (title, number) in counts(report).items()
        ),
    )


def _script(report: Report) -> str:
    return part("report.js") + (map_html.script() if report.maps else "")


def _count(section: str, number: int) -> str:
    return "" if section == "numbers" else f" <b>{number}</b>"
