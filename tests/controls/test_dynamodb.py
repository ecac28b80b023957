"""DynamoDB, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import dynamodb
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        dynamodb.table_is_recoverable,
        "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        dynamodb.table_is_protected,
        "DeletionProtectionEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        dynamodb.table_uses_customer_key,
        "SSESpecification.KMSMasterKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
        beside={"SSESpecification": {"SSEEnabled": True}},
    ),
    (
        dynamodb.table_uses_customer_key,
        {"SSESpecification": {"SSEEnabled": False, "KMSMasterKeyId": "alias/o"}},
        "refuted",
    ),
    (
        dynamodb.table_uses_customer_key,
        {"SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": "1234"}},
        "undecided",
    ),  # whose?
    (dynamodb.table_scales, {"BillingMode": "PAY_PER_REQUEST"}, "proved"),
    (dynamodb.table_scales, {}, "refuted"),
    (dynamodb.table_scales, {"BillingMode": "PROVISIONED"}, "refuted"),
    (dynamodb.table_scales, {"BillingMode": UNKNOWN}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
