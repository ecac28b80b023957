"""Where the policies of a user or role can be written, and what is not known of them."""

from __future__ import annotations

from typing import Any

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
from partywall.estate.resource import Resource
from partywall.kernel.errors import QuestionError
from partywall.kernel.unknown import Unknown

ON = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
START = "ec2:StartInstances"
STAR = policy(allow())
REF = Unknown("assigned at deployment", ("Managed",), "Ref", present=True)


def managed(*statements: Any, **more: Any) -> Resource:
    return resource("IAM::ManagedPolicy", "Managed", ManagedPolicyName="m",
                    PolicyDocument=policy(*statements), **more)  # fmt: skip


@pytest.mark.parametrize(("resources", "outcome"), [
    ([role()], "IMPLICIT_DENY"),
    ([role("app", allow())], "ALLOW"),
    ([role("app", allow("s3:*"))], "IMPLICIT_DENY"),
    ([role("app", allow(), deny("ec2:*"))], "EXPLICIT_DENY"),
    ([role(ManagedPolicyArns=[REF]), managed(allow())], "ALLOW"),
    ([role(ManagedPolicyArns=[f"arn:aws:iam::{ME}:policy/m"]), managed(allow())], "ALLOW"),
    ([role(), managed(allow(), Roles=["app"])], "ALLOW"),
    ([role(), managed(allow(), Roles=["other"]), role("other")], "IMPLICIT_DENY"),
    ([role(), resource("IAM::Policy", "P", PolicyName="p", PolicyDocument=STAR, Roles=["app"])],
     "ALLOW"),
    ([role(), resource("IAM::RolePolicy", "P", PolicyName="p", PolicyDocument=STAR,
                       RoleName="app")], "ALLOW"),
    ([role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"])], "ALLOW"),
    ([role(ManagedPolicyArns=["arn:aws:iam::aws:policy/PowerUserAccess"])], "ALLOW"),
    ([role(ManagedPolicyArns=["arn:aws:iam::aws:policy/NewerThanTheData"])], "UNKNOWN"),
    ([role(ManagedPolicyArns=[f"arn:aws:iam::{ME}:policy/elsewhere"])], "UNKNOWN"),
    ([role(ManagedPolicyArns=[Unknown("chosen later")])], "UNKNOWN"),
    ([role(ManagedPolicyArns=Unknown("chosen later"))], "UNKNOWN"),
    ([role(Policies=Unknown("chosen later"))], "UNKNOWN"),
    ([role("app", allow(Unknown("chosen later")))], "UNKNOWN"),
    ([role("app", allow(Unknown("chosen later", prefix="s3:")))], "IMPLICIT_DENY"),
    ([role("app", allow(), deny(Unknown("chosen later")))], "UNKNOWN"),
    ([role("app", allow(), PermissionsBoundary=REF), managed(allow("s3:*"))], "IMPLICIT_DENY"),
    ([role("app", allow(), PermissionsBoundary=REF), managed(allow("ec2:*"))], "ALLOW"),
    ([role("app", allow(), PermissionsBoundary=Unknown("chosen later"))], "UNKNOWN"),
])  # fmt: skip
def test_role(resources: list[Resource], outcome: str) -> None:
    assert said(world(*resources), "app", START, ON) == outcome


GROUP = resource("IAM::Group", "G", GroupName="g",
                 Policies=[{"PolicyName": "p", "PolicyDocument": STAR}])  # fmt: skip
ADDITION = resource("IAM::UserToGroupAddition", "A", GroupName="g", Users=["ann"])


@pytest.mark.parametrize(("resources", "outcome"), [
    ([user()], "IMPLICIT_DENY"),
    ([user(Groups=["g"]), GROUP], "ALLOW"),
    ([user(), GROUP, ADDITION], "ALLOW"),
    ([user("bob"), user(), GROUP,
      resource("IAM::UserToGroupAddition", "A", GroupName="g", Users=["bob"])], "IMPLICIT_DENY"),
    ([user(Groups=["gone"])], "UNKNOWN"),
    ([user(Groups=Unknown("chosen later"))], "UNKNOWN"),
    ([user(), resource("IAM::UserToGroupAddition", "A", GroupName="gone", Users=["ann"])],
     "UNKNOWN"),
    ([user(), resource("IAM::UserToGroupAddition", "A", GroupName="g",
                       Users=Unknown("chosen later"))], "UNKNOWN"),
])  # fmt: skip
def test_user(resources: list[Resource], outcome: str) -> None:
    assert said(world(*resources), "ann", START, ON) == outcome


def test_what_is_not_seen_is_not_denied() -> None:
    unseen = Unknown("a macro was not run")
    assert said(world(role(), unseen=unseen), "app", START, ON) == "UNKNOWN"
    covered = role()
    covered.covers = frozenset({"RoleName", "AssumeRolePolicyDocument"})
    assert said(world(covered), "app", START, ON) == "UNKNOWN"


def test_what_is_not_read_is_not_denied() -> None:
    exclusive = Resource(type="aws_iam_role_policies_exclusive", address="x", properties={})
    assert said(world(role("app", allow()), exclusive), "app", START, ON) == "UNKNOWN"


@pytest.mark.parametrize(("more", "outcome"), [
    ([], "UNKNOWN"),
    ([resource("IAM::Policy", "Stack/P", PolicyName="p", PolicyDocument=STAR, Roles=["app"])],
     "ALLOW"),
])  # fmt: skip
def test_a_nested_stack_may_attach_more(more: list[Resource], outcome: str) -> None:
    """Where its template is not in the input, and it gets the role handed on."""
    mine = Unknown("assigned at deployment", ("Roleapp",), "Ref", present=True)
    stack = resource("CloudFormation::Stack", "Stack", Parameters={"Role": mine})
    assert said(world(role(), stack, *more), "app", START, ON) == outcome
    other = resource("CloudFormation::Stack", "Stack", Parameters={"Role": "another"})
    assert said(world(role(), other), "app", START, ON) == "IMPLICIT_DENY"


def test_what_is_missing_is_named() -> None:
    newer = role(ManagedPolicyArns=["arn:aws:iam::aws:policy/NewerThanTheData"])
    answer = ask(world(newer), "app", START, ON)
    assert "the AWS managed policy NewerThanTheData is not in the input" in answer.because


def test_tags_of_a_principal() -> None:
    wanted = allow(Condition={"StringEquals": {"aws:PrincipalTag/team": "shop"}})
    tags = [{"Key": "team", "Value": "shop"}]
    assert said(world(user("ann", wanted, Tags=tags)), "ann", START, ON) == "ALLOW"
    tags = [{"Key": "team", "Value": "other"}]
    assert said(world(user("ann", wanted, Tags=tags)), "ann", START, ON) == "IMPLICIT_DENY"
    session = trust({"AWS": f"arn:aws:iam::{ME}:root"}, ["sts:AssumeRole", "sts:TagSession"])
    one = role("app", wanted, Tags=tags, trust=session)
    assert said(world(one), "app", START, ON) == "CONDITIONAL"


def test_tags_of_a_resource() -> None:
    wanted = allow(Condition={"StringEquals": {"aws:ResourceTag/team": "shop"}})
    queue = resource("SQS::Queue", "Q", QueueName="q", Tags=[{"Key": "team", "Value": "shop"}])
    assert said(world(role("app", wanted), queue), "app", "sqs:SendMessage", "q") == "ALLOW"
    assert said(world(role("app", wanted)), "app", START, ON) == "CONDITIONAL"


@pytest.mark.parametrize(("name", "arn"), [
    ("app", f"arn:aws:iam::{ME}:role/app"),
    ("Roleapp", f"arn:aws:iam::{ME}:role/app"),
    (f"arn:aws:iam::{ME}:role/app", f"arn:aws:iam::{ME}:role/app"),
    (f"arn:aws:sts::{ME}:assumed-role/app/s", f"arn:aws:sts::{ME}:assumed-role/app/s"),
    (f"arn:aws:iam::{OTHER}:role/x", f"arn:aws:iam::{OTHER}:role/x"),
    (ME, f"arn:aws:iam::{ME}:root"), ("*", "*"), ("lambda.amazonaws.com",) * 2,
])  # fmt: skip
def test_who_is_meant(name: str, arn: str) -> None:
    assert world(role()).requester(name).arn == arn


@pytest.mark.parametrize("name", ["ap", f"arn:aws:iam::{ME}:role/gone", "nobody", "both"])
def test_nobody_is_meant(name: str) -> None:
    with pytest.raises(QuestionError):
        world(role(), role("both"), user("both")).requester(name)


def test_did_you_mean() -> None:
    with pytest.raises(QuestionError, match="did you mean app"):
        world(role()).requester("apps")


def test_a_session_is_bound_by_its_role() -> None:
    session = f"arn:aws:sts::{ME}:assumed-role/app/s"
    assert said(world(role("app", allow())), session, START, ON) == "ALLOW"
    assert said(world(role("app", allow("s3:*"))), session, START, ON) == "IMPLICIT_DENY"


def test_the_account_comes_from_the_arns() -> None:
    one = role("app", allow())
    one.names = (f"arn:aws:iam::{ME}:role/app",)
    found = world(one, home=type(HOME)())
    assert found.home.account == ME
    assert [str(one.arn) for one in found.roots] == [f"arn:aws:iam::{ME}:root"]
