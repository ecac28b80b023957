"""Amazon Athena: where the results of queries go."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.athena import WorkGroup
from partywall.kernel.verdict import Verdict, proved_if, undecided
from partywall.line.layer import DATA, ENCRYPTION_AT_REST, MONITORING


@control(
    "athena-results-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_159",
        "AVD-AWS-0006",
        "athena_workgroup_encryption",
    ),
)
def results_are_encrypted(group: WorkGroup) -> Verdict:
    """Results of queries are encrypted as the workgroup says.

    A result is a copy of the data, often of its best part.

    Fix: set ResultConfiguration.EncryptionConfiguration.

    Undecided when the setting is not known.

    Proved by::

        WorkGroupConfiguration:
          ResultConfiguration: {EncryptionConfiguration: {EncryptionOption: SSE_KMS, KmsKey: k}}

    Refuted by::

        {Name: analysts}

    Source: Athena User Guide, "Encrypting Athena query results" (not re-read).
    """
    configuration = group.at("WorkGroupConfiguration", "ResultConfiguration")
    return proved_if(group.encrypts_results, configuration, "no encryption is asked for")


@control(
    "athena-workgroup-enforced",
    layer=DATA,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_82",
        "AVD-AWS-0007",
        "athena_workgroup_enforce_configuration",
    ),
)
def workgroup_is_enforced(group: WorkGroup) -> Verdict:
    """Clients cannot send results elsewhere than the workgroup says.

    Else each client chooses the bucket, and whether it is encrypted.

    Fix: leave EnforceWorkGroupConfiguration out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {Name: analysts}

    Refuted by::

        {WorkGroupConfiguration: {EnforceWorkGroupConfiguration: false}}

    Source: Athena API Reference, "WorkGroupConfiguration" (not re-read).
    """
    enforced = group.at("WorkGroupConfiguration", "EnforceWorkGroupConfiguration")
    return proved_if(enforced.either(True).is_true, enforced, "clients may choose otherwise")


@control(
    "athena-workgroup-measured",
    layer=MONITORING,
    weight=LOW,
    also_known_as=("Athena.4", "athena_workgroup_logging_enabled"),
)
def workgroup_is_measured(group: WorkGroup) -> Verdict:
    """CloudWatch counts what the workgroup's queries do.

    A query that reads everything, at night, shows there first.

    Fix: set PublishCloudWatchMetricsEnabled to true.

    Undecided when the value is not known, or left out: console, API and Terraform differ.

    Proved by::

        WorkGroupConfiguration: {PublishCloudWatchMetricsEnabled: true}

    Refuted by::

        WorkGroupConfiguration: {PublishCloudWatchMetricsEnabled: false}

    Source: Athena API Reference, "WorkGroupConfiguration" (not re-read).
    """
    counted = group.at("WorkGroupConfiguration", "PublishCloudWatchMetricsEnabled")
    if counted.value is None:
        return undecided(counted.doubt("left out: the default is not documented"))
    return proved_if(counted.is_true, counted, "nothing is counted")
