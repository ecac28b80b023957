"""Policies of resources that are not followed to a resource: what they allow, nobody here decides.

A policy of a type whose resources we do not gather, or of a bucket or function that is not in the
input. A question about everybody must not be answered without it: what it says is read as far as
its document can be found, so that one which surely names nobody from outside is left out, and all
others are named.

Source: CloudFormation Template Reference of each type (not re-read); the list is that of all types
in CloudFormation's schemas with a policy, a permission or a grant, looked through 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.access.world.arns import Named, arn_of
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.functions import (
    FUNCTION,
    PERMISSION,
    is_followed,
    statement_of,
)
from partywall.access.world.grants import GRANT, held_grant
from partywall.access.world.guards import (
    ACCOUNT_WIDE,
    APART,
    BUS_POLICY,
    GUARDED,
    of_bus,
)
from partywall.access.world.principals import value_of
from partywall.access.world.unread import OTHERWISE, bears_on_some, may_let_in
from partywall.estate.companions import COMPANIONS
from partywall.estate.resource import Resource
from partywall.kernel.values import below

CARRIES: Final[dict[str, tuple[str, ...]]] = {
    "AWS::AIOps::InvestigationGroup": ("InvestigationGroupPolicy",),
    "AWS::APS::ResourcePolicy": ("PolicyDocument",),
    "AWS::ApiGateway::DomainNameV2": ("Policy",),
    "AWS::Bedrock::ResourcePolicy": ("PolicyDocument",),
    "AWS::BedrockAgentCore::ResourcePolicy": ("Policy",),
    "AWS::CloudTrail::ResourcePolicy": ("ResourcePolicy",),
    "AWS::CodeArtifact::Domain": ("PermissionsPolicyDocument",),
    "AWS::CodeArtifact::Repository": ("PermissionsPolicyDocument",),
    "AWS::Comprehend::DocumentClassifier": ("ModelPolicy",),
    "AWS::Comprehend::EntityRecognizer": ("ModelPolicy",),
    "AWS::DSQL::Cluster": ("PolicyDocument",),
    "AWS::DynamoDB::Table": ("StreamSpecification", "ResourcePolicy", "PolicyDocument"),
    "AWS::ECR::PublicRepository": ("RepositoryPolicyText",),
    "AWS::EventSchemas::RegistryPolicy": ("Policy",),
    "AWS::Lambda::ResourcePolicy": ("PolicyDocument",),
    "AWS::Lex::ResourcePolicy": ("Policy",),
    "AWS::Logs::DeliveryDestination": ("DeliveryDestinationPolicy",),
    "AWS::Logs::Destination": ("DestinationPolicy",),
    "AWS::MSK::ClusterPolicy": ("Policy",),
    "AWS::MediaPackageV2::ChannelPolicy": ("Policy",),
    "AWS::MediaPackageV2::OriginEndpointPolicy": ("Policy",),
    "AWS::MediaStore::Container": ("Policy",),
    "AWS::MediaTailor::ChannelPolicy": ("Policy",),
    "AWS::OSIS::Pipeline": ("ResourcePolicy",),
    "AWS::Oam::Sink": ("Policy",),
    "AWS::Omics::SequenceStore": ("S3AccessPolicy",),
    "AWS::Organizations::ResourcePolicy": ("Content",),
    "AWS::PaymentCryptography::Key": ("Policy",),
    "AWS::RUM::AppMonitor": ("ResourcePolicy", "PolicyDocument"),
    "AWS::Redshift::Cluster": ("NamespaceResourcePolicy",),
    "AWS::RedshiftServerless::Namespace": ("NamespaceResourcePolicy",),
    "AWS::S3::AccessPoint": ("Policy",),
    "AWS::S3::MultiRegionAccessPointPolicy": ("Policy",),
    "AWS::S3Express::AccessPoint": ("Policy",),
    "AWS::S3Express::BucketPolicy": ("PolicyDocument",),
    "AWS::S3Files::FileSystemPolicy": ("Policy",),
    "AWS::S3ObjectLambda::AccessPointPolicy": ("PolicyDocument",),
    "AWS::S3Outposts::AccessPoint": ("Policy",),
    "AWS::S3Outposts::BucketPolicy": ("PolicyDocument",),
    "AWS::S3Tables::TableBucketPolicy": ("ResourcePolicy",),
    "AWS::S3Tables::TablePolicy": ("ResourcePolicy",),
    "AWS::S3Vectors::VectorBucketPolicy": ("Policy",),
    "AWS::SMSVOICE::ResourcePolicy": ("PolicyDocument",),
    "AWS::SSM::ResourcePolicy": ("Policy",),
    "AWS::SageMaker::ModelPackageGroup": ("ModelPackageGroupPolicy",),
    "AWS::VpcLattice::AuthPolicy": ("Policy",),
    "AWS::VpcLattice::ResourcePolicy": ("Policy",),
    "AWS::XRay::ResourcePolicy": ("PolicyDocument",),
}
"""Type → where a policy stands in it. The resource's own if it is there, for it need not be."""

DOORS: Final = frozenset(
    {"AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPointPolicy",
     "AWS::S3ObjectLambda::AccessPointPolicy", "aws_s3control_access_point_policy",
     "aws_s3control_multi_region_access_point_policy",
     "aws_s3control_object_lambda_access_point_policy"}
)  # fmt: skip
"""Policies of access points. Source: Amazon S3 User Guide, "Configuring IAM policies for using
access points" (not re-read)."""

SHARES: Final = frozenset(
    {"AWS::DynamoDB::GlobalTable", "AWS::RAM::ResourceShare", "aws_ram_principal_association",
     "aws_ram_resource_share"}
)  # fmt: skip
"""Types that may let others in though their names do not say so."""

WHERE: Final = {
    **{kind: (key,) for rows in (*APART.values(), *ACCOUNT_WIDE.values()) for kind, key in rows},
    BUS_POLICY: (),
    GRANT: (),
    PERMISSION: (),
}
"""Types whose documents are gathered, by what they are attached to → where the document stands."""
ACCOUNT: Final = frozenset(kind for rows in ACCOUNT_WIDE.values() for kind, _ in rows)
OUTSIDE: Final = "it is about something that is not in the input"
NOT_MODELLED: Final = "what it is about is not modelled"

DOCUMENTS: Final = ("policy", "policy_document", "access_policy", "resource_policy", "policy_text")
"""Arguments in which Terraform's resources have a document, where no table maps the type."""


class Unfollowed(Struct, frozen=True):
    """A policy that is not followed: the resource that has it, the policy, and why it is not."""

    address: str
    kind: str
    held: Held
    why: str


def unfollowed(documents: Documents) -> Iterator[Unfollowed]:
    """Every policy of a resource that is not followed, in the order of the addresses."""
    found: list[Resource] = []
    for kind, ones in documents.estate.by_type.items():
        if kind in CARRIES or bears(kind):
            found += ones
        elif not OTHERWISE.search(kind):
            found += [one for one in ones if _texts(one)]
    for resource in sorted(found, key=lambda one: one.address):
        why = _why(resource, documents)
        held = _held(resource, documents) if why else None
        if held is not None:
            yield Unfollowed(resource.address, resource.type, held, why)


def _texts(resource: Resource) -> list[object]:
    """What stands in the arguments of a resource without a table where documents do."""
    if resource.covers != frozenset() or not resource.unmapped:
        return []
    return [one for key, one in resource.unmapped.items() if key in DOCUMENTS and one is not None]


def bears(kind: str) -> bool:
    """Whether resources of a type may let somebody in."""
    return kind in SHARES or kind in WHERE or may_let_in(kind)


def _why(resource: Resource, documents: Documents) -> str:
    """Why a policy is not followed; nothing when it is."""
    if resource.type in ACCOUNT:
        return "it is about all that there is in the account, also what the input does not have"
    if resource.type == PERMISSION:
        functions = documents.estate.by_type.get(FUNCTION, ())
        arns = (arn_of(one, documents.home) for one in functions)
        named = (one for one in arns if one is not None)
        return "" if is_followed(resource, documents.estate, named) else OUTSIDE
    parents = [one for one in COMPANIONS.get(resource.type, ()) if one[1] in GUARDED]
    if parents:
        return "" if any(_leads(resource, *one, documents) for one in parents) else OUTSIDE
    if resource.type in DOORS:
        return "what is behind it must let the request through as well"
    return "" if bears_on_some(resource, documents.estate) else NOT_MODELLED


def _leads(resource: Resource, key: str, kind: str, documents: Documents) -> bool:
    """Whether each name in a property leads to resources of the estate."""
    value = value_of(resource, key)
    named = value if isinstance(value, list) else [value]
    return bool(named) and all(documents.estate.link(one, kind).targets for one in named)


def _held(resource: Resource, documents: Documents) -> Held | None:
    """The document, as far as it can be found; None when the resource surely has none."""
    if resource.type == PERMISSION:
        return documents.held(resource.address, statement_of(resource, Named("*"), documents))
    if resource.type == GRANT:
        return held_grant(resource, documents)
    if resource.type == BUS_POLICY:
        return of_bus(resource, Named("*"), documents)
    path = WHERE.get(resource.type) or CARRIES.get(resource.type)
    if path is not None:
        value = value_of(resource, path[0])
        if isinstance(value, dict) and len(path) > 1:
            value = below(value, path[1:])
        return None if value is None else documents.held(resource.address, value)
    texts = _texts(resource)
    if len(texts) == 1:
        return documents.held(resource.address, texts[0])
    return unread(resource.address, f"what {resource.address} ({resource.type}) allows is not read")
