"""The kinds of policy: which elements each has, and how large it may be.

Source: IAM User Guide, "IAM and AWS STS quotas" and "Grammar of the IAM JSON policy language",
and Amazon VPC User Guide, "Control access to VPC endpoints using endpoint policies", read
2026-11-23; AWS Organizations User Guide, "Quotas and service limits for AWS Organizations",
Amazon S3 User Guide, "Bucket policies", and AWS KMS Developer Guide, "Resource quotas" (not
re-read).
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct


class PolicyKind(Struct, frozen=True):
    """What a kind of policy has. `limit` is in characters; white space may not count."""

    name: str
    limit: int
    counts_spaces: bool = False
    has_principals: bool = False
    has_resources: bool = True
    denies_only: bool = False


KINDS: Final = {
    kind.name: kind
    for kind in (
        PolicyKind("identity", 10_240),
        PolicyKind("managed", 6_144),
        PolicyKind("boundary", 6_144),
        PolicyKind("session", 2_048, counts_spaces=True),
        PolicyKind("trust", 4_096, has_principals=True, has_resources=False),
        PolicyKind("resource", 20_480, counts_spaces=True, has_principals=True),
        PolicyKind("key", 32_768, counts_spaces=True, has_principals=True),
        PolicyKind("endpoint", 20_480, has_principals=True),
        PolicyKind("scp", 5_120, counts_spaces=True),
        PolicyKind("rcp", 5_120, counts_spaces=True, has_principals=True, denies_only=True),
    )
}
"""Kinds by name. The limits are the largest that AWS grants: a role's trust policy has 2,048
characters by default and 4,096 on request, inline policies of a user 2,048 and of a role 10,240."""


def guess_kind(value: object) -> PolicyKind:
    """What kind a policy most likely is: principals make it a resource's, or a trust policy."""
    statements = value.get("Statement") if isinstance(value, dict) else None
    listed = statements if isinstance(statements, list) else [statements]
    found = [one for one in listed if isinstance(one, dict)]
    if not any("Principal" in one or "NotPrincipal" in one for one in found):
        return KINDS["identity"]
    return KINDS["trust" if all(map(_assumes, found)) else "resource"]


def _assumes(statement: dict[str, Any]) -> bool:
    actions = statement.get("Action")
    listed = actions if isinstance(actions, list) else [actions]
    named = [str(one).lower().startswith("sts:") for one in listed]
    return all(named) and "Resource" not in statement and "NotResource" not in statement
