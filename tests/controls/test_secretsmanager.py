"""Secrets Manager, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import secretsmanager
from partywall.controls.control import Control


def beside(*statements: object, owner: object = None) -> dict[str, Any]:
    """The resource, and a policy of these statements beside it."""
    parent = ref("Example") if owner is None else owner
    policy = {"SecretId": parent, "ResourcePolicy": {"Statement": list(statements)}}
    return {
        "Resources": {
            "Example": {"Type": "AWS::SecretsManager::Secret"},
            "Policy": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": policy},
        }
    }


def allow(principal: object, condition: object = None) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "secretsmanager:GetSecretValue",
    }
    return statement if condition is None else {**statement, "Condition": condition}


def rotated(owner: object) -> dict[str, Any]:
    schedule = {"SecretId": owner, "RotationRules": {"AutomaticallyAfterDays": 30}}
    return {
        "Resources": {
            "Example": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "orders"}},
            "Rotation": {"Type": "AWS::SecretsManager::RotationSchedule", "Properties": schedule},
        }
    }


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        secretsmanager.secret_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        secretsmanager.value_is_kept_out,
        "SecretString",
        proved=(),
        refuted=("correct-horse",),
        absent="proved",
    ),
    (secretsmanager.secret_is_not_public, beside(allow("*")), "refuted"),
    (secretsmanager.secret_is_not_public, beside(allow({"AWS": "*"})), "refuted"),
    (secretsmanager.secret_is_not_public, beside(allow("111122223333")), "proved"),
    (
        secretsmanager.secret_is_not_public,
        beside(allow("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}})),
        "proved",
    ),
    (
        secretsmanager.secret_is_not_public,
        beside(allow("*"), owner=UNKNOWN),
        "undecided",
    ),  # whose policy?
    (secretsmanager.secret_is_not_public, beside(allow(UNKNOWN)), "undecided"),
    (
        secretsmanager.secret_is_not_public,
        beside(UNKNOWN, allow("*")),
        "undecided",
    ),  # the other may deny
    (secretsmanager.secret_is_not_public, {}, "proved"),
    (secretsmanager.secret_is_rotated, rotated(ref("Example")), "proved"),
    (secretsmanager.secret_is_rotated, rotated("orders"), "proved"),  # by name
    (secretsmanager.secret_is_rotated, rotated(UNKNOWN), "undecided"),
    (secretsmanager.secret_is_rotated, rotated("payments"), "refuted"),  # another's
    (secretsmanager.secret_is_rotated, {}, "refuted"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
