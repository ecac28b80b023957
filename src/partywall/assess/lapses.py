"""What counts today and soon will not: reports, attestations and waivers that end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from partywall.assess.cells import Kind
from partywall.assess.report import LAPSING, DutyLine, Lapse, Proof, State

ENDING: Final = frozenset({"inherited", "attested", "waived"})
"""States that rest on something with an end."""


def lapses(kinds: Iterable[Kind], duties: Iterable[DutyLine], as_of: date) -> list[Lapse]:
    """What ends within LAPSING days of `as_of`, that day included; the soonest first."""
    last = (as_of + timedelta(LAPSING)).isoformat()
    cells: dict[tuple[State, Proof], int] = {}
    held: dict[tuple[State, Proof], list[str]] = {}
    for kind in kinds:
        for key in zip(kind.states, kind.proofs, strict=True):
            if key[0] in ENDING and "" < key[1].until <= last:
                cells[key] = cells.get(key, 0) + kind.many
        half = kind.inheritance
        if half.state == "inherited" and "" < half.proof.until <= last:
            key = half.state, half.proof
            shared = sum(cell.party == "shared" for cell in kind.line.cells)
            cells[key] = cells.get(key, 0) + kind.many * shared
    for duty in duties:
        if duty.state in ENDING and "" < duty.proof.until <= last:
            held.setdefault((duty.state, duty.proof), []).append(f"{duty.subject}: {duty.title}")
    found = [
        Lapse(key[1].until, key[0], key[1].by, cells.get(key, 0), tuple(sorted(held.get(key, ()))))
        for key in {**cells, **held}
    ]
    return sorted(found, key=lambda one: (one.until, one.state, one.by))
