"""What stands at a resource: its policy, and what its service adds to it.

Source: CloudFormation Template Reference of each type (not re-read); AWS Lambda Developer Guide,
"Viewing resource-based IAM policies in Lambda", and AWS KMS Developer Guide, "Default key policy"
(not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.access.world.arns import Named
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.functions import FUNCTION, permissions_of, statement_of
from partywall.access.world.grants import grants_of
from partywall.access.world.principals import value_of
from partywall.access.world.unread import not_read
from partywall.estate.estate import entailed
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import below

INLINE: Final[dict[str, tuple[str, ...]]] = {
    "AWS::ApiGateway::RestApi": ("Policy",),
    "AWS::Backup::BackupVault": ("AccessPolicy",),
    "AWS::DynamoDB::Table": ("ResourcePolicy", "PolicyDocument"),
    "AWS::ECR::Repository": ("RepositoryPolicyText",),
    "AWS::EFS::FileSystem": ("FileSystemPolicy",),
    "AWS::Elasticsearch::Domain": ("AccessPolicies",),
    "AWS::Events::EventBus": ("Policy",),
    "AWS::IAM::Role": ("AssumeRolePolicyDocument",),
    "AWS::KMS::Key": ("KeyPolicy",),
    "AWS::KMS::ReplicaKey": ("KeyPolicy",),
    "AWS::Logs::LogGroup": ("ResourcePolicyDocument",),
    "AWS::OpenSearchService::Domain": ("AccessPolicies",),
}
"""Type → where the resource's own policy stands in it."""

APART: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AWS::Kinesis::Stream": (("AWS::Kinesis::ResourcePolicy", "ResourcePolicy"),),
    "AWS::S3::Bucket": (("AWS::S3::BucketPolicy", "PolicyDocument"),),
    "AWS::SNS::Topic": (
        ("AWS::SNS::TopicPolicy", "PolicyDocument"),
        ("AWS::SNS::TopicInlinePolicy", "PolicyDocument"),
    ),
    "AWS::SQS::Queue": (
        ("AWS::SQS::QueuePolicy", "PolicyDocument"),
        ("AWS::SQS::QueueInlinePolicy", "PolicyDocument"),
    ),
    "AWS::SecretsManager::Secret": (("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"),),
}
"""Type → the types of policies that stand apart, and where the document stands in them."""

ACCOUNT_WIDE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AWS::ECR::Repository": (("AWS::ECR::RegistryPolicy", "PolicyText"),),
    "AWS::Logs::LogGroup": (("AWS::Logs::ResourcePolicy", "PolicyDocument"),),
}
"""Type → the types of policies about all resources of the type in the account and Region.

Source: Amazon ECR User Guide, "Private registry permissions in Amazon ECR", and Amazon CloudWatch
Logs API Reference, "PutResourcePolicy" (not re-read).
"""

CONDITION: Final = ("Type", "Key", "Value")
BUS, BUS_POLICY = "AWS::Events::EventBus", "AWS::Events::EventBusPolicy"
ROLE: Final = "AWS::IAM::Role"
KEYS: Final = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey")
GUARDED: Final = frozenset({*INLINE, *APART, FUNCTION})
"""Types whose policies we gather."""


def guards_of(resource: Resource, named: Named, documents: Documents) -> tuple[Held, ...]:
    """The policies of a resource; nothing when it has none."""
    apart = () if resource.type == ROLE else tuple(not_read(resource, documents.estate))
    if resource.type == FUNCTION:
        return (*_of_function(resource, named, documents), *apart)
    found = list(_inline(resource, documents))
    for kind, key in APART.get(resource.type, ()):
        found += _apart(resource, kind, key, documents)
    for kind, key in ACCOUNT_WIDE.get(resource.type, ()):
        found += _of_account(resource, kind, key, documents)
    if resource.type == BUS:
        found += _of_bus(resource, named, documents)
    if resource.type in KEYS and not found:
        found.append(documents.held("default key policy", _default_key_policy(named)))
    if resource.type in KEYS:
        found += grants_of(resource, documents)
    return (*found, *apart)


def _inline(resource: Resource, documents: Documents) -> Iterator[Held]:
    path = INLINE.get(resource.type)
    if path is None:
        return
    value = value_of(resource, path[0])
    if len(path) > 1 and isinstance(value, dict):
        value = below(value, path[1:])
    if value is not None:
        label = "trust policy" if resource.type == "AWS::IAM::Role" else f"{resource.address}"
        yield documents.held(label, value)


def _apart(resource: Resource, kind: str, key: str, documents: Documents) -> Iterator[Held]:
    for one in documents.estate.companions(resource, kind, resource.guard):
        policy = one.resource
        yield _held(policy, value_of(policy, key), one.sure is True, documents)


def _held(policy: Resource, document: object, sure: bool, documents: Documents) -> Held:
    """The document of a policy that stands apart; `sure`: it does apply."""
    why = f"whether {policy.address} applies is not known"
    if policy.partial is not None:
        return unread(policy.address, why)
    if sure:
        return documents.held(policy.address, document)
    return documents.perhaps(policy.address, document, why)


def _of_account(resource: Resource, kind: str, key: str, documents: Documents) -> Iterator[Held]:
    """The policies of the account about resources of this type, those of other Regions aside."""
    for one in sorted(documents.estate.by_type.get(kind, ()), key=lambda one: one.address):
        regions = (one.region, resource.region)
        if all(isinstance(region, str) for region in regions) and one.region != resource.region:
            continue
        sure = entailed(one.guard, resource.guard) is True
        known = sure and not any(type(region) is Unknown for region in regions)
        yield _held(one, value_of(one, key), known, documents)


def _of_bus(bus: Resource, named: Named, documents: Documents) -> Iterator[Held]:
    """Policies of an event bus, each a statement, or the older form that names an account.

    Source: CloudFormation Template Reference, AWS::Events::EventBusPolicy (not re-read).
    """
    for one in documents.estate.companions(bus, BUS_POLICY, bus.guard):
        policy = one.resource
        if one.sure is not True or policy.partial is not None:
            yield unread(policy.address, f"whether {policy.address} applies is not known")
            continue
        yield of_bus(policy, named, documents)


def of_bus(policy: Resource, named: Named, documents: Documents) -> Held:
    """One policy of an event bus."""
    statement = value_of(policy, "Statement")
    if isinstance(statement, dict):
        whole = {"Version": "2012-10-17", "Statement": [statement]}
        return documents.held(policy.address, whole)
    condition = value_of(policy, "Condition")
    told = [condition.get(key) for key in CONDITION] if isinstance(condition, dict) else []
    tests = {told[0]: {told[1]: told[2]}} if told and all(told) and _are_texts(told[:2]) else {}
    if statement is not None or (condition is not None and not tests):
        return unread(policy.address, f"what {policy.address} allows is not known in full")
    return documents.held(policy.address, _older(policy, named, tests))


def _are_texts(values: list[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def _older(
    policy: Resource, named: Named, tests: dict[object, dict[object, object]]
) -> dict[str, object]:
    """The statement that a policy of a bus with an action and a principal stands for."""
    principal = value_of(policy, "Principal")
    statement = {
        "Sid": policy.address,
        "Effect": "Allow",
        "Principal": "*" if principal == "*" else {"AWS": principal},
        "Action": value_of(policy, "Action"),
        "Resource": named.text,
    }
    if tests:
        statement["Condition"] = tests
    return {"Version": "2012-10-17", "Statement": [statement]}


def _of_function(function: Resource, named: Named, documents: Documents) -> Iterator[Held]:
    """Permissions of a function, each a statement of its policy."""
    for one in permissions_of(function, named, documents):
        document = statement_of(one.permission, named, documents)
        yield _held(one.permission, document, one.sure, documents)


def _default_key_policy(named: Named) -> dict[str, object]:
    """What a key has when no policy is written: the account decides."""
    _, partition, _, _, account, _ = named.text.split(":", 5)
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
