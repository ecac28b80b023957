"""RDS instances: storage, its key, and the way in from the network."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.controls.rds.membership import IN_CLUSTER
from partywall.estate.views.rds import DEFAULT_PORTS, DBInstance
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import ENCRYPTION_AT_REST, KEYS, NETWORK_CONFIGURATION


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
def instance_is_not_public(db: DBInstance, ask: Questions) -> Verdict:
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
    if no(public.is_true):
        return proved(public)
    return opening(public, "the instance has a public address", ask.reached(db))


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
