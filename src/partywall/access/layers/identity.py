"""What belongs to the principal: its policies and those of its groups, boundary, session policies.

The policies grant, in union. A permissions boundary and session policies only filter; each is a
union in itself. The root user needs no grant. A federated session made without a policy gets
nothing from the policies of its user.

Source: IAM User Guide, "Permissions boundaries for IAM entities" and "How AWS enforcement code
logic evaluates requests to allow or deny access"; AWS STS API Reference, "GetFederationToken",
all read 2026-11-23.
"""

from __future__ import annotations

from partywall.access.layers.layer import Layer, Policies, read_layer, silent
from partywall.access.requester import Kind
from partywall.access.rules import Query

IDENTITY, BOUNDARY, SESSION = "identity policies", "permissions boundary", "session policies"


def identity_layer(policies: Policies, query: Query) -> Layer:
    """What the principal's own policies and those of its groups grant."""
    requester = query.requester
    if not requester.is_identity:
        return Layer(IDENTITY, False, False, (), "no identity policies bind such a principal")
    found = read_layer(IDENTITY, policies, query)
    if requester.kind is Kind.ROOT:
        return Layer(IDENTITY, True, found.deny, found.hits, "the root user needs no grant")
    return found


def boundary_layer(policies: Policies, query: Query) -> Layer:
    """What the permissions boundary lets pass; everything when there is none."""
    if not policies:
        return silent(BOUNDARY, "none is attached")
    if not query.requester.is_identity:
        return silent(BOUNDARY, "such a principal has none")
    return read_layer(BOUNDARY, policies, query)


def session_layer(policies: Policies | None, query: Query) -> Layer:
    """What the session policies let pass; everything when none were passed."""
    kind = query.requester.kind
    if policies is None:
        if kind is Kind.FEDERATED_USER:
            return Layer(SESSION, False, False, (), "a federated session without one gets nothing")
        return silent(SESSION, "none was passed")
    if not query.requester.is_identity:
        return silent(SESSION, "such a principal has no session")
    return read_layer(SESSION, policies, query)
