"""Who can be let through at all: an index over every policy of every principal.

Policies are interned by their text, and so are the patterns in them. For an action the index finds
the patterns of actions that match it, once; for a resource it looks up every prefix of the ARN
among the literal beginnings of the patterns. What is left are the statements that may speak of the
request, and through their policies the principals: all others are surely denied, as no statement
allows them, their boundary has none, or a Deny without a condition hits them. It decides nothing
else; whoever is left is for `decide`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.access.indexing.statements import Statements
from partywall.access.layers.layer import Policies
from partywall.access.requester import Kind, Requester
from partywall.access.services import sts
from partywall.access.world.documents import Held
from partywall.access.world.targets import Target
from partywall.access.world.world import World
from partywall.kernel.arn import parse_arn


class Index:
    """The principals of a world, found by what their policies may allow."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.principals = list(world.principals.values())
        self.places = {one.requester: place for place, one in enumerate(self.principals)}
        self._numbers: dict[object, int] = {}
        self.statements = Statements()
        self.holders: list[list[int]] = []
        self.holds: list[tuple[int, ...]] = []
        self.bounds: list[tuple[int, ...]] = []
        for place, one in enumerate(self.principals):
            numbers = tuple([self._number(held) for held in one.held])
            for number in numbers:
                self.holders[number].append(place)
            self.holds.append(numbers)
            self.bounds.append(tuple([self._number(held) for held in one.bounding]))
        self.statements.seal()
        self._opaque = frozenset(self.statements.opaque)

    def _number(self, held: Held) -> int:
        key: object = held.text or id(held.rules)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.holders)
            self.holders.append([])
            self.statements.add(found, held)
        return found

    def candidates(self, action: str, target: Target) -> list[Requester]:
        """Everybody of the estate who is not surely denied, in the order of their ARNs."""
        wanted = action.lower()
        if wanted in sts.ALWAYS:
            return [*[one.requester for one in self.principals], *self.world.roots]
        places = self._by_own_policies(wanted, target)
        if not target.unseen:
            places |= self._by_name(self.world.guards(target), wanted)
        if wanted.startswith("s3:") and self._by_acl(target):
            places = set(range(len(self.principals)))
        return [*[self.principals[one].requester for one in sorted(places)], *self.world.roots]

    def _by_acl(self, target: Target) -> bool:
        """Whether an ACL may let principals of the account in."""
        asks = self.principals[:1]
        ways = [way for one in asks for way in self.world.ways(one.requester, target)]
        return any(way is not None and way.acl for way in ways)

    def _by_own_policies(self, action: str, target: Target) -> set[int]:
        allowing, denying = self.statements.of_action(action)
        maybe, sure = self.statements.on(target.named.pattern)
        allowed = {number for one in maybe for number in allowing.get(one, ())}
        allowed |= self._opaque
        denied = {number for one in sure for number in denying.get(one, ())}
        places = {place for number in allowed for place in self.holders[number]}
        return {one for one in places if self._passes(one, allowed, denied)}

    def _passes(self, place: int, allowed: set[int], denied: set[int]) -> bool:
        bounds = self.bounds[place]
        if bounds and allowed.isdisjoint(bounds):
            return False
        return not denied or (denied.isdisjoint(self.holds[place]) and denied.isdisjoint(bounds))

    def _by_name(self, guards: Policies, action: str) -> set[int]:
        """Those whom the resource's own policy may let through by itself."""
        found: set[int] = set()
        for attached in guards:
            if attached.rules.flaw is not None:
                return set(range(len(self.principals)))
            for rule, _ in attached.rules.speaking_of(action):
                principals = rule.statement.principals
                if principals is None or rule.statement.effect == "Deny":
                    continue
                if principals.negated:
                    return set(range(len(self.principals)))
                for entry in principals.entries:
                    if entry.kind == "CanonicalUser" or entry.name == "*":
                        return set(range(len(self.principals)))
                    if not isinstance(entry.name, str):
                        return set(range(len(self.principals)))
                    found.update(self._named(entry.name))
        return found

    def _named(self, name: str) -> Iterator[int]:
        arn = parse_arn(name)
        if arn is None:
            return
        for one, place in self.places.items():
            session = one.kind is Kind.ROLE and arn.service == "sts"
            if one.arn == name or session or self.principals[place].named.shape:
                yield place
