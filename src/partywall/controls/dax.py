"""DynamoDB Accelerator: encryption and nodes of a cluster."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.dax import Cluster
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import ENCRYPTION_AT_REST, ENCRYPTION_IN_TRANSIT, RESILIENCE


@control(
    "dax-cluster-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "DynamoDB.3",
        "CKV_AWS_47",
        "AVD-AWS-0023",
        "dynamodb_accelerator_cluster_encryption_enabled",
    ),
)
def cluster_is_encrypted(cluster: Cluster) -> Verdict:
    """What the cache keeps on disk is encrypted.

    It holds what the table holds, and should not be its weaker copy.

    Fix: set SSESpecification.SSEEnabled to true when the cluster is made.

    Undecided when the value is not known.

    Proved by::

        {SSESpecification: {SSEEnabled: true}}

    Refuted by::

        {NodeType: dax.r5.large}

    Source: DynamoDB Developer Guide, "DAX encryption at rest" (not re-read).
    """
    encrypted = cluster.at("SSESpecification", "SSEEnabled")
    return proved_if(encrypted.is_true, encrypted, otherwise="encryption at rest is off")


@control(
    "dax-cluster-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "DynamoDB.7",
        "CKV_AWS_239",
        "dynamodb_accelerator_cluster_in_transit_encryption_enabled",
    ),
)
def cluster_talks_tls(cluster: Cluster) -> Verdict:
    """Clients reach the cache over TLS.

    DynamoDB itself is only reached by HTTPS; its cache should not be easier to overhear.

    Fix: set ClusterEndpointEncryptionType to TLS when the cluster is made.

    Undecided when the value is not known.

    Proved by::

        {ClusterEndpointEncryptionType: TLS}

    Refuted by::

        {NodeType: dax.r5.large}

    Source: DAX API Reference, "CreateCluster", read 2026-11-23.
    """
    kind = cluster.at("ClusterEndpointEncryptionType")
    return proved_if(kind.equals("TLS"), kind, otherwise="the endpoint talks in clear")


@control("dax-cluster-three-nodes", layer=RESILIENCE, weight=LOW)
def cluster_has_three_nodes(cluster: Cluster) -> Verdict:
    """Three nodes or more serve the cache, so that it survives the loss of one.

    AWS advises three in as many zones; with one, every read falls back on the table at once.

    Fix: set ReplicationFactor to 3 or more.

    Undecided when the value is not known.

    Proved by::

        {ReplicationFactor: 3}

    Refuted by::

        {ReplicationFactor: 1}

    Source: DAX API Reference, "CreateCluster", read 2026-11-23.
    """
    nodes = cluster.at("ReplicationFactor")
    return proved_if(nodes.at_least(3), nodes, otherwise="fewer than three nodes")
