"""The steps that one identity can take: whom it becomes, by which way, under which conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.access.context import Found, Values
from partywall.access.escalation.administrator import (
    assumes_own,
    joined,
    policy_keys,
    raised,
    unbound,
    without,
)
from partywall.access.escalation.asking import (
    Asker,
    patterns_of,
    rank,
    together,
)
from partywall.access.escalation.paths import Way, ways
from partywall.access.escalation.trusts import allowed_actions, assumes, session_of, trusted_by
from partywall.access.escalation.world import Held, Holder, Identity, World
from partywall.access.formula import Formula, Untold
from partywall.access.requester import Kind, parse_requester
from partywall.access.rules import Rules

CLIENTS: Final = Untold("whether the provider gives tokens to such a client")
WEB, SAML = "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"


class Edge(Struct, frozen=True):
    """One step: `ways` are its parts, usually one; `when` is when it can be taken.

    `target` is the identity as it then is. `through` names what is used on the way.
    """

    source: str
    target: Identity
    ways: tuple[Way, ...]
    when: Formula
    through: str = ""


class Steps:
    """Finds the steps of identities in a world; what does not depend on who asks is kept."""

    def __init__(self, world: World, asker: Asker) -> None:
        self.world, self.asker = world, asker
        self.roles = {one.arn: one for one in world.identities if one.requester.kind is Kind.ROLE}
        self.users = {one.arn: one for one in world.identities if one.requester.kind is Kind.USER}
        self.groups = {one.arn: one for one in world.groups}
        self.role_arns, self.user_arns = tuple(self.roles), tuple(self.users)
        self.group_arns = tuple(self.groups)
        self.kinds = {one: [way for way in ways() if way.kind == one] for one in _kinds()}
        self.holders: dict[str, list[Holder]] = {}
        for holder in world.holders:
            self.holders.setdefault(holder.type, []).append(holder)
        self._trusting: dict[str, list[tuple[Identity, Formula]]] = {}
        self.trusts = [(one, trusted_by(one)) for one in self.roles.values()]
        self._letting_in: dict[str, list[Identity]] = {}
        for role, names in self.trusts:
            for name in names:
                self._letting_in.setdefault(name, []).append(role)
        self._actions: dict[int, tuple[Rules, frozenset[str]]] = {}
        self._ways: dict[tuple[frozenset[str], str], list[Way]] = {}

    def of(self, actor: Identity, below: int) -> Iterator[Edge]:
        """Every step that the identity can take, be it under conditions, of a rank below that."""
        for edge in self._all(actor, below):
            if rank(edge.when) < below:
                yield edge

    def _all(self, actor: Identity, below: int) -> Iterator[Edge]:
        if actor.outside:
            yield from self._assumed(actor)
            return
        mine = self.relevant(actor)
        yield from self._changed(actor, actor, mine)
        found = [*self._assumed(actor), *self._edited_trust(actor, mine)]
        found += self._as_users(actor, mine)
        found += self._through_providers(actor, mine)
        found += self._through_holders(actor, mine)
        found += self._passed(actor, mine)
        for edge in found:
            yield edge
            if rank(edge.when) >= below:
                continue
            for more in self._changed(actor, edge.target, mine):
                when = together((edge.when, more.when))
                yield Edge(actor.name, more.target, (*more.ways, *edge.ways), when, edge.through)
        yield from self._created(actor, mine)

    def relevant(self, actor: Identity) -> frozenset[str]:
        """The actions of the ways that some statement of the identity allows on anything."""
        found: frozenset[str] = frozenset()
        for attached in actor.identity:
            rules = attached.rules
            known = self._actions.get(id(rules))
            if known is None:
                known = (rules, frozenset(allowed_actions(rules)))
                self._actions[id(rules)] = known
            found |= known[1]
        return found

    def _changed(self, actor: Identity, who: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        """What the actor can make of an identity that it is or becomes."""
        if actor.account != who.account:
            return
        kind = "role" if who.requester.kind is Kind.ROLE else "user"
        keys = policy_keys(who, who.boundary_arn)
        for way in self.ways(mine, "edit", "unbound"):
            if kind not in way.principals or way.kind in who.changes:
                continue
            if way.kind == "unbound" and not who.boundary:
                continue
            when = self._on(actor, way, who.arn, keys if way.kind == "edit" else _wide(actor))
            target = raised(who) if way.kind == "edit" else unbound(who)
            yield from _edge(actor, target, way, when)
        for way in self.ways(mine, "edit-policy") if "edit" not in who.changes else ():
            for arn in dict.fromkeys(one.arn for one in who.policies if _editable(one.arn)):
                yield from _edge(actor, raised(who), way, self._on(actor, way, arn, {}), arn)
        bounding = who.boundary_arn if "unbound" not in who.changes else ""
        for way in self.ways(mine, "edit-policy") if _editable(bounding) else ():
            when = self._on(actor, way, bounding, {})
            yield from _edge(actor, unbound(who), way, when, bounding)
        if kind == "user":
            yield from self._of_groups(actor, who, mine)
        for way in self.ways(mine, "undeny") if "undeny" not in who.changes else ():
            if kind in way.principals:
                yield from self._undenied(actor, who, way)

    def _of_groups(self, actor: Identity, who: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        for way in self.ways(mine, "edit-group") if "edit" not in who.changes else ():
            for arn in who.groups:
                when = self._on(actor, way, arn, policy_keys(who))
                yield from _edge(actor, raised(who), way, when, arn)
        if {"edit", "join"} & set(who.changes):
            return
        for way in self.ways(mine, "join"):
            for arn in sorted(self.asker.reached(actor, way.needs[0].action, self.group_arns)):
                if arn not in who.groups:
                    when = self._on(actor, way, arn, {})
                    yield from _edge(actor, joined(who, self.groups[arn]), way, when, arn)

    def _undenied(self, actor: Identity, who: Identity, way: Way) -> Iterator[Edge]:
        """Take away, one kind at a time, the policies that deny."""
        denying = [one for one in who.policies if _denies(one)]
        if way.bond == "group":
            for arn in dict.fromkeys(one.group for one in denying if one.group):
                gone = tuple([one for one in who.policies if one.group == arn])
                when = self._on(actor, way, arn, {})
                yield from _edge(actor, without(who, gone), way, when, arn)
            return
        gone = tuple([one for one in denying if one.bond == way.bond])
        if gone:
            whens = []
            for one in gone:
                keys: dict[str, Found] = {"iam:policyarn": Values((one.arn,))} if one.arn else {}
                whens.append(self._on(actor, way, who.arn, keys))
            yield from _edge(actor, without(who, gone), way, together(whens))

    def _assumed(self, actor: Identity) -> Iterator[Edge]:
        (way,) = self.kinds["assume"]
        provider = actor.requester.kind is Kind.PROVIDER
        action = (SAML if ":saml-provider/" in actor.arn else WEB) if provider else "sts:AssumeRole"
        named = {actor.arn, session_of(actor.account, actor.requester.role), "*"}
        found = {one.name: one for name in named for one in self._letting_in.get(name, ())}
        if self._letting_in.get(actor.account):
            reached = self.asker.reached(actor, "sts:assumerole", self.role_arns)
            found |= {
                one.name: one for one in self._letting_in[actor.account] if one.arn in reached
            }
        for role in found.values():
            if role.arn == actor.arn:
                continue
            when = self.asker.allowed(actor, action, role.arn, {}, role.trust, role.account)
            yield from _edge(actor, role, way, when)

    def _edited_trust(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        for way in self.ways(mine, "retrust"):
            for arn in self._targets(actor, way, self.role_arns):
                when = self._on(actor, way, arn, {})
                if when is not False and arn != actor.arn:
                    own = assumes_own(self.asker, actor, arn)
                    yield from _edge(actor, self.roles[arn], way, together((when, own)))

    def _as_users(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        for way in self.ways(mine, "user"):
            for arn in self._targets(actor, way, self.user_arns):
                if arn != actor.arn:
                    yield from _edge(actor, self.users[arn], way, self._on(actor, way, arn, {}))

    def _through_providers(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        """Roles that trust a provider which the identity can change."""
        for way in self.ways(mine, "federate"):
            for role, names in self.trusts:
                for arn in sorted(one for one in names if f":{way.bond}/" in one):
                    if role.account != actor.account:
                        continue
                    when = self._on(actor, way, arn, {})
                    if way.bond == "oidc-provider":
                        when = together((when, CLIENTS))
                    yield from _edge(actor, role, way, when, arn)

    def _through_holders(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        for way in self.ways(mine, "hold"):
            elsewhere: Formula | None = None
            for holder in self.holders.get(way.type, ()):
                role = self.roles.get(holder.role)
                if role is None or role.arn == actor.arn or role.account != actor.account:
                    continue
                if elsewhere is None:
                    elsewhere = self._elsewhere(actor, way)
                when = together((elsewhere, self._on(actor, way, holder.arn, {}, holder)))
                yield from _edge(actor, role, way, when, holder.name)

    def _passed(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        """Roles that the identity can hand to something new."""
        if "iam:passrole" not in mine:
            return
        passable: frozenset[str] | None = None
        passing: dict[tuple[str, str], Formula] = {}
        by_role = self.asker.tells_apart(actor, "iam:passrole")
        for way in self.ways(mine, "pass"):
            if way.type and way.type not in self.holders:
                continue
            if passable is None:
                passable = self.asker.reached(actor, "iam:passrole", self.role_arns)
            roles = [one for one in self.trusting(way.service) if one[0].arn in passable]
            rest = self._elsewhere(actor, way) if roles else False
            for role, trusted in roles if rest is not False else ():
                if role.arn == actor.arn or role.account != actor.account:
                    continue
                if way.profiled and not role.profiled:
                    continue
                key = (role.arn if by_role else "", way.service)
                if key not in passing:
                    passing[key] = self._pass(actor, role, way.service)
                yield from _edge(actor, role, way, together((passing[key], trusted, rest)))

    def _pass(self, actor: Identity, role: Identity, service: str) -> Formula:
        keys: dict[str, Found] = {"iam:passedtoservice": Values((service,))}
        return self.asker.allowed(actor, "iam:PassRole", role.arn, keys)

    def _created(self, actor: Identity, mine: frozenset[str]) -> Iterator[Edge]:
        """Somebody new, made to order."""
        for way in self.ways(mine, "create"):
            (what,) = way.principals
            (pattern,) = patterns_of(way.needs[0], actor)
            keys = policy_keys(actor)
            names = [need.action for need in way.needs]
            when = self.asker.somewhere(actor, pattern, names, keys)
            if when is False:
                continue
            arn = f"arn:{actor.requester.partition}:iam::{actor.account}:{what}/made-by-escalation"
            if what == "role":
                when = together((when, assumes_own(self.asker, actor, arn)))
            new = Identity(
                f"a new {what} of {actor.account}", parse_requester(arn), scps=actor.scps
            )
            yield from _edge(actor, raised(new), way, when)

    def trusting(self, service: str) -> list[tuple[Identity, Formula]]:
        """The roles that a service may assume, each with when."""
        found = self._trusting.get(service)
        if found is None:
            found = []
            named = (*self._letting_in.get(service, ()), *self._letting_in.get("*", ()))
            for role in {one.name: one for one in named}.values():
                when = assumes(role, service)
                if when is not False:
                    found.append((role, when))
            self._trusting[service] = found
        return found

    def ways(self, mine: frozenset[str], *kinds: str) -> Iterator[Way]:
        """The ways of a kind of which the identity may have every action."""
        for kind in kinds:
            found = self._ways.get((mine, kind))
            if found is None:
                found = self._ways[mine, kind] = [
                    way
                    for way in self.kinds[kind]
                    if all(need.action.lower() in mine for need in way.needs)
                ]
            yield from found

    def _targets(self, actor: Identity, way: Way, arns: Sequence[str]) -> list[str]:
        reached = self.asker.reached(actor, way.needs[0].action, arns)
        return [arn for arn in arns if arn in reached and f"::{actor.account}:" in arn]

    def _on(
        self,
        actor: Identity,
        way: Way,
        arn: str,
        keys: dict[str, Found],
        holder: Holder | None = None,
    ) -> Formula:
        """When the identity may do to the target what the way needs."""
        policies = holder.policies if holder is not None else ()
        return together(
            self.asker.allowed(actor, need.action, arn, keys, policies) for need in way.on_target
        )

    def _elsewhere(self, actor: Identity, way: Way) -> Formula:
        """When the identity may do what the way needs besides: one place for each kind of thing."""
        by_pattern: dict[str, list[str]] = {}
        for need in way.elsewhere:
            for pattern in patterns_of(need, actor):
                by_pattern.setdefault(pattern, []).append(need.action)
        return together(
            self.asker.somewhere(actor, pattern, names) for pattern, names in by_pattern.items()
        )


def _kinds() -> set[str]:
    return {way.kind for way in ways()}


def _edge(
    actor: Identity, target: Identity, way: Way, when: Formula, through: str = ""
) -> Iterator[Edge]:
    if when is not False and target.name != actor.name:
        yield Edge(actor.name, target, (way,), when, through)


def _wide(actor: Identity) -> dict[str, Found]:
    """The keys of a request that puts AdministratorAccess in the place of a boundary."""
    keys = policy_keys(actor)
    return {"iam:permissionsboundary": keys["iam:policyarn"]}


def _editable(arn: str) -> bool:
    return bool(arn) and ":iam::aws:" not in arn


def _denies(held: Held) -> bool:
    rules = held.attached.rules
    return rules.flaw is None and any(one.statement.effect == "Deny" for one in rules.rules)
