"""Clusters in service: audited, upgraded, backed up, and in two zones."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.redshift import Cluster
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import BACKUP, LOGGING, RESILIENCE, RUNTIME


@control(
    "redshift-cluster-audit-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("Redshift.4", "CKV_AWS_71", "redshift_cluster_audit_logging"),
)
def cluster_is_audited(cluster: Cluster) -> Verdict:
    """Connections and user activity are logged outside of the cluster.

    Who read what is asked after a leak; the cluster's own tables forget within days.

    Fix: set LoggingProperties with a bucket, or with CloudWatch as destination.

    Undecided when it is not known whether logging is set.

    Proved by::

        {LoggingProperties: {BucketName: audit}}

    Refuted by::

        {NodeType: ra3.large}

    Source: Redshift Management Guide, "Database audit logging" (not re-read).
    """
    logging = cluster.at("LoggingProperties")
    return proved_if(logging.is_set, logging, otherwise="audit logging is off")


@control(
    "redshift-cluster-version-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("Redshift.6", "CKV_AWS_141", "redshift_cluster_automatic_upgrades"),
)
def cluster_takes_upgrades(cluster: Cluster) -> Verdict:
    """New engine versions are installed in the maintenance window by themselves.

    AWS builds them; whether they come unasked is the customer's choice.

    Fix: leave AllowVersionUpgrade out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {NodeType: ra3.large}

    Refuted by::

        {AllowVersionUpgrade: false}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    upgrade = cluster.at("AllowVersionUpgrade")
    return proved_if(
        upgrade.either(True).is_true, upgrade, otherwise="new versions wait for somebody"
    )


@control(
    "redshift-cluster-backup-week",
    layer=BACKUP,
    weight=MEDIUM,
    also_known_as=("Redshift.3", "CKV_AWS_343", "redshift_cluster_automated_snapshot"),
)
def cluster_keeps_a_week(cluster: Cluster) -> Verdict:
    """Automated snapshots reach back seven days or more.

    The default is one day; damage is often noticed later.

    Fix: set AutomatedSnapshotRetentionPeriod to 7 or more (35 at most).

    Undecided when the value is not known.

    Proved by::

        {AutomatedSnapshotRetentionPeriod: 14}

    Refuted by::

        {NodeType: ra3.large}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    days = cluster.at("AutomatedSnapshotRetentionPeriod")
    return proved_if(
        days.either(1).at_least(7), days, otherwise="snapshots are kept less than 7 days"
    )


@control(
    "redshift-cluster-several-zones",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("Redshift.18", "redshift_cluster_multi_az_enabled"),
)
def cluster_spans_zones(cluster: Cluster) -> Verdict:
    """The cluster runs in two Availability Zones at once.

    Otherwise it waits for its zone, or for a restore into another one.

    Fix: set MultiAZ to true; it needs RA3 nodes.

    Undecided when the value is not known.

    Proved by::

        {MultiAZ: true}

    Refuted by::

        {NodeType: ra3.xlplus}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    zones = cluster.at("MultiAZ")
    return proved_if(zones.is_true, zones, "one zone only")
