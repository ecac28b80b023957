"""Clusters are encrypted with the customer's key, and connections with TLS."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.redshift import AGE, Cluster, ParameterGroup
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import ENCRYPTION_AT_REST, ENCRYPTION_IN_TRANSIT, KEYS


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
