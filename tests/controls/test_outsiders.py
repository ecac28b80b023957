"""Other accounts, and services that act for others: tables, with the own account said or not."""

from __future__ import annotations

from typing import Any

import pytest

from controls import law
from controls.examples import TODAY, Case, as_case, estate_of, ref
from controls.law import assert_hiding_never_flips
from partywall.assess.answers import Answers
from partywall.controls.control import Control
from partywall.controls.ecr import repository_is_pushed_at_home
from partywall.controls.kms import (
    key_grants_are_made_at_home,
    key_services_act_for_the_named,
    key_use_by_others_is_bound,
)
from partywall.controls.s3 import (
    bucket_is_administered_at_home,
    bucket_services_act_for_the_named,
)
from partywall.controls.secretsmanager import secret_is_changed_at_home
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import Verdict

ME, OTHER = "111122223333", "444455556666"
UNKNOWN = Unknown("known after apply")
ORG = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def named(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:role/app"}


def allow(who: Any, *actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": who, "Action": list(actions), "Resource": "*", **more}


def deny(who: Any, *actions: str, **more: Any) -> dict[str, Any]:
    return {**allow(who, *actions, **more), "Effect": "Deny"}


def key(*statements: Any) -> dict[str, Any]:
    mine = allow(root(ME), "kms:*")
    return {"KeyPolicy": {"Version": "2012-10-17", "Statement": [mine, *statements]}}


def bucket(*statements: Any, **more: Any) -> dict[str, Any]:
    return {"Resources": {
        "Example": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "drop", **more}},
        "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
            "Bucket": ref("Example"),
            "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)},
        }},
    }}  # fmt: skip


def judged(control: Control, case: Case, account: str = ME) -> Verdict:
    estate = estate_of(case)
    view = control.view.of(estate.by_address["Example"], estate)
    return control.judge(view, Answers(estate, TODAY, account=account))


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laws are held against verdicts in an account that is known."""
    monkeypatch.setattr(law, "judge", judged)


def assert_all(control: Control, described: dict[str, Any], outcome: str) -> None:
    verdict = judged(control, as_case(control, described))
    assert verdict.outcome == outcome, verdict
    assert_hiding_never_flips(control, described)


@pytest.mark.usefixtures("at_home")
class TestAccounts:
    """What is left to other accounts, in an account that is known."""

    @pytest.mark.parametrize(("described", "outcome"), [
        (key(), "proved"),
        (key(allow(root(OTHER), "kms:Decrypt")), "refuted"),
        (key(allow({"AWS": OTHER}, "kms:*")), "refuted"),
        (key(allow(named(OTHER), "kms:Decrypt")), "proved"),  # a role by its name
        (key(allow(root(OTHER), "kms:DescribeKey")), "proved"),
        (key(allow(root(OTHER), "kms:Decrypt", Condition=ORG)), "proved"),
        (key(allow(root(OTHER), "kms:Decrypt", Condition=MFA)), "undecided"),
        (key(allow(root(OTHER), "kms:Decrypt"), deny("*", "kms:Decrypt")), "proved"),
        (key(allow("*", "kms:Decrypt")), "refuted"),
        (key(allow("*", "kms:Decrypt", Condition=ORG)), "proved"),
        (key(allow("*", "kms:Decrypt",
                   Condition={"StringEquals": {"kms:CallerAccount": ME}})), "proved"),
        (key(allow("*", "kms:Decrypt",
                   Condition={"StringEquals": {"kms:CallerAccount": OTHER}})), "undecided"),
        (key(allow(root(OTHER), "kms:Decrypt", Condition={
            "StringEquals": {"kms:EncryptionContext:app": "shop"}})), "proved"),
        (key(allow({"Service": "logs.amazonaws.com"}, "kms:Decrypt")), "proved"),
        ({}, "proved"),
        ({"KeyPolicy": UNKNOWN}, "undecided"),
    ])  # fmt: skip
    def test_use_of_a_key(self, described: dict[str, Any], outcome: str) -> None:
        assert_all(key_use_by_others_is_bound, described, outcome)

    @pytest.mark.parametrize(("described", "outcome"), [
        (key(allow(named(OTHER), "kms:Decrypt")), "proved"),
        (key(allow(named(OTHER), "kms:CreateGrant")), "refuted"),
        (key(allow(named(ME), "kms:CreateGrant")), "proved"),
        (key(allow(named(OTHER), "kms:Create*", Condition={
            "Bool": {"kms:GrantIsForAWSResource": "true"}})), "proved"),
        (key(allow(named(OTHER), "kms:Create*", Condition={
            "BoolIfExists": {"kms:GrantIsForAWSResource": "true"}})), "refuted"),
    ])  # fmt: skip
    def test_grants_of_a_key(self, described: dict[str, Any], outcome: str) -> None:
        assert_all(key_grants_are_made_at_home, described, outcome)

    @pytest.mark.parametrize(("described", "outcome"), [
        (bucket(allow(root(OTHER), "s3:GetObject", "s3:PutObject")), "proved"),
        (bucket(allow(root(OTHER), "s3:*")), "refuted"),
        (bucket(allow(root(OTHER), "s3:PutObject*")), "refuted"),  # and the ACLs of objects
        (bucket(allow(root(ME), "s3:*")), "proved"),
        (bucket(allow(root(OTHER), "s3:*", Condition=ORG)), "undecided"),
        (bucket(allow(root(OTHER), "s3:*"), deny("*", "s3:*Acl", "s3:*Policy", "s3:*Encryption*")),
         "proved"),
        (bucket(allow({"AWS": UNKNOWN}, "s3:*")), "undecided"),
        (bucket(deny("*", "s3:*")), "proved"),
    ])  # fmt: skip
    def test_administration_of_a_bucket(self, described: dict[str, Any], outcome: str) -> None:
        assert_all(bucket_is_administered_at_home, described, outcome)

    def test_a_secret_and_a_repository(self) -> None:
        policy = {"ResourcePolicy": {"Statement": [allow(root(OTHER), "secretsmanager:*")]}}
        secret = {"Resources": {
            "Example": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "orders"}},
            "Policy": {"Type": "AWS::SecretsManager::ResourcePolicy",
                       "Properties": {"SecretId": ref("Example"), **policy}},
        }}  # fmt: skip
        assert_all(secret_is_changed_at_home, secret, "refuted")
        pushes = {"Statement": [allow(root(OTHER), "ecr:PutImage")]}
        assert_all(repository_is_pushed_at_home, {"RepositoryPolicyText": pushes}, "refuted")


def test_the_own_account_without_its_number() -> None:
    """`arn:aws:iam::${AWS::AccountId}:root`, as a template has it."""
    own = Unknown(
        "the account is chosen at deployment", prefix="arn:aws:iam::", suffix=":root",
        present=True, framed=("arn:aws:iam::", "AWS::AccountId", ":root"),
    )  # fmt: skip
    events = {"Service": "events.amazonaws.com"}
    described = {"KeyPolicy": {"Statement": [
        allow({"AWS": own}, "kms:*"),
        allow(events, "kms:Decrypt", Condition={"StringEquals": {"aws:SourceAccount": ME}}),
    ]}}  # fmt: skip
    for control in (
        key_use_by_others_is_bound, key_grants_are_made_at_home, key_services_act_for_the_named
    ):  # fmt: skip
        assert judged(control, as_case(control, described), account="").outcome == "proved"


def test_who_it_is_is_told() -> None:
    described = key(allow({"AWS": [OTHER, "arn:aws:iam::777788889999:root"]}, "kms:Decrypt"))
    found = judged(key_use_by_others_is_bound, as_case(key_use_by_others_is_bound, described))
    assert found.note == "account 444455556666, account 777788889999 can decrypt"


@pytest.mark.parametrize("who", [root(ME), root(OTHER)])
def test_without_the_account_it_may_be_ones_own(who: Any) -> None:
    control = bucket_is_administered_at_home
    case = as_case(control, bucket(allow(who, "s3:*")))
    assert judged(control, case, account="").outcome == "undecided"


TRAIL = {"Service": "cloudtrail.amazonaws.com"}
PUT = "s3:PutObject"


@pytest.mark.usefixtures("at_home")
class TestServices:
    """Services that act for others."""

    @pytest.mark.parametrize(("described", "outcome"), [
        (bucket(allow(TRAIL, PUT)), "refuted"),
        (bucket(allow(TRAIL, "s3:*")), "refuted"),
        (bucket(allow(TRAIL, PUT, Condition={
            "ArnLike": {"aws:SourceArn": f"arn:aws:cloudtrail:*:{ME}:trail/*"}})), "proved"),
        (bucket(allow(TRAIL, PUT, Condition={
            "StringEqualsIfExists": {"aws:SourceAccount": ME}})), "refuted"),
        (bucket(allow(TRAIL, PUT), deny("*", "s3:*", Condition={
            "StringNotEquals": {"aws:SourceAccount": ME}})), "proved"),
        (bucket(allow({"Service": [UNKNOWN]}, PUT)), "undecided"),
        (bucket(allow(root(OTHER), PUT)), "not_applicable"),
        (bucket(allow(TRAIL, "s3:GetReplication*")), "undecided"),
    ])  # fmt: skip
    def test_of_a_bucket(self, described: dict[str, Any], outcome: str) -> None:
        assert_all(bucket_services_act_for_the_named, described, outcome)

    @pytest.mark.parametrize(("condition", "outcome"), [
        ({"StringEquals": {"aws:SourceAccount": ME}}, "proved"),
        ({"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:*:{ME}:*"}}, "proved"),
        ({"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}, "proved"),
        ({"Bool": {"aws:SecureTransport": "true"}}, "refuted"),
    ])  # fmt: skip
    def test_of_a_key(self, condition: Any, outcome: str) -> None:
        logs = allow({"Service": "logs.eu-west-1.amazonaws.com"}, "kms:Decrypt*",
                     Condition=condition)  # fmt: skip
        assert_all(key_services_act_for_the_named, key(logs), outcome)
