"""RDS and Aurora clusters: storage, standby and upkeep."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.questions import Questions
from partywall.controls.rds.support import is_in_standard_support
from partywall.estate.views.rds import DBCluster
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import BACKUP, ENCRYPTION_AT_REST, KEYS, RESILIENCE, RUNTIME


@control(
    "rds-cluster-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=("RDS.27", "CKV_AWS_96", "AVD-AWS-0079", "rds_cluster_storage_encrypted"),
)
def cluster_is_encrypted(db: DBCluster) -> Verdict:
    """The cluster's storage, backups and snapshots are encrypted.

    It can only be chosen when the cluster is made.

    Fix: set StorageEncrypted to true; for a running cluster, restore a snapshot with a key.

    Undecided when an Aurora cluster leaves it out: those made since 2026-02-18 are encrypted
    all the same, older ones may not be; or when a snapshot or another cluster decides.

    Proved by::

        {Engine: aurora-mysql, StorageEncrypted: true}

    Refuted by::

        {Engine: mysql, StorageEncrypted: false}

    Undecided by::

        {Engine: aurora-mysql}

    Source: Aurora User Guide, "Encrypting Amazon Aurora resources", read 2026-11-23.

    Source: Amazon RDS API Reference, "DBCluster", read 2026-11-23.
    """
    return proved_if(
        db.is_encrypted, db.at("StorageEncrypted"), otherwise="the storage is not encrypted"
    )


@control("rds-cluster-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_327",))
def cluster_uses_customer_key(db: DBCluster) -> Verdict:
    """The cluster's storage key is one that the customer manages.

    Only then can you say who may decrypt, share an encrypted snapshot with another account, and
    see each use of the key.

    Fix: set KmsKeyId to a key of your own when the cluster is created.

    Undecided when the key is named by id only, or comes from a snapshot.

    Proved by::

        {Engine: aurora-mysql, StorageEncrypted: true, KmsKeyId: alias/orders}

    Refuted by::

        {Engine: aurora-mysql, StorageEncrypted: true}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    return proved_if(
        db.key_is_customers, db.at("KmsKeyId"), otherwise="no key of the customer's own"
    )


@control(
    "rds-cluster-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "RDS.7",
        "CKV_AWS_139",
        "AVD-AWS-0343",
        "rds_cluster_deletion_protection",
    ),
)
def cluster_is_protected(db: DBCluster) -> Verdict:
    """Nobody can delete the cluster without first taking off a guard.

    One wrong click, plan or script ends the cluster and its automated backups with it.

    Fix: set DeletionProtection to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: aurora-mysql, DeletionProtection: true}

    Refuted by::

        {Engine: aurora-mysql}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    guard = db.at("DeletionProtection")
    return proved_if(guard.is_true, guard, otherwise="deletion protection is off")


@control("rds-cluster-backup-week", layer=BACKUP, weight=MEDIUM, also_known_as=("AVD-AWS-0077",))
def cluster_keeps_a_week(db: DBCluster) -> Verdict:
    """The cluster's automated backups reach back seven days or more.

    They cannot be switched off, but the default is one day, and damage is often noticed later.

    Fix: set BackupRetentionPeriod to 7 or more (35 at most), or back up with AWS Backup.

    Undecided when the period is not known.

    Proved by::

        {Engine: aurora-mysql, BackupRetentionPeriod: 14}

    Refuted by::

        {Engine: aurora-mysql}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    days = db.at("BackupRetentionPeriod")
    return proved_if(
        days.either(1).at_least(7), days, otherwise="backups are kept less than 7 days"
    )


@control(
    "rds-cluster-several-zones",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "RDS.15",
        "CIS v5.0.0/2.2.4",
        "rds_cluster_multi_az",
    ),
)
def cluster_spans_zones(db: DBCluster) -> Verdict:
    """More than one instance serves the cluster, so that another zone can take over at once.

    Aurora keeps data in three zones, but with a single instance a failure means waiting for a
    new one.

    Fix: add a second instance in another Availability Zone.

    Undecided when the input shows no instance of the cluster: they may be described elsewhere.

    Proved by::

        {Engine: mysql, DBClusterInstanceClass: db.m6gd.large}

    Proved by::

        Resources:
          Example: {Type: "AWS::RDS::DBCluster", Properties: {Engine: aurora-mysql}}
          A: {Type: "AWS::RDS::DBInstance", Properties: {DBClusterIdentifier: !Ref Example}}
          B: {Type: "AWS::RDS::DBInstance", Properties: {DBClusterIdentifier: !Ref Example}}

    Refuted by::

        Resources:
          Example: {Type: "AWS::RDS::DBCluster", Properties: {Engine: aurora-mysql}}
          A: {Type: "AWS::RDS::DBInstance", Properties: {DBClusterIdentifier: !Ref Example}}

    Undecided by::

        {Engine: aurora-mysql}

    Source: Aurora User Guide, "High availability for Amazon Aurora" (not re-read).
    """
    if no(db.is_aurora):
        return proved(db.engine, note="a Multi-AZ cluster has three instances in three zones")
    members = db.members
    if not members:
        bool(db.at("DBClusterIdentifier").doubt("no instance of this cluster is in the input"))
    if members.count() < 2:
        return refuted(members[0], "the cluster's only instance")
    zones = {member.at("AvailabilityZone").text() or member.resource.address for member in members}
    if len(zones) < 2:
        return refuted(members[0].at("AvailabilityZone"), "all instances are in this zone")
    return proved(*[member.at("AvailabilityZone") for member in members])


@control(
    "rds-cluster-tags-copied",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "RDS.16",
        "RDS.47",
        "RDS.48",
        "CKV_AWS_313",
        "rds_cluster_copy_tags_to_snapshots",
    ),
)
def cluster_copies_tags(db: DBCluster) -> Verdict:
    """Snapshots carry the tags of their cluster, so that rules by tag hold for them, too.

    Who may restore, how long to keep and whom to bill is often said by tags.

    Fix: set CopyTagsToSnapshot to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: aurora-mysql, CopyTagsToSnapshot: true}

    Refuted by::

        {Engine: aurora-mysql}

    Source: Amazon RDS API Reference, "CreateDBCluster", read 2026-11-23.
    """
    copied = db.at("CopyTagsToSnapshot")
    return proved_if(copied.is_true, copied, otherwise="snapshots lose the tags")


@control("rds-cluster-engine-supported", layer=RUNTIME, weight=MEDIUM)
def cluster_engine_is_supported(db: DBCluster, ask: Questions) -> Verdict:
    """The cluster's major version is one that still gets fixes in standard support.

    After that date AWS charges for Extended Support, or upgrades at a time you did not choose.

    Fix: plan the upgrade to a current major version; a blue/green deployment keeps it short.

    Undecided when the version is not written, or does not tell the Aurora version.

    Proved by::

        {Engine: aurora-mysql, EngineVersion: 8.0.mysql_aurora.3.08.0}

    Refuted by::

        {Engine: aurora-postgresql, EngineVersion: "11.21"}

    Source: Aurora User Guide, "Aurora major versions" (not re-read).
    """
    return is_in_standard_support(db, ask)


@control(
    "rds-cluster-backtracks",
    layer=BACKUP,
    weight=LOW,
    also_known_as=("RDS.14", "CKV_AWS_326", "rds_cluster_backtrack_enabled"),
)
def cluster_backtracks(db: DBCluster) -> Verdict:
    """The cluster can be wound back in place, to before a mistake.

    A restore makes a new cluster, and takes as long as it takes.

    Fix: set BacktrackWindow, in seconds; the cluster must be made with it.

    Undecided when engine or window is not known.

    Refuted by::

        {Engine: aurora-mysql}

    Proved by::

        {Engine: aurora-mysql, BacktrackWindow: 86400}

    Not applicable by::

        {Engine: aurora-postgresql}

    Source: Aurora User Guide, "Backtracking an Aurora DB cluster" (not re-read).
    """
    if no(db.engine.equals("aurora-mysql", "aurora")):
        return not_applicable(db.engine, "only Aurora MySQL can be wound back")
    window = db.at("BacktrackWindow")
    return proved_if(window.at_least(1), window, "only a restore undoes a mistake")
