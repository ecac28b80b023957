"""Instances, their interfaces and their fleets: what is written there, apart or in a template.

Source: EC2 User Guide, "Amazon EC2 instance IP addressing" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import below
from partywall.reach.addresses import Span, span_of
from partywall.reach.model import Interface, Network, Tri
from partywall.reach.topology.links import usable
from partywall.reach.topology.placing import place
from partywall.reach.topology.templates import started_from
from partywall.reach.topology.values import (
    block,
    elements,
    existence,
    flag,
    not_known,
    ref,
    told,
)

TAKES_NOTHING: Final = ("lambda", "nat_gateway")
"""Interfaces of services that take no connections.

Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"; VPC
User Guide, "NAT gateway basics" (not re-read).
"""

STARTS_NOTHING: Final = ("efs", "gateway_load_balancer_endpoint", "vpc_endpoint")
"""Interfaces of services that start no connections.

Source: EC2 API Reference, "NetworkInterface", InterfaceType (not re-read).
"""


HOLDERS: Final = (
    ("InstanceId", ("AWS::EC2::Instance",)),
    ("NetworkInterfaceId", ("AWS::EC2::NetworkInterface", "AWS::EC2::Instance")),
)
"""What an Elastic IP address is given to; the interface may be the one that an instance writes."""


def public_addresses(estate: Estate) -> dict[str, list[tuple[int | None, str]]]:
    """Instance or interface → its Elastic IP addresses (None: not known yet), with a doubt."""
    found: dict[str, list[tuple[int | None, str]]] = {}
    for kind in ("AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        for resource in estate.by_type.get(kind, ()):
            own = told(resource, "PublicIp") or told(resource, "EIP") or told(resource, "Address")
            span = span_of(own) if isinstance(own, str) else None
            for key, kinds in HOLDERS:
                targets = [ref(estate, resource.properties.get(key), of) for of in kinds]
                for id in dict.fromkeys(id for one in targets for id in one.ids):
                    unsure = any(one.doubt for one in targets if id in one.ids)
                    doubt = existence(resource) or (
                        not_known(resource, "whose address it is") if unsure else ""
                    )
                    found.setdefault(id, []).append((span[0] if span else None, doubt))
    return found


def add_instance(
    network: Network,
    estate: Estate,
    resource: Resource,
    public: dict[str, list[tuple[int | None, str]]],
) -> set[str]:
    """An instance's interfaces, written in it or apart; the ids of those apart."""
    used: set[str] = set()
    template = started_from(estate, resource)
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
            _instance_addresses(network, made, resource, _with(first, template), public)
    network.owners.setdefault(resource.address, [])
    return used


ADDRESSES: Final = ("AssociatePublicIpAddress", "Ipv6AddressCount", "Ipv6Addresses")


def _with(first: dict[str, object], template: object) -> dict[str, object]:
    """What is written of the addresses of an interface, by itself or in its template.

    What only the template says of one that is written apart may or may not hold.
    """
    found = dict(first)
    for key in ADDRESSES:
        other = below(template, ("NetworkInterfaces", 0, key))
        if found.get(key) is None and other is not None:
            found[key] = Unknown("its template says so, too") if first else other
    return found


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
    elif one.public4 and resource.origin in ("live", "config") and not public.get(resource.address):
        one.public4 = None
        one.public_doubt = not_known(resource, "whether it has a public address")
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
    count = first.get("Ipv6AddressCount") or told(resource, "Ipv6AddressCount")
    written = first.get("Ipv6Addresses") or told(resource, "Ipv6Addresses")
    _addresses6(network, one, resource, count, written)


def _addresses6(
    network: Network, one: Interface, resource: Resource, count: object, written: object
) -> None:
    subnet = network.subnets.get(one.subnet)
    if subnet is None or subnet.v6 is None:
        return
    listed = [item.get("Ipv6Address") for _, item in elements(written) if isinstance(item, dict)]
    spans: list[Span] = [s for s in (span_of(x) for x in listed if isinstance(x, str)) if s]
    if spans:
        one.v6 = spans[0]
    elif count or written:
        one.v6 = usable(subnet.v6)
    if subnet.gives_v6 is None or type(count) is Unknown or type(written) is Unknown:
        one.v6 = usable(subnet.v6)
        one.doubt = one.doubt or not_known(resource, "whether it has an IPv6 address")


def attached(network: Network, estate: Estate) -> dict[str, list[tuple[str, str]]]:
    """Interface → the instances that it is, or may be, attached to apart from their own lists,
    each with a doubt.

    An instance to which an interface is attached that is not known has one that stands anywhere.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for one in estate.by_type.get("AWS::EC2::NetworkInterfaceAttachment", ()):
        machine = ref(estate, told(one, "InstanceId"), "AWS::EC2::Instance")
        interface = ref(estate, told(one, "NetworkInterfaceId"), "AWS::EC2::NetworkInterface")
        unsure = machine.doubt or interface.doubt
        doubt = existence(one) or (not_known(one, "what it attaches to what") if unsure else "")
        for id in interface.ids:
            found.setdefault(id, []).extend((each, doubt) for each in machine.ids)
        if interface.only in estate.by_address:
            continue
        for resource in filter(None, map(estate.by_address.get, machine.ids)):
            nowhere = [Unknown("where it stands is not known", (one.address,))]
            place(network, estate, resource, nowhere, None, public=None,
                  public_doubt=not_known(one, "which interface it attaches, and to what"),
                  suffix=f"#{one.address}")  # fmt: skip
    return found


def add_own(
    network: Network,
    estate: Estate,
    resource: Resource,
    public: dict[str, list[tuple[int | None, str]]],
    machines: dict[str, list[tuple[str, str]]],
    used: bool,
) -> None:
    """A network interface that is a resource of its own; `machines` are as `attached` has them."""
    groups = told(resource, "GroupSet")
    made = place(network, estate, resource, told(resource, "SubnetId"), groups,
                 filtered=not (groups == [] and resource.origin in ("live", "config")))  # fmt: skip
    kind = told(resource, "InterfaceType")
    in_use = used or resource.address in machines
    for id, doubt in machines.get(resource.address, ()):
        own = network.owners.setdefault(id, [])
        own.extend(each.id for each in made if each.id not in own)
        for each in made:
            each.doubt = each.doubt or doubt
    for each in made:
        _fixed(each, told(resource, "PrivateIpAddress"))
        for _, item in elements(told(resource, "PrivateIpAddresses")):
            if isinstance(item, dict) and each.v4 is not None and each.v4[0] != each.v4[1]:
                _fixed(each, item.get("PrivateIpAddress"))
            elif isinstance(item, dict):
                more = block(item.get("PrivateIpAddress"))
                each.others += (more,) if more is not None and more != each.v4 else ()
        _six(network, each, resource, {})
        _public(each, resource, False, public.get(resource.address, []))
        each.checked = flag(told(resource, "SourceDestCheck"), default=True)
        each.accepts, each.starts = kind not in TAKES_NOTHING, kind not in STARTS_NOTHING
        each.state = "" if in_use or resource.origin in ("live", "config") else "not in use"


def made_by_eks(resource: Resource) -> str:
    return f"{resource.address}: the group that EKS makes for the cluster is not in the input"


def _template_groups(template: object) -> object:
    groups = below(template, ("SecurityGroupIds",))
    if groups is not None:
        return groups
    return below(template, ("NetworkInterfaces", 0, "Groups"))


def add_fleet(network: Network, estate: Estate, resource: Resource, subnets: str) -> None:
    """Instances that AWS starts from a template: one interface for each subnet they may be in."""
    template = started_from(estate, resource)
    named = told(resource, subnets)
    if named is None:
        return
    wanted = below(template, ("NetworkInterfaces", 0, "AssociatePublicIpAddress"))
    groups = _template_groups(template)
    for one in place(network, estate, resource, named, groups, each=False):
        if resource.type == "AWS::EKS::Nodegroup" and not groups:
            one.groups, one.groups_doubt = (), made_by_eks(resource)
        subnet = network.subnets.get(one.subnet)
        chosen = subnet.gives_public if subnet is not None else None
        _public(one, resource, flag(wanted) if wanted is not None else chosen, [])
        six = _with({}, template)
        _addresses6(network, one, resource, six.get("Ipv6AddressCount"), six.get("Ipv6Addresses"))
