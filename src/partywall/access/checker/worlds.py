"""What a request leaves open: tests, the ways in which they can turn out, and formulas over them.

A claim is a plain question that may ask for open tests. It holds when it does in every world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from partywall.access.checker.language import Rejected, canonical

MOST = 12
MOST_WORLDS = 2**MOST
TURNS = (b"{}", b'{"negated":true}')


class World:
    """One way in which the tests that are left open turn out; two of one name turn out alike."""

    def __init__(self, turns: list[bool]) -> None:
        self.turns = turns
        self.said: dict[Any, bool] = {}

    def __call__(self, test: Any) -> bool:
        if test not in self.said:
            place = len(self.said)
            if place == MOST:
                raise Rejected(f"more than {MOST} tests are open at a time")
            self.said[test] = self.turns[place] if place < len(self.turns) else True
        return self.said[test]


Claim = Callable[[World], bool]
"""What holds in some worlds and not in others."""


def surely(_: World) -> bool:
    """What holds in each."""
    return True


def never(_: World) -> bool:
    """What holds in no world."""
    return False


def answers(question: Callable[[World], Any]) -> Iterator[Any]:
    """The answer in each world. Raises Rejected when they are too many."""
    turns: list[bool] = []
    for _ in range(MOST_WORLDS):
        world = World(turns)
        yield question(world)
        turns = list(world.said.values())
        while turns and not turns[-1]:
            turns.pop()
        if not turns:
            return
        turns[-1] = False
    raise Rejected("the open tests can turn out in too many ways")


def settled(claim: Claim) -> bool | None:
    """True or False when it is so in every world, else None."""
    found = set(answers(claim))
    return found.pop() if len(found) == 1 else None


def read_formula(tree: Any) -> Claim:
    """The formula that a certificate spells as a tree of all, any, not and tests."""
    match tree:
        case bool():
            return surely if tree else never
        case {"all": list(parts), **rest} if not rest:
            every = list(map(read_formula, parts))
            return lambda world: all(one(world) for one in every)
        case {"any": list(parts), **rest} if not rest:
            some = list(map(read_formula, parts))
            return lambda world: any(one(world) for one in some)
        case {"not": part, **rest} if not rest:
            negated = read_formula(part)
            return lambda world: not negated(world)
        case {"pattern": str(pattern), "matches": str(resource), **rest} if not rest:
            return lambda world: world(("fits", pattern, resource))
        case {"key": str(key), "operator": str(name), "values": list(values), **rest} if (
            canonical(rest) in TURNS
        ):
            base = name.rpartition(":")[2]
            spelled = base.startswith(("String", "Arn")) and any("${" in one for one in values)
            test = (key.lower(), name, tuple(values), bool(rest), spelled)
            return lambda world: world(test)
    raise Rejected("a formula is all, any, not, a test of a key or of a resource")
