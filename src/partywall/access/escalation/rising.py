"""Principal by principal: whether it is an administrator, and whether it can become one.

A chain that is found is an answer. That none is found says no only where nothing was overlooked:
the policies of everybody on the way are known, and none of them lets its holder act on roles,
users, groups or things that the input does not have, through which a way might lead.

Roles elsewhere whose trust policies name the principal are in no input and not thought of; nor is
a way that is not among the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from partywall.access.escalation.chains import ADMINISTRATOR, Chain, Graph
from partywall.access.escalation.edges import Edge
from partywall.access.escalation.outside import Outside
from partywall.access.escalation.world import Identity, World
from partywall.access.formula import Formula, Untold

NOBODY: Final[Mapping[str, str]] = {}
TOO_MANY: Final = "there are too many steps between principals to follow them all"


class Rise(Struct, frozen=True):
    """When an identity becomes administrator, and by which chain, if one is known."""

    when: Formula
    chain: Chain | None = None

    @property
    def how(self) -> str:
        """The chain in words, step by step."""
        return "" if self.chain is None else ", then ".join(map(_in_words, self.chain.steps))


class Rising:
    """All identities of a world, explored once (up to `most` steps); then asked one by one.

    `handed` has why an identity may have policies that the world does not have.
    """

    def __init__(
        self, world: World, most: int | None = None, handed: Mapping[str, str] = NOBODY
    ) -> None:
        self.handed = handed
        self.graph = Graph(world, most)
        self.outside = Outside(world, self.graph.steps)
        found = self.graph.chains(ADMINISTRATOR, self.graph.administrators)
        self._chains = {one.start: one for one in found}
        self._overlooked: dict[str, str] = {}

    def administrator(self, name: str) -> Formula:
        """When the identity is an administrator by its own policies, as far as they are known."""
        found = self.graph.administrators.get(name, False)
        if found is not False:
            return found
        unread = next(self._unseen(name), None)
        return found if unread is None else Untold(unread)

    def rise(self, name: str) -> Rise:
        """When the identity, not an administrator itself, becomes one through others."""
        chain = self._chains.get(name)
        if chain is not None:
            return Rise(chain.when, chain)
        for one in self._reached(name):
            why = self.overlooked(one)
            if why:
                return Rise(Untold(why if one == name else f"as {one}, {why}"))
        return Rise(False)

    def _reached(self, name: str) -> Iterator[str]:
        """The identity and all that it can turn into, nearest first."""
        waiting = [name]
        for one in waiting:
            yield one
            for edge in self.graph.edges.get(one, ()):
                if edge.target.name not in waiting:
                    waiting.append(edge.target.name)

    def overlooked(self, name: str) -> str:
        """Why the identity may be able to do more than the graph has; empty if it surely cannot."""
        found = self._overlooked.get(name)
        if found is None:
            found = self._overlooked[name] = next(self._reasons(name), "")
        return found

    def _unseen(self, name: str) -> Iterator[str]:
        """Why policies of the identity are not known."""
        yield from _unread(self.graph.nodes[name])
        if name in self.handed:
            yield self.handed[name]

    def _reasons(self, name: str) -> Iterator[str]:
        identity = self.graph.nodes[name]
        yield from self._unseen(name)
        if name not in self.graph.edges:
            yield TOO_MANY
        yield from self.outside.ways(identity)


def _unread(identity: Identity) -> Iterator[str]:
    for held in identity.policies:
        flaw = held.attached.rules.flaw
        if flaw is not None:
            yield flaw.why


def _in_words(step: Edge) -> str:
    does = " and ".join(f"{way.title[0].lower()}{way.title[1:]}" for way in step.ways)
    through = f" ({step.through})" if step.through else ""
    return f"{does}{through} → {step.target.name}"
