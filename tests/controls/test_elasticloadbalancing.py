"""Classic Load Balancers, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import elasticloadbalancing as elb
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
TLS, PLAIN = {"Protocol": "HTTPS"}, {"Protocol": "TCP"}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (elb.classic_listeners_encrypted, {"Listeners": [TLS, {"Protocol": "SSL"}]}, "proved"),
        (elb.classic_listeners_encrypted, {"Listeners": [TLS, PLAIN]}, "refuted"),
        (elb.classic_listeners_encrypted, {"Listeners": [TLS, UNKNOWN]}, "undecided"),
        (elb.classic_listeners_encrypted, {"Listeners": [PLAIN, UNKNOWN]}, "refuted"),
        (elb.classic_access_logged, {"AccessLoggingPolicy": {"Enabled": True}}, "proved"),
        (elb.classic_access_logged, {"AccessLoggingPolicy": {"Enabled": False}}, "refuted"),
        (elb.classic_access_logged, {"AccessLoggingPolicy": UNKNOWN}, "undecided"),
        (elb.classic_drains_connections, {"ConnectionDrainingPolicy": {"Enabled": 1}}, "proved"),
        (elb.classic_drains_connections, {}, "refuted"),
        (elb.classic_drains_connections, {"ConnectionDrainingPolicy": UNKNOWN}, "undecided"),
        (elb.classic_in_several_zones, {"AvailabilityZones": ["a", "b"]}, "proved"),
        (elb.classic_in_several_zones, {"Subnets": ["a"]}, "refuted"),
        (elb.classic_in_several_zones, {"Subnets": UNKNOWN}, "undecided"),
    ],
)
def test_classic_balancers(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
