"""Managed resources: where each type names its subnets and groups, and what it does with packets.

Sources: the CloudFormation Template Reference of each type; RDS User Guide, "Hiding a DB instance
in a VPC from the internet" (not re-read).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path, Unknown
from partywall.reach.model import Network, Tri
from partywall.reach.topology.placing import place
from partywall.reach.topology.values import (
    flag,
    not_known,
    told,
)


class Host(Struct, frozen=True):
    """Where a type names its subnets and groups, whether it starts and accepts connections.

    `through` is the property that names a group of subnets, and its type and list. `public` is
    the property that gives it public addresses. `each`: it has an interface in every subnet it
    names; otherwise AWS chooses among them.
    """

    subnets: Path = ()
    groups: Path = ()
    through: tuple[Path, str, str] | None = None
    public: Path = ()
    public_when: tuple[object, ...] = (True,)
    starts: bool = True
    accepts: bool = True
    each: bool = False


HOSTS: Final[dict[str, Host]] = {
    "AWS::RDS::DBInstance": Host(
        (), ("VPCSecurityGroups",),
        (("DBSubnetGroupName",), "AWS::RDS::DBSubnetGroup", "SubnetIds"), ("PubliclyAccessible",),
    ),
    "AWS::RDS::DBCluster": Host(
        (), ("VpcSecurityGroupIds",),
        (("DBSubnetGroupName",), "AWS::RDS::DBSubnetGroup", "SubnetIds"), ("PubliclyAccessible",),
    ),
    "AWS::Lambda::Function": Host(
        ("VpcConfig", "SubnetIds"), ("VpcConfig", "SecurityGroupIds"), accepts=False, each=True
    ),
    "AWS::ECS::Service": Host(
        ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"),
        ("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"),
        public=("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"),
        public_when=("ENABLED",),
    ),
    "AWS::EFS::MountTarget": Host(("SubnetId",), ("SecurityGroups",), starts=False),
    "AWS::ElastiCache::ReplicationGroup": Host(
        (), ("SecurityGroupIds",),
        (("CacheSubnetGroupName",), "AWS::ElastiCache::SubnetGroup", "SubnetIds"),
    ),
    "AWS::ElastiCache::CacheCluster": Host(
        (), ("VpcSecurityGroupIds",),
        (("CacheSubnetGroupName",), "AWS::ElastiCache::SubnetGroup", "SubnetIds"),
    ),
    "AWS::Redshift::Cluster": Host(
        (), ("VpcSecurityGroupIds",),
        (("ClusterSubnetGroupName",), "AWS::Redshift::ClusterSubnetGroup", "SubnetIds"),
        ("PubliclyAccessible",),
    ),
    "AWS::OpenSearchService::Domain": Host(
        ("VPCOptions", "SubnetIds"), ("VPCOptions", "SecurityGroupIds"), starts=False
    ),
    "AWS::MSK::Cluster": Host(
        ("BrokerNodeGroupInfo", "ClientSubnets"), ("BrokerNodeGroupInfo", "SecurityGroups"),
        public=("BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"),
        public_when=("SERVICE_PROVIDED_EIPS",), each=True,
    ),
    "AWS::AmazonMQ::Broker": Host(
        ("SubnetIds",), ("SecurityGroups",), public=("PubliclyAccessible",)
    ),
    "AWS::EC2::InstanceConnectEndpoint": Host(("SubnetId",), ("SecurityGroupIds",), accepts=False),
}  # fmt: skip
"""Type → where it stands. A type that is not here, in `SPECIAL` or a balancer has no interface."""


LEFT_OPEN: Final = frozenset({"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"})
"""Types that are public or not by their VPC when nothing is written.

Source: CloudFormation Template Reference, "AWS::RDS::DBInstance", PubliclyAccessible (not
re-read).
"""


def add_host(network: Network, estate: Estate, resource: Resource, host: Host) -> None:
    """A managed resource, at the place where its type names subnets and groups."""
    subnets = told(resource, *host.subnets) if host.subnets else None
    if host.through is not None:
        path, kind, key = host.through
        target = estate.target(told(resource, *path), kind)
        if target is not None:
            subnets = told(target, key)
        elif told(resource, *path) is not None:
            subnets = Unknown("its group of subnets is not in the input")
    if subnets is None:
        return
    public: Tri = False
    doubt = ""
    if host.public:
        value = told(resource, *host.public)
        if value is None and resource.type in LEFT_OPEN and resource.origin != "terraform":
            value = Unknown("not written: then the gateway of its VPC decides")
        if type(value) is Unknown:
            public, doubt = None, not_known(resource, str(host.public[-1]), value)
        elif True in host.public_when:
            public = flag(value)
        else:
            public = value in host.public_when
    groups = told(resource, *host.groups)
    made = place(
        network,
        estate,
        resource,
        subnets,
        groups,
        public=public,
        public_doubt=doubt,
        starts=host.starts,
        accepts=host.accepts,
        each=host.each,
    )
    six = _dual(resource)
    for one in made:
        if six is None and one.v6 is not None:
            one.doubt = one.doubt or not_known(resource, "whether it has IPv6 addresses")
        elif six is False:
            one.v6 = None


DUAL: Final = {
    "AWS::ECS::Service": (),
    "AWS::Lambda::Function": ("VpcConfig", "Ipv6AllowedForDualStack"),
    "AWS::EFS::MountTarget": ("IpAddressType",),
    "AWS::EC2::InstanceConnectEndpoint": ("IpAddressType",),
    "AWS::OpenSearchService::Domain": ("IPAddressType",),
}
"""Where a type says that it has IPv6 addresses, too; `NetworkType` where nothing is said here.

A task has one when its subnet has a block (an empty path). Source: the CloudFormation Template
Reference of each type (not re-read).
"""


def _dual(resource: Resource) -> Tri:
    path = DUAL.get(resource.type, ("NetworkType",))
    if not path:
        return True
    value = told(resource, *path)
    if type(value) is Unknown:
        return None
    return str(value).lower() in ("dual", "dualstack", "dual_stack", "ipv6", "ipv6_only", "true")
