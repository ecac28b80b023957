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
from partywall.kernel.unknown import Unknown
from partywall.resilience.copied import NO_COPY, Bound, Copy, How, add, home, key_of
from partywall.resilience.graph import ELSEWHERE, Need, every
from partywall.resilience.lifelines import KEYS
from partywall.resilience.schedule import DAY, HOUR, MINUTE
from partywall.resilience.site import Site


def copies_of(site: Site) -> Iterator[Copy]:
    """The copies that the resource's own configuration makes; each is added to the graph."""
    for make in _MAKERS.get(site.resource.type, ()):
        yield from make(site)


def _days(node: Node, otherwise: int) -> tuple[int, str]:
    """A number of days, and what is not known about it."""
    if type(node.value) is Unknown:
        return 0, f"{'.'.join(map(str, node.path))}: {node.value}"
    found = node.number()
    return (otherwise if found is None else int(found)), ""


def _kept(name: str, otherwise: int, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups in the Region, if a property keeps them for a day or more."""

    def make(site: Site) -> Iterator[Copy]:
        days, doubt = _days(site.view.at(name), otherwise)
        if days or doubt:
            bound = Bound(seconds, name, what)
            yield add(site, name, what, "restore", bound, home(site), doubt)

    return make


def _always(field: str, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups that the service always makes."""

    def make(site: Site) -> Iterator[Copy]:
        yield add(site, field, what, "restore", Bound(seconds, field, what), home(site))

    return make


def _if_true(path: str, what: str, seconds: int) -> Callable[[Site], Iterator[Copy]]:
    """Backups in the Region, if a property is true."""

    def make(site: Site) -> Iterator[Copy]:
        wanted = site.view.at(*path.split(".")).is_true
        if wanted is not False:
            doubt = f"{path} is not known" if isinstance(wanted, Doubt) else ""
            bound = Bound(seconds, path, what)
            yield add(site, path, what, "restore", bound, home(site), doubt)

    return make


def _abroad(path: str, key: str, what: str) -> Callable[[Site], Iterator[Copy]]:
    """Backups in a Region that a property names, under a key that another names."""

    def make(site: Site) -> Iterator[Copy]:
        node = site.view.at(path)
        if node.value is None:
            return
        needs, doubt = _in_region(site, node)
        if key:
            needs += site.reference(site.view.at(key), KEYS)
        bound = Bound(None, path, "copied without a promised time")
        yield add(site, path, what, "restore", bound, needs, doubt)

    return make


def _in_region(site: Site, node: Node) -> tuple[list[Need], str]:
    """The Region that a node names, or why it is not known."""
    if isinstance(node.value, str):
        return [every([site.model.places.region(node.value)], "its Region")], ""
    return [every([ELSEWHERE], "its Region", "where it lies")], f"{node.key}: {node.value}"


def _in_regions(
    path: str, region: str, key: str, what: str, how: How
) -> Callable[[Site], Iterator[Copy]]:
    """Replicas in the Regions of a list, each under a key of its own."""

    def make(site: Site) -> Iterator[Copy]:
        for n, node in enumerate(site.at(path)):
            where = node.at(region)
            if where.value is None:
                continue
            needs, doubt = _in_region(site, where)
            needs += site.reference(node.at(key), KEYS)
            bound = Bound(None, path, "copied without a promised time")
            yield add(site, f"{path}{n}", what, how, bound, needs, doubt)

    return make


def _read_replicas(site: Site) -> Iterator[Copy]:
    """Read replicas of a database: as far behind as they happen to be."""
    kind = "AWS::RDS::DBInstance"
    for user in site.model.users(kind, "SourceDBInstanceIdentifier", kind, site.address):
        doubt = "" if user.sure else "whose replica it is"
        bound = Bound(None, "SourceDBInstanceIdentifier", "replicated without a promised time")
        needs = [every([user.address], "the replica")]
        what = f"read replica {user.address}"
        yield add(site, user.address, what, "promotion", bound, needs, doubt)


def _source(kind: str, path: str, *, backward: bool) -> Callable[[Site], Iterator[Copy]]:
    """What this is itself a copy of, which has all that it has."""

    def make(site: Site) -> Iterator[Copy]:
        bound = Bound(0, path, "the source has it all")
        if backward:
            for user in site.model.users(kind, path, kind, site.address):
                doubt = "" if user.sure else "whether it is its source"
                needs = [every([user.address], "its source")]
                yield add(site, user.address, "its source", "restore", bound, needs, doubt)
            return
        for node in site.at(path):
            needs = list(site.reference(node, (kind,)))
            yield add(site, path, "its source", "restore", bound, needs)

    return make


def _replica_backups(site: Site) -> Iterator[Copy]:
    """Backups of an instance in its Region; whether a replica has its own, nobody may say."""
    for copy in _kept("BackupRetentionPeriod", 1, _LOGS, _PITR)(site):
        said = site.view.at("BackupRetentionPeriod").value is not None
        if not said and site.view.at("SourceDBInstanceIdentifier").value is not None:
            doubt = "whether a replica has backups, as nothing says so"
            site.model.graph.add(copy.thing, every([NO_COPY], copy.what, doubt))
        yield copy


def _joined(path: str, group: str, back: str) -> Callable[[Site], Iterator[Copy]]:
    """The other members of a group over Regions, which `path` names or which names it by `back`."""

    def make(site: Site) -> Iterator[Copy]:
        kind = site.resource.type
        groups = {one.address for one in site.model.users(group, back, kind, site.address)}
        named = [node.value for node in site.at(path)]
        groups |= {
            one.address for value in named for one in site.model.estate.link(value, group).targets
        }
        if not groups and not named:
            return
        others = [
            user.address
            for one in sorted(groups)
            for user in site.model.users(kind, path, group, one)
            if user.address != site.address
        ]
        bound = Bound(None, path, "replicated without a promised time")
        doubt = "which other members the group has, and whether they are in step"
        for other in dict.fromkeys(others):
            needs = [every([other], "the member")]
            yield add(site, other, f"member {other}", "promotion", bound, needs, doubt)
        if not others:
            yield add(site, path, "another member", "promotion", bound, [], doubt)

    return make


def _perhaps_by(what: str, how: How, *kinds: str) -> Callable[[Site], Iterator[Copy]]:
    """What a resource of another type may copy; which it takes is not looked into."""

    def make(site: Site) -> Iterator[Copy]:
        for one in (each for kind in kinds for each in site.model.estate.by_type.get(kind, ())):
            bound = Bound(None, "", "nothing here says how often")
            needs = [every([one.address], what)] if how == "promotion" else home(site)
            doubt = f"whether {one.address} takes it"
            yield add(site, one.address, f"{what} {one.address}", how, bound, needs, doubt)

    return make


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
        days, doubt = _days(node, 0)
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
_CLUSTER: Final = (_kept("BackupRetentionPeriod", 1, _LOGS, _PITR),)

_MAKERS: Final[dict[str, tuple[Callable[[Site], Iterator[Copy]], ...]]] = {
    "AWS::RDS::DBInstance": (
        _read_replicas,
        _source("AWS::RDS::DBInstance", "SourceDBInstanceIdentifier", backward=False),
        _replica_backups,
        _perhaps_by("snapshot", "restore", "Partywall::RDS::Snapshot"),
        _abroad(
            "AutomaticBackupReplicationRegion",
            "AutomaticBackupReplicationKmsKeyId",
            "replicated automated backups",
        ),
    ),
    "AWS::RDS::DBCluster": (
        *_CLUSTER,
        _joined("GlobalClusterIdentifier", "AWS::RDS::GlobalCluster", "SourceDBClusterIdentifier"),
    ),
    "AWS::DocDB::DBCluster": (
        *_CLUSTER,
        _joined(
            "GlobalClusterIdentifier", "AWS::DocDB::GlobalCluster", "SourceDBClusterIdentifier"
        ),
    ),
    "AWS::EC2::Volume": (
        _perhaps_by(
            "snapshot by", "restore", "AWS::DLM::LifecyclePolicy", "Partywall::EC2::Snapshot"
        ),
    ),
    "AWS::FSx::FileSystem": (_fsx_backups,),
    "AWS::MSK::Cluster": (_perhaps_by("copy by", "promotion", "AWS::MSK::Replicator"),),
    "AWS::Neptune::DBCluster": _CLUSTER,
    "AWS::DynamoDB::Table": (
        _if_true("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", _LOGS, _PITR),
    ),
    "AWS::S3::Bucket": (
        _replicated_bucket,
        _source(
            "AWS::S3::Bucket", "ReplicationConfiguration.Rules.*.Destination.Bucket", backward=True
        ),
    ),
    "AWS::EFS::FileSystem": (
        _in_regions(
            "ReplicationConfiguration.Destinations.*",
            "Region",
            "KmsKeyId",
            "replicated file system",
            "promotion",
        ),
        _automatic_efs,
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        _kept("SnapshotRetentionLimit", 0, "daily snapshots", DAY + HOUR),
        _joined(
            "GlobalReplicationGroupId",
            "AWS::ElastiCache::GlobalReplicationGroup",
            "Members.*.ReplicationGroupId",
        ),
    ),
    "AWS::MemoryDB::Cluster": (_kept("SnapshotRetentionLimit", 0, "daily snapshots", DAY + HOUR),),
    "AWS::Redshift::Cluster": (
        _kept("AutomatedSnapshotRetentionPeriod", 1, "automated snapshots", 8 * HOUR),
        _abroad("DestinationRegion", "", "copied snapshots"),
    ),
    "AWS::OpenSearchService::Domain": (_always("SnapshotOptions", "hourly snapshots", HOUR),),
    "AWS::SecretsManager::Secret": (
        _in_regions("ReplicaRegions.*", "Region", "KmsKeyId", "replicated secret", "promotion"),
    ),
}
