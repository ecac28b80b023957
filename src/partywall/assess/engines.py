"""Which engines over a whole estate a check asks: those it is told to, the others by its size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from partywall.controls.questions import Engine

BOUND: Final[Mapping[Engine, int]] = {"reach": 5_000, "escalation": 5_000}
"""Most resources of an estate for which an engine is asked without being told to.

Measured on generated estates, CPU seconds of a check without and with reach: 1,000 resources
0.19 and 0.25, 5,000 resources 0.34 and 0.52, 10,000 resources 0.55 and 1.07. With escalation
1,000 resources 0.29, 5,000 resources 0.49, 10,000 resources 0.60; a second more where hundreds of
roles may become each other.
"""

MEANS: Final[Mapping[Engine, str]] = {
    "reach": "what the Internet reaches",
    "escalation": "who can make himself an administrator",
}


class Engines(Struct, frozen=True, forbid_unknown_fields=True):
    """`[engines]`: for each engine whether it is asked; by the size of the estate when left out."""

    reach: bool | None = None
    escalation: bool | None = None

    def chosen(self, engine: Engine) -> bool | None:
        """What has been said of an engine."""
        return self.reach if engine == "reach" else self.escalation

    def asks(self, engine: Engine, resources: int) -> bool:
        """Whether the engine is asked about an estate of so many resources."""
        chosen = self.chosen(engine)
        return resources <= BOUND[engine] if chosen is None else chosen

    def why_not(self, engine: Engine, resources: int) -> str:
        """The line of a report on an engine that was not asked, though something depends on it."""
        why = f"{resources:,} resources are more than {BOUND[engine]:,}"
        if self.chosen(engine) is False:
            why = "it is switched off"
        return f"{MEANS[engine]} was not asked: {why}"

    def over(self, configured: Engines) -> Engines:
        """These choices, and the configured ones where nothing is chosen."""
        return Engines(
            reach=configured.reach if self.reach is None else self.reach,
            escalation=configured.escalation if self.escalation is None else self.escalation,
        )


BY_SIZE: Final = Engines()
