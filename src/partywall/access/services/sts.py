"""STS: a role's trust policy decides who becomes it.

Inside one account naming the role or user suffices; naming the account only delegates, and the
caller's own policies must allow as well. SAML and web identities have no policies of their own.
GetCallerIdentity is answered whatever policies say, and so is GetSessionToken. Who can call at all
is a rule of its own: root users assume no role, sessions get no further token, and requests are
signed, save for the two that bring the token of an identity provider.

Source: AWS STS API Reference, "AssumeRole" and "GetCallerIdentity", and IAM User Guide, "How AWS
enforcement code logic evaluates requests to allow or deny access", "Compare AWS STS credentials"
and "Permissions for GetSessionToken", and AWS STS API Reference, "GetFederationToken", read
2026-11-23; AWS STS API Reference, "AssumeRoleWithSAML"
and "AssumeRoleWithWebIdentity", and the model of the API in AWS's SDKs, which marks these two as
needing no credentials (from general knowledge of both; the sentence on web identities was read in a
mirror of an SDK, 2026-11-23).
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

ALWAYS: Final = {
    "sts:getcalleridentity": "sts:GetCallerIdentity",
    "sts:getsessiontoken": "sts:GetSessionToken",
}
"""What needs no permission, for those who can call it at all."""

CALLERS: Final = {
    "sts:assumerole": (Kind.USER, Kind.ROLE, Kind.SESSION),
    "sts:getfederationtoken": (Kind.USER, Kind.ROOT),
    "sts:getsessiontoken": (Kind.USER, Kind.ROOT),
}
"""Which identities can call an operation at all, whatever policies say.

Source: IAM User Guide, "Compare AWS STS credentials", read 2026-11-23.
"""


UNSIGNED: Final = TRUSTED - {"sts:assumerole"}
"""What callers without credentials may be asked about: the two, and what goes along with them."""


def asks_trust(action: str) -> bool:
    """Whether a role's trust policy decides about an action in lower case."""
    return action in TRUSTED


def takes_unsigned(action: str) -> bool:
    """Whether an action in lower case may come without credentials, as far as STS has a say."""
    return not action.startswith("sts:") or action in UNSIGNED


def always_allowed(query: Query) -> str:
    """Why the request is allowed whatever policies say, or nothing."""
    name, callers = ALWAYS.get(query.action), CALLERS.get(query.action)
    if name is None or query.requester.kind is Kind.ANONYMOUS:
        return ""
    if callers is not None and query.requester.kind not in callers:
        return ""
    return f"{name} needs no permission"


def never_allowed(query: Query) -> str:
    """Why the request is denied whatever policies say, or nothing."""
    requester = query.requester
    if requester.kind is Kind.ANONYMOUS and not takes_unsigned(query.action):
        return "STS takes no such request without credentials"
    if requester.kind is Kind.FEDERATED_USER and query.action.startswith("sts:"):
        return "federated sessions can call nothing of STS but GetCallerIdentity"
    callers = CALLERS.get(query.action)
    if callers and requester.is_identity and requester.kind not in callers:
        return f"a principal of the kind {requester.kind.value} cannot call it"
    return ""
