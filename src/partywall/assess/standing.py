"""How the statements of the model stand for one estate: what a report shows of each row.

The rule is careful in one direction. A row is `proved` only when every control that it names was
judged and proved on some resource, none is refuted or undecided, everything was read, and no
engine that partywall lacks would have more to say. AWS's half is `inherited` by statement: by
what AWS says in public, which is less than a report that is valid today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from partywall.assess.cells import POSITION, RANK
from partywall.assess.report import Finding, Report, ResourceLine, State
from partywall.line.layer import BY_ID
from partywall.line.model import Cell
from partywall.line.statements import Statement

RowState = Literal[
    "refuted", "undecided", "waived", "not yet", "open", "proved", "inherited", "not applicable"
]

STATES: Final[tuple[RowState, ...]] = (
    "refuted",
    "undecided",
    "waived",
    "not yet",
    "open",
    "proved",
    "inherited",
    "not applicable",
)
"""The states of a row, the one that shows before all others first."""

WORDS: Final[dict[RowState, str]] = {
    "inherited": "inherited by statement",
    "not applicable": "not applicable here",
}
"""How states are told to people where that is not the state's own name."""


Said = tuple[RowState, str]
"""What one way of settling a row has to say: a state, and why."""

NOTHING_HERE: Final[Said] = "not applicable", "nothing here is of the kind that it speaks of"


class ControlCount(Struct, frozen=True):
    """How often a control came to each verdict; all zero when nothing here is of its types."""

    control: str
    proved: int = 0
    refuted: int = 0
    waived: int = 0
    undecided: int = 0
    not_applicable: int = 0


class CellShown(Struct, frozen=True):
    """A cell that settles a row otherwise than by AWS's statement: whose it is, what is shown."""

    resource: str
    type: str
    file: str
    layer: str
    party: str
    state: State
    unresolved: str = ""


class Standing(Struct, frozen=True):
    """How a statement stands: its state, why in a few words, and what was seen.

    `cells` are those of the row that AWS does not simply answer for; `inherited` counts the
    others. `findings` are those of the row's controls, the worst first.
    """

    statement: Statement
    state: RowState
    why: str
    controls: tuple[ControlCount, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: tuple[CellShown, ...] = ()
    inherited: int = 0


class Standings:
    """Works out how statements stand for the estates of one report."""

    def __init__(self, report: Report) -> None:
        self._incomplete = report.incomplete
        self._findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            self._findings.setdefault(finding.control, []).append(finding)
        self._lines: dict[tuple[int, int], list[ResourceLine]] = {}
        for line in report.lines:
            self._lines.setdefault((id(line.line), id(line.states)), []).append(line)

    def of(self, statement: Statement) -> Standing:
        """How `statement` stands."""
        if statement.is_by("narrative"):
            return Standing(statement, "not applicable", "it claims nothing that could be shown")
        counts = tuple(_count(id, self._findings.get(id, ())) for id in statement.controls)
        cells, inherited = self._cells(statement)
        said = [
            *_by_controls(counts),
            *_by_cells(statement, cells, inherited),
            *self._by_what_was_not_read(statement),
            *_by_engines(statement),
            NOTHING_HERE,
        ]
        state, why = min(said, key=lambda one: STATES.index(one[0]))
        findings = [one for id in statement.controls for one in self._findings.get(id, ())]
        return Standing(
            statement,
            state,
            why,
            controls=counts,
            findings=tuple(sorted(findings, key=_rank)),
            cells=tuple(cells),
            inherited=inherited,
        )

    def _by_what_was_not_read(self, statement: Statement) -> Iterable[Said]:
        if self._incomplete and (statement.controls or statement.layers):
            yield "undecided", "not all of the input could be read"

    def _cells(self, statement: Statement) -> tuple[list[CellShown], int]:
        """The row's cells that need to be shown, the worst first; and how many AWS answers for."""
        shown: list[CellShown] = []
        inherited = 0
        for alike in self._lines.values():
            sample = alike[0]
            if not _speaks_of(statement, sample):
                continue
            for layer in statement.layers:
                cell = sample.line.cells[POSITION[layer]]
                state = sample.states[POSITION[layer]]
                if state == "none":
                    continue
                if cell.party == "aws" and state == "inherited":
                    inherited += len(alike)
                else:
                    shown += [_shown(one, cell, state) for one in alike]
        shown.sort(key=lambda one: (-RANK[one.state], one.file, one.resource, POSITION[one.layer]))
        return shown, inherited


def _count(control: str, findings: Iterable[Finding]) -> ControlCount:
    counted = Counter(
        "waived" if one.verdict == "refuted" and not one.counts else one.verdict for one in findings
    )
    return ControlCount(control, **counted)


def _rank(finding: Finding) -> tuple[int, str, str, str]:
    order = ("refuted", "undecided", "proved", "not_applicable")
    return order.index(finding.verdict), finding.control, finding.file, finding.resource


def _speaks_of(statement: Statement, line: ResourceLine) -> bool:
    """Whether the row is about this resource; a type that nobody has drawn may be of any class."""
    parts = line.type.split("::")
    service = parts[1].lower() if len(parts) == 3 else ""
    classes = line.line.service_class.split(" or ")
    return (not statement.services or service in statement.services) and (
        not statement.classes
        or not line.line.is_classified
        or any(one in statement.classes for one in classes)
    )


def _shown(line: ResourceLine, cell: Cell, state: State) -> CellShown:
    return CellShown(
        line.resource, line.type, line.file, cell.layer.id, cell.party, state, cell.unresolved
    )


# -- what each way of settling a row has to say


def _by_controls(counts: tuple[ControlCount, ...]) -> Iterable[Said]:
    """What the controls say: nothing when there is nothing here that they judge."""
    refuted = sum(one.refuted for one in counts)
    undecided = sum(one.undecided for one in counts)
    waived = sum(one.waived for one in counts)
    if refuted:
        yield "refuted", f"{_many(refuted, 'finding')} refuted"
    if undecided:
        yield "undecided", f"{_many(undecided, 'finding')} undecided"
    if waived:
        yield "waived", f"{_many(waived, 'refuted finding')} waived"
    proved = [one for one in counts if one.proved]
    if proved and len(proved) == len(counts):
        yield "proved", f"{_many(len(counts), 'control')} proved, wherever they apply"
    elif proved:
        met = f"{len(proved)} of {_many(len(counts), 'control')} proved"
        yield "open", f"{met}, the others had nothing here to judge"


def _by_cells(statement: Statement, cells: list[CellShown], inherited: int) -> Iterable[Said]:
    """What the line says: the worst cell of the row.

    Cells that some control proved are no proof of a row that does not name the control.
    """
    if inherited:
        yield "inherited", f"{_many(inherited, 'cell')} of AWS's"
    states: Counter[RowState] = Counter(_row_state(one) for one in cells)
    for state, times in states.items():
        layers = ", ".join(
            BY_ID[layer].title.lower()
            for layer in statement.layers
            if any(one.layer == layer and _row_state(one) == state for one in cells)
        )
        yield state, f"{_many(times, 'cell')} {state} ({layers})"


def _row_state(cell: CellShown) -> RowState:
    if cell.state in ("refuted", "undecided", "waived"):
        return cell.state
    return "undecided" if cell.unresolved else "open"


def _by_engines(statement: Statement) -> Iterable[Said]:
    if statement.needs:
        yield "not yet", f"needs what partywall does not have: {', '.join(statement.needs)}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
