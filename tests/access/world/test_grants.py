"""Grants of keys: to whom, for what, and under which encryption context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access.world.worlds import HOME, ME, OTHER, ask, policy, read, resource, role, said, world
from partywall.access.questions.external import external, not_followed
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

APP = f"arn:aws:iam::{ME}:role/app"
STRANGER = f"arn:aws:iam::{OTHER}:role/x"
KEY = Unknown("assigned at deployment", ("K",), "KeyId", present=True)
LATER = Unknown("chosen later")
DENY_ALL = policy({"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"})


def grant(**more: Any) -> Resource:
    told = {"KeyId": KEY, "GranteePrincipal": APP, "Operations": ["Decrypt", "DescribeKey"], **more}
    return Resource(type="Partywall::KMS::Grant", address="G", properties=told)


def asked(*grants: Resource, who: str = "app", action: str = "kms:Decrypt", **key: Any) -> str:
    return said(world(resource("KMS::Key", "K", **key), role(), *grants), who, action, "K")


@pytest.mark.parametrize(("grants", "outcome"), [
    ([], "IMPLICIT_DENY"),
    ([grant()], "ALLOW"),
    ([grant(GranteePrincipal=Unknown("later", ("Roleapp",), "Arn", present=True))], "ALLOW"),
    ([grant(GranteePrincipal=STRANGER)], "IMPLICIT_DENY"),
    ([grant(Operations=["Encrypt"])], "IMPLICIT_DENY"),
    ([grant(GranteePrincipal=LATER)], "UNKNOWN"),
    ([grant(GranteePrincipal=f"arn:aws:iam::{ME}:root")], "UNKNOWN"),
    ([grant(GranteePrincipal=f"arn:aws:iam::{ME}:user/ann")], "UNKNOWN"),
    ([grant(Operations=LATER)], "UNKNOWN"),
    ([grant(Operations=["Encrypt", LATER])], "UNKNOWN"),
    ([grant(Constraints=LATER)], "UNKNOWN"),
    ([grant(Constraints=[{"EncryptionContextEquals": {"a": LATER}}])], "UNKNOWN"),
    ([grant(Constraints=[])], "ALLOW"),
    ([grant(KeyId="another-key")], "IMPLICIT_DENY"),
    ([grant(KeyId=LATER)], "UNKNOWN"),
])  # fmt: skip
def test_who_may_decrypt(grants: list[Resource], outcome: str) -> None:
    assert asked(*grants) == outcome


@pytest.mark.parametrize("key", ["EncryptionContextEquals", "EncryptionContextSubset"])
def test_the_context_binds_cryptographic_operations_alone(key: str) -> None:
    bound = grant(Constraints=[{key: {"shop": "eu"}}])
    there = world(resource("KMS::Key", "K"), role(), bound)
    found = str(ask(there, "app", "kms:Decrypt", "K").decision.allow_if)
    assert "kms:encryptioncontext:shop = eu" in found
    assert ("kms:encryptioncontextkeys" in found.lower()) == (key == "EncryptionContextEquals")
    assert said(there, "app", "kms:DescribeKey", "K") == "ALLOW"


@pytest.mark.parametrize(("retiring", "outcome"), [
    (None, "IMPLICIT_DENY"), (APP, "ALLOW"), (STRANGER, "IMPLICIT_DENY"), (LATER, "UNKNOWN"),
])  # fmt: skip
def test_who_may_retire_it(retiring: Any, outcome: str) -> None:
    assert asked(grant(RetiringPrincipal=retiring), action="kms:RetireGrant") == outcome


def test_a_denial_of_the_key_stands() -> None:
    assert asked(grant(), KeyPolicy=DENY_ALL) == "EXPLICIT_DENY"


def test_the_default_policy_of_the_key_stands_beside_it() -> None:
    root = f"arn:aws:iam::{ME}:root"
    assert asked(grant(), who=root, action="kms:DisableKey") == "ALLOW"


def test_a_grant_to_another_account_is_a_way_in() -> None:
    to = grant(GranteePrincipal=STRANGER)
    found = external(world(resource("KMS::Key", "K"), to))
    assert [(one.policy, one.who.name, one.action) for one in found] == [
        ("G", STRANGER, "kms:Decrypt"),
        ("G", STRANGER, "kms:DescribeKey"),
    ]
    assert [one.address for one in not_followed(world(to))] == ["G"]
    assert not_followed(world(grant())) == ()


def test_a_copy_in_another_region_has_its_own_policy() -> None:
    copy = resource(
        "KMS::ReplicaKey",
        "K",
        KeyPolicy=policy(
            {"Effect": "Allow", "Principal": {"AWS": STRANGER}, "Action": "kms:*", "Resource": "*"}
        ),
    )
    assert said(world(copy), STRANGER, "kms:Decrypt", "K") == "ALLOW"
    assert said(world(copy, role()), "app", "kms:Decrypt", "K") == "IMPLICIT_DENY"
    assert said(world(copy, role(), grant()), "app", "kms:Decrypt", "K") == "ALLOW"


TERRAFORM = """\
resource "aws_kms_key" "k" {}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = "{}"
}
resource "aws_kms_grant" "g" {
  key_id            = aws_kms_key.k.key_id
  grantee_principal = aws_iam_role.app.arn
  operations        = ["Decrypt"]
  constraints {
    encryption_context_subset = { shop = "eu" }
  }
}
"""


def test_from_terraform(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    found = ask(read(tmp_path, HOME), "app", "kms:Decrypt", "aws_kms_key.k")
    assert str(found.decision.allow_if) == "kms:encryptioncontext:shop = eu"
