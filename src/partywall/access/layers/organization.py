"""What an organization sets above its accounts: SCPs by level, and RCPs.

An SCP binds principals of member accounts, root users too; at every level, from the root over
each unit to the account, something must Allow. An RCP binds the resources of member accounts,
whoever asks; RCPFullAWSAccess is attached at every level and cannot be detached, so only its
Denies count. Neither binds service-linked roles nor (give none then) the management account.

Source: AWS Organizations User Guide, "Service control policies (SCPs)" (not re-read) and
"Resource control policies (RCPs)", read 2026-11-23; IAM User Guide, "How AWS enforcement code
logic evaluates requests to allow or deny access", read 2026-11-23; AWS KMS Developer Guide,
"Resource control policies in AWS KMS", read 2026-11-23.
"""

from __future__ import annotations

from partywall.access.catalogue import resource_control_services
from partywall.access.formula import Formula, Untold, both, either
from partywall.access.layers.layer import (
    Hit,
    Layer,
    Policies,
    denied_by,
    named_hits,
    read_layer,
    silent,
)
from partywall.access.rules import Query

SCP, RCP = "service control policies", "resource control policies"
UNCONTROLLED = "kms:retiregrant"
"""An RCP does not reach it, whatever its Action says. Source: AWS KMS Developer Guide,
"Resource control policies in AWS KMS", read 2026-11-23."""

Levels = tuple[Policies, ...]


def scp_layer(levels: Levels | None, query: Query) -> Layer:
    """What the SCPs let pass: every level must allow."""
    if levels is None:
        return silent(SCP, "none binds the account")
    if not query.requester.is_identity:
        return silent(SCP, "they bind no principal of this kind")
    if query.requester.service_linked:
        return silent(SCP, "they do not bind service-linked roles")
    found = [read_layer(SCP, level, query) for level in levels]
    missing = next((index for index, one in enumerate(found) if one.allow is False), None)
    return _unless_linked(
        query,
        Layer(
            SCP,
            both(*[one.allow for one in found]),
            either(*[one.deny for one in found]),
            tuple([hit for one in found for hit in one.hits]),
            "" if missing is None else f"nothing allows at level {missing}",
        ),
    )


def rcp_layer(levels: Levels | None, query: Query) -> Layer:
    """What the RCPs deny."""
    if levels is None:
        return silent(RCP, "none binds the account")
    service = query.action.partition(":")[0]
    if service not in resource_control_services() or query.action == UNCONTROLLED:
        return silent(RCP, f"they do not reach {service} here")
    if query.requester.service_linked:
        return silent(RCP, "they do not bind service-linked roles")
    hits: list[Hit] = []
    for level in levels:
        hits += [hit for hit in named_hits(level, query, refused=True) if hit.effect != "Allow"]
    return _unless_linked(query, Layer(RCP, True, denied_by(hits), tuple(hits)))


def _unless_linked(query: Query, layer: Layer) -> Layer:
    """A session of a role that looks service-linked: its path would tell, and is not there."""
    if query.requester.service_linked is not None:
        return layer
    doubt: Formula = Untold("whether the session is of a service-linked role")
    return Layer(
        layer.name, either(layer.allow, doubt), both(layer.deny, doubt), layer.hits, layer.note
    )
