"""Security Hub, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import securityhub
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        securityhub.new_controls_are_on,
        "AutoEnableControls",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
