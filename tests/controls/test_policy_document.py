"""Policies: who is meant, and whether that is the public."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partywall.estate.views.policy_document import document, wildcard_match
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown

ACCOUNT = Unknown("chosen at deployment", attribute="AWS::AccountId", present=True)
UNKNOWN = Unknown("known after apply")


def allow(principal: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", **more}


def when(operator: str, key: str, value: object) -> dict[str, Any]:
    return allow(Condition={operator: {key: value}})


PRIVATE_DENIAL = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "*",
    "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
}
TLS_DENIAL = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


@pytest.mark.parametrize(
    ("statements", "public"),
    [
        ([], False),
        ([allow()], True),
        (allow(), True),  # a statement alone
        ([allow({"AWS": ["arn:aws:iam::1:root", "*"]})], True),
        ([allow({"AWS": "arn:aws:iam::1:root"})], False),
        ([allow({"Service": "sns.amazonaws.com"})], False),
        ([{"Effect": "Allow", "NotPrincipal": {"AWS": "x"}, "Action": "*"}], True),
        ([when("StringEquals", "aws:PrincipalOrgID", "o-1")], False),
        ([when("stringequals", "AWS:SourceVpce", "vpce-1")], False),  # IAM ignores case
        ([when("StringEqualsIfExists", "aws:SourceVpce", "vpce-1")], True),
        ([when("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1")], True),
        ([when("StringNotEquals", "aws:SourceVpc", "vpc-1")], True),
        ([when("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/a")], True),
        ([when("StringLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*")], False),
        ([when("StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*")], False),
        ([when("StringLike", "aws:UserAgent", "secret")], True),  # anyone can say that
        ([when("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"])], True),
        ([when("IpAddress", "aws:SourceIp", "198.51.100.0/24")], False),
        ([when("IpAddress", "aws:SourceIp", ["0.0.0.0/0", UNKNOWN])], True),
        ([when("IpAddress", "aws:SourceIp", [UNKNOWN])], None),
        ([when("StringEquals", "aws:SourceAccount", UNKNOWN)], None),
        ([when("StringEquals", "aws:SourceAccount", ACCOUNT)], False),
        ([allow(Condition=UNKNOWN)], None),
        ([allow(UNKNOWN)], None),
        ([UNKNOWN], None),
        (UNKNOWN, None),
        ([allow(), PRIVATE_DENIAL], None),  # not worked out here
        ([allow(), TLS_DENIAL], True),
        ([PRIVATE_DENIAL], False),
    ],
)
def test_public(statements: object, public: bool | None) -> None:
    for policy in ({"Statement": statements}, json_of(statements)):
        if policy is None:
            continue
        _, truth = document(Bucket(P=policy).at("P")).public_statement()
        assert (None if isinstance(truth, Doubt) else truth) is public


def json_of(statements: object) -> str | None:
    try:
        return json.dumps({"Statement": statements})
    except TypeError:
        return None


def test_text_that_is_no_policy_is_a_doubt() -> None:
    assert isinstance(document(Bucket(P="{").at("P")).public_statement()[1], Doubt)


@pytest.mark.parametrize(
    ("statement", "covers"),
    [
        ({"Action": "s3:*"}, True),
        ({"Action": ["sqs:*", "S3:GET?bject"]}, True),
        ({"Action": "s3:Put*"}, False),
        ({"NotAction": "s3:Put*"}, True),
        ({"NotAction": ["s3:Get*"]}, False),
        ({"Action": ["s3:Put*", UNKNOWN]}, None),
        ({"Action": ["*", UNKNOWN]}, True),
        ({"Action": Unknown("x", prefix="sqs:")}, False),
        ({}, False),
    ],
)
def test_covers(statement: dict[str, Any], covers: bool | None) -> None:
    (one,) = document(Bucket(P={"Statement": [statement]}).at("P")).statements
    truth = one.covers("s3:GetObject")
    assert (None if isinstance(truth, Doubt) else truth) is covers


def test_a_pattern_is_no_regular_expression() -> None:
    assert wildcard_match("s3:Get[O]*", "s3:Get[O]x")
    assert not wildcard_match("s3:Get.bject", "s3:GetObject")
