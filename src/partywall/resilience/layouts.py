"""Which types lie in zones, and by which properties.

Source: the CloudFormation template reference of each type (not re-read); VPC User Guide, "Regional
NAT gateways for automatic multi-AZ expansion", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from partywall.estate.view import View
from partywall.kernel.truth import Truth
from partywall.resilience.counts import (
    Copies,
    by_mode,
    cache_nodes,
    counted,
    each_zone,
    file_servers,
    group_of_instances,
    memory_nodes,
    nodes,
    one,
    search_nodes,
    tasks,
    two_if,
)


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


def _is_regional_nat(view: View) -> Truth:
    """A NAT gateway lies in the zone of its subnet; a regional one follows its users."""
    return view.at("AvailabilityMode").equals("regional")


def _is_spread_cache(view: View) -> Truth:
    """Nodes of Memcached over several zones each hold a part of the data, none has a copy."""
    mode = view.at("AZMode")
    spread = mode.equals("cross-az")
    return spread if spread is False else mode.doubt("in which zones its nodes are")


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
        group_of_instances,
        ("VPCZoneIdentifier.*",),
        ("AvailabilityZoneIds", "AvailabilityZones"),
        launches=True,
    ),
    "AWS::ECS::Service": Layout(
        tasks, ("NetworkConfiguration.AwsvpcConfiguration.Subnets.*",), launches=True
    ),
    "AWS::EKS::Nodegroup": Layout(nodes, ("Subnets.*",), launches=True),
    "AWS::Lambda::Function": Layout(each_zone, ("VpcConfig.SubnetIds.*",), launches=True),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Layout(
        each_zone, ("Subnets.*", "SubnetMappings.*.SubnetId")
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": Layout(
        each_zone, ("Subnets.*",), ("AvailabilityZones",)
    ),
    "AWS::RDS::DBInstance": Layout(
        two_if("MultiAZ"), zones=("AvailabilityZone",), group=_RDS_GROUP
    ),
    "AWS::DocDB::DBInstance": Layout(one, zones=("AvailabilityZone",)),
    "AWS::Neptune::DBInstance": Layout(
        one,
        zones=("AvailabilityZone",),
        group=("DBSubnetGroupName", "AWS::Neptune::DBSubnetGroup", "SubnetIds.*"),
    ),
    "AWS::Redshift::Cluster": Layout(
        two_if("MultiAZ"),
        zones=("AvailabilityZone",),
        group=("ClusterSubnetGroupName", "AWS::Redshift::ClusterSubnetGroup", "SubnetIds.*"),
    ),
    "AWS::ElastiCache::ReplicationGroup": Layout(
        cache_nodes, zones=("PreferredCacheClusterAZs",), group=_CACHE_GROUP
    ),
    "AWS::ElastiCache::CacheCluster": Layout(
        one,
        zones=("PreferredAvailabilityZone",),
        group=_CACHE_GROUP,
        regional=_is_spread_cache,
    ),
    "AWS::MemoryDB::Cluster": Layout(
        memory_nodes, group=("SubnetGroupName", "AWS::MemoryDB::SubnetGroup", "SubnetIds.*")
    ),
    "AWS::DAX::Cluster": Layout(
        lambda view: counted(view, "ReplicationFactor", 1),
        zones=("AvailabilityZones",),
        group=("SubnetGroupName", "AWS::DAX::SubnetGroup", "SubnetIds.*"),
    ),
    "AWS::MSK::Cluster": Layout(
        lambda view: counted(
            view, "NumberOfBrokerNodes", 1, "to how many brokers its topics are replicated"
        ),
        ("BrokerNodeGroupInfo.ClientSubnets.*",),
    ),
    "AWS::OpenSearchService::Domain": Layout(search_nodes, ("VPCOptions.SubnetIds.*",)),
    "AWS::Elasticsearch::Domain": Layout(
        lambda _view: Copies(None, "how its nodes are spread"), ("VPCOptions.SubnetIds.*",)
    ),
    "AWS::AmazonMQ::Broker": Layout(
        by_mode(
            "DeploymentMode",
            {"SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2},
            1,
        ),
        ("SubnetIds.*",),
    ),
    "AWS::FSx::FileSystem": Layout(file_servers, ("SubnetIds.*",)),
    "AWS::EFS::MountTarget": Layout(one, ("SubnetId",)),
    "AWS::S3Express::DirectoryBucket": Layout(one, zones=("LocationName",)),
    "AWS::DMS::ReplicationInstance": Layout(two_if("MultiAZ"), zones=("AvailabilityZone",)),
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
