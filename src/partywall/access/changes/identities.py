"""What a principal's own policies newly allow.

As in `what`, every resource is taken to be of the account and to leave the decision to it. Only
actions are asked of which the two worlds do not say the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.access.catalogue import services
from partywall.access.changes.change import OWN, Change, Doubt
from partywall.access.changes.gain import Asked, Gained, gained
from partywall.access.changes.said import (
    Layers,
    everything_said,
    in_one_alone,
    layers_of,
    policies_of,
    said,
    unread,
)
from partywall.access.changes.supposed import Supposed
from partywall.access.language.records import Statement
from partywall.access.layers.layer import Policies
from partywall.access.questions.groups import Group, groups, services_named, services_of
from partywall.access.questions.outsiders import name_of
from partywall.access.questions.what import EVERYTHING, patterns_of
from partywall.access.requester import Kind, Requester
from partywall.access.world.arns import Named
from partywall.access.world.targets import Target
from partywall.access.world.world import World

Told = Change | Doubt


def is_changed(now: World, then: World, requester: Requester) -> bool:
    """Whether anything that binds the principal differs."""
    return is_new_to(now, then, requester) or differs(now, then, requester) is not None


def is_new_to(now: World, then: World, requester: Requester) -> bool:
    """Whether the one world has such a user or role and the other has not."""
    return now.holder(requester) is not None and then.holder(requester) is None


def of_identity(supposed: Supposed, requester: Requester) -> Iterator[Told]:
    """What the principal's own policies allow in the one world and not in the other."""
    now, then = supposed.now, supposed.then
    layers = layers_of(now, requester)
    is_new = is_new_to(now, then, requester)
    before: Layers = () if is_new else layers_of(then, requester)
    name = name_of(requester)
    yield from _policies_not_read(name, layers, before)
    whole = is_new or differs(now, then, requester) == "whole"
    known: dict[object, list[tuple[str, Gained]]] = {}
    identity = layers[0][1]
    open_in_both = tuple(sorted(why for _, why in unread(layers[:1]) & unread(before[:1])))
    if open_in_both and whole:
        yield Doubt(name, (), EVERYTHING, open_in_both)
    lifted = _lifted(layers, before) if open_in_both else ()
    everywhere = requester.kind is Kind.ROOT or bool(lifted)
    named = services() if requester.kind is Kind.ROOT else services_of(identity)
    named |= {service for one in lifted for service in services_named(one)}
    if not whole:
        changed = in_one_alone(layers, before)
        named = frozenset(one for one in named if any(p.may_speak_of(one) for p in changed))
    for group in groups(policies_of(layers, before), named):
        if not whole and said(layers, group.sample) == said(before, group.sample):
            continue
        found = known.get(group.signature)
        if found is None:
            found = known[group.signature] = [
                (text, _gained(supposed, is_new, requester, group, text))
                for text in ((EVERYTHING,) if everywhere else _resources(identity, group))
            ]
        for text, one in found:
            for shown in one.shown:
                yield Change(requester, name, group.actions, text, OWN, shown, is_new=is_new)
            if one.unsure:
                yield Doubt(name, group.actions, text, one.unsure)


def _lifted(layers: Layers, before: Layers) -> tuple[Statement, ...]:
    """The statements that differ, where by that a policy that nobody has read may allow more.

    It may allow anything, and newly does where what bound it is gone. Where an Allow is all that
    differs, what it is about tells what may be newly allowed.
    """
    found = everything_said(layers) ^ everything_said(before)
    binds = any(layer != "identity" or one.effect != "Allow" for layer, _, one in found)
    return tuple([one for _, _, one in found]) if binds else ()


def _gained(
    supposed: Supposed, is_new: bool, requester: Requester, group: Group, text: str
) -> Gained:
    def of(now: World, then: World) -> Gained:
        return gained(*_asked(now, None if is_new else then, requester, group, text))

    return supposed.settled(requester, of(supposed.now, supposed.then), of)


def differs(now: World, then: World, requester: Requester) -> str | None:
    """`whole` when any action may be concerned, `parts` when those that statements speak of."""
    worlds = (now, then)
    layers, before = (layers_of(one, requester) for one in worlds)
    facts, old_facts = (
        holder.facts if (holder := one.holder(requester)) is not None else {} for one in worlds
    )
    attached, old = ([bool(policies) for _, policies in one[1:]] for one in (layers, before))
    if facts != old_facts or attached != old:
        return "whole"
    same = everything_said(layers) == everything_said(before) and unread(layers) == unread(before)
    return None if same else "parts"


def _policies_not_read(name: str, layers: Layers, before: Layers) -> Iterator[Doubt]:
    """Policies of which only the name is known, and that only one of the worlds has."""
    for layer, why in sorted(unread(layers) ^ unread(before)):
        side = "has it" if (layer, why) in unread(layers) else "had it"
        yield Doubt(name, (), EVERYTHING, (f"{why} (only one of the two inputs {side})",))


def _resources(identity: Policies, group: Group) -> tuple[str, ...]:
    """The patterns of resources that an Allow of the identity's own policies has."""
    if not group.has_resources:
        return (EVERYTHING,)
    sample = group.sample.lower()
    rules = tuple([rule for one in identity for rule, _ in one.rules.speaking_of(sample)])
    return patterns_of(rules)


def _asked(
    now: World, then: World | None, requester: Requester, group: Group, text: str
) -> tuple[Asked, Asked | None]:
    target = Target(Named(text), owner=now.home.account)
    return (
        _leaving_it(now, requester, group.sample, target),
        None if then is None else _leaving_it(then, requester, group.sample, target),
    )


def _leaving_it(world: World, requester: Requester, action: str, target: Target) -> Asked:
    request = world.request(requester, action, target)
    situation = world.situation(requester, target, world.leaving_it(request))
    return Asked(world.ask_leaving_it(requester, action, target), request, situation)
