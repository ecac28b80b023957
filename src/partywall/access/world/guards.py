"""What stands at a resource: its policy, and what its service adds to it.

Source: CloudFormation Template Reference of each type (not re-read); AWS Lambda Developer Guide,
"Viewing resource-based IAM policies in Lambda", and AWS KMS Developer Guide, "Default key policy"
(not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from partywall.access.services.kms import CRYPTOGRAPHIC
from partywall.access.world.arns import Named
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.principals import value_of
from partywall.access.world.unread import not_read
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

BUS, BUS_POLICY = "AWS::Events::EventBus", "AWS::Events::EventBusPolicy"
FUNCTION, KEY, ROLE = "AWS::Lambda::Function", "AWS::KMS::Key", "AWS::IAM::Role"
GUARDED: Final = frozenset({*INLINE, *APART, FUNCTION})
"""Types whose policies we gather."""

GRANT: Final = "Partywall::KMS::Grant"
PERMISSION: Final = "AWS::Lambda::Permission"
SOURCE_KEYS: Final = (
    ("SourceArn", "ArnLike", "aws:SourceArn"),
    ("SourceAccount", "StringEquals", "aws:SourceAccount"),
    ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
    ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
)
"""Property of a Lambda permission → the condition that it becomes."""


def guards_of(resource: Resource, named: Named, documents: Documents) -> tuple[Held, ...]:
    """The policies of a resource; nothing when it has none."""
    apart = () if resource.type == ROLE else tuple(not_read(resource, documents.estate))
    if resource.type == FUNCTION:
        return (*_of_function(resource, named, documents), *apart)
    found = list(_inline(resource, documents))
    for kind, key in APART.get(resource.type, ()):
        found += _apart(resource, kind, key, documents)
    if resource.type == BUS:
        found += _of_bus(resource, named, documents)
    if resource.type == KEY:
        if not found:
            found.append(documents.held("default key policy", _default_key_policy(named)))
        found += _grants(resource, documents)
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
        if one.sure is True and policy.partial is None:
            yield documents.held(policy.address, value_of(policy, key))
        else:
            yield unread(policy.address, f"whether {policy.address} applies is not known")


def _of_bus(bus: Resource, named: Named, documents: Documents) -> Iterator[Held]:
    """Policies of an event bus, each a statement, or the older form that names an account.

    Source: CloudFormation Template Reference, AWS::Events::EventBusPolicy (not re-read).
    """
    for one in documents.estate.companions(bus, BUS_POLICY, bus.guard):
        policy = one.resource
        if one.sure is not True or policy.partial is not None:
            yield unread(policy.address, f"whether {policy.address} applies is not known")
            continue
        statement = value_of(policy, "Statement")
        if isinstance(statement, dict):
            whole = {"Version": "2012-10-17", "Statement": [statement]}
            yield documents.held(policy.address, whole)
        elif statement is not None or value_of(policy, "Condition") is not None:
            yield unread(policy.address, f"what {policy.address} allows is not known in full")
        else:
            yield documents.held(policy.address, _older(policy, named))


def _older(policy: Resource, named: Named) -> dict[str, object]:
    """The statement that a policy of a bus with an action and a principal stands for."""
    principal = value_of(policy, "Principal")
    statement = {
        "Sid": policy.address,
        "Effect": "Allow",
        "Principal": "*" if principal == "*" else {"AWS": principal},
        "Action": value_of(policy, "Action"),
        "Resource": named.text,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _of_function(function: Resource, named: Named, documents: Documents) -> Iterator[Held]:
    """Permissions of a function, each a statement of its policy."""
    for one in documents.estate.companions(function, PERMISSION, function.guard):
        permission = one.resource
        if one.sure is True and permission.partial is None:
            yield documents.held(permission.address, _statement(permission, named))
        else:
            why = f"whether {permission.address} applies is not known"
            yield unread(permission.address, why)


def _grants(key: Resource, documents: Documents) -> Iterator[Held]:
    """Grants of a key, each as the statements of a key policy that allow the same.

    Source: AWS KMS Developer Guide, "Grants in AWS KMS", and KMS API Reference, "CreateGrant", read
    2026-11-23: a grant allows like a key policy that names its principal.
    """
    for one in documents.estate.companions(key, GRANT, key.guard):
        grant = one.resource
        if one.sure is True and grant.partial is None:
            whole = {"Version": "2012-10-17", "Statement": list(_granted(grant))}
            yield documents.held(grant.address, whole)
        else:
            yield unread(grant.address, f"whether {grant.address} applies is not known")


def _granted(grant: Resource) -> Iterator[dict[str, object]]:
    """What a grant allows: constraints are on operations that have an encryption context."""
    written = value_of(grant, "Operations")
    operations: list[object] = written if isinstance(written, list) else [written]
    condition = _constraints(value_of(grant, "Constraints"))
    allowed: dict[bool, list[object]] = {}
    for one in operations:
        bound = bool(condition) and not (isinstance(one, str) and one.lower() not in CRYPTOGRAPHIC)
        allowed.setdefault(bound, []).append(f"kms:{one}" if isinstance(one, str) else one)
    for bound, actions in sorted(allowed.items()):
        statement = {
            "Effect": "Allow",
            "Principal": _principal(value_of(grant, "GranteePrincipal")),
            "Action": actions,
            "Resource": "*",
        }
        yield statement | ({"Condition": condition} if bound else {})
    retiring = value_of(grant, "RetiringPrincipal")
    if retiring is not None:
        yield {
            "Effect": "Allow",
            "Principal": _principal(retiring),
            "Action": "kms:RetireGrant",
            "Resource": "*",
        }


def _constraints(written: object) -> object:
    """The encryption context that a grant asks for, as a condition; empty when it asks nothing."""
    if not isinstance(written, dict):
        return written
    exact, part = written.get("EncryptionContextEquals"), written.get("EncryptionContextSubset")
    unclear = next((one for one in (exact, part) if one and not isinstance(one, dict)), None)
    if unclear is not None:
        return unclear
    pairs: dict[str, object] = {**(part or {}), **(exact or {})}
    keys = {f"kms:EncryptionContext:{key}": pairs[key] for key in sorted(pairs)}
    if not exact:
        return {"StringEquals": keys} if keys else {}
    only = {"kms:EncryptionContextKeys": sorted(exact)}
    return {"StringEquals": keys, "ForAllValues:StringEquals": only}


def _statement(permission: Resource, named: Named) -> dict[str, object]:
    condition: dict[str, dict[str, object]] = {}
    for key, operator, name in SOURCE_KEYS:
        value = value_of(permission, key)
        if value is not None:
            condition.setdefault(operator, {})[name] = value
    statement: dict[str, object] = {
        "Sid": permission.address,
        "Effect": "Allow",
        "Principal": _principal(value_of(permission, "Principal")),
        "Action": value_of(permission, "Action"),
        "Resource": [named.text, f"{named.text}:*"],
    }
    if condition:
        statement["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [statement]}


def _principal(value: Any) -> object:
    """A service by its name, anybody, or an account, role or user."""
    if type(value) is Unknown or value is None:
        return value
    if value == "*":
        return "*"
    return {"Service" if "." in str(value) and ":" not in str(value) else "AWS": value}


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
