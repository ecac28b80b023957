"""Which copies there are of a resource's data, where, under which key, and how old they may be.

Source: DynamoDB API Reference, "PointInTimeRecoveryDescription" (five minutes), and S3 User Guide,
"Replicating objects with S3 Replication Time Control" (15 minutes), read 2026-11-23; RDS User
Guide, "Restoring a DB instance to a specified time" (logs every five minutes); Aurora,
DocumentDB, Neptune: the same; ElastiCache User Guide, "Scheduling automatic backups" (daily);
Redshift Management Guide, "Automated snapshots" (every eight hours); OpenSearch Service Developer
Guide, "Creating index snapshots" (hourly); EFS User Guide, "Replicating file systems", promises no
time (none of these re-read).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from partywall.estate.node import Node
from partywall.kernel.truth import Doubt
from partywall.resilience.copied import NO_COPY, Bound, Copy, add, home, key_of
from partywall.resilience.copying import (
    abroad,
    always,
    days_of,
    if_true,
    in_regions,
    joined,
    kept,
    perhaps_by,
    source_of,
)
from partywall.resilience.graph import every
from partywall.resilience.lifelines import KEYS
from partywall.resilience.schedule import DAY, HOUR, MINUTE
from partywall.resilience.site import Site


def copies_of(site: Site) -> Iterator[Copy]:
    """The copies that the resource's own configuration makes; each is added to the graph."""
    for make in _MAKERS.get(site.resource.type, ()):
        yield from make(site)


def _read_replicas(site: Site) -> Iterator[Copy]:
    """Read replicas of a database: as far behind as they happen to be."""
    kind = "AWS::RDS::DBInstance"
    for user in site.model.users(kind, "SourceDBInstanceIdentifier", kind, site.address):
        doubt = "" if user.sure else "whose replica it is"
        bound = Bound(None, "SourceDBInstanceIdentifier", "replicated without a promised time")
        needs = [every([user.address], "the replica")]
        what = f"read replica {user.address}"
        yield add(site, user.address, what, "promotion", bound, needs, doubt)


def _replica_backups(site: Site) -> Iterator[Copy]:
    """Backups of an instance in its Region; whether a replica has its own, nobody may say."""
    for copy in kept("BackupRetentionPeriod", 1, _LOGS, _PITR)(site):
        said = site.view.at("BackupRetentionPeriod").value is not None
        if not said and site.view.at("SourceDBInstanceIdentifier").value is not None:
            doubt = "whether a replica has backups, as nothing says so"
            site.model.graph.add(copy.thing, every([NO_COPY], copy.what, doubt))
        yield copy


def _fsx_backups(site: Site) -> Iterator[Copy]:
    """Daily backups of a file system. What holds when no number of days is set, the documents of
    the kinds of file systems say differently.

    Source: FSx API Reference, "OntapFileSystemConfiguration", read 2026-11-23.
    """
    for kind in ("Windows", "Lustre", "Ontap", "OpenZFS"):
        config = site.view.at(f"{kind}Configuration")
        if config.value is None:
            continue
        node = config.at("AutomaticBackupRetentionDays")
        days, doubt = days_of(node, 0)
        if node.value is None:
            doubt = "how long automatic backups are kept"
        if days or doubt:
            field = f"{kind}Configuration.AutomaticBackupRetentionDays"
            bound = Bound(DAY + HOUR, field, "daily backups")
            yield add(site, field, "daily backups", "restore", bound, home(site), doubt)


def _replicated_bucket(site: Site) -> Iterator[Copy]:
    """Buckets that rules replicate to: within 15 minutes with Replication Time Control."""
    for n, rule in enumerate(site.at("ReplicationConfiguration.Rules.*")):
        enabled = rule.at("Status").equals("Enabled")
        if enabled is False:
            continue
        target = rule.at("Destination", "Bucket")
        needs = list(site.reference(target, ("AWS::S3::Bucket",)))
        key = rule.at("Destination", "EncryptionConfiguration", "ReplicaKmsKeyID")
        needs += site.reference(key, KEYS)
        doubts = [need.doubt for need in needs if need.doubt]
        if isinstance(enabled, Doubt):
            doubts.append("whether the rule is on")
        partial = _only_some(rule)
        if partial:
            doubts.append(partial)
        encrypted = _leaves_encrypted_out(site, rule)
        if encrypted is True:
            continue
        if isinstance(encrypted, str):
            doubts.append(encrypted)
        rtc = rule.at("Destination", "ReplicationTime", "Status").equals("Enabled")
        field = "ReplicationConfiguration.Rules.Destination.ReplicationTime"
        seconds = 15 * MINUTE if rtc is True else None
        why = "Replication Time Control" if rtc is True else "replicated without a promised time"
        bound = Bound(seconds, field, why)
        doubt = "; ".join(doubts)
        yield add(site, f"rule{n}", "replicated bucket", "promotion", bound, needs, doubt)


def _only_some(rule: Node) -> str:
    """Why a rule may not cover all objects."""
    prefixes = (rule.at("Prefix").value, rule.at("Filter", "Prefix").value)
    narrow = any(one not in (None, "") for one in prefixes)
    more = any(rule.at("Filter", one).value is not None for one in ("TagFilter", "And"))
    return "its rule covers a part of the objects" if narrow or more else ""


def _leaves_encrypted_out(site: Site, rule: Node) -> bool | str:
    """Objects under a KMS key are replicated only where the rule says so; or why that is open."""
    keys = list(key_of(site))
    chosen = rule.at("SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status")
    wanted = chosen.equals("Enabled")
    if not keys or wanted is True:
        return False
    if isinstance(wanted, Doubt) or all(one.doubt for one in keys):
        return "whether objects under a KMS key are replicated"
    return True


def _automatic_efs(site: Site) -> Iterator[Copy]:
    """EFS's own backups: daily, with AWS Backup's default windows."""
    wanted = site.view.at("BackupPolicy", "Status").equals("ENABLED")
    if wanted is not False:
        doubt = "BackupPolicy is not known" if isinstance(wanted, Doubt) else ""
        seconds = DAY + 8 * HOUR + 7 * DAY
        why = "a day, 8 hours to start, 7 days to complete"
        bound = Bound(seconds, "BackupPolicy.Status", why)
        yield add(site, "BackupPolicy", "automatic backups", "restore", bound, home(site), doubt)


_PITR: Final = 5 * MINUTE
_LOGS: Final = "restore to a point in time"
_CLUSTER: Final = (kept("BackupRetentionPeriod", 1, _LOGS, _PITR),)

_MAKERS: Final[dict[str, tuple[Callable[[Site], Iterator[Copy]], ...]]] = {
    "AWS::RDS::DBInstance": (
        _read_replicas,
        source_of("AWS::RDS::DBInstance", "SourceDBInstanceIdentifier", backward=False),
        _replica_backups,
        perhaps_by("snapshot", "restore", "Partywall::RDS::Snapshot"),
        abroad(
            "AutomaticBackupReplicationRegion",
            "AutomaticBackupReplicationKmsKeyId",
            "replicated automated backups",
        ),
    ),
    "AWS::RDS::DBCluster": (
        *_CLUSTER,
        joined("GlobalClusterIdentifier", "AWS::RDS::GlobalCluster", "SourceDBClusterIdentifier"),
    ),
    "AWS::DocDB::DBCluster": (
        *_CLUSTER,
        joined("GlobalClusterIdentifier", "AWS::DocDB::GlobalCluster", "SourceDBClusterIdentifier"),
    ),
    "AWS::EC2::Volume": (
        perhaps_by(
            "snapshot by", "restore", "AWS::DLM::LifecyclePolicy", "Partywall::EC2::Snapshot"
        ),
    ),
    "AWS::FSx::FileSystem": (_fsx_backups,),
    "AWS::MSK::Cluster": (perhaps_by("copy by", "promotion", "AWS::MSK::Replicator"),),
    "AWS::Neptune::DBCluster": _CLUSTER,
    "AWS::DynamoDB::Table": (
        if_true("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", _LOGS, _PITR),
    ),
    "AWS::S3::Bucket": (
        _replicated_bucket,
        source_of(
            "AWS::S3::Bucket", "ReplicationConfiguration.Rules.*.Destination.Bucket", backward=True
        ),
    ),
    "AWS::EFS::FileSystem": (
        in_regions(
            "ReplicationConfiguration.Destinations.*",
            "Region",
            "KmsKeyId",
            "replicated file system",
            "promotion",
        ),
        _automatic_efs,
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        kept("SnapshotRetentionLimit", 0, "daily snapshots", DAY + HOUR),
        joined(
            "GlobalReplicationGroupId",
            "AWS::ElastiCache::GlobalReplicationGroup",
            "Members.*.ReplicationGroupId",
        ),
    ),
    "AWS::MemoryDB::Cluster": (kept("SnapshotRetentionLimit", 0, "daily snapshots", DAY + HOUR),),
    "AWS::Redshift::Cluster": (
        kept("AutomatedSnapshotRetentionPeriod", 1, "automated snapshots", 8 * HOUR),
        abroad("DestinationRegion", "", "copied snapshots"),
    ),
    "AWS::OpenSearchService::Domain": (always("SnapshotOptions", "hourly snapshots", HOUR),),
    "AWS::SecretsManager::Secret": (
        in_regions("ReplicaRegions.*", "Region", "KmsKeyId", "replicated secret", "promotion"),
    ),
}
