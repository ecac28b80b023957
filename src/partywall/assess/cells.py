"""The state of each cell: what the findings have shown for the layers of one resource."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from msgspec import Struct

from partywall.assess.report import Finding, State
from partywall.kernel.verdict import Outcome
from partywall.line.layer import LAYERS
from partywall.line.model import Line

POSITION: Final = {layer.id: n for n, layer in enumerate(LAYERS)}

RANK: Final[dict[State, int]] = {
    "none": 0,
    "inherited": 0,
    "open": 0,
    "proved": 1,
    "waived": 2,
    "undecided": 3,
    "refuted": 4,
}
"""Which of two states of a cell shows: the worse news."""


_shown = attrgetter("control", "verdict", "waiver")


class Kind(Struct, eq=False):
    """Resources of one type and line whose findings say the same: the findings of the first of
    them, the states of their cells, and how `many` they are. Keeps its line, whose id is a key."""

    type: str
    line: Line
    findings: Sequence[Finding]
    states: tuple[State, ...]
    many: int = 0


class Cells:
    """Works out states, once for each kind of resource; equal rows share one tuple."""

    def __init__(self) -> None:
        self._bases: dict[int, list[State]] = {}
        self._known: dict[tuple[object, ...], Kind] = {}
        self._shared: dict[tuple[State, ...], tuple[State, ...]] = {}

    @property
    def kinds(self) -> list[Kind]:
        """All kinds, in the order in which they were met."""
        return list(self._known.values())

    def states(self, type_name: str, line: Line, findings: Sequence[Finding]) -> tuple[State, ...]:
        """The 22 states of a further resource with this line and these findings.

        AWS's cells are inherited, the customer's open until a finding says more; a finding
        shows even in a cell of AWS's, where it says that the customer left a choice to AWS.
        """
        key = (type_name, id(line), *map(_shown, findings))
        kind = self._known.get(key)
        if kind is None:
            states = self._worked_out(line, findings)
            kind = self._known[key] = Kind(type_name, line, findings, states)
        kind.many += 1
        return kind.states

    def _worked_out(self, line: Line, findings: Sequence[Finding]) -> tuple[State, ...]:
        states = self._base(line).copy()
        for one in findings:
            state = _state(one)
            if state != "not_applicable":
                n = POSITION[one.layer]
                if RANK[state] > RANK[states[n]]:
                    states[n] = state
        row = tuple(states)
        return self._shared.setdefault(row, row)

    def _base(self, line: Line) -> list[State]:
        base = self._bases.get(id(line))
        if base is None:
            base = self._bases[id(line)] = [_at_first(cell.party) for cell in line.cells]
        return base


def _at_first(party: str) -> State:
    if party == "aws":
        return "inherited"
    return "none" if party == "none" else "open"


def _state(finding: Finding) -> State | Outcome:
    return "waived" if finding.verdict == "refuted" and not finding.counts else finding.verdict
