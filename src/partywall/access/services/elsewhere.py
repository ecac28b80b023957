"""What IAM does not decide alone: services with a permission system of their own.

IAM's answer is a precondition there. A denial of IAM's stands; a permission is not the last word.

Source: Amazon EKS User Guide, "Grant IAM users access to Kubernetes with EKS access entries";
AWS Lake Formation Developer Guide, "Overview of Lake Formation permissions"; Amazon S3 User
Guide, "Managing access with S3 Access Grants"; Amazon Verified Permissions User Guide (none
re-read).
"""

from __future__ import annotations

from typing import Final

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


def decides_elsewhere(query: Query) -> str:
    """The system that has the last word, or nothing."""
    return SYSTEMS.get(query.action, "")
