"""RDS instances and clusters: what is seen of them, and under whose key."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.controls.rds.membership import IN_CLUSTER
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.rds import DBCluster, DBInstance
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import KEYS, LOGGING, MONITORING


@control(
    "rds-instance-logs-exported",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "RDS.9",
        "RDS.36",
        "RDS.40",
        "RDS.42",
        "CKV_AWS_129",
        "rds_instance_integration_cloudwatch_logs",
    ),
)
def instance_exports_logs(db: DBInstance) -> Verdict:
    """The engine's own log, or its audit log, goes to CloudWatch Logs.

    On the instance the log is thrown away after days, and whoever owns the database owns it.

    Fix: list the engine's log in EnableCloudwatchLogsExports: postgresql, error, audit, alert.

    Undecided when engine or list is not known.

    Proved by::

        {Engine: postgres, EnableCloudwatchLogsExports: [postgresql, upgrade]}

    Refuted by::

        {Engine: mysql, EnableCloudwatchLogsExports: [slowquery]}

    Source: RDS User Guide, "Publishing database logs to Amazon CloudWatch Logs" (not re-read).
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    exports = db.at("EnableCloudwatchLogsExports")
    return proved_if(db.exports_engine_log, exports, otherwise="the engine's log stays inside")


@control(
    "rds-cluster-logs-exported",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_324", "rds_cluster_integration_cloudwatch_logs"),
)
def cluster_exports_logs(db: DBCluster) -> Verdict:
    """The cluster's own log, or its audit log, goes to CloudWatch Logs.

    On the instances the log is thrown away after days, and whoever owns the database owns it.

    Fix: list the engine's log in EnableCloudwatchLogsExports: postgresql, error or audit.

    Undecided when engine or list is not known.

    Proved by::

        {Engine: aurora-mysql, EnableCloudwatchLogsExports: [audit]}

    Refuted by::

        {Engine: aurora-postgresql}

    Source: Aurora User Guide, "Monitoring Amazon Aurora log files" (not re-read).
    """
    exports = db.at("EnableCloudwatchLogsExports")
    return proved_if(db.exports_engine_log, exports, otherwise="the engine's log stays inside")


@control(
    "rds-instance-enhanced-monitoring",
    layer=MONITORING,
    weight=LOW,
    also_known_as=("RDS.6", "CKV_AWS_118", "rds_instance_enhanced_monitoring_enabled"),
)
def instance_is_monitored(db: DBInstance) -> Verdict:
    """Metrics of the instance's operating system are collected, up to every second.

    They show what CloudWatch's metrics of the hypervisor cannot: which process eats the machine.

    Fix: set MonitoringInterval to 60 or less and give a MonitoringRoleArn.

    Undecided when the value is not known, or a cluster may set it.

    Proved by::

        {Engine: mysql, MonitoringInterval: 60}

    Refuted by::

        {Engine: mysql}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.is_custom:
        return not_applicable(db.engine, "RDS Custom has no Enhanced Monitoring")
    interval = db.at("MonitoringInterval")
    by_cluster = db.in_cluster & interval.doubt("the cluster may set it")
    return proved_if(
        interval.at_least(1) | by_cluster, interval, otherwise="Enhanced Monitoring is off"
    )


@control(
    "rds-instance-insights-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_354", "AVD-AWS-0078"),
)
def insights_use_customer_key(db: DBInstance) -> Verdict:
    """Performance Insights, which holds the text of queries, is under the customer's key.

    Queries may carry names and numbers of people; the key decides who can read them.

    Fix: set PerformanceInsightsKMSKeyId to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        {EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: alias/orders}

    Refuted by::

        {EnablePerformanceInsights: true}

    Not applicable by::

        {Engine: mysql}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    switched_on = db.at("EnablePerformanceInsights")
    if no(switched_on.is_true):
        return not_applicable(switched_on, "Performance Insights is off")
    key = db.at("PerformanceInsightsKMSKeyId")
    return proved_if(is_customer_key(key), key, otherwise="the key is AWS's")
