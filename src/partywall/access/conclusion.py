"""From when it is granted and when it is denied to a decision with its reasons."""

from __future__ import annotations

from typing import Final

from partywall.access.decision import Decision, Outcome, label
from partywall.access.formula import Formula, both, opposite, untold
from partywall.access.layers.identity import IDENTITY
from partywall.access.layers.layer import Layer
from partywall.access.layers.resource import RESOURCE
from partywall.access.possible import settle
from partywall.access.requester import Kind
from partywall.access.services import kms, s3
from partywall.access.situation import Request

ADDING: Final = (kms.GRANTS, s3.ACLS)
"""Layers that may add a permission and block nothing."""


def concluded(
    request: Request, allowed: Formula, denied: Formula, layers: tuple[Layer, ...]
) -> Decision:
    """The decision, given when the request is granted and when something denies it."""
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
    if layer.name != RESOURCE or not request.requester.is_identity or request.is_foreign:
        return True
    return identity.allow is False or request.needs_resource_policy


def _assumed(request: Request) -> tuple[str, ...]:
    """What was taken for granted because the request does not tell."""
    found = []
    if not request.owner and request.requester.is_identity:
        found.append("the resource belongs to the account of the principal")
    context, kind = request.context, request.requester.kind
    if kind is Kind.SESSION and context.rest is None and not context.told("aws:principalarn"):
        found.append("the role of the session has no path")
    return tuple(found)
