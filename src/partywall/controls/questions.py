"""What a control may ask that its resource does not tell, and the answer when nobody knows.

A view never calls an engine. A control that needs more than the resource's own configuration
takes a second argument, `ask: Questions`.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from partywall.estate.node import Node
from partywall.kernel.truth import Truth


class Questions(Protocol):
    """Questions beyond one resource's configuration: the day now; engines add theirs here."""

    def has_come(self, day: date, about: Node) -> Truth:
        """Whether `day` is today or past; `about` is the value for which that matters."""
        ...

    def reached(self, group: str, ports: tuple[int, ...]) -> str:
        """What the Internet reaches by an open group at some TCP ports; "" when nobody looked.

        It goes into the note of a refutation, and never turns a verdict: the group is open.
        """
        ...


class Unanswered:
    """Answers what is given, and anything else with a doubt that names what is missing.

    `today` is the day of the assessment. It is given, never taken from the clock here: the
    same input must give the same answer.
    """

    def __init__(self, today: date | None = None) -> None:
        self.today = today

    def has_come(self, day: date, about: Node) -> Truth:
        if self.today is None:
            return about.doubt(f"whether {day.isoformat()} has come depends on the day")
        return day <= self.today

    def reached(self, group: str, ports: tuple[int, ...]) -> str:
        return ""


UNANSWERED: Final = Unanswered()
"""What a control is told when it is tried on its own: not even the day."""
