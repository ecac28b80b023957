"""Interfaces: where packets start and arrive, of every resource that stands in a VPC.

`HOSTS` says for each type where it names its subnets and groups. Before apply an address is not
known: then an interface has some address of its subnet, and `v4` is all of these.

Sources: the CloudFormation Template Reference of each type; EC2 User Guide, "Amazon EC2 instance
IP addressing"; RDS User Guide, "Hiding a DB instance in a VPC from the internet" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Path, Unknown
from partywall.kernel.values import below
from partywall.reach.addresses import Span, span_of
from partywall.reach.model import Interface, Network, Subnet, Tri
from partywall.reach.topology.defaults import SUFFIX
from partywall.reach.topology.filters import GROUP
from partywall.reach.topology.links import usable
from partywall.reach.topology.places import SUBNET
from partywall.reach.topology.values import (
    Ref,
    elements,
    existence,
    flag,
    not_known,
    ref,
    refs,
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


ELSEWHERE: Final = "elsewhere"
"""The subnet of an interface that may stand outside the input."""

LEFT_OPEN: Final = frozenset({"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"})
"""Types that are public or not by their VPC when nothing is written.

Source: CloudFormation Template Reference, "AWS::RDS::DBInstance", PubliclyAccessible (not
re-read).
"""


def add_interfaces(network: Network, estate: Estate) -> None:
    """Every interface that the estate says or implies is in the network."""
    public = _public_addresses(estate)
    used: set[str] = set()
    for resource in estate.by_type.get("AWS::EC2::Instance", ()):
        used |= _instance(network, estate, resource, public)
    for resource in estate.by_type.get("AWS::EC2::NetworkInterface", ()):
        _own(network, estate, resource, public, resource.address in used)
    for kind, host in HOSTS.items():
        for resource in estate.by_type.get(kind, ()):
            _host(network, estate, resource, host)
    for resource in estate.by_type.get("AWS::AutoScaling::AutoScalingGroup", ()):
        _fleet(
            network, estate, resource, "VPCZoneIdentifier", ("LaunchTemplate", "LaunchTemplateId")
        )
    for resource in estate.by_type.get("AWS::EKS::Nodegroup", ()):
        _fleet(network, estate, resource, "Subnets", ("LaunchTemplate", "Id"))
    for resource in estate.by_type.get("AWS::EC2::VPCEndpoint", ()):
        if told(resource, "VpcEndpointType") in ("Interface", "Resource", "ServiceNetwork"):
            place(network, estate, resource, told(resource, "SubnetIds"),
                  told(resource, "SecurityGroupIds"), starts=False)  # fmt: skip
    for resource in estate.by_type.get("AWS::EKS::Cluster", ()):
        made = place(network, estate, resource, told(resource, "ResourcesVpcConfig", "SubnetIds"),
                     told(resource, "ResourcesVpcConfig", "SecurityGroupIds"))  # fmt: skip
        for one in made:
            one.groups = tuple(g for g in one.groups or () if not g.endswith("#default-group"))
            one.groups_doubt = one.groups_doubt or _made_by_eks(resource)
            if flag(told(resource, "ResourcesVpcConfig", "EndpointPrivateAccess")) is not True:
                one.listens = ()


# -- the parts


def place(
    network: Network,
    estate: Estate,
    resource: Resource,
    subnets: object,
    groups: object,
    *,
    public: Tri = False,
    public_doubt: str = "",
    starts: bool = True,
    accepts: bool = True,
    filtered: bool = True,
    each: bool = True,
    suffix: str = "",
) -> list[Interface]:
    """Interfaces of a resource in the network: one in each subnet that it may stand in."""
    listed, more = refs(estate, subnets, SUBNET)
    held, groups_doubt = _held(estate, resource, groups)
    made = []
    several = len(listed) > 1 or sum(len(one.ids) + one.open for one in listed) > 1
    for one in listed:
        for id in (*one.ids, ELSEWHERE) if one.open else one.ids:
            subnet = network.subnets.get(id)
            interface = Interface(
                resource.address + suffix + (f"@{id}" if several else ""),
                resource.address,
                resource.type,
                id,
                subnet.vpc if subnet else "",
                public4=public,
                public_doubt=public_doubt,
                starts=starts,
                accepts=accepts,
                sure=not one.doubt and (each or not several),
                doubt=existence(resource),
            )
            _address(interface, subnet, id)
            _groups(network, interface, held, groups_doubt, filtered)
            network.interfaces[interface.id] = interface
            network.owners.setdefault(resource.address, []).append(interface.id)
            made.append(interface)
    if more and not made:
        network.owners.setdefault(resource.address, [])
    return made


def _address(interface: Interface, subnet: Subnet | None, id: str) -> None:
    if subnet is None:
        interface.doubt = interface.doubt or f"{id}: the subnet is not in the input"
        return
    interface.v4, interface.v6 = usable(subnet.v4), usable(subnet.v6) if subnet.gives_v6 else None
    interface.doubt = interface.doubt or subnet.doubt


def _held(estate: Estate, resource: Resource, groups: object) -> tuple[list[Ref] | None, str]:
    """The groups that a resource names; None when it names none."""
    if groups is None:
        return None, ""
    listed, more = refs(estate, groups, GROUP)
    doubt = not_known(resource, "which groups it has", groups) if more else ""
    for one in listed:
        if one.doubt:
            doubt = f"{resource.address}: which groups it has is not known ({one.doubt})"
    if not listed and not more:
        return None, ""
    return listed, doubt


def _groups(
    network: Network, interface: Interface, held: list[Ref] | None, doubt: str, filtered: bool
) -> None:
    if held is not None:
        interface.groups = tuple(sorted({one.only for one in held if one.only}))
        interface.groups_doubt = doubt
    elif not filtered:
        interface.groups = None
    else:
        id, why = _default(network, interface.vpc)
        interface.groups, interface.groups_doubt = ((id,), why) if id else ((), why)


def _default(network: Network, vpc: str) -> tuple[str, str]:
    """The default group of a VPC, as the estate configures it or as AWS makes it."""
    one = network.vpcs.get(vpc)
    if one is None or not one.here:
        return "", "the default group of a VPC outside the input is not known"
    return f"{vpc}{SUFFIX[GROUP]}", ""


def _public_addresses(estate: Estate) -> dict[str, list[tuple[int | None, str]]]:
    """Instance or interface → its Elastic IP addresses (None: not known yet), with a doubt."""
    found: dict[str, list[tuple[int | None, str]]] = {}
    for kind in ("AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        for resource in estate.by_type.get(kind, ()):
            own = told(resource, "PublicIp") or told(resource, "EIP") or told(resource, "Address")
            span = span_of(own) if isinstance(own, str) else None
            for key in ("InstanceId", "NetworkInterfaceId"):
                of = "AWS::EC2::Instance" if key == "InstanceId" else "AWS::EC2::NetworkInterface"
                target = ref(estate, resource.properties.get(key), of)
                for id in target.ids:
                    doubt = existence(resource) or (
                        not_known(resource, "whose address it is") if target.doubt else ""
                    )
                    found.setdefault(id, []).append((span[0] if span else None, doubt))
    return found


def _instance(
    network: Network,
    estate: Estate,
    resource: Resource,
    public: dict[str, list[tuple[int | None, str]]],
) -> set[str]:
    """An instance's interfaces, written in it or apart; the ids of those apart."""
    used: set[str] = set()
    template = _template(estate, resource, ("LaunchTemplate", "LaunchTemplateId"))
    for n, first in enumerate(_written(resource)):
        named = first.get("NetworkInterfaceId")
        if isinstance(named, str) or _leads(estate, named):
            found = ref(estate, named, "AWS::EC2::NetworkInterface")
            used |= set(found.ids)
            network.owners.setdefault(resource.address, []).extend(found.ids)
            continue
        subnet, groups = _where(resource, first, template)
        suffix = f"#{n}" if n else ""
        for made in place(network, estate, resource, [subnet], groups, suffix=suffix):
            _instance_addresses(network, made, resource, first, public)
    network.owners.setdefault(resource.address, [])
    return used


def _leads(estate: Estate, named: object) -> bool:
    return bool(named) and bool(ref(estate, named, "AWS::EC2::NetworkInterface").only)


def _written(resource: Resource) -> list[dict[str, object]]:
    """The interfaces that an instance writes; one of which nothing is said when it writes none."""
    written = told(resource, "NetworkInterfaces")
    found: list[dict[str, object]] = []
    for _, one in elements(written):
        if isinstance(one, dict):
            found.append(one)
        else:
            keys = ("SubnetId", "GroupSet", "PrivateIpAddress", "AssociatePublicIpAddress",
                    "Ipv6AddressCount")  # fmt: skip
            found.append(dict.fromkeys(keys, one))
    return found or [{}]


def _where(resource: Resource, first: dict[str, object], template: object) -> tuple[object, object]:
    """The subnet and the groups of an interface, from wherever they are written."""
    subnet = first.get("SubnetId")
    if subnet is None:
        subnet = told(resource, "SubnetId")
    if subnet is None:
        subnet = below(template, ("NetworkInterfaces", 0, "SubnetId"))
    if subnet is None:
        subnet = Unknown("no subnet is named, so it is one of the default VPC")
    groups = first.get("GroupSet")
    for one in (told(resource, "SecurityGroupIds"), _template_groups(template),
                told(resource, "SecurityGroups")):  # fmt: skip
        groups = one if groups is None else groups
    return subnet, groups


def _instance_addresses(
    network: Network,
    one: Interface,
    resource: Resource,
    first: dict[str, object],
    public: dict[str, list[tuple[int | None, str]]],
) -> None:
    _fixed(one, first.get("PrivateIpAddress") or told(resource, "PrivateIpAddress")
           or told(resource, "PrivateIp"))  # fmt: skip
    _six(network, one, resource, first)
    wanted = first.get("AssociatePublicIpAddress")
    subnet = network.subnets.get(one.subnet)
    chosen = subnet.gives_public if subnet is not None else None
    if wanted is not None:
        chosen = flag(wanted)
    _public(one, resource, chosen, public.get(resource.address, []))
    seen = told(resource, "PublicIp")
    if isinstance(seen, str) and span_of(seen):
        one.public4, one.public_doubt = True, ""
        one.addresses += (span_of(seen)[0],)  # type: ignore[index]
    elif resource.origin in ("live", "config") and not public.get(resource.address):
        one.public4, one.public_doubt = (None if one.public4 else False), one.public_doubt
    one.checked = flag(told(resource, "SourceDestCheck"), default=True)
    state = told(resource, "State", "Name") or told(resource, "State")
    one.state = str(state) if isinstance(state, str) and state != "running" else ""


def _public(
    one: Interface, resource: Resource, chosen: Tri, own: list[tuple[int | None, str]]
) -> None:
    """Whether it has a public IPv4 address, by what was chosen and by its Elastic IP addresses."""
    sure = [address for address, doubt in own if not doubt]
    one.addresses += tuple(address for address in sure if address is not None)
    one.public4 = True if sure else None if own and not chosen else chosen
    if one.public4 is None:
        one.public_doubt = next((doubt for _, doubt in own if doubt), "") or not_known(
            resource, "whether it has a public address"
        )


def _fixed(one: Interface, address: object) -> None:
    span = span_of(address) if isinstance(address, str) else None
    if span is not None:
        one.v4 = span


def _six(network: Network, one: Interface, resource: Resource, first: dict[str, object]) -> None:
    """IPv6 addresses: written ones, a number of them, or by the subnet's choice."""
    subnet = network.subnets.get(one.subnet)
    if subnet is None or subnet.v6 is None:
        return
    count = first.get("Ipv6AddressCount") or told(resource, "Ipv6AddressCount")
    written = first.get("Ipv6Addresses") or told(resource, "Ipv6Addresses")
    listed = [item.get("Ipv6Address") for _, item in elements(written) if isinstance(item, dict)]
    spans: list[Span] = [s for s in (span_of(x) for x in listed if isinstance(x, str)) if s]
    if spans:
        one.v6 = spans[0]
    elif count or written:
        one.v6 = usable(subnet.v6)
    if subnet.gives_v6 is None or type(count) is Unknown or type(written) is Unknown:
        one.v6 = usable(subnet.v6)
        one.doubt = one.doubt or not_known(resource, "whether it has an IPv6 address")


def _own(
    network: Network,
    estate: Estate,
    resource: Resource,
    public: dict[str, list[tuple[int | None, str]]],
    used: bool,
) -> None:
    """A network interface that is a resource of its own."""
    made = place(network, estate, resource, told(resource, "SubnetId"), told(resource, "GroupSet"))
    attached = used
    for one in estate.by_type.get("AWS::EC2::NetworkInterfaceAttachment", ()):
        if resource.address in ref(estate, told(one, "NetworkInterfaceId"), resource.type).ids:
            attached = True
            machine = ref(estate, told(one, "InstanceId"), "AWS::EC2::Instance")
            for id in machine.ids:
                network.owners.setdefault(id, []).extend(each.id for each in made)
    for each in made:
        _fixed(each, told(resource, "PrivateIpAddress"))
        for _, item in elements(told(resource, "PrivateIpAddresses")):
            if isinstance(item, dict) and each.v4 is not None and each.v4[0] != each.v4[1]:
                _fixed(each, item.get("PrivateIpAddress"))
        _six(network, each, resource, {})
        _public(each, resource, False, public.get(resource.address, []))
        each.checked = flag(told(resource, "SourceDestCheck"), default=True)
        each.state = "" if attached or resource.origin in ("live", "config") else "not in use"


def _host(network: Network, estate: Estate, resource: Resource, host: Host) -> None:
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


def _made_by_eks(resource: Resource) -> str:
    return f"{resource.address}: the group that EKS makes for the cluster is not in the input"


def _template(estate: Estate, resource: Resource, path: Path) -> object:
    """The data of the launch template that a resource names, Unknown when it is not here."""
    named = told(resource, *path)
    if named is None:
        if told(resource, str(path[0])) is None:
            return None
        named = told(resource, str(path[0]), "LaunchTemplateName")
    target = estate.target(named, "AWS::EC2::LaunchTemplate")
    if target is None:
        return Unknown("its launch template is not in the input")
    return told(target, "LaunchTemplateData")


def _template_groups(template: object) -> object:
    groups = below(template, ("SecurityGroupIds",))
    if groups is not None:
        return groups
    return below(template, ("NetworkInterfaces", 0, "Groups"))


def _fleet(network: Network, estate: Estate, resource: Resource, subnets: str, path: Path) -> None:
    """Instances that AWS starts from a template: one interface for each subnet they may be in."""
    template = _template(estate, resource, path)
    named = told(resource, subnets)
    if named is None:
        return
    wanted = below(template, ("NetworkInterfaces", 0, "AssociatePublicIpAddress"))
    groups = _template_groups(template)
    for one in place(network, estate, resource, named, groups, each=False):
        if resource.type == "AWS::EKS::Nodegroup" and not groups:
            one.groups, one.groups_doubt = (), _made_by_eks(resource)
        subnet = network.subnets.get(one.subnet)
        chosen = subnet.gives_public if subnet is not None else None
        _public(one, resource, flag(wanted) if wanted is not None else chosen, [])


def interfaces_of(network: Network, owner: str) -> Iterator[Interface]:
    """The interfaces of a resource."""
    for id in network.owners.get(owner, ()):
        if id in network.interfaces:
            yield network.interfaces[id]


__all__ = ["add_interfaces", "interfaces_of", "place"]
