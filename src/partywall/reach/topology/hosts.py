"""Managed resources in the network, at the places where their types name subnets and groups.

Sources: CloudFormation Template Reference, "AWS::RDS::DBInstance" and
"AWS::DMS::ReplicationInstance" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.model import Network, Tri
from partywall.reach.topology.hosted import HOSTS, Host
from partywall.reach.topology.placing import ELSEWHERE, place
from partywall.reach.topology.values import flag, not_known, told

LEFT_OPEN: Final = frozenset(
    {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DMS::ReplicationInstance"}
)
"""Types of which nothing written does not mean that they are not public.

Terraform's own default is that they are not.
"""


def add_hosts(network: Network, estate: Estate) -> None:
    """Every managed resource that stands in a VPC is in the network."""
    for kind, host in HOSTS.items():
        for resource in estate.by_type.get(kind, ()):
            _add(network, estate, resource, host)


def _add(network: Network, estate: Estate, resource: Resource, host: Host) -> None:
    subnets, groups = _where(estate, resource, host)
    if subnets is None:
        return
    public, doubt = _public(estate, resource, host)
    made = place(
        network, estate, resource, subnets, groups, public=public, public_doubt=doubt,
        starts=host.starts, accepts=host.accepts, each=host.each,
    )  # fmt: skip
    six = _dual(estate, resource)
    for one in made:
        one.within = public is False and six is False
        if subnets == ELSEWHERE:
            one.doubt = f"{resource.address}: in which subnets it stands is not known"
        if six is None and one.v6 is not None:
            one.doubt = one.doubt or not_known(resource, "whether it has IPv6 addresses")
        elif six is False:
            one.v6 = None


def _where(estate: Estate, resource: Resource, host: Host) -> tuple[object, object]:
    """The subnets and the groups that a resource names, or what it is a part of does."""
    subnets = told(resource, *host.subnets) if host.subnets else None
    groups = told(resource, *host.groups) if host.groups else None
    if host.through is not None:
        path, kind, key = host.through
        named = told(resource, *path)
        target = estate.target(named, kind)
        if target is not None:
            subnets = told(target, key)
        elif named is not None:
            subnets = ELSEWHERE
    if host.member is not None and (subnets is None or groups is None):
        path, kind = host.member
        named = told(resource, *path)
        whole = estate.target(named, kind)
        if whole is not None:
            others = _where(estate, whole, HOSTS[kind])
            subnets = others[0] if subnets is None else subnets
            groups = others[1] if groups is None else groups
        elif named is not None:
            subnets = ELSEWHERE if subnets is None else subnets
            if groups is None:
                groups = Unknown("what it is a part of is not in the input")
    if subnets is None and host.always:
        subnets = ELSEWHERE
    return subnets, groups


def _public(estate: Estate, resource: Resource, host: Host) -> tuple[Tri, str]:
    """Whether it has public addresses, by its own property or by its parts."""
    if host.parts:
        parts = _parts(estate, resource, host.parts)
        if parts:
            found = [_public(estate, one, HOSTS[host.parts]) for one in parts]
            for answer in (True, None):
                for truth, doubt in found:
                    if truth is answer:
                        return truth, doubt
            return False, ""
    if not host.public:
        return (None, "its parts are not in the input") if host.parts else (False, "")
    value = told(resource, *host.public)
    if value is None and resource.type in LEFT_OPEN and resource.origin != "terraform":
        value = Unknown("not written, which does not mean that it is not public")
    if type(value) is Unknown:
        return None, not_known(resource, str(host.public[-1]), value)
    if True in host.public_when:
        return flag(value), ""
    return value in host.public_when, ""


def _parts(estate: Estate, whole: Resource, kind: str) -> list[Resource]:
    """The resources of a type that are, or may be, parts of another."""
    path, of = HOSTS[kind].member or ((), "")
    return [
        one
        for one in estate.by_type.get(kind, ())
        if any(each is whole for each in estate.link(told(one, *path), of).targets)
    ]


NETWORK_TYPE: Final = ("NetworkType",)
DUAL: Final = {
    "AWS::RDS::DBInstance": NETWORK_TYPE,
    "AWS::RDS::DBCluster": NETWORK_TYPE,
    "AWS::RDS::DBProxy": ("EndpointNetworkType",),
    "AWS::RDS::DBProxyEndpoint": ("EndpointNetworkType",),
    "AWS::DocDB::DBCluster": NETWORK_TYPE,
    "AWS::Neptune::DBCluster": NETWORK_TYPE,
    "AWS::DMS::ReplicationInstance": NETWORK_TYPE,
    "AWS::DAX::Cluster": NETWORK_TYPE,
    "AWS::MemoryDB::Cluster": NETWORK_TYPE,
    "AWS::ElastiCache::ReplicationGroup": NETWORK_TYPE,
    "AWS::ElastiCache::CacheCluster": NETWORK_TYPE,
    "AWS::ElastiCache::ServerlessCache": NETWORK_TYPE,
    "AWS::Timestream::InfluxDBInstance": NETWORK_TYPE,
    "AWS::Timestream::InfluxDBCluster": NETWORK_TYPE,
    "AWS::M2::Environment": NETWORK_TYPE,
    "AWS::FSx::FileSystem": NETWORK_TYPE,
    "AWS::KafkaConnect::Connector": NETWORK_TYPE,
    "AWS::ECS::Service": (),
    "AWS::ECS::TaskSet": (),
    "AWS::Lambda::Function": ("VpcConfig", "Ipv6AllowedForDualStack"),
    "AWS::EFS::MountTarget": ("IpAddressType",),
    "AWS::S3Files::MountTarget": ("IpAddressType",),
    "AWS::EC2::InstanceConnectEndpoint": ("IpAddressType",),
    "AWS::VpcLattice::ResourceGateway": ("IpAddressType",),
    "AWS::OpenSearchService::Domain": ("IPAddressType",),
}
"""Where a type says that it has IPv6 addresses, too; the others have nothing to say it by.

A task has one when its subnet has a block (an empty path); an instance goes by its cluster where
it says nothing. Source: the CloudFormation schema of each type, of the day that
`estate.schema.source()` tells.
"""


def _dual(estate: Estate, resource: Resource) -> Tri:
    path = DUAL.get(resource.type)
    if path == ():
        return True
    value = told(resource, *path) if path else None
    member = HOSTS[resource.type].member if resource.type in HOSTS else None
    if value is None and member is not None:
        whole = estate.target(told(resource, *member[0]), member[1])
        if whole is not None:
            return _dual(estate, whole)
    if type(value) is Unknown:
        return None
    return str(value).lower() in ("dual", "dualstack", "dual_stack", "ipv6", "ipv6_only", "true")
