"""The matrix as Markdown: an overview in signs, then every cell of each group in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.report import DutyLine, Report, State
from partywall.line.layer import LAYERS
from partywall.reports.escaping import markdown, markdown_code
from partywall.reports.html.signs import PARTY_LETTERS, STATE_LETTERS, STATE_SIGNS, STATE_WORDS
from partywall.reports.matrix_rows import Group, Groups, by_service, duty_cell, layer_title
from partywall.reports.words import DISCLAIMER, PARTIES, behind, to_close

SHARED: Final = ("layer", "whose", "AWS's duty", "your duty")
PROOF: Final = ("state", "proof", "valid until", "to close")
NAMED: Final = 8
"""Resources of a group that are named above its cells; the rest are counted."""


def render(report: Report) -> Iterator[bytes]:
    """Resource × layer, then the cells of each group, then duties of no single resource."""
    groups = Groups(report)
    yield from _encoded(_head(report, "Responsibility matrix"))
    yield from _encoded(_overview(report, groups))
    yield from _encoded(_details(report, groups))
    yield from _encoded(_duties(report.duties))


def render_services(report: Report) -> Iterator[bytes]:
    """Service × layer, then duties of no single resource."""
    yield from _encoded(_head(report, "Responsibility matrix by service"))
    yield from _encoded(_services(report))
    yield from _encoded(_duties(report.duties))


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield f"{line}\n".encode()


def _head(report: Report, title: str) -> Iterator[str]:
    yield f"# {title}\n"
    files = ", ".join(markdown_code(one.file) for one in report.inputs) or "no input"
    yield f"{report.tally.resources} resources in {files}; as of {report.as_of}, by partywall "
    yield f"{report.version}. {DISCLAIMER}\n"
    if report.incomplete:
        yield "**The analysis is incomplete:** something in the input was not analysed.\n"
    for text in to_close(report):
        yield f"- {markdown(text)}"
    yield ""


def _overview(report: Report, groups: Groups) -> Iterator[str]:
    yield "## Resource by layer\n"
    parties = ", ".join(f"{PARTY_LETTERS[id]} {name}" for id, name in PARTIES.items())
    signs = ", ".join(
        f"{STATE_SIGNS[letter]} {words.partition(':')[0]}" for letter, words in STATE_WORDS.items()
    )
    yield f"Whose: {parties}. State: {signs}. The number is that of the group below.\n"
    yield f"| resource | group | {' | '.join(layer.title for layer in LAYERS)} |"
    yield f"|---|--:|{'---|' * len(LAYERS)}"
    known: dict[int, str] = {}
    for row in report.lines:
        group = groups.of(row)
        tiles = known.get(group.number)
        if tiles is None:
            cells = zip(group.line.cells, group.states, strict=True)
            tiles = " | ".join(_tile(cell.party, state) for cell, state in cells)
            known[group.number] = tiles
        link = f"[{group.number}](#group-{group.number})"
        yield f"| {markdown_code(row.resource)} | {link} | {tiles} |"
    yield ""


def _tile(party: str, state: State) -> str:
    if party == "none":
        return " "
    return f"{PARTY_LETTERS[party]} {markdown(STATE_SIGNS[STATE_LETTERS[state]])}"


def _details(report: Report, groups: Groups) -> Iterator[str]:
    names: dict[int, list[str]] = {}
    for row in report.lines:
        named = names.setdefault(groups.of(row).number, [])
        if len(named) < NAMED:
            named.append(row.resource)
    for group in groups:
        yield f"## Group {group.number}\n"
        told = ", ".join(map(markdown_code, names[group.number]))
        rest = f" and {group.many - NAMED} more" if group.many > NAMED else ""
        yield f"{markdown_code(group.type)}: {told}{rest}\n"
        yield from _cells(group)


def _cells(group: Group) -> Iterator[str]:
    half = behind(group.inheritance.proof, group.inheritance.state)
    yield f"AWS's half: {markdown(group.inheritance.state)}; {markdown(half)}\n"
    yield from _headings(*SHARED, *PROOF)
    for cell in group.cells():
        unsettled = f" (until {cell.unresolved} is known)" if cell.unresolved else ""
        texts = (
            layer_title(cell.layer),
            f"{PARTIES[cell.party]}{unsettled}",
            *cell[2:8],
        )
        yield f"| {' | '.join(map(markdown, texts))} |"
    yield ""


def _services(report: Report) -> Iterator[str]:
    for service, resources, cells in by_service(Groups(report)):
        yield f"## {markdown(service)}\n"
        yield f"{resources} resource{'s' * (resources != 1)}\n"
        yield from _headings(*SHARED, "states", "proof", "ends first", "AWS's half")
        for one in cells:
            texts = (layer_title(one.layer), one.whose, *one[2:4], one.told, one.proof, one.until)
            yield f"| {' | '.join(map(markdown, (*texts, one.aws_states)))} |"
        yield ""


def _headings(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"


def _duties(duties: list[DutyLine]) -> Iterator[str]:
    if duties:
        yield "## Account, organization, Region, team\n"
        yield from _headings("of", "duty", *SHARED[1:], *PROOF)
    for one in duties:
        cell = duty_cell(one)
        texts = (one.subject, one.title, PARTIES.get(cell.party, ""), *cell[2:8])
        yield f"| {' | '.join(map(markdown, texts))} |"
