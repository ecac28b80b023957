"""Amazon Neptune: encryption, sign-in, backup and logs of a cluster."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.neptune import DBCluster
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import (
    BACKUP,
    DATA,
    ENCRYPTION_AT_REST,
    IDENTITY,
    KEYS,
    LOGGING,
    RESILIENCE,
)


@control(
    "neptune-cluster-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "Neptune.1",
        "CKV_AWS_44",
        "AVD-AWS-0076",
        "neptune_cluster_storage_encrypted",
    ),
)
def cluster_is_encrypted(cluster: DBCluster) -> Verdict:
    """The graph's storage, backups and snapshots are encrypted.

    It can only be chosen when the cluster is made.

    Fix: set StorageEncrypted to true.

    Undecided when the cluster is restored from another, or the value is not known.

    Proved by::

        {StorageEncrypted: true}

    Refuted by::

        {StorageEncrypted: false}

    Source: CloudFormation template reference, "AWS::Neptune::DBCluster" (not re-read).
    """
    return proved_if(
        cluster.is_encrypted, cluster.at("StorageEncrypted"), otherwise="not encrypted"
    )


@control(
    "neptune-cluster-iam-authentication",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("Neptune.7", "CKV_AWS_359", "neptune_cluster_iam_authentication_enabled"),
)
def cluster_checks_callers(cluster: DBCluster) -> Verdict:
    """Every request to the graph is signed by an IAM principal.

    Without it Neptune asks nobody who he is: whoever reaches the port reads and writes.

    Fix: set IamAuthEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {IamAuthEnabled: true}

    Refuted by::

        {StorageEncrypted: true}

    Source: Neptune API Reference, "CreateDBCluster", read 2026-11-23.
    """
    checked = cluster.at("IamAuthEnabled")
    return proved_if(checked.is_true, checked, otherwise="requests need no signature")


@control(
    "neptune-cluster-backup-week",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("Neptune.5", "CKV_AWS_361", "neptune_cluster_backup_enabled"),
)
def cluster_keeps_a_week(cluster: DBCluster) -> Verdict:
    """Automated backups reach back seven days or more.

    The default is one day; damage is often noticed later.

    Fix: set BackupRetentionPeriod to 7 or more (35 at most).

    Undecided when the value is not known.

    Proved by::

        {BackupRetentionPeriod: 7}

    Refuted by::

        {BackupRetentionPeriod: 1}

    Source: Neptune API Reference, "CreateDBCluster", read 2026-11-23.
    """
    days = cluster.at("BackupRetentionPeriod")
    return proved_if(
        days.either(1).at_least(7), days, otherwise="backups are kept less than 7 days"
    )


@control(
    "neptune-cluster-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "Neptune.4",
        "CKV2_AWS_58",
        "neptune_cluster_deletion_protection",
    ),
)
def cluster_is_protected(cluster: DBCluster) -> Verdict:
    """Nobody can delete the cluster without first taking off a guard.

    One wrong click, plan or script ends the cluster and its automated backups with it.

    Fix: set DeletionProtection to true.

    Undecided when it is left out: AWS's pages disagree on the default.

    Proved by::

        {DeletionProtection: true}

    Refuted by::

        {DeletionProtection: false}

    Undecided by::

        {StorageEncrypted: true}

    Source: Neptune API Reference, "CreateDBCluster", read 2026-11-23.
    """
    guard = cluster.at("DeletionProtection")
    if guard.value is None:
        bool(guard.doubt("left out, and AWS's pages disagree on the default"))
    return proved_if(guard.is_true, guard, otherwise="deletion protection is off")


@control(
    "neptune-cluster-audited",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "Neptune.2",
        "CKV_AWS_101",
        "AVD-AWS-0075",
        "neptune_cluster_integration_cloudwatch_logs",
    ),
)
def cluster_is_audited(cluster: DBCluster) -> Verdict:
    """The audit log of the graph goes to CloudWatch Logs.

    Who asked what can then be read after the fact.

    Fix: list audit in EnableCloudwatchLogsExports, and switch on neptune_enable_audit_log.

    Undecided when the list is not known.

    Proved by::

        {EnableCloudwatchLogsExports: [audit]}

    Refuted by::

        {StorageEncrypted: true}

    Source: Neptune User Guide, "Using audit logs with Amazon Neptune" (not re-read).
    """
    exports = cluster.at("EnableCloudwatchLogsExports")
    return proved_if(exports.contains("audit"), exports, otherwise="no audit log")


@control(
    "neptune-cluster-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_347", "AVD-AWS-0128"),
)
def cluster_uses_customer_key(cluster: DBCluster) -> Verdict:
    """The cluster is encrypted with a key that the customer manages.

    The key policy then says who may restore or share its snapshots.

    Fix: set KmsKeyId when the cluster is made.

    Undecided when the key is named by id only.

    Proved by::

        {StorageEncrypted: true, KmsKeyId: alias/graph}

    Refuted by::

        {StorageEncrypted: true}

    Source: Neptune User Guide, "Encrypting data at rest in your Neptune database" (not re-read).
    """
    key = cluster.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "neptune-cluster-tags-copied",
    layer=DATA,
    weight=LOW,
    also_known_as=("Neptune.8", "CKV_AWS_362", "neptune_cluster_copy_tags_to_snapshots"),
)
def cluster_copies_tags(cluster: DBCluster) -> Verdict:
    """Snapshots carry the tags of their cluster, so that rules by tag hold for them, too.

    Rules for access, retention and deletion often go by tags, and a snapshot is all the data.

    Fix: set CopyTagsToSnapshot to true.

    Undecided when the value is not known.

    Proved by::

        {CopyTagsToSnapshot: true}

    Refuted by::

        {StorageEncrypted: true}

    Source: Neptune API Reference, "CreateDBCluster", read 2026-11-23.
    """
    copied = cluster.at("CopyTagsToSnapshot")
    return proved_if(copied.is_true, copied, otherwise="snapshots are made without tags")
