"""The matrix as one HTML document: an overview in tiles, then every cell in words, folded.

It has no script: it can be read, printed and kept as it is. Up to STATIC resources each has its
row; above that the overview is by service, and what each resource is stands in the CSV and the
workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.report import Report, State
from partywall.line.layer import LAYERS
from partywall.reports.escaping import html
from partywall.reports.html import document
from partywall.reports.html.matrix import legend, short_type
from partywall.reports.html.signs import (
    BANDS,
    PARTY_LETTERS,
    STATE_LETTERS,
    STATE_SIGNS,
)
from partywall.reports.matrix_rows import (
    CellRow,
    Group,
    Groups,
    ServiceCell,
    by_service,
    duty_cell,
    layer_title,
)
from partywall.reports.words import PARTIES, to_close

STATIC: Final = 2000
NAMED: Final = 40
"""Resources of a group that are named above its cells; the rest are counted."""

LEAD: Final = (
    "Who answers for each layer of security, from the building to the account, what both sides "
    "have to do, and what shows that it is done."
)
DUE: Final = frozenset({"refuted", "undecided", "lapsed", "open"})
"""States of the customer's cells that are in words on paper, too, where every cell would be a
hundred pages and more; what AWS's half lacks stands in a list of its own."""

CELL_HEADINGS: Final = (
    *("Layer", "Whose", "AWS's duty", "Your duty", "State", "Proof", "Valid until"),
    *("AWS's half", "To close"),
)


def render(report: Report) -> Iterator[bytes]:
    """Resource × layer."""
    groups = Groups(report)
    if len(report.lines) > STATIC:
        body: Iterable[str] = [*_services(groups), _too_many(report), *_details(report, groups)]
    else:
        body = (*_overview(report, groups), *_details(report, groups))
    yield from _document(report, "Responsibility matrix", body)


def render_services(report: Report) -> Iterator[bytes]:
    """Service × layer."""
    groups = Groups(report)
    body = (*_services(groups), *_service_details(groups))
    yield from _document(report, "Responsibility matrix by service", body)


def _document(report: Report, title: str, body: Iterable[str]) -> Iterator[bytes]:
    yield document.opening(report, title, LEAD, "matrix").encode()
    closers = to_close(report)
    if closers:
        items = "".join(f"<li>{html(text)}</li>" for text in closers)
        yield f"<section><h2>To close on AWS's side</h2><ul>{items}</ul></section>\n".encode()
    for piece in body:
        yield piece.encode()
    for piece in _duties(report):
        yield piece.encode()
    yield document.closing(report)


# -- the overview


def _table(caption: str, second: str) -> Iterator[str]:
    yield '<section aria-labelledby="overview"><h2 id="overview">Overview</h2>\n'
    yield legend("", short=False)
    yield '<div class="scroll" role="region" aria-label="Overview, scrollable" tabindex="0">\n'
    yield f'<table id="grid"><caption class="sr">{caption}</caption><colgroup><col class="name">'
    yield f'<col class="number">{"<col class=cell>" * len(LAYERS)}</colgroup>'
    yield f'<thead><tr class="bands"><td></td><th scope="col" rowspan="2">{second}</th>'
    yield "".join(f'<th scope="colgroup" colspan="{n}">{html(band)}</th>' for band, n in BANDS)
    yield '</tr><tr class="layers"><td></td>'
    yield "".join(f'<th scope="col"><span>{html(one.title)}</span></th>' for one in LAYERS)
    yield "</tr></thead><tbody>\n"


def _overview(report: Report, groups: Groups) -> Iterator[str]:
    yield from _table("Resources by layer: whose each is, and its state", "group")
    tiles: dict[int, str] = {}
    for row in report.lines:
        group = groups.of(row)
        if group.number not in tiles:
            cells = zip(group.line.cells, group.states, LAYERS, strict=True)
            tiles[group.number] = "".join(
                _tile(cell.party, state, layer.title) for cell, state, layer in cells
            )
        yield f'<tr><th scope="row"><bdi class="mono">{html(row.resource)}</bdi>'
        yield f"<small>{html(short_type(row.type))}</small></th>"
        yield f'<td class="number"><a href="#group-{group.number}">{group.number}</a></td>'
        yield f"{tiles[group.number]}</tr>\n"
    yield "</tbody></table></div></section>\n"


def _tile(party: str, state: State, layer: str) -> str:
    if state == "none":
        return '<td class="n"></td>'
    letter, sign = PARTY_LETTERS[party], STATE_SIGNS[STATE_LETTERS[state]]
    words = f"{layer}: {PARTIES.get(party, '')}, {state}"
    kind = f"{letter.lower()} {STATE_LETTERS[state]}"
    return (
        f'<td class="{kind}" title="{html(words)}">{letter}<b aria-hidden="true">{sign}</b>'
        f'<span class="sr"> {state}</span></td>'
    )


def _services(groups: Groups) -> Iterator[str]:
    yield from _table("Services by layer: whose each is, and its worst state", "resources")
    for service, many, cells in by_service(groups):
        found = {cell.layer: cell for cell in cells}
        yield f'<tr><th scope="row">{html(service)}</th><td class="number">{many}</td>'
        yield "".join(_service_tile(found.get(layer.id)) for layer in LAYERS)
        yield "</tr>\n"
    yield "</tbody></table></div></section>\n"


def _service_tile(cell: ServiceCell | None) -> str:
    """Whose it is and the worst state, and how often; all states as the tile's title."""
    if cell is None:
        return '<td class="n"></td>'
    letters = "".join(PARTY_LETTERS[name] for name, _ in cell.parties)
    state, many = cell.states[0]
    letter = STATE_LETTERS[state]
    kind = f"{letters.lower() if len(letters) == 1 else 'm'} {letter} several"
    words = f"{layer_title(cell.layer)}: {cell.whose}; {cell.told}"
    return (
        f'<td class="{kind}" title="{html(words)}">{letters}<b aria-hidden="true">'
        f'{STATE_SIGNS[letter]}</b><span class="sr"> {many} {state}</span></td>'
    )


def _too_many(report: Report) -> str:
    return (
        f"<section><p>There are {len(report.lines)} resources, more than a page can show; "
        "<code>--format csv</code> and <code>--format xlsx</code> have a row for each.</p>"
        "</section>\n"
    )


# -- every cell in words


def _details(report: Report, groups: Groups) -> Iterator[str]:
    names: dict[int, list[str]] = {}
    for row in report.lines:
        named = names.setdefault(groups.of(row).number, [])
        if len(named) < NAMED:
            named.append(row.resource)
    yield '<section aria-labelledby="cells"><h2 id="cells">Every cell</h2>\n'
    yield '<p class="quiet">Resources of one type of which the same has been shown are a group; '
    yield "the state of a shared cell is that of your half.</p>\n"
    yield '<p class="paper">On paper, only cells with a part of yours that are refuted, undecided, '
    yield "lapsed or open are in words. All are on the page itself.</p>\n"
    for group in groups:
        yield from _group(group, names[group.number])
    yield "</section>\n"


def _group(group: Group, names: list[str]) -> Iterator[str]:
    told = ", ".join(f'<bdi class="mono">{html(name)}</bdi>' for name in names)
    rest = f" and {group.many - len(names)} more" if group.many > len(names) else ""
    plural = "s" * (group.many != 1)
    cells = list(group.cells())
    settled = "" if any(map(_is_due, cells)) else ' class="settled"'
    yield f'<details id="group-{group.number}"{settled}><summary><b>{group.number}</b> '
    yield f"{html(group.type)} <small>{group.many} resource{plural}</small></summary>\n"
    yield f"<p>{told}{rest}</p>\n"
    yield from _cells((layer_title(cell.layer), cell) for cell in cells)
    yield "</details>\n"


def _cells(rows: Iterable[tuple[str, CellRow]]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{text}</th>' for text in CELL_HEADINGS)
    yield f'<table class="cells"><thead><tr>{heads}</tr></thead><tbody>\n'
    for name, cell in rows:
        settled = "" if _is_due(cell) else ' class="settled"'
        yield f'<tr{settled}><th scope="row">{html(name)}</th>{_words(cell)}</tr>\n'
    yield "</tbody></table>\n"


def _is_due(cell: CellRow) -> bool:
    """Whether it asks something of the customer."""
    return cell.state in DUE and (cell.party != "aws" or cell.state in ("refuted", "undecided"))


def _words(cell: CellRow) -> str:
    unsettled = f"<br><small>until {html(cell.unresolved)} is known</small>" * bool(cell.unresolved)
    half = cell.aws_state if cell.party == "shared" else ""
    half += f"<br><small>{html(cell.aws_proof)} {html(cell.aws_until)}</small>" * bool(half)
    closes = "; ".join(dict.fromkeys(text for text in (cell.closes, cell.aws_closes) if text))
    return (
        f"<td>{PARTIES.get(cell.party, '')}{unsettled}</td><td>{html(cell.aws)}</td>"
        f'<td>{html(cell.customer)}</td><td class="state">{_state(cell.state)}</td>'
        f'<td>{html(cell.proof)}</td><td class="day">{html(cell.until)}</td><td>{half}</td>'
        f"<td>{html(closes)}</td>"
    )


def _state(state: str) -> str:
    letter = STATE_LETTERS[state]  # type: ignore[index]
    sign = STATE_SIGNS.get(letter, "")
    return f'<span class="badge {letter}"><b aria-hidden="true">{sign}</b>{state}</span>'


def _service_details(groups: Groups) -> Iterator[str]:
    yield '<section aria-labelledby="cells"><h2 id="cells">Every cell</h2>\n'
    headings = ("Layer", "Whose", "AWS's duty", "Your duty", "States", "Proof", "Ends first")
    heads = "".join(f'<th scope="col">{text}</th>' for text in (*headings, "AWS's half"))
    for service, many, cells in by_service(groups):
        yield f"<details><summary>{html(service)} <small>{many} resources</small></summary>\n"
        yield f'<table class="cells"><thead><tr>{heads}</tr></thead><tbody>\n'
        for one in cells:
            texts = (one.whose, *one[2:4], one.told, one.proof, one.until, one.aws_states)
            data = "".join(f"<td>{html(text)}</td>" for text in texts)
            yield f'<tr><th scope="row">{html(layer_title(one.layer))}</th>{data}</tr>\n'
        yield "</tbody></table></details>\n"
    yield "</section>\n"


def _duties(report: Report) -> Iterator[str]:
    if not report.duties:
        return
    yield '<section aria-labelledby="duties"><h2 id="duties">Account, organization, Region, team'
    yield "</h2>\n"
    yield from _cells((f"{one.subject}: {one.title}", duty_cell(one)) for one in report.duties)
    yield "</section>\n"
