"""Questions of controls that the network answers, when a run is told to look at it."""

from __future__ import annotations

from datetime import date

from partywall.controls.questions import Unanswered
from partywall.estate.estate import Estate
from partywall.reach.opened import opened
from partywall.reach.questions import Asker


class Reached(Unanswered):
    """Answers what the day answers, and what an open group comes to.

    The network is made at the first question: most estates of which nothing is open never need it.
    """

    def __init__(self, today: date, estate: Estate) -> None:
        super().__init__(today)
        self._estate = estate
        self._asker: Asker | None = None
        self._told: dict[tuple[str, tuple[int, ...]], str] = {}

    def reached(self, group: str, ports: tuple[int, ...]) -> str:
        if self._asker is None:
            self._asker = Asker(self._estate)
        key = group, ports
        if key not in self._told:
            self._told[key] = str(opened(self._asker, group, ports))
        return self._told[key]
