"""How a statement of the model stands for an estate: its states, and what was seen."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from partywall.assess.report import DutyLine, Finding, State
from partywall.line.statements import Statement

RowState = Literal[
    "refuted",
    "undecided",
    "waived",
    "not yet",
    "not asked",
    "lapsed",
    "open",
    "attested",
    "proved",
    "inherited",
    "not applicable",
]

STATES: Final[tuple[RowState, ...]] = (
    "refuted",
    "undecided",
    "waived",
    "not yet",
    "not asked",
    "lapsed",
    "open",
    "attested",
    "proved",
    "inherited",
    "not applicable",
)
"""The states of a row, the one that shows before all others first."""

WORDS: Final[dict[RowState, str]] = {"not applicable": "not applicable here"}
"""How states are told to people where that is not the state's own name."""


class ControlCount(Struct, frozen=True):
    """How often a control came to each verdict; all zero when nothing here is of its types."""

    control: str
    proved: int = 0
    refuted: int = 0
    waived: int = 0
    undecided: int = 0
    not_applicable: int = 0


class CellShown(Struct, frozen=True):
    """A cell that settles a row and is not simply AWS's: whose it is, what is shown."""

    resource: str
    type: str
    file: str
    layer: str
    party: str
    state: State
    unresolved: str = ""


class Standing(Struct, frozen=True):
    """How a statement stands: its state, why in a few words, and what was seen.

    `inherited` counts the row's cells of AWS's that a report covers today, `uncovered` those that
    none does. `duties` are those that it shares with account, organization, Region and team.
    `findings` are those of the row's controls and `cells` the row's other cells, each the worst
    first; these are empty unless evidence was asked for.
    """

    statement: Statement
    state: RowState
    why: str
    controls: tuple[ControlCount, ...] = ()
    inherited: int = 0
    uncovered: int = 0
    duties: tuple[DutyLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: tuple[CellShown, ...] = ()
