"""Amazon DocumentDB: encryption, backup and logs of a cluster."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.docdb import DBCluster, ParameterGroup
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import (
    BACKUP,
    CREDENTIALS,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    KEYS,
    LOGGING,
    RESILIENCE,
)


@control(
    "docdb-cluster-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "DocumentDB.1",
        "CKV_AWS_74",
        "AVD-AWS-0021",
        "documentdb_cluster_storage_encrypted",
    ),
)
def cluster_is_encrypted(cluster: DBCluster) -> Verdict:
    """The cluster's storage, backups and snapshots are encrypted.

    It can only be chosen when the cluster is made.

    Fix: set StorageEncrypted to true.

    Undecided when the cluster is restored from another, or the value is not known.

    Proved by::

        {StorageEncrypted: true}

    Refuted by::

        {MasterUsername: owner}

    Undecided by::

        {SnapshotIdentifier: rds:orders-1}

    Source: DocumentDB Developer Guide, "Encrypting data at rest" (not re-read).
    """
    return proved_if(
        cluster.is_encrypted, cluster.at("StorageEncrypted"), otherwise="not encrypted"
    )


@control(
    "docdb-cluster-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_182", "AVD-AWS-0022"),
)
def cluster_uses_customer_key(cluster: DBCluster) -> Verdict:
    """The cluster is encrypted with a key that the customer manages.

    The key policy then says who may restore or share its snapshots.

    Fix: set KmsKeyId when the cluster is made.

    Undecided when the key is named by id only.

    Proved by::

        {StorageEncrypted: true, KmsKeyId: alias/catalogue}

    Refuted by::

        {StorageEncrypted: true}

    Source: DocumentDB Developer Guide, "Encrypting data at rest" (not re-read).
    """
    key = cluster.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "docdb-cluster-backup-week",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("DocumentDB.2", "CKV_AWS_360", "documentdb_cluster_backup_enabled"),
)
def cluster_keeps_a_week(cluster: DBCluster) -> Verdict:
    """Automated backups reach back seven days or more.

    The default is one day; damage is often noticed later.

    Fix: set BackupRetentionPeriod to 7 or more (35 at most).

    Undecided when the value is not known.

    Proved by::

        {BackupRetentionPeriod: 7}

    Refuted by::

        {MasterUsername: owner}

    Source: DocumentDB API Reference, "CreateDBCluster", read 2026-11-23.
    """
    days = cluster.at("BackupRetentionPeriod")
    return proved_if(
        days.either(1).at_least(7), days, otherwise="backups are kept less than 7 days"
    )


@control(
    "docdb-cluster-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("DocumentDB.5", "documentdb_cluster_deletion_protection"),
)
def cluster_is_protected(cluster: DBCluster) -> Verdict:
    """Nobody can delete the cluster without first taking off a guard.

    One wrong click, plan or script ends the cluster and its automated backups with it.

    Fix: set DeletionProtection to true.

    Undecided when the value is not known.

    Proved by::

        {DeletionProtection: true}

    Refuted by::

        {DeletionProtection: false}

    Source: DocumentDB API Reference, "CreateDBCluster", read 2026-11-23.
    """
    guard = cluster.at("DeletionProtection")
    return proved_if(guard.is_true, guard, otherwise="deletion protection is off")


@control(
    "docdb-cluster-audited",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "DocumentDB.4",
        "CKV_AWS_85",
        "AVD-AWS-0020",
        "documentdb_cluster_cloudwatch_log_export",
    ),
)
def cluster_is_audited(cluster: DBCluster) -> Verdict:
    """The audit log of the cluster goes to CloudWatch Logs.

    Sign-ins and changes of collections can then be read after the fact.

    Fix: list audit in EnableCloudwatchLogsExports, and switch on the parameter audit_logs.

    Undecided when the list is not known.

    Proved by::

        {EnableCloudwatchLogsExports: [audit, profiler]}

    Refuted by::

        {EnableCloudwatchLogsExports: [profiler]}

    Source: DocumentDB Developer Guide, "Auditing Amazon DocumentDB events" (not re-read).
    """
    exports = cluster.at("EnableCloudwatchLogsExports")
    return proved_if(exports.contains("audit"), exports, otherwise="no audit log")


@control("docdb-cluster-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def cluster_password_is_kept_out(cluster: DBCluster) -> Verdict:
    """The master password is not written where the cluster is described.

    Whoever can read the repository, the plan or the stack's history would have the database.

    Fix: set ManageMasterUserPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {ManageMasterUserPassword: true}

    Refuted by::

        {MasterUserPassword: correct-horse-battery}

    Source: DocumentDB API Reference, "CreateDBCluster", read 2026-11-23.
    """
    password = cluster.at("MasterUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )


@control(
    "docdb-parameters-require-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=("DocumentDB.6", "CKV_AWS_90"),
)
def parameters_require_tls(group: ParameterGroup) -> Verdict:
    """Clusters of this parameter group refuse connections without TLS.

    It is so unless somebody switches it off, often to make an old driver work.

    Fix: leave the parameter tls out, or set it to enabled, tls1.2+ or tls1.3+.

    Undecided when the parameter is not known.

    Proved by::

        {Family: docdb5.0, Parameters: {tls: enabled}}

    Refuted by::

        {Family: docdb5.0, Parameters: {tls: disabled}}

    Source: DocumentDB Developer Guide, "Encrypting data in transit" (not re-read).
    """
    tls = group.at("Parameters", "tls")
    return proved_if(no(tls.equals("disabled")), tls, otherwise="TLS is switched off")
