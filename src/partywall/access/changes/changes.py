"""Two worlds of one account held against each other, in both directions."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.access.changes.change import (
    Change,
    Direction,
    Doubt,
    joined,
    joined_doubts,
)
from partywall.access.changes.identities import Told, is_changed, of_identity
from partywall.access.changes.resources import Resources
from partywall.access.changes.said import OF_AWS, guards_of, layers_of, left_open, unread
from partywall.access.changes.supposed import Supposed
from partywall.access.resources import BEYOND_ASSUMED
from partywall.access.world.principals import ROLE, USER, tags_of
from partywall.access.world.world import OUTSIDE, World

SAME_OPEN = "policies of AWS that only their names are known of say the same in both"
OWN_ONLY = "what a principal's own policies allow is told of resources that leave it to them"


TAGS = "its tags differ; what conditions on aws:ResourceTag come to is not compared"


class Changes(Struct, frozen=True):
    """What the second world allows beyond the first, and the other way round.

    `new` and `gone` are the ARNs of principals, `not_compared` what differs and conditions or
    requests through an endpoint may look at, `left_open` what neither input tells in full.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    allows: Direction
    no_longer: Direction
    not_compared: tuple[Doubt, ...]
    left_open: tuple[Doubt, ...]
    assumed: tuple[str, ...]


def changes(before: World, after: World) -> Changes:
    """What a change from the one world to the other means for who can do what."""
    there, here = before.principals, after.principals
    before.look_beside(after)
    after.look_beside(before)
    facts = sorted({*before.rests_on, *after.rests_on})
    assumed = (OUTSIDE, *after.home.assumed, SAME_OPEN, *facts, OWN_ONLY, BEYOND_ASSUMED)
    return Changes(
        tuple([one for one in here if one not in there]),
        tuple([one for one in there if one not in here]),
        _direction(after, before),
        _direction(before, after),
        tuple(joined_doubts(_not_compared(before, after))),
        tuple(joined_doubts(_in_neither(before, after))),
        assumed,
    )


def _direction(now: World, then: World) -> Direction:
    """What `now` allows and `then` does not, those from outside first."""
    requesters = [*[one.requester for one in now.principals.values()], *now.roots]
    changed = [one for one in requesters if is_changed(now, then, one)]
    supposed = Supposed(now, then)
    told: list[Told] = [one for who in changed for one in of_identity(supposed, who)]
    told += Resources(supposed, changed).told()
    found = joined(one for one in told if isinstance(one, Change))
    found.sort(key=_order)
    doubts = joined_doubts(one for one in told if isinstance(one, Doubt))
    doubts.sort(key=lambda one: (one.name, one.resource, one.actions, one.reasons))
    return Direction(tuple(found), tuple(doubts))


def _order(one: Change) -> tuple[object, ...]:
    key = (one.name, one.resource, one.actions, one.by)
    return (not one.is_public, not one.is_from_outside, *key)


def _not_compared(before: World, after: World) -> Iterator[Doubt]:
    yield from _not_followed(before, after)
    yield from _tagged_otherwise(before, after)
    texts, old = (
        {held.name: (prefix, held.text, held.attached.rules.policy) for prefix, held in one}
        for one in (after.endpoints, before.endpoints)
    )
    for name in sorted(texts.keys() | old.keys()):
        if texts.get(name) != old.get(name):
            yield Doubt("anybody", (), "*", (f"what goes through {name}, whose policy differs",))


def _in_neither(before: World, after: World) -> Iterator[Doubt]:
    """What is open in both inputs alike, and so was not compared."""
    for arn, one in after.principals.items():
        if arn in before.principals:
            own, old = (layers_of(world, one.requester) for world in (after, before))
            for _, why in sorted(unread(own) & unread(old)):
                if not why.startswith(OF_AWS):
                    yield Doubt(arn, (), "*", (why,))
            for why in sorted(set(left_open(own)) & set(left_open(old))):
                yield Doubt(arn, (), "*", (why,))
    for target in after.targets.guarded():
        other = before.targets.same(target.text)
        if other is not None:
            own, old = guards_of(after, target), guards_of(before, other)
            for why in sorted({*[why for _, why in unread(own) & unread(old)],
                               *(set(left_open(own)) & set(left_open(old)))}):  # fmt: skip
                yield Doubt("anybody", (), target.text, (why,))


def _not_followed(before: World, after: World) -> Iterator[Doubt]:
    """Policies that are not followed to a resource, where the two inputs do not say the same."""
    texts, old = (
        {one.address: (one.held.attached.rules.policy, one.why) for one in world.unfollowed}
        for world in (after, before)
    )
    for address in sorted(texts.keys() | old.keys()):
        now, then = texts.get(address), old.get(address)
        if (now and now[0]) != (then and then[0]):
            _, why = now or then or (None, "")
            yield Doubt("anybody", (), "*", (f"what {address} allows: {why}",))


def _tagged_otherwise(before: World, after: World) -> Iterator[Doubt]:
    """Resources whose tags differ, on which policies of any principal may look."""
    for arn, (resource, _, _) in sorted(after.targets.by_arn.items()):
        found = before.targets.by_arn.get(arn)
        if found is None or resource.type in (ROLE, USER):
            continue
        if list(tags_of(found[0])) != list(tags_of(resource)):
            yield Doubt("anybody", (), arn, (TAGS,))
