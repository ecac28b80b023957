"""Amazon DynamoDB: keys, recovery and capacity of a table."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.dynamodb import Table
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import BACKUP, KEYS, RESILIENCE


@control(
    "dynamodb-table-recoverable",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("DynamoDB.2", "CKV_AWS_28", "AVD-AWS-0024", "dynamodb_tables_pitr_enabled"),
)
def table_is_recoverable(table: Table) -> Verdict:
    """The table can be restored to any second of the last weeks.

    DynamoDB survives the loss of a zone by itself, but not a program that writes nonsense.

    Fix: set PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}}

    Refuted by::

        {TableName: orders}

    Source: CloudFormation template reference, "AWS::DynamoDB::Table" (not re-read).
    """
    recovery = table.at("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
    return proved_if(recovery.is_true, recovery, otherwise="point-in-time recovery is off")


@control(
    "dynamodb-table-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_119",
        "AVD-AWS-0025",
        "dynamodb_tables_kms_cmk_encryption_enabled",
    ),
)
def table_uses_customer_key(table: Table) -> Verdict:
    """The table is encrypted with a key that the customer manages.

    The table is encrypted anyway; with your key you decide who may read it, and see when.

    Fix: set SSESpecification to SSEEnabled: true, SSEType: KMS and a KMSMasterKeyId.

    Undecided when the key is named by id only.

    Proved by::

        {SSESpecification: {SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: alias/orders}}

    Refuted by::

        {SSESpecification: {SSEEnabled: true}}

    Source: DynamoDB API Reference, "SSESpecification", read 2026-11-23.
    """
    return proved_if(
        table.key_is_customers, table.at("SSESpecification"), otherwise="the key is AWS's"
    )


@control(
    "dynamodb-table-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("DynamoDB.6", "dynamodb_table_deletion_protection_enabled"),
)
def table_is_protected(table: Table) -> Verdict:
    """Nobody can delete the table without first taking off a guard.

    A plan that replaces the table, for a changed key say, would delete its items.

    Fix: set DeletionProtectionEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {DeletionProtectionEnabled: true}

    Refuted by::

        {DeletionProtectionEnabled: false}

    Source: DynamoDB API Reference, "CreateTable", read 2026-11-23.
    """
    guard = table.at("DeletionProtectionEnabled")
    return proved_if(guard.is_true, guard, otherwise="deletion protection is off")


@control(
    "dynamodb-table-scales",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "DynamoDB.1",
        "CKV2_AWS_16",
        "dynamodb_table_autoscaling_enabled",
    ),
)
def table_scales(table: Table) -> Verdict:
    """The table's capacity follows the load.

    Fixed capacity turns requests away on the busiest day.

    Fix: set BillingMode to PAY_PER_REQUEST, or register the table with Application Auto Scaling.

    Undecided when scaling targets are in the input that may be this table's.

    Proved by::

        {BillingMode: PAY_PER_REQUEST}

    Refuted by::

        {BillingMode: PROVISIONED, ProvisionedThroughput: {ReadCapacityUnits: 5}}

    Undecided by::

        Resources:
          Example: {Type: "AWS::DynamoDB::Table", Properties: {TableName: orders}}
          Reads:
            Type: AWS::ApplicationAutoScaling::ScalableTarget
            Properties: {ResourceId: table/orders}

    Source: DynamoDB API Reference, "CreateTable", read 2026-11-23.
    """
    mode = table.at("BillingMode")
    if table.is_on_demand:
        return proved(mode)
    for target in table.scaling_targets:
        bool(target.at("ResourceId").doubt("this scaling target may be the table's"))
    return refuted(mode, "provisioned, and nothing changes the capacity")
