"""How the statements of the model stand for one estate: what a report shows of each row.

The rule is careful in one direction. A row is `proved` only when every control that it names was
judged and proved on some resource, none is refuted or undecided, everything was read, and no
engine would have more to say: neither one that partywall lacks nor one that no control of the row
goes through, nor one that was not asked this time. AWS's half is `inherited` only under a report
that counts today for the service and the Region; a person's word is `attested`, never `proved`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, structs

from partywall.assess.cells import POSITION, RANK
from partywall.assess.report import DutyLine, Finding, Report, ResourceLine, State
from partywall.assess.standing import STATES, CellShown, ControlCount, RowState, Standing
from partywall.line.layer import LAYERS, Layer
from partywall.line.model import Cell
from partywall.line.statements import Statement

Said = tuple[RowState, str]
"""What one way of settling a row has to say: a state, and why."""

NOTHING_HERE: Final[Said] = "not applicable", "nothing here is of the kind that it speaks of"


class Alike(Struct, frozen=True):
    """A cell that several resources share, with what has been shown for it and AWS's half."""

    cell: Cell
    state: State
    half: State
    lines: list[ResourceLine]

    @property
    def uncovered(self) -> bool:
        """Whether it is AWS's, and all there is to say is that no report covers it today."""
        return self.cell.party == "aws" and self.state in ("open", "lapsed")

    def row_state(self, asks_aws: bool) -> RowState:
        """What the cell says of a row, which may ask for AWS's half too. One that a control
        proved proves no row by itself."""
        if self.state in ("refuted", "undecided", "waived"):
            return self.state
        if self.cell.unresolved:
            return "undecided"
        states: list[RowState] = ["open" if self.state == "proved" else self.state]  # type: ignore[list-item]
        if asks_aws and self.cell.party == "shared":
            states.append(self.half)  # type: ignore[arg-type]
        return min(states, key=STATES.index)


class Standings:
    """Works out how statements stand for the estates of one report."""

    def __init__(self, report: Report) -> None:
        self._incomplete = report.incomplete
        self._findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            self._findings.setdefault(finding.control, []).append(finding)
        self._duties = report.duties
        self._not_run = frozenset(report.not_run)
        self._lines: dict[tuple[int, int, int], list[ResourceLine]] = {}
        for line in report.lines:
            key = id(line.line), id(line.states), id(line.inheritance)
            self._lines.setdefault(key, []).append(line)

    def of(self, statement: Statement, *, evidence: bool = False) -> Standing:
        """How `statement` stands; with `evidence`, all that shows it."""
        if statement.is_by("narrative"):
            return Standing(statement, "not applicable", "it claims nothing that could be shown")
        counts = tuple(_count(id, self._findings.get(id, ())) for id in statement.controls)
        cells = list(self._cells(statement))
        duties = tuple(one for one in self._duties if statement.row in one.rows)
        asks_aws = statement.party != "customer"
        said = [
            *_by_controls(counts),
            *_by_cells(cells, asks_aws),
            *_by_duties(statement, duties),
            *self._by_what_was_not_read(statement),
            *self._by_engines(statement),
            *_by_picture(statement),
            NOTHING_HERE,
        ]
        state, why = min(said, key=lambda one: STATES.index(one[0]))
        found = Standing(
            statement,
            state,
            why,
            counts,
            sum(len(one.lines) for one in cells if one.state == "inherited"),
            sum(len(one.lines) for one in cells if one.uncovered),
            duties,
        )
        if not evidence:
            return found
        findings = [one for id in statement.controls for one in self._findings.get(id, ())]
        findings.sort(key=_rank)
        return structs.replace(found, findings=tuple(findings), cells=_all_shown(cells))

    def _by_what_was_not_read(self, statement: Statement) -> Iterable[Said]:
        picture = statement.is_by("picture")
        if self._incomplete and (statement.controls or statement.layers or picture):
            yield "undecided", "not all of the input could be read"

    def _by_engines(self, statement: Statement) -> Iterable[Said]:
        """What is missing, what only another command asks, and what this run did not ask."""
        if statement.needs:
            yield "not yet", f"needs what partywall does not have: {', '.join(statement.needs)}"
        if statement.asks:
            yield "not asked", f"answered elsewhere: {', '.join(statement.asks)}"
        left = len(self._not_run.intersection(statement.controls))
        if left:
            yield "not asked", f"{_many(left, 'control')} not run, for want of an engine's answers"

    def _cells(self, statement: Statement) -> Iterator[Alike]:
        """The cells on the row's layers of the resources that it speaks of."""
        for lines in self._lines.values():
            sample = lines[0]
            if _speaks_of(statement, sample):
                for n in (POSITION[layer] for layer in statement.layers):
                    if sample.states[n] != "none":
                        half = sample.inheritance.state
                        yield Alike(sample.line.cells[n], sample.states[n], half, lines)


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
        if one.state != "inherited" and not one.uncovered
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


def _by_cells(cells: Iterable[Alike], asks_aws: bool) -> Iterable[Said]:
    """What the line says: for each state how many cells, and on which layers."""
    counts: Counter[RowState] = Counter()
    layers: dict[RowState, dict[Layer, None]] = {}
    for one in cells:
        state = one.row_state(asks_aws)
        counts[state] += len(one.lines)
        layers.setdefault(state, {})[one.cell.layer] = None
    for state, number in counts.items():
        titles = ", ".join(one.title.lower() for one in LAYERS if one in layers[state])
        yield state, f"{_many(number, 'cell')} {state} ({titles})"


def _by_duties(statement: Statement, duties: Sequence[DutyLine]) -> Iterable[Said]:
    """What people have attested of the row's duties of account, organization, Region, team."""
    counts = Counter(one.state for one in duties)
    for state, number in counts.items():
        subjects = ", ".join(dict.fromkeys(one.subject for one in duties if one.state == state))
        yield state, f"{_many(number, 'duty', 'duties')} {state} ({subjects})"  # type: ignore[misc]
    by_record = statement.is_by("ledger") and not statement.layers
    if not duties and (by_record or statement.is_by("attestation")):
        yield "open", "nobody has attested it"


def _by_picture(statement: Statement) -> Iterable[Said]:
    if statement.is_by("picture"):
        yield "not applicable", "drawn by partywall line PATH --svg FILE"


def _many(number: int, what: str, several: str = "") -> str:
    return f"{number} {what if number == 1 else several or f'{what}s'}"
