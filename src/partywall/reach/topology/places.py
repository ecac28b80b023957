"""VPCs and subnets: their blocks, and the table and the ACL in force.

Source: VPC User Guide, "VPC CIDR blocks" and "Subnet route tables" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import EVERYWHERE, Span, within
from partywall.reach.model import Network, Subnet, Table, Vpc
from partywall.reach.topology.acls import ACL
from partywall.reach.topology.defaults import SUFFIX
from partywall.reach.topology.values import (
    Ref,
    block,
    existence,
    flag,
    not_known,
    ref,
    told,
)

VPC: Final = "AWS::EC2::VPC"
SUBNET: Final = "AWS::EC2::Subnet"
TABLE: Final = "AWS::EC2::RouteTable"


def add_vpcs(network: Network, estate: Estate) -> None:
    """Every VPC of the estate is in the network, with all its blocks."""
    for resource in estate.by_type.get(VPC, ()):
        vpc = Vpc(resource.address, region_of(resource), ())
        spans: list[Span] = []
        values = [told(resource, "CidrBlock"), *_listed(resource, "Ipv6CidrBlocks")]
        values += _listed(resource, "CidrBlockAssociations")
        for value in values:
            _take_block(vpc, spans, resource, value)
        vpc.spans = tuple(dict.fromkeys(spans))
        vpc.doubt = existence(resource)
        network.vpcs[vpc.id] = vpc
    for resource in estate.by_type.get("AWS::EC2::VPCCidrBlock", ()):
        for id in ref(estate, told(resource, "VpcId"), VPC).ids:
            if id in network.vpcs:
                found = network.vpcs[id]
                more = [*found.spans]
                for six, keys in CHOSEN.items():
                    value = told(resource, "Ipv6CidrBlock" if six else "CidrBlock")
                    if value is None and any(told(resource, key) for key in keys):
                        value = Unknown("AWS chooses the block")
                    _take_block(found, more, resource, value, six)
                found.spans = tuple(dict.fromkeys(more))


def _listed(resource: Resource, key: str) -> list[object]:
    value = resource.properties.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


CHOSEN: Final = {
    False: ("Ipv4IpamPoolId",),
    True: ("AmazonProvidedIpv6CidrBlock", "Ipv6IpamPoolId", "Ipv6Pool"),
}
"""Whether a block is one of IPv6 → the properties by which AWS chooses it where none is written.

Source: CloudFormation Template Reference, "AWS::EC2::VPCCidrBlock" (not re-read).
"""


def _take_block(
    vpc: Vpc, spans: list[Span], resource: Resource, value: object, six: bool = False
) -> None:
    found = block(value)
    if found is not None:
        spans.append(found)
    elif type(value) is Unknown or (value is None and resource.type == VPC):
        vpc.spans_doubt = not_known(resource, "a block of its addresses", value)
        vpc.vague = tuple(dict.fromkeys((*vpc.vague, *(EVERYWHERE[1:] if six else EVERYWHERE))))


def region_of(resource: Resource) -> str:
    """The Region of a resource; "" when it is not known."""
    return resource.region if isinstance(resource.region, str) else ""


def account_of(resource: Resource) -> str:
    """The account that the ARN of a resource names; "" when it is not known."""
    arns = (parse_arn(name) for name in resource.names)
    return next((arn.account for arn in arns if arn is not None), "")


# -- subnets


def add_subnets(network: Network, estate: Estate) -> None:
    """Every subnet is in the network, with the table and the ACL in force."""
    tables = _associations(estate, "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId", TABLE)
    acls = _associations(estate, "AWS::EC2::SubnetNetworkAclAssociation", "NetworkAclId", ACL)
    extra, mains = _extra_v6(estate), _chosen_mains(estate)
    for resource in estate.by_type.get(SUBNET, ()):
        network.subnets[resource.address] = _subnet(
            network, estate, resource, tables, acls, extra, mains
        )
    for subnet in network.subnets.values():
        _inside(network, subnet)
    for table in network.tables.values():
        _home(network, table)


def _inside(network: Network, subnet: Subnet) -> None:
    """A subnet's blocks are in its VPC, also when the VPC does not say so, or is not here."""
    if not subnet.vpc:
        return
    vpc = network.vpcs.get(subnet.vpc)
    if vpc is None:
        why = f"{subnet.vpc}: the VPC is not in the input"
        vpc = Vpc(subnet.vpc, "", (), why, EVERYWHERE, doubt=why, blocked="unknown", here=False)
        network.vpcs[vpc.id] = vpc
    for span in (subnet.v4, subnet.v6):
        if span == EVERYWHERE[1]:
            vpc.spans_doubt = vpc.spans_doubt or f"{subnet.id}: its IPv6 block is not known"
            vpc.vague = tuple(dict.fromkeys((*vpc.vague, span)))
        elif span is not None and not within(span, vpc.spans):
            vpc.spans = (*vpc.spans, span)


def _home(network: Network, table: Table) -> None:
    """A table whose VPC is not known is of the VPC of its subnets."""
    if table.vpc in network.vpcs:
        return
    homes = {one.vpc for one in network.subnets.values() if one.table == table.id and one.vpc}
    if len(homes) == 1:
        table.vpc = homes.pop()
    else:
        table.doubt = table.doubt or f"{table.id}: the VPC of the route table is not known"


def _subnet(
    network: Network,
    estate: Estate,
    resource: Resource,
    tables: dict[str, list[tuple[Ref, str]]],
    acls: dict[str, list[tuple[Ref, str]]],
    extra: dict[str, object],
    mains: dict[str, tuple[str, str]],
) -> Subnet:
    vpc = ref(estate, told(resource, "VpcId"), VPC)
    written, more = told(resource, "Ipv6CidrBlock"), extra.get(resource.address)
    v6_value = more if written is None else written
    zone = told(resource, "AvailabilityZone") or told(resource, "AvailabilityZoneId")
    subnet = Subnet(
        resource.address,
        vpc.only,
        zone if isinstance(zone, str) else "",
        block(told(resource, "CidrBlock")),
        block(v6_value),
        gives_public=flag(told(resource, "MapPublicIpOnLaunch")),
        gives_v6=flag(told(resource, "AssignIpv6AddressOnCreation")),
        doubt=existence(resource),
    )
    if type(v6_value) is Unknown:
        subnet.v6 = EVERYWHERE[1]
    if subnet.v4 is None and flag(told(resource, "Ipv6Native")) is not True:
        subnet.doubt = subnet.doubt or not_known(
            resource, "its block of addresses", told(resource, "CidrBlock")
        )
    if not subnet.vpc:
        subnet.doubt = subnet.doubt or not_known(resource, "its VPC", told(resource, "VpcId"))
    subnet.table, subnet.table_doubt = _in_force(resource, tables, "route table")
    if not subnet.table:
        subnet.table, why = mains.get(subnet.vpc) or _main_table(network, subnet.vpc, mains)
        subnet.table_doubt = subnet.table_doubt or why
    subnet.acl, subnet.acl_doubt = _in_force(resource, acls, "network ACL")
    if not subnet.acl:
        subnet.acl, why = _first_acl(network, subnet.vpc)
        subnet.acl_doubt = subnet.acl_doubt or why
    return subnet


def _associations(estate: Estate, kind: str, key: str, of: str) -> dict[str, list[tuple[Ref, str]]]:
    """Subnet → what it is associated with, and why that may not be so; "" is any subnet."""
    found: dict[str, list[tuple[Ref, str]]] = {}
    for resource in estate.by_type.get(kind, ()):
        subnet = ref(estate, told(resource, "SubnetId"), SUBNET)
        if not subnet.ids and told(resource, "SubnetId") is None:
            continue
        with_what = ref(estate, told(resource, key), of)
        doubt = existence(resource)
        if subnet.doubt:
            doubt = not_known(resource, "its subnet", told(resource, "SubnetId"))
        for id in subnet.ids or ("",):
            found.setdefault(id, []).append((with_what, doubt))
    return found


def _in_force(
    resource: Resource, found: dict[str, list[tuple[Ref, str]]], what: str
) -> tuple[str, str]:
    """The one that is associated with a subnet, "" for none, and why that may not be so."""
    own = found.get(resource.address, [])
    sure = [one for one, doubt in own if one.only and not doubt]
    if len({one.only for one in sure}) == 1 and len(sure) == len(own):
        return sure[0].only, ""
    doubt = next((f"{resource.address}: which {what} it has is not known" for _ in own), "")
    for _, why in (*own, *found.get("", ())):
        doubt = doubt or why
    return (sure[0].only if sure else own[0][0].ids[0] if own and own[0][0].ids else ""), doubt


def _extra_v6(estate: Estate) -> dict[str, object]:
    """Subnet → the IPv6 block that a resource of its own gives it."""
    extra: dict[str, object] = {}
    for resource in estate.by_type.get("AWS::EC2::SubnetCidrBlock", ()):
        for id in ref(estate, told(resource, "SubnetId"), SUBNET).ids:
            value = told(resource, "Ipv6CidrBlock")
            extra[id] = value if value is not None else Unknown("AWS chooses the block")
    return extra


def _chosen_mains(estate: Estate) -> dict[str, tuple[str, str]]:
    """VPC → the table that was made its main one, and why that may not be so; "" is any VPC."""
    found: dict[str, tuple[str, str]] = {}
    for resource in estate.by_type.get("Partywall::EC2::MainRouteTableAssociation", ()):
        vpc = ref(estate, told(resource, "VpcId"), VPC)
        table = ref(estate, told(resource, "RouteTableId"), TABLE)
        doubt = existence(resource)
        if vpc.doubt or not table.only:
            doubt = not_known(resource, "which table it makes the main one")
        for id in vpc.ids:
            known = found.get(id)
            if known is not None and known[0] != table.only:
                doubt = doubt or f"{resource.address}: {id} has another main route table besides"
            found[id] = table.only, doubt
        if vpc.open or not vpc.ids:
            found[""] = "", doubt
    return found


def _main_table(network: Network, vpc: str, mains: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """The main route table of a VPC where none was chosen: as made, with the local routes only."""
    if vpc not in network.vpcs or not network.vpcs[vpc].here:
        return "", "the main route table of a VPC outside the input is not known"
    return f"{vpc}{SUFFIX[TABLE]}", mains[""][1] if "" in mains else ""


def _first_acl(network: Network, vpc: str) -> tuple[str, str]:
    """The network ACL of subnets that are associated with none: the VPC's default one."""
    if vpc not in network.vpcs or not network.vpcs[vpc].here:
        return "", "the default network ACL of a VPC outside the input is not known"
    return f"{vpc}{SUFFIX[ACL]}", ""
