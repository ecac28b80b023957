"""Resources that may let somebody in and that nobody here reads: grants, permissions, policies.

Terraform and CloudFormation have more of them than we gather. One that bears on a resource makes
what it may say unknown, so that nothing is denied which it allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from partywall.access.world.arns import FORMS
from partywall.access.world.documents import Held, unread
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource

ABOUT_OTHERS: Final = frozenset(
    {"AWS::Lambda::LayerVersionPermission", "aws_lambda_layer_version_permission"}
)
"""About resources that we do not gather, and about no other of their service."""

LETS_IN: Final = re.compile("policy|policies|permission|grant", re.IGNORECASE)
OTHERWISE: Final = re.compile(
    "lifecycle|scaling|security_?policy|replication|archive|data_?prot|backup_?policy|cache_?policy"
    "|redrive|origin_?request|response_?headers|continuous_?deployment|firewall|traffic_?policy"
    "|password_?policy|scheduling_?policy|resiliency_?policy|reasoning_?policy|permission_?set|iot_"
    "|::iot::|::fms::|aws_fms_|transit_?gateway|playback_?restriction|snapshot_?copy_grant"
    "|security_?hub|stickiness|load_?balancer|policy_?engine|verified_?permissions",
    re.IGNORECASE,
)
"""Policies that are about something else than who may do what."""

PREFIXES: Final = {
    "ApiGateway": "api_gateway",
    "Elasticsearch": "elasticsearch",
    "Events": "cloudwatch_event",
    "KinesisFirehose": "kinesis_firehose",
    "Logs": "cloudwatch_log",
    "OpenSearchService": "opensearch",
}
"""Service in the names of CloudFormation's types → in those of Terraform's, where they differ."""

STACK: Final = "AWS::CloudFormation::Stack"
READ: Final = frozenset(
    {
        "AWS::ECR::RegistryPolicy", "AWS::Events::EventBusPolicy",
        "AWS::IAM::GroupPolicy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
        "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::Kinesis::ResourcePolicy",
        "AWS::Lambda::Permission", "AWS::Logs::ResourcePolicy",
        "AWS::Organizations::Policy", "AWS::S3::BucketPolicy",
        "AWS::SNS::TopicInlinePolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueueInlinePolicy",
        "AWS::SQS::QueuePolicy", "AWS::SecretsManager::ResourcePolicy",
    }
)  # fmt: skip
"""Those whose documents are gathered."""


def not_read(resource: Resource, estate: Estate) -> Iterator[Held]:
    """What may bear on a resource and is not read."""
    yield from _handed_on(resource, estate)
    begins = _begins(resource.type)
    for kind in sorted(estate.by_type):
        if kind in ABOUT_OTHERS or kind == resource.type or not kind.startswith(begins):
            continue
        if not may_let_in(kind):
            continue
        for one in estate.by_type[kind]:
            if _may_be_about(one, resource, estate):
                yield unread(one.address, f"what {one.address} ({kind}) allows is not read")


def _handed_on(resource: Resource, estate: Estate) -> Iterator[Held]:
    """Nested stacks that get the resource handed on, and whose template is not in the input."""
    if STACK not in estate.by_type:
        return
    for one in estate.referrers(resource):
        if one.type == STACK and not _is_read(one, estate):
            yield unread(one.address, f"what the nested stack {one.address} attaches to it")


def _is_read(stack: Resource, estate: Estate) -> bool:
    return any(address.startswith(f"{stack.address}/") for address in estate.by_address)


def bears_on_some(one: Resource, estate: Estate) -> bool:
    """Whether a resource that is not read makes what somebody may do to another one unknown."""
    if one.type in ABOUT_OTHERS:
        return False
    return any(
        _may_be_about(one, resource, estate)
        for kind, resources in estate.by_type.items()
        if kind in FORMS and kind != one.type and one.type.startswith(_begins(kind))
        for resource in resources
    )


def may_let_in(kind: str) -> bool:
    """Whether resources of a type that is not read may let somebody in."""
    return kind not in READ and bool(LETS_IN.search(kind)) and not OTHERWISE.search(kind)


def _begins(kind: str) -> tuple[str, str]:
    """How the names of the types of the same service begin, CloudFormation's and Terraform's."""
    service = kind.split("::")[1]
    return f"AWS::{service}::", f"aws_{PREFIXES.get(service, service.lower())}_"


def _may_be_about(one: Resource, resource: Resource, estate: Estate) -> bool:
    """Whether it refers to the resource, or to none of its kind that we can tell."""
    if one in estate.referrers(resource):
        return True
    others = estate.by_type[resource.type]
    return not any(one in estate.referrers(other) for other in others if other is not resource)
