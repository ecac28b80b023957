"""Which resources are AWS's own, though they stand in a customer's account or template.

No finding is ever raised on them: the customer cannot change them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown

_Reason = Callable[[Resource], str]

LINKED: Final = "/aws-service-role/"
RESERVED: Final = "/aws-reserved/"
"""The paths of service-linked roles, and of the roles that IAM Identity Center makes."""


def mark_owned_by_aws(estate: Estate) -> None:
    """Set `owned_by_aws` to the reason on every resource that AWS owns."""
    for type_name, reason_of in _REASONS.items():
        for resource in estate.by_type.get(type_name, ()):
            resource.owned_by_aws = reason_of(resource)


def _service_linked(resource: Resource) -> str:
    """By the path, which no customer may choose; the name alone anybody can give to a role.

    Source: IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide,
    "Referencing permission sets in resource policies" (not re-read).
    """
    arns = (parse_arn(name) for name in resource.names)
    paths = [
        resource.properties.get("Path"),
        *(arn.resource.removeprefix("role") for arn in arns if arn is not None),
    ]
    if any(_begins(path, LINKED) for path in paths):
        return "a service-linked role belongs to the AWS service it is linked to"
    if any(_begins(path, RESERVED) for path in paths):
        return "IAM Identity Center makes this role, and only it may change it"
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
    names = (resource.properties.get("AliasName"), *resource.names)
    if any(_begins(name, "alias/aws/") for name in names):
        return "aliases under alias/aws/ belong to AWS managed keys"
    return ""


def _default_group(key: str) -> _Reason:
    def reason(resource: Resource) -> str:
        for name in (resource.properties.get(key), *resource.names):
            if _begins(name, "default.", "default:"):
                return "a default group of the service cannot be changed"
        return ""

    return reason


def _begins(value: object, *beginnings: str) -> bool:
    """Whether a text surely begins so, also one of which no more than the beginning is known."""
    text = value.prefix if type(value) is Unknown else value
    return isinstance(text, str) and text.startswith(beginnings)


_REASONS: Final[dict[str, _Reason]] = {
    "AWS::IAM::Role": _service_linked,
    "AWS::IAM::ServiceLinkedRole": _always_service_linked,
    "AWS::IAM::ManagedPolicy": _aws_managed_policy,
    "AWS::KMS::Alias": _aws_alias,
    "AWS::RDS::DBParameterGroup": _default_group("DBParameterGroupName"),
    "AWS::RDS::DBClusterParameterGroup": _default_group("DBClusterParameterGroupName"),
    "AWS::RDS::OptionGroup": _default_group("OptionGroupName"),
    "AWS::DAX::ParameterGroup": _default_group("ParameterGroupName"),
    "AWS::DocDB::DBClusterParameterGroup": _default_group("Name"),
    "AWS::ElastiCache::ParameterGroup": _default_group("CacheParameterGroupName"),
    "AWS::MemoryDB::ParameterGroup": _default_group("ParameterGroupName"),
    "AWS::Neptune::DBClusterParameterGroup": _default_group("Name"),
    "AWS::Neptune::DBParameterGroup": _default_group("Name"),
    "AWS::Redshift::ClusterParameterGroup": _default_group("ParameterGroupName"),
}
