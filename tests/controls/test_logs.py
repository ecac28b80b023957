"""CloudWatch Logs, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import logs
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (logs.group_is_kept_a_year, {"LogGroupClass": "DELIVERY"}, "not_applicable"),
    *switch(
        logs.group_is_kept_a_year,
        "RetentionInDays",
        proved=(365, "731"),
        refuted=(1, 180),
        absent="proved",
    ),
    *switch(
        logs.group_uses_key,
        "KmsKeyId",
        proved=("arn:aws:kms:eu-west-1:1:key/k",),
        refuted=(),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
