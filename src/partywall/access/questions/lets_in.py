"""Whether the policies at a resource let in somebody from outside, by the decision itself.

The caller's own policies are taken to allow everything: what keeps a stranger out must stand at
the resource. Of the bucket's objects one that is let in is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from partywall.access.context import Context, Found, Values
from partywall.access.decide import decide
from partywall.access.formula import Formula, Untold, either
from partywall.access.layers.layer import Attached
from partywall.access.requester import parse_requester
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
        policies = tuple([one.attached for one in guards_of(resource, named, self.documents)])
        found: dict[str, Found] = {
            key: None if value is None else Values((value,)) for key, value in keys.items()
        }
        context = Context(found, FOR_THE_CALLER)
        owner = self.documents.home.account or "<account>"
        answers = []
        for action in actions:
            inside = "/*" if resource.type == BUCKET and "Object" in action else ""
            shape = f"{named.shape}{inside}" if named.shape else ""
            target = Named(f"{named.text}{inside}", shape)
            request = Request(parse_requester(who, kind), action, target.text, context, owner)
            beside: tuple[Bucket | None, ...] = (None,)
            if resource.type == BUCKET:
                beside = ways(resource, self.documents, bool(inside), False)
            formulas = [
                _decided(request, self._situation(request, policies, one), target) for one in beside
            ]
            same = all(one == formulas[0] for one in formulas)
            answers.append(formulas[0] if same else OTHER_WAYS)
        return either(*answers)

    def _situation(
        self, request: Request, policies: tuple[Attached, ...], bucket: Bucket | None
    ) -> Situation:
        own = (AS_IT_LIKES,) if request.requester.is_identity else ()
        return Situation(identity=own, resource=policies, rcps=self._rcps, bucket=bucket)


def _decided(request: Request, situation: Situation, target: Named) -> Formula:
    """When it is allowed, on some resource at least of those that are meant."""

    def answer(known: Situation) -> Formula:
        if not is_pattern(request):
            return decide(request, known).allow_if
        spread = decide_all(request, known)
        return TOO_MANY if spread.unsure else either(*[one.allow_if for _, one in spread.found])

    return hedged(request, situation, target, Named(request.requester.arn), answer)
