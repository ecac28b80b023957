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

from partywall.access.conclusion import concluded
from partywall.access.context import Found, Values
from partywall.access.decision import Decision
from partywall.access.formula import Formula, Untold, both, either
from partywall.access.layers.identity import boundary_layer, identity_layer, session_layer
from partywall.access.layers.layer import Layer, allowed_by
from partywall.access.layers.organization import rcp_layer, scp_layer
from partywall.access.layers.resource import endpoint_layer, resource_layer
from partywall.access.naming import How
from partywall.access.requester import Kind, facts
from partywall.access.rules import Query
from partywall.access.services import elsewhere, iam, kms, owners, s3, sts
from partywall.access.situation import Layers, Request, Situation

SERVICE_RULES: Final = "service rules"
ACL_FILTERED: Final = Untold("whether a boundary or session policy limits what an ACL grants")
GRANT_ACROSS: Final = Untold(
    "whether a grant of a key to another account needs its identity policies too"
)


def decide(request: Request, situation: Situation) -> Decision:
    """The outcome of a request, with what every layer contributed."""
    query = query_of(request, situation)
    layers = read_layers(request, situation, query)
    if layers.rules is not None and layers.rules.allow is True:
        return concluded(request, True, False, layers.listed)
    allowed = both(_granted(request, layers), *[one.allow for one in layers.filters])
    denied = either(*[one.deny for one in layers.listed])
    return concluded(request, allowed, denied, layers.listed)


def read_layers(request: Request, situation: Situation, query: Query) -> Layers:
    """What every layer says of the request."""
    grants = acls = public = None
    if situation.grants and kms.is_key(query.action, query.resource):
        grants = kms.grant_layer(situation.grants, query)
    if situation.bucket is not None and query.action.startswith("s3:"):
        acls = s3.acl_layer(situation.bucket, query)
        public = s3.public_layer(situation.bucket, situation.resource, query, request.is_foreign)
    return Layers(
        identity_layer(situation.identity, query),
        boundary_layer(situation.boundary, query),
        session_layer(situation.session, query),
        _resource_layer(request, situation, query),
        scp_layer(situation.scps, query),
        rcp_layer(situation.rcps, query),
        endpoint_layer(situation.endpoint, query),
        grants,
        acls,
        public,
        service_rules(query, request.is_foreign),
    )


def _resource_layer(request: Request, situation: Situation, query: Query) -> Layer:
    """What the policy of the resource says; its Denies only where they bind."""
    found = resource_layer(situation.resource, query)
    if found.deny is False or not owners.unlocks(query.action, query.requester, request.is_foreign):
        return found
    allowing = tuple([hit for hit in found.hits if hit.effect == "Allow"])
    note = "it cannot deny this to the owner's root user"
    return Layer(found.name, found.allow, False, allowing, note)


def _granted(request: Request, layers: Layers) -> Formula:
    """When the two sides grant the request, each in its way; filters over both are apart."""
    resource, limits = layers.resource, both(layers.boundary.allow, layers.session.allow)
    own = both(layers.identity.allow, limits)
    acls = layers.acls.allow if layers.acls is not None else False
    grants = layers.grants.allow if layers.grants is not None else False
    if not request.requester.is_identity:
        return either(resource.allow, grants, acls)
    if request.is_foreign:
        across = both(own, either(resource.allow, acls))
        return either(across, both(grants, limits, either(own, GRANT_ACROSS)))
    direct = _direct(resource, limits, layers.session)
    if request.needs_resource_policy:
        return either(both(own, resource.allow), direct, both(grants, limits))
    return either(own, direct, both(acls, either(limits, ACL_FILTERED)))


def query_of(request: Request, situation: Situation) -> Query:
    """The request as statements see it, with the keys that follow from it."""
    found: dict[str, Found] = dict(facts(request.requester))
    if request.context.rest is not None and request.requester.kind is Kind.SESSION:
        del found["aws:principalarn"]  # the path of the role is not told
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


def service_rules(query: Query, foreign: bool) -> Layer | None:
    """What a service decides beside all policies."""
    always = sts.always_allowed(query)
    if always:
        return Layer(SERVICE_RULES, True, False, (), always)
    never = iam.never_allowed(query) or sts.never_allowed(query) or kms.never_allowed(query)
    never = never or owners.never_allowed(query.action, query.requester, foreign)
    if never:
        return Layer(SERVICE_RULES, False, False, (), never)
    other = elsewhere.decides_elsewhere(query)
    if other:
        return Layer(SERVICE_RULES, Untold(other), False, (), f"what has the last word: {other}")
    return None
