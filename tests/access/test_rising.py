"""Who is an administrator, who can become one, and where neither can be said."""

from __future__ import annotations

import random
from typing import Any

import pytest

from access.asking import ME, OTHER
from access.test_escalation import ALL, FULL, GOD, MFA, grant, minimal, needed
from access.worlds import arn, can, held, policies, role, trusts, user, world
from partywall.access.escalation.paths import Way
from partywall.access.escalation.rising import TOO_MANY, Rise, Rising
from partywall.access.escalation.world import Group, Held, Holder, Identity, World
from partywall.access.formula import Formula, untold
from partywall.access.language.records import Policy
from partywall.access.layers.layer import Attached
from partywall.access.requester import parse_requester
from partywall.access.rules import Rules

UNREAD = Attached("theirs", Rules(Policy((), flaws=("the text of theirs is not in the input",))))
FUNCTION = f"arn:aws:lambda:eu-west-1:{ME}:function:f"
LAMBDA = ("lambda:CreateFunction", "lambda:InvokeFunction")


def said(when: Formula) -> str:
    """yes, no, if: a condition; ?: something is not known."""
    if isinstance(when, bool):
        return "yes" if when else "no"
    return "?" if untold(when) else "if"


def rise(found: World, name: str = "ann") -> Rise:
    return Rising(found).rise(name)


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_every_way_is_a_rise(way: Way) -> None:
    found = rise(minimal(way, grant(way)))
    assert said(found.when) == ("?" if way.id == "add-oidc-client-id" else "yes")
    assert way.title[1:] in found.how


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_a_condition_makes_it_conditional(way: Way) -> None:
    found = rise(minimal(way, grant(way, Condition=MFA)))
    assert said(found.when) == ("?" if way.id == "add-oidc-client-id" else "if")


@pytest.mark.parametrize(
    "way", [one for one in ALL if one.kind in ("assume", "retrust", "user", "join", "federate",
                                               "hold", "pass")], ids=lambda way: way.id
)  # fmt: skip
def test_with_nobody_there_it_is_not_known(way: Way) -> None:
    """The same rights in an input that lacks whoever could be become: no proof."""
    found = rise(world(user("ann", grant(way))))
    assert said(found.when) == "?"
    assert "is in the input" in str(found.when)


@pytest.mark.parametrize(("mine", "expected"), [
    ([can("s3:*")], "no"),
    ([can("sts:AssumeRole", on=arn("role", "app"))], "no"),
    ([can("sts:AssumeRole", on=arn("role", "app*"))], "?"),  # app is here, app-2 may not be
    ([can("sts:AssumeRole", on=arn("role", "ap?"))], "?"),
    ([can("sts:AssumeRole", on=arn("role", "gone"))], "?"),
    ([can("sts:AssumeRole", on=arn("role", "app", OTHER))], "?"),
    (
        [can("sts:AssumeRole", Condition={"StringEquals": {"aws:ResourceAccount": OTHER}})],
        "?",
    ),
    ([can("iam:PassRole", *LAMBDA, on=arn("role", "app"))], "no"),  # no function can be made there
    ([can("iam:PassRole", on=arn("role", "app")), can(*LAMBDA)], "no"),
    ([can("iam:PassRole", on=arn("role", "gone")), can(*LAMBDA)], "?"),
    ([can("iam:PassRole"), can("lambda:CreateFunction")], "no"),  # and never invoked
    ([can("iam:PassRole", *LAMBDA)], "?"),
    ([can("lambda:UpdateFunctionCode", on=FUNCTION)], "?"),
    ([can("iam:CreateAccessKey", on="arn:aws:iam::*:user/${aws:username}")], "no"),
    ([can("iam:CreateAccessKey", on=arn("user", "bob"))], "no"),
    ([can("iam:CreateAccessKey")], "?"),
    ([can("iam:AddUserToGroup", on=arn("group", "team"))], "no"),
    ([can("iam:AddUserToGroup")], "?"),
    ([can("ssm:StartSession", on="arn:aws:ec2:*:*:instance/*")], "?"),
    ([can("ssm:StartSession", on="arn:aws:ecs:*:*:task/*")], "no"),
])  # fmt: skip
def test_what_is_outside(mine: list[Any], expected: str) -> None:
    app = role("app", can("s3:Get*"), trust=trusts(AWS=ME, Service="lambda.amazonaws.com"))
    bob, team = user("bob", can("s3:Get*")), Group("team", arn("group", "team"))
    assert said(rise(world(user("ann", *mine), app, bob, team)).when) == expected


@pytest.mark.parametrize(("more", "expected"), [
    ({"boundary": policies(can("s3:*"))}, "no"),
    ({"scps": (policies(can("s3:*", "lambda:*")),)}, "no"),
    ({"boundary": (UNREAD,)}, "?"),
])  # fmt: skip
def test_what_binds_keeps_it_inside(more: dict[str, Any], expected: str) -> None:
    ann = user("ann", can("iam:PassRole", *LAMBDA), **more)
    assert said(rise(world(ann)).when) == expected


@pytest.mark.parametrize(("held_by", "expected"), [
    ("app", "no"), ("gone", "?"), ("god", "yes"),
])  # fmt: skip
def test_a_function_whose_role_is_elsewhere(held_by: str, expected: str) -> None:
    ann = user("ann", can("lambda:UpdateFunctionCode", on=FUNCTION))
    holder = Holder("f", "AWS::Lambda::Function", FUNCTION, arn("role", held_by))
    assert said(rise(world(ann, GOD, role("app", can("s3:*")), holder)).when) == expected


@pytest.mark.parametrize(("beside", "expected"), [
    ((), "?"),  # the account may have functions
    ((Holder("f", "AWS::Lambda::Function", FUNCTION, arn("role", "app")),), "yes"),
])  # fmt: skip
def test_a_role_for_a_function_that_is_elsewhere(beside: Any, expected: str) -> None:
    mine = [can("iam:PassRole", on=GOD.arn), can("lambda:UpdateFunction*")]
    mine[1]["Statement"][0]["Resource"] = f"arn:aws:lambda:eu-west-1:{ME}:function:other"
    found = rise(world(user("ann", *mine), GOD, role("app", can("s3:*")), *beside))
    assert said(found.when) == expected


def test_an_unread_policy_of_a_role_on_the_way() -> None:
    ann = user("ann", can("sts:AssumeRole", on=arn("role", "app")))
    app = role("app", trust=trusts(AWS=ME), policies=(*held(), _unread()))
    found = rise(world(ann, app))
    assert str(found.when) == "[as app, the text of theirs is not in the input]"


def _unread() -> Held:
    return Held(UNREAD)


@pytest.mark.parametrize(("mine", "expected"), [
    (can("iam:CreateAccessKey", on=arn("user", "bob")), "?"),  # the own account, or another
    (can("iam:CreateAccessKey", on=arn("user", "bob", "<account>")), "no"),
    (can("s3:*", on=arn("user", "bob")), "no"),
])  # fmt: skip
def test_of_no_known_account(mine: Any, expected: str) -> None:
    ann = Identity("ann", parse_requester("arn:aws:iam::<account>:user/ann"), held(mine))
    bob = Identity("bob", parse_requester("arn:aws:iam::<account>:user/bob"))
    assert said(rise(world(ann, bob)).when) == expected


@pytest.mark.parametrize(("mine", "expected"), [
    (held(FULL), "yes"),
    (held(can("*", Condition=MFA)), "if"),
    (held(can("s3:*")), "no"),
    ((_unread(),), "?"),
    ((_unread(), *held(FULL)), "?"),  # what is not read may deny
])  # fmt: skip
def test_administrators(mine: Any, expected: str) -> None:
    found = Rising(world(user("ann", policies=mine)))
    assert said(found.administrator("ann")) == expected


def test_too_many_steps_are_no_proof() -> None:
    """What was followed is told; of the rest nothing is known."""
    roles = [role(f"r{n}", can("sts:AssumeRole", on=arn("role", "r*")), trust=trusts(AWS=ME))
             for n in range(6)]  # fmt: skip
    quiet = user("quiet", can("s3:*"))
    all_of_them = world(*roles, quiet, role("god", FULL, trust=trusts(AWS=arn("role", "r0"))))
    asked = Rising(all_of_them, 7)
    assert said(asked.rise("quiet").when) == "no"
    assert said(asked.rise("r0").when) == "yes"
    assert str(asked.rise("r5").when) == f"[{TOO_MANY}]"
    assert said(Rising(all_of_them).rise("r5").when) == "yes"


SERVICES = sorted({way.service for way in ALL if way.service})
GODS = (
    role("god", FULL, trust=trusts(AWS=ME, Service=SERVICES), profiled=True),
    role("god-2", FULL, trust=trusts("sts:*", Federated=arn("saml-provider", "corp"))),
    user("god-3", FULL),
    Group("gods", arn("group", "gods"), held(FULL)),
    *[
        Holder(f"thing of {kind}", kind, f"arn:aws:{service}:eu-west-1:{ME}:{what}/god", GOD.arn)
        for kind, service, what in (
            ("AWS::Lambda::Function", "lambda", "function:god"),
            ("AWS::EC2::Instance", "ec2", "instance"),
            ("AWS::CodeBuild::Project", "codebuild", "project"),
            ("AWS::Glue::Job", "glue", "job"),
            ("AWS::Glue::DevEndpoint", "glue", "devEndpoint"),
            ("AWS::SageMaker::NotebookInstance", "sagemaker", "notebook-instance"),
            ("AWS::AppRunner::Service", "apprunner", "service/god"),
            ("AWS::Batch::JobDefinition", "batch", "job-definition"),
            ("AWS::ECS::TaskDefinition", "ecs", "task-definition"),
            ("AWS::StepFunctions::StateMachine", "states", "stateMachine:god"),
        )
    ],
)
"""Everybody whom the input might lack; none of them names a principal of it."""


@pytest.mark.parametrize("seed", range(60))
def test_a_no_holds_whatever_the_input_lacks(seed: int) -> None:
    """Who surely cannot rise here can neither when there is more than the input has."""
    chosen = random.Random(seed)
    places = ["*", arn("role", "app"), arn("role", "ap*"), arn("role", "boss"),
              arn("user", "bob"), arn("group", "*"),
              f"arn:aws:lambda:*:{ME}:function:f", "arn:aws:ec2:*:*:instance/*",
              "arn:aws:sagemaker:*:*:notebook-instance/*", "arn:aws:batch:*:*:*"]  # fmt: skip

    def some() -> Any:
        way = chosen.choice(ALL)
        names = [*needed(way), "s3:Get*"][chosen.randrange(2) :]
        return can(*names, on=chosen.sample(places, chosen.randint(1, 2)))

    here = [
        user("ann", some(), some()),
        user("bob", some()),
        role("app", some(), trust=trusts(AWS=ME, Service=chosen.sample(SERVICES, 5))),
        role("boss", FULL, trust=trusts(Service=chosen.sample(SERVICES, 5)), profiled=True),
        Holder("f", "AWS::Lambda::Function", FUNCTION, arn("role", "app")),
    ][: chosen.randint(3, 5)]
    names = ("ann", "bob", "app")
    small, large = Rising(world(*here)), Rising(world(*here, *GODS))
    denied = [one for one in names if small.rise(one).when is False]
    assert [one for one in denied if large.rise(one).chain is not None] == []
