"""What a change comes to whatever AWS's policies say of which only the names are known.

Such a policy is taken to say the same before and after. Of one request it says nothing, or it
allows it, or it denies it, and what it denies is denied both before and after. So where nothing
is newly allowed when these policies say nothing, and nothing when they allow everything, nothing
is newly allowed at all. Where tags differ, which their conditions may look at, this does not hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partywall.access.changes.gain import NOTHING, Gained
from partywall.access.changes.said import OF_AWS
from partywall.access.requester import Requester
from partywall.access.world.documents import Held
from partywall.access.world.principals import Principal
from partywall.access.world.world import AS_IT_LIKES, World
from partywall.kernel.lazy import cached_property

SILENT: Final = '{"Version":"2012-10-17","Statement":[]}'


class Supposed:
    """Two worlds, and what they would be if these policies were known."""

    def __init__(self, now: World, then: World) -> None:
        self.now = now
        self.then = then

    def settled(
        self, one: Requester, found: Gained, again: Callable[[World, World], Gained]
    ) -> Gained:
        """What was found, or nothing where only such policies of the principal left it open.

        `again` asks the same question of two other worlds.
        """
        if not found.unsure or found.shown:
            return found
        now, then = self.now.holder(one), self.then.holder(one)
        if now is None or then is None or now.facts != then.facts:
            return found
        if not _unread(now) or _unread(now) != _unread(then):
            return found
        return NOTHING if all(again(*pair) == NOTHING for pair in self._pairs) else found

    @cached_property
    def _pairs(self) -> list[tuple[World, World]]:
        return [
            (_saying(self.now, text), _saying(self.then, text)) for text in (SILENT, AS_IT_LIKES)
        ]


def _unread(holder: Principal) -> frozenset[str]:
    """By name, the policies of AWS that a principal has and nobody has read."""
    return frozenset([held.name for held in holder.held if _is_of_aws(held)])


def _is_of_aws(held: Held) -> bool:
    flaw = held.rules.flaw if held.rules is not None else None
    return flaw is not None and flaw.why.startswith(OF_AWS)


def _saying(world: World, text: str) -> World:
    """The same world, in which these policies of its principals have a text."""
    found = World([one.estate for one in world.estates], world.home)
    for one in found.principals.values():
        if any(map(_is_of_aws, one.held)):
            one.held = tuple(
                [Held(held.name, text) if _is_of_aws(held) else held for held in one.held]
            )
    return found
