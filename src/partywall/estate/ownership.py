"""Which resources are AWS's own, though they stand in a customer's account or template.

No finding is ever raised on them: the customer cannot change them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn

_Reason = Callable[[Resource], str]


def mark_owned_by_aws(estate: Estate) -> None:
    """Set `owned_by_aws` to the reason on every resource that AWS owns."""
    for type_name, reason_of in _REASONS.items():
        for resource in estate.by_type.get(type_name, ()):
            resource.owned_by_aws = reason_of(resource)


def _service_linked(resource: Resource) -> str:
    """Source: IAM User Guide, "Service-linked roles": path and name prefix (not re-read)."""
    path = resource.properties.get("Path")
    if isinstance(path, str) and path.startswith("/aws-service-role/"):
        return "a service-linked role belongs to the AWS service it is linked to"
    name = resource.properties.get("RoleName")
    if isinstance(name, str) and name.startswith("AWSServiceRoleFor"):
        return "a service-linked role belongs to the AWS service it is linked to"
    return ""


def _always_service_linked(_resource: Resource) -> str:
    return "a service-linked role belongs to the AWS service it is linked to"


def _aws_managed_policy(resource: Resource) -> str:
    """Source: IAM User Guide, "AWS managed policies": account field `aws` (not re-read)."""
    arns = (parse_arn(name) for name in resource.names)
    if any(arn is not None and arn.account == "aws" for arn in arns):
        return "an AWS managed policy is written by AWS"
    return ""


def _aws_alias(resource: Resource) -> str:
    name = resource.properties.get("AliasName")
    if isinstance(name, str) and name.startswith("alias/aws/"):
        return "aliases under alias/aws/ belong to AWS managed keys"
    return ""


def _default_group(key: str) -> _Reason:
    def reason(resource: Resource) -> str:
        for name in (resource.properties.get(key), *resource.names):
            if isinstance(name, str) and name.startswith(("default.", "default:")):
                return "a default group of the service cannot be changed"
        return ""

    return reason


_REASONS: Final[dict[str, _Reason]] = {
    "AWS::IAM::Role": _service_linked,
    "AWS::IAM::ServiceLinkedRole": _always_service_linked,
    "AWS::IAM::ManagedPolicy": _aws_managed_policy,
    "AWS::KMS::Alias": _aws_alias,
    "AWS::RDS::DBParameterGroup": _default_group("DBParameterGroupName"),
    "AWS::RDS::DBClusterParameterGroup": _default_group("DBClusterParameterGroupName"),
    "AWS::RDS::OptionGroup": _default_group("OptionGroupName"),
    "AWS::ElastiCache::ParameterGroup": _default_group("CacheParameterGroupName"),
    "AWS::Redshift::ClusterParameterGroup": _default_group("ParameterGroupName"),
}
