"""What a control may ask of an engine, and the honest answer while there is none.

A view never calls an engine. A control that needs more than the resource's own configuration
takes a second argument, `ask: Questions`.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from partywall.estate.view import View
from partywall.kernel.evidence import Evidence
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown


class Questions(Protocol):
    """Questions whose answers depend on the estate as a whole, or on the day."""

    def today(self) -> date:
        """The day that dated facts (an end of support, say) are compared with."""
        ...

    def internet_reaches(self, target: View, port: int) -> Truth:
        """Whether a packet from the Internet arrives at TCP `port` of the resource."""
        ...


class Unanswered:
    """Knows the day, and answers every other question with a doubt that names the engine."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of

    def today(self) -> date:
        return self._as_of

    def internet_reaches(self, target: View, port: int) -> Truth:
        why = f"whether the Internet reaches port {port} needs the reach engine"
        place = target.resource
        return Doubt(Evidence((), Unknown(why), why, place.place, place.address))


UNANSWERED: Final = Unanswered(date(2026, 11, 23))
"""What a control is told when it is tried on its own, as in tests and examples."""
