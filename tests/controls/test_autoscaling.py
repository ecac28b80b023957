"""Auto Scaling groups and launch configurations, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import autoscaling
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def disk(**ebs: object) -> dict[str, Any]:
    return {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": ebs}]}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (autoscaling.group_in_several_zones, {"VPCZoneIdentifier": [SET, SET]}, "proved"),
        (autoscaling.group_in_several_zones, {"AvailabilityZones": ["a", "b"]}, "proved"),
        (autoscaling.group_in_several_zones, {"VPCZoneIdentifier": ["a"]}, "refuted"),
        (autoscaling.group_in_several_zones, {"VPCZoneIdentifier": UNKNOWN}, "undecided"),
        (autoscaling.group_uses_balancer_health, {"TargetGroupARNs": ["t"]}, "refuted"),
        (
            autoscaling.group_uses_balancer_health,
            {"LoadBalancerNames": ["b"], "HealthCheckType": "ELB"},
            "proved",
        ),
        (autoscaling.group_uses_balancer_health, {"TargetGroupARNs": []}, "not_applicable"),
        (autoscaling.group_uses_balancer_health, {"TargetGroupARNs": UNKNOWN}, "undecided"),
        (
            autoscaling.group_uses_balancer_health,
            {"TargetGroupARNs": ["t"], "HealthCheckType": SET},
            "undecided",
        ),
        (autoscaling.group_uses_launch_template, {"LaunchTemplate": SET}, "proved"),
        (autoscaling.group_uses_launch_template, {"MixedInstancesPolicy": {}}, "proved"),
        (autoscaling.group_uses_launch_template, {"LaunchConfigurationName": "c"}, "refuted"),
        (autoscaling.group_uses_launch_template, {"LaunchTemplate": UNKNOWN}, "undecided"),
        (autoscaling.group_renews_machines, {"MaxInstanceLifetime": "86400"}, "proved"),
        (autoscaling.group_renews_machines, {"MaxInstanceLifetime": 0}, "refuted"),
        (autoscaling.group_renews_machines, {}, "refuted"),
        (autoscaling.group_renews_machines, {"MaxInstanceLifetime": SET}, "undecided"),
        (
            autoscaling.configuration_metadata_needs_token,
            {"MetadataOptions": {"HttpEndpoint": "disabled"}},
            "proved",
        ),
        (autoscaling.configuration_metadata_needs_token, {}, "undecided"),
        (
            autoscaling.configuration_metadata_needs_token,
            {"MetadataOptions": {"HttpTokens": "optional"}},
            "refuted",
        ),
        (autoscaling.configuration_gives_no_public_address, {}, "undecided"),
        (
            autoscaling.configuration_gives_no_public_address,
            {"AssociatePublicIpAddress": "true"},
            "refuted",
        ),
        (
            autoscaling.configuration_gives_no_public_address,
            {"AssociatePublicIpAddress": False},
            "proved",
        ),
        (autoscaling.configuration_disks_encrypted, disk(Encrypted=True), "proved"),
        (autoscaling.configuration_disks_encrypted, disk(), "undecided"),
        (autoscaling.configuration_disks_encrypted, disk(Encrypted=False), "refuted"),
        (autoscaling.configuration_disks_encrypted, {}, "undecided"),
        (autoscaling.configuration_user_data_without_credentials, {}, "proved"),
        (autoscaling.configuration_user_data_without_credentials, {"UserData": SET}, "undecided"),
        (
            autoscaling.configuration_user_data_without_credentials,
            {"UserData": "API_KEY=0123456789abcdef"},
            "refuted",
        ),
    ],
)
def test_auto_scaling(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
