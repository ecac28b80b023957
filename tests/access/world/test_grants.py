"""Grants of keys, as Terraform writes them: who may use a key by one, and who by that may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access.world.worlds import HOME, OTHER, ask, read, resource, said, world
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

KEY = resource("KMS::Key", "K")
STRANGER = f"arn:aws:iam::{OTHER}:role/x"
ANOTHER = f"arn:aws:iam::{OTHER}:role/y"
SOMETHING = Unknown("known after apply", present=True)
BOUND = {"EncryptionContextSubset": {"for": "orders"}}
EXACT = {"EncryptionContextEquals": {"for": "orders"}}


def grant(**properties: Any) -> Resource:
    written = {
        "KeyId": Unknown("known after apply", ("K",), "Ref", present=True),
        "GranteePrincipal": STRANGER,
        "Operations": ["Decrypt", "DescribeKey"],
        **properties,
    }
    return Resource(type="Partywall::KMS::Grant", address="g", properties=written)


@pytest.mark.parametrize(
    ("properties", "who", "action", "outcome"),
    [
        ({}, STRANGER, "kms:Decrypt", "ALLOW"),
        ({}, STRANGER, "kms:DescribeKey", "ALLOW"),
        ({}, STRANGER, "kms:Encrypt", "IMPLICIT_DENY"),
        ({}, ANOTHER, "kms:Decrypt", "IMPLICIT_DENY"),
        ({}, STRANGER, "kms:RetireGrant", "IMPLICIT_DENY"),
        ({"RetiringPrincipal": ANOTHER}, ANOTHER, "kms:RetireGrant", "ALLOW"),
        ({"Constraints": BOUND}, STRANGER, "kms:Decrypt", "CONDITIONAL"),
        ({"Constraints": EXACT}, STRANGER, "kms:Decrypt", "CONDITIONAL"),
        ({"Constraints": BOUND}, STRANGER, "kms:DescribeKey", "ALLOW"),
        ({"Constraints": SOMETHING}, STRANGER, "kms:Decrypt", "UNKNOWN"),
        ({"Operations": SOMETHING}, STRANGER, "kms:Encrypt", "UNKNOWN"),
        ({"GranteePrincipal": SOMETHING}, ANOTHER, "kms:Decrypt", "UNKNOWN"),
        ({"GranteePrincipal": SOMETHING}, ANOTHER, "kms:Encrypt", "IMPLICIT_DENY"),
    ],
)
def test_what_a_grant_allows(
    properties: dict[str, Any], who: str, action: str, outcome: str
) -> None:
    assert said(world(KEY, grant(**properties)), who, action, "K") == outcome


def test_a_grant_of_a_key_that_is_not_known_may_be_of_this_one() -> None:
    answer = ask(world(KEY, grant(KeyId=SOMETHING)), STRANGER, "kms:Decrypt", "K")
    assert answer.outcome.value == "UNKNOWN" and "whether g applies" in answer.because


def test_a_grant_leaves_the_default_policy_of_a_key() -> None:
    own = resource("IAM::Role", "app", RoleName="app")
    before = said(world(KEY, own), "app", "kms:Decrypt", "K")
    assert said(world(KEY, own, grant()), "app", "kms:Decrypt", "K") == before


TERRAFORM = """
resource "aws_kms_key" "k" {}
resource "aws_kms_grant" "g" {
  key_id            = aws_kms_key.k.key_id
  grantee_principal = "arn:aws:iam::222222222222:role/x"
  operations        = ["Decrypt"]
}
"""


def test_a_grant_in_terraform(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM, "utf-8")
    found = read(tmp_path, HOME)
    assert said(found, STRANGER, "kms:Decrypt", "aws_kms_key.k") == "ALLOW"
    assert said(found, STRANGER, "kms:Encrypt", "aws_kms_key.k") == "IMPLICIT_DENY"
