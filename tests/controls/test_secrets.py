"""What looks like a credential, and what only points to one."""

from __future__ import annotations

import pytest

from partywall.estate.views.s3 import Bucket
from partywall.estate.views.secrets import holds_credential, text_holds_credential, veiled
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown

KEY_ID = "AKIA" + "ABCDEFGHIJKLMNOP"


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("TABLE", "orders", False),
        ("ANYTHING", KEY_ID, True),
        ("DATABASE_URL", "postgres://app:hunter22@db.internal/app", True),
        ("DATABASE_URL", "postgres://db.internal/app", False),
        ("DB_PASSWORD", "hunter22", True),
        ("DB_PASSWORD", "", False),
        ("DB_PASSWORD", "prod/db/password", None),  # a path, or a key with slashes
        ("DB_PASSWORD_ARN", "arn:aws:secretsmanager:eu-west-1:1:secret:x", False),
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:x", False),
        ("DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString}}", True),
        ("DB_SECRET", "orders-db", None),
        ("DB_PASSWORD", Unknown("a parameter"), None),
        ("TABLE", Unknown("a parameter"), None),
        (Unknown("a parameter"), "hunter22", None),
        ("MAX_TOKENS", "4096", False),
    ],
)
def test_environment_variable(name: object, value: object, found: bool | None) -> None:
    truth = holds_credential(name, Bucket(V=value).at("V"))
    assert (None if isinstance(truth, Doubt) else truth) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, False),
        ("#!/bin/sh\nyum update -y\n", False),
        (f"export AWS_ACCESS_KEY_ID={KEY_ID}", True),
        ("export DB_PASSWORD=hunter22", True),
        ("export DB_PASSWORD=$(aws ssm get-parameter --name x)", False),
        ("password: {{ lookup }}", False),
        ("-----BEGIN RSA PRIVATE KEY-----", True),
        (Unknown("known after apply"), None),
    ],
)
def test_script(text: object, found: bool | None) -> None:
    truth = text_holds_credential(Bucket(V=text).at("V"))
    assert (None if isinstance(truth, Doubt) else truth) is found


def test_evidence_does_not_show_it() -> None:
    node = Bucket(V=KEY_ID).at("V")
    assert KEY_ID not in repr(veiled(node).evidence("seen"))
