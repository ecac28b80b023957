"""RDS snapshots: copies of everything, which are easily given away."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, MEDIUM, control
from partywall.estate.views.rds import Snapshot
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import DATA, ENCRYPTION_AT_REST


@control(
    "rds-snapshot-not-public",
    layer=DATA,
    weight=CRITICAL,
    also_known_as=(
        "RDS.1",
        "CKV_AWS_302",
        "rds_snapshots_public_access",
    ),
)
def snapshot_is_not_public(snapshot: Snapshot) -> Verdict:
    """The snapshot is not shared with everybody.

    Whoever restores it has the whole database, with passwords of his own choosing.

    Fix: remove all from SharedAccounts; name the accounts that need it.

    Undecided when an account it is shared with is not known.

    Proved by::

        {DBSnapshotIdentifier: orders-1, SharedAccounts: ["111122223333"]}

    Refuted by::

        {DBSnapshotIdentifier: orders-1, SharedAccounts: [all]}

    Source: Amazon RDS API Reference, "ModifyDBSnapshotAttribute" (not re-read).
    """
    shared = snapshot.at("SharedAccounts")
    return proved_if(no(shared.contains("all")), shared, "anybody may restore it")


@control(
    "rds-snapshot-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "RDS.4",
        "CKV_AWS_146",
        "rds_snapshots_encrypted",
    ),
)
def snapshot_is_encrypted(snapshot: Snapshot) -> Verdict:
    """The snapshot is encrypted.

    It is as encrypted as the database it was taken from.

    Fix: copy it with a KMS key, and delete the copy in clear.

    Undecided when the input does not say so: the database decides.

    Proved by::

        {DBSnapshotIdentifier: orders-1, Encrypted: true}

    Refuted by::

        {DBSnapshotIdentifier: orders-1, Encrypted: false}

    Undecided by::

        {DBSnapshotIdentifier: orders-1, DBInstanceIdentifier: orders}

    Source: RDS User Guide, "Encrypting Amazon RDS resources" (not re-read).
    """
    encrypted = snapshot.at("Encrypted")
    if encrypted.value is None:
        bool(encrypted.doubt("the database it is taken from decides"))
    return proved_if(encrypted.is_true, encrypted, "the snapshot is not encrypted")
