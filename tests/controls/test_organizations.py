"""Organizations, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import organizations
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        organizations.organization_has_all_features,
        "FeatureSet",
        proved=("ALL",),
        refuted=("CONSOLIDATED_BILLING",),
        absent="proved",
    ),
    *switch(
        organizations.policy_is_attached,
        "TargetIds",
        proved=(["r-1"],),
        refuted=([],),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
