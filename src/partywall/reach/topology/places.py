"""VPCs, subnets and their route tables, and the gateways that routes lead to.

Sources: VPC User Guide, "Route table concepts", "How route priority works", "Internet gateways",
"Block public access to VPCs and subnets" and "Example routing options" (read 2026-11-23 where
`docs/reach.md` says so).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import EVERYWHERE, Span, within
from partywall.reach.model import Kind, Network, Route, Subnet, Table, Vpc
from partywall.reach.topology.defaults import SUFFIX, additions, name_of, not_made
from partywall.reach.topology.filters import ACL, PREFIX_LIST, prefix_list
from partywall.reach.topology.values import (
    Ref,
    block,
    existence,
    flag,
    not_known,
    ref,
    refs,
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
                for key in ("CidrBlock", "Ipv6CidrBlock", "AmazonProvidedIpv6CidrBlock"):
                    value = told(resource, key)
                    if key.startswith("Amazon"):
                        value = Unknown("AWS chooses the block") if value else None
                    _take_block(found, more, resource, value)
                found.spans = tuple(dict.fromkeys(more))


def _listed(resource: Resource, key: str) -> list[object]:
    value = resource.properties.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _take_block(vpc: Vpc, spans: list[Span], resource: Resource, value: object) -> None:
    found = block(value)
    if found is not None:
        spans.append(found)
    elif type(value) is Unknown or (value is None and resource.type == VPC):
        vpc.spans_doubt = not_known(resource, "a block of its addresses", value)
        six = resource.type != VPC and resource.properties.get("CidrBlock") is None
        vpc.vague = tuple(dict.fromkeys((*vpc.vague, *(EVERYWHERE[1:] if six else EVERYWHERE))))


def region_of(resource: Resource) -> str:
    """The Region of a resource; "" when it is not known."""
    return resource.region if isinstance(resource.region, str) else ""


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


# -- routes

TARGETS: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("NatGatewayId", "nat", "AWS::EC2::NatGateway"),
    ("TransitGatewayId", "tgw", "AWS::EC2::TransitGateway"),
    ("VpcPeeringConnectionId", "pcx", "AWS::EC2::VPCPeeringConnection"),
    ("EgressOnlyInternetGatewayId", "eigw", "AWS::EC2::EgressOnlyInternetGateway"),
    ("NetworkInterfaceId", "interface", "AWS::EC2::NetworkInterface"),
    ("InstanceId", "interface", "AWS::EC2::Instance"),
    ("VpcEndpointId", "other", "AWS::EC2::VPCEndpoint"),
    ("CarrierGatewayId", "other", "AWS::EC2::CarrierGateway"),
    ("LocalGatewayId", "other", "AWS::EC2::LocalGateway"),
    ("CoreNetworkArn", "other", "AWS::NetworkManager::CoreNetwork"),
    ("OdbNetworkArn", "other", "AWS::ODB::OdbNetwork"),
)
"""Properties of a route that name its target, what kind that is, and its type."""


def add_tables(network: Network, estate: Estate) -> None:
    """Every route table is in the network, with local, static and propagated routes."""
    for id, vpc_here in network.vpcs.items():
        name = f"{id}{SUFFIX[TABLE]}"
        if vpc_here.here:
            network.tables[name] = Table(name, id, doubt=not_made(estate, id, TABLE))
    for resource in estate.by_type.get(TABLE, ()):
        vpc = ref(estate, told(resource, "VpcId"), VPC)
        table = Table(name_of(estate, resource), vpc.only)
        if resource.partial is not None:
            table.doubt = not_known(resource, "what else it holds", resource.partial)
        network.tables[table.id] = table
        for one in estate.companions(resource, "AWS::EC2::Route"):
            doubt = ""
            if one.sure is not True:
                doubt = f"whether {one.resource.address} applies is not known"
            table.routes.append(_route(estate, one.resource, one.properties, doubt))
    for name, route, doubt in additions(estate, "AWS::EC2::Route", "RouteTableId", TABLE):
        for table in network.tables.values():
            if table.id == name or (not name and table.id.endswith(SUFFIX[TABLE])):
                table.routes.append(_route(estate, route, route.properties, doubt))
    _propagate(network, estate)


def add_local_routes(network: Network) -> None:
    """Each table leads to the blocks of its own VPC, before all that is propagated."""
    for table in network.tables.values():
        vpc = network.vpcs.get(table.vpc)
        if vpc is not None:
            table.routes += [Route(table.id, (span,), "local", vpc.id) for span in vpc.spans]
            if vpc.spans_doubt:
                table.routes.append(
                    Route(table.id, vpc.vague, "local", vpc.id, 0, vpc.spans_doubt, vague=True)
                )


def _route(estate: Estate, holder: Resource, value: dict[str, object], doubt: str) -> Route:
    spans, rank, why = _destination(estate, holder, value)
    kind, target, unclear = _target(estate, holder, value)
    state = told(holder, "State")
    if state == "blackhole":
        kind, unclear = "blackhole", ""
    return Route(holder.address, spans, kind, target, rank, doubt or why or unclear, bool(why))


def _destination(
    estate: Estate, holder: Resource, value: dict[str, object]
) -> tuple[tuple[Span, ...], int, str]:
    for key in ("DestinationCidrBlock", "DestinationIpv6CidrBlock"):
        text = value.get(key)
        if text is not None:
            found = block(text)
            family = EVERYWHERE[0] if key == "DestinationCidrBlock" else EVERYWHERE[1]
            if found is None:
                return (family,), 0, not_known(holder, "its destination", text)
            return (found,), 0, ""
    named = value.get("DestinationPrefixListId")
    if named is not None:
        spans, doubt = prefix_list(estate, named)
        if doubt is not None:
            return EVERYWHERE, 1, not_known(holder, "its prefix list", doubt)
        return tuple(spans), 1, ""
    return EVERYWHERE, 0, not_known(holder, "its destination", holder.partial)


def _target(estate: Estate, holder: Resource, value: dict[str, object]) -> tuple[Kind, str, str]:
    for key, kind, of in TARGETS:
        named = value.get(key)
        if named is not None and named != "":
            return _named(estate, holder, named, kind, of)
    named = value.get("GatewayId")
    if named is None or named == "":
        return "other", "", not_known(holder, "where it leads", named)
    if named == "local":
        return "local", "", ""
    for kind, of in (("igw", "AWS::EC2::InternetGateway"), ("vgw", "AWS::EC2::VPNGateway"),
                     ("endpoint", "AWS::EC2::VPCEndpoint")):  # fmt: skip
        found = ref(estate, named, of)
        gateway = estate.by_address.get(found.only)
        if gateway is not None and gateway.type == of:
            return kind, found.only, ""
    if isinstance(named, str):
        for start, kind in (("igw-", "igw"), ("vgw-", "vgw"), ("vpce-", "endpoint")):
            if named.startswith(start):
                return kind, named, ""
    return "other", "", not_known(holder, "where it leads", named)


def _named(
    estate: Estate, holder: Resource, named: object, kind: Kind, of: str
) -> tuple[Kind, str, str]:
    found = ref(estate, named, of)
    if found.only:
        return kind, found.only, ""
    if len(found.ids) == 1:
        return kind, found.ids[0], not_known(holder, "where it leads", named)
    return "other", "", not_known(holder, "which gateway it leads to", named)


def _propagate(network: Network, estate: Estate) -> None:
    """Routes that a virtual private gateway announces: those of its connections, if written.

    What BGP announces nobody reads from a configuration. Source: Site-to-Site VPN User Guide,
    "Route tables and VPN route priority" (not re-read).
    """
    for resource in estate.by_type.get("AWS::EC2::VPNGatewayRoutePropagation", ()):
        gateway = ref(estate, told(resource, "VpnGatewayId"), "AWS::EC2::VPNGateway")
        tables, _ = refs(estate, told(resource, "RouteTableIds"), TABLE)
        for one in tables:
            for id in one.ids:
                if id in network.tables:
                    doubt = one.doubt or existence(resource)
                    network.tables[id].routes += _announced(estate, resource, gateway, doubt)


def _announced(estate: Estate, holder: Resource, gateway: Ref, doubt: str) -> list[Route]:
    where, target = holder.address, gateway.only or "?"
    routes = []
    learned = "what its other end announces is not known"
    for connection in estate.by_type.get("AWS::EC2::VPNConnection", ()):
        of = ref(estate, told(connection, "VpnGatewayId"), "AWS::EC2::VPNGateway")
        if gateway.only and of.only and of.only != gateway.only:
            continue
        if of.only == gateway.only and flag(told(connection, "StaticRoutesOnly")) is True:
            learned = ""
            routes += _static(estate, connection, where, target, doubt)
    if learned:
        why = doubt or f"{target}: {learned}"
        routes.append(Route(where, EVERYWHERE, "vgw", target, 2, why, vague=True))
    return routes


def _static(
    estate: Estate, connection: Resource, where: str, target: str, doubt: str
) -> list[Route]:
    found = []
    for one in estate.by_type.get("AWS::EC2::VPNConnectionRoute", ()):
        of = ref(estate, told(one, "VpnConnectionId"), "AWS::EC2::VPNConnection")
        if connection.address in of.ids:
            span = block(told(one, "DestinationCidrBlock"))
            why = doubt or of.doubt or ("" if span else not_known(one, "its destination"))
            known = (span,) if span else EVERYWHERE
            found.append(Route(where, known, "vgw", target, 2, why, vague=not span))
    return found


# -- what is attached


def attach_gateways(network: Network, estate: Estate) -> None:
    """Internet, egress-only and virtual private gateways stand at their VPCs."""
    for resource in estate.by_type.get("AWS::EC2::VPCGatewayAttachment", ()):
        vpc = ref(estate, told(resource, "VpcId"), VPC)
        igw = ref(estate, told(resource, "InternetGatewayId"), "AWS::EC2::InternetGateway")
        vgw = ref(estate, told(resource, "VpnGatewayId"), "AWS::EC2::VPNGateway")
        doubt = existence(resource)
        if vpc.doubt or igw.doubt or vgw.doubt:
            doubt = not_known(resource, "what it attaches")
        for id in vpc.ids:
            if id in network.vpcs:
                one = network.vpcs[id]
                one.igw = igw.ids[0] if igw.ids else one.igw
                one.vgw = vgw.ids[0] if vgw.ids else one.vgw
                one.doubt = one.doubt or doubt
    for resource in estate.by_type.get("AWS::EC2::EgressOnlyInternetGateway", ()):
        found = ref(estate, told(resource, "VpcId"), VPC)
        doubt = existence(resource) or (not_known(resource, "its VPC") if found.doubt else "")
        for id in found.ids:
            if id in network.vpcs:
                network.vpcs[id].eigws += (resource.address,)
                network.vpcs[id].doubt = network.vpcs[id].doubt or doubt
    _edge_tables(network, estate)
    _sites(network, estate)


def _edge_tables(network: Network, estate: Estate) -> None:
    for resource in estate.by_type.get("AWS::EC2::GatewayRouteTableAssociation", ()):
        table = ref(estate, told(resource, "RouteTableId"), TABLE)
        gateways = {
            id
            for kind in ("AWS::EC2::InternetGateway", "AWS::EC2::VPNGateway")
            for id in ref(estate, told(resource, "GatewayId"), kind).ids
        }
        for vpc in network.vpcs.values():
            if vpc.igw and vpc.igw in gateways:
                vpc.edge = table.only or "?"
            if vpc.vgw and vpc.vgw in gateways:
                vpc.vgw_edge = table.only or "?"


def _sites(network: Network, estate: Estate) -> None:
    """Gateway → the connection by which a site hangs on it."""
    for resource in estate.by_type.get("AWS::EC2::VPNConnection", ()):
        for key, of in (("VpnGatewayId", "AWS::EC2::VPNGateway"),
                        ("TransitGatewayId", "AWS::EC2::TransitGateway")):  # fmt: skip
            found = ref(estate, told(resource, key), of)
            if found.only:
                network.sites.setdefault(found.only, resource.address)


def block_public_access(network: Network, estate: Estate) -> None:
    """What Block Public Access turns away, Region by Region, and who is excluded from it.

    An account that says nothing has it off, if its organisation says nothing either. Source: VPC
    User Guide, "Block public access to VPCs and subnets", read 2026-11-23.
    """
    for resource in estate.by_type.get("AWS::EC2::VPCBlockPublicAccessOptions", ()):
        mode = told(resource, "InternetGatewayBlockMode")
        blocked = {"off": "", "block-bidirectional": "all", "block-ingress": "ingress"}.get(
            str(mode), "unknown"
        )
        if existence(resource) and blocked:
            blocked = "unknown"
        region = region_of(resource)
        for vpc in network.vpcs.values():
            if not region or not vpc.region or region == vpc.region:
                vpc.blocked = blocked
    for resource in estate.by_type.get("AWS::EC2::VPCBlockPublicAccessExclusion", ()):
        _exclude(network, estate, resource)


def _exclude(network: Network, estate: Estate, resource: Resource) -> None:
    mode = told(resource, "InternetGatewayExclusionMode")
    both = mode == "allow-bidirectional"
    for kind in ("VpcId", "SubnetId"):
        found = ref(estate, told(resource, kind), VPC if kind == "VpcId" else SUBNET)
        unsure = found.doubt or existence(resource) or type(mode) is Unknown
        left = "unknown" if unsure else "" if both else "inbound"
        for id in found.ids:
            one = network.vpcs.get(id) or network.subnets.get(id)
            vpc = network.vpcs.get(one.vpc) if isinstance(one, Subnet) else one
            if one is not None and vpc is not None and (both or unsure or vpc.blocked == "all"):
                one.blocked = left


__all__ = [
    "PREFIX_LIST", "add_local_routes", "add_subnets", "add_tables", "add_vpcs",
    "attach_gateways", "block_public_access", "region_of",
]  # fmt: skip
