"""Application, network and gateway load balancers, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import elasticloadbalancingv2 as elb
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
REDIRECT = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}}
FORWARD = {"Type": "forward", "TargetGroupArn": "web"}
TO_HTTPS = {"Protocol": "HTTP", "DefaultActions": [REDIRECT]}


def with_rule(*actions: object, listener: object = None) -> dict[str, Any]:
    rule = {"ListenerArn": listener or ref("Example"), "Actions": list(actions)}
    kind = "AWS::ElasticLoadBalancingV2::Listener"
    return {
        "Resources": {
            "Example": {"Type": kind, "Properties": TO_HTTPS},
            "Rule": {"Type": kind + "Rule", "Properties": rule},
        }
    }


def attribute(key: object, value: object, **properties: object) -> dict[str, Any]:
    return {"LoadBalancerAttributes": [{"Key": key, "Value": value}], **properties}


def guarded(acl: object, target: object = None) -> dict[str, Any]:
    guard = {"ResourceArn": target or ref("Example"), "WebACLArn": acl}
    return {
        "Resources": {
            "Example": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
            "Guard": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": guard},
        }
    }


DROP = "routing.http.drop_invalid_header_fields.enabled"
DESYNC = "routing.http.desync_mitigation_mode"


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (elb.listener_encrypted, {"Protocol": "HTTPS"}, "proved"),
        (elb.listener_encrypted, {"Protocol": "TLS"}, "proved"),
        (elb.listener_encrypted, TO_HTTPS, "proved"),
        (elb.listener_encrypted, {"Protocol": "HTTP", "DefaultActions": [FORWARD]}, "refuted"),
        (
            elb.listener_encrypted,
            {"Protocol": "HTTP", "DefaultActions": [{"Type": "redirect", "RedirectConfig": {}}]},
            "refuted",  # to where it came from
        ),
        (elb.listener_encrypted, with_rule(FORWARD), "refuted"),  # a rule serves plain HTTP
        (elb.listener_encrypted, with_rule(REDIRECT), "proved"),
        (elb.listener_encrypted, with_rule(FORWARD, listener=UNKNOWN), "undecided"),
        (elb.listener_encrypted, {"Protocol": "UDP"}, "not_applicable"),
        (elb.listener_encrypted, {"Protocol": SET}, "undecided"),
        (elb.listener_uses_modern_tls, {"Protocol": "HTTPS"}, "refuted"),  # the default
        (
            elb.listener_uses_modern_tls,
            {"Protocol": "TLS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06"},
            "proved",
        ),
        (
            elb.listener_uses_modern_tls,
            {"Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-1-2021-06"},
            "refuted",
        ),
        (elb.listener_uses_modern_tls, {"Protocol": "HTTPS", "SslPolicy": SET}, "undecided"),
        (elb.listener_uses_modern_tls, {"Protocol": "TCP"}, "not_applicable"),
        (elb.balancer_access_logged, {}, "refuted"),
        (elb.balancer_access_logged, attribute("access_logs.s3.enabled", True), "proved"),
        (elb.balancer_access_logged, attribute("access_logs.s3.enabled", "false"), "refuted"),
        (elb.balancer_access_logged, attribute(UNKNOWN, "true"), "undecided"),
        (elb.balancer_access_logged, {"Type": "gateway"}, "not_applicable"),
        (elb.balancer_deletion_protected, {}, "refuted"),
        (
            elb.balancer_deletion_protected,
            attribute("deletion_protection.enabled", "true"),
            "proved",
        ),
        (elb.balancer_deletion_protected, {"LoadBalancerAttributes": UNKNOWN}, "undecided"),
        (elb.balancer_drops_invalid_headers, {}, "refuted"),
        (elb.balancer_drops_invalid_headers, attribute(DROP, "true"), "proved"),
        (elb.balancer_drops_invalid_headers, attribute(DROP, SET), "undecided"),
        (elb.balancer_drops_invalid_headers, {"Type": SET}, "undecided"),
        (elb.balancer_mitigates_desync, {}, "proved"),
        (elb.balancer_mitigates_desync, attribute(DESYNC, "monitor"), "refuted"),
        (elb.balancer_mitigates_desync, attribute(DESYNC, SET), "undecided"),
        (elb.balancer_in_several_zones, {"Subnets": [ref("A"), ref("B")]}, "proved"),
        (elb.balancer_in_several_zones, {"SubnetMappings": [{}, {}]}, "proved"),
        (elb.balancer_in_several_zones, {"Subnets": ["a"]}, "refuted"),
        (elb.balancer_in_several_zones, {"Subnets": SET}, "undecided"),
        (elb.balancer_behind_web_acl, {}, "refuted"),
        (elb.balancer_behind_web_acl, guarded("arn:acl"), "proved"),
        (elb.balancer_behind_web_acl, guarded("arn:acl", target=UNKNOWN), "undecided"),
        (elb.balancer_behind_web_acl, guarded("arn:acl", target="another"), "refuted"),
        (elb.balancer_behind_web_acl, {"Type": "network"}, "not_applicable"),
        (elb.balancer_behind_web_acl, {"Scheme": SET}, "undecided"),
        (elb.targets_encrypted, {"Protocol": "TLS"}, "proved"),
        (elb.targets_encrypted, {"Protocol": "HTTP"}, "refuted"),
        (elb.targets_encrypted, {"Protocol": "TCP"}, "not_applicable"),
        (elb.targets_encrypted, {"Protocol": SET}, "undecided"),
        (elb.targets_health_checked, {}, "proved"),
        (elb.targets_health_checked, {"HealthCheckEnabled": False}, "refuted"),
        (elb.targets_health_checked, {"TargetType": "lambda"}, "refuted"),
        (elb.targets_health_checked, {"HealthCheckEnabled": SET}, "undecided"),
        (elb.balancer_cross_zone, {}, "proved"),
        (elb.balancer_cross_zone, {"Type": "gateway"}, "refuted"),
        (elb.balancer_cross_zone, {"Type": "network", "LoadBalancerAttributes": SET}, "undecided"),
    ],
)
def test_balancers(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
