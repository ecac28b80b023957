"""Readings as one world that can be asked who can do what."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct, field

from partywall.access.world import Home, World
from partywall.assess.estates import estate_of, incomplete
from partywall.assess.scrub import Scrubber
from partywall.estate.estate import Estate
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import QuestionError
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
        return incomplete(self.diagnostics)

    def scrubbed(self, text: str) -> str:
        """A text, JSON or not, without the secrets of the inputs."""
        if not self.secrets:
            return text
        in_json = {msgspec.json.encode(one).decode()[1:-1] for one in self.secrets}
        return Scrubber(self.secrets | in_json).text(text)


def world_of(readings: Iterable[Reading], remarks: list[Diagnostic], home: Home) -> Asked:
    """All readings, each an estate, as one world; `remarks` fill up while they are read."""
    estates: list[Estate] = []
    inputs: list[str] = []
    diagnostics: list[Diagnostic] = []
    secrets: set[str] = set()
    for reading in readings:
        estates.append(estate_of(reading))
        inputs.append(reading.file)
        diagnostics += reading.diagnostics
        secrets |= reading.secrets
    return Asked(World(estates, home), inputs, [*remarks, *diagnostics], secrets)


def of_one_account(before: World, after: World) -> tuple[World, World]:
    """Both worlds in the account that either of them tells.

    Raises QuestionError when they tell of two accounts, whose principals are all different.
    """
    told = (before.home.account, after.home.account)
    if all(told) and told[0] != told[1]:
        raise QuestionError(f"the two are of different accounts: {told[0]} and {told[1]}")
    account = told[0] or told[1]
    return _of(before, account), _of(after, account)


def _of(world: World, account: str) -> World:
    if world.home.account == account:
        return world
    home = Home(account, world.home.region)
    return World([one.estate for one in world.estates], home)
