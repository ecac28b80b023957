"""Decide one request against every layer of policy that AWS consults.

All layers are computed, in no order that matters, and joined at the end: an explicit Deny in any
of them wins; inside one account the policies of the identity and of the resource are a union
that boundary and session policies filter; across accounts both sides must allow; SCPs, RCPs and
VPC endpoint policies are joined by AND.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny
access", "Policy evaluation for requests within a single account", read 2026-11-23, and
"Cross-account policy evaluation logic" (not re-read).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.access.context import Context, Found, Values
from partywall.access.decision import Decision, Outcome, label
from partywall.access.formula import Formula, Untold, both, either, opposite, untold
from partywall.access.layers.identity import IDENTITY, boundary_layer, identity_layer, session_layer
from partywall.access.layers.layer import Layer, Policies, allowed_by
from partywall.access.layers.organization import Levels, rcp_layer, scp_layer
from partywall.access.layers.resource import RESOURCE, endpoint_layer, resource_layer
from partywall.access.naming import How
from partywall.access.possible import settle
from partywall.access.requester import Kind, Requester, facts
from partywall.access.rules import Query
from partywall.access.services import elsewhere, iam, kms, s3, sts
from partywall.kernel.arn import parse_arn

SERVICE_RULES = "service rules"
ADDING: Final = (kms.GRANTS, s3.ACLS)
"""Layers that may add a permission and block nothing."""


class Request(Struct, frozen=True):
    """Who wants to do what, on what, under which circumstances.

    `resource_account` is the owner's account id; where it is empty, the account in the
    resource's ARN, and where that names none, the requester's own.
    """

    requester: Requester
    action: str
    resource: str
    context: Context
    resource_account: str = ""

    @property
    def owner(self) -> str:
        """The account that the resource belongs to, as far as the request tells, or nothing."""
        if self.resource_account:
            return self.resource_account
        arn = parse_arn(self.resource)
        named = arn is not None and len(arn.account) == 12 and arn.account.isdigit()
        return arn.account if arn is not None and named else ""


class Situation(Struct, frozen=True):
    """The policies that stand around a request; None where there is no such layer at all.

    `scps` and `rcps` are levels, the organization's root first. `session` policies that are an
    empty tuple were passed and grant nothing; a `boundary` that is empty is none.
    """

    identity: Policies = ()
    boundary: Policies = ()
    session: Policies | None = None
    resource: Policies = ()
    scps: Levels | None = None
    rcps: Levels | None = None
    endpoint: Policies | None = None
    grants: tuple[kms.Grant, ...] = ()
    bucket: s3.Bucket | None = None


def decide(request: Request, situation: Situation) -> Decision:
    """The outcome of a request, with what every layer contributed."""
    query = query_of(request, situation)
    identity = identity_layer(situation.identity, query)
    boundary = boundary_layer(situation.boundary, query)
    session = session_layer(situation.session, query)
    resource = resource_layer(situation.resource, query)
    scps, rcps = scp_layer(situation.scps, query), rcp_layer(situation.rcps, query)
    endpoint = endpoint_layer(situation.endpoint, query)
    layers = [identity, boundary, session, resource, scps, rcps, endpoint]
    filters = both(boundary.allow, session.allow)
    own = both(identity.allow, filters)
    if not query.requester.is_identity:
        granted = resource.allow
    elif _is_foreign(request):
        granted = both(own, resource.allow)
    elif decided_by_resource(query.action, query.resource):
        granted = either(both(own, resource.allow), _direct(resource, filters, session))
    else:
        granted = either(own, _direct(resource, filters, session))
    if situation.grants and kms.is_key(query.action, query.resource):
        grants = kms.grant_layer(situation.grants, query)
        layers.append(grants)
        granted = either(granted, _by_grant(grants, own, filters, _is_foreign(request)))
    if situation.bucket is not None and query.action.startswith("s3:"):
        foreign = _is_foreign(request)
        acls = s3.acl_layer(situation.bucket, query)
        public = s3.public_layer(situation.bucket, situation.resource, query, foreign)
        layers += [acls, public]
        shared = acls.allow if not query.requester.is_identity else both(own, acls.allow)
        granted = both(either(granted, shared), public.allow)
    rules = _service_rules(query)
    if rules is not None:
        layers.append(rules)
        granted = True if rules.allow is True else both(granted, rules.allow)
    passed = both(scps.allow, rcps.allow, endpoint.allow)
    always = rules is not None and rules.allow is True
    denied = False if always else either(*[layer.deny for layer in layers])
    allowed = True if always else both(granted, passed)
    return _concluded(request, allowed, denied, tuple(layers))


def query_of(request: Request, situation: Situation) -> Query:
    """The request as statements see it, with the keys that follow from it."""
    found: dict[str, Found] = dict(facts(request.requester))
    owner = request.owner or request.requester.account
    if owner:
        found["aws:resourceaccount"] = Values((owner,))
    return Query(
        request.requester,
        request.action.lower(),
        request.resource,
        request.context.with_facts(found),
        bool(situation.boundary),
    )


def decided_by_resource(action: str, resource: str) -> bool:
    """Whether identity policies count only if the resource's policy lets the account through."""
    return kms.is_key(action, resource) or sts.asks_trust(action)


def _is_foreign(request: Request) -> bool:
    """Whether requester and resource belong to two accounts."""
    owner = request.owner
    return bool(owner) and owner != request.requester.account


def _by_grant(grants: Layer, own: Formula, filters: Formula, foreign: bool) -> Formula:
    """What the grants of a key give; whether another account must allow too is not documented."""
    if not foreign:
        return both(grants.allow, filters)
    doubt = Untold("whether a grant of a key to another account needs its identity policies too")
    return both(grants.allow, filters, either(own, doubt))


def _direct(resource: Layer, filters: Formula, session: Layer) -> Formula:
    """What the resource's policy grants by itself inside one account, by how it names whom.

    Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny
    access", the table under "Resource-based policies", read 2026-11-23.
    """
    return either(
        allowed_by(resource.hits, How.EVERYONE, How.SESSION),
        both(allowed_by(resource.hits, How.USER), session.allow),
        both(allowed_by(resource.hits, How.ROLE, How.ISSUER, How.CANONICAL), filters),
    )


def _service_rules(query: Query) -> Layer | None:
    """What a service decides beside all policies."""
    always = sts.always_allowed(query)
    if always:
        return Layer(SERVICE_RULES, True, False, (), always)
    never = sts.never_allowed(query) or iam.never_allowed(query)
    if never:
        return Layer(SERVICE_RULES, False, False, (), never)
    other = elsewhere.decides_elsewhere(query)
    if other:
        return Layer(SERVICE_RULES, Untold(other), False, (), f"the last word have {other}")
    return None


def _concluded(
    request: Request, allowed: Formula, denied: Formula, layers: tuple[Layer, ...]
) -> Decision:
    allow_if = settle(both(allowed, opposite(denied)))
    deny_if = denied if isinstance(denied, bool) else settle(denied)
    assumed = _assumed(request)
    if allow_if is True:
        return Decision(Outcome.ALLOW, True, False, layers, assumed=assumed)
    if allow_if is False:
        outcome = Outcome.EXPLICIT_DENY if deny_if is True else Outcome.IMPLICIT_DENY
        blocks = _blocks(request, layers, deny_if)
        return Decision(outcome, False, deny_if, layers, blocks, assumed=assumed)
    unmodelled = untold(allow_if)
    outcome = Outcome.UNKNOWN if unmodelled else Outcome.CONDITIONAL
    return Decision(outcome, allow_if, deny_if, layers, (), unmodelled, assumed)


def _blocks(
    request: Request, layers: tuple[Layer, ...], denied: Formula
) -> tuple[tuple[str, str], ...]:
    """Every layer that denies, or that does not allow though it must; with the reason."""
    found = []
    for layer in layers:
        denying = [hit for hit in layer.hits if hit.effect != "Allow"]
        if layer.deny is not False and denying:
            sure = "denies" if layer.deny is True else "may deny"
            found.append((layer.name, f"{sure} by {', '.join(map(label, denying))}"))
        elif layer.allow is False and _must_allow(request, layer, layers):
            found.append((layer.name, layer.note or "no statement allows it"))
    if not found and denied is False:
        found.append(("all layers", "no way of allowing holds together"))
    return tuple(found)


def _must_allow(request: Request, layer: Layer, layers: tuple[Layer, ...]) -> bool:
    """Whether a layer that does not allow keeps the request from being allowed."""
    identity = layers[0]
    if layer.name in ADDING:
        return False
    if layer.name == IDENTITY:
        return request.requester.is_identity
    if layer.name != RESOURCE or not request.requester.is_identity or _is_foreign(request):
        return True
    return identity.allow is False or decided_by_resource(request.action.lower(), request.resource)


def _assumed(request: Request) -> tuple[str, ...]:
    """What was taken for granted because the request does not tell."""
    found = []
    if not request.owner and request.requester.is_identity:
        found.append("the resource belongs to the account of the principal")
    if request.requester.kind is Kind.SESSION and not request.context.told("aws:principalarn"):
        found.append("the role of the session has no path")
    return tuple(found)
