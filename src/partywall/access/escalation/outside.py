"""What an identity may act on that nobody here knows: roles, users and things outside the input.

A way through them may lead to administrator or not. So where there is one, that no chain was found
says nothing.

An identity may do so if its policies allow the actions of a way on anything but what the input has.
Of what stands at things outside (trust policies, RCPs) the most generous is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

import msgspec

from partywall.access.context import Values
from partywall.access.escalation.asking import NO_KEYS, Asker, Keys, patterns_of, together
from partywall.access.escalation.edges import Steps
from partywall.access.escalation.paths import Way
from partywall.access.escalation.reading import HOLDERS
from partywall.access.escalation.trusts import role_of_session
from partywall.access.escalation.world import Identity, World
from partywall.access.globs import TooMany
from partywall.access.layers.layer import Attached, Policies
from partywall.access.rules import rules_of
from partywall.access.world.arns import FORMS
from partywall.kernel.arn import parse_arn
from partywall.kernel.lazy import cached_property
from partywall.kernel.unknown import Unknown

OF_IAM: Final = {
    "assume": "arn:{partition}:iam::*:role/*",
    "retrust": "arn:{partition}:iam::{account}:role/*",
    "pass": "arn:{partition}:iam::{account}:role/*",
    "user": "arn:{partition}:iam::{account}:user/*",
    "join": "arn:{partition}:iam::{account}:group/*",
}
"""Kind of way → what it is on. A role of another account may be assumed, too."""
ANY_ACCOUNT: Final[Keys] = {"aws:resourceaccount": Unknown("of which account the role is")}

MOST_APART: Final = 200
"""Of how many inside a pattern may meet the names one by one."""

IN_AN_ACCOUNT: Final = re.compile(r":\d{12}:")
MAY_BE_NAMED: Final = "of which account it is, is not known, and a trust policy may mean it"
NO_ACCOUNT: Final = "of which account it is, is not known, and what binds it names one"


class Outside:
    """Asked of one identity after the other; `steps` are those of the world."""

    def __init__(self, world: World, steps: Steps) -> None:
        self.steps = steps
        self.asker = Asker(msgspec.structs.replace(world, rcps=None))
        self._fitting: dict[str, bool] = {}
        self._inside = {
            "assume": frozenset(steps.roles),
            "retrust": frozenset(steps.roles),
            "pass": frozenset(steps.roles),
            "user": frozenset(steps.users),
            "join": frozenset(steps.groups),
        }

    def ways(self, actor: Identity) -> Iterator[str]:
        """The ways by which the identity may act on what is not here, in words."""
        mine = self.steps.relevant(actor)
        if not actor.account.isdigit() and self._may_be_named(actor, mine):
            yield MAY_BE_NAMED
        complete = [way for way in self._open(mine) if way.kind != "create"]
        if complete and not actor.account.isdigit() and _names_an_account(actor):
            yield NO_ACCOUNT
        for way in complete:
            if self._leads_out(actor, way):
                title = way.title[0].lower() + way.title[1:]
                yield f"it may {title}, and not all that it may act on is in the input"

    @cached_property
    def _by_number(self) -> tuple[bool, frozenset[str], frozenset[str]]:
        """Whom trust policies name in accounts by their numbers: whether whole accounts, the roles
        and users, and the roles of sessions."""
        names = {name for _, names in self.steps.trusts for name in names}
        arns = [arn for arn in map(parse_arn, names) if arn is not None and arn.account.isdigit()]
        return (
            any(name.isdigit() for name in names),
            frozenset(arn.resource for arn in arns if arn.service == "iam"),
            frozenset(filter(None, map(role_of_session, names))),
        )

    def _may_be_named(self, actor: Identity, mine: Collection[str]) -> bool:
        """Whether a trust policy may mean the identity, or its account, by an account's number."""
        accounts, names, sessions = self._by_number
        if (accounts and "sts:assumerole" in mine) or actor.requester.role in sessions:
            return True
        shape = self.asker.world.shapes.get(actor.arn, "")
        if not shape:
            return actor.arn.split(":", 5)[-1] in names
        if shape not in self._fitting:
            own = shape.split(":", 5)[-1]
            self._fitting[shape] = any(fnmatchcase(name, own) for name in names)
        return self._fitting[shape]

    def _open(self, mine: frozenset[str]) -> Iterator[Way]:
        """The ways of which the identity may have every action, in the order of the data."""
        for kind in self.steps.kinds:
            if kind != "pass" or "iam:passrole" in mine:
                yield from self.steps.ways(mine, kind)

    def _leads_out(self, actor: Identity, way: Way) -> bool:
        if way.kind in OF_IAM:
            return self._in_iam(actor, way)
        if way.kind == "federate":
            pattern = f"arn:{{partition}}:iam::{{account}}:{way.bond}/*"
            return self._beyond(actor, pattern, [one.action for one in way.needs], ())
        return way.kind == "hold" and self._on_things(actor, way)

    def _in_iam(self, actor: Identity, way: Way) -> bool:
        """Whether it may be a role, user or group that is not here."""
        inside = self._inside[way.kind]
        if way.type and way.type not in self.steps.holders:
            inside = frozenset()  # the role may be here, but the thing that it is passed to is not
        if way.kind != "pass":
            trust = (_trusting_the_account(actor),) if way.kind == "assume" else ()
            keys = ANY_ACCOUNT if way.kind == "assume" else NO_KEYS
            names = [one.action for one in way.needs]
            return self._beyond(actor, OF_IAM[way.kind], names, inside, keys, trust)
        keys = {"iam:passedtoservice": Values((way.service,))}
        passing = self._beyond(actor, OF_IAM["pass"], ["iam:PassRole"], inside, keys)
        return passing and self._may_besides(actor, way)

    def _on_things(self, actor: Identity, way: Way) -> bool:
        """Whether it may be a thing that is not here, or whose role is not."""
        inside = {
            one.arn for one in self.steps.holders.get(way.type, ()) if one.role in self.steps.roles
        }
        names = [one.action for one in way.on_target]
        reached = not names or self._beyond(actor, _form_of(way.type), names, inside)
        return reached and self._may_besides(actor, way)

    def _may_besides(self, actor: Identity, way: Way) -> bool:
        """Whether it may do somewhere what the way needs besides."""
        return all(
            self.asker.somewhere(actor, pattern, [need.action]) is not False
            for need in way.elsewhere
            for pattern in patterns_of(need, actor)
        )

    def _beyond(
        self,
        actor: Identity,
        form: str,
        actions: Sequence[str],
        inside: Collection[str],
        keys: Keys = NO_KEYS,
        policies: Policies = (),
    ) -> bool:
        """Whether there may be a place of the form, not one of those, where all is allowed."""
        pattern = form.replace("{partition}", actor.requester.partition)
        pattern = pattern.replace("{account}", actor.account)
        try:
            places = self._outside(actor, pattern, actions, inside)
        except TooMany:
            return True
        return any(
            together(self.asker.allowed(actor, one, place, keys, policies) for one in actions)
            is not False
            for place in places
        )

    def _outside(
        self, actor: Identity, pattern: str, actions: Sequence[str], inside: Collection[str]
    ) -> list[str]:
        """One place of each kind but for those inside. Raises TooMany.

        Where the shortest name of a kind is taken by one inside, that one is told apart, and
        the kind has another.
        """
        if pattern == "*":
            return ["*"]
        apart: set[str] = set()
        while True:
            places = list(self.asker.places(actor, pattern, actions, sorted(apart)))
            taken = {one for one in places if one in inside} - apart
            if not taken:
                return [one for one in places if one not in inside]
            apart |= taken
            if len(apart) > MOST_APART:
                raise TooMany


def _form_of(kind: str) -> str:
    """What the ARNs of things of a type are like."""
    _, form, _ = HOLDERS[kind]
    service, _, shape = form.partition(":")
    if not form:
        service, shape = FORMS[kind].service, FORMS[kind].resource
    return f"arn:{{partition}}:{service}:*:{{account}}:{shape.replace('{}', '*')}"


def _names_an_account(actor: Identity) -> bool:
    """Whether a policy that binds the identity is about resources of an account by its number."""
    layers = (actor.identity, actor.boundary, *(actor.scps or ()))
    return any(
        isinstance(text, str) and IN_AN_ACCOUNT.search(text) is not None
        for policies in layers
        for attached in policies
        for rule in attached.rules.rules
        for text in (rule.statement.resources.texts if rule.statement.resources else ())
    )


def _trusting_the_account(actor: Identity) -> Attached:
    """A trust policy that leaves it to the account of the identity."""
    who = f'{{"AWS": "arn:{actor.requester.partition}:iam::{actor.account}:root"}}'
    statement = f'{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {who}}}'
    return Attached("a trust policy of the account", rules_of(f'{{"Statement": [{statement}]}}'))
