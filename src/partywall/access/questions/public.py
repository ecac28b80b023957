"""What everybody can do: callers without credentials, and principals of any other account.

Asked of every resource that has a policy or an ACL, action by action; actions that the same
statements speak of are one question.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.catalogue import find, is_on_objects
from partywall.access.decision import Outcome
from partywall.access.layers.layer import Attached, Policies
from partywall.access.questions.groups import groups, services_of
from partywall.access.questions.outsiders import EVERYBODY, Outsider, can_ask
from partywall.access.services.s3 import GRANTED_BY
from partywall.access.world.answers import Answer
from partywall.access.world.buckets import BUCKET
from partywall.access.world.targets import Target
from partywall.access.world.unfollowed import Unfollowed
from partywall.access.world.world import World


class Opening(Struct, frozen=True):
    """A resource, who comes in, the actions that are decided alike, and the decision."""

    address: str
    resource: str
    who: Outsider
    level: str
    actions: tuple[str, ...]
    answer: Answer


def public(world: World) -> tuple[Opening, ...]:
    """Every resource and action that is not surely closed to everybody."""
    found = [one for target in world.targets.guarded() for one in _of(world, target)]
    return tuple(_joined(found))


def _joined(openings: list[Opening]) -> Iterator[Opening]:
    """Openings of which it is not known for the same reason, as one."""
    found: dict[object, list[Opening]] = {}
    for one in openings:
        unknown = one.answer.outcome is Outcome.UNKNOWN
        key: object = (one.resource, one.who.name, one.answer.because) if unknown else id(one)
        found.setdefault(key, []).append(one)
    for same in found.values():
        levels = sorted({level for one in same for level in one.level.split(", ")})
        names = sorted({name for one in same for name in one.actions})
        yield replace(same[0], level=", ".join(levels), actions=tuple(names))


def not_followed(world: World) -> tuple[Unfollowed, ...]:
    """The policies that may let everybody in to something that is not followed."""
    return tuple([one for one in world.unfollowed if _names_everybody(one.held.attached)])


def _of(world: World, target: Target) -> Iterator[Opening]:
    guards = world.guards(target)
    assert target.resource is not None
    asked = [*_by_policies(guards, target), *_by_acl(guards, target)]
    statements = [rule.statement for one in guards for rule in one.rules.rules]
    for level, names in asked:
        for place in world.targets.asked_about(target, names[0], statements):
            for who in EVERYBODY:
                if not can_ask(who.requester, names[0]):
                    continue
                answer = world.ask(who.requester, names[0], place, who.context)
                if not answer.is_denied:
                    yield Opening(target.resource.address, place.text, who, level, names, answer)


def _by_policies(guards: Policies, target: Target) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The actions that a statement for everybody may allow, in groups."""
    open_to_all = [one for one in guards if _names_everybody(one)]
    own = "sts" if target.text.split(":", 3)[2] == "iam" else target.text.split(":", 3)[2]
    if not open_to_all:
        return
    named = services_of(open_to_all)
    unread = any(one.rules.flaw is not None for one in open_to_all)
    for group in groups(guards, {own} if own in named or unread else (), unread):
        # what a bucket's policy says of a bucket and of its objects are two questions
        by_place: dict[bool, list[str]] = {}
        for name in group.actions:
            by_place.setdefault(is_on_objects(name), []).append(name)
        for names in by_place.values():
            yield group.level, tuple(names)


def _by_acl(guards: Policies, target: Target) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The actions that an ACL may open, where no policy was asked about already."""
    resource = target.resource
    if resource is None or resource.type != BUCKET or any(map(_names_everybody, guards)):
        return
    by_level: dict[tuple[str, bool], list[str]] = {}
    for name in GRANTED_BY:
        found = find(name)
        if found is not None:
            action = f"s3:{found.name}"
            by_level.setdefault((found.access_level, is_on_objects(action)), []).append(action)
    for (level, _), names in sorted(by_level.items()):
        yield level, tuple(sorted(names))


def _names_everybody(attached: Attached) -> bool:
    """Whether some statement may allow whom nobody named."""
    if attached.rules.flaw is not None:
        return True
    for rule in attached.rules.rules:
        principals = rule.statement.principals
        if principals is None or rule.statement.effect == "Deny":
            continue
        if principals.negated:
            return True
        if any(not isinstance(one.name, str) or one.name == "*" for one in principals.entries):
            return True
    return False
