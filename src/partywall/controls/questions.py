"""What a control may ask of an engine, and the honest answer while there is none.

A view never calls an engine. A control that needs more than the resource's own configuration
takes a second argument, `ask: Questions`.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown


class Questions(Protocol):
    """Questions whose answers depend on the estate as a whole."""

    def internet_reaches(self, target: View, port: int) -> Truth:
        """Whether a packet from the Internet arrives at TCP `port` of the resource."""
        ...

    def has_come(self, day: date, about: Node) -> Truth:
        """Whether `day` is today or past; `about` is the value for which that matters."""
        ...


class Unanswered:
    """Answers every question with a doubt that names what is missing.

    `today` is the day of the assessment. It is given, never taken from the clock here: the
    same input must give the same answer.
    """

    def __init__(self, today: date | None = None) -> None:
        self.today = today

    def internet_reaches(self, target: View, port: int) -> Truth:
        why = f"whether the Internet reaches port {port} needs the reach engine"
        place = target.resource
        return Doubt(Evidence((), Unknown(why), why, place.place, place.address))

    def has_come(self, day: date, about: Node) -> Truth:
        if self.today is None:
            return about.doubt(f"whether {day.isoformat()} has come depends on the day")
        return day <= self.today


UNANSWERED: Final = Unanswered()
"""What a control is told when it is tried on its own: no engine, and no day."""
