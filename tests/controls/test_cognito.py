"""Cognito, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import cognito
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        cognito.pool_asks_second_factor,
        "MfaConfiguration",
        proved=("ON", True),
        refuted=("OFF", "OPTIONAL"),
        absent="refuted",
    ),
    *switch(
        cognito.pool_passwords_are_long,
        "Policies.PasswordPolicy.MinimumLength",
        proved=(12, "16"),
        refuted=(8,),
        absent="refuted",
    ),
    *switch(
        cognito.pool_answers_threats,
        "UserPoolAddOns.AdvancedSecurityMode",
        proved=("ENFORCED",),
        refuted=("OFF", "AUDIT"),
        absent="refuted",
    ),
    *switch(
        cognito.pool_is_protected,
        "DeletionProtection",
        proved=("ACTIVE",),
        refuted=("INACTIVE",),
        absent="refuted",
    ),
    *switch(
        cognito.identities_are_authenticated,
        "AllowUnauthenticatedIdentities",
        proved=(False,),
        refuted=(True, "true"),
        absent="proved",
    ),
    *switch(
        cognito.client_uses_no_implicit_flow,
        "AllowedOAuthFlows",
        proved=(["code"], []),
        refuted=(["implicit"],),
        absent="proved",
    ),
    *switch(
        cognito.client_tells_no_users,
        "PreventUserExistenceErrors",
        proved=("ENABLED",),
        refuted=("LEGACY",),
        absent="undecided",
    ),
    (
        cognito.client_callbacks_are_encrypted,
        {"CallbackURLs": ["https://a.example", UNKNOWN]},
        "undecided",
    ),
    (
        cognito.client_callbacks_are_encrypted,
        {"CallbackURLs": [UNKNOWN, "http://a.example"]},
        "refuted",
    ),
    (cognito.client_callbacks_are_encrypted, {}, "proved"),
    (cognito.client_callbacks_are_encrypted, {"CallbackURLs": ["myapp://in"]}, "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
