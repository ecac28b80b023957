"""Kinesis, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import kinesis
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        kinesis.stream_is_encrypted,
        "StreamEncryption.EncryptionType",
        proved=("KMS",),
        refuted=("NONE",),
        absent="refuted",
    ),
    *switch(
        kinesis.stream_uses_customer_key,
        "StreamEncryption.KeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        kinesis.stream_keeps_a_week,
        "RetentionPeriodHours",
        proved=(168, 8760),
        refuted=(24, "48"),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
