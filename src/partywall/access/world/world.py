"""Questions over estates: who there is, what there is, and what a request between them comes to.

Every answer is a decision of `decide` over the policies that the input has. Where the input does
not have all of them, or a name is chosen later, the answer is unknown and says so.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from partywall.access.context import Context, Found
from partywall.access.decide import decide
from partywall.access.decision import DENIALS, Decision, Outcome
from partywall.access.formula import Formula
from partywall.access.layers.layer import Attached, Policies
from partywall.access.requester import Kind, Requester
from partywall.access.resources import decide_all, is_pattern
from partywall.access.rules import rules_of
from partywall.access.services import s3
from partywall.access.situation import Request, Situation
from partywall.access.world.answers import Answer, Case, Decisions, outcome_of
from partywall.access.world.arns import Named
from partywall.access.world.buckets import BUCKET, access_points, acls_count, ways
from partywall.access.world.documents import unread
from partywall.access.world.doubts import extremes
from partywall.access.world.endpoints import ANY_SERVICE
from partywall.access.world.gathered import Gathered
from partywall.access.world.principals import CONTEXT, tags_of
from partywall.access.world.targets import Target
from partywall.kernel.arn import parse_arn

Ways = tuple[s3.Bucket | None, ...]
NOTHING_BESIDE: Final[Ways] = (None,)
UNTOLD: Final = Context({}, CONTEXT)
"""The circumstances of a request of which a question tells nothing."""

AS_IT_LIKES: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
)
BY_AGE: Final = "Block Public Access or ACLs of the bucket are not written: they go by its age"
NOT_HERE: Final = "the principal is of another account, whose own policies are taken to allow it"
NOT_IN_INPUT: Final = "the policies of {} are not in the input"
OUTSIDE: Final = (
    "no SCP or RCP that the input does not have, no session policy and no VPC endpoint's policy"
    " binds the request"
)


class World(Gathered):
    """Estates of one account, asked who can do what."""

    def ask(
        self, requester: Requester, action: str, target: Target, context: Context = UNTOLD
    ) -> Answer:
        """What a request comes to."""
        request = self.request(requester, action, target, context)
        guards = self.guards(target)
        situations = [
            self.situation(requester, target, guards, way) for way in self.ways(requester, target)
        ]
        found = [_decisions(request, one) for one in situations]
        decisions, unsure = found[0]
        kinds = [one for one, _ in found]
        outcome = outcome_of(decisions)
        why = list(unsure)
        if any(_kinds(other) != _kinds(decisions) for other, _ in found[1:]):
            why.append(BY_AGE)
        why += self._open_names(request, situations[0], target, decisions)
        supposed = None
        if outcome is Outcome.UNKNOWN and target.unseen:
            supposed = self._supposing(request, target)
        return Answer(
            requester, action, target.text, Outcome.UNKNOWN if why else outcome, decisions,
            tuple(sorted(set(why))), supposed,
            (*self._assumed(requester, target), *self._through(request, situations[0], decisions)),
            tuple([Case(request, *pair) for pair in zip(situations, kinds, strict=True)]),
        )  # fmt: skip

    def ask_leaving_it(self, requester: Requester, action: str, target: Target) -> Answer:
        """What a request comes to if the resource's policy leaves it to the account."""
        request = self.request(requester, action, target)
        situation = self.situation(requester, target, self.leaving_it(request))
        decisions, unsure = _decisions(request, situation)
        outcome = Outcome.UNKNOWN if unsure else outcome_of(decisions)
        return Answer(
            requester, action, target.text, outcome, decisions, unsure, None,
            self._assumed(requester, target),
        )  # fmt: skip

    def request(
        self, requester: Requester, action: str, target: Target, context: Context = UNTOLD
    ) -> Request:
        """The request of a question, with the circumstances that follow from who asks for what."""
        facts: dict[str, Found] = {}
        principal = self.holder(requester)
        if principal is not None:
            facts |= principal.facts
        if target.is_own and target.resource is not None and not action.lower().startswith("s3:"):
            facts |= {
                f"aws:resourcetag/{key.lower()}": value for key, value in tags_of(target.resource)
            }
        owner = target.owner if target.text != "*" else ""
        return Request(requester, action, target.text, context.with_facts(facts), owner)

    def situation(
        self,
        requester: Requester,
        target: Target,
        guards: Policies,
        way: s3.Bucket | None = None,
    ) -> Situation:
        """The policies around a request."""
        own = self.is_own(requester)
        principal = self.holder(requester)
        identity: Policies = ()
        boundary: Policies = ()
        if principal is not None:
            identity, boundary = principal.identity, principal.boundary
        elif requester.is_identity and not own:
            identity = (Attached("the policies of its own account", rules_of(AS_IT_LIKES)),)
        elif requester.is_identity and requester.kind is not Kind.ROOT:
            identity = (unread("its own policies", NOT_IN_INPUT.format(requester.arn)).attached,)
        home = self.home.account or "<account>"
        return Situation(
            identity=identity,
            boundary=boundary,
            resource=guards,
            scps=self.scps if own else None,
            rcps=self.rcps if target.owner in (home, "") else None,
            bucket=way,
        )

    def ways(self, requester: Requester, target: Target) -> Ways:
        """What may stand beside the policy of a bucket; nothing beside that of anything else."""
        resource = target.resource
        if resource is None or target.documents is None or resource.type != BUCKET:
            return NOTHING_BESIDE
        inside = requester.is_identity and self.is_own(requester)
        return ways(resource, target.documents, "/" in target.text, inside)

    def _through(
        self, request: Request, situation: Situation, decisions: Decisions
    ) -> tuple[str, ...]:
        """The VPC endpoints through which the request would come to something else."""
        service = request.action.partition(":")[0].lower()
        if not self.endpoints or outcome_of(decisions) in DENIALS:
            return ()
        found = []
        for prefix, held in self.endpoints:
            if prefix not in (service, ANY_SERVICE):
                continue
            there, unsure = _decisions(request, replace(situation, endpoint=(held.attached,)))
            if unsure or _kinds(there) != _kinds(decisions):
                outcome = Outcome.UNKNOWN if unsure else outcome_of(there)
                found.append(
                    f"the request does not go through {held.name}, by whose policy it would be"
                    f" {outcome.value}"
                )
        return tuple(found)

    def _open_names(
        self, request: Request, situation: Situation, target: Target, decisions: Decisions
    ) -> tuple[str, ...]:
        """What the decision hangs on, if it hangs on names that are chosen later."""
        principal = self.holder(request.requester)
        named = principal.named if principal is not None else Named(request.requester.arn)
        found = extremes(request, situation, target.named, named)
        if found is None:
            return ()
        most, _ = _decisions(request, found.open)
        least, _ = _decisions(request, found.closed)
        if outcome_of(most) in DENIALS or outcome_of(least) is Outcome.ALLOW:
            return ()
        return () if _kinds(most) == _kinds(least) == _kinds(decisions) else found.hangs_on

    def _supposing(self, request: Request, target: Target) -> Decision | None:
        """The decision if the resource had no policy of its own, or one that leaves it to IAM."""
        supposed = self.leaving_it(request)
        situation = self.situation(request.requester, target, supposed)
        decisions, unsure = _decisions(request, situation)
        return decisions[0][1] if len(decisions) == 1 and not unsure else None

    def leaving_it(self, request: Request) -> Policies:
        """A policy that leaves it to the account, for resources that must have one."""
        if request.action.partition(":")[0].lower() not in ("kms", "sts"):
            return ()
        account = request.owner or self.home.account
        return (
            Attached(
                "a policy that leaves it to the account",
                rules_of(_leaves(account, self.home.partition)),
            ),
        )

    def _assumed(self, requester: Requester, target: Target) -> tuple[str, ...]:
        found = [OUTSIDE, *self.home.assumed]
        if requester.is_identity and not self.is_own(requester):
            found.append(NOT_HERE)
        elif requester.is_identity and _may_have_acls(target):
            found.append("no ACL of an object lets everybody in")
        found += [
            f"the request does not go through {one}, whose policy would have to allow it as well"
            for one in access_points(target.resource, target.documents)
        ]
        if target.unseen and not (parse_arn(target.text) or parse_arn("arn:a:b:::c")).account:  # type: ignore[union-attr]
            found.append("the resource belongs to the account of the input")
        holder = self.holder(requester)
        if holder is not None:
            found += holder.rests_on
        parties = (holder.resource if holder is not None else None, target.resource)
        found += [
            f"{one.address} is made, which hangs on a condition"
            for one in parties
            if one is not None and one.guard
        ]
        return tuple(found)


def _may_have_acls(target: Target) -> bool:
    """Whether it is an object in a bucket where ACLs count."""
    resource, documents = target.resource, target.documents
    if resource is None or documents is None or resource.type != BUCKET:
        return False
    return "/" in target.text and acls_count(resource, documents)


def _leaves(account: str, partition: str) -> str:
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",'
        f'"Principal":{{"AWS":"arn:{partition}:iam::{account}:root"}}}}]}}'
    )


def _decisions(request: Request, situation: Situation) -> tuple[Decisions, tuple[str, ...]]:
    """The decisions that occur, and why there may be more."""
    if not is_pattern(request):
        return ((request.resource, decide(request, situation)),), ()
    spread = decide_all(request, situation)
    if spread.unsure:
        whole = decide(request, situation)
        return ((request.resource, whole),), (spread.unsure,)
    return spread.found, ()


def _kinds(decisions: Decisions) -> set[tuple[Outcome, Formula]]:
    return {(one.outcome, one.allow_if) for _, one in decisions}
