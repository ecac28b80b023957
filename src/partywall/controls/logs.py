"""Amazon CloudWatch Logs: how long logs are kept, and under whose key."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.logs import LogGroup
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import KEYS, LOGGING


@control(
    "logs-group-kept-year",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "CloudWatch.16",
        "CKV_AWS_338",
        "cloudwatch_log_group_retention_policy_specific_days_enabled",
    ),
)
def group_is_kept_a_year(group: LogGroup) -> Verdict:
    """Logs are kept for a year or more.

    Intrusions are found months later; what was deleted by then cannot be asked.

    Fix: set RetentionInDays to 365 or more, or leave it out to keep logs for ever.

    Undecided when the retention is not known.

    Proved by::

        {RetentionInDays: 365}

    Proved by::

        {LogGroupName: orders}

    Refuted by::

        {RetentionInDays: 30}

    Not applicable by::

        {LogGroupClass: DELIVERY}

    Source: CloudWatch Logs API Reference, "PutRetentionPolicy", read 2026-11-23.
    """
    kind = group.at("LogGroupClass")
    if kind.equals("DELIVERY"):
        return not_applicable(kind, "logs only pass through, to where they are kept")
    days = group.at("RetentionInDays")
    kept = no(days.is_set) | days.at_least(365)
    return proved_if(kept, days, "logs are deleted within the year")


@control(
    "logs-group-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_158",
        "AVD-AWS-0017",
        "cloudwatch_log_group_kms_encryption_enabled",
    ),
)
def group_uses_key(group: LogGroup) -> Verdict:
    """Logs are encrypted with a KMS key of the customer.

    Logs repeat what users typed; the key policy is a second lock on them.

    Fix: set KmsKeyId to a key whose policy lets CloudWatch Logs use it.

    Undecided when it is not known whether a key is set.

    Proved by::

        {KmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/k"}

    Refuted by::

        {LogGroupName: orders}

    Source: CloudWatch Logs API Reference, "CreateLogGroup", read 2026-11-23.
    """
    key = group.at("KmsKeyId")
    return proved_if(key.is_filled, key, "no key of the customer's own")
