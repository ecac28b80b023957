"""Route tables: static, propagated and local routes, and what they lead to.

Sources: VPC User Guide, "Route table concepts" and "How route priority works", read 2026-11-23;
AWS PrivateLink guide, "Gateway endpoints"; CloudFormation Template Reference,
"AWS::EC2::VPCEndpoint";
Site-to-Site VPN User Guide, "Route tables and VPN route priority" (none of these three re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import EVERYWHERE, Span
from partywall.reach.model import Kind, Network, Route, Table
from partywall.reach.topology.defaults import SUFFIX, additions, name_of, not_made
from partywall.reach.topology.filters import prefix_list
from partywall.reach.topology.places import TABLE, VPC
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

ENDPOINT: Final = "AWS::EC2::VPCEndpoint"

TARGETS: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("NatGatewayId", "nat", "AWS::EC2::NatGateway"),
    ("TransitGatewayId", "tgw", "AWS::EC2::TransitGateway"),
    ("VpcPeeringConnectionId", "pcx", "AWS::EC2::VPCPeeringConnection"),
    ("EgressOnlyInternetGatewayId", "eigw", "AWS::EC2::EgressOnlyInternetGateway"),
    ("NetworkInterfaceId", "interface", "AWS::EC2::NetworkInterface"),
    ("InstanceId", "interface", "AWS::EC2::Instance"),
    ("VpcEndpointId", "other", ENDPOINT),
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
            _take(table, _route(estate, one.resource, one.properties, doubt))
    for name, route, doubt in additions(estate, "AWS::EC2::Route", "RouteTableId", TABLE):
        for table in network.tables.values():
            if table.id == name or (not name and table.id.endswith(SUFFIX[TABLE])):
                _take(table, _route(estate, route, route.properties, doubt))
    _propagate(network, estate)
    _lead_to_services(network, estate)


def _take(table: Table, route: Route) -> None:
    """A route stands in its table; one to addresses of a service that nobody knows, apart."""
    if route.kind == "endpoint" and route.vague and route.rank == 1:
        table.endpoints.append(route.target)
    else:
        table.routes.append(route)


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
                     ("endpoint", ENDPOINT)):  # fmt: skip
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


def _lead_to_services(network: Network, estate: Estate) -> None:
    """Tables name the gateway endpoints that put a route to a service's addresses into them.

    An endpoint whose type is not written is one. One whose tables are not known may be in any
    of its VPC.
    """
    for resource in estate.by_type.get(ENDPOINT, ()):
        kind = told(resource, "VpcEndpointType")
        if kind is not None and type(kind) is not Unknown and kind != "Gateway":
            continue
        vpc = ref(estate, told(resource, "VpcId"), VPC).only
        tables, doubt = refs(estate, told(resource, "RouteTableIds"), TABLE)
        named = {one.only for one in tables}
        anyone = bool(doubt) or "" in named
        for table in network.tables.values():
            here = table.id in named or (anyone and (not vpc or table.vpc in ("", vpc)))
            if here and not any(_surely_to(route, resource.address) for route in table.routes):
                table.endpoints.append(resource.address)


def _surely_to(route: Route, endpoint: str) -> bool:
    """Whether a route with known addresses leads to an endpoint."""
    return route.kind == "endpoint" and route.target == endpoint and not route.doubt


def _propagate(network: Network, estate: Estate) -> None:
    """Routes that a virtual private gateway announces: those of its connections, if written.

    What BGP announces nobody reads from a configuration. Source: Site-to-Site VPN User Guide,
    "Route tables and AWS Site-to-Site VPN route priority", read 2026-11-23.
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
