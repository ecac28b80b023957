"""Whether the policies at a resource let in somebody from outside, by the decision itself.

The caller's own policies are taken to allow everything: what keeps a stranger out must stand at
the resource. Of the bucket's objects one that is let in is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from partywall.access.context import Context, Found, Values
from partywall.access.decide import decide
from partywall.access.formula import Formula, KeyTest, Untold, either, leaves
from partywall.access.layers.layer import Attached
from partywall.access.questions.outsiders import ANOTHER, ANYONE, STRANGER, Outsider, outsiders
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.resources import decide_all, is_pattern
from partywall.access.rules import rules_of
from partywall.access.services.s3 import Bucket
from partywall.access.situation import Request, Situation
from partywall.access.world import Home
from partywall.access.world.arns import Named, arn_of
from partywall.access.world.buckets import BUCKET, ways
from partywall.access.world.documents import Documents
from partywall.access.world.guards import guards_of
from partywall.access.world.hedging import hedged
from partywall.access.world.home import ACCOUNT
from partywall.access.world.organization import RCP, controls_of
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

AS_IT_LIKES: Final = Attached(
    "the caller's own policies",
    rules_of(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    ),
)
FOR_THE_CALLER: Final = Unknown("the caller's circumstances tell")
OTHER_WAYS: Final = Untold("Block Public Access or ACLs are not written: they go by the age")
NO_NAME: Final = Untold("the ARN of such a resource is not known")
TOO_MANY: Final = Untold("not all objects of the bucket could be told apart")

OF_ACCOUNT: Final = ("aws:principalaccount", "kms:calleraccount")
"""Keys that hold the account of the caller."""


class Gate:
    """What stands at the resources of an estate, asked by those from outside."""

    def __init__(self, estate: Estate, home: Home | None = None) -> None:
        self.documents = Documents(estate, (home or Home()).of(estate))
        rcps = controls_of(RCP, self.documents)
        self._rcps = (tuple([one.attached for one in rcps]),) if rcps else None

    def lets_in(
        self,
        resource: Resource,
        who: str,
        kind: str,
        actions: Iterable[str],
        keys: Mapping[str, str | None],
    ) -> Formula:
        """When one of the actions is allowed to a caller, with these keys (None: surely absent)."""
        named = arn_of(resource, self.documents.home)
        if named is None:
            return NO_NAME
        policies = self._policies(resource, named)
        context = Context(_told(keys), FOR_THE_CALLER)
        requester = parse_requester(who, kind)
        acls = requester.kind is not Kind.SERVICE
        return either(
            *[
                self._allowed(resource, policies, requester, one, context, acls=acls)
                for one in actions
            ]
        )

    def own(self, name: str) -> str:
        """The ARN of one of the own account: `root`, `role/app`."""
        home = self.documents.home
        return f"arn:{home.partition}:iam::{home.account or ACCOUNT}:{name}"

    def others(
        self, resource: Resource, actions: Iterable[str], absent: Iterable[str], whole: bool
    ) -> tuple[Formula, str]:
        """When one of the actions is allowed to somebody of another account, and to whom.

        Whoever is named, and any principal of any account where everybody is; `whole`: only
        where no role or user of the account is named. The keys `absent` are not in the request.
        """
        named = arn_of(resource, self.documents.home)
        if named is None:
            return NO_NAME, ""
        policies = self._policies(resource, named)
        found: dict[str, list[Formula]] = {}
        for action in actions:
            for one in outsiders(policies, action, self.documents.home.account or ACCOUNT):
                if one.requester.is_identity and not (whole and one.requester.role != ANYONE):
                    when = self._to_other(resource, policies, one, action, absent)
                    found.setdefault(one.name, []).append(when)
        unread = [one.rules.flaw for one in policies if one.rules.flaw is not None]
        told = {name: either(*formulas) for name, formulas in found.items()}
        sure = [name for name, when in told.items() if when is True]
        return either(*told.values(), *unread), ", ".join(sure or told)

    def _to_other(
        self,
        resource: Resource,
        policies: tuple[Attached, ...],
        one: Outsider,
        action: str,
        absent: Iterable[str],
    ) -> Formula:
        """When it is allowed to an outsider; in doubt where the account may be the estate's own.

        Whoever is of some other account is not of the estate's, so a condition that only asks
        for that one keeps him out.
        """
        keys: dict[str, Found] = {key: one.context.get(key) for key in one.context}
        keys |= dict.fromkeys(absent)
        asked = (resource, policies, one.requester, action)
        when = self._allowed(*asked, Context(keys, FOR_THE_CALLER))
        own = self.documents.home.account
        if one.requester == STRANGER:
            tests = [leaf for leaf in leaves(when) if isinstance(leaf, KeyTest)]
            named = {text for leaf in tests if leaf.key in OF_ACCOUNT for text in leaf.values}
            if not named or not named <= {own}:
                return when
            elsewhere: Found = Values((ANOTHER,))
            keys |= dict.fromkeys(OF_ACCOUNT, elsewhere)
            return self._allowed(*asked, Context(keys, FOR_THE_CALLER))
        return when if own or when is False else Untold(f"whether {one.name} is one's own")

    def _policies(self, resource: Resource, named: Named) -> tuple[Attached, ...]:
        return tuple([one.attached for one in guards_of(resource, named, self.documents)])

    def _allowed(
        self,
        resource: Resource,
        policies: tuple[Attached, ...],
        requester: Requester,
        action: str,
        context: Context,
        *,
        acls: bool = False,
    ) -> Formula:
        """When the action is allowed, on some object at least if it is about a bucket's.

        Without `acls` by policies alone: an ACL that lets everybody in is no word about this one.
        """
        named = arn_of(resource, self.documents.home)
        assert named is not None
        owner = self.documents.home.account or ACCOUNT
        inside = "/*" if resource.type == BUCKET and "Object" in action else ""
        shape = f"{named.shape}{inside}" if named.shape else ""
        target = Named(f"{named.text}{inside}", shape)
        request = Request(requester, action, target.text, context, owner)
        beside: tuple[Bucket | None, ...] = (None,)
        if resource.type == BUCKET:
            beside = ways(resource, self.documents, bool(inside), False)
        if not acls:
            beside = tuple(dict.fromkeys(one and replace(one, acl=()) for one in beside))
        formulas = [
            _decided(request, self._situation(request, policies, one), target) for one in beside
        ]
        return formulas[0] if all(one == formulas[0] for one in formulas) else OTHER_WAYS

    def _situation(
        self, request: Request, policies: tuple[Attached, ...], bucket: Bucket | None
    ) -> Situation:
        own = (AS_IT_LIKES,) if request.requester.is_identity else ()
        return Situation(identity=own, resource=policies, rcps=self._rcps, bucket=bucket)


def _told(keys: Mapping[str, str | None]) -> dict[str, Found]:
    return {key: None if value is None else Values((value,)) for key, value in keys.items()}


def _decided(request: Request, situation: Situation, target: Named) -> Formula:
    """When it is allowed, on some resource at least of those that are meant."""

    def answer(known: Situation) -> Formula:
        if not is_pattern(request):
            return decide(request, known).allow_if
        spread = decide_all(request, known)
        return TOO_MANY if spread.unsure else either(*[one.allow_if for _, one in spread.found])

    return hedged(request, situation, target, Named(request.requester.arn), answer)
