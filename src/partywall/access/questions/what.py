"""What a principal can do: by service and access level, on which resources.

The policies of resources are not asked: what a resource grants by itself is a question about
the resource (`who`). Every resource is taken to be of this account, keys and roles to leave the
decision to it; one of another account needs that account's permission as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.decision import DENIALS, Outcome
from partywall.access.patterns import Variable, Wild, parse_pattern
from partywall.access.questions.groups import Group, groups, services_of
from partywall.access.requester import Requester
from partywall.access.rules import Rule
from partywall.access.world.answers import Answer
from partywall.access.world.arns import Named
from partywall.access.world.targets import Target
from partywall.access.world.world import World

EVERYTHING: Final = "*"


class Reach(Struct, frozen=True):
    """Actions of one service and level, a pattern of resources, and what they come to there."""

    service: str
    level: str
    actions: tuple[str, ...]
    resource: str
    outcome: Outcome
    because: str


class What(Struct, frozen=True):
    """Everything that a principal can do. `unread` are policies of which only the name is known,
    `rests_on` the dated facts that others were taken from.
    """

    requester: Requester
    reaches: tuple[Reach, ...]
    unread: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


def what(world: World, requester: Requester) -> What:
    """What the principal's own policies come to."""
    own = world.situation(requester, Target(Named(EVERYTHING)), ())
    scps = [one for level in own.scps or () for one in level]
    policies = [*own.identity, *own.boundary, *scps]
    unread = tuple(
        sorted({str(one.rules.flaw.why) for one in policies if one.rules.flaw is not None})
    )
    found: list[Reach] = []
    known: dict[object, list[tuple[str, Answer]]] = {}
    for group in groups(policies, services_of(own.identity)):
        answers = known.get(group.signature)
        if answers is None:
            answers = known[group.signature] = list(_answers(world, requester, group))
        found += [
            Reach(group.service, group.level, group.actions, resource, one.outcome, one.because)
            for resource, one in answers
        ]
    holder = world.holder(requester)
    return What(requester, _joined(found), unread, holder.rests_on if holder is not None else ())


def _joined(reaches: list[Reach]) -> tuple[Reach, ...]:
    """Reaches that differ in nothing but their actions are one."""
    found: dict[Reach, list[str]] = {}
    for one in reaches:
        found.setdefault(replace(one, actions=()), []).extend(one.actions)
    return tuple([replace(one, actions=tuple(sorted(names))) for one, names in found.items()])


def _answers(world: World, requester: Requester, group: Group) -> Iterator[tuple[str, Answer]]:
    """What the group comes to on each pattern that an Allow has, what is denied left out."""
    for text in patterns_of(group.rules) if group.has_resources else (EVERYTHING,):
        target = Target(Named(text), owner=world.home.account)
        answer = world.ask_leaving_it(requester, group.sample, target)
        if answer.outcome not in DENIALS:
            yield text, answer


def patterns_of(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The patterns of resources that the statements may allow something on."""
    found = tuple(dict.fromkeys(_patterns(rules)))
    return (EVERYTHING,) if EVERYTHING in found else found


def _patterns(rules: tuple[Rule, ...]) -> Iterator[str]:
    """What the statements that may allow are about; everything where they say it the other way
    round, or nobody knows."""
    for rule in rules:
        if rule.statement.effect == "Deny":
            continue
        resources = rule.statement.resources
        if resources is None or resources.negated:
            yield EVERYTHING
            continue
        for text in resources.texts:
            yield _widened(text) if isinstance(text, str) else EVERYTHING


def _widened(text: str) -> str:
    """The pattern, with a star for each variable."""
    tokens = parse_pattern(text, True, True)
    return "".join(
        "*" if isinstance(one, Variable) or one is Wild.MANY
        else "?" if isinstance(one, Wild) else one
        for one in tokens
    )  # fmt: skip
