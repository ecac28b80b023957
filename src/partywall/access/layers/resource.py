"""What belongs to the resource or stands before it: its policy, and VPC endpoint policies.

A statement without principals names nobody. Which way a statement names the requester decides
what else may block inside one account, so the hits keep it.

Source: Amazon VPC User Guide, "Control access to VPC endpoints using endpoint policies", read
2026-11-23, and IAM User Guide, "Identity-based policies and resource-based policies" (not
re-read).
"""

from __future__ import annotations

from partywall.access.layers.layer import (
    Layer,
    Policies,
    allowed_by,
    denied_by,
    named_hits,
    silent,
)
from partywall.access.rules import Query

RESOURCE, ENDPOINT = "resource policy", "VPC endpoint policies"


def resource_layer(policies: Policies, query: Query) -> Layer:
    """What the policy of the resource says about this requester."""
    hits = named_hits(policies, query)
    note = "" if policies else "there is none"
    return Layer(RESOURCE, allowed_by(hits), denied_by(hits), hits, note)


def endpoint_layer(policies: Policies | None, query: Query) -> Layer:
    """What the policies of the VPC endpoint let pass; everything when there is no endpoint."""
    if policies is None:
        return silent(ENDPOINT, "the request goes through none")
    hits = named_hits(policies, query, refused=True)
    return Layer(ENDPOINT, allowed_by(hits), denied_by(hits), hits)
