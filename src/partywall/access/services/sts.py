"""STS: a role's trust policy decides who becomes it.

Inside one account naming the role or user suffices; naming the account only delegates, and the
caller's own policies must allow as well. SAML and web identities have no policies of their own.
GetCallerIdentity is answered whatever policies say. That the root user can assume no role stood
on the page of AssumeRole for years and stands there no more, so it is not told.

Source: AWS STS API Reference, "AssumeRole" and "GetCallerIdentity", and IAM User Guide, "How AWS
enforcement code logic evaluates requests to allow or deny access", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.access.requester import Kind
from partywall.access.rules import Query

TRUSTED: Final = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:setsourceidentity",
        "sts:tagsession",
    }
)
"""What the trust policy of a role decides."""

ALWAYS: Final = "sts:getcalleridentity"


def asks_trust(action: str) -> bool:
    """Whether a role's trust policy decides about an action in lower case."""
    return action in TRUSTED


def always_allowed(query: Query) -> str:
    """Why the request is allowed whatever policies say, or nothing."""
    return "sts:GetCallerIdentity needs no permission" if query.action == ALWAYS else ""


def not_told(query: Query) -> str:
    """What AWS does not say about the request, or nothing."""
    if query.action == "sts:assumerole" and query.requester.kind is Kind.ROOT:
        return "whether the root user can assume a role"
    return ""
