"""Whether sessions of administrators are recorded: where, as far as a configuration says so.

Sources: Systems Manager User Guide, "Logging session activity" and "Session document schema";
EC2 User Guide, "EC2 Instance Connect Endpoint"; EKS User Guide, "Send control plane logs to
CloudWatch Logs" (not re-read).
"""

from __future__ import annotations

import json
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import below
from partywall.reach.model import Tri
from partywall.reach.topology.values import elements, existence, not_known, told

PREFERENCES: Final = "SSM-SessionManagerRunShell"
"""The document with an account's and Region's preferences for shell sessions."""


def session_log(estate: Estate, region: object) -> tuple[Tri, str]:
    """Whether shell sessions of Session Manager are recorded in a Region, and why or why not.

    Port forwarding and SSH through Session Manager never are; who may start those is IAM's.
    """
    for resource in estate.by_type.get("AWS::SSM::Document", ()):
        name = told(resource, "Name")
        elsewhere = {region, resource.region}
        if len(elsewhere) > 1 and all(isinstance(one, str) for one in elsewhere):
            continue
        if type(name) is Unknown and told(resource, "DocumentType") in ("Session", None):
            return None, not_known(resource, "its name", name)
        if name == PREFERENCES:
            return _written(resource)
    return None, f"{PREFERENCES}: the session preferences are not in the input"


def _written(resource: Resource) -> tuple[Tri, str]:
    content = told(resource, "Content")
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except ValueError:
            return None, not_known(resource, "its content")
    if not isinstance(content, dict) or existence(resource):
        return None, existence(resource) or not_known(resource, "its content", content)
    truths = [
        _filled(below(content, ("inputs", key)))
        for key in ("s3BucketName", "cloudWatchLogGroupName")
    ]
    if True in truths:
        return True, f"{resource.address}: shell sessions; port forwarding never is"
    if None in truths:
        return None, not_known(resource, "where sessions are recorded")
    return False, f"{resource.address}: neither a bucket nor a log group is named"


def _filled(value: object) -> Tri:
    if type(value) is Unknown:
        return True if value.present and (value.attribute or value.prefix) else None
    return bool(value)


def audit_log(cluster: Resource) -> tuple[Tri, str]:
    """Whether a cluster records what is asked of the Kubernetes API."""
    written = told(cluster, "Logging", "ClusterLogging", "EnabledTypes")
    kinds = [one.get("Type") if isinstance(one, dict) else one for _, one in elements(written)]
    if "audit" in kinds:
        return True, "its audit log"
    unknown = next((one for one in kinds if type(one) is Unknown), None)
    if unknown is not None:
        return None, not_known(cluster, "which logs are on", unknown)
    return False, f"{cluster.address}: its audit log is off"
