"""Data Firehose, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import kinesisfirehose
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        kinesisfirehose.stream_is_encrypted,
        "DeliveryStreamEncryptionConfigurationInput",
        proved=({"KeyType": "AWS_OWNED_CMK"},),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        kinesisfirehose.stream_uses_customer_key,
        "DeliveryStreamEncryptionConfigurationInput.KeyARN",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    (kinesisfirehose.stream_is_encrypted, {"DeliveryStreamType": "MSKAsSource"}, "not_applicable"),
    (kinesisfirehose.stream_is_encrypted, {"DeliveryStreamType": UNKNOWN}, "undecided"),
    (
        kinesisfirehose.stream_uses_customer_key,
        {"DeliveryStreamType": "KinesisStreamAsSource"},
        "not_applicable",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
