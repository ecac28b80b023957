"""RDS instances: storage, exposure, standby and upkeep."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.questions import Questions
from partywall.estate.views.rds import DEFAULT_PORTS, DBInstance
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    BACKUP,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    KEYS,
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)

IN_CLUSTER = "an instance of a cluster: the cluster decides"


@control(
    "rds-instance-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "RDS.3",
        "CIS v5.0.0/2.2.1",
        "CIS v3.0.0/2.3.1",
        "CKV_AWS_16",
        "AVD-AWS-0080",
        "rds_instance_storage_encrypted",
    ),
)
def instance_is_encrypted(db: DBInstance) -> Verdict:
    """The instance's storage, snapshots and replicas are encrypted.

    RDS encrypts only when asked, and only at creation: later it takes a copied snapshot and a
    restore.

    Fix: set StorageEncrypted to true; for a running instance, restore from an encrypted copy
    of its snapshot.

    Undecided when the instance is made from a snapshot or another instance, which then decides.

    Proved by::

        {Engine: postgres, StorageEncrypted: true}

    Refuted by::

        {Engine: postgres}

    Undecided by::

        {Engine: postgres, DBSnapshotIdentifier: orders-2026-11-01}

    Not applicable by::

        {Engine: aurora-mysql, DBClusterIdentifier: orders}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    return proved_if(
        db.is_encrypted, db.at("StorageEncrypted"), otherwise="the storage is not encrypted"
    )


@control(
    "rds-instance-customer-key",
    layer=KEYS,
    weight=LOW,
)
def instance_uses_customer_key(db: DBInstance) -> Verdict:
    """The storage key is one that the customer manages.

    Only then can you say who may decrypt, share an encrypted snapshot with another account, and
    see each use of the key.

    Fix: set KmsKeyId to a key of your own when the instance is created.

    Undecided when the key is named by id only, or comes from a snapshot.

    Proved by::

        {Engine: mysql, StorageEncrypted: true, KmsKeyId: alias/orders}

    Refuted by::

        {Engine: mysql, StorageEncrypted: true, KmsKeyId: alias/aws/rds}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    return proved_if(
        db.key_is_customers, db.at("KmsKeyId"), otherwise="no key of the customer's own"
    )


@control(
    "rds-instance-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "RDS.2",
        "CIS v5.0.0/2.2.3",
        "CIS v3.0.0/2.3.3",
        "CKV_AWS_17",
        "AVD-AWS-0180",
        "rds_instance_no_public_access",
    ),
)
def instance_is_not_public(db: DBInstance) -> Verdict:
    """The instance's name resolves to a private address only.

    A public address leaves nothing but a security group and a password between the Internet
    and the data.

    Fix: set PubliclyAccessible to false.

    Undecided when PubliclyAccessible is left out: the default follows from the subnet group.

    Proved by::

        {Engine: postgres, PubliclyAccessible: false}

    Refuted by::

        {Engine: postgres, PubliclyAccessible: true}

    Undecided by::

        {Engine: postgres, DBSubnetGroupName: data}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    public = db.at("PubliclyAccessible")
    if public.value is None:
        bool(public.doubt("left out: the subnet group and its VPC decide"))
    return proved_if(no(public.is_true), public, otherwise="the instance has a public address")


@control(
    "rds-instance-multi-az",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "RDS.5",
        "CIS v5.0.0/2.2.4",
        "CKV_AWS_157",
        "rds_instance_multi_az",
    ),
)
def instance_spans_zones(db: DBInstance) -> Verdict:
    """A standby in another Availability Zone takes over when the first one fails.

    With a single zone a failed host or zone means a restore, and the writes since the last
    backup may be gone.

    Fix: set MultiAZ to true.

    Undecided when SQL Server may be mirrored by its option group.

    Proved by::

        {Engine: postgres, MultiAZ: true}

    Refuted by::

        {Engine: postgres, AvailabilityZone: eu-west-1a}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    if db.is_replica:
        return not_applicable(db.at("SourceDBInstanceIdentifier"), "a read replica")
    return proved_if(db.spans_zones, db.at("MultiAZ"), otherwise="one Availability Zone only")


@control(
    "rds-instance-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "RDS.8",
        "CKV_AWS_293",
        "AVD-AWS-0177",
        "rds_instance_deletion_protection",
    ),
)
def instance_is_protected(db: DBInstance) -> Verdict:
    """Nobody can delete the instance without first taking off a guard.

    One wrong click, plan or script ends the instance and its automated backups with it.

    Fix: set DeletionProtection to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: mysql, DeletionProtection: true}

    Refuted by::

        {Engine: mysql}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    guard = db.at("DeletionProtection")
    return proved_if(guard.is_true, guard, otherwise="deletion protection is off")


@control(
    "rds-instance-backup-on",
    layer=BACKUP,
    weight=HIGH,
    also_known_as=(
        "CKV_AWS_133",
        "rds_instance_backup_enabled",
    ),
)
def instance_is_backed_up(db: DBInstance) -> Verdict:
    """RDS backs the instance up every day and keeps its log, so that any minute can be restored.

    A retention of zero switches automated backups off and deletes those there are.

    Fix: set BackupRetentionPeriod to at least 7.

    Undecided when the period is not known.

    Proved by::

        {Engine: mysql}

    Refuted by::

        {Engine: mysql, BackupRetentionPeriod: 0}

    Not applicable by::

        {SourceDBInstanceIdentifier: orders}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    if db.is_replica:
        return not_applicable(db.at("SourceDBInstanceIdentifier"), "its source is what is kept")
    days = db.at("BackupRetentionPeriod")
    return proved_if(
        days.either(1).at_least(1),
        days,
        otherwise="automated backups are off",
        note="at least 1 day",
    )


@control(
    "rds-instance-backup-week",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=(
        "RDS.11",
        "AVD-AWS-0077",
    ),
)
def instance_keeps_a_week(db: DBInstance) -> Verdict:
    """Automated backups reach back seven days or more.

    Damage is often noticed days later; one day, the default, is gone by then.

    Fix: set BackupRetentionPeriod to 7 or more (35 at most), or back up with AWS Backup.

    Undecided when the period is not known.

    Proved by::

        {Engine: mysql, BackupRetentionPeriod: 14}

    Refuted by::

        {Engine: mysql}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    if db.is_replica:
        return not_applicable(db.at("SourceDBInstanceIdentifier"), "its source is what is kept")
    days = db.at("BackupRetentionPeriod")
    return proved_if(
        days.either(1).at_least(7), days, otherwise="backups are kept less than 7 days"
    )


@control(
    "rds-instance-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=(
        "RDS.13",
        "CIS v5.0.0/2.2.2",
        "CIS v3.0.0/2.3.2",
        "CKV_AWS_226",
        "rds_instance_minor_version_upgrade_enabled",
    ),
)
def instance_takes_minor_upgrades(db: DBInstance) -> Verdict:
    """Minor versions of the engine, with their security fixes, are installed by themselves.

    AWS builds the patch; when it is installed is the customer's choice, and this is that choice.

    Fix: leave AutoMinorVersionUpgrade out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: postgres}

    Refuted by::

        {Engine: postgres, AutoMinorVersionUpgrade: false}

    Not applicable by::

        {Engine: custom-oracle-ee, AutoMinorVersionUpgrade: false}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.is_custom:
        return not_applicable(db.engine, "RDS Custom: the customer patches the engine himself")
    upgrade = db.at("AutoMinorVersionUpgrade")
    return proved_if(
        upgrade.either(True).is_true, upgrade, otherwise="minor versions wait for somebody"
    )


@control(
    "rds-instance-engine-supported",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("rds_instance_deprecated_engine_version",),
)
def instance_engine_is_supported(db: DBInstance, ask: Questions) -> Verdict:
    """The engine's major version is one that still gets fixes in standard support.

    After that date AWS charges for Extended Support, or upgrades the instance at a time you did
    not choose.

    Fix: plan the upgrade to a current major version; a blue/green deployment keeps it short.

    Undecided when the version is not written, or the engine is not in our table.

    Proved by::

        {Engine: postgres, EngineVersion: "16.4"}

    Refuted by::

        {Engine: mysql, EngineVersion: 5.7.44}

    Undecided by::

        {Engine: oracle-ee, EngineVersion: "19"}

    Source: RDS User Guide, "Supported MySQL major versions" (not re-read).
    """
    version, ends = db.at("EngineVersion"), db.support_ends
    if ends is not None and ask.has_come(ends, version):
        return refuted(version, f"standard support ended on {ends.isoformat()}")
    return proved(version)


@control(
    "rds-instance-tags-copied",
    layer=BACKUP,
    weight=LOW,
    also_known_as=("RDS.17", "CKV2_AWS_60", "rds_instance_copy_tags_to_snapshots"),
)
def instance_copies_tags(db: DBInstance) -> Verdict:
    """Snapshots carry the tags of their instance, so that rules by tag hold for them, too.

    Who may restore, how long to keep and whom to bill is often said by tags.

    Fix: set CopyTagsToSnapshot to true.

    Undecided when the value is not known.

    Proved by::

        {Engine: mysql, CopyTagsToSnapshot: true}

    Refuted by::

        {Engine: mysql}

    Source: Amazon RDS API Reference, "CreateDBInstance", read 2026-11-23.
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    copied = db.at("CopyTagsToSnapshot")
    return proved_if(copied.is_true, copied, otherwise="snapshots lose the tags")


@control(
    "rds-instance-port-changed",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=(
        "RDS.23",
        "rds_instance_non_default_port",
    ),
)
def instance_port_is_changed(db: DBInstance) -> Verdict:
    """The engine listens on a port other than its well-known one.

    It stops only the simplest scans, so it weighs little.

    Fix: set Port to another number and tell the clients.

    Undecided when the port is not known, or a source may set it.

    Proved by::

        {Engine: postgres, Port: 15432}

    Refuted by::

        {Engine: postgres}

    Source: Security Hub User Guide, "RDS.23" (not re-read).
    """
    if db.in_cluster:
        return not_applicable(db.membership, IN_CLUSTER)
    port = db.at("Port")
    if port.value is None:
        bool(db.inherits & port.doubt("the source may set it"))
        return refuted(port, "the engine's default port")
    return proved_if(
        no(port.equals(*DEFAULT_PORTS)), port, otherwise="this is a well-known database port"
    )


@control(
    "rds-instance-ca-current",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_211",),
)
def instance_ca_is_current(db: DBInstance) -> Verdict:
    """The server certificate comes from a certificate authority that has not run out.

    Clients that check certificates, as they should, refuse one whose authority has expired;
    those that do not check accept anybody's.

    Fix: set CACertificateIdentifier to rds-ca-rsa2048-g1 or a newer one and load it in clients.

    Undecided when none is named: the default of account and Region applies, and an older
    instance keeps the one that it has.

    Proved by::

        {Engine: mysql, CACertificateIdentifier: rds-ca-rsa2048-g1}

    Refuted by::

        {Engine: mysql, CACertificateIdentifier: rds-ca-2019}

    Source: RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance"
    (not re-read).
    """
    name = db.at("CACertificateIdentifier")
    if name.value is None:
        bool(name.doubt("none named: the default of account and Region"))
    expired = name.equals("rds-ca-2015", "rds-ca-2019")
    if expired:
        return refuted(name, "this authority's certificate has expired")
    current = name.equals("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")
    return proved_if(
        current | name.doubt("this authority is not in our table"), name, otherwise="expired"
    )
