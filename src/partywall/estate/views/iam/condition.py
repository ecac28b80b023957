"""Conditions of a policy: which of them let only listed values pass."""

from __future__ import annotations

from partywall.estate.views.policy_document import POSITIVE, Condition


def admits_listed_only(condition: Condition) -> bool:
    """Whether only requests pass that have the key with a value listed."""
    return condition.operator.removeprefix("foranyvalue:") in POSITIVE
