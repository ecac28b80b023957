"""Where data are kept, which copies leave the Regions they may be in, and what would stop that.

A class of data says which Regions and partitions it may be in; a tag, or the address, says which
class a resource is of. What moves data is looked for in the configuration: replication, global
tables, copied backups and snapshots, replicated secrets and multi-Region keys, CloudFront.
Whether service control policies keep everybody from using other Regions is asked of `Policies`,
which the caller brings: nothing here reads a policy.

Source: the user guide of each feature (not re-read); the premise `data-stays-in-region` is that
nothing else moves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Literal, Protocol

import msgspec
from msgspec import Struct

from partywall.estate.node import Node
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.errors import ConfigError
from partywall.kernel.partitions import partition_of
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown
from partywall.resilience.backups import tag
from partywall.resilience.model import Model
from partywall.resilience.scopes import KEEPS_DATA
from partywall.resilience.site import Site
from partywall.resilience.written import read

Verdict = Literal["stays", "leaves", "undecided"]

PREMISES_USED: Final = ("data-stays-in-region", "partition-isolation")


class DataClass(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a class of data may be; `resources` are globs of addresses, besides the tag."""

    name: str
    regions: tuple[str, ...] = ()
    partitions: tuple[str, ...] = ("aws",)
    resources: tuple[str, ...] = ()


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The classes of data, the tag whose value names one, and the class of what is not tagged."""

    tag: str = "DataClass"
    data_class: tuple[DataClass, ...] = msgspec.field(default=(), name="class")
    default: str = ""

    def named(self, name: object) -> DataClass | None:
        """The class of this name."""
        return next((one for one in self.data_class if one.name == name), None)


class Place(Struct, frozen=True, gc=False):
    """Where some data are, or are copied to: by which property, and whether that is allowed.

    `where` is a Region, `the edge` (CloudFront), or "" where it is not known.
    """

    address: str
    data_class: str
    where: str
    by: str
    verdict: Verdict
    why: str = ""


class Request(Struct, frozen=True, gc=False):
    """A request that no service control policy denies; `context` are its other circumstances."""

    principal: str
    action: str
    resource: str
    region: str
    context: tuple[str, ...] = ()


class Prevention(Struct, frozen=True, gc=False):
    """Whether service control policies keep the account from writing data outside of `regions`.

    Proved `by` statements (policy/Sid), refuted by `requests`, or unknown, and `why`. `not_bound`
    is whom no such policy keeps from anything; `assumed` what is taken for granted.
    """

    regions: tuple[str, ...]
    verdict: Literal["proved", "refuted", "unknown"]
    why: str
    by: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    not_bound: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


class Policies(Protocol):
    """The service control policies above the account."""

    def prevention(self, regions: tuple[str, ...]) -> Prevention:
        """Whether they keep the account from writing data in all other Regions."""


class Residency(Struct, frozen=True, gc=False):
    """The places of all data of one estate, and for each set of Regions that a class of data may
    be in, whether others are prevented."""

    file: str
    places: tuple[Place, ...]
    preventions: tuple[Prevention, ...]
    premises: tuple[str, ...] = PREMISES_USED


def load(path: Path) -> Rules:
    """The rules of a file. Raises ConfigError naming the file and what is wrong with it."""
    rules = read(path, Rules)
    if rules.default and rules.named(rules.default) is None:
        raise ConfigError(f"{path}: default = {rules.default!r}: there is no such class")
    return rules


def anywhere_in(regions: Sequence[str]) -> Rules:
    """One class for all data, which may be in these Regions."""
    partitions = tuple(dict.fromkeys(map(partition_of, regions)))
    one = DataClass("all data", tuple(regions), partitions)
    return Rules(data_class=(one,), default=one.name)


def residency(model: Model, file: str, rules: Rules, policies: Policies) -> Residency:
    """Where the data of an estate are and are copied to, by address, and whether `policies` keep
    others from being used."""
    found = [
        place
        for resource in model.resources
        if resource.type in KEEPS_DATA or resource.type in MOVERS or not _is_read(resource.type)
        for place in _places(Site(resource, model), rules)
    ]
    regions = [tuple(sorted(set(one.regions))) for one in rules.data_class if one.regions]
    preventions = tuple(policies.prevention(one) for one in dict.fromkeys(regions))
    return Residency(file, tuple(found), preventions)


# -- which class, and whether a place is allowed


def _class_of(resource: Resource, rules: Rules) -> tuple[DataClass | None, str]:
    """The class of a resource's data, or why it is not known."""
    for one in rules.data_class:
        if any(fnmatchcase(resource.address, glob) for glob in one.resources):
            return one, ""
    value = tag(resource, rules.tag)
    if type(value) is Unknown:
        return None, f"the tag {rules.tag} is not known"
    found = rules.named(value if value is not None else rules.default)
    if found is not None:
        return found, ""
    if value is not None:
        return None, f"there is no class {value!r}"
    return None, f"no tag {rules.tag}, and no default class"


def _places(site: Site, rules: Rules) -> Iterator[Place]:
    data_class, why = _class_of(site.resource, rules)
    for where, by, doubt in _kept_and_copied(site):
        name = data_class.name if data_class else ""
        if data_class is None:
            yield Place(site.address, name, where, by, "undecided", why)
        elif not where:
            yield Place(site.address, name, where, by, "undecided", doubt)
        elif not _allows(data_class, where):
            verdict: Verdict = "undecided" if doubt else "leaves"
            why_not = (
                doubt
                or f"{data_class.name} may be in {', '.join(data_class.regions) or 'no Region'}"
            )
            yield Place(site.address, name, where, by, verdict, why_not)
        else:
            yield Place(site.address, name, where, by, "stays")


def _allows(data_class: DataClass, where: str) -> bool:
    partition = partition_of(where)
    return where in data_class.regions and partition in data_class.partitions


COPYING: Final = re.compile("replica|copy|global|mirror")
"""In the names of what copies data to other Regions."""

EDGE: Final = "the edge"


# -- where data are kept, and what copies them elsewhere

Found = tuple[str, str, str]
"""A Region, or "" when it is not known; the property that tells it; why it may not be so."""


def _kept_and_copied(site: Site) -> Iterator[Found]:
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
    if not _is_read(kind) and COPYING.search(kind):
        yield "", kind, f"what {kind} copies, and where to, is not read"
    for name in sorted(site.resource.unmapped or ()) if _is_read(kind) else ():
        if COPYING.search(name):
            yield "", name, f"what {name} says is not read"


def _is_read(kind: str) -> bool:
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
