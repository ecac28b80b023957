"""RDS instances: standby, backups, and a guard against deletion."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.controls.rds.membership import IN_CLUSTER
from partywall.estate.views.rds import DBInstance
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import BACKUP, RESILIENCE


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
