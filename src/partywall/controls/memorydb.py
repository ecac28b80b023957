"""Amazon MemoryDB: sign-in, encryption and snapshots of a cluster."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.memorydb import Cluster
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import BACKUP, ENCRYPTION_IN_TRANSIT, IDENTITY, KEYS, RUNTIME


@control(
    "memorydb-cluster-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "CKV_AWS_202",
        "memorydb_cluster_in_transit_encryption_enabled",
    ),
)
def cluster_talks_tls(cluster: Cluster) -> Verdict:
    """Clients reach the cluster over TLS only.

    Without it data crosses the network in clear, and only the open access list can be used.

    Fix: leave TLSEnabled out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {ACLName: app}

    Refuted by::

        {TLSEnabled: false, ACLName: open-access}

    Source: MemoryDB Developer Guide, "In-transit encryption (TLS)" (not re-read).
    """
    tls = cluster.at("TLSEnabled")
    return proved_if(tls.either(True).is_true, tls, otherwise="TLS is switched off")


@control("memorydb-cluster-authenticated", layer=IDENTITY, weight=HIGH)
def cluster_authenticates(cluster: Cluster) -> Verdict:
    """Clients must sign in as a user of an access control list.

    The built-in list open-access lets in whoever reaches the port.

    Fix: make an ACL with users of your own and name it in ACLName.

    Undecided when the list's name is not known.

    Proved by::

        {ACLName: app}

    Refuted by::

        {ACLName: open-access}

    Source: MemoryDB Developer Guide, "Authenticating users with Access Control Lists"
    (not re-read).
    """
    acl = cluster.at("ACLName")
    closed = acl.is_filled & no(acl.equals("open-access"))
    return proved_if(closed, acl, otherwise="everybody may sign in")


@control("memorydb-cluster-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_201",))
def cluster_uses_customer_key(cluster: Cluster) -> Verdict:
    """The cluster is encrypted with a key that the customer manages.

    It is encrypted anyway; with your key you decide who may restore a snapshot.

    Fix: set KmsKeyId when the cluster is made.

    Undecided when the key is named by id only.

    Proved by::

        {KmsKeyId: alias/sessions}

    Refuted by::

        {ACLName: app}

    Source: MemoryDB API Reference, "CreateCluster", read 2026-11-23.
    """
    key = cluster.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control("memorydb-cluster-backed-up", layer=BACKUP, weight=MEDIUM)
def cluster_is_backed_up(cluster: Cluster) -> Verdict:
    """A snapshot of the cluster is taken every day.

    MemoryDB is a database, not a cache: what is lost here is lost.

    Fix: set SnapshotRetentionLimit to the number of days to keep.

    Undecided when the value is not known.

    Proved by::

        {SnapshotRetentionLimit: 7}

    Refuted by::

        {SnapshotRetentionLimit: 0}

    Source: MemoryDB API Reference, "CreateCluster", read 2026-11-23.
    """
    days = cluster.at("SnapshotRetentionLimit")
    return proved_if(days.at_least(1), days, otherwise="automatic snapshots are off")


@control(
    "memorydb-cluster-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("memorydb_cluster_auto_minor_version_upgrades",),
)
def cluster_upgrades_itself(cluster: Cluster) -> Verdict:
    """Minor versions of the engine are installed by themselves.

    They carry the fixes of security flaws, and nobody remembers to install them.

    Fix: remove AutoMinorVersionUpgrade, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {ClusterName: carts}

    Refuted by::

        {AutoMinorVersionUpgrade: false}

    Source: MemoryDB API Reference, "CreateCluster" (not re-read).
    """
    upgrade = cluster.at("AutoMinorVersionUpgrade")
    return proved_if(upgrade.either(True).is_true, upgrade, "new versions wait for somebody")
