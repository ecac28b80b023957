"""Amazon ElastiCache: encryption, sign-in, failover and backup of a replication group."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.estate.views.elasticache import ReplicationGroup
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import (
    BACKUP,
    CREDENTIALS,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    KEYS,
    RESILIENCE,
    RUNTIME,
)


@control(
    "elasticache-group-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "ElastiCache.4",
        "CKV_AWS_29",
        "AVD-AWS-0045",
        "elasticache_redis_cluster_rest_encryption_enabled",
    ),
)
def group_is_encrypted(group: ReplicationGroup) -> Verdict:
    """What the cache writes to disk (swap, backups) is encrypted.

    It can only be chosen when the group is made.

    Fix: set AtRestEncryptionEnabled to true.

    Undecided when the value is not known, or left out while the engine is not known.

    Proved by::

        {Engine: redis, AtRestEncryptionEnabled: true}

    Proved by::

        {Engine: valkey}

    Refuted by::

        {Engine: redis}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    return proved_if(
        group.is_encrypted,
        group.at("AtRestEncryptionEnabled"),
        otherwise="encryption at rest is not asked for",
    )


@control("elasticache-group-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_191",))
def group_uses_customer_key(group: ReplicationGroup) -> Verdict:
    """The cache is encrypted with a key that the customer manages.

    The key policy then says who may restore a backup of it.

    Fix: set KmsKeyId, together with AtRestEncryptionEnabled.

    Undecided when the key is named by id only.

    Proved by::

        {AtRestEncryptionEnabled: true, KmsKeyId: alias/cache}

    Refuted by::

        {AtRestEncryptionEnabled: true}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    key = group.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control(
    "elasticache-group-tls-only",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "ElastiCache.5",
        "CKV_AWS_30",
        "AVD-AWS-0051",
        "elasticache_redis_cluster_in_transit_encryption_enabled",
    ),
)
def group_talks_tls_only(group: ReplicationGroup) -> Verdict:
    """Clients reach the cache over TLS only.

    Sessions and tokens live in caches; without TLS they cross the network in clear.

    Fix: set TransitEncryptionEnabled to true and, once clients follow, TransitEncryptionMode to
    required.

    Undecided when a value is not known.

    Proved by::

        {TransitEncryptionEnabled: true}

    Refuted by::

        {TransitEncryptionEnabled: true, TransitEncryptionMode: preferred}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    return proved_if(
        group.talks_tls_only,
        group.at("TransitEncryptionEnabled"),
        otherwise="plain connections are accepted",
        also=[group.at("TransitEncryptionMode")],
    )


@control(
    "elasticache-group-authenticated",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "ElastiCache.6",
        "CKV_AWS_31",
        "elasticache_redis_replication_group_auth_enabled",
    ),
)
def group_authenticates(group: ReplicationGroup) -> Verdict:
    """Clients must sign in, as a user or with a token.

    Else whoever reaches the port reads and empties the cache.

    Fix: set UserGroupIds (or, on older engines, AuthToken), together with TLS.

    Undecided when it is not known whether one is set.

    Proved by::

        {TransitEncryptionEnabled: true, UserGroupIds: [app-users]}

    Refuted by::

        {TransitEncryptionEnabled: true}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    users = group.at("UserGroupIds")
    return proved_if(group.authenticates, users, otherwise="nobody has to sign in")


@control(
    "elasticache-group-fails-over",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "ElastiCache.3",
        "CKV2_AWS_50",
        "elasticache_redis_cluster_automatic_failover_enabled",
    ),
)
def group_fails_over(group: ReplicationGroup) -> Verdict:
    """A replica takes over by itself when the primary fails.

    Without it somebody has to notice, and the data of the cache is gone.

    Fix: set AutomaticFailoverEnabled to true, with a replica in another zone.

    Undecided when the value is not known.

    Proved by::

        {AutomaticFailoverEnabled: true, MultiAZEnabled: true}

    Refuted by::

        {NumCacheClusters: 1}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    failover = group.at("AutomaticFailoverEnabled")
    return proved_if(failover.is_true, failover, otherwise="no automatic failover")


@control(
    "elasticache-group-backed-up",
    layer=BACKUP,
    weight=LOW,
    also_known_as=(
        "ElastiCache.1",
        "CKV_AWS_134",
        "AVD-AWS-0050",
        "elasticache_redis_cluster_backup_enabled",
    ),
)
def group_is_backed_up(group: ReplicationGroup) -> Verdict:
    """A snapshot of the cache is taken every day.

    Not needed where the cache can be filled again from elsewhere; then waive it.

    Fix: set SnapshotRetentionLimit to the number of days to keep.

    Undecided when the value is not known.

    Proved by::

        {SnapshotRetentionLimit: 7}

    Refuted by::

        {SnapshotRetentionLimit: 0}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    days = group.at("SnapshotRetentionLimit")
    return proved_if(days.at_least(1), days, otherwise="automatic backups are off")


@control(
    "elasticache-group-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=(
        "ElastiCache.2",
        "CKV_AWS_322",
        "elasticache_redis_cluster_auto_minor_version_upgrades",
    ),
)
def group_takes_minor_upgrades(group: ReplicationGroup) -> Verdict:
    """Minor versions of the engine are installed by themselves.

    AWS builds the patch; whether it is installed unasked is the customer's choice.

    Fix: set AutoMinorVersionUpgrade to true.

    Undecided when it is left out: the pages disagree on the default.

    Proved by::

        {AutoMinorVersionUpgrade: true}

    Refuted by::

        {AutoMinorVersionUpgrade: false}

    Undecided by::

        {Engine: valkey}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    upgrade = group.at("AutoMinorVersionUpgrade")
    if upgrade.value is None:
        bool(upgrade.doubt("left out, and the default is not documented alike everywhere"))
    return proved_if(upgrade.is_true, upgrade, otherwise="minor versions wait for somebody")


@control("elasticache-token-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def token_is_kept_out(group: ReplicationGroup) -> Verdict:
    """The token that clients sign in with is not written where the group is described.

    Whoever can read the repository, the plan or the stack's history would have the cache.

    Fix: let users of a user group sign in through IAM, or refer to a secret in Secrets Manager.

    Undecided when the token comes from a parameter or from elsewhere.

    Proved by::

        {UserGroupIds: [app-users]}

    Refuted by::

        {AuthToken: correct-horse-battery}

    Source: ElastiCache API Reference, "CreateReplicationGroup", read 2026-11-23.
    """
    token = group.at("AuthToken")
    return proved_if(
        no(is_written_out(token)), unshown(token), "the token can be read in the input"
    )
