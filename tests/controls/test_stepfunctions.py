"""Step Functions, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import stepfunctions
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        stepfunctions.machine_is_traced,
        "TracingConfiguration.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (
        stepfunctions.machine_is_logged,
        {"LoggingConfiguration": {"Level": "ALL"}},
        "refuted",
    ),  # nowhere to write
    (
        stepfunctions.machine_is_logged,
        {"LoggingConfiguration": {"Level": "OFF", "Destinations": [UNKNOWN]}},
        "refuted",
    ),
    (
        stepfunctions.machine_is_logged,
        {"LoggingConfiguration": {"Level": UNKNOWN, "Destinations": [{"a": 1}]}},
        "undecided",
    ),
    (stepfunctions.machine_is_logged, {}, "refuted"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
