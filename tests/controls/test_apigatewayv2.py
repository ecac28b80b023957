"""API Gateway V2, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import apigatewayv2
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        apigatewayv2.stage_access_is_logged,
        "AccessLogSettings.DestinationArn",
        proved=("arn:aws:logs:eu-west-1:1:log-group:a",),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        apigatewayv2.route_is_authorized,
        "AuthorizationType",
        proved=("JWT", "AWS_IAM", "CUSTOM"),
        refuted=("NONE",),
        absent="refuted",
        beside={"RouteKey": "GET /orders"},
    ),
    (apigatewayv2.route_is_authorized, {"RouteKey": "OPTIONS /orders"}, "not_applicable"),
    (apigatewayv2.route_is_authorized, {"RouteKey": "$connect"}, "refuted"),
    (apigatewayv2.route_is_authorized, {"RouteKey": "$disconnect"}, "not_applicable"),
    (
        apigatewayv2.route_is_authorized,
        {"RouteKey": "$default", "AuthorizationType": "JWT"},
        "proved",
    ),
    (
        apigatewayv2.route_is_authorized,
        {"RouteKey": UNKNOWN, "AuthorizationType": "JWT"},
        "undecided",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
