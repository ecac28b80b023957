"""What IAM does not decide alone: services with a permission system of their own.

IAM's answer is a precondition there. A denial of IAM's stands; a permission is not the last word.
So it is with a federated user who calls IAM: that works in the console, and not by CLI or API.

Source: Amazon EKS User Guide, "Grant IAM users access to Kubernetes with EKS access entries";
AWS Lake Formation Developer Guide, "Overview of Lake Formation permissions"; Amazon S3 User
Guide, "Managing access with S3 Access Grants"; Amazon Verified Permissions User Guide (none
re-read); AWS STS API Reference, "GetFederationToken", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.access.requester import Kind
from partywall.access.rules import Query

SYSTEMS: Final = {
    "lakeformation:getdataaccess": "permissions of Lake Formation",
    "s3:getdataaccess": "grants of S3 Access Grants",
    "eks:accesskubernetesapi": "Kubernetes RBAC and EKS access entries",
    "verifiedpermissions:isauthorized": "policies of Verified Permissions",
    "verifiedpermissions:isauthorizedwithtoken": "policies of Verified Permissions",
    "redshift-data:executestatement": "grants inside the Redshift database",
    "rds-db:connect": "grants inside the database",
}
"""Actions behind which another system decides, and which one."""
CONSOLE: Final = "the kind of the federated session (IAM takes those of the console alone)"


def decides_elsewhere(query: Query) -> str:
    """What has the last word, or nothing."""
    if query.requester.kind is Kind.FEDERATED_USER and query.action.startswith("iam:"):
        return CONSOLE
    return SYSTEMS.get(query.action, "")
