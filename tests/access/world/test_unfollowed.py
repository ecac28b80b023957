"""Policies of resources that are not followed: none is passed over where somebody may come in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from access.world.worlds import ME, OTHER, allow, ask, policy, resource, said, world
from partywall.access.questions import external, public
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

OPEN = policy(allow("*", Principal="*"))
THEIRS = policy(allow("*", Principal={"AWS": OTHER}))
MINE = policy(allow("*", Principal={"AWS": f"arn:aws:iam::{ME}:root"}))
LATER = Unknown("chosen later")
STRANGER = f"arn:aws:iam::{OTHER}:role/x"


def terraform(kind: str, **arguments: Any) -> Resource:
    return Resource(type=kind, address=f"{kind}.x", properties={}, unmapped=arguments,
                    covers=frozenset())  # fmt: skip


def named(*resources: Resource) -> tuple[list[str], list[str]]:
    """The addresses that the questions about everybody, and about outsiders, name."""
    found = world(*resources)
    assert public.public(found) == ()
    assert external.external(found) == ()
    both = public.not_followed(found), external.not_followed(found)
    return tuple([[one.address for one in some] for some in both])  # type: ignore[return-value]


PLACES = [
    ("APS::ResourcePolicy", "PolicyDocument"),
    ("CodeArtifact::Domain", "PermissionsPolicyDocument"),
    ("CodeArtifact::Repository", "PermissionsPolicyDocument"),
    ("CloudTrail::ResourcePolicy", "ResourcePolicy"),
    ("DSQL::Cluster", "PolicyDocument"),
    ("ECR::PublicRepository", "RepositoryPolicyText"),
    ("ECR::RegistryPolicy", "PolicyText"),
    ("Kinesis::ResourcePolicy", "ResourcePolicy"),
    ("Lambda::ResourcePolicy", "PolicyDocument"),
    ("Logs::Destination", "DestinationPolicy"),
    ("Logs::ResourcePolicy", "PolicyDocument"),
    ("MSK::ClusterPolicy", "Policy"),
    ("RedshiftServerless::Namespace", "NamespaceResourcePolicy"),
    ("S3::AccessPoint", "Policy"),
    ("S3::BucketPolicy", "PolicyDocument"),
    ("S3Tables::TableBucketPolicy", "ResourcePolicy"),
    ("S3Vectors::VectorBucketPolicy", "Policy"),
    ("SNS::TopicPolicy", "PolicyDocument"),
    ("SQS::QueueInlinePolicy", "PolicyDocument"),
    ("SecretsManager::ResourcePolicy", "ResourcePolicy"),
    ("XRay::ResourcePolicy", "PolicyDocument"),
]


@pytest.mark.parametrize(("kind", "key"), PLACES)
def test_documents_are_found(kind: str, key: str) -> None:
    assert named(resource(kind, "P", **{key: OPEN})) == (["P"], ["P"])
    assert named(resource(kind, "P", **{key: json.dumps(OPEN)})) == (["P"], ["P"])
    assert named(resource(kind, "P", **{key: THEIRS})) == ([], ["P"])
    assert named(resource(kind, "P", **{key: MINE})) == ([], [])
    assert named(resource(kind, "P", **{key: LATER})) == (["P"], ["P"])
    assert named(resource(kind, "P")) == ([], [])


@pytest.mark.parametrize(("resources", "found"), [
    ([terraform("aws_glue_resource_policy", policy=json.dumps(OPEN))], (["P"], ["P"])),
    ([terraform("aws_glue_resource_policy", policy=json.dumps(THEIRS))], ([], ["P"])),
    ([terraform("aws_glue_resource_policy", policy=json.dumps(MINE))], ([], [])),
    ([terraform("aws_glue_resource_policy", policy=LATER)], (["P"], ["P"])),
    ([terraform("aws_signer_signing_profile_permission", principal=OTHER)], (["P"], ["P"])),
    ([terraform("aws_ram_resource_share", name="x")], (["P"], ["P"])),
    ([terraform("aws_lakeformation_permissions", permissions=["ALL"])], (["P"], ["P"])),
    ([terraform("aws_codeartifact_domain", domain="x")], ([], [])),
    ([terraform("aws_glacier_vault", access_policy=json.dumps(OPEN))], (["P"], ["P"])),
    ([terraform("aws_glacier_vault", access_policy=json.dumps(MINE))], ([], [])),
    ([terraform("aws_glacier_vault", access_policy=None)], ([], [])),
    ([terraform("aws_cloudfront_cache_policy", policy=json.dumps(OPEN))], ([], [])),
    ([resource("LakeFormation::PrincipalPermissions", "P")], (["P"], ["P"])),
    ([resource("RAM::ResourceShare", "P", Principals=[OTHER])], (["P"], ["P"])),
    ([resource("NetworkFirewall::FirewallPolicy", "P")], ([], [])),
    ([resource("ApplicationAutoScaling::ScalingPolicy", "P")], ([], [])),
    ([resource("Lambda::Permission", "P", FunctionName="elsewhere", Principal="*",
               Action="lambda:InvokeFunction")], (["P"], ["P"])),
    ([resource("Lambda::Permission", "P", FunctionName="elsewhere", Principal=ME,
               Action="lambda:InvokeFunction")], ([], [])),
    ([resource("Events::EventBusPolicy", "P", EventBusName="elsewhere", Principal=OTHER,
               Action="events:PutEvents", StatementId="s")], ([], ["P"])),
    ([resource("Events::EventBusPolicy", "P", EventBusName="elsewhere",
               Statement=allow("events:PutEvents", Principal="*"))], (["P"], ["P"])),
])  # fmt: skip
def test_what_is_named(resources: list[Resource], found: tuple[list[str], list[str]]) -> None:
    addresses = {one.address: "P" for one in resources}
    got = named(*resources)
    assert tuple([addresses[one] for one in some] for some in got) == found


def test_what_is_followed_is_not_named() -> None:
    bucket = resource("S3::Bucket", "B", BucketName="b")
    mine = resource("S3::BucketPolicy", "P", Bucket="b", PolicyDocument=OPEN)
    other = resource("S3::BucketPolicy", "Q", Bucket="c", PolicyDocument=OPEN)
    found = world(bucket, mine, other)
    assert [one.address for one in public.not_followed(found)] == ["Q"]
    topics = resource("SNS::TopicPolicy", "T", PolicyDocument=OPEN,
                      Topics=["t", f"arn:aws:sns:eu-west-1:{ME}:elsewhere"])  # fmt: skip
    found = world(resource("SNS::Topic", "S", TopicName="t"), topics)
    assert [one.address for one in public.not_followed(found)] == ["T"]


@pytest.mark.parametrize(("kind", "key", "held", "where", "action"), [
    ("ECR::RegistryPolicy", "PolicyText", resource("ECR::Repository", "R", RepositoryName="r"),
     "R", "ecr:ReplicateImage"),
    ("Logs::ResourcePolicy", "PolicyDocument", resource("Logs::LogGroup", "R", LogGroupName="r"),
     "R", "logs:PutLogEvents"),
])  # fmt: skip
def test_policies_of_the_account(
    kind: str, key: str, held: Resource, where: str, action: str
) -> None:
    def asked(**more: Any) -> str:
        one = resource(kind, "P", **{key: policy(allow(action, Principal={"AWS": OTHER}))})
        for name, value in more.items():
            setattr(one, name, value)
        return said(world(held, one), STRANGER, action, where)

    assert said(world(held), STRANGER, action, where) == "IMPLICIT_DENY"
    assert asked() == "ALLOW"
    assert asked(properties={key: LATER}) == "UNKNOWN"
    assert asked(partial=LATER) == "UNKNOWN"
    assert asked(guard=(("IsProduction", True),)) == "UNKNOWN"
    held.region = "eu-west-1"
    assert asked(region="eu-west-1") == "ALLOW"
    assert asked(region="us-east-1") == "IMPLICIT_DENY"
    assert asked(region=LATER) == "UNKNOWN"


def test_an_access_point_opens_what_is_behind_it() -> None:
    """Whether a request through it is allowed, is for the bucket to say as well."""
    bucket = resource("S3::Bucket", "B", BucketName="b")
    door = resource("S3::AccessPoint", "P", Bucket="b", Name="p", Policy=OPEN)
    (found,) = public.not_followed(world(bucket, door))
    assert (found.address, found.why) == (
        "P", "what is behind it must let the request through as well"
    )  # fmt: skip
    through = f"arn:aws:s3:eu-west-1:{ME}:accesspoint/p/object/x"
    assert said(world(bucket, door), "*", "s3:GetObject", through) == "UNKNOWN"
    shut = resource("S3::AccessPoint", "P", Bucket="b", Name="p", Policy=MINE)
    assert public.not_followed(world(bucket, shut)) == ()


def test_a_bucket_that_leaves_it_to_its_access_points() -> None:
    account = {"StringEquals": {"s3:DataAccessPointAccount": ME}}
    delegates = resource("S3::BucketPolicy", "P", Bucket="b", PolicyDocument=policy(
        allow("s3:*", "arn:aws:s3:::b/*", Principal="*", Condition=account)))  # fmt: skip
    block = dict.fromkeys(("IgnorePublicAcls", "RestrictPublicBuckets"), False)
    owned = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    bucket = resource("S3::Bucket", "B", BucketName="b", PublicAccessBlockConfiguration=block,
                      OwnershipControls=owned)  # fmt: skip
    found = ask(world(bucket, delegates), STRANGER, "s3:GetObject", "b")
    assert found.outcome.value == "CONDITIONAL"
    assert "s3:DataAccessPointAccount" in str(found.decision.allow_if)


def test_a_stream_has_a_policy_of_its_own() -> None:
    stream = {"ResourcePolicy": {"PolicyDocument": OPEN}}
    table = resource("DynamoDB::Table", "T", TableName="t", StreamSpecification=stream)
    found = world(table)
    assert public.public(found) == ()
    assert [one.address for one in public.not_followed(found)] == ["T"]
    assert public.not_followed(world(resource("DynamoDB::Table", "T", TableName="t"))) == ()
