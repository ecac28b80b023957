"""What, public and external on small estates and on the sample."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from access.world.worlds import (
    ME,
    OTHER,
    SAMPLE,
    allow,
    deny,
    policy,
    read,
    resource,
    role,
    trust,
    user,
    world,
)
from partywall.access.indexing import Index
from partywall.access.questions.external import external
from partywall.access.questions.public import public
from partywall.access.questions.what import what
from partywall.access.questions.who import who
from partywall.access.world import Home, World
from partywall.access.world.managed import as_of
from partywall.estate.estate import Estate
from partywall.kernel.errors import QuestionError

ACCOUNT = "210987654321"
HOST = "token.actions.githubusercontent.com"
OIDC = f"arn:aws:iam::{ME}:oidc-provider/{HOST}"


@cache
def sample() -> World:
    return read(SAMPLE, Home())


def reaches(found: World, name: str) -> dict[tuple[str, str], tuple[set[str], str]]:
    result = what(found, found.requester(name))
    return {
        (one.service, one.resource): (set(one.actions), one.outcome.value) for one in result.reaches
    }


class TestInputsOfOneAccount:
    """An export tells the account, and the roles of a plan beside it are of that account."""

    def test_what_one_tells_holds_for_all(self) -> None:
        told = Estate([user("ann", allow("s3:GetObject"))])
        told.resources[0].names = (f"arn:aws:iam::{ME}:user/ann",)
        both = World([told, Estate([role("app")])])
        assert list(both.principals) == [
            f"arn:aws:iam::{ME}:role/app", f"arn:aws:iam::{ME}:user/ann",
        ]  # fmt: skip
        assert any("of " + ME in one for one in both.home.assumed)

    def test_one_of_several_accounts_is_not_guessed(self) -> None:
        told = [Estate([user(name)]) for name in ("ann", "bob")]
        for one, account in zip(told, (ME, OTHER), strict=True):
            one.resources[0].names = (f"arn:aws:iam::{account}:user/x",)
        World(told)
        with pytest.raises(QuestionError, match="one does not tell of which"):
            World([*told, Estate([role("app")])])


class TestWhat:
    """By service and level, decided on every pattern."""

    def test_pipeline(self) -> None:
        found = reaches(sample(), "pipeline")
        assert found["iam", f"arn:aws:iam::{ACCOUNT}:role/stack-maker"] == (
            {"iam:PassRole"}, "ALLOW",
        )  # fmt: skip
        assert found["cloudformation", "*"][0] == {
            "cloudformation:CreateStack", "cloudformation:UpdateStack"
        }  # fmt: skip
        assert {service for service, _ in found} == {"cloudformation", "codebuild", "iam"}

    def test_a_boundary_leaves_out_services(self) -> None:
        services = {service for service, _ in reaches(sample(), "deploy-staging")}
        assert services == {"lambda", "s3"}

    def test_denied_actions_are_left_out(self) -> None:
        one = user("ann", allow("sqs:*"), deny("sqs:Delete*"))
        names = {name for found, _ in reaches(world(one), "ann").values() for name in found}
        assert "sqs:SendMessage" in names
        assert "sqs:DeleteQueue" not in names

    def test_everything(self) -> None:
        found = what(world(user("ann", allow())), world(user("ann", allow())).requester("ann"))
        names = {name for one in found.reaches for name in one.actions}
        assert len(names) > 20_000
        assert {one.outcome.value for one in found.reaches} <= {"ALLOW", "UNKNOWN"}

    def test_what_is_not_read_is_said(self) -> None:
        newer = user("ann", ManagedPolicyArns=["arn:aws:iam::aws:policy/NewerThanTheData"])
        found = what(world(newer), world(newer).requester("ann"))
        assert found.unread == (
            "the text of the AWS managed policy NewerThanTheData is not in the input",
        )
        assert found.rests_on == ()

    def test_what_it_rests_on_is_said(self) -> None:
        found = what(sample(), sample().requester("judy"))
        assert found.unread == ()
        assert found.rests_on == (f"AWS managed policy IAMReadOnlyAccess v4 as of {as_of()}",)

    def test_every_answer_is_the_decision_on_a_resource(self) -> None:
        one = role("app", allow("sqs:SendMessage", [f"arn:aws:sqs:*:{ME}:a*"]),
                   deny("sqs:SendMessage", f"arn:aws:sqs:*:{ME}:ab"))  # fmt: skip
        found = reaches(world(one), "app")
        assert found["sqs", f"arn:aws:sqs:*:{ME}:a*"] == ({"sqs:SendMessage"}, "CONDITIONAL")


def test_roles_of_permission_sets_are_not_seen() -> None:
    made = resource("SSO::PermissionSet", "Admins", Name="Admins")
    for resources, makers in (([made, user()], ("Admins",)), ([user()], ())):
        found = world(*resources)
        assert (
            who(found, Index(found), "ec2:StartInstances", found.target("*")).unseen_makers
            == makers
        )


class TestPublic:
    """Everybody, by policies and by ACLs."""

    def test_sample(self) -> None:
        found = public(sample())
        assert {(one.address, one.actions) for one in found} == {
            (f"arn:aws:iam::{ACCOUNT}:role/open-by-mistake", ("sts:AssumeRole",))
        }

    @pytest.mark.parametrize(("principal", "condition", "outcomes"), [
        ("*", None, {"ALLOW"}),
        ({"AWS": "*"}, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {"CONDITIONAL"}),
        ({"AWS": "*"}, {"StringEquals": {"aws:PrincipalAccount": ME}}, {"CONDITIONAL"}),
        ({"AWS": ME}, None, set()), ({"Service": "sns.amazonaws.com"}, None, set()),
        ("*", {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"CONDITIONAL"}),
    ])  # fmt: skip
    def test_queue(self, principal: Any, condition: Any, outcomes: set[str]) -> None:
        one: dict[str, Any] = {**allow("sqs:SendMessage"), "Principal": principal}
        if condition:
            one["Condition"] = condition
        found = public(world(
            resource("SQS::Queue", "Q", QueueName="q"),
            resource("SQS::QueuePolicy", "P", Queues=["q"], PolicyDocument=policy(one)),
        ))  # fmt: skip
        assert {opening.answer.outcome.value for opening in found} == outcomes

    def test_bucket_and_objects_are_told_apart(self) -> None:
        statement = {**allow("s3:Get*", "arn:aws:s3:::b/*"), "Principal": "*"}
        found = public(world(
            resource("S3::Bucket", "B", BucketName="b", PublicAccessBlockConfiguration={},
                     OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
            resource("S3::BucketPolicy", "P", Bucket="b", PolicyDocument=policy(statement)),
        ))  # fmt: skip
        assert {one.resource for one in found} == {"arn:aws:s3:::b/*"}
        names = {name for one in found for name in one.actions}
        assert "s3:GetObject" in names
        assert "s3:GetBucketAcl" not in names

    def test_acl(self) -> None:
        found = public(world(
            resource("S3::Bucket", "B", BucketName="b", AccessControl="PublicRead",
                     PublicAccessBlockConfiguration={},
                     OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}),
        ))  # fmt: skip
        sure = {name for one in found for name in one.actions
                if one.answer.outcome.value == "ALLOW"}  # fmt: skip
        assert "s3:ListBucket" in sure
        assert "s3:PutObject" not in sure


class TestExternal:
    """Ways in, and the conditions that would bind them."""

    @pytest.mark.parametrize(("trusted", "missing"), [
        (trust({"AWS": OTHER}), ("sts:ExternalId or aws:PrincipalOrgID",)),
        (trust({"AWS": OTHER}, Condition={"StringEquals": {"sts:ExternalId": "x"}}), ()),
        (trust({"AWS": OTHER}, Condition={"StringEqualsIfExists": {"sts:ExternalId": "x"}}),
         ("sts:ExternalId or aws:PrincipalOrgID",)),
        (trust({"Service": "states.amazonaws.com"}), ("aws:SourceArn or aws:SourceAccount",)),
        (trust({"Service": "states.amazonaws.com"},
               Condition={"StringEquals": {"aws:SourceAccount": ME}}), ()),
        (trust({"Service": "lambda.amazonaws.com"}), ()),
        (trust({"Federated": OIDC}, "sts:AssumeRoleWithWebIdentity"),
         (f"{HOST}:aud", f"{HOST}:sub")),
        (trust({"Federated": OIDC}, "sts:AssumeRoleWithWebIdentity",
               Condition={"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com"}}),
         (f"{HOST}:sub",)),
        (trust({"Federated": f"arn:aws:iam::{ME}:saml-provider/X"}, "sts:AssumeRoleWithSAML"),
         ("SAML:aud",)),
    ])  # fmt: skip
    def test_trust(self, trusted: Any, missing: tuple[str, ...]) -> None:
        (way,) = external(world(role("app", trust=trusted)))
        assert way.missing == missing

    def test_own_principals_are_no_outsiders(self) -> None:
        assert external(world(role("app", trust=trust({"AWS": ME})))) == ()

    def test_denied_ways_are_none(self) -> None:
        closed = trust({"AWS": OTHER})
        closed["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"})
        assert external(world(role("app", trust=closed))) == ()

    def test_sample(self) -> None:
        lacking = {
            one.address.rpartition("/")[2]: one.missing for one in external(sample()) if one.missing
        }
        assert lacking["vendor-backup"] == ("sts:ExternalId or aws:PrincipalOrgID",)
        assert lacking["deploy-anybody"] == (f"{HOST}:sub",)
        assert "vendor-monitoring" not in lacking
        assert "deploy-production" not in lacking


class TestWho:
    """Whoever is outside the estate is found by the policy that names him."""

    def test_outsiders(self) -> None:
        found = world(role("app", trust=trust({"AWS": [OTHER, f"arn:aws:iam::{OTHER}:user/eve"],
                                               "Service": "ec2.amazonaws.com"})))  # fmt: skip
        result = who(found, Index(found), "sts:AssumeRole", found.target("app"))
        assert [one.requester.arn for one in result.answers] == [
            f"arn:aws:iam::{OTHER}:role/<any>", f"arn:aws:iam::{OTHER}:user/eve",
            "ec2.amazonaws.com",
        ]  # fmt: skip

    def test_nobody_assumes_a_role_without_credentials(self) -> None:
        found = world(role("app", trust=trust("*")))
        result = who(found, Index(found), "sts:AssumeRole", found.target("app"))
        assert "*" not in {one.requester.arn for one in result.answers}

    def test_who_is_named_and_not_in_the_input_is_not_known(self) -> None:
        """A policy of its own may deny it."""
        named = [f"arn:aws:iam::{ME}:role/elsewhere", f"arn:aws:sts::{ME}:assumed-role/ops/one",
                 f"arn:aws:iam::{ME}:root"]  # fmt: skip
        found = world(role("app", trust=trust({"AWS": named})), role("ops"))
        result = who(found, Index(found), "sts:AssumeRole", found.target("app"))
        assert {one.requester.arn: one.outcome.value for one in result.answers} == {
            f"arn:aws:sts::{ME}:assumed-role/ops/one": "ALLOW",
            f"arn:aws:iam::{ME}:role/ops": "CONDITIONAL",
            f"arn:aws:iam::{ME}:role/elsewhere": "UNKNOWN",
        }

    def test_sample(self) -> None:
        found = sample()
        target = found.target(f"arn:aws:iam::{ACCOUNT}:user/x")
        result = who(found, Index(found), "iam:AttachUserPolicy", target)
        sure = [one.requester.arn for one in result.answers if one.outcome.value == "ALLOW"]
        assert sure == [
            f"arn:aws:iam::{ACCOUNT}:role/administrator",
            f"arn:aws:iam::{ACCOUNT}:role/app/user-cleanup",
            f"arn:aws:iam::{ACCOUNT}:role/stack-maker",
            f"arn:aws:iam::{ACCOUNT}:root",
        ]
