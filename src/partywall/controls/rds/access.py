"""RDS instances and clusters: who gets in, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.rds import (
    DEFAULT_ADMINS,
    DBCluster,
    DBInstance,
    DBProxy,
    ParameterGroup,
)
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import (
    CREDENTIALS,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    LOGGING,
    MONITORING,
)

IN_CLUSTER = "an instance of a cluster: the cluster decides"


def _password(db: DBInstance | DBCluster) -> Verdict:
    managed, password = db.at("ManageMasterUserPassword"), db.at("MasterUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the master password can be read in the input",
        also=[managed],
    )


@control("rds-instance-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def instance_password_is_kept_out(db: DBInstance) -> Verdict:
    """The master password is not written where the database is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: set ManageMasterUserPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {Engine: mysql, ManageMasterUserPassword: true}

    Proved by::

        {Engine: mysql, MasterUserPassword: "{{resolve:secretsmanager:orders:SecretString:pw}}"}

    Refuted by::

        {Engine: mysql, MasterUserPassword: correct-horse-battery}

    Undecided by::

        {Engine: mysql, MasterUserPassword: !Unknown a parameter}

    Source: RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager"
    (not re-read).
    """
    return _password(db)


@control("rds-cluster-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def cluster_password_is_kept_out(db: DBCluster) -> Verdict:
    """The cluster's master password is not written where the cluster is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: set ManageMasterUserPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {Engine: aurora-mysql, ManageMasterUserPassword: true}

    Refuted by::

        {Engine: aurora-mysql, MasterUserPassword: correct-horse-battery}

    Source: RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager"
    (not re-read).
    """
    return _password(db)


def _admin_name(db: DBInstance | DBCluster) -> Verdict:
    name = db.at("MasterUsername")
    if name.value is None:
        return not_applicable(name, "no master user is named here")
    return proved_if(
        no(name.equals(*DEFAULT_ADMINS)), name, otherwise="a name that everybody tries first"
    )


@control(
    "rds-instance-admin-renamed",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("RDS.25", "rds_instance_default_admin"),
)
def instance_admin_is_renamed(db: DBInstance) -> Verdict:
    """The master user has a name of its own.

    Half of what a guesser needs is known when the user is called admin or postgres.

    Fix: choose another MasterUsername when the instance is created.

    Undecided when the name is not known.

    Proved by::

        {Engine: mysql, MasterUsername: orders_owner}

    Refuted by::

        {Engine: mysql, MasterUsername: admin}

    Source: Security Hub User Guide, "RDS.25" (not re-read).
    """
    return _admin_name(db)


@control(
    "rds-cluster-admin-renamed",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("RDS.24", "rds_cluster_default_admin"),
)
def cluster_admin_is_renamed(db: DBCluster) -> Verdict:
    """The cluster's master user has a name of its own.

    Half of what a guesser needs is known when the user is called admin or postgres.

    Fix: choose another MasterUsername when the cluster is created.

    Undecided when the name is not known.

    Proved by::

        {Engine: aurora-mysql, MasterUsername: orders_owner}

    Refuted by::

        {Engine: aurora-mysql, MasterUsername: admin}

    Source: Security Hub User Guide, "RDS.24" (not re-read).
    """
    return _admin_name(db)


@control(
    "rds-instance-iam-authentication",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "RDS.10",
        "CKV_AWS_161",
        "AVD-AWS-0176",
        "rds_instance_iam_authentication_enabled",
    ),
)
def instance_maps_iam_users(db: DBInstance) -> Verdict:
    """People and programs can sign in with IAM's short-lived tokens in place of a password.

    A token lasts fifteen minutes and belongs to somebody; a password is shared and stays.

    Fix: set EnableIAMDatabaseAuthentication to true and grant rds-db:connect.

    Undecided when the engine or the value is not known.

    Proved by::

        {Engine: postgres, EnableIAMDatabaseAuthentication: true}

    Refuted by::

        {Engine: postgres}

    Not applicable by::

        {Engine: oracle-se2}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    mapped = db.at("EnableIAMDatabaseAuthentication")
    if no(db.engine.equals("mysql", "mariadb", "postgres")) & no(mapped.is_true):
        return not_applicable(db.engine, "this engine has no IAM authentication")
    return proved_if(mapped.is_true, mapped, otherwise="passwords only")


@control(
    "rds-cluster-iam-authentication",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=("RDS.12", "CKV_AWS_162", "rds_cluster_iam_authentication_enabled"),
)
def cluster_maps_iam_users(db: DBCluster) -> Verdict:
    """People and programs can sign in to the cluster with IAM's short-lived tokens.

    A token lasts fifteen minutes and belongs to somebody; a password is shared and stays.

    Fix: set EnableIAMDatabaseAuthentication to true and grant rds-db:connect.

    Undecided when the value is not known.

    Proved by::

        {Engine: aurora-postgresql, EnableIAMDatabaseAuthentication: true}

    Refuted by::

        {Engine: aurora-postgresql}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    mapped = db.at("EnableIAMDatabaseAuthentication")
    return proved_if(mapped.is_true, mapped, otherwise="passwords only")


@control(
    "rds-parameters-require-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "RDS.38",
        "RDS.39",
        "RDS.41",
        "RDS.44",
        "CKV2_AWS_69",
        "rds_instance_transport_encrypted",
    ),
)
def parameters_require_tls(group: ParameterGroup) -> Verdict:
    """The engine refuses connections that are not encrypted.

    A client that does not ask for TLS would send its password and rows in clear.

    Fix: set rds.force_ssl to 1 (PostgreSQL, SQL Server) or require_secure_transport to ON
    (MySQL, MariaDB, Aurora MySQL).

    Undecided when the family or the parameter is not known.

    Proved by::

        {Family: postgres14, Parameters: {rds.force_ssl: "1"}}

    Refuted by::

        {Family: mysql8.4, Parameters: {max_connections: "200"}}

    Undecided by::

        {Family: postgres14, Parameters: {rds.force_ssl: !Unknown known after apply}}

    Not applicable by::

        {Family: oracle-ee-19}

    Source: RDS User Guide, "Using SSL with a PostgreSQL DB instance" (not re-read).
    """
    required = group.requires_tls
    if required is None:
        return not_applicable(group.at("Family"), "no parameter of this engine requires TLS")
    return proved_if(required, group.at("Parameters"), otherwise="plain connections are accepted")


@control(
    "rds-proxy-requires-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("RDS.43",),
)
def proxy_requires_tls(proxy: DBProxy) -> Verdict:
    """The proxy accepts encrypted connections only.

    A client that does not ask for TLS would send its password and rows in clear.

    Fix: set RequireTLS to true.

    Undecided when the value is not known.

    Proved by::

        {RequireTLS: true}

    Refuted by::

        {DBProxyName: orders}

    Source: Amazon RDS API Reference, "CreateDBProxy", read 2026-11-23.
    """
    required = proxy.at("RequireTLS")
    return proved_if(required.is_true, required, otherwise="plain connections are accepted")


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
