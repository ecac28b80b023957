"""Resources that may let somebody in and that nobody here reads: grants, permissions, policies.

Terraform and CloudFormation have more of them than we gather. One that bears on a resource makes
what it may say unknown, so that nothing is denied which it allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from partywall.access.world.documents import Held, unread
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource

LETS_IN: Final = re.compile("policy|policies|permission|grant", re.IGNORECASE)
OTHERWISE: Final = re.compile("lifecycle|scaling|security_?policy|replication|archive|data_?prot|"
                              "backup_?policy|cache_?policy|redrive", re.IGNORECASE)  # fmt: skip
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

READ: Final = frozenset(
    {
        "AWS::IAM::GroupPolicy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
        "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::Lambda::Permission",
        "AWS::Organizations::Policy", "AWS::S3::BucketPolicy",
        "AWS::SNS::TopicInlinePolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueueInlinePolicy",
        "AWS::SQS::QueuePolicy", "AWS::SecretsManager::ResourcePolicy",
    }
)  # fmt: skip
"""Those whose documents are gathered."""


def not_read(resource: Resource, estate: Estate) -> Iterator[Held]:
    """What may bear on a resource and is not read."""
    service = resource.type.split("::")[1]
    begins = (f"AWS::{service}::", f"aws_{PREFIXES.get(service, service.lower())}_")
    for kind in sorted(estate.by_type):
        if kind in READ or not kind.startswith(begins) or kind == resource.type:
            continue
        if LETS_IN.search(kind) is None or OTHERWISE.search(kind) is not None:
            continue
        for one in estate.by_type[kind]:
            if _may_be_about(one, resource, estate):
                yield unread(one.address, f"what {one.address} ({kind}) allows is not read")


def _may_be_about(one: Resource, resource: Resource, estate: Estate) -> bool:
    """Whether it refers to the resource, or to none of its kind that we can tell."""
    if one in estate.referrers(resource):
        return True
    others = estate.by_type[resource.type]
    return not any(one in estate.referrers(other) for other in others if other is not resource)
