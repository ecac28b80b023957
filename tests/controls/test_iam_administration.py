"""Administrators and those who can become one: tables for what all policies decide together."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import TODAY, as_case, estate_of, ref
from controls.law import assert_outcome
from partywall.assess.answers import Answers
from partywall.assess.engines import Engines
from partywall.controls.control import Control
from partywall.controls.iam import (
    administrators_are_for_emergencies,
    nobody_makes_himself_administrator,
)
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
ADMINISTRATOR = ["arn:aws:iam::aws:policy/AdministratorAccess"]
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def allow(*actions: str, on: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


def own(*statements: Any, **more: Any) -> dict[str, Any]:
    """A role with one inline policy."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return {"Policies": [{"PolicyName": "own", "PolicyDocument": document}], **more}


def trusts(**principal: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return {"AssumeRolePolicyDocument": {"Statement": [statement]}}


def among(example: Any, **others: tuple[str, Any]) -> dict[str, Any]:
    """The example role beside other resources."""
    resources = {"Example": {"Type": "AWS::IAM::Role", "Properties": example}}
    for name, (kind, properties) in others.items():
        resources[name] = {"Type": f"AWS::{kind}", "Properties": properties}
    return {"Resources": resources}


EVERYTHING = own(allow("*"))
BOUNDED = {"PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess"}
GOD = ("IAM::Role", {**trusts(Service="lambda.amazonaws.com"), "ManagedPolicyArns": ADMINISTRATOR})
APP = ("IAM::Role", {**trusts(Service="lambda.amazonaws.com"), **own(allow("s3:Get*"))})
TO_GOD = allow("iam:PassRole", on=ref("God", "Arn"))
TO_APP = allow("iam:PassRole", on=ref("App", "Arn"))
PASSES = ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")


ADMINISTRATORS = [
    ({}, "proved"),
    (own(allow("s3:*")), "proved"),
    (EVERYTHING, "refuted"),
    (own(allow("*"), deny("iam:*")), "proved"),  # everything else, but nobody's policies
    (own(allow("*"), deny("s3:*")), "refuted"),
    (own(allow("iam:*", "sts:*")), "refuted"),
    (own(allow("iam:AttachUserPolicy", "iam:CreateAccessKey")), "refuted"),
    (own(allow("*", Condition=MFA)), "undecided"),
    ({**EVERYTHING, **BOUNDED}, "proved"),
    ({"ManagedPolicyArns": ADMINISTRATOR}, "refuted"),
    ({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/SomethingElse"]}, "undecided"),
    ({"ManagedPolicyArns": UNKNOWN}, "undecided"),
    (among({}, Apart=("IAM::Policy", {"Roles": [ref("Example")], "PolicyName": "apart",
                                      "PolicyDocument": {"Statement": [allow("*")]}})), "refuted"),
]  # fmt: skip


@pytest.mark.parametrize(("described", "outcome"), ADMINISTRATORS)
def test_administrators(described: dict[str, Any], outcome: str) -> None:
    assert judged(administrators_are_for_emergencies, described).outcome == outcome


@pytest.mark.parametrize(("glob", "role", "outcome"), [
    ("glass", {"RoleName": "glass"}, "not_applicable"),
    ("gl*", {"RoleName": "glass"}, "not_applicable"),
    ("Example", {}, "not_applicable"),  # the address
    ("other", {"RoleName": "glass"}, "refuted"),
    ("other", {}, "refuted"),
    ("glass", {"RoleName": UNKNOWN}, "undecided"),
])  # fmt: skip
def test_those_for_emergencies(glob: str, role: dict[str, Any], outcome: str) -> None:
    control = administrators_are_for_emergencies
    assert judged(control, {**EVERYTHING, **role}, break_glass=[glob]).outcome == outcome


def judged(control: Control, described: dict[str, Any], **more: Any) -> Any:
    estate = estate_of(as_case(control, described))
    view = control.view.of(estate.by_address["Example"], estate)
    return control.judge(view, Answers(estate, TODAY, **more))


RISING = [
    ({}, "proved"),
    (own(allow("s3:*", "lambda:*")), "undecided"),  # functions that are not here have roles
    (own(allow("s3:*", "lambda:Get*")), "proved"),
    (EVERYTHING, "not_applicable"),
    (own(allow("*", Condition=MFA)), "undecided"),
    (own(allow("iam:PutRolePolicy")), "refuted"),
    (own(allow("iam:PutRolePolicy", Condition=MFA)), "undecided"),
    (own(allow("iam:PutUserPolicy")), "proved"),  # it is no user, and can be none
    ({**own(allow("iam:PutRolePolicy")), **BOUNDED}, "proved"),
    (own(allow("iam:DeleteRolePermissionsBoundary")), "proved"),
    (among(own(allow(*PASSES)), God=GOD), "refuted"),
    (among(own(TO_GOD, allow(*PASSES[1:])), God=GOD), "refuted"),
    (among(own(TO_APP, allow(*PASSES[1:])), App=APP), "proved"),
    (among(own(allow(*PASSES)), App=APP), "undecided"),  # there may be others to pass
    (among(own(allow(*PASSES, Condition=MFA)), God=GOD), "undecided"),
    (among(own(allow("iam:PassRole"), allow("lambda:CreateFunction")), God=GOD), "proved"),
    (among({**own(allow(*PASSES)), **BOUNDED}, God=GOD), "proved"),
    (among({}, God=("IAM::Role", {**trusts(AWS=ref("Example", "Arn")),
                                  "ManagedPolicyArns": ADMINISTRATOR})), "refuted"),
    ({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/SomethingElse"]}, "undecided"),
]  # fmt: skip


@pytest.mark.parametrize(("described", "outcome"), RISING)
def test_who_becomes_administrator(described: dict[str, Any], outcome: str) -> None:
    assert judged(nobody_makes_himself_administrator, described).outcome == outcome


@pytest.mark.slow
@pytest.mark.parametrize(("described", "outcome"), ADMINISTRATORS)
def test_laws_of_administrators(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(administrators_are_for_emergencies, described, outcome)


@pytest.mark.slow
@pytest.mark.parametrize(("described", "outcome"), RISING)
def test_laws_of_rising(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(nobody_makes_himself_administrator, described, outcome)


def test_the_way_is_told() -> None:
    found = judged(nobody_makes_himself_administrator, among(own(allow(*PASSES)), God=GOD))
    assert found.note == "create a function with the role and invoke it → God"


def test_a_user_in_a_group() -> None:
    described = {"Resources": {
        "Team": {"Type": "AWS::IAM::Group",
                 "Properties": {"GroupName": "team", "ManagedPolicyArns": ADMINISTRATOR}},
        "Example": {"Type": "AWS::IAM::User", "Properties": {"Groups": [ref("Team")]}},
    }}  # fmt: skip
    assert_outcome(administrators_are_for_emergencies, described, "refuted")


def test_of_the_account_that_was_said() -> None:
    role = own(allow("iam:CreateAccessKey", on="arn:aws:iam::111122223333:user/bob"))
    bob = {"UserName": "bob", **own(allow("s3:Get*"))}
    described = among(role, Bob=("IAM::User", bob))
    control = nobody_makes_himself_administrator
    assert judged(control, described).outcome == "undecided"
    assert judged(control, described, account="111122223333").outcome == "proved"
    assert judged(control, described, account="444455556666").outcome == "proved"


def test_both_need_the_engine() -> None:
    for control in (administrators_are_for_emergencies, nobody_makes_himself_administrator):
        assert control.needs == "escalation"
        assert Engines().asks(control.needs, 1)
