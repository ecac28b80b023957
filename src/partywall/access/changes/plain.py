"""A comparison of two worlds as plain JSON values."""

from __future__ import annotations

from typing import Any

from partywall.access.changes.change import Direction, Doubt
from partywall.access.changes.changes import Changes
from partywall.access.context import Values
from partywall.access.decision import tree
from partywall.access.situation import Request
from partywall.access.spelling import spelled
from partywall.kernel.unknown import Unknown


def as_json(found: Changes) -> dict[str, Any]:
    """The comparison as plain JSON values, keys in a fixed order."""
    return {
        "new_principals": list(found.new),
        "gone_principals": list(found.gone),
        "newly_allowed": _changes_json(found.allows, "after", "before"),
        "no_longer_allowed": _changes_json(found.no_longer, "before", "after"),
        "unknown": {
            "newly_allowed": [_doubt_json(one) for one in found.allows.unknown],
            "no_longer_allowed": [_doubt_json(one) for one in found.no_longer.unknown],
            "not_compared": [_doubt_json(one) for one in found.not_compared],
            "left_open": [_doubt_json(one) for one in found.left_open],
        },
        "assumed": list(found.assumed),
    }


def _changes_json(direction: Direction, there: str, elsewhere: str) -> list[dict[str, Any]]:
    return [
        {
            "principal": one.requester.arn,
            "who": one.name,
            "principal_is_in_one_only": one.is_new,
            "public": one.is_public,
            "perhaps_own": one.perhaps_own,
            "actions": list(one.actions),
            "resource": one.resource,
            "for_some_of_them_only": one.shown.partly,
            "by": one.by,
            "address": one.address or None,
            "condition": None if one.shown.allowed_if is True else str(one.shown.allowed_if),
            "formula": tree(one.shown.allowed_if),
            "witness": {
                **request_json(one.shown.request),
                there: one.shown.allowed.outcome.value,
                elsewhere: one.shown.denied.outcome.value if one.shown.denied else None,
            },
        }
        for one in direction.changes
    ]


def request_json(request: Request) -> dict[str, Any]:
    """The request that shows a change, in the form that `access decide` takes."""
    context: dict[str, Any] = {}
    for key in sorted(request.context):
        value = request.context.get(key)
        if isinstance(value, Values):
            context[spelled(key)] = list(value.texts) if value.many else value.texts[0]
        else:
            context[spelled(key)] = {"unknown": value.why} if isinstance(value, Unknown) else None
    return {
        "principal": request.requester.arn,
        "action": request.action,
        "resource": request.resource,
        "context": context,
    }


def _doubt_json(one: Doubt) -> dict[str, Any]:
    return {
        "who": one.name,
        "actions": list(one.actions),
        "resource": one.resource,
        "reasons": list(one.reasons),
    }
