"""Amazon GuardDuty: somebody watches."""

from __future__ import annotations

from partywall.controls.control import HIGH, MEDIUM, control
from partywall.estate.views.guardduty import Detector
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import MONITORING


@control(
    "guardduty-detector-on",
    layer=MONITORING,
    weight=HIGH,
    also_known_as=(
        "GuardDuty.1",
        "CKV_AWS_238",
        "guardduty_is_enabled",
    ),
)
def detector_is_on(detector: Detector) -> Verdict:
    """The detector is switched on.

    It reads flow logs, DNS and CloudTrail for signs of intruders, without agents.

    Fix: set Enable to true.

    Undecided when the value is not known.

    Proved by::

        {Enable: true}

    Refuted by::

        {Enable: false}

    Source: GuardDuty API Reference, "CreateDetector", read 2026-11-23.
    """
    enabled = detector.at("Enable")
    return proved_if(enabled.is_true, enabled, "the detector is suspended")


@control(
    "guardduty-plans-on",
    layer=MONITORING,
    weight=MEDIUM,
    also_known_as=(
        "GuardDuty.5",
        "GuardDuty.6",
        "GuardDuty.7",
        "GuardDuty.8",
        "GuardDuty.9",
        "GuardDuty.10",
        "GuardDuty.11",
        "guardduty_ec2_malware_protection_enabled",
        "guardduty_eks_audit_log_enabled",
        "guardduty_eks_runtime_monitoring_enabled",
        "guardduty_lambda_protection_enabled",
        "guardduty_rds_protection_enabled",
        "guardduty_runtime_monitoring_enabled",
        "guardduty_s3_protection_enabled",
    ),
)
def plans_are_on(detector: Detector) -> Verdict:
    """No protection plan is switched off.

    Each plan reads a source that the others do not see: S3, EKS, RDS, Lambda, disks.

    Fix: remove the features with Status DISABLED.

    Undecided when a feature is not known.

    Proved by::

        {Enable: true, Features: [{Name: S3_DATA_EVENTS, Status: ENABLED}]}

    Refuted by::

        {Enable: true, Features: [{Name: S3_DATA_EVENTS, Status: DISABLED}]}

    Refuted by::

        {Enable: true, DataSources: {S3Logs: {Enable: false}}}

    Source: GuardDuty User Guide, "GuardDuty protection plans" (not re-read).
    """
    plan, off = detector.switched_off
    if off:
        return refuted(plan, "this plan is switched off")
    return proved(detector.at("Features"), detector.at("DataSources"))
