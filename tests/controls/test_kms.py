"""KMS, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import kms
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        kms.key_is_rotated,
        "EnableKeyRotation",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        kms.key_is_deleted_slowly,
        "PendingWindowInDays",
        proved=(14, "30"),
        refuted=(7, 13),
        absent="proved",
    ),
    (kms.key_is_rotated, {"KeySpec": "RSA_2048"}, "not_applicable"),
    (kms.key_is_rotated, {"Origin": "EXTERNAL", "EnableKeyRotation": True}, "not_applicable"),
    (kms.key_is_rotated, {"KeySpec": UNKNOWN, "EnableKeyRotation": True}, "undecided"),
    (kms.key_is_rotated, {"KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS"}, "refuted"),
    (kms.key_is_not_public, {}, "proved"),
    (
        kms.key_is_not_public,
        {"KeyPolicy": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*"}]}},
        "refuted",
    ),
    (
        kms.key_is_not_public,
        {
            "KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                        "Action": "kms:*",
                    }
                ]
            }
        },
        "proved",
    ),
    (kms.key_is_not_public, {"KeyPolicy": {"Statement": [UNKNOWN]}}, "undecided"),
    (
        kms.key_is_not_public,
        {
            "KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "kms:*",
                        "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}},
                    }
                ]
            }
        },
        "proved",
    ),
    (
        kms.key_is_not_public,
        {
            "KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "kms:*",
                        "Condition": {
                            "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}
                        },
                    }
                ]
            }
        },
        "refuted",
    ),  # through S3 anybody may
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)


def said(effect: str, who: Any, action: str = "kms:*", **condition: Any) -> dict[str, Any]:
    whole = {"Effect": effect, "Principal": who, "Action": action, "Resource": "*"}
    return {**whole, "Condition": condition} if condition else whole


EVERYBODY = said("Allow", "*")
NOT_ROOT = {"StringNotEquals": {"aws:PrincipalType": "Account"}}
NO_MFA = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
APP = {"AWS": "arn:aws:iam::111122223333:role/app"}


@pytest.mark.parametrize(("statements", "outcome"), [
    ([EVERYBODY], "proved"),
    ([said("Allow", APP)], "proved"),
    ([said("Allow", APP, "kms:Decrypt")], "refuted"),
    ([EVERYBODY, said("Deny", "*", **NOT_ROOT)], "proved"),  # the root user is left
    ([EVERYBODY, said("Deny", "*", "kms:Decrypt")], "proved"),
    ([EVERYBODY, said("Deny", "*", **NO_MFA)], "undecided"),
    ([EVERYBODY, said("Deny", APP)], "proved"),
    ([said("Allow", APP), said("Deny", "*", **NOT_ROOT)], "undecided"),
    ([EVERYBODY, said("Deny", "*")], "undecided"),
    ([said("Allow", "*", Bool={"aws:MultiFactorAuthPresent": "true"})], "undecided"),
])  # fmt: skip
def test_who_may_still_change_the_policy(statements: list[Any], outcome: str) -> None:
    described = {"KeyPolicy": {"Version": "2012-10-17", "Statement": statements}}
    assert_outcome(kms.key_can_be_administered, described, outcome)
