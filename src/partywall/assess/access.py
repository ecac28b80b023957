"""Readings as one world that can be asked who can do what."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from partywall.access.world import Home, World
from partywall.assess.check import NOT_READ
from partywall.assess.scrub import Scrubber
from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.kernel.diagnostic import Diagnostic
from partywall.sources.reading import Reading


class Asked(Struct):
    """The world of some inputs, and what is to be said of the reading."""

    world: World
    inputs: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)

    @property
    def incomplete(self) -> bool:
        """Whether something was not read, so that answers may lack it."""
        return any(one.level == "error" for one in self.diagnostics)

    def scrubbed(self, text: str) -> str:
        """A text without the secrets of the inputs."""
        return Scrubber(self.secrets).text(text) if self.secrets else text


def world_of(readings: Iterable[Reading], remarks: list[Diagnostic], home: Home) -> Asked:
    """All readings, each an estate, as one world; `remarks` fill up while they are read."""
    estates: list[Estate] = []
    inputs: list[str] = []
    diagnostics: list[Diagnostic] = []
    secrets: set[str] = set()
    for reading in readings:
        unseen = reading.unseen
        if unseen is None and any(one.level == "error" for one in reading.diagnostics):
            unseen = NOT_READ
        estates.append(fold(reading.resources, reading.fragments, unseen))
        inputs.append(reading.file)
        diagnostics += reading.diagnostics
        secrets |= reading.secrets
    return Asked(World(estates, home), inputs, [*remarks, *diagnostics], secrets)
