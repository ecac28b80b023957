"""Managed resources: where each type names its subnets and groups, and what it does with packets.

Sources: the CloudFormation Template Reference of each type; RDS User Guide, "Hiding a DB instance
in a VPC from the internet" (not re-read); Neptune User Guide, "Neptune Public Endpoints", read
2026-11-23: an instance is public or not, and its group still rules.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.kernel.unknown import Path


class Host(Struct, frozen=True):
    """Where a type names its subnets and groups, whether it starts and accepts connections.

    `through` is the property that names a group of subnets, and its type and list. `member` is the
    property that names what it is a part of, whose subnets and groups are its own if it names none,
    and that type. `public` is the property that gives it public addresses; `parts` is the type
    whose public parts make it public. `each`: it has an interface in every subnet it names;
    otherwise AWS chooses among them. `always`: it stands in a VPC though it names no subnets.
    """

    subnets: Path = ()
    groups: Path = ()
    through: tuple[Path, str, str] | None = None
    member: tuple[Path, str] | None = None
    public: Path = ()
    public_when: tuple[object, ...] = (True,)
    parts: str = ""
    starts: bool = True
    accepts: bool = True
    each: bool = False
    always: bool = False


def _named(
    service: str,
    key: str = "DBSubnetGroupName",
    of: str = "DBSubnetGroup",
    items: str = "SubnetIds",
) -> tuple[Path, str, str]:
    """A property that names a group of subnets of a service."""
    return (key,), f"AWS::{service}::{of}", items


def _client(*path: str, subnets: str = "SubnetIds", groups: str = "SecurityGroupIds") -> Host:
    """A type that has interfaces in a VPC only to start connections there."""
    return Host((*path, subnets), (*path, groups), accepts=False, each=True)


OWN: Final = ("SecurityGroupIds",)
VPC_OWN: Final = ("VpcSecurityGroupIds",)
NETS: Final = ("SubnetIds",)
SHOWN: Final = ("PubliclyAccessible",)

HOSTS: Final[dict[str, Host]] = {
    "AWS::RDS::DBInstance": Host(
        (), ("VPCSecurityGroups",), _named("RDS"),
        (("DBClusterIdentifier",), "AWS::RDS::DBCluster"), SHOWN, always=True,
    ),
    "AWS::RDS::DBCluster": Host(
        (), VPC_OWN, _named("RDS"), None, SHOWN, parts="AWS::RDS::DBInstance", always=True
    ),
    "AWS::RDS::DBProxy": Host(("VpcSubnetIds",), VPC_OWN),
    "AWS::RDS::DBProxyEndpoint": Host(("VpcSubnetIds",), VPC_OWN),
    "AWS::DocDB::DBCluster": Host((), VPC_OWN, _named("DocDB"), always=True),
    "AWS::DocDB::DBInstance": Host(
        member=(("DBClusterIdentifier",), "AWS::DocDB::DBCluster"), always=True
    ),
    "AWS::DocDBElastic::Cluster": Host(NETS, VPC_OWN, always=True),
    "AWS::Neptune::DBCluster": Host(
        (), VPC_OWN, _named("Neptune"), None, parts="AWS::Neptune::DBInstance", always=True
    ),
    "AWS::Neptune::DBInstance": Host(
        (), (), _named("Neptune"), (("DBClusterIdentifier",), "AWS::Neptune::DBCluster"), SHOWN,
        always=True,
    ),
    "AWS::NeptuneGraph::PrivateGraphEndpoint": Host(NETS, OWN, starts=False),
    "AWS::DMS::ReplicationInstance": Host(
        (), VPC_OWN,
        _named("DMS", "ReplicationSubnetGroupIdentifier", "ReplicationSubnetGroup"), None, SHOWN,
        always=True,
    ),
    "AWS::DMS::ReplicationConfig": Host(
        (), ("ComputeConfig", "VpcSecurityGroupIds"),
        (("ComputeConfig", "ReplicationSubnetGroupId"), "AWS::DMS::ReplicationSubnetGroup",
         "SubnetIds"), accepts=False,
    ),
    "AWS::DAX::Cluster": Host(
        (), OWN, _named("DAX", "SubnetGroupName", "SubnetGroup"), always=True
    ),
    "AWS::MemoryDB::Cluster": Host(
        (), OWN, _named("MemoryDB", "SubnetGroupName", "SubnetGroup"), always=True
    ),
    "AWS::ElastiCache::ReplicationGroup": Host(
        (), OWN, _named("ElastiCache", "CacheSubnetGroupName", "SubnetGroup"), always=True
    ),
    "AWS::ElastiCache::CacheCluster": Host(
        (), VPC_OWN, _named("ElastiCache", "CacheSubnetGroupName", "SubnetGroup"), always=True
    ),
    "AWS::ElastiCache::ServerlessCache": Host(NETS, OWN, starts=False, always=True),
    "AWS::Timestream::InfluxDBInstance": Host(("VpcSubnetIds",), VPC_OWN, public=SHOWN),
    "AWS::Timestream::InfluxDBCluster": Host(("VpcSubnetIds",), VPC_OWN, public=SHOWN),
    "AWS::Redshift::Cluster": Host(
        (), VPC_OWN, _named("Redshift", "ClusterSubnetGroupName", "ClusterSubnetGroup"), None,
        SHOWN, always=True,
    ),
    "AWS::Redshift::EndpointAccess": Host(
        (), VPC_OWN, _named("Redshift", "SubnetGroupName", "ClusterSubnetGroup"), starts=False
    ),
    "AWS::RedshiftServerless::Workgroup": Host(NETS, OWN, public=SHOWN, each=True, always=True),
    "AWS::OpenSearchService::Domain": Host(
        ("VPCOptions", "SubnetIds"), ("VPCOptions", "SecurityGroupIds"), starts=False
    ),
    "AWS::Elasticsearch::Domain": Host(
        ("VPCOptions", "SubnetIds"), ("VPCOptions", "SecurityGroupIds"), starts=False
    ),
    "AWS::OpenSearchServerless::VpcEndpoint": Host(NETS, OWN, starts=False, each=True),
    "AWS::MSK::Cluster": Host(
        ("BrokerNodeGroupInfo", "ClientSubnets"), ("BrokerNodeGroupInfo", "SecurityGroups"),
        public=("BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"),
        public_when=("SERVICE_PROVIDED_EIPS",), each=True,
    ),
    "AWS::MSK::VpcConnection": Host(
        ("ClientSubnets",), ("SecurityGroups",), starts=False, each=True
    ),
    "AWS::AmazonMQ::Broker": Host(NETS, ("SecurityGroups",), public=SHOWN, always=True),
    "AWS::M2::Environment": Host(NETS, OWN, public=SHOWN, always=True),
    "AWS::MWAA::Environment": Host(
        ("NetworkConfiguration", "SubnetIds"), ("NetworkConfiguration", "SecurityGroupIds"),
        each=True,
    ),
    "AWS::EFS::MountTarget": Host(("SubnetId",), ("SecurityGroups",), starts=False),
    "AWS::S3Files::MountTarget": Host(("SubnetId",), ("SecurityGroups",), starts=False),
    "AWS::FSx::FileSystem": Host(NETS, OWN),
    "AWS::FSx::FileCache": Host(NETS, OWN),
    "AWS::ECS::Service": Host(
        ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"),
        ("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"),
        public=("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"),
        public_when=("ENABLED",),
    ),
    "AWS::ECS::TaskSet": Host(
        ("NetworkConfiguration", "AwsVpcConfiguration", "Subnets"),
        ("NetworkConfiguration", "AwsVpcConfiguration", "SecurityGroups"),
        public=("NetworkConfiguration", "AwsVpcConfiguration", "AssignPublicIp"),
        public_when=("ENABLED",),
    ),
    "AWS::SageMaker::NotebookInstance": Host(("SubnetId",), OWN),
    "AWS::SageMaker::Cluster": Host(("VpcConfig", "Subnets"), ("VpcConfig", "SecurityGroupIds")),
    "AWS::PCS::Cluster": Host(("Networking", "SubnetIds"), ("Networking", "SecurityGroupIds")),
    "AWS::AppStream::Fleet": Host(("VpcConfig", "SubnetIds"), ("VpcConfig", "SecurityGroupIds")),
    "AWS::EC2::InstanceConnectEndpoint": Host(("SubnetId",), OWN, accepts=False),
    "AWS::Lambda::Function": _client("VpcConfig"),
    "AWS::ApiGatewayV2::VpcLink": _client(),
    "AWS::AppRunner::VpcConnector": _client(subnets="Subnets", groups="SecurityGroups"),
    "AWS::CodeBuild::Project": _client("VpcConfig", subnets="Subnets"),
    "AWS::CodeBuild::Fleet": _client("FleetVpcConfig", subnets="Subnets"),
    "AWS::EMRServerless::Application": _client("NetworkConfiguration"),
    "AWS::Glue::Connection": _client(
        "ConnectionInput", "PhysicalConnectionRequirements", subnets="SubnetId",
        groups="SecurityGroupIdList",
    ),
    "AWS::Grafana::Workspace": _client("VpcConfiguration"),
    "AWS::KafkaConnect::Connector": _client(
        "KafkaCluster", "ApacheKafkaCluster", "Vpc", subnets="Subnets", groups="SecurityGroups"
    ),
    "AWS::QuickSight::VPCConnection": _client(),
    "AWS::SageMaker::Model": _client("VpcConfig", subnets="Subnets"),
    "AWS::SageMaker::ProcessingJob": _client("NetworkConfig", "VpcConfig", subnets="Subnets"),
    "AWS::Synthetics::Canary": _client("VPCConfig"),
    "AWS::VpcLattice::ResourceGateway": _client(),
}  # fmt: skip
"""Type → where it stands. One that is not here, in `machines` or a balancer has no interface."""
