"""The matrix as rows, for whatever format: each cell of each resource, service and duty.

Resources of one type of which the same has been shown are one `Group`, so that what stands in
their cells is put into words once. Only groups are kept: the rows themselves come and go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from partywall.assess.report import (
    STATES,
    DutyLine,
    Inheritance,
    Proof,
    Report,
    ResourceLine,
    State,
)
from partywall.line.layer import BY_ID, LAYERS
from partywall.line.model import Line
from partywall.reports.words import DISCLAIMER, named

WHOSE: Final = ("aws", "shared", "customer")

WORST: Final[tuple[State, ...]] = (
    "refuted",
    "undecided",
    "lapsed",
    "open",
    "waived",
    "attested",
    "proved",
    "inherited",
)
"""States of cells, what asks for work first."""


class CellRow(NamedTuple):
    """A cell in words. The state of a shared cell is that of the customer's half; `aws_state`
    and what follows it are AWS's half, empty where AWS has none."""

    layer: str
    party: str
    aws: str
    customer: str
    state: str
    proof: str
    until: str
    closes: str
    aws_state: str = ""
    aws_proof: str = ""
    aws_until: str = ""
    aws_closes: str = ""
    unresolved: str = ""
    because: str = ""
    source: str = ""
    read: str = ""


class Group(Struct, eq=False):
    """Resources of one type of which the same has been shown, by number from 1."""

    number: int
    type: str
    line: Line
    states: tuple[State, ...]
    proofs: tuple[Proof, ...]
    inheritance: Inheritance
    many: int = 0

    @property
    def service(self) -> str:
        """The service in the type's name: `S3`."""
        parts = self.type.split("::")
        return parts[1] if len(parts) > 2 else parts[0]

    def cells(self) -> Iterator[CellRow]:
        """The cells, bottom to top, without those of layers that the resources do not have."""
        half = self.inheritance
        behind = (half.state, *_three(half.proof))
        for cell, state, proof in zip(self.line.cells, self.states, self.proofs, strict=True):
            if cell.party != "none":
                yield CellRow(
                    cell.layer.id,
                    cell.party,
                    cell.aws,
                    cell.customer,
                    state,
                    *_three(proof),
                    *(behind if cell.party != "customer" else ("", "", "", "")),
                    cell.unresolved,
                    cell.because,
                    cell.source,
                    cell.read if cell.confirmed else "",
                )


class Groups:
    """All groups of a report, in the order in which they are met."""

    def __init__(self, report: Report) -> None:
        self._found: dict[tuple[object, ...], Group] = {}
        for row in report.lines:
            key = _key(row)
            group = self._found.get(key)
            if group is None:
                number = len(self._found) + 1
                group = self._found[key] = Group(
                    number, row.type, row.line, row.states, row.proofs, row.inheritance
                )
            group.many += 1

    def __iter__(self) -> Iterator[Group]:
        return iter(self._found.values())

    def of(self, row: ResourceLine) -> Group:
        """The group of a resource of this report."""
        return self._found[_key(row)]


class ServiceCell(NamedTuple):
    """A layer of all resources of a service: parties and states with how often each occurs (the
    worst state first), every different duty and proof, and the first day on which something
    ends."""

    layer: str
    parties: tuple[tuple[str, int], ...]
    aws: str
    customer: str
    states: tuple[tuple[State, int], ...]
    proof: str
    until: str
    closes: str
    aws_states: str

    @property
    def told(self) -> str:
        """The states in words: `2 refuted, 31 proved`."""
        return counted(dict(self.states))

    @property
    def whose(self) -> str:
        """The parties in words: `3 aws, 2 customer`."""
        return counted(dict(self.parties))


def by_service(groups: Iterable[Group]) -> Iterator[tuple[str, int, list[ServiceCell]]]:
    """Each service, in alphabetical order, with its number of resources and its cells."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.service, []).append(group)
    for service, members in sorted(found.items(), key=lambda item: (item[0].lower(), item[0])):
        cells: dict[str, list[tuple[CellRow, int]]] = {layer.id: [] for layer in LAYERS}
        for group in members:
            for cell in group.cells():
                cells[cell.layer].append((cell, group.many))
        rows = [_service_cell(layer, rows) for layer, rows in cells.items() if rows]
        yield service, sum(group.many for group in members), rows


def _service_cell(layer: str, rows: list[tuple[CellRow, int]]) -> ServiceCell:
    parties: Counter[str] = Counter()
    states: Counter[str] = Counter()
    halves: Counter[str] = Counter()
    for cell, many in rows:
        parties[cell.party] += many
        states[cell.state] += many
        if cell.aws_state:
            halves[cell.aws_state] += many
    ends = [end for cell, _ in rows for end in (cell.until, cell.aws_until) if end]
    return ServiceCell(
        layer,
        tuple((name, parties[name]) for name in WHOSE if parties[name]),
        _different(cell.aws for cell, _ in rows),
        _different(cell.customer for cell, _ in rows),
        tuple((state, states[state]) for state in WORST if states[state]),
        _different(proof for cell, _ in rows for proof in (cell.proof, cell.aws_proof)),
        min(ends, default=""),
        _different(text for cell, _ in rows for text in (cell.closes, cell.aws_closes)),
        counted({state: halves[state] for state in STATES}),
    )


def duty_cell(duty: DutyLine) -> CellRow:
    """A duty of account, organization, Region or team as a cell."""
    return CellRow(
        duty.layer,
        duty.party,
        duty.aws,
        duty.customer,
        duty.state,
        *_three(duty.proof),
        source=duty.source,
        read=duty.read,
    )


def layer_title(id: str) -> str:
    """The layer for people; a duty may belong to none."""
    return BY_ID[id].title if id in BY_ID else ""


def _key(row: ResourceLine) -> tuple[object, ...]:
    return row.type, id(row.line), id(row.states), id(row.proofs), id(row.inheritance)


def _three(proof: Proof) -> tuple[str, str, str]:
    return named(proof.by), proof.until, proof.closes


def basis(report: Report) -> str:
    """What a table says of itself: what AWS's half rests on, and whether something is missing."""
    incomplete = " Incomplete: not all of the input could be read." if report.incomplete else ""
    return f"{DISCLAIMER}{incomplete}"


def counted(counts: Mapping[str, int] | Mapping[State, int]) -> str:
    """How many of each: `3 aws, 2 customer`."""
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)


def _different(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))
