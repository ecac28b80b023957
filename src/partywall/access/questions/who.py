"""Who can do an action on a resource: principals of every kind, each with its decision.

The index leaves out whom no policy lets through; everybody else is decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.access.decision import DENIALS, Outcome
from partywall.access.indexing import Index
from partywall.access.layers.layer import Policies
from partywall.access.questions.outsiders import (
    ANYONE,
    EVERYBODY,
    Outsider,
    can_ask,
    named_by,
    outsiders,
    statements_on,
)
from partywall.access.requester import Kind, Requester
from partywall.access.world.answers import Answer
from partywall.access.world.targets import Target
from partywall.access.world.world import World


class Who(Struct, frozen=True):
    """Whoever is not surely denied, surest first. `unseen` says whose policy is not known.

    Where the resource's policy is not seen, `answers` are those whom the rest of the policies
    would let through, and anybody else could be named by the policy. `unseen_makers` are what
    makes roles that are not in the input.
    """

    action: str
    resource: str
    answers: tuple[Answer, ...]
    unseen: str = ""
    unseen_makers: tuple[str, ...] = ()


ORDER = (Outcome.ALLOW, Outcome.CONDITIONAL, Outcome.UNKNOWN)


def who(world: World, index: Index, action: str, target: Target) -> Who:
    """Everybody who can, or may."""
    guards = world.guards(target)
    inside = (*index.candidates(action, target), *absent(world, guards, action))
    found = [world.ask(one, action, target) for one in inside]
    found += [
        world.ask(one.requester, action, target, one.context)
        for one in _from_outside(guards, action, world)
    ]
    kept = [one for one in found if _matters(one, target)]
    kept.sort(key=lambda one: (ORDER.index(one.outcome), one.requester.arn))
    return Who(action, target.text, tuple(kept), target.unseen, world.unseen_makers)


def _from_outside(guards: Policies, action: str, world: World) -> Iterator[Outsider]:
    """Whom the policies name; everybody, too, where one may say more than is known."""
    named = outsiders(guards, action, world.home.account)
    yield from named
    if any(one.rules.flaw is not None for one in guards):
        yield from [one for one in EVERYBODY if one not in named and can_ask(one.requester, action)]


def absent(world: World, guards: Policies, action: str) -> Iterator[Requester]:
    """Users, roles and sessions of the account that the resource's policy names for an action, and
    that are not principals of the input: of those its policies are not known."""
    named = [one.requester for each in statements_on(guards, action) for one in named_by(each)]
    for one in sorted(set(named), key=lambda one: one.arn):
        alone = one.kind in (Kind.USER, Kind.ROLE, Kind.SESSION, Kind.FEDERATED_USER)
        if alone and one.role != ANYONE and world.is_own(one) and one.arn not in world.principals:
            yield one


def _matters(answer: Answer, target: Target) -> bool:
    """Whether it is worth naming: not denied, or not denied but for a policy nobody sees."""
    if answer.is_denied:
        return False
    if not target.unseen or answer.supposed is None:
        return True
    return answer.supposed.outcome not in DENIALS
