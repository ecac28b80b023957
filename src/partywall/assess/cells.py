"""The state of each cell: what the findings have shown for the layers of one resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


class Cells:
    """Works out states; equal rows share one tuple."""

    def __init__(self) -> None:
        self._bases: dict[int, list[State]] = {}
        self._known: dict[tuple[object, ...], tuple[State, ...]] = {}
        self._shared: dict[tuple[State, ...], tuple[State, ...]] = {}
        self._lines: list[Line] = []

    def states(self, line: Line, findings: Iterable[Finding]) -> tuple[State, ...]:
        """The 22 states of a resource with this line and these findings.

        AWS's cells are inherited, the customer's open until a finding says more; a finding
        shows even in a cell of AWS's, where it says that the customer left a choice to AWS.
        """
        shown = [(one.layer, _state(one) if one.waiver else one.verdict) for one in findings]
        key = (id(line), *shown)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._worked_out(line, shown)
        return known

    def _worked_out(
        self, line: Line, shown: list[tuple[str, State | Outcome]]
    ) -> tuple[State, ...]:
        states = self._base(line).copy()
        for layer, state in shown:
            if state != "not_applicable":
                n = POSITION[layer]
                if RANK[state] > RANK[states[n]]:
                    states[n] = state
        row = tuple(states)
        return self._shared.setdefault(row, row)

    def _base(self, line: Line) -> list[State]:
        base = self._bases.get(id(line))
        if base is None:
            self._lines.append(line)
            base = self._bases[id(line)] = [_at_first(cell.party) for cell in line.cells]
        return base


def _at_first(party: str) -> State:
    if party == "aws":
        return "inherited"
    return "none" if party == "none" else "open"


def _state(finding: Finding) -> State | Outcome:
    return "waived" if finding.verdict == "refuted" and not finding.counts else finding.verdict
