"""Which types lie in zones, by which properties, and how many copies they keep there.

Source: the CloudFormation template reference of each type (not re-read); ElastiCache User Guide,
"Minimizing downtime with Multi-AZ"; RDS User Guide, "Configuring and managing a Multi-AZ
deployment"; Amazon EC2 Auto Scaling User Guide, "Distribute instances across Availability Zones";
OpenSearch Service Developer Guide, "Configuring a multi-AZ domain"; Amazon MQ Developer Guide,
"Broker architecture" (none re-read); VPC User Guide, "Regional NAT gateways for automatic
multi-AZ expansion", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown


class Copies(Struct, frozen=True, gc=False):
    """How many copies are spread over the zones.

    `count` None: no copies are counted, and one zone is as good as all. `doubt`, when not empty,
    says why fewer zones may not be enough. `least` is the least number that may be wanted, by
    which property.
    """

    count: int | None = None
    doubt: str = ""
    field: str = ""
    least: int | None = None
    least_field: str = ""


class Layout(Struct, frozen=True, gc=False):
    """Where a type says which zones it uses.

    `zones` are properties that name zones, `subnets` properties that name subnets, `group` a
    property that names a group of subnets, with the group's type and its property. `regional`
    says whether it spans the Region after all. `launches`: what it runs is started again
    elsewhere by itself.
    """

    copies: Callable[[View], Copies]
    subnets: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    group: tuple[str, str, str] | None = None
    regional: Callable[[View], Truth] = lambda _view: False
    launches: bool = False


def _number(node: Node) -> int | str | None:
    """The whole number at a place; what is not known about it in words; None when absent."""
    value = node.value
    if type(value) is Unknown:
        return f"{'.'.join(map(str, node.path))}: {value}"
    number = node.number()
    return None if number is None else int(number)


def _said(truth: Truth, name: str) -> bool | str:
    """Yes, no, or in words what is not known."""
    return f"{name} is not known" if isinstance(truth, Doubt) else truth


def one(_view: View) -> Copies:
    """One copy, in one zone."""
    return Copies(1)


def each_zone(_view: View) -> Copies:
    """Not counted: each zone serves alone."""
    return Copies()


def _counted(view: View, name: str, otherwise: int, doubt: str = "") -> Copies:
    found = _number(view.at(*name.split(".")))
    if isinstance(found, str):
        return Copies(None, found, name)
    return Copies(otherwise if found is None else found, doubt, name)


def _two_if(name: str) -> Callable[[View], Copies]:
    """A standby in a second zone when a property is true, else one copy."""

    def copies(view: View) -> Copies:
        said = _said(view.at(name).is_true, name)
        if isinstance(said, str):
            return Copies(None, said, name)
        return Copies(2 if said else 1, "", name)

    return copies


def _by_mode(name: str, modes: dict[str, int], otherwise: int) -> Callable[[View], Copies]:
    """As many copies as the deployment mode has."""

    def copies(view: View) -> Copies:
        value = view.at(*name.split(".")).value
        if value is None:
            return Copies(otherwise, "", name)
        if not isinstance(value, str) or value not in modes:
            return Copies(None, f"what {name} means for its data", name)
        return Copies(modes[value], "", name)

    return copies


def _group_of_instances(view: View) -> Copies:
    """The desired capacity of an Auto Scaling group: the minimum, when nothing else is said."""
    desired, least = _number(view.at("DesiredCapacity")), _number(view.at("MinSize"))
    count, field = (least, "MinSize") if desired is None else (desired, "DesiredCapacity")
    if isinstance(count, str) or count is None:
        return Copies(None, count or "MinSize is not set", field)
    if isinstance(least, str) or least is None:
        return Copies(count, "", field)
    return Copies(count, "", field, least, "MinSize")


def _nodes(view: View) -> Copies:
    """The desired size of an EKS node group; two nodes unless said otherwise."""
    size = view.at("ScalingConfig")
    desired, least = _number(size.at("DesiredSize")), _number(size.at("MinSize"))
    if isinstance(desired, str) or isinstance(least, str) or type(size.value) is Unknown:
        return Copies(None, "ScalingConfig is not known", "ScalingConfig.DesiredSize")
    count = desired if desired is not None else 2 if least is None else max(least, 1)
    return Copies(count, "", "ScalingConfig.DesiredSize", least, "ScalingConfig.MinSize")


def _tasks(view: View) -> Copies:
    """The desired count of an ECS service; where tasks on instances run, the scheduler decides."""
    counted = _counted(view, "DesiredCount", 1)
    launch = view.at("LaunchType")
    doubt = ""
    daemon = _said(view.at("SchedulingStrategy").equals("DAEMON"), "SchedulingStrategy")
    fargate = _said(launch.equals("FARGATE"), "LaunchType")
    if fargate is not True and not _fargate_providers(view):
        doubt = "on which instances the tasks are placed"
    if daemon is not False:
        return Copies(None, doubt or "how many instances run the daemon", "SchedulingStrategy")
    if counted.doubt or doubt:
        return Copies(counted.count, counted.doubt or doubt, counted.field)
    return Copies(counted.count, "", counted.field, counted.count, "DesiredCount")


def _fargate_providers(view: View) -> bool:
    """Whether all capacity providers are Fargate's, which has no instances of the customer's."""
    value = view.at("CapacityProviderStrategy").value
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(each, dict) and each.get("CapacityProvider") in ("FARGATE", "FARGATE_SPOT")
            for each in value
        )
    )


def _cache_nodes(view: View) -> Copies:
    """The nodes of each shard: a replica takes over when failover is on, in another zone when
    Multi-AZ is, too."""
    nodes, replicas = _number(view.at("NumCacheClusters")), _number(view.at("ReplicasPerNodeGroup"))
    field = "NumCacheClusters" if nodes is not None else "ReplicasPerNodeGroup"
    for found in (nodes, replicas):
        if isinstance(found, str):
            return Copies(None, found, field)
    count = _whole(nodes) or _whole(replicas) + 1
    if nodes is None and replicas is None and view.at("NodeGroupConfiguration").value is not None:
        return Copies(None, "how many replicas each shard has", "NodeGroupConfiguration")
    failover = _said(view.at("AutomaticFailoverEnabled").is_true, "AutomaticFailoverEnabled")
    apart = _said(view.at("MultiAZEnabled").is_true, "MultiAZEnabled")
    if failover is False or count == 1:
        return Copies(1, "", "AutomaticFailoverEnabled" if count > 1 else field)
    if failover is not True or apart is not True:
        doubt = failover if isinstance(failover, str) else "whether replicas are in other zones"
        return Copies(None, doubt, "MultiAZEnabled")
    return Copies(count, "", field)


def _whole(found: int | str | None) -> int:
    return found if isinstance(found, int) else 0


def _memory_nodes(view: View) -> Copies:
    """A shard's primary and its replicas, which MemoryDB puts into several zones."""
    found = _number(view.at("NumReplicasPerShard"))
    if isinstance(found, str):
        return Copies(None, found, "NumReplicasPerShard")
    return Copies(2 if found is None else found + 1, "", "NumReplicasPerShard")


def _search_nodes(view: View) -> Copies:
    """The data nodes of a domain; whether its indices have replicas, no configuration says."""
    config = view.at("ClusterConfig")
    aware = _said(config.at("ZoneAwarenessEnabled").is_true, "ZoneAwarenessEnabled")
    if type(config.value) is Unknown or isinstance(aware, str):
        return Copies(None, "ZoneAwarenessEnabled is not known", "ClusterConfig")
    if not aware:
        return Copies(1, "", "ClusterConfig.ZoneAwarenessEnabled")
    field = "ClusterConfig.MultiAZWithStandbyEnabled"
    standby = config.at("MultiAZWithStandbyEnabled").is_true
    if standby is True:
        return Copies(3, "", field)
    return Copies(None, "whether its indices have replicas", field)


def _file_servers(view: View) -> Copies:
    """Two file servers where the deployment type says Multi-AZ, else one."""
    types = [
        view.at(name, "DeploymentType").value
        for name in ("WindowsConfiguration", "OntapConfiguration", "OpenZFSConfiguration")
    ]
    said = [each for each in types if each is not None]
    field = "DeploymentType"
    if any(not isinstance(each, str) for each in said):
        return Copies(None, f"{field} is not known", field)
    return Copies(2 if any(str(each).startswith("MULTI_AZ") for each in said) else 1, "", field)


def _is_regional_nat(view: View) -> Truth:
    """A NAT gateway lies in the zone of its subnet; a regional one follows its users."""
    return view.at("AvailabilityMode").equals("regional")


_RDS_GROUP: Final = ("DBSubnetGroupName", "AWS::RDS::DBSubnetGroup", "SubnetIds.*")
_CACHE_GROUP: Final = ("CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup", "SubnetIds.*")

LAYOUTS: Final[dict[str, Layout]] = {
    "AWS::EC2::Subnet": Layout(one, zones=("AvailabilityZoneId", "AvailabilityZone")),
    "AWS::EC2::Instance": Layout(
        one,
        ("SubnetId", "NetworkInterfaces.*.SubnetId"),
        ("AvailabilityZone",),
        ("NetworkInterfaces.*.NetworkInterfaceId", "AWS::EC2::NetworkInterface", "SubnetId"),
    ),
    "AWS::EC2::Volume": Layout(one, zones=("AvailabilityZoneId", "AvailabilityZone")),
    "AWS::EC2::Host": Layout(one, zones=("AvailabilityZone",)),
    "AWS::EC2::CapacityReservation": Layout(one, zones=("AvailabilityZone",)),
    "AWS::EC2::NetworkInterface": Layout(one, ("SubnetId",)),
    "AWS::EC2::NatGateway": Layout(one, ("SubnetId",), regional=_is_regional_nat),
    "AWS::EC2::VPCEndpoint": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::ApiGatewayV2::VpcLink": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::AppRunner::VpcConnector": Layout(each_zone, ("Subnets.*",)),
    "AWS::CodeBuild::Project": Layout(each_zone, ("VpcConfig.Subnets.*",)),
    "AWS::ElastiCache::ServerlessCache": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::MSK::ServerlessCluster": Layout(each_zone, ("VpcConfigs.*.SubnetIds.*",)),
    "AWS::OpenSearchServerless::VpcEndpoint": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::RedshiftServerless::Workgroup": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::Route53Resolver::ResolverEndpoint": Layout(each_zone, ("IpAddresses.*.SubnetId",)),
    "AWS::Synthetics::Canary": Layout(each_zone, ("VPCConfig.SubnetIds.*",)),
    "AWS::EC2::TransitGatewayAttachment": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::EC2::TransitGatewayVpcAttachment": Layout(each_zone, ("SubnetIds.*",)),
    "AWS::NetworkFirewall::Firewall": Layout(each_zone, ("SubnetMappings.*.SubnetId",)),
    "AWS::AutoScaling::AutoScalingGroup": Layout(
        _group_of_instances,
        ("VPCZoneIdentifier.*",),
        ("AvailabilityZoneIds", "AvailabilityZones"),
        launches=True,
    ),
    "AWS::ECS::Service": Layout(
        _tasks, ("NetworkConfiguration.AwsvpcConfiguration.Subnets.*",), launches=True
    ),
    "AWS::EKS::Nodegroup": Layout(_nodes, ("Subnets.*",), launches=True),
    "AWS::Lambda::Function": Layout(each_zone, ("VpcConfig.SubnetIds.*",), launches=True),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Layout(
        each_zone, ("Subnets.*", "SubnetMappings.*.SubnetId")
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": Layout(
        each_zone, ("Subnets.*",), ("AvailabilityZones",)
    ),
    "AWS::RDS::DBInstance": Layout(
        _two_if("MultiAZ"), zones=("AvailabilityZone",), group=_RDS_GROUP
    ),
    "AWS::DocDB::DBInstance": Layout(one, zones=("AvailabilityZone",)),
    "AWS::Neptune::DBInstance": Layout(
        one,
        zones=("AvailabilityZone",),
        group=("DBSubnetGroupName", "AWS::Neptune::DBSubnetGroup", "SubnetIds.*"),
    ),
    "AWS::Redshift::Cluster": Layout(
        _two_if("MultiAZ"),
        zones=("AvailabilityZone",),
        group=("ClusterSubnetGroupName", "AWS::Redshift::ClusterSubnetGroup", "SubnetIds.*"),
    ),
    "AWS::ElastiCache::ReplicationGroup": Layout(
        _cache_nodes, zones=("PreferredCacheClusterAZs",), group=_CACHE_GROUP
    ),
    "AWS::ElastiCache::CacheCluster": Layout(
        one, zones=("PreferredAvailabilityZone",), group=_CACHE_GROUP
    ),
    "AWS::MemoryDB::Cluster": Layout(
        _memory_nodes, group=("SubnetGroupName", "AWS::MemoryDB::SubnetGroup", "SubnetIds.*")
    ),
    "AWS::DAX::Cluster": Layout(
        lambda view: _counted(view, "ReplicationFactor", 1),
        zones=("AvailabilityZones",),
        group=("SubnetGroupName", "AWS::DAX::SubnetGroup", "SubnetIds.*"),
    ),
    "AWS::MSK::Cluster": Layout(
        lambda view: _counted(
            view, "NumberOfBrokerNodes", 1, "to how many brokers its topics are replicated"
        ),
        ("BrokerNodeGroupInfo.ClientSubnets.*",),
    ),
    "AWS::OpenSearchService::Domain": Layout(_search_nodes, ("VPCOptions.SubnetIds.*",)),
    "AWS::Elasticsearch::Domain": Layout(
        lambda _view: Copies(None, "how its nodes are spread"), ("VPCOptions.SubnetIds.*",)
    ),
    "AWS::AmazonMQ::Broker": Layout(
        _by_mode(
            "DeploymentMode",
            {"SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2},
            1,
        ),
        ("SubnetIds.*",),
    ),
    "AWS::FSx::FileSystem": Layout(_file_servers, ("SubnetIds.*",)),
    "AWS::EFS::MountTarget": Layout(one, ("SubnetId",)),
    "AWS::S3Express::DirectoryBucket": Layout(one, zones=("LocationName",)),
    "AWS::DMS::ReplicationInstance": Layout(_two_if("MultiAZ"), zones=("AvailabilityZone",)),
    "AWS::EMR::Cluster": Layout(one, ("Instances.Ec2SubnetId",)),
    "AWS::SageMaker::NotebookInstance": Layout(one, ("SubnetId",)),
    "AWS::Cloud9::EnvironmentEC2": Layout(one, ("SubnetId",)),
}
"""Type → where its zones stand; a type that is here lies in zones."""

OPTIONAL: Final = frozenset(
    {
        *("AWS::CodeBuild::Project", "AWS::EC2::VPCEndpoint", "AWS::Lambda::Function"),
        *("AWS::ElastiCache::ServerlessCache", "AWS::RedshiftServerless::Workgroup"),
        "AWS::Synthetics::Canary",
    }
)
"""Types that lie in no zone of the customer's choice when they name none."""
