"""IAM, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import iam
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

GITHUB = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"


def role(**properties: Any) -> dict[str, Any]:
    return {"Resources": {"Example": {"Type": "AWS::IAM::Role", "Properties": properties}}}


def statement(**parts: object) -> dict[str, Any]:
    whole = {"Effect": "Allow", "Resource": "arn:aws:s3:::shop/*", **parts}
    return {"PolicyDocument": {"Statement": [whole]}}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *[
        (iam.mirroring_is_limited, statement(**parts), outcome)
        for parts, outcome in (
            ({"Action": "ec2:*", "Resource": "*"}, "refuted"),
            ({"Action": "ec2:CreateTrafficMirror*", "Resource": "*"}, "refuted"),
            ({"Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:network-interface/*"}, "refuted"),
            ({"Action": "ec2:*", "Resource": "arn:aws:ec2:*:*:network-interface/eni-1"}, "proved"),
            ({"Action": "ec2:Describe*", "Resource": "*"}, "proved"),
            ({"Action": "ec2:*", "Resource": "*", "Effect": "Deny"}, "proved"),
            ({"Action": UNKNOWN, "Resource": "*"}, "undecided"),
        )
    ],
    *switch(
        iam.passwords_are_long,
        "MinimumPasswordLength",
        proved=(14, "20"),
        refuted=(6, 13),
        absent="refuted",
    ),
    *switch(
        iam.password_reuse_is_prevented,
        "PasswordReusePrevention",
        proved=(24,),
        refuted=(0, 5),
        absent="refuted",
    ),
    *switch(
        iam.user_has_no_access_key,
        "Status",
        proved=("Inactive",),
        refuted=("Active",),
        absent="refuted",
    ),
    *switch(
        iam.user_password_is_kept_out,
        "LoginProfile.Password",
        proved=("{{resolve:secretsmanager:a}}",),
        refuted=("correct-horse",),
        absent="proved",
    ),
    (
        iam.policy_grants_no_full_admin,
        {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
        "refuted",
    ),
    (
        iam.policy_grants_no_full_admin,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "*"], "Resource": "*"}]
            }
        },
        "refuted",
    ),
    (
        iam.policy_grants_no_full_admin,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::a"}]
            }
        },
        "proved",
    ),
    (
        iam.policy_grants_no_full_admin,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": UNKNOWN, "Resource": "*"}]
            }
        },
        "undecided",
    ),
    (
        iam.policy_grants_no_full_admin,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": UNKNOWN, "Resource": "arn:aws:s3:::a"}]
            }
        },
        "proved",
    ),  # not on everything
    (
        iam.policy_grants_no_full_admin,
        {"PolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}},
        "proved",
    ),
    (
        iam.policy_grants_no_full_admin,
        {
            "PolicyDocument": {
                "Statement": [UNKNOWN, {"Effect": "Allow", "Action": "*", "Resource": "*"}]
            }
        },
        "refuted",
    ),
    (iam.policy_grants_no_full_admin, {"PolicyDocument": UNKNOWN}, "undecided"),
    (
        iam.policy_grants_no_full_admin,
        {"PolicyDocument": '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'},
        "refuted",
    ),  # as text
    (
        iam.policy_grants_no_full_admin,
        role(
            Policies=[
                {
                    "PolicyDocument": {
                        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
                    }
                }
            ]
        ),
        "refuted",
    ),
    (iam.policy_grants_no_full_admin, role(), "not_applicable"),
    (iam.policy_grants_no_full_admin, role(Policies=UNKNOWN), "undecided"),
    (
        iam.policy_grants_no_whole_service,
        {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}},
        "refuted",
    ),
    (
        iam.policy_grants_no_whole_service,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]
            }
        },
        "proved",
    ),
    (
        iam.policy_grants_no_whole_service,
        {
            "PolicyDocument": {
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::a/*"]}
                ]
            }
        },
        "proved",
    ),
    (
        iam.policy_grants_no_whole_service,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": UNKNOWN, "Resource": "*"}]
            }
        },
        "undecided",
    ),
    (
        iam.passing_roles_is_limited,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]
            }
        },
        "refuted",
    ),
    (
        iam.passing_roles_is_limited,
        {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
        "refuted",
    ),
    (
        iam.passing_roles_is_limited,
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "iam:PassRole",
                        "Resource": "*",
                        "Condition": {
                            "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
                        },
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.passing_roles_is_limited,
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "iam:PassRole",
                        "Resource": "*",
                        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
                    }
                ]
            }
        },
        "undecided",
    ),  # limited, but how?
    (
        iam.passing_roles_is_limited,
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "iam:PassRole",
                        "Resource": "*",
                        "Condition": {
                            "StringNotEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
                        },
                    }
                ]
            }
        },
        "undecided",
    ),
    (
        iam.passing_roles_is_limited,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}]
            }
        },
        "refuted",
    ),  # all but S3
    (
        iam.decrypting_is_limited,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "*"}]
            }
        },
        "refuted",
    ),
    (
        iam.decrypting_is_limited,
        {
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt"],
                        "Resource": "*",
                        "Condition": {
                            "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}
                        },
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.decrypting_is_limited,
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": ["kms:Encrypt"], "Resource": "*"}]
            }
        },
        "proved",
    ),
    (
        iam.principal_is_no_administrator,
        {"ManagedPolicyArns": [UNKNOWN, "arn:aws-cn:iam::aws:policy/AdministratorAccess"]},
        "refuted",
    ),
    (iam.principal_is_no_administrator, {"ManagedPolicyArns": [UNKNOWN]}, "undecided"),
    (iam.principal_is_no_administrator, {}, "proved"),
    (
        iam.role_is_not_public,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]
            }
        },
        "refuted",
    ),
    (
        iam.role_is_not_public,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "*"},
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.role_is_not_public,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": UNKNOWN}, "Action": "sts:AssumeRole"}
                ]
            }
        },
        "undecided",
    ),
    (iam.role_is_not_public, {"Path": "/aws-service-role/x/"}, "not_applicable"),
    (
        iam.outsiders_show_external_id,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": ["111122223333", "444455556666"]},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "refuted",
    ),  # both cannot be one's own
    (
        iam.outsiders_show_external_id,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "111122223333"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "undecided",
    ),
    (
        iam.outsiders_show_external_id,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": ["111122223333", "444455556666"]},
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringEquals": {"sts:ExternalId": "a"}},
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.outsiders_show_external_id,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": ["111122223333", "444455556666"]},
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringLike": {"sts:ExternalId": "*"}},
                    }
                ]
            }
        },
        "refuted",
    ),  # any id will do
    (
        iam.outsiders_show_external_id,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}
                        },
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}
                        },
                    }
                ]
            }
        },
        "refuted",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringLike": {
                                "token.actions.githubusercontent.com:sub": [
                                    "repo:acme/a:*",
                                    "repo:*/b:*",
                                ]
                            }
                        },
                    }
                ]
            }
        },
        "refuted",
    ),  # one owner is open
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringNotLike": {
                                "token.actions.githubusercontent.com:sub": "repo:acme/*"
                            }
                        },
                    }
                ]
            }
        },
        "refuted",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringLike": {"token.actions.githubusercontent.com:sub": UNKNOWN}
                        },
                    }
                ]
            }
        },
        "undecided",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": GITHUB},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "refuted",
    ),
    (
        iam.github_subject_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "not_applicable",
    ),
    (
        iam.service_source_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "states.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "refuted",
    ),
    (
        iam.service_source_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "states.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "ArnLike": {"aws:SourceArn": "arn:aws:states:eu-west-1:111122223333:*"}
                        },
                    }
                ]
            }
        },
        "proved",
    ),
    (
        iam.service_source_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "states.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                        "Condition": {"ArnLike": {"aws:SourceArn": "*"}},
                    }
                ]
            }
        },
        "refuted",
    ),
    (
        iam.service_source_is_fixed,
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ]
            }
        },
        "not_applicable",
    ),
    (iam.user_is_permitted_through_groups, {"Policies": [{"PolicyName": "a"}]}, "refuted"),
    (iam.user_is_permitted_through_groups, {"ManagedPolicyArns": UNKNOWN}, "undecided"),
    (iam.user_is_permitted_through_groups, {"Groups": ["a"]}, "proved"),
    (
        iam.user_is_permitted_through_groups,
        {
            "Resources": {
                "Example": {"Type": "AWS::IAM::User", "Properties": {"UserName": "kim"}},
                "P": {"Type": "AWS::IAM::Policy", "Properties": {"Users": ["kim"]}},
            }
        },
        "refuted",
    ),
    (
        iam.user_is_permitted_through_groups,
        {
            "Resources": {
                "Example": {"Type": "AWS::IAM::User", "Properties": {"UserName": "kim"}},
                "P": {"Type": "AWS::IAM::Policy", "Properties": {"Users": UNKNOWN}},
            }
        },
        "undecided",
    ),
    (iam.policy_names_actions, statement(Action=["s3:*"]), "proved"),
    (iam.policy_names_actions, statement(Action=["s3:*", "*"]), "refuted"),
    (iam.policy_names_actions, statement(Action="*:*"), "refuted"),
    (iam.policy_names_actions, statement(Effect="Deny", Action="*"), "proved"),
    (iam.policy_names_actions, statement(Action=UNKNOWN), "undecided"),
    (
        iam.principal_has_no_full_cloudshell,
        {"ManagedPolicyArns": ["arn:aws-cn:iam::aws:policy/AWSCloudShellFullAccess"]},
        "refuted",
    ),
    (iam.principal_has_no_full_cloudshell, {"ManagedPolicyArns": [UNKNOWN]}, "undecided"),
    (iam.principal_has_no_full_cloudshell, {}, "proved"),
    *switch(
        iam.passwords_are_mixed,
        "RequireSymbols",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
        beside={
            "RequireLowercaseCharacters": True,
            "RequireUppercaseCharacters": True,
            "RequireNumbers": True,
        },
    ),
    (iam.passwords_are_mixed, {"RequireSymbols": UNKNOWN, "RequireNumbers": False}, "refuted"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)


def grant(action: object, resource: object) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"PolicyDocument": {"Statement": [statement]}}


@pytest.mark.parametrize(
    ("resource", "outcome"),
    [
        ("*", "refuted"),
        ("arn:aws:iam::*:role/*", "refuted"),
        ("arn:aws:iam::111122223333:role/*", "refuted"),  # every role there is
        (Unknown("the account", prefix="arn:aws:iam::", suffix=":role/*"), "refuted"),
        (Unknown("the account", prefix="arn:aws:iam::", suffix=":role/app"), "proved"),
        ("arn:aws:iam::111122223333:role/app-*", "proved"),
        (Unknown("known after apply", refs=("App",), attribute="Arn"), "proved"),
        (UNKNOWN, "undecided"),
    ],
)
def test_passing_every_role(resource: object, outcome: str) -> None:
    assert_outcome(iam.passing_roles_is_limited, grant("iam:PassRole", resource), outcome)


@pytest.mark.parametrize(
    ("resource", "outcome"),
    [("arn:aws:*", "refuted"), ("arn:*:*:*:*:*", "refuted"), ("arn:aws:s3:::*", "proved")],
)
def test_every_resource_by_another_name(resource: object, outcome: str) -> None:
    assert_outcome(iam.policy_grants_no_full_admin, grant("*", resource), outcome)


def trusting(principal: dict[str, Any], **others: object) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = {"AssumeRolePolicyDocument": {"Statement": [statement]}}
    return {"Resources": {"Example": {"Type": "AWS::IAM::Role", "Properties": trust}, **others}}


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("https://token.actions.githubusercontent.com", "refuted"),
        ("https://idp.example.com", "not_applicable"),
        (UNKNOWN, "undecided"),
    ],
)
def test_github_through_a_provider_of_the_estate(url: object, outcome: str) -> None:
    provider = {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": url}}
    described = trusting({"Federated": ref("Idp", "Arn")}, Idp=provider)
    assert_outcome(iam.github_subject_is_fixed, described, outcome)


def test_a_role_of_the_estate_is_no_outsider() -> None:
    described = trusting({"AWS": ref("Ci", "Arn")}, Ci={"Type": "AWS::IAM::Role"})
    assert_outcome(iam.outsiders_show_external_id, described, "proved")


def test_a_policy_of_the_estate_is_not_the_administrators() -> None:
    described = {
        "Example": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [ref("Own")]}},
        "Own": {"Type": "AWS::IAM::ManagedPolicy"},
    }
    assert_outcome(iam.principal_is_no_administrator, {"Resources": described}, "proved")
