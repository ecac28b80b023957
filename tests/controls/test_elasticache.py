"""ElastiCache, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import elasticache
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        elasticache.token_is_kept_out,
        "AuthToken",
        proved=("{{resolve:secretsmanager:cache}}",),
        refuted=("correct-horse",),
        absent="proved",
    ),
    *switch(
        elasticache.group_is_encrypted,
        "AtRestEncryptionEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
        beside={"Engine": "redis"},
    ),
    *switch(
        elasticache.group_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        elasticache.group_fails_over,
        "AutomaticFailoverEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        elasticache.group_is_backed_up,
        "SnapshotRetentionLimit",
        proved=(1, "7"),
        refuted=(0,),
        absent="refuted",
    ),
    *switch(
        elasticache.group_takes_minor_upgrades,
        "AutoMinorVersionUpgrade",
        proved=(True, "true"),
        refuted=(False,),
        absent="undecided",
    ),
    *switch(
        elasticache.group_talks_tls_only,
        "TransitEncryptionEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        elasticache.group_talks_tls_only,
        "TransitEncryptionMode",
        proved=("required",),
        refuted=("preferred",),
        absent="proved",
        beside={"TransitEncryptionEnabled": True},
    ),
    *switch(
        elasticache.group_authenticates,
        "UserGroupIds",
        proved=(["a"], "a"),
        refuted=([],),
        absent="refuted",
    ),
    (elasticache.group_is_encrypted, {"Engine": "valkey"}, "proved"),  # by default
    (elasticache.group_is_encrypted, {"Engine": UNKNOWN}, "undecided"),
    (elasticache.group_authenticates, {"AuthToken": "a-long-enough-token"}, "proved"),
    (elasticache.group_authenticates, {"AuthToken": UNKNOWN, "UserGroupIds": ["a"]}, "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
