"""IAM: what belongs to AWS cannot be changed by anybody else.

AWS managed policies and the roles under `aws-reserved/` can be read and attached, never changed,
whatever policies say.

Source: IAM User Guide, "Managed policies and inline policies" and "IAM identifiers" (not
re-read); IAM Identity Center User Guide, "Referencing permission sets in resource policies"
(not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.access.catalogue import find
from partywall.access.rules import Query
from partywall.kernel.arn import parse_arn

OWNED: Final = {"policy/": "an AWS managed policy", "role/aws-reserved/": "a role of AWS's own"}


def never_allowed(query: Query) -> str:
    """Why the request is denied whatever policies say, or nothing."""
    if not query.action.startswith("iam:"):
        return ""
    arn = parse_arn(query.resource)
    if arn is None or arn.service != "iam":
        return ""
    action = find(query.action)
    if action is None or action.reads_only or query.action == "iam:passrole":
        return ""
    if arn.account == "aws" and arn.resource.startswith("policy/"):
        return f"{OWNED['policy/']} cannot be changed"
    if arn.resource.startswith("role/aws-reserved/"):
        return f"{OWNED['role/aws-reserved/']} cannot be changed"
    return ""
