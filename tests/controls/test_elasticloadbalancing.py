"""Classic Load Balancers, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
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


IAM = "arn:aws:iam::1:server-certificate/shop"


def shown(*certificates: object) -> dict[str, Any]:
    return {"Listeners": [{"Protocol": "HTTPS", "SSLCertificateId": one} for one in certificates]}


def of_estate(kind: str) -> dict[str, Any]:
    balancer = {"Type": "AWS::ElasticLoadBalancing::LoadBalancer"}
    return {
        "Resources": {
            "Example": {**balancer, "Properties": shown(ref("Certificate"))},
            "Certificate": {"Type": kind, "Properties": {}},
        }
    }


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (elb.classic_certificate_renews, shown("arn:aws-cn:acm:x:1:certificate/1"), "proved"),
        (elb.classic_certificate_renews, shown("arn:aws:acm:x:1:certificate/1", IAM), "refuted"),
        (elb.classic_certificate_renews, shown(UNKNOWN, IAM), "refuted"),
        (elb.classic_certificate_renews, shown(UNKNOWN), "undecided"),
        (
            elb.classic_certificate_renews,
            of_estate("AWS::CertificateManager::Certificate"),
            "proved",
        ),
        (elb.classic_certificate_renews, of_estate("AWS::IAM::ServerCertificate"), "refuted"),
        (elb.classic_certificate_renews, {"Listeners": [{"Protocol": "tcp"}]}, "not_applicable"),
        (elb.classic_certificate_renews, {"Listeners": [{"Protocol": UNKNOWN}]}, "undecided"),
        (elb.classic_cross_zone, {"CrossZone": "true"}, "proved"),
        (elb.classic_cross_zone, {"CrossZone": False}, "refuted"),
        (elb.classic_cross_zone, {"CrossZone": UNKNOWN}, "undecided"),
    ],
)
def test_certificates_and_zones(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
