"""API Gateway, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import apigateway
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        apigateway.stage_access_is_logged,
        "AccessLogSetting.DestinationArn",
        proved=("arn:aws:logs:eu-west-1:1:log-group:a",),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        apigateway.stage_is_traced,
        "TracingEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        apigateway.stage_shows_certificate,
        "ClientCertificateId",
        proved=("c",),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        apigateway.method_is_authorized,
        "AuthorizationType",
        proved=("AWS_IAM", "CUSTOM"),
        refuted=("NONE",),
        absent="refuted",
        beside={"HttpMethod": "POST"},
    ),
    *switch(
        apigateway.domain_tls_is_current,
        "SecurityPolicy",
        proved=("TLS_1_2", "SecurityPolicy_TLS12_2018_EDGE"),
        refuted=("TLS_1_0",),
        absent="undecided",
    ),
    (apigateway.stage_execution_is_logged, {}, "refuted"),
    (
        apigateway.stage_execution_is_logged,
        {
            "MethodSettings": [
                {"ResourcePath": "/orders", "HttpMethod": "GET", "LoggingLevel": "ERROR"}
            ]
        },
        "refuted",
    ),  # one method only
    (
        apigateway.stage_execution_is_logged,
        {"MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": UNKNOWN}]},
        "undecided",
    ),
    (apigateway.cache_is_encrypted, {"CacheClusterEnabled": True}, "refuted"),
    (apigateway.cache_is_encrypted, {"CacheClusterEnabled": UNKNOWN}, "undecided"),
    (apigateway.cache_is_encrypted, {}, "not_applicable"),
    (
        apigateway.cache_is_encrypted,
        {
            "CacheClusterEnabled": True,
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", "CacheDataEncrypted": True},
                {"ResourcePath": "/a", "HttpMethod": "GET", "CachingEnabled": True},
            ],
        },
        "refuted",
    ),  # one method keeps it in clear
    (
        apigateway.method_is_authorized,
        {"HttpMethod": UNKNOWN, "AuthorizationType": "AWS_IAM"},
        "undecided",
    ),
    (apigateway.stage_is_firewalled, {}, "refuted"),
    (apigateway.stage_logs_no_bodies, {}, "proved"),
    (
        apigateway.stage_logs_no_bodies,
        {"MethodSettings": [{"DataTraceEnabled": "true"}]},
        "refuted",
    ),
    (
        apigateway.stage_logs_no_bodies,
        {"MethodSettings": [{}, {"DataTraceEnabled": False}]},
        "proved",
    ),
    (
        apigateway.stage_logs_no_bodies,
        {"MethodSettings": [{"DataTraceEnabled": UNKNOWN}, {"DataTraceEnabled": True}]},
        "refuted",
    ),
    (apigateway.stage_logs_no_bodies, {"MethodSettings": UNKNOWN}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
