"""CloudWatch alarms, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import cloudwatch
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        cloudwatch.alarm_is_active,
        "ActionsEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        cloudwatch.alarm_is_heard,
        "AlarmActions",
        proved=(["arn:aws:sns:eu-west-1:1:t"],),
        refuted=([],),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
