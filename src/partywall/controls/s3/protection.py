"""Objects outlive mistakes, and those who mean to delete them."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import BACKUP, RESILIENCE


@control(
    "s3-bucket-versioned",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("S3.14", "CKV_AWS_21", "AVD-AWS-0090", "s3_bucket_object_versioning"),
)
def bucket_versioned(bucket: Bucket) -> Verdict:
    """Objects keep their earlier versions when they are overwritten or deleted.

    S3 loses nothing by itself; people and programs do, and then it does as it is told.

    Fix: set VersioningConfiguration.Status to Enabled, and expire old versions by lifecycle.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Suspended}

    Proved by::

        VersioningConfiguration: {Status: Enabled}

    Source: S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"
    (not re-read).
    """
    status = bucket.at("VersioningConfiguration", "Status")
    return proved_if(status.equals("Enabled"), status, "an overwritten object is gone")


@control(
    "s3-bucket-object-lock",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "S3.15",
        "CKV_AWS_143",
        "s3_bucket_object_lock",
    ),
)
def bucket_has_object_lock(bucket: Bucket) -> Verdict:
    """Objects can be locked, so that for a time nobody can delete them.

    Ransomware deletes the backups first, with the rights of an administrator.

    Fix: set ObjectLockEnabled when the bucket is made, and a default retention.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        ObjectLockEnabled: true

    Source: S3 User Guide, "Locking objects with Object Lock" (not re-read).
    """
    lock = bucket.at("ObjectLockEnabled")
    return proved_if(lock.is_true, lock, "objects cannot be locked")


@control(
    "s3-bucket-replicated",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("S3.7", "CKV_AWS_144", "s3_bucket_cross_region_replication"),
)
def bucket_replicated(bucket: Bucket) -> Verdict:
    """New objects are copied to another bucket.

    S3 survives the loss of a zone, not of a Region, nor of the account.

    Fix: write a replication rule to a bucket in another Region, better in another account.

    Undecided when the rules are not known. Where the other bucket is, this control does not see.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/copy
          Rules: [{Status: Enabled, Destination: {Bucket: "arn:aws:s3:::copy"}}]

    Source: S3 User Guide, "Replicating objects within and across Regions" (not re-read).
    """
    rules = bucket.at("ReplicationConfiguration", "Rules")
    rule, in_force = some(rules.items(), lambda one: one.at("Status").equals("Enabled"))
    if in_force and rule is not None:
        return proved(rule)
    return refuted(rules, "objects are not copied")


@control(
    "s3-bucket-mfa-delete",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "S3.20",
        "CIS v5.0.0/2.1.2",
        "CIS v3.0.0/2.1.2",
        "AVD-AWS-0170",
        "s3_bucket_no_mfa_delete",
    ),
)
def bucket_has_mfa_delete(bucket: Bucket) -> Verdict:
    """Deleting a version for good takes a second factor.

    A stolen key alone can then destroy nothing that was kept.

    Fix: switch MFA delete on as the account's root user; no template can.

    Undecided when the value is not known.

    Refuted by::

        VersioningConfiguration: {Status: Enabled}

    Proved by::

        VersioningConfiguration: {Status: Enabled, MfaDelete: Enabled}

    Source: S3 User Guide, "Configuring MFA delete" (not re-read).
    """
    second = bucket.at("VersioningConfiguration", "MfaDelete")
    return proved_if(second.equals("Enabled"), second, "a key alone is enough to delete")
