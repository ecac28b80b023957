"""RDS and Aurora, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import rds
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
A_SECRET = Unknown("known after apply", prefix="{{resolve:secretsmanager:")


@pytest.mark.parametrize(
    ("control", "properties", "outcome"),
    [
        (rds.instance_is_encrypted, {"Engine": "mysql"}, "refuted"),
        (rds.instance_is_encrypted, {"Engine": "mysql", "StorageEncrypted": "true"}, "proved"),
        (rds.instance_is_encrypted, {"Engine": "mysql", "StorageEncrypted": UNKNOWN}, "undecided"),
        (rds.instance_is_encrypted, {"DBSnapshotIdentifier": "s"}, "undecided"),
        (
            rds.instance_is_encrypted,
            {"DBSnapshotIdentifier": "s", "StorageEncrypted": True},
            "proved",
        ),
        (rds.instance_is_encrypted, {"Engine": UNKNOWN, "StorageEncrypted": True}, "undecided"),
        (rds.instance_is_encrypted, {"DBClusterIdentifier": "c"}, "not_applicable"),
        (rds.instance_uses_customer_key, {"KmsKeyId": "alias/orders"}, "proved"),
        (rds.instance_uses_customer_key, {"KmsKeyId": "1234abcd"}, "undecided"),
        (rds.instance_uses_customer_key, {"Engine": "mysql"}, "refuted"),
        (rds.instance_uses_customer_key, {"SourceDBInstanceIdentifier": "o"}, "undecided"),
        (rds.instance_is_not_public, {"PubliclyAccessible": True}, "refuted"),
        (rds.instance_is_not_public, {"PubliclyAccessible": "false"}, "proved"),
        (rds.instance_is_not_public, {}, "undecided"),
        (rds.instance_is_not_public, {"PubliclyAccessible": UNKNOWN}, "undecided"),
        (rds.instance_spans_zones, {"Engine": "mysql", "MultiAZ": True}, "proved"),
        (rds.instance_spans_zones, {"Engine": "mysql"}, "refuted"),
        (rds.instance_spans_zones, {"Engine": "sqlserver-se", "OptionGroupName": "m"}, "undecided"),
        (rds.instance_spans_zones, {"Engine": "sqlserver-se"}, "refuted"),
        (rds.instance_spans_zones, {"SourceDBInstanceIdentifier": "o"}, "not_applicable"),
        (rds.instance_is_protected, {"Engine": "mysql"}, "refuted"),
        (rds.instance_is_protected, {"Engine": "mysql", "DeletionProtection": True}, "proved"),
        (rds.instance_is_protected, {"Engine": "aurora"}, "not_applicable"),
        (rds.instance_is_protected, {"DeletionProtection": UNKNOWN}, "undecided"),
        (rds.instance_is_backed_up, {"Engine": "mysql"}, "proved"),  # one day by default
        (rds.instance_is_backed_up, {"BackupRetentionPeriod": "0"}, "refuted"),
        (rds.instance_is_backed_up, {"BackupRetentionPeriod": UNKNOWN}, "undecided"),
        (rds.instance_is_backed_up, {"SourceDBInstanceIdentifier": "o"}, "not_applicable"),
        (rds.instance_keeps_a_week, {"BackupRetentionPeriod": 7}, "proved"),
        (rds.instance_keeps_a_week, {"BackupRetentionPeriod": 6}, "refuted"),
        (rds.instance_keeps_a_week, {}, "refuted"),
        (
            rds.instance_keeps_a_week,
            {"BackupRetentionPeriod": Unknown("a parameter", among=(7, 14))},
            "proved",  # whichever is chosen
        ),
        (rds.instance_takes_minor_upgrades, {}, "proved"),
        (rds.instance_takes_minor_upgrades, {"AutoMinorVersionUpgrade": False}, "refuted"),
        (rds.instance_takes_minor_upgrades, {"AutoMinorVersionUpgrade": UNKNOWN}, "undecided"),
        (rds.instance_takes_minor_upgrades, {"Engine": "custom-oracle-ee"}, "not_applicable"),
        (
            rds.instance_engine_is_supported,
            {"Engine": "postgres", "EngineVersion": 17},
            "proved",
        ),
        (
            rds.instance_engine_is_supported,
            {"Engine": "postgres", "EngineVersion": "9.6.1"},
            "refuted",
        ),
        (
            rds.instance_engine_is_supported,
            {"Engine": "mysql", "EngineVersion": "8.0.39"},
            "refuted",
        ),
        (
            rds.instance_engine_is_supported,
            {"Engine": "mysql", "EngineVersion": "latest"},
            "undecided",
        ),
        (rds.instance_engine_is_supported, {"Engine": "mysql"}, "undecided"),
        (rds.instance_copies_tags, {"CopyTagsToSnapshot": True}, "proved"),
        (rds.instance_copies_tags, {}, "refuted"),
        (rds.instance_copies_tags, {"CopyTagsToSnapshot": UNKNOWN}, "undecided"),
        (rds.instance_port_is_changed, {"Port": "5432"}, "refuted"),
        (rds.instance_port_is_changed, {"Port": 15432}, "proved"),
        (rds.instance_port_is_changed, {}, "refuted"),
        (rds.instance_port_is_changed, {"Port": UNKNOWN}, "undecided"),
        (rds.instance_port_is_changed, {"DBSnapshotIdentifier": "s"}, "undecided"),
        (rds.instance_ca_is_current, {}, "undecided"),
        (rds.instance_ca_is_current, {"CACertificateIdentifier": "rds-ca-2019"}, "refuted"),
        (rds.instance_ca_is_current, {"CACertificateIdentifier": "rds-ca-ecc384-g1"}, "proved"),
        (rds.instance_ca_is_current, {"CACertificateIdentifier": "rds-ca-2099"}, "undecided"),
        (rds.instance_password_is_kept_out, {"ManageMasterUserPassword": True}, "proved"),
        (rds.instance_password_is_kept_out, {"MasterUserPassword": "hunter2hunter2"}, "refuted"),
        (rds.instance_password_is_kept_out, {"MasterUserPassword": UNKNOWN}, "undecided"),
        (rds.instance_password_is_kept_out, {"MasterUserPassword": A_SECRET}, "proved"),
        (
            rds.instance_password_is_kept_out,
            {"MasterUserPassword": "{{resolve:ssm:plain}}"},
            "refuted",  # a plain parameter is no vault
        ),
        (rds.instance_admin_is_renamed, {"MasterUsername": "admin"}, "refuted"),
        (rds.instance_admin_is_renamed, {"MasterUsername": "kim"}, "proved"),
        (rds.instance_admin_is_renamed, {"MasterUsername": UNKNOWN}, "undecided"),
        (rds.instance_admin_is_renamed, {}, "not_applicable"),
        (rds.instance_maps_iam_users, {"Engine": "mysql"}, "refuted"),
        (rds.instance_maps_iam_users, {"Engine": "sqlserver-se"}, "not_applicable"),
        (rds.instance_maps_iam_users, {"Engine": UNKNOWN}, "undecided"),
        (
            rds.instance_maps_iam_users,
            {"Engine": "mariadb", "EnableIAMDatabaseAuthentication": True},
            "proved",
        ),
        (rds.instance_exports_logs, {"Engine": "postgres"}, "refuted"),
        (
            rds.instance_exports_logs,
            {"Engine": "sqlserver-ex", "EnableCloudwatchLogsExports": ["agent", "error"]},
            "proved",
        ),
        (
            rds.instance_exports_logs,
            {"Engine": "mysql", "EnableCloudwatchLogsExports": [UNKNOWN, "error"]},
            "proved",  # the other one does not matter
        ),
        (
            rds.instance_exports_logs,
            {"Engine": "mysql", "EnableCloudwatchLogsExports": [UNKNOWN]},
            "undecided",
        ),
        (rds.instance_exports_logs, {"Engine": "newdb"}, "undecided"),
        (rds.instance_is_monitored, {"MonitoringInterval": 0}, "refuted"),
        (rds.instance_is_monitored, {"MonitoringInterval": "15"}, "proved"),
        (rds.instance_is_monitored, {"DBClusterIdentifier": "c"}, "undecided"),
        (rds.instance_is_monitored, {"Engine": "custom-oracle-ee"}, "not_applicable"),
        (rds.insights_use_customer_key, {"EnablePerformanceInsights": True}, "refuted"),
        (rds.insights_use_customer_key, {}, "not_applicable"),
        (rds.insights_use_customer_key, {"EnablePerformanceInsights": UNKNOWN}, "undecided"),
        (rds.cluster_is_encrypted, {"Engine": "aurora-mysql"}, "undecided"),
        (rds.cluster_is_encrypted, {"Engine": "postgres"}, "refuted"),
        (rds.cluster_is_encrypted, {"Engine": UNKNOWN, "StorageEncrypted": True}, "proved"),
        (rds.cluster_is_encrypted, {"Engine": "mysql", "SnapshotIdentifier": "s"}, "undecided"),
        (rds.cluster_uses_customer_key, {"KmsKeyId": "alias/aws/rds"}, "refuted"),
        (rds.cluster_uses_customer_key, {"KmsKeyId": "alias/mine"}, "proved"),
        (rds.cluster_uses_customer_key, {"SnapshotIdentifier": "s"}, "undecided"),
        (rds.cluster_is_protected, {}, "refuted"),
        (rds.cluster_is_protected, {"DeletionProtection": True}, "proved"),
        (rds.cluster_is_protected, {"DeletionProtection": UNKNOWN}, "undecided"),
        (rds.cluster_keeps_a_week, {}, "refuted"),
        (rds.cluster_keeps_a_week, {"BackupRetentionPeriod": 35}, "proved"),
        (rds.cluster_keeps_a_week, {"BackupRetentionPeriod": UNKNOWN}, "undecided"),
        (rds.cluster_backtracks, {"Engine": "aurora-mysql"}, "refuted"),
        (rds.cluster_backtracks, {"Engine": "aurora-mysql", "BacktrackWindow": 0}, "refuted"),
        (rds.cluster_backtracks, {"Engine": "aurora-mysql", "BacktrackWindow": "3600"}, "proved"),
        (
            rds.cluster_backtracks,
            {"Engine": "aurora-mysql", "BacktrackWindow": UNKNOWN},
            "undecided",
        ),
        (rds.cluster_backtracks, {"Engine": "postgres"}, "not_applicable"),
        (rds.cluster_backtracks, {"Engine": UNKNOWN, "BacktrackWindow": 0}, "undecided"),
        (rds.cluster_copies_tags, {}, "refuted"),
        (rds.cluster_copies_tags, {"CopyTagsToSnapshot": True}, "proved"),
        (rds.cluster_maps_iam_users, {}, "refuted"),
        (rds.cluster_maps_iam_users, {"EnableIAMDatabaseAuthentication": UNKNOWN}, "undecided"),
        (rds.cluster_exports_logs, {"Engine": "aurora-postgresql"}, "refuted"),
        (
            rds.cluster_exports_logs,
            {"Engine": "aurora-postgresql", "EnableCloudwatchLogsExports": ["postgresql"]},
            "proved",
        ),
        (
            rds.cluster_engine_is_supported,
            {"Engine": "aurora-mysql", "EngineVersion": "5.7.mysql_aurora.2.11.2"},
            "refuted",
        ),
        (
            rds.cluster_engine_is_supported,
            {"Engine": "aurora-mysql", "EngineVersion": "8.0"},
            "undecided",
        ),
        (
            rds.cluster_engine_is_supported,
            {"Engine": "aurora-postgresql", "EngineVersion": "16.4"},
            "proved",
        ),
        (rds.cluster_admin_is_renamed, {"MasterUsername": "root"}, "refuted"),
        (rds.cluster_password_is_kept_out, {"MasterUserPassword": UNKNOWN}, "undecided"),
        (rds.cluster_password_is_kept_out, {}, "proved"),
        (rds.parameters_require_tls, {"Family": "postgres16"}, "proved"),  # by default
        (rds.parameters_require_tls, {"Family": "postgres14"}, "refuted"),
        (
            rds.parameters_require_tls,
            {"Family": "postgres16", "Parameters": {"rds.force_ssl": 0}},
            "refuted",
        ),
        (rds.parameters_require_tls, {"Family": "aurora-postgresql17"}, "undecided"),
        (rds.parameters_require_tls, {"Family": "postgres16", "Parameters": UNKNOWN}, "undecided"),
        (
            rds.parameters_require_tls,
            {"Family": "aurora-mysql8.0", "Parameters": {"require_secure_transport": "ON"}},
            "proved",
        ),
        (rds.parameters_require_tls, {"Family": "oracle-se2-19"}, "not_applicable"),
        (rds.parameters_require_tls, {"Family": UNKNOWN}, "undecided"),
        (rds.snapshot_is_not_public, {}, "proved"),
        (rds.snapshot_is_not_public, {"SharedAccounts": ["111122223333", "all"]}, "refuted"),
        (rds.snapshot_is_not_public, {"SharedAccounts": [UNKNOWN]}, "undecided"),
        (rds.snapshot_is_encrypted, {}, "undecided"),
        (rds.snapshot_is_encrypted, {"Encrypted": "false"}, "refuted"),
        (rds.proxy_requires_tls, {"RequireTLS": False}, "refuted"),
        (rds.proxy_requires_tls, {"RequireTLS": UNKNOWN}, "undecided"),
        (rds.proxy_requires_tls, {"RequireTLS": "true"}, "proved"),
    ],
)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)


def cluster_of(engine: object, *members: dict[str, Any]) -> dict[str, Any]:
    cluster = {"Engine": engine, "DBClusterIdentifier": "orders"}
    instances = {
        f"Member{number}": {
            "Type": "AWS::RDS::DBInstance",
            "Properties": {"DBClusterIdentifier": "orders", **member},
        }
        for number, member in enumerate(members)
    }
    return {
        "Resources": {"Example": {"Type": "AWS::RDS::DBCluster", "Properties": cluster}} | instances
    }


@pytest.mark.parametrize(
    ("engine", "members", "outcome"),
    [
        ("aurora-mysql", [{}, {}], "proved"),
        ("aurora-mysql", [{}], "refuted"),
        ("aurora-mysql", [], "undecided"),  # they may be described elsewhere
        ("aurora-mysql", [{"AvailabilityZone": "a"}, {"AvailabilityZone": "a"}], "refuted"),
        ("aurora-mysql", [{"AvailabilityZone": "a"}, {"AvailabilityZone": "b"}], "proved"),
        ("aurora-mysql", [{"AvailabilityZone": "a"}, {"AvailabilityZone": UNKNOWN}], "undecided"),
        ("aurora-mysql", [{}, {"DBClusterIdentifier": UNKNOWN}], "undecided"),
        ("postgres", [], "proved"),  # a Multi-AZ cluster always has three
        (UNKNOWN, [{}, {}], "undecided"),
    ],
)
def test_cluster_spans_zones(engine: object, members: list[dict[str, Any]], outcome: str) -> None:
    assert_outcome(rds.cluster_spans_zones, cluster_of(engine, *members), outcome)


@pytest.mark.parametrize(("type_name", "outcome"), [("Secret", "proved"), ("Other", "undecided")])
def test_a_reference_to_a_secret_is_no_password(type_name: str, outcome: str) -> None:
    template = {
        "Pw": {"Type": f"AWS::SecretsManager::{type_name}"},
        "Example": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": ref("Pw")}},
    }
    assert_outcome(rds.cluster_password_is_kept_out, {"Resources": template}, outcome)


def test_a_password_is_never_shown() -> None:
    control = rds.instance_password_is_kept_out
    verdict = control.judge(control.view(MasterUserPassword="hunter2hunter2"))
    assert verdict.outcome == "refuted"
    assert "hunter2" not in repr(verdict)
