"""Where data are kept, and what in the configuration copies them to other Regions.

What moves data is looked for: replication, global tables, copied backups and snapshots, replicated
secrets and images, multi-Region keys, CloudFront.

Source: the user guide of each feature (not re-read); the premise `data-stays-in-region` is that
nothing else moves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from partywall.estate.node import Node
from partywall.kernel.arn import parse_arn
from partywall.kernel.truth import Doubt
from partywall.resilience.scopes import KEEPS_DATA
from partywall.resilience.site import Site

COPYING: Final = re.compile("replica|copy|global|mirror")
"""In the names of what copies data to other Regions."""

EDGE: Final = "the edge"


Found = tuple[str, str, str]
"""A Region, or "" when it is not known; the property that tells it; why it may not be so."""


def kept_and_copied(site: Site) -> Iterator[Found]:
    if site.resource.type in KEEPS_DATA and site.resource.type != "AWS::DynamoDB::GlobalTable":
        region = site.resource.region
        if isinstance(region, str) and region:
            yield region, "its Region", ""
        else:
            yield "", "its Region", "the Region it is deployed to"
    for path, key in MOVERS.get(site.resource.type, ()):
        for node in site.at(path):
            yield from _target(site, node.at(key) if key else node, f"{path}.{key}".strip("."))
    yield from _not_read(site)
    if site.resource.type == "AWS::KMS::Key":
        yield from _multi_region_key(site)
    if site.resource.type == "AWS::CloudFront::Distribution":
        yield EDGE, "DistributionConfig", "what CloudFront keeps where viewers are"


def _target(site: Site, node: Node, path: str) -> Iterator[Found]:
    """The Region that a node names: as such, in an ARN, or as that of a resource."""
    value = node.value
    if value is None:
        return
    link = site.model.estate.link(value)
    if link.sure:
        region = link.targets[0].region
        known = isinstance(region, str) and bool(region)
        yield (str(region), path, "") if known else ("", path, "the Region of the target")
        return
    if isinstance(value, str):
        arn = parse_arn(value)
        if arn is None:
            yield value, path, ""
        elif arn.region:
            yield arn.region, path, ""
        else:
            yield "", path, f"in which Region {arn.resource} is"
        return
    yield "", path, f"{path}: {value}"


def _not_read(site: Site) -> Iterator[Found]:
    """What sounds like a copy, and no property stands for: a type or argument of the source."""
    kind = site.resource.type
    if not is_read(kind) and COPYING.search(kind):
        yield "", kind, f"what {kind} copies, and where to, is not read"
    for name in sorted(site.resource.unmapped or ()) if is_read(kind) else ():
        if COPYING.search(name):
            yield "", name, f"what {name} says is not read"


def is_read(kind: str) -> bool:
    """Whether the type has properties that somebody translated; else it has the source's name."""
    return "::" in kind


def _multi_region_key(site: Site) -> Iterator[Found]:
    multi = site.view.at("MultiRegion").is_true
    if multi is not False:
        doubt = "MultiRegion is not known" if isinstance(multi, Doubt) else "where its replicas are"
        replicas = site.model.users(
            "AWS::KMS::ReplicaKey", "PrimaryKeyArn", "AWS::KMS::Key", site.address
        )
        for user in replicas:
            region = site.model.by_address[user.address].region
            known = isinstance(region, str) and bool(region) and user.sure
            yield (str(region), "PrimaryKeyArn", "") if known else ("", "PrimaryKeyArn", doubt)
        if not replicas:
            yield "", "MultiRegion", doubt


MOVERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AWS::S3::Bucket": (("ReplicationConfiguration.Rules.*.Destination", "Bucket"),),
    "AWS::Cassandra::Keyspace": (("ReplicationSpecification.RegionList.*", ""),),
    "AWS::DLM::LifecyclePolicy": (
        ("PolicyDetails.Schedules.*.CrossRegionCopyRules.*", "TargetRegion"),
        ("PolicyDetails.Schedules.*.CrossRegionCopyRules.*", "Target"),
        ("PolicyDetails.Actions.*.CrossRegionCopy.*", "Target"),
        ("PolicyDetails.CrossRegionCopyTargets.*", "TargetRegion"),
    ),
    "AWS::DynamoDB::GlobalTable": (("Replicas.*", "Region"),),
    "AWS::DynamoDB::Table": (("Replicas.*", "Region"),),
    "AWS::ECR::ReplicationConfiguration": (
        ("ReplicationConfiguration.Rules.*.Destinations.*", "Region"),
    ),
    "AWS::ElastiCache::GlobalReplicationGroup": (("Members.*", "ReplicationGroupRegion"),),
    "AWS::RDS::DBInstance": (("AutomaticBackupReplicationRegion", ""),),
    "AWS::Redshift::Cluster": (("DestinationRegion", ""),),
    "AWS::EFS::FileSystem": (("ReplicationConfiguration.Destinations.*", "Region"),),
    "AWS::SecretsManager::Secret": (("ReplicaRegions.*", "Region"),),
    "AWS::Backup::BackupPlan": (
        ("BackupPlan.BackupPlanRule.*.CopyActions.*", "DestinationBackupVaultArn"),
    ),
    "AWS::KMS::Key": (),
    "AWS::CloudFront::Distribution": (),
}
"""Type → (list, property in it) by which data are copied to another Region."""
