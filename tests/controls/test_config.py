"""AWS Config, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import config
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        config.recorder_records_everything,
        "RecordingGroup.AllSupported",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    (
        config.recorder_records_everything,
        {"RecordingGroup": {"ResourceTypes": ["AWS::EC2::VPC"]}},
        "refuted",
    ),
    (config.recorder_records_everything, {"RecordingGroup": UNKNOWN}, "undecided"),
    (
        config.recorder_records_everything,
        {"RecordingGroup": {"RecordingStrategy": {"UseOnly": "ALL_SUPPORTED_RESOURCE_TYPES"}}},
        "proved",
    ),
    (
        config.recorder_records_everything,
        {"RecordingGroup": {"RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"}}},
        "refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
