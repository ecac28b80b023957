"""Redshift, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import redshift
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (redshift.cluster_uses_customer_key, {"KmsKeyId": ""}, "refuted"),
    *switch(
        redshift.cluster_is_encrypted,
        "Encrypted",
        proved=(True, "true"),
        refuted=(False,),
        absent="undecided",
    ),
    *switch(
        redshift.cluster_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        redshift.cluster_is_not_public,
        "PubliclyAccessible",
        proved=(False, "false"),
        refuted=(True,),
        absent="undecided",
    ),
    *switch(
        redshift.cluster_is_audited,
        "LoggingProperties",
        proved=({"BucketName": "audit"}, {"LogDestinationType": "cloudwatch"}),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        redshift.cluster_takes_upgrades,
        "AllowVersionUpgrade",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        redshift.cluster_routes_through_vpc,
        "EnhancedVpcRouting",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        redshift.cluster_keeps_a_week,
        "AutomatedSnapshotRetentionPeriod",
        proved=(7, "35"),
        refuted=(0, 6),
        absent="refuted",
    ),
    *switch(
        redshift.cluster_password_is_kept_out,
        "MasterUserPassword",
        proved=("{{resolve:secretsmanager:a}}",),
        refuted=("Correct-horse-1",),
        absent="proved",
    ),
    (
        redshift.parameters_require_tls,
        {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": UNKNOWN}]},
        "undecided",
    ),
    (
        redshift.parameters_require_tls,
        {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "false"}]},
        "refuted",
    ),
    (
        redshift.parameters_require_tls,
        {"Parameters": [UNKNOWN, {"ParameterName": "require_ssl", "ParameterValue": True}]},
        "proved",
    ),
    (redshift.parameters_require_tls, {"ParameterGroupFamily": "redshift-2.0"}, "undecided"),
    (redshift.parameters_require_tls, {"ParameterGroupFamily": "redshift-1.0"}, "refuted"),
    (
        redshift.parameters_require_tls,
        {"Parameters": UNKNOWN, "ParameterGroupFamily": "redshift-1.0"},
        "undecided",
    ),
    *switch(
        redshift.cluster_admin_is_renamed,
        "MasterUsername",
        proved=("warehouse",),
        refuted=("awsuser",),
        absent="proved",
    ),
    *switch(
        redshift.cluster_spans_zones,
        "MultiAZ",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (
        redshift.parameters_require_tls,
        {"ParameterGroupFamily": "redshift-2.0", "Parameters": [{"ParameterName": UNKNOWN}]},
        "undecided",
    ),
    (
        redshift.parameters_require_tls,
        {"ParameterGroupFamily": "redshift-1.0", "Parameters": [{"ParameterName": UNKNOWN}]},
        "refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
