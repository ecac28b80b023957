"""Route 53, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import route53
from partywall.controls.control import Control


def signed(zone: object) -> dict[str, Any]:
    signing = {"Type": "AWS::Route53::DNSSEC", "Properties": {"HostedZoneId": zone}}
    return {"Resources": {"Example": {"Type": "AWS::Route53::HostedZone"}, "Signing": signing}}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        route53.zone_queries_are_logged,
        "QueryLoggingConfig.CloudWatchLogsLogGroupArn",
        proved=("arn:aws:logs:us-east-1:1:log-group:d",),
        refuted=(),
        absent="refuted",
    ),
    (route53.zone_queries_are_logged, {"VPCs": [{"VPCId": "v"}]}, "not_applicable"),
    (route53.zone_queries_are_logged, {"VPCs": UNKNOWN}, "undecided"),
    (route53.zone_is_signed, {"VPCs": [{"VPCId": "v"}]}, "not_applicable"),
    (route53.zone_is_signed, {}, "refuted"),
    (route53.zone_is_signed, signed("Z1"), "refuted"),  # another zone's
    (route53.zone_is_signed, signed(UNKNOWN), "undecided"),
    (route53.zone_is_signed, signed(ref("Example")), "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
