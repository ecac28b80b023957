"""How the statements of the model stand for one estate: what a report shows of each row.

The rule is careful in one direction. A row is `proved` only when every control that it names was
judged and proved on some resource, none is refuted or undecided, everything was read, and no
engine that partywall lacks would have more to say. AWS's half is `inherited` by statement: by
what AWS says in public, which is less than a report that is valid today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

from partywall.assess.cells import POSITION, RANK
from partywall.assess.report import Finding, Report, ResourceLine, State
from partywall.line.layer import LAYERS, Layer
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

    `inherited` counts the row's cells that AWS answers for. `findings` are those of the row's
    controls and `cells` the row's other cells, each the worst first; both are empty unless
    evidence was asked for.
    """

    statement: Statement
    state: RowState
    why: str
    controls: tuple[ControlCount, ...] = ()
    inherited: int = 0
    findings: tuple[Finding, ...] = ()
    cells: tuple[CellShown, ...] = ()


class Alike(Struct, frozen=True):
    """A cell that several resources share, with what has been shown for it."""

    cell: Cell
    state: State
    lines: list[ResourceLine]

    @property
    def row_state(self) -> RowState:
        """What the cell says of a row; one that a control proved proves no row by itself."""
        if self.state in ("refuted", "undecided", "waived"):
            return self.state
        if self.cell.unresolved:
            return "undecided"
        return "inherited" if self.cell.party == "aws" else "open"


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

    def of(self, statement: Statement, *, evidence: bool = False) -> Standing:
        """How `statement` stands; with `evidence`, all that shows it."""
        if statement.is_by("narrative"):
            return Standing(statement, "not applicable", "it claims nothing that could be shown")
        counts = tuple(_count(id, self._findings.get(id, ())) for id in statement.controls)
        cells = list(self._cells(statement))
        said = [
            *_by_controls(counts),
            *_by_cells(cells),
            *self._by_what_was_not_read(statement),
            *_by_engines(statement),
            *_by_picture(statement),
            NOTHING_HERE,
        ]
        state, why = min(said, key=lambda one: STATES.index(one[0]))
        inherited = sum(len(one.lines) for one in cells if one.row_state == "inherited")
        if not evidence:
            return Standing(statement, state, why, counts, inherited)
        findings = [one for id in statement.controls for one in self._findings.get(id, ())]
        findings.sort(key=_rank)
        return Standing(
            statement, state, why, counts, inherited, tuple(findings), _all_shown(cells)
        )

    def _by_what_was_not_read(self, statement: Statement) -> Iterable[Said]:
        picture = statement.is_by("picture")
        if self._incomplete and (statement.controls or statement.layers or picture):
            yield "undecided", "not all of the input could be read"

    def _cells(self, statement: Statement) -> Iterator[Alike]:
        """The cells on the row's layers of the resources that it speaks of."""
        for lines in self._lines.values():
            sample = lines[0]
            if _speaks_of(statement, sample):
                for n in (POSITION[layer] for layer in statement.layers):
                    if sample.states[n] != "none":
                        yield Alike(sample.line.cells[n], sample.states[n], lines)


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


def _all_shown(cells: Iterable[Alike]) -> tuple[CellShown, ...]:
    shown = [
        CellShown(
            *(line.resource, line.type, line.file, one.cell.layer.id, one.cell.party, one.state),
            unresolved=one.cell.unresolved,
        )
        for one in cells
        if one.row_state != "inherited"
        for line in one.lines
    ]
    shown.sort(key=lambda one: (-RANK[one.state], one.file, one.resource, POSITION[one.layer]))
    return tuple(shown)


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


def _by_cells(cells: Iterable[Alike]) -> Iterable[Said]:
    """What the line says: for each state how many cells, and on which layers."""
    counts: Counter[RowState] = Counter()
    layers: dict[RowState, dict[Layer, None]] = {}
    for one in cells:
        counts[one.row_state] += len(one.lines)
        layers.setdefault(one.row_state, {})[one.cell.layer] = None
    for state, number in counts.items():
        if state == "inherited":
            yield state, f"{_many(number, 'cell')} of AWS's"
        else:
            titles = ", ".join(one.title.lower() for one in LAYERS if one in layers[state])
            yield state, f"{_many(number, 'cell')} {state} ({titles})"


def _by_engines(statement: Statement) -> Iterable[Said]:
    if statement.needs:
        yield "not yet", f"needs what partywall does not have: {', '.join(statement.needs)}"


def _by_picture(statement: Statement) -> Iterable[Said]:
    if statement.is_by("picture"):
        yield "not applicable", "drawn by partywall line PATH --svg FILE"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
