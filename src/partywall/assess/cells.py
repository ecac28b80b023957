"""The state of each cell: what findings, reports and people have shown for the layers of one
resource."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from partywall.assess.report import NO_REPORT, NOTHING, Finding, Inheritance, Proof, State
from partywall.kernel.unknown import Unknown
from partywall.line.layer import LAYERS
from partywall.line.model import Cell, Line

if TYPE_CHECKING:
    from partywall.assess.vouched import Vouched, Word

POSITION: Final = {layer.id: n for n, layer in enumerate(LAYERS)}

RANK: Final[dict[State, int]] = {
    "none": 0,
    "inherited": 0,
    "open": 0,
    "lapsed": 1,
    "attested": 2,
    "proved": 3,
    "waived": 4,
    "undecided": 5,
    "refuted": 6,
}
"""Which of two states of a cell shows: the worse news, and then the better proof."""

_shown = attrgetter("control", "verdict", "waiver", "weight")


class Kind(Struct, eq=False):
    """Resources of one type and line of which the same has been shown: the findings of the first
    of them, the states of their cells and the proofs of those, what stands behind AWS's half, and
    how `many` they are. Keeps its line, whose id is a key."""

    type: str
    line: Line
    findings: Sequence[Finding]
    states: tuple[State, ...]
    proofs: tuple[Proof, ...]
    inheritance: Inheritance
    many: int = 0


class Cells:
    """Works out states, once for each kind of resource; equal rows share one tuple."""

    def __init__(self, vouched: Vouched | None = None) -> None:
        self._vouched = vouched
        self._known: dict[tuple[object, ...], Kind] = {}
        self._states: dict[tuple[State, ...], tuple[State, ...]] = {}
        self._proofs: dict[tuple[Proof, ...], tuple[Proof, ...]] = {}

    @property
    def kinds(self) -> list[Kind]:
        """All kinds, in the order in which they were met."""
        return list(self._known.values())

    def of(
        self,
        type_name: str,
        line: Line,
        findings: Sequence[Finding],
        region: str | Unknown | None = None,
        address: str = "",
    ) -> Kind:
        """The kind of a further resource with this line and these findings.

        AWS's cells are inherited under a report that counts today, the customer's open until a
        finding or a person says more. A finding shows even in a cell of AWS's when it is bad
        news: that the customer left a choice to AWS.
        """
        key: tuple[object, ...] = (type_name, id(line), *map(_shown, findings))
        half: Inheritance = NO_REPORT
        words: tuple[Word, ...] = ()
        if self._vouched is not None:
            half = self._vouched.inheritance(type_name, region)
            words = self._vouched.words(type_name, address)
            key += (id(half), words)
        kind = self._known.get(key)
        if kind is None:
            kind = self._known[key] = self._new(type_name, line, findings, half, words)
        kind.many += 1
        return kind

    def _new(
        self,
        type_name: str,
        line: Line,
        findings: Sequence[Finding],
        half: Inheritance,
        words: Sequence[Word],
    ) -> Kind:
        said = {one.layer: one for one in words}
        by_layer: dict[str, list[Finding]] = {}
        for one in findings:
            by_layer.setdefault(one.layer, []).append(one)
        cells = [
            _shown_of(cell, half, by_layer.get(cell.layer.id, ()), said.get(cell.layer.id))
            for cell in line.cells
        ]
        states = tuple([state for state, _ in cells])
        proofs = tuple([proof for _, proof in cells])
        return Kind(
            type_name,
            line,
            findings,
            self._states.setdefault(states, states),
            self._proofs.setdefault(proofs, proofs),
            half,
        )


def _shown_of(
    cell: Cell, half: Inheritance, findings: Sequence[Finding], word: Word | None
) -> tuple[State, Proof]:
    """What is shown of a cell: the worst of the findings in it, else a person's word, else what
    stands behind AWS's half where it is AWS's. Good findings leave a cell of AWS's as it is."""
    if cell.party == "none":
        state: State = "none"
        proof = NOTHING
    elif cell.party == "aws":
        state, proof = half.state, half.proof
    elif word is not None:
        state, proof = word.state, word.proof
    else:
        state, proof = "open", Proof(closes=f"attest {cell.layer.id}")
    worst: State = max(map(_state, findings), key=RANK.__getitem__, default="none")
    least: State = "proved" if cell.party == "aws" else state
    if RANK[worst] > RANK[least]:
        return worst, _proof([one for one in findings if _state(one) == worst])
    return state, proof


def _state(finding: Finding) -> State:
    if finding.verdict == "not_applicable":
        return "none"
    return "waived" if finding.verdict == "refuted" and not finding.counts else finding.verdict


def _proof(findings: Sequence[Finding]) -> Proof:
    """The controls behind a state; of waived ones also the first day on which one ends."""
    ends = [one.waiver.until for one in findings if one.waiver is not None and not one.counts]
    return Proof(tuple(sorted({one.control for one in findings})), min(ends, default=""))
