"""Types whose needs no table of properties can say: balancers, clusters, file systems, doors.

Source: Elastic Load Balancing User Guide, "How Elastic Load Balancing works"; Aurora User Guide,
"High availability for Amazon Aurora" (the storage spans three zones; any reader takes over); EFS
User Guide, "Availability and durability" (One Zone); DynamoDB Developer Guide, "Global tables";
CloudFront Developer Guide, "Optimize high availability with origin failover" (none re-read).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.node import Node
from partywall.kernel.unknown import Unknown
from partywall.resilience.graph import Need, every
from partywall.resilience.layouts import Copies
from partywall.resilience.lifelines import KEYS
from partywall.resilience.site import ELSEWHERE, UNDECLARED, Site, some_of


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


# -- balancers

TARGET_GROUP: Final = "AWS::ElasticLoadBalancingV2::TargetGroup"
LISTENER: Final = "AWS::ElasticLoadBalancingV2::Listener"
BALANCER: Final = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_TARGETS: Final = (
    ("AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs.*"),
    ("AWS::ECS::Service", "LoadBalancers.*.TargetGroupArn"),
)
_TARGET_TYPES: Final = ("AWS::EC2::Instance", "AWS::Lambda::Function", BALANCER)


def targets(site: Site) -> Iterator[Need]:
    """A target group needs one of what registers with it."""
    sure: dict[str, None] = {}
    perhaps: dict[str, None] = {}
    for kind, path in _TARGETS:
        for user in site.model.users(kind, path, TARGET_GROUP, site.address):
            (sure if user.sure else perhaps).setdefault(user.address)
    others = site.model.unseen is not None
    for node in site.at("Targets.*.Id"):
        links = [site.model.estate.link(node.value, kind) for kind in _TARGET_TYPES]
        known = [one.targets[0].address for one in links if one.sure]
        sure.update(dict.fromkeys(known[:1]))
        others = others or not known
    if sure:
        doubt = "which other targets are registered" if perhaps or others else ""
        yield some_of(1, sure, "its targets", doubt)
    else:
        doubt = "no targets are in the input" if not perhaps else "which of them are its targets"
        yield every([*perhaps, UNDECLARED, ELSEWHERE], "its targets", doubt)


def listeners(site: Site) -> Iterator[Need]:
    """A balancer needs one of its listeners, and each of those its targets."""
    users = site.model.users(LISTENER, "LoadBalancerArn", BALANCER, site.address)
    yield from _one_of_users(site, [(one.address, one.sure) for one in users], "its listeners")


def _one_of_users(site: Site, users: list[tuple[str, bool]], why: str) -> Iterator[Need]:
    """One of what refers to it, in doubt where one of them may not."""
    if not users:
        return
    names = [address for address, _ in users]
    if all(sure for _, sure in users) and site.model.unseen is None:
        yield some_of(1, names, why)
    if len(names) > 1 or not users[0][1]:
        yield every(names, why, f"which of {why} matter")


def forwards(site: Site) -> Iterator[Need]:
    """A listener needs what its default action leads to; whether its rules matter is open."""
    yield from _default_action(site)
    kind = "AWS::ElasticLoadBalancingV2::ListenerRule"
    for user in site.model.users(kind, "ListenerArn", LISTENER, site.address):
        rule = Site(site.model.by_address[user.address], site.model)
        for path in (
            "Actions.*.TargetGroupArn",
            "Actions.*.ForwardConfig.TargetGroups.*.TargetGroupArn",
        ):
            for node in rule.at(path):
                for need in rule.reference(node, (TARGET_GROUP,)):
                    yield every(need.of, "its rules", need.doubt or "which paths matter")


def _default_action(site: Site) -> Iterator[Need]:
    """The target group of the default action, or several by weight."""
    for action in (item for node in site.at("DefaultActions") for item in node.items()):
        group = action.at("TargetGroupArn")
        if group.value is not None:
            yield from site.reference(group, (TARGET_GROUP,))
            return
        weighted = [
            one.at("TargetGroupArn") for one in action.at("ForwardConfig", "TargetGroups").items()
        ]
        needs = [need for one in weighted for need in site.reference(one, (TARGET_GROUP,))]
        names = [name for need in needs for name in need.of]
        if len(names) == 1 and not needs[0].doubt:
            yield needs[0]
        elif names:
            yield every(names, "DefaultActions", "how the weights are shared")


def classic(site: Site) -> Iterator[Need]:
    """A Classic Load Balancer needs one of its instances or of the groups that register there."""
    kind = "AWS::ElasticLoadBalancing::LoadBalancer"
    groups = site.model.users(
        "AWS::AutoScaling::AutoScalingGroup", "LoadBalancerNames.*", kind, site.address
    )
    named = [
        need
        for node in site.at("Instances.*")
        for need in site.reference(node, ("AWS::EC2::Instance",))
    ]
    names = [(name, not need.doubt) for need in named for name in need.of]
    users = [*names, *((one.address, one.sure) for one in groups)]
    if users:
        yield from _one_of_users(site, users, "its instances")
    else:
        yield every([UNDECLARED, ELSEWHERE], "its instances", "no instances are in the input")


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


# -- databases


def _members(kind: str) -> Callable[[Site], Iterator[Need]]:
    """A cluster needs one of its instances; its storage spans zones by itself."""
    instance = kind.replace("DBCluster", "DBInstance")

    def needs(site: Site) -> Iterator[Need]:
        if _is_plain_cluster(site):
            return
        found = site.model.users(instance, "DBClusterIdentifier", kind, site.address)
        serverless = site.view.at("EngineMode").equals("serverless") is True
        if serverless:
            return
        if not found:
            yield every([ELSEWHERE], "its instances", "no instances are in the input")
        elif all(one.sure for one in found) and site.model.unseen is None:
            yield some_of(1, [one.address for one in found], "its instances")
        else:
            names = [one.address for one in found]
            yield every([*names, ELSEWHERE], "its instances", "which instances are its")

    return needs


def _is_plain_cluster(site: Site) -> bool:
    """A Multi-AZ DB cluster: not Aurora, three instances of its own."""
    return site.view.at("DBClusterInstanceClass").value is not None


def plain_cluster_zones(site: Site) -> bool:
    """Three instances in three zones; a change is kept when two have it."""
    if not _is_plain_cluster(site):
        return True
    group = ("DBSubnetGroupName", "AWS::RDS::DBSubnetGroup", "SubnetIds.*")
    parts = site.zones_of_group(*group)
    if parts.doubt or not parts.parts:
        doubt = parts.doubt or "no property tells its zones"
        site.model.graph.add(site.address, site.any_zone(doubt))
    else:
        site.model.spread(site, parts.parts, Copies(2, "", "DBClusterInstanceClass"))
    return True


def member(site: Site) -> Iterator[Need]:
    """An instance of a cluster stops with the cluster's storage."""
    for node in site.at("DBClusterIdentifier"):
        kind = site.resource.type.replace("DBInstance", "DBCluster")
        yield from site.reference(node, (kind,))


def member_zones(site: Site) -> bool:
    """An instance of a cluster without a zone of its own lies in the cluster's subnets."""
    node = next(site.at("DBClusterIdentifier"), None)
    if node is None or site.zones_named("AvailabilityZone").named:
        return False
    kind = site.resource.type.replace("DBInstance", "DBCluster")
    cluster = site.model.estate.target(node.value, kind)
    if cluster is None:
        site.model.graph.add(
            site.address, site.any_zone("DBClusterIdentifier: its cluster's subnets")
        )
        return True
    group = ("DBSubnetGroupName", kind.replace("DBCluster", "DBSubnetGroup"), "SubnetIds.*")
    parts = Site(cluster, site.model).zones_of_group(*group)
    if parts.doubt or not parts.parts:
        doubt = parts.doubt or "no property tells its zone"
        site.model.graph.add(site.address, site.any_zone(doubt))
    else:
        site.model.spread(site, parts.parts, Copies(1))
    return True


# -- files, tables, doors


def mounts(site: Site) -> Iterator[Need]:
    """A file system needs one of its mount targets, or its only zone."""
    only = site.zones_named("AvailabilityZoneName")
    if only.doubt:
        yield site.any_zone(only.doubt)
    if only.parts:
        yield every(only.parts[0].things, "AvailabilityZoneName")
    kind = "AWS::EFS::FileSystem"
    found = site.model.users("AWS::EFS::MountTarget", "FileSystemId", kind, site.address)
    names = [one.address for one in found]
    if names and all(one.sure for one in found) and site.model.unseen is None:
        yield some_of(1, names, "its mount targets")
    elif names:
        yield every(names, "its mount targets", "which mount targets are its")


def replicas(site: Site) -> bool:
    """A global table needs one of its Regions."""
    names: list[str] = []
    places, doubt = site.model.places, ""
    for node in (item for one in site.at("Replicas") for item in one.items()):
        region = node.at("Region").value
        if not isinstance(region, str):
            doubt = "in which Regions its replicas are"
            continue
        name = f"{site.address}@{places.region(region)}"
        key = node.at("SSESpecification", "KMSMasterKeyId")
        site.model.graph.add(name, every([places.region(region)], "a replica"))
        site.model.graph.add(name, *site.reference(key, KEYS))
        site.model.inner.add(name)
        names.append(name)
    if doubt:
        site.model.graph.add(site.address, every([*names, ELSEWHERE], "Replicas", doubt))
    elif names:
        site.model.graph.add(site.address, some_of(1, names, "Replicas"))
    return True


def _integrations(kind: str, path: str, target: str, of: str) -> Callable[[Site], Iterator[Need]]:
    """An API needs what it hands requests to; with several, which of them matters is open."""

    def needs(site: Site) -> Iterator[Need]:
        found = site.model.users(kind, path, of, site.address)
        steps = target.split(".")
        users = [Site(site.model.by_address[one.address], site.model) for one in found]
        backends = [
            need
            for user in users
            for need in user.reference(user.view.at(*steps), ("AWS::Lambda::Function",))
        ]
        only = len(backends) == 1 and all(one.sure for one in found)
        for need in backends:
            doubt = need.doubt or ("" if only else "which of its integrations matter")
            yield Need(need.of, need.least, need.why, doubt)
        written = any(site.view.at(key).value is not None for key in ("Body", "BodyS3Location"))
        if not found or written or site.model.unseen is not None:
            yield every([UNDECLARED, ELSEWHERE], "its integrations", "what its integrations are")

    return needs


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
    "AWS::RDS::DBCluster": Rule(_members("AWS::RDS::DBCluster"), plain_cluster_zones),
    "AWS::DocDB::DBCluster": Rule(_members("AWS::DocDB::DBCluster")),
    "AWS::Neptune::DBCluster": Rule(_members("AWS::Neptune::DBCluster")),
    "AWS::RDS::DBInstance": Rule(member, member_zones),
    "AWS::DocDB::DBInstance": Rule(member, member_zones),
    "AWS::Neptune::DBInstance": Rule(member, member_zones),
    "AWS::EFS::FileSystem": Rule(mounts),
    "AWS::AppSync::GraphQLApi": Rule(data_sources),
    "AWS::EC2::TransitGatewayPeeringAttachment": Rule(other_region),
    "AWS::EC2::VPCPeeringConnection": Rule(other_region),
    "AWS::DynamoDB::GlobalTable": Rule(nothing, replicas),
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
