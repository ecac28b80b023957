"""The shortest chains of steps to administrator, and to what is worth protecting.

All identities are explored once, and what they turn into with them. From each goal a breadth-first
walk backwards then gives every identity its next step: first over steps that are sure, then over
those that hang on conditions, then over those that are not told. So a chain under conditions
is shown only where there is none without.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from partywall.access.escalation.administrator import is_administrator
from partywall.access.escalation.asking import Asker, rank, together
from partywall.access.escalation.edges import Edge, Steps
from partywall.access.escalation.world import Identity, Treasure, World
from partywall.access.formula import Formula

SURE, CONDITIONAL, UNTOLD = range(3)
ADMINISTRATOR: Final = "administrator"


class Chain(Struct, frozen=True):
    """How an identity reaches a goal: the steps, and when the last identity is there.

    `goal` is `administrator` or the name of a treasure; `level` the rank of its weakest part.
    """

    start: str
    goal: str
    steps: tuple[Edge, ...]
    arrival: Formula
    level: int

    @property
    def end(self) -> str:
        """The identity that has what the chain is for."""
        return self.steps[-1].target.name

    @property
    def when(self) -> Formula:
        """Under which conditions all of it can be done."""
        return together([*[step.when for step in self.steps], self.arrival])


class Found(Struct, frozen=True):
    """What was found: who is administrator already, the chains, and whose policies are unread."""

    administrators: tuple[tuple[str, Formula], ...]
    chains: tuple[Chain, ...]
    unread: tuple[tuple[str, str], ...]


class Graph:
    """Every identity, what it can turn into, and the steps between.

    With `most`, once there are more steps than that only those are explored who have no right
    that a way needs: whoever is not among `edges` may turn into anybody.
    """

    def __init__(self, world: World, most: int | None = None) -> None:
        self.world = world
        self.most = most
        self.asker = Asker(world)
        self.steps = Steps(world, self.asker)
        self.nodes: dict[str, Identity] = {one.name: one for one in world.identities}
        self.administrators: dict[str, Formula] = {}
        self.edges: dict[str, list[Edge]] = {}
        self._targets: dict[str, tuple[str, ...]] = {}
        self._explore()

    def targets(self, treasure: Treasure) -> tuple[str, ...]:
        """The treasure as a set of one, the same object each time."""
        return self._targets.setdefault(treasure.name, (treasure.arn,))

    def _explore(self) -> None:
        """Of an administrator under conditions only steps that promise more are of interest."""
        waiting = deque(self.nodes)
        steps = 0
        while waiting:
            name = waiting.popleft()
            node = self.nodes[name]
            found = is_administrator(self.asker, node)
            if found is not False:
                self.administrators[name] = found
            if self.most is not None and steps > self.most and self.steps.relevant(node):
                continue
            self.edges[name] = [] if found is True else _best(self.steps.of(node, rank(found)))
            steps += len(self.edges[name])
            for edge in self.edges[name]:
                if edge.target.name not in self.nodes:
                    self.nodes[edge.target.name] = edge.target
                    waiting.append(edge.target.name)

    def chains(self, goal: str, arrivals: Mapping[str, Formula]) -> Iterator[Chain]:
        """The shortest chain of each identity of the world to those that have arrived."""
        ranks = {name: rank(when) for name, when in arrivals.items()}
        starts = sorted(one.name for one in self.world.identities)
        done: set[str] = {name for name, level in ranks.items() if level == SURE}
        for level in (SURE, CONDITIONAL, UNTOLD):
            there = {name for name, found in ranks.items() if found <= level}
            following = self._following(there, level)
            for start in starts:
                if start in done or start not in following:
                    continue
                done.add(start)
                steps = tuple(_walk(start, following))
                yield Chain(start, goal, steps, arrivals[steps[-1].target.name], level)

    def _following(self, there: set[str], level: int) -> dict[str, Edge]:
        """For each identity on a way to those who are there the next step of a shortest one.

        Who is there needs none; who is there under conditions may still have a better way.
        """
        coming: dict[str, list[Edge]] = {}
        for edges in self.edges.values():
            for edge in edges:
                if rank(edge.when) <= level:
                    coming.setdefault(edge.target.name, []).append(edge)
        following: dict[str, Edge] = {}
        waiting = deque(sorted(there))
        while waiting:
            for edge in coming.get(waiting.popleft(), ()):
                if edge.source not in following and edge.source not in there:
                    following[edge.source] = edge
                    waiting.append(edge.source)
        return following


def _walk(start: str, following: Mapping[str, Edge]) -> Iterator[Edge]:
    while start in following:
        yield following[start]
        start = following[start].target.name


def _best(edges: Iterator[Edge]) -> list[Edge]:
    """Of the steps to each identity the one that promises most, in a fixed order.

    Among equals the one with fewer parts, and of those the one that the data name first.
    """
    found: dict[str, Edge] = {}
    for edge in edges:
        known = found.get(edge.target.name)
        if known is None or _merit(edge) < _merit(known):
            found[edge.target.name] = edge
    return [found[name] for name in sorted(found)]


def _merit(edge: Edge) -> tuple[int, int]:
    return rank(edge.when), len(edge.ways)


def escalations(world: World) -> Found:
    """All chains to administrator, and to each treasure for those who have no way to it."""
    graph = Graph(world)
    chains = list(graph.chains(ADMINISTRATOR, graph.administrators))
    for treasure in world.treasures:
        chains += graph.chains(treasure.name, _holders(graph, treasure))
    known = {one.name for one in world.identities}
    return Found(
        tuple(sorted((n, when) for n, when in graph.administrators.items() if n in known)),
        tuple(sorted(chains, key=lambda one: (one.goal != ADMINISTRATOR, one.goal, one.level,
                                              len(one.steps), one.start))),
        tuple(_unread(world)),
    )  # fmt: skip


def _holders(graph: Graph, treasure: Treasure) -> dict[str, Formula]:
    """Who may take what the treasure holds, and when."""
    found: dict[str, Formula] = {}
    for name, node in graph.nodes.items():
        if node.outside or not _may_reach(graph, node, treasure):
            continue
        when = graph.asker.allowed(
            node, treasure.action, treasure.arn, {}, treasure.policies, treasure.account
        )
        if when is not False:
            found[name] = when
    return found


def _may_reach(graph: Graph, node: Identity, treasure: Treasure) -> bool:
    """Whether a policy of the identity, or the resource's own, may speak for it."""
    if treasure.policies:
        return True
    return treasure.arn in graph.asker.reached(node, treasure.action, graph.targets(treasure))


def _unread(world: World) -> Iterator[tuple[str, str]]:
    """Identities with policies whose text is not known: what these permit is not followed."""
    for one in sorted(world.identities, key=lambda one: one.name):
        for held in one.policies:
            if held.attached.rules.flaw is not None:
                yield one.name, held.attached.name
