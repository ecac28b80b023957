"""Athena, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import athena
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        athena.workgroup_is_enforced,
        "WorkGroupConfiguration.EnforceWorkGroupConfiguration",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        athena.results_are_encrypted,
        "WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
        proved=("SSE_S3", "SSE_KMS"),
        refuted=(),
        absent="refuted",
    ),
    (
        athena.results_are_encrypted,
        {"WorkGroupConfiguration": {"ManagedQueryResultsConfiguration": {"Enabled": True}}},
        "proved",
    ),
    *switch(
        athena.workgroup_is_measured,
        "WorkGroupConfiguration.PublishCloudWatchMetricsEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="undecided",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
