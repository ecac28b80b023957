"""Questions over estates: who there is, what there is, and what a request between them comes to.

Every answer is a decision of `decide` over the policies that the input has. Where the input does
not have all of them, or a name is chosen later, the answer is unknown and says so.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

from partywall.access.context import Context, Found
from partywall.access.decide import decide
from partywall.access.decision import DENIALS, Decision, Outcome
from partywall.access.formula import Formula
from partywall.access.layers.layer import Attached, Policies
from partywall.access.layers.organization import Levels
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.resources import decide_all, is_pattern
from partywall.access.rules import rules_of
from partywall.access.services import s3
from partywall.access.situation import Request, Situation
from partywall.access.world.answers import Answer, outcome_of
from partywall.access.world.arns import Named
from partywall.access.world.buckets import BUCKET, ways
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.doubts import Doubts, doubts_of, reasons
from partywall.access.world.guards import guards_of
from partywall.access.world.home import Home
from partywall.access.world.organization import FULL, RCP, SCP, controls_of
from partywall.access.world.principals import CONTEXT, Principal, principals_of, tags_of
from partywall.access.world.targets import Target, Targets
from partywall.estate.estate import Estate
from partywall.kernel.arn import parse_arn
from partywall.kernel.errors import QuestionError
from partywall.kernel.lazy import cached_property

Ways = tuple[s3.Bucket | None, ...]
NOWHERE: Final = Home()
NOTHING_BESIDE: Final[Ways] = (None,)
UNTOLD: Final = Context({}, CONTEXT)
"""The circumstances of a request of which a question tells nothing."""

AS_IT_LIKES: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
)
BY_AGE: Final = "Block Public Access or ACLs of the bucket are not written: they go by its age"
NOT_HERE: Final = "the principal is of another account, whose own policies are taken to allow it"
OUTSIDE: Final = (
    "no SCP, RCP, VPC endpoint policy or session policy binds the request that the input does not"
    " have"
)


class World:
    """One or several estates of one account, asked who can do what.

    `home` is what is known of the account; what it lacks is taken from the estates' own ARNs.
    """

    def __init__(self, estates: Sequence[Estate], home: Home = NOWHERE) -> None:
        self.estates = [Documents(estate, home.of(estate)) for estate in estates]
        known = [one.home for one in self.estates]
        self.home = next((one for one in known if one.account), (*known, home)[0])
        self._guards: dict[str, tuple[Held, ...]] = {}

    # -- who there is

    @cached_property
    def principals(self) -> dict[str, Principal]:
        """Every user and role by ARN, in the order of the ARNs."""
        found = [
            one for documents in self.estates for one in principals_of(documents.estate, documents)
        ]
        by_arn: dict[str, Principal] = {}
        for one in sorted(found, key=lambda one: (one.named.text, one.address)):
            by_arn.setdefault(one.named.text, one)
        return by_arn

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """Every address and name of a principal → its ARNs."""
        found: dict[str, list[str]] = {}
        for arn, one in self.principals.items():
            for word in dict.fromkeys((one.address, *one.resource.names)):
                found.setdefault(word, []).append(arn)
        return found

    @cached_property
    def roots(self) -> tuple[Requester, ...]:
        """The root user of the account, where the account is known."""
        account = self.home.account
        arn = f"arn:{self.home.partition}:iam::{account}:root"
        return (parse_requester(arn),) if account else ()

    def requester(self, text: str) -> Requester:
        """Who is meant by an ARN, an address, a name, a service's name or `*`.

        Raises QuestionError for nobody, and for a name that several have.
        """
        if text in self.principals:
            return self.principals[text].requester
        found = self._words.get(text, [])
        if len(found) == 1:
            return self.principals[found[0]].requester
        if found:
            raise QuestionError(f"{text} may be {' or '.join(found)}; give the ARN")
        try:
            requester = parse_requester(text)
        except ValueError:
            close = difflib.get_close_matches(text, sorted(self._words), 3, 0.6)
            raise QuestionError(f"the input has no principal {text}", tuple(close)) from None
        if self._should_be_here(requester):
            close = difflib.get_close_matches(text, sorted(self.principals), 3, 0.6)
            raise QuestionError(f"the input has no principal {text}", tuple(close))
        return requester

    def _should_be_here(self, requester: Requester) -> bool:
        """Whether it is a user, role or session of the own account that the input lacks."""
        named = requester.kind in (Kind.USER, Kind.ROLE, Kind.SESSION)
        return named and self.is_own(requester) and self._holder(requester) is None

    def is_own(self, requester: Requester) -> bool:
        """Whether the requester is of the account of the estates."""
        return requester.account in (self.home.account, "<account>")

    def _holder(self, requester: Requester) -> Principal | None:
        """The user or role whose policies bind a requester; a session's is its role."""
        found = self.principals.get(requester.arn)
        if found is not None or requester.kind is not Kind.SESSION:
            return found
        return self._sessions.get((requester.account, requester.role))

    @cached_property
    def _sessions(self) -> dict[tuple[str, str], Principal]:
        return {
            (one.requester.account, one.requester.role): one
            for one in self.principals.values()
            if one.requester.kind is Kind.ROLE
        }

    # -- what there is

    @cached_property
    def targets(self) -> Targets:
        """Every resource by ARN and by name."""
        return Targets(self.estates)

    def target(self, text: str, action: str = "") -> Target:
        """The resource that a question names. Raises QuestionError."""
        return self.targets.find(text, action)

    def guards(self, target: Target) -> Policies:
        """The policies of the resource itself; of one that is not seen, an unknown one."""
        if target.unseen:
            return (unread("its own policy", target.unseen).attached,)
        return tuple([one.attached for one in self.held_by(target)])

    def held_by(self, target: Target) -> tuple[Held, ...]:
        """The policies that stand at a resource, as far as the input has them."""
        resource, documents = target.resource, target.documents
        if resource is None or documents is None:
            return ()
        found = self._guards.get(resource.address)
        if found is None:
            own = self.targets.by_arn.get(target.text)
            named = own[1] if own is not None else target.named
            found = self._guards[resource.address] = guards_of(resource, named, documents)
        return found

    @cached_property
    def scps(self) -> Levels | None:
        """The service control policies above the account, or None when the input has none."""
        return self._levels(SCP)

    @cached_property
    def rcps(self) -> Levels | None:
        """The resource control policies above the account, or None when the input has none."""
        return self._levels(RCP)

    def _levels(self, kind: str) -> Levels | None:
        found = [held for one in self.estates for held in controls_of(kind, one)]
        return ((FULL.attached, *[one.attached for one in found]),) if found else None

    # -- asking

    def ask(
        self, requester: Requester, action: str, target: Target, context: Context = UNTOLD
    ) -> Answer:
        """What a request comes to."""
        request = self.request(requester, action, target, context)
        guards = self.guards(target)
        situations = [
            self.situation(requester, target, guards, way) for way in _ways(target, request)
        ]
        found = [_decisions(request, one) for one in situations]
        decisions, unsure = found[0]
        outcome = outcome_of(decisions)
        why = list(unsure)
        if any(_kinds(other) != _kinds(decisions) for other, _ in found[1:]):
            why.append(BY_AGE)
        doubts = self._doubts(request, situations[0], target)
        if outcome is Outcome.ALLOW:
            why += doubts.closing
        elif outcome in DENIALS:
            why += doubts.opening
        else:
            why += [*doubts.opening, *doubts.closing]
        supposed = None
        if outcome is Outcome.UNKNOWN and target.unseen:
            supposed = self._supposing(request, target)
        return Answer(
            requester, action, target.text, Outcome.UNKNOWN if why else outcome, decisions,
            reasons(why), supposed, self._assumed(requester, target),
        )  # fmt: skip

    def ask_leaving_it(self, requester: Requester, action: str, target: Target) -> Answer:
        """What a request comes to if the resource's policy leaves it to the account."""
        request = self.request(requester, action, target)
        situation = self.situation(requester, target, self._leaving_it(request))
        decisions, unsure = _decisions(request, situation)
        outcome = Outcome.UNKNOWN if unsure else outcome_of(decisions)
        return Answer(
            requester, action, target.text, outcome, decisions, reasons(unsure), None,
            self._assumed(requester, target),
        )  # fmt: skip

    def request(
        self, requester: Requester, action: str, target: Target, context: Context = UNTOLD
    ) -> Request:
        """The request of a question, with the circumstances that follow from who asks for what."""
        facts: dict[str, Found] = {}
        principal = self._holder(requester)
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
        principal = self._holder(requester)
        identity: Policies = ()
        boundary: Policies = ()
        if principal is not None:
            identity, boundary = principal.identity, principal.boundary
        elif requester.is_identity and not own:
            identity = (Attached("the policies of its own account", rules_of(AS_IT_LIKES)),)
        home = self.home.account or "<account>"
        return Situation(
            identity=identity,
            boundary=boundary,
            resource=guards,
            scps=self.scps if own else None,
            rcps=self.rcps if target.owner in (home, "") else None,
            bucket=way,
        )

    def _doubts(self, request: Request, situation: Situation, target: Target) -> Doubts:
        principal = self._holder(request.requester)
        named = principal.named if principal is not None else Named(request.requester.arn)
        return doubts_of(request, situation, target.named, named)

    def _supposing(self, request: Request, target: Target) -> Decision | None:
        """The decision if the resource had no policy of its own, or one that leaves it to IAM."""
        supposed = self._leaving_it(request)
        situation = self.situation(request.requester, target, supposed)
        decisions, unsure = _decisions(request, situation)
        return decisions[0][1] if len(decisions) == 1 and not unsure else None

    def _leaving_it(self, request: Request) -> Policies:
        """A policy that leaves it to the account, for resources that must have one."""
        if request.action.partition(":")[0].lower() not in ("kms", "sts"):
            return ()
        account = request.owner or self.home.account
        return (Attached("a policy that leaves it to the account", rules_of(_leaves(account))),)

    def _assumed(self, requester: Requester, target: Target) -> tuple[str, ...]:
        found = [OUTSIDE, *self.home.assumed]
        if requester.is_identity and not self.is_own(requester):
            found.append(NOT_HERE)
        if target.unseen and not (parse_arn(target.text) or parse_arn("arn:a:b:::c")).account:  # type: ignore[union-attr]
            found.append("the resource belongs to the account of the input")
        return tuple(found)


def _leaves(account: str) -> str:
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",'
        f'"Principal":{{"AWS":"arn:aws:iam::{account}:root"}}}}]}}'
    )


def _ways(target: Target, request: Request) -> Ways:
    resource = target.resource
    if resource is None or target.documents is None or resource.type != BUCKET:
        return NOTHING_BESIDE
    return ways(resource, target.documents.estate, "/" in request.resource)


def _decisions(
    request: Request, situation: Situation
) -> tuple[tuple[tuple[str, Decision], ...], tuple[str, ...]]:
    """The decisions that occur, and why there may be more."""
    if not is_pattern(request):
        return ((request.resource, decide(request, situation)),), ()
    spread = decide_all(request, situation)
    if spread.unsure:
        whole = decide(request, situation)
        return ((request.resource, whole),), (spread.unsure,)
    return spread.found, ()


def _kinds(decisions: tuple[tuple[str, Decision], ...]) -> set[tuple[Outcome, Formula]]:
    return {(one.outcome, one.allow_if) for _, one in decisions}
