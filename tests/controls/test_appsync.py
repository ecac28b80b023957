"""AppSync, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import appsync
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        appsync.api_is_logged,
        "LogConfig.FieldLogLevel",
        proved=("ERROR", "ALL"),
        refuted=("NONE",),
        absent="refuted",
    ),
    *switch(
        appsync.query_depth_is_limited,
        "QueryDepthLimit",
        proved=(6,),
        refuted=(0,),
        absent="refuted",
    ),
    *switch(
        appsync.cache_talks_tls,
        "TransitEncryptionEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (
        appsync.api_has_no_shared_key,
        {
            "AuthenticationType": "AWS_IAM",
            "AdditionalAuthenticationProviders": [{"AuthenticationType": "API_KEY"}],
        },
        "refuted",
    ),
    (
        appsync.api_has_no_shared_key,
        {"AuthenticationType": "AWS_IAM", "AdditionalAuthenticationProviders": UNKNOWN},
        "undecided",
    ),
    (appsync.api_has_no_shared_key, {"AuthenticationType": UNKNOWN}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
