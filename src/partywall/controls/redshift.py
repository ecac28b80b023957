"""Amazon Redshift: what the customer chooses for his clusters."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.redshift import AGE, Cluster, ParameterGroup
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
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)


@control(
    "redshift-cluster-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=HIGH,
    also_known_as=(
        "Redshift.10",
        "CKV_AWS_64",
        "AVD-AWS-0084",
        "redshift_cluster_encrypted_at_rest",
    ),
)
def cluster_is_encrypted(cluster: Cluster) -> Verdict:
    """The cluster's blocks and snapshots are encrypted.

    New clusters always are; those made before January 2025 only when somebody asked.

    Fix: set Encrypted to true; Redshift moves the data while the cluster runs.

    Undecided when it is left out: the cluster's age decides.

    Proved by::

        {Encrypted: true}

    Refuted by::

        {Encrypted: false}

    Undecided by::

        {NodeType: ra3.large}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    encrypted = cluster.at("Encrypted")
    if encrypted.value is None:
        bool(encrypted.doubt(AGE))
    return proved_if(encrypted.is_true, encrypted, otherwise="the cluster is not encrypted")


@control(
    "redshift-cluster-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_142", "AVD-AWS-0084"),
)
def cluster_uses_customer_key(cluster: Cluster) -> Verdict:
    """The cluster is encrypted with a key that the customer manages.

    The key policy then says who may restore or share its snapshots.

    Fix: set KmsKeyId.

    Undecided when the key is named by id only.

    Proved by::

        {Encrypted: true, KmsKeyId: alias/warehouse}

    Refuted by::

        {Encrypted: true}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    key = cluster.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "redshift-cluster-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("Redshift.1", "CKV_AWS_87", "redshift_cluster_public_access"),
)
def cluster_is_not_public(cluster: Cluster) -> Verdict:
    """The cluster has no public address.

    A warehouse holds everything at once; the Internet has no business at its door.

    Fix: set PubliclyAccessible to false.

    Undecided when it is left out: the cluster's age decides.

    Proved by::

        {PubliclyAccessible: false}

    Refuted by::

        {PubliclyAccessible: true}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    public = cluster.at("PubliclyAccessible")
    if public.value is None:
        bool(public.doubt(AGE))
    return proved_if(no(public.is_true), public, otherwise="the cluster has a public address")


@control(
    "redshift-parameters-require-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "Redshift.2",
        "CKV_AWS_105",
        "redshift_cluster_in_transit_encryption_enabled",
    ),
)
def parameters_require_tls(group: ParameterGroup) -> Verdict:
    """Clusters of this parameter group refuse connections without TLS.

    A client that does not ask for TLS would send password and rows in clear.

    Fix: add the parameter require_ssl with the value true.

    Undecided when a parameter, or the default of a newer family, is not known.

    Proved by::

        ParameterGroupFamily: redshift-1.0
        Parameters: [{ParameterName: require_ssl, ParameterValue: "true"}]

    Refuted by::

        ParameterGroupFamily: redshift-1.0
        Parameters: [{ParameterName: enable_user_activity_logging, ParameterValue: "true"}]

    Undecided by::

        {ParameterGroupFamily: redshift-2.0}

    Source: Redshift Management Guide, "Configuring security options for connections"
    (not re-read).
    """
    return proved_if(
        group.requires_tls, group.at("Parameters"), otherwise="plain connections are accepted"
    )


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
    "redshift-cluster-vpc-routed",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("Redshift.7", "CKV_AWS_321", "redshift_cluster_enhanced_vpc_routing"),
)
def cluster_routes_through_vpc(cluster: Cluster) -> Verdict:
    """COPY and UNLOAD go through your VPC, under its rules and into its flow logs.

    Else they leave through AWS's network, where no endpoint policy of yours holds.

    Fix: set EnhancedVpcRouting to true, with an endpoint for S3.

    Undecided when the value is not known.

    Proved by::

        {EnhancedVpcRouting: true}

    Refuted by::

        {NodeType: ra3.large}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    routed = cluster.at("EnhancedVpcRouting")
    return proved_if(routed.is_true, routed, otherwise="traffic goes around the VPC")


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


@control("redshift-cluster-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def cluster_password_is_kept_out(cluster: Cluster) -> Verdict:
    """The admin password is not written where the cluster is described.

    Whoever can read the repository, the plan or the stack's history would have the warehouse.

    Fix: set ManageMasterPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {ManageMasterPassword: true}

    Refuted by::

        {MasterUserPassword: Correct-horse-1}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    password = cluster.at("MasterUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )


@control(
    "redshift-cluster-admin-renamed",
    layer=CREDENTIALS,
    weight=LOW,
    also_known_as=("Redshift.8", "redshift_cluster_non_default_username"),
)
def cluster_admin_is_renamed(cluster: Cluster) -> Verdict:
    """The admin user has a name of its own.

    Whoever guesses passwords begins with awsuser, the name that the console proposes.

    Fix: set MasterUsername to another name; the cluster is made anew.

    Undecided when the name is not known.

    Proved by::

        {MasterUsername: warehouse}

    Refuted by::

        {MasterUsername: awsuser}

    Source: Security Hub User Guide, "Redshift.8" (not re-read).
    """
    name = cluster.at("MasterUsername")
    return proved_if(no(name.equals("awsuser")), name, "this is the name that is tried first")


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
