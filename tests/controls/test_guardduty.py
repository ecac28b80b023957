"""GuardDuty, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import guardduty
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        guardduty.detector_is_on,
        "Enable",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (guardduty.plans_are_on, {}, "proved"),
    (guardduty.plans_are_on, {"Features": [UNKNOWN]}, "undecided"),
    (guardduty.plans_are_on, {"Features": [UNKNOWN, {"Status": "DISABLED"}]}, "refuted"),
    (
        guardduty.plans_are_on,
        {"DataSources": {"Kubernetes": {"AuditLogs": {"Enable": False}}}},
        "refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
