"""What the policies of resources newly allow: to everybody, to others, to principals by name.

A resource that only one world has is held against one of the same name without a policy. So what
principals could do to all resources before is not new, and whom its own policy lets in is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from partywall.access.catalogue import actions, is_on_objects
from partywall.access.changes.change import RESOURCE, Change, Doubt
from partywall.access.changes.gain import Asked, Gained, gained
from partywall.access.changes.identities import Told, differs, is_new_to
from partywall.access.changes.said import (
    Layers,
    everything_said,
    guards_of,
    layers_of,
    policies_of,
    said,
    unread,
)
from partywall.access.changes.supposed import Supposed
from partywall.access.indexing import Index
from partywall.access.layers.resource import RESOURCE as RESOURCE_LAYER
from partywall.access.naming import How, names
from partywall.access.questions.groups import groups
from partywall.access.questions.outsiders import (
    ANONYMOUS,
    EVERYBODY,
    Outsider,
    can_ask,
    may_be_own,
    name_of,
    outsiders,
)
from partywall.access.requester import Requester
from partywall.access.services.s3 import GRANTED_BY
from partywall.access.world.buckets import BUCKET
from partywall.access.world.principals import tags_of
from partywall.access.world.targets import Target
from partywall.access.world.world import UNTOLD, World
from partywall.kernel.lazy import cached_property


class Resources:
    """Every resource of one world that may have a policy, held against the other world."""

    def __init__(self, supposed: Supposed, changed: Collection[Requester]) -> None:
        self.supposed = supposed
        self.now, self.then = supposed.now, supposed.then
        self.changed = frozenset(changed)
        self._layers: dict[tuple[int, Requester], Layers] = {}
        self.index = Index(self.now)

    def layers_of(self, world: World, one: Requester) -> Layers:
        """The policies that bind a principal in one of the worlds."""
        key = (id(world), one)
        found = self._layers.get(key)
        if found is None:
            found = self._layers[key] = layers_of(world, one)
        return found

    def told(self) -> Iterator[Told]:
        """What is newly allowed, resource by resource."""
        for target in self.now.targets.guarded():
            yield from _Resource(self, target).told()


class _Resource:
    """One resource in both worlds."""

    def __init__(self, every: Resources, target: Target) -> None:
        self.every = every
        self.now, self.then = every.now, every.then
        self.target = target
        assert target.resource is not None
        self.resource = target.resource
        self.before = self.then.targets.same(target.text)
        self.guards = guards_of(self.now, target)
        self.guards_before = guards_of(self.then, self.before)
        service = target.text.split(":", 3)[2]
        self.service = "sts" if service == "iam" else service

    def told(self) -> Iterator[Told]:
        whole = self._is_wholly_changed()
        if whole or self._says_otherwise():
            yield from self._not_read()
            yield from self._of_others(whole)
            yield from self._of_principals(whole)
        else:
            yield from self._of_changed()

    def _says_otherwise(self) -> bool:
        layers, before = self.guards, self.guards_before
        return everything_said(layers) != everything_said(before) or unread(layers) != unread(
            before
        )

    def _is_wholly_changed(self) -> bool:
        """Whether more may be decided otherwise than what statements speak of."""
        if self.before is None:
            return True
        if self.target.unseen != self.before.unseen:
            return True
        if not self._is_tagged_alike:
            return True
        ways = self._bucket_ways(self.now, self.target)
        return ways != self._bucket_ways(self.then, self.before)

    @cached_property
    def _is_tagged_alike(self) -> bool:
        """Whether conditions on the resource's tags come to the same in both."""
        other = self.before.resource if self.before is not None else None
        return other is not None and list(tags_of(self.resource)) == list(tags_of(other))

    def _bucket_ways(self, world: World, target: Target) -> list[object]:
        if self.resource.type != BUCKET:
            return []
        inside = world.targets.of_resource(target, "s3:GetObject")
        some = next(iter(world.principals.values()), None)
        asks = [ANONYMOUS, *([some.requester] if some is not None else [])]
        return [world.ways(one, where) for one in asks for where in (target, inside)]

    def _not_read(self) -> Iterator[Doubt]:
        for _, why in sorted(unread(self.guards) ^ unread(self.guards_before)):
            yield Doubt("anybody", (), self.target.text, (f"{why} (in one of the two inputs)",))

    def _concerned(self, whole: bool) -> Iterator[str]:
        """The actions of the service of which the two worlds do not say the same."""
        for action in actions(self.service).values():
            name = f"{self.service}:{action.name}"
            acl = whole and name.lower() in GRANTED_BY
            spoken = said(self.guards, name)
            if acl or (whole and spoken) or spoken != said(self.guards_before, name):
                yield name

    def _of_others(self, whole: bool) -> Iterator[Told]:
        """Whom from outside it lets in; actions of which the same is said are one question."""
        concerned = set(self._concerned(whole))
        grouped = [one.actions for one in groups(
            policies_of(self.guards, self.guards_before), [self.service]
        )]  # fmt: skip
        by_policy = {name for some in grouped for name in some}
        grouped += [(name,) for name in sorted(concerned - by_policy)]
        for some in grouped:
            by_place: dict[bool, list[str]] = {}
            for name in some:
                if name in concerned:
                    by_place.setdefault(is_on_objects(name), []).append(name)
            for alike in by_place.values():
                for who in self._outsiders(alike[0]):
                    found = self._gained(who.requester, alike[0], who)
                    yield from self._lines(who.requester, tuple(alike), found)

    def _outsiders(self, action: str) -> Iterator[Outsider]:
        named = outsiders(self.guards[0][1], action, self.now.home.account)
        yield from named
        if self.resource.type == BUCKET:
            known = {one.requester for one in named}
            for one in EVERYBODY:
                if one.requester not in known and can_ask(one.requester, action):
                    yield one

    def _of_principals(self, whole: bool) -> Iterator[Told]:
        """The principals of the account, where the resource says something else than before."""
        known: dict[object, Gained] = {}
        for action in self._concerned(whole):
            target = self._whole(action)
            for one in self.every.index.candidates(action, target):
                yield from self._of_principal(one, action, known)

    def _of_changed(self) -> Iterator[Told]:
        """Principals that changed, where the resource names them by itself."""
        known: dict[object, Gained] = {}
        allowing = [rule.statement.principals for one in self.guards[0][1]
                    for rule in one.rules.rules if rule.statement.effect != "Deny"]  # fmt: skip
        named = [
            one for one in sorted(self.every.changed, key=lambda one: one.arn)
            if any(some is not None and names(some, one, False, False) for some in allowing)
        ]  # fmt: skip
        if not named:
            return
        for action in actions(self.service).values():
            name = f"{self.service}:{action.name}"
            if said(self.guards, name):
                for one in named:
                    if not self._speaks_otherwise_to(one, name):
                        continue
                    for told in self._of_principal(one, name, known):
                        if isinstance(told, Doubt) or _let_in_by_itself(told):
                            yield told

    def _speaks_otherwise_to(self, one: Requester, action: str) -> bool:
        """Whether what binds the principal says something else of the action than before.

        A principal that the other input lacks has no policies there to hold it against.
        """
        if is_new_to(self.now, self.then, one) or differs(self.now, self.then, one) != "parts":
            return True
        own, old = (said(self.every.layers_of(world, one), action)
                    for world in (self.now, self.then))  # fmt: skip
        return own != old

    def _of_principal(
        self, one: Requester, action: str, known: dict[object, Gained]
    ) -> Iterator[Told]:
        key = (one, is_on_objects(action), *self._said_to(one, action))
        found = known.get(key)
        if found is None:
            found = known[key] = self._gained(one, action, None)
        yield from self._lines(one, (action,), found)

    def _said_to(self, one: Requester, action: str) -> Iterator[object]:
        """All that the policies of both worlds say of the action to this principal."""
        own = action.lower() if self.service in ("iam", "kms", "sts") else ""
        yield own
        for layers in (self.guards, self.guards_before):
            yield said(layers, action)
        for world in (self.now, self.then):
            yield said(self.every.layers_of(world, one), action)

    def _gained(self, one: Requester, action: str, outsider: Outsider | None) -> Gained:
        target = self._whole(action)
        before = self._whole_before(action, target)
        is_new = is_new_to(self.now, self.then, one)

        def of(now: World, then: World) -> Gained:
            new = _ask(now, one, action, target, outsider)
            return gained(new, None if is_new else _ask(then, one, action, before, outsider))

        found = of(self.now, self.then)
        return self.every.supposed.settled(one, found, of) if self._is_tagged_alike else found

    def _whole(self, action: str) -> Target:
        return self.now.targets.of_resource(self.target, action)

    def _whole_before(self, action: str, target: Target) -> Target:
        if self.before is None:
            return Target(target.named, owner=target.owner)
        return self.then.targets.of_resource(self.before, action)

    def _lines(self, one: Requester, names: tuple[str, ...], found: Gained) -> Iterator[Told]:
        name = name_of(one)
        text = self._whole(names[0]).text
        is_new = is_new_to(self.now, self.then, one)
        for shown in found.shown:
            yield Change(
                *(one, name, names, text, RESOURCE, shown, self.resource.address, is_new),
                perhaps_own=may_be_own(one, self.now.home.account),
            )
        if found.unsure:
            yield Doubt(name, names, text, found.unsure)


def _let_in_by_itself(change: Change) -> bool:
    """Whether the policy of the resource allows it, and does not only leave it to the account:
    then the principal's own policies tell."""
    return any(
        hit.effect != "Deny" and hit.how is not How.ACCOUNT
        for layer in change.shown.allowed.layers
        if layer.name == RESOURCE_LAYER
        for hit in layer.hits
    )


def _ask(
    world: World, one: Requester, action: str, target: Target, outsider: Outsider | None
) -> Asked:
    """The question in a world, with what it is decided from."""
    context = outsider.context if outsider is not None else UNTOLD
    request = world.request(one, action, target, context)
    way = world.ways(one, target)[0]
    situation = world.situation(one, target, world.guards(target), way)
    return Asked(world.ask(one, action, target, context), request, situation)
