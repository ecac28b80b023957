"""Types whose needs no table of properties can say, and by which rule they are told.

Source: EFS User Guide, "Availability and durability" (One Zone); DynamoDB Developer Guide,
"Global tables"; CloudFront Developer Guide, "Optimize high availability with origin failover"
(none re-read).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.node import Node
from partywall.kernel.unknown import Unknown
from partywall.resilience.balancers import (
    BALANCER,
    LISTENER,
    TARGET_GROUP,
    classic,
    forwards,
    listeners,
    targets,
)
from partywall.resilience.clusters import member, member_zones, members, plain_cluster_zones
from partywall.resilience.graph import ELSEWHERE, UNDECLARED, Need, every, some_of
from partywall.resilience.lifelines import KEYS
from partywall.resilience.site import Site

TABLE: Final = "AWS::DynamoDB::Table"
"""It may have replicas, where Terraform says so; CloudFormation's has none."""


LINKS: Final = ("AWS::ApiGatewayV2::VpcLink", "AWS::ApiGateway::VpcLink")


def nothing(_site: Site) -> Iterator[Need]:
    """Nothing besides what the tables say."""
    return iter(())


def by_layout(_site: Site) -> bool:
    """The table of layouts says where it lies."""
    return False


class Rule(Struct, frozen=True):
    """Needs of a type; `place` puts it into its zones itself, and says whether it did."""

    needs: Callable[[Site], Iterator[Need]] = nothing
    place: Callable[[Site], bool] = by_layout


# -- doors


def origins(site: Site) -> Iterator[Need]:
    """A distribution needs the origin of its default paths; whether the others matter is open."""
    by_id: dict[object, Node] = {}
    for origin in (item for one in site.at("DistributionConfig.Origins") for item in one.items()):
        by_id[origin.at("Id").value] = origin.at("DomainName")
    default = next(site.at("DistributionConfig.DefaultCacheBehavior.TargetOriginId"), None)
    wanted = default.value if default is not None and isinstance(default.value, str) else None
    grouped = any(True for _ in site.at("DistributionConfig.OriginGroups.Items.*"))
    for id, node in by_id.items():
        doubt = "" if id == wanted and not grouped else "which paths matter"
        for need in _origin(site, node):
            yield need if need.doubt else Need(need.of, need.least, need.why, doubt)


def _origin(site: Site, node: Node) -> Iterator[Need]:
    """What the domain name of an origin belongs to."""
    value, estate = node.value, site.model.estate
    link = estate.link(value)
    if link.sure:
        yield every([link.targets[0].address], "an origin")
    elif isinstance(value, str) and ".s3." in value:
        bucket = estate.link(value.split(".s3.")[0], "AWS::S3::Bucket")
        if bucket.sure:
            yield every([bucket.targets[0].address], "an origin")
    elif type(value) is Unknown:
        yield every([UNDECLARED, ELSEWHERE], "an origin", f"DomainName: {value}")


# -- files, tables, APIs


def mounts(site: Site) -> Iterator[Need]:
    """A file system needs one of its mount targets, or its only zone."""
    only = site.zones_named("AvailabilityZoneName")
    if only.doubt:
        yield site.any_zone(only.doubt)
    if only.parts:
        yield every(only.parts[0].things, "AvailabilityZoneName")
    kind = "AWS::EFS::FileSystem"
    found = site.model.users("AWS::EFS::MountTarget", "FileSystemId", kind, site.address)
    if found or site.model.unseen is not None:
        yield from site.one_of(found, "its mount targets", "which mount targets are its")


def replicas(site: Site) -> bool:
    """A global table needs one of its Regions."""
    found = [item for one in site.at("Replicas") for item in one.items()]
    if not found and site.resource.type == TABLE:
        return False
    names: list[str] = []
    doubt = ""
    if site.resource.type == TABLE and site.region:
        names.append(_replica(site, site.region, site.view))
    for node in found:
        region = node.at("Region").value
        if isinstance(region, str):
            names.append(_replica(site, site.model.places.region(region), node))
        else:
            doubt = "in which Regions its replicas are"
    if doubt and not names:
        site.model.graph.add(site.address, every([ELSEWHERE], "Replicas", doubt))
    elif doubt:
        site.model.graph.add(site.address, some_of(1, names, "Replicas", doubt))
    elif names:
        site.model.graph.add(site.address, some_of(1, names, "Replicas"))
    return True


def _replica(site: Site, region: str, node: Node) -> str:
    """A table's replica in a Region, which needs the key that it is encrypted with."""
    name = f"{site.address}@{region}"
    key = node.at("SSESpecification", "KMSMasterKeyId")
    site.model.graph.add(name, every([region], "a replica"), *site.reference(key, KEYS))
    site.model.inner.add(name)
    return name


def _integrations(kind: str, path: str, target: str, of: str) -> Callable[[Site], Iterator[Need]]:
    """An API needs what it hands requests to; with several, which of them matters is open."""

    def needs(site: Site) -> Iterator[Need]:
        found = site.model.users(kind, path, of, site.address)
        steps = target.split(".")
        users = [Site(site.model.by_address[one.address], site.model) for one in found]
        backends = [
            need
            for user in users
            for need in (
                *user.reference(user.view.at(*steps), ("AWS::Lambda::Function",)),
                *user.reference(user.view.at("ConnectionId"), LINKS),
            )
        ]
        only = len(users) == 1 and found[0].sure
        for need in backends:
            doubt = need.doubt or ("" if only else "which of its integrations matter")
            yield Need(need.of, need.least, need.why, doubt)
        written = any(site.view.at(key).value is not None for key in ("Body", "BodyS3Location"))
        if not found or written or site.model.unseen is not None:
            yield every([UNDECLARED, ELSEWHERE], "its integrations", "what its integrations are")

    return needs


def attached(site: Site) -> Iterator[Need]:
    """An instance may need what is on the volumes that are attached to it."""
    kind = "AWS::EC2::VolumeAttachment"
    for user in site.model.users(kind, "InstanceId", "AWS::EC2::Instance", site.address):
        attachment = Site(site.model.by_address[user.address], site.model)
        for need in attachment.reference(attachment.view.at("VolumeId"), ("AWS::EC2::Volume",)):
            yield every(need.of, "its volumes", need.doubt or "what is kept on the volume")


def destinations(site: Site) -> Iterator[Need]:
    """A delivery stream may need what its destinations name; S3's are in the table of lifelines."""
    for name, value in sorted(site.resource.properties.items()):
        if name.endswith("DestinationConfiguration") and "S3Destination" not in name:
            named = site.named_in(value)
            if named:
                yield every(named, name, "how long records wait for the destination")


def data_sources(site: Site) -> Iterator[Need]:
    """A GraphQL API needs its data sources, which are not looked into."""
    yield every([UNDECLARED, ELSEWHERE], "its data sources", "what its data sources lead to")


def other_region(site: Site) -> Iterator[Need]:
    """What joins two Regions needs the other one as well."""
    for node in site.at("PeerRegion"):
        region, regions = node.value, site.model.places.regions
        if isinstance(region, str):
            yield every([site.model.places.region(region)], "PeerRegion")
        elif regions:
            yield every(regions, "PeerRegion", f"PeerRegion: {region}")


RULES: Final[dict[str, Rule]] = {
    TARGET_GROUP: Rule(targets),
    BALANCER: Rule(listeners),
    LISTENER: Rule(forwards),
    "AWS::ElasticLoadBalancing::LoadBalancer": Rule(classic),
    "AWS::CloudFront::Distribution": Rule(origins),
    "AWS::RDS::DBCluster": Rule(members("AWS::RDS::DBCluster"), plain_cluster_zones),
    "AWS::DocDB::DBCluster": Rule(members("AWS::DocDB::DBCluster")),
    "AWS::Neptune::DBCluster": Rule(members("AWS::Neptune::DBCluster")),
    "AWS::RDS::DBInstance": Rule(member, member_zones),
    "AWS::DocDB::DBInstance": Rule(member, member_zones),
    "AWS::Neptune::DBInstance": Rule(member, member_zones),
    "AWS::EC2::Instance": Rule(attached),
    "AWS::EFS::FileSystem": Rule(mounts),
    "AWS::KinesisFirehose::DeliveryStream": Rule(destinations),
    "AWS::AppSync::GraphQLApi": Rule(data_sources),
    "AWS::EC2::TransitGatewayPeeringAttachment": Rule(other_region),
    "AWS::EC2::VPCPeeringConnection": Rule(other_region),
    "AWS::DynamoDB::GlobalTable": Rule(nothing, replicas),
    TABLE: Rule(nothing, replicas),
    "AWS::ApiGatewayV2::Api": Rule(
        _integrations(
            "AWS::ApiGatewayV2::Integration", "ApiId", "IntegrationUri", "AWS::ApiGatewayV2::Api"
        )
    ),
    "AWS::ApiGateway::RestApi": Rule(
        _integrations(
            "AWS::ApiGateway::Method", "RestApiId", "Integration.Uri", "AWS::ApiGateway::RestApi"
        )
    ),
}
