"""What stands at a resource, what is open about names, and what the input does not have."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar

import pytest

from access.world.worlds import (
    HOME,
    ME,
    OTHER,
    allow,
    ask,
    deny,
    policy,
    resource,
    role,
    said,
    trust,
    user,
    world,
)
from partywall.access.world import Home, World
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.errors import QuestionError
from partywall.kernel.unknown import Unknown

STRANGER = f"arn:aws:iam::{OTHER}:role/x"
QUEUE_ARN = f"arn:aws:sqs:eu-west-1:{ME}:q"
SEND = "sqs:SendMessage"


def guarded(principal: Any, action: str, on: Any, **more: Any) -> Any:
    one = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": on, **more}
    return policy(one)


def ref(address: str, attribute: str = "Id") -> Unknown:
    return Unknown("assigned at deployment", (address,), attribute, present=True)


def arn(address: str) -> Unknown:
    return Unknown("assigned at deployment", (address,), "Arn", present=True)


QUEUE = resource("SQS::Queue", "Q", QueueName="q")
OPEN = guarded("*", SEND, QUEUE_ARN)


@pytest.mark.parametrize(("resources", "who", "outcome"), [
    ([QUEUE], "*", "IMPLICIT_DENY"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=["q"], PolicyDocument=OPEN)], "*", "ALLOW"),
    ([QUEUE, resource("SQS::QueueInlinePolicy", "P", Queue="q", PolicyDocument=OPEN)],
     "*", "ALLOW"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=["other"], PolicyDocument=OPEN)],
     "*", "IMPLICIT_DENY"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=[Unknown("chosen later", ("X", "Q"))],
                      PolicyDocument=OPEN)], "*", "UNKNOWN"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=["q"],
                      PolicyDocument=guarded("*", SEND, arn("Q")))], "*", "ALLOW"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=["q"],
                      PolicyDocument=guarded("*", SEND, Unknown("later")))], "*", "UNKNOWN"),
    ([QUEUE, resource("SQS::QueuePolicy", "P", Queues=["q"],
                      PolicyDocument=guarded({"AWS": OTHER}, SEND, QUEUE_ARN))],
     STRANGER, "ALLOW"),
    ([QUEUE], STRANGER, "IMPLICIT_DENY"),
])  # fmt: skip
def test_policies_that_stand_apart(resources: list[Resource], who: str, outcome: str) -> None:
    assert said(world(*resources), who, SEND, "q") == outcome


@pytest.mark.parametrize(("kind", "key", "named", "action"), [
    ("ECR::Repository", "RepositoryPolicyText", {"RepositoryName": "n"}, "ecr:BatchGetImage"),
    ("Backup::BackupVault", "AccessPolicy", {"BackupVaultName": "n"},
     "backup:ListRecoveryPointsByBackupVault"),
    ("OpenSearchService::Domain", "AccessPolicies", {"DomainName": "n"}, "es:ESHttpGet"),
    ("KMS::Key", "KeyPolicy", {}, "kms:Decrypt"),
    ("EFS::FileSystem", "FileSystemPolicy", {}, "elasticfilesystem:ClientMount"),
])  # fmt: skip
def test_policies_in_the_resource(kind: str, key: str, named: dict[str, str], action: str) -> None:
    one = resource(kind, "R", **named, **{key: guarded("*", action, "*")})
    assert said(world(one), STRANGER, action, "R") == "ALLOW"
    closed = resource(kind, "R", **named, **{key: guarded({"AWS": ME}, action, "*")})
    assert said(world(closed), STRANGER, action, "R") == "IMPLICIT_DENY"
    hidden = resource(kind, "R", **named, **{key: Unknown("chosen later")})
    assert said(world(hidden), STRANGER, action, "R") == "UNKNOWN"


def test_permissions_of_a_function() -> None:
    function = resource("Lambda::Function", "F", FunctionName="f")
    permission = resource(
        "Lambda::Permission", "P", FunctionName="f", Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com", SourceAccount=ME,
    )  # fmt: skip
    found = ask(world(function, permission), "sns.amazonaws.com", "lambda:InvokeFunction", "f")
    assert str(found.decision.allow_if) == f"aws:SourceAccount = {ME}"
    assert said(world(function), "sns.amazonaws.com", "lambda:InvokeFunction", "f") == (
        "IMPLICIT_DENY"
    )


def test_a_key_without_a_policy_leaves_it_to_the_account() -> None:
    key = resource("KMS::Key", "K")
    assert said(world(key, role("app", allow("kms:*"))), "app", "kms:Decrypt", "K") == "ALLOW"
    assert said(world(key, role("app")), "app", "kms:Decrypt", "K") == "IMPLICIT_DENY"


def test_trust() -> None:
    mine = role("app", trust=trust({"AWS": f"arn:aws:iam::{ME}:root"}))
    caller = user("ann", allow("sts:AssumeRole"))
    assert said(world(mine, caller), "ann", "sts:AssumeRole", "app") == "ALLOW"
    assert said(world(mine, user()), "ann", "sts:AssumeRole", "app") == "IMPLICIT_DENY"
    theirs = role("app", trust=trust({"AWS": arn("Userann")}))
    assert said(world(theirs, user()), "ann", "sts:AssumeRole", "app") == "ALLOW"


class TestBuckets:
    """Block Public Access and ACLs, written or not."""

    PUBLIC = resource("S3::BucketPolicy", "P", Bucket="b",
                      PolicyDocument=guarded("*", "s3:GetObject", "arn:aws:s3:::b/*"))  # fmt: skip
    ALL = dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    NONE = dict.fromkeys(ALL, False)
    OFF: ClassVar = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    ON: ClassVar = {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}

    @pytest.mark.parametrize(("block", "owner", "with_policy", "outcome"), [
        (NONE, OFF, True, "ALLOW"), (ALL, OFF, True, "IMPLICIT_DENY"),
        (None, OFF, True, "UNKNOWN"), (NONE, OFF, False, "IMPLICIT_DENY"),
        (NONE, ON, False, "UNKNOWN"), (NONE, None, False, "UNKNOWN"),
        (ALL, ON, False, "IMPLICIT_DENY"), (NONE, ON, True, "ALLOW"),
        (Unknown("chosen later"), OFF, True, "UNKNOWN"),
        ({}, OFF, True, "ALLOW"),
        (dict.fromkeys(ALL, "true"), OFF, True, "IMPLICIT_DENY"),
        (dict.fromkeys(ALL, "False"), OFF, True, "ALLOW"),
        (dict.fromkeys(ALL, "perhaps"), OFF, True, "UNKNOWN"),
        (NONE, {"Rules": OFF["Rules"][0]}, False, "IMPLICIT_DENY"),
    ])  # fmt: skip
    def test_anonymous(self, block: Any, owner: Any, with_policy: bool, outcome: str) -> None:
        bucket = resource("S3::Bucket", "B", BucketName="b", PublicAccessBlockConfiguration=block,
                          OwnershipControls=owner)  # fmt: skip
        resources = [bucket, self.PUBLIC] if with_policy else [bucket]
        assert said(world(*resources), "*", "s3:GetObject", "b") == outcome

    def test_the_account_blocks_for_all(self) -> None:
        account = Resource(
            type="Partywall::S3::AccountPublicAccessBlock", address="A", properties=dict(self.ALL)
        )
        bucket = resource("S3::Bucket", "B", BucketName="b",
                          PublicAccessBlockConfiguration=self.NONE)  # fmt: skip
        found = world(bucket, account, self.PUBLIC)
        assert said(found, "*", "s3:GetObject", "b") == "IMPLICIT_DENY"

    def test_own_principals_are_spared(self) -> None:
        bucket = resource("S3::Bucket", "B", BucketName="b")
        found = world(bucket, role("app", allow("s3:*")))
        assert said(found, "app", "s3:GetObject", "b") == "ALLOW"
        assert said(found, "app", "s3:ListBucket", "b") == "ALLOW"

    def test_a_canned_acl(self) -> None:
        bucket = resource("S3::Bucket", "B", BucketName="b", AccessControl="PublicRead",
                          PublicAccessBlockConfiguration=self.NONE,
                          OwnershipControls=self.ON)  # fmt: skip
        assert said(world(bucket), "*", "s3:ListBucket", "b") == "ALLOW"
        bucket.properties["AccessControl"] = "Private"
        assert said(world(bucket), "*", "s3:ListBucket", "b") == "IMPLICIT_DENY"


class TestNamesToCome:
    """A pattern that may match a name which is chosen later decides nothing."""

    BUCKET = resource("S3::Bucket", "B", OwnershipControls=TestBuckets.OFF)

    @pytest.mark.parametrize(("statements", "outcome"), [
        ([allow("s3:*", "*")], "ALLOW"),
        ([allow("s3:*", "arn:aws:s3:::*")], "ALLOW"),
        ([allow("s3:*", arn("B"))], "ALLOW"),
        ([allow("s3:*", "arn:aws:s3:::shop-*")], "UNKNOWN"),
        ([allow("s3:*", "arn:aws:s3:::shop/*")], "IMPLICIT_DENY"),
        ([allow("s3:*", "arn:aws:sqs:*:*:*")], "IMPLICIT_DENY"),
        ([allow("s3:*"), allow("s3:*", "arn:aws:s3:::shop-*")], "ALLOW"),
        ([allow("s3:*"), {**allow("s3:*", "arn:aws:s3:::shop-*"), "Effect": "Deny"}], "UNKNOWN"),
        ([{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::x"}], "UNKNOWN"),
    ])  # fmt: skip
    def test_resource(self, statements: list[Any], outcome: str) -> None:
        found = world(self.BUCKET, role("app", *statements))
        assert said(found, "app", "s3:ListBucket", "B") == outcome

    def test_principal(self) -> None:
        nameless = resource("IAM::Role", "R", AssumeRolePolicyDocument=trust({"AWS": ME}))
        key = resource("KMS::Key", "K", KeyPolicy=guarded(
            {"AWS": f"arn:aws:iam::{ME}:role/written-down"}, "kms:*", "*"))  # fmt: skip
        assert said(world(nameless, key), "R", "kms:Decrypt", "K") == "UNKNOWN"
        key.properties["KeyPolicy"] = guarded({"AWS": arn("R")}, "kms:*", "*")
        assert said(world(nameless, key), "R", "kms:Decrypt", "K") == "ALLOW"

    def test_account(self) -> None:
        found = world(role("app", allow(SEND, QUEUE_ARN)), QUEUE, home=Home("", "eu-west-1"))
        assert said(found, "app", SEND, "q") == "UNKNOWN"
        assert said(world(role("app", allow(SEND, QUEUE_ARN)), QUEUE), "app", SEND, "q") == "ALLOW"


class TestNotInTheInput:
    """A policy that nobody sees may allow or deny."""

    def test_of_a_service_with_policies(self) -> None:
        found = ask(world(role("app", allow())), "app", "s3:GetObject", "arn:aws:s3:::other/x")
        assert found.outcome.value == "UNKNOWN"
        assert found.supposed is not None
        assert found.supposed.outcome.value == "ALLOW"
        found = ask(world(role("app")), "app", "s3:GetObject", "arn:aws:s3:::other/x")
        assert found.outcome.value == "UNKNOWN"

    def test_of_a_service_without(self) -> None:
        on = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
        assert said(world(role("app", allow())), "app", "ec2:StartInstances", on) == "ALLOW"

    def test_a_denial_stands(self) -> None:
        one = role("app", allow(), {**allow("s3:*"), "Effect": "Deny"})
        assert said(world(one), "app", "s3:GetObject", "arn:aws:s3:::other/x") == "EXPLICIT_DENY"


def test_one_resource_at_a_time() -> None:
    found = world(resource("S3::Bucket", "A", BucketName="shop-a"),
                  resource("S3::Bucket", "B", BucketName="shop-b"))  # fmt: skip
    with pytest.raises(QuestionError, match="several resources"):
        found.target("arn:aws:s3:::shop*")
    assert found.target("arn:aws:s3:::shop-a/*").resource is not None
    with pytest.raises(QuestionError, match="did you mean shop-"):
        found.target("shop-c")
    with pytest.raises(QuestionError, match="may be"):
        world(resource("SQS::Queue", "Q", QueueName="n"),
              resource("SNS::Topic", "T", TopicName="n")).target("n")  # fmt: skip


def test_the_action_tells_which_of_two() -> None:
    found = world(resource("SQS::Queue", "Q", QueueName="n"),
                  resource("SNS::Topic", "T", TopicName="n"))  # fmt: skip
    assert found.target("n", "sns:Publish").text == f"arn:aws:sns:eu-west-1:{ME}:n"


class TestOrganization:
    """SCPs of the estate bind it when they surely target it."""

    @pytest.mark.parametrize(("targets", "outcome"), [
        ([ME], "EXPLICIT_DENY"), ([OTHER], "ALLOW"), (None, "ALLOW"),
        (["r-abcd"], "UNKNOWN"), (["ou-abcd-12345678"], "UNKNOWN"),
        ([OTHER, ME], "EXPLICIT_DENY"), (Unknown("chosen later"), "UNKNOWN"),
    ])  # fmt: skip
    def test_scp(self, targets: Any, outcome: str) -> None:
        scp = resource("Organizations::Policy", "S", Type="SERVICE_CONTROL_POLICY",
                       TargetIds=targets,
                       Content=policy({**allow("ec2:*"), "Effect": "Deny"}))  # fmt: skip
        on = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
        found = world(role("app", allow()), scp)
        assert said(found, "app", "ec2:StartInstances", on) == outcome

    @pytest.mark.parametrize(("targets", "outcome"), [
        ([ref("Team")], "EXPLICIT_DENY"), ([ref("All")], "EXPLICIT_DENY"),
        ([ref("Mine")], "EXPLICIT_DENY"), ([ref("Org", "RootId")], "EXPLICIT_DENY"),
        ([ref("Beside")], "ALLOW"), ([ref("Theirs")], "ALLOW"),
        (["ou-else-where123"], "UNKNOWN"), ([Unknown("chosen later")], "UNKNOWN"),
    ])  # fmt: skip
    def test_the_way_up(self, targets: Any, outcome: str) -> None:
        """From the account to the root, where the estate has them."""
        assert self.started(targets, ref("Org", "RootId")) == outcome

    def test_by_their_ids(self) -> None:
        assert self.started(["r-abcd"], "r-abcd") == "EXPLICIT_DENY"
        assert self.started(["r-abcd"], "ou-else-where123") == "UNKNOWN"
        assert self.started([ref("Org", "RootId")], "r-abcd") == "UNKNOWN"
        ids = {"All": "ou-abcd-all", "Team": "ou-abcd-team"}
        assert self.started(["ou-abcd-team"], "r-abcd", ids) == "EXPLICIT_DENY"
        assert self.started(["ou-abcd-else"], "r-abcd", ids) == "ALLOW"
        assert self.started(["ou-abcd-else"], ref("Org", "RootId"), ids) == "UNKNOWN"
        assert self.started([ref("Beside")], "ou-else-where123") == "UNKNOWN"
        assert self.started([ref("Team")], "ou-else-where123") == "EXPLICIT_DENY"

    def started(self, targets: Any, top: Any, ids: Any = MappingProxyType({})) -> str:
        units = [
            resource("Organizations::OrganizationalUnit", name, Name=name, ParentId=parent)
            for name, parent in (("All", top), ("Team", ref("All")), ("Beside", ref("All")))
        ]
        for unit in units:
            unit.names = (ids[unit.address],) if unit.address in ids else ()
        mine = resource("Organizations::Account", "Mine", ParentIds=[ref("Team")])
        mine.names = (f"arn:aws:organizations::{OTHER}:account/o-abcd/{ME}",)
        theirs = resource("Organizations::Account", "Theirs", ParentIds=[ref("Team")])
        scp = resource("Organizations::Policy", "S", Type="SERVICE_CONTROL_POLICY",
                       TargetIds=targets, Content=policy(deny("ec2:*")))  # fmt: skip
        found = world(
            role("app", allow()), resource("Organizations::Organization", "Org"),
            *units, mine, theirs, scp,
        )  # fmt: skip
        on = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
        return said(found, "app", "ec2:StartInstances", on)

    def test_rcp(self) -> None:
        rcp = resource("Organizations::Policy", "S", Type="RESOURCE_CONTROL_POLICY",
                       TargetIds=[ME], Content=policy(
                           {**allow("sqs:*"), "Effect": "Deny", "Principal": "*"}))  # fmt: skip
        found = world(role("app", allow()), QUEUE, rcp)
        assert said(found, "app", SEND, "q") == "EXPLICIT_DENY"


def test_home_of_another_partition() -> None:
    one = resource("S3::Bucket", "B", BucketName="b")
    one.region = "cn-north-1"
    assert world(one, home=Home(ME)).target("b").text == "arn:aws-cn:s3:::b"
    assert HOME.partition == "aws"


class TestSeveralInputs:
    """Several estates are one world; what two of them describe, neither decides."""

    def test_across(self) -> None:
        found = World([Estate([role("app", allow("sqs:*"))]), Estate([QUEUE])], HOME)
        assert said(found, "app", SEND, "q") == "ALLOW"

    def test_a_role_described_twice(self) -> None:
        found = World([Estate([role("app", allow())]), Estate([role("app")])], HOME)
        on = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
        answer = ask(found, f"arn:aws:iam::{ME}:role/app", "ec2:StartInstances", on)
        assert answer.outcome.value == "UNKNOWN"
        assert "described twice" in answer.because

    def test_a_queue_described_twice(self) -> None:
        found = World([Estate([QUEUE]), Estate([QUEUE, role("app", allow())])], HOME)
        assert said(found, "*", SEND, QUEUE_ARN) == "UNKNOWN"

    def test_names_to_come_are_told_apart(self) -> None:
        """Two templates with a key of the same logical id have two keys."""
        key = resource("KMS::Key", "K")
        one = role("app", allow("kms:*", arn("K")))
        found = World([Estate([key, one]), Estate([resource("KMS::Key", "K")])], HOME)
        keys = [text for text in found.targets.by_arn if ":kms:" in text]
        assert [text.rpartition("/")[2] for text in sorted(keys)] == ["<2:K>", "<K>"]
        answers = {text: ask(found, "app", "kms:Decrypt", text).outcome.value for text in keys}
        assert sorted(answers.values()) == ["ALLOW", "IMPLICIT_DENY"]


def test_what_hangs_on_a_condition_is_said() -> None:
    one = role("app", allow())
    one.guard = (("IsProduction", True),)
    answer = ask(world(one), "app", "ec2:StartInstances", "*")
    assert "Roleapp is made, which hangs on a condition" in answer.assumed


class TestNotRead:
    """What may let somebody in and is not gathered makes the answer unknown, never no."""

    KEY = resource("KMS::Key", "K")

    def test_of_a_service_without_a_table(self) -> None:
        share = Resource(type="aws_kms_key_permission", address="aws_kms_key_permission.p",
                         properties={})  # fmt: skip
        assert said(world(self.KEY), STRANGER, "kms:Decrypt", "K") == "IMPLICIT_DENY"
        answer = ask(world(self.KEY, share), STRANGER, "kms:Decrypt", "K")
        assert answer.outcome.value == "UNKNOWN"
        assert "aws_kms_key_permission.p" in answer.because

    def test_of_another_resource(self) -> None:
        about = resource("Kinesis::ResourcePolicy", "P", ResourceArn=arn("S"))
        one, other = resource("Kinesis::Stream", "S"), resource("Kinesis::Stream", "T")
        found = world(one, other, about)
        assert said(found, STRANGER, "kinesis:GetRecords", "S") == "UNKNOWN"
        assert said(found, STRANGER, "kinesis:GetRecords", "T") == "IMPLICIT_DENY"

    def test_of_another_service_or_about_something_else(self) -> None:
        scaling = Resource(type="aws_sqs_queue_redrive_policy", address="x", properties={})
        grant = Resource(type="aws_kms_grant", address="g", properties={})
        assert said(world(QUEUE, scaling, grant), STRANGER, SEND, "q") == "IMPLICIT_DENY"


class TestEndpoints:
    """A VPC endpoint binds what goes through it, so the answer says that it does not."""

    ON = "arn:aws:s3:::shop/x"

    def assumed(self, action: str, **more: Any) -> list[str]:
        endpoint = resource("EC2::VPCEndpoint", "Gate", **more)
        found = world(role("app", allow("*")), endpoint)
        answer = ask(found, "app", action, self.ON if action.startswith("s3") else "*")
        return [one for one in answer.assumed if "Gate" in one]

    def test_said_where_it_would_be_otherwise(self) -> None:
        only = policy(allow("s3:*", "arn:aws:s3:::other/*", Principal="*"))
        s3 = {"ServiceName": "com.amazonaws.eu-west-1.s3", "PolicyDocument": only}
        assert self.assumed("s3:GetObject", **s3) == [
            "the request does not go through Gate, by whose policy it would be IMPLICIT_DENY"
        ]
        assert self.assumed("sqs:ListQueues", **s3) == []
        unnamed = {"ServiceName": Unknown("later"), "PolicyDocument": only}
        assert len(self.assumed("sqs:ListQueues", **unnamed)) == 1

    def test_not_said_where_it_would_not(self) -> None:
        s3 = {"ServiceName": "com.amazonaws.eu-west-1.s3"}
        assert self.assumed("s3:GetObject", **s3) == []
        everything = policy(allow("*", Principal="*"))
        found = self.assumed("s3:GetObject", PolicyDocument=everything, **s3)
        assert found == []
        found = self.assumed("s3:GetObject", PolicyDocument=Unknown("later"), **s3)
        assert found[0].endswith("UNKNOWN")


class TestPoliciesApart:
    """Resource policies that stand beside streams and event buses."""

    def test_a_stream(self) -> None:
        stream = resource("Kinesis::Stream", "Events", Name="events")
        on = f"arn:aws:kinesis:eu-west-1:{ME}:stream/events"
        open_to = resource(
            "Kinesis::ResourcePolicy", "P", ResourceArn=arn("Events"),
            ResourcePolicy=guarded({"AWS": STRANGER}, "kinesis:PutRecord", on),
        )  # fmt: skip
        found = world(stream, open_to)
        assert said(found, STRANGER, "kinesis:PutRecord", "events") == "ALLOW"
        assert said(found, STRANGER, "kinesis:GetRecords", "events") == "IMPLICIT_DENY"
        assert said(world(stream), STRANGER, "kinesis:PutRecord", "events") == "IMPLICIT_DENY"

    @pytest.mark.parametrize(("told", "outcome"), [
        ({"Action": "events:PutEvents", "Principal": OTHER}, "ALLOW"),
        ({"Action": "events:PutEvents", "Principal": "*"}, "ALLOW"),
        ({"Action": "events:PutEvents", "Principal": ME}, "IMPLICIT_DENY"),
        ({"Action": "events:PutEvents", "Principal": OTHER, "Condition": {"Key": "x"}}, "UNKNOWN"),
        ({"Action": "events:PutEvents", "Principal": "*", "Condition": {
            "Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-a"}}, "CONDITIONAL"),
        ({"Action": "events:PutEvents", "Principal": "*", "Condition": {
            "Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": Unknown("later")}},
         "UNKNOWN"),
        ({"Statement": allow("events:PutEvents", f"arn:aws:events:eu-west-1:{ME}:event-bus/shop",
                             Principal={"AWS": OTHER})}, "ALLOW"),
        ({"Statement": Unknown("later")}, "UNKNOWN"),
    ])  # fmt: skip
    def test_a_bus(self, told: Any, outcome: str) -> None:
        bus = resource("Events::EventBus", "Shop", Name="shop")
        one = resource("Events::EventBusPolicy", "P", EventBusName="shop", StatementId="s", **told)
        assert said(world(bus, one), STRANGER, "events:PutEvents", "shop") == outcome

    def test_access_points_are_named(self) -> None:
        bucket, other = (resource("S3::Bucket", one, BucketName=one) for one in ("shop", "logs"))
        point = resource("S3::AccessPoint", "Door", Bucket="shop", Policy=policy(deny()))
        plain = resource("S3::AccessPoint", "Plain", Bucket="shop")
        found = world(bucket, other, point, plain, role("app", allow()))
        for name, doors in (("shop", 1), ("logs", 0)):
            assumed = ask(found, "app", "s3:GetObject", name).assumed
            assert sum("Door" in one for one in assumed) == doors
            assert not any("Plain" in one for one in assumed)

    def test_a_layer_is_no_function(self) -> None:
        function = resource("Lambda::Function", "F", FunctionName="f")
        shared = resource("Lambda::LayerVersionPermission", "P", LayerVersionArn="x")
        found = world(function, shared)
        assert said(found, STRANGER, "lambda:InvokeFunction", "f") == "IMPLICIT_DENY"
