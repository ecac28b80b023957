"""A part of what a control's disposition names, with its state and what shows it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

ControlState = Literal[
    "refuted",
    "undecided",
    "waived",
    "open",
    "lapsed",
    "met",
    "attested",
    "inherited",
    "not applicable",
]

STATES: Final[tuple[ControlState, ...]] = (
    "refuted",
    "undecided",
    "waived",
    "open",
    "lapsed",
    "met",
    "attested",
    "inherited",
    "not applicable",
)
"""The states of a control, the one that shows before all others first."""

SHOWN: Final = frozenset({"met", "attested", "inherited"})
"""States in which everything is shown that the disposition names."""

Side = Literal["aws", "customer"]

By = Literal["report", "controls", "cells", "word"]
"""What shows a part: a report of AWS's, our controls, cells of the line, a person's word."""


class Backing(Struct, frozen=True):
    """What the ledger has for AWS's half of a resource, or for a duty, on the day.

    `by` are ids of reports or attestations, `until` the last day (ISO date) on which they count.
    `closes` says what would close a gap.
    """

    state: Literal["inherited", "attested", "lapsed", "open"]
    by: tuple[str, ...] = ()
    until: str = ""
    closes: str = ""


class Part(Struct, frozen=True):
    """One thing that a control's disposition names, whose it is, and what has been shown of it.

    `by` are the ids behind it, `until` the day (ISO date) on which they cease or ceased to count;
    `closes` says what would close a gap.
    """

    side: Side
    shown_by: By
    state: ControlState
    why: str
    by: tuple[str, ...] = ()
    until: str = ""
    closes: str = ""


class Judged(Struct, frozen=True):
    """How often one of our controls came to each verdict; all zero when nothing here is of its
    types."""

    control: str
    relation: str
    group: str
    proved: int = 0
    refuted: int = 0
    waived: int = 0
    undecided: int = 0
    not_applicable: int = 0

    @property
    def is_in_doubt(self) -> bool:
        """Whether it is other than proved on some resource to which it applies."""
        return bool(self.refuted or self.waived or self.undecided)
