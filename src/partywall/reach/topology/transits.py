"""Transit gateways: attachments, and tables with static and propagated routes.

Source: VPC Transit Gateways guide, "How transit gateways work", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import EVERYWHERE, Span, is_v6
from partywall.reach.model import (
    Attachment,
    Network,
    Route,
    Table,
    Transit,
    Tri,
)
from partywall.reach.topology.filters import prefix_list
from partywall.reach.topology.places import SUBNET, VPC
from partywall.reach.topology.values import (
    block,
    existence,
    flag,
    not_known,
    ref,
    refs,
    told,
)

TRANSIT: Final = "AWS::EC2::TransitGateway"
TRANSIT_TABLE: Final = "AWS::EC2::TransitGatewayRouteTable"
VPC_ATTACHMENTS: Final = (
    "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::TransitGatewayAttachment",
)
PEERING_ATTACHMENT: Final = "AWS::EC2::TransitGatewayPeeringAttachment"
VPN: Final = "AWS::EC2::VPNConnection"


def add_transits(network: Network, estate: Estate) -> None:
    """Every transit gateway, its attachments, and its tables with static and propagated routes."""
    for resource in estate.by_type.get(TRANSIT, ()):
        support = told(resource, "SecurityGroupReferencingSupport")
        network.transits[resource.address] = Transit(resource.address, _enabled(support, False))
    for resource in estate.by_type.get(TRANSIT_TABLE, ()):
        gateway = ref(estate, told(resource, "TransitGatewayId"), TRANSIT)
        network.transit_tables[resource.address] = Table(resource.address, gateway.only)
    _vpc_attachments(network, estate)
    _other_attachments(network, estate)
    _associate(network, estate)
    _propagate(network, estate)
    _static_routes(network, estate)


def _enabled(value: object, default: bool) -> Tri:
    if value is None:
        return default
    return None if type(value) is Unknown else str(value).lower() in ("enable", "true")


def _vpc_attachments(network: Network, estate: Estate) -> None:
    for kind in VPC_ATTACHMENTS:
        for resource in estate.by_type.get(kind, ()):
            vpc = ref(estate, told(resource, "VpcId"), VPC)
            gateway = ref(estate, told(resource, "TransitGatewayId"), TRANSIT)
            listed, more = refs(estate, told(resource, "SubnetIds"), SUBNET)
            doubt = existence(resource)
            if more or any(one.doubt for one in listed):
                doubt = not_known(resource, "its subnets", told(resource, "SubnetIds"))
            if not vpc.only or not gateway.only:
                doubt = not_known(resource, "what it attaches")
            support = told(resource, "Options", "SecurityGroupReferencingSupport")
            network.attachments[resource.address] = Attachment(
                resource.address,
                gateway.only,
                "vpc",
                vpc.only,
                tuple(id for one in listed for id in one.ids),
                references=_enabled(support, True),
                appliance=_enabled(told(resource, "Options", "ApplianceModeSupport"), False),
                doubt=doubt,
            )


def _other_attachments(network: Network, estate: Estate) -> None:
    for resource in estate.by_type.get(VPN, ()):
        gateway = ref(estate, told(resource, "TransitGatewayId"), TRANSIT)
        if gateway.ids:
            network.attachments[resource.address] = Attachment(
                resource.address, gateway.only, "vpn", doubt=existence(resource)
            )
    for resource in estate.by_type.get(PEERING_ATTACHMENT, ()):
        gateway = ref(estate, told(resource, "TransitGatewayId"), TRANSIT)
        peer = ref(estate, told(resource, "PeerTransitGatewayId"), TRANSIT)
        for near, far in ((gateway.only, peer.only), (peer.only, gateway.only)):
            id = resource.address if near == gateway.only else f"{resource.address}#accepter"
            network.attachments[id] = Attachment(
                id, near, "peering", peer=far, doubt=existence(resource)
            )


def _attached(network: Network, estate: Estate, value: object) -> tuple[list[str], str]:
    """The attachments that a reference may mean, and a doubt when it is not sure."""
    for kind in (*VPC_ATTACHMENTS, VPN, PEERING_ATTACHMENT):
        found = ref(estate, value, kind)
        if found.only in network.attachments:
            return [found.only], ""
    return list(network.attachments), "which attachment is meant is not known"


def _end(network: Network, id: str, table: str) -> str:
    """The end of an attachment that a table speaks of: a peering has one at either gateway.

    Both have the same id. Source: VPC Transit Gateways guide, "Transit gateway peering attachments"
    (not re-read).
    """
    far = network.attachments.get(f"{id}#accepter")
    own = network.transit_tables.get(table)
    return far.id if far is not None and own is not None and own.vpc == far.gateway else id


def _associate(network: Network, estate: Estate) -> None:
    """Each attachment has the table that is associated with it, or its gateway's first one.

    Source: VPC Transit Gateways guide, "Transit gateways", read 2026-11-23.
    """
    for resource in estate.by_type.get("AWS::EC2::TransitGatewayRouteTableAssociation", ()):
        table = ref(estate, told(resource, "TransitGatewayRouteTableId"), TRANSIT_TABLE)
        ids, doubt = _attached(network, estate, told(resource, "TransitGatewayAttachmentId"))
        for id in ids:
            one = network.attachments[_end(network, id, table.only)]
            if doubt or not table.only or existence(resource):
                one.table_doubt = f"{resource.address}: what it associates is not known"
            else:
                one.table = table.only
    for one in network.attachments.values():
        if not one.table:
            one.table = _first_table(network, estate, one.gateway, "Association")
            wanted = _wanted(estate, one.id, "Association")
            if one.table and wanted is None:
                one.table_doubt = f"{one.id}: whether it has the first route table is not known"
            elif wanted is False:
                one.table = ""
            holder = estate.by_address.get(one.gateway)
            if holder is None:
                one.table_doubt = f"{one.gateway or one.id}: its route tables are not in the input"


def _wanted(estate: Estate, attachment: str, what: str) -> Tri:
    """Whether an attachment wants what its gateway does by itself; Terraform can decline it.

    Source: Terraform's page of `aws_ec2_transit_gateway_vpc_attachment`, read 2026-11-23.
    """
    holder = estate.by_address.get(attachment.partition("#")[0])
    return True if holder is None else flag(told(holder, f"DefaultRouteTable{what}"), True)


def _first_table(network: Network, estate: Estate, gateway: str, what: str) -> str:
    """The table that a gateway associates (or propagates to) by itself; "" when it does not."""
    holder = estate.by_address.get(gateway)
    if holder is None:
        return ""
    chosen = told(holder, f"DefaultRouteTable{what}")
    if _enabled(chosen, True) is False:
        return ""
    name = f"{gateway}#default-table"
    doubt = not_known(holder, f"DefaultRouteTable{what}") if _enabled(chosen, True) is None else ""
    network.transit_tables.setdefault(name, Table(name, gateway, doubt=doubt))
    return name


def _propagate(network: Network, estate: Estate) -> None:
    for resource in estate.by_type.get("AWS::EC2::TransitGatewayRouteTablePropagation", ()):
        table = ref(estate, told(resource, "TransitGatewayRouteTableId"), TRANSIT_TABLE)
        ids, doubt = _attached(network, estate, told(resource, "TransitGatewayAttachmentId"))
        why = existence(resource)
        if doubt or not table.only:
            why = f"{resource.address}: what it propagates is not known"
        for name in [table.only] if table.only else list(network.transit_tables):
            for id in ids:
                _announce(network, name, _end(network, id, name), resource.address, why)
    for one in list(network.attachments.values()):
        for gateway in (one.gateway,) if one.gateway else tuple(network.transits):
            name = _first_table(network, estate, gateway, "Propagation")
            doubt = "" if one.gateway else f"{one.id}: its transit gateway is not known"
            wanted = _wanted(estate, one.id, "Propagation")
            if wanted is None:
                doubt = f"{one.id}: whether the first route table has its routes is not known"
            if name and one.kind != "peering" and wanted is not False:
                _announce(network, name, one.id, name, doubt)


def _announce(network: Network, name: str, id: str, where: str, doubt: str) -> None:
    """The blocks of a VPC stand in a table; what a VPN announces is not known."""
    table, one = network.transit_tables.get(name), network.attachments[id]
    if table is None:
        return
    vpc = network.vpcs.get(one.vpc)
    if one.kind == "vpc" and vpc is not None:
        spans = [span for span in vpc.spans if not is_v6(span[0])] or list(vpc.spans)
        table.routes += [
            Route(where, (span,), "tgw", id, 2, doubt or one.doubt)
            for span in dict.fromkeys([*spans, *vpc.spans])
        ]
        if vpc.spans_doubt:
            table.routes.append(Route(where, EVERYWHERE, "tgw", id, 2, vpc.spans_doubt, vague=True))
    else:
        why = doubt or f"{id}: what it announces is not known"
        table.routes.append(Route(where, EVERYWHERE, "tgw", id, 2, why, vague=True))


def _static_routes(network: Network, estate: Estate) -> None:
    for resource in estate.by_type.get("AWS::EC2::TransitGatewayRoute", ()):
        table = ref(estate, told(resource, "TransitGatewayRouteTableId"), TRANSIT_TABLE)
        spans, unclear = _destination(estate, resource)
        doubt = existence(resource) or unclear
        names = [table.only] if table.only else list(network.transit_tables)
        if not table.only:
            doubt = not_known(
                resource, "its route table", told(resource, "TransitGatewayRouteTableId")
            )
        dropped = flag(told(resource, "Blackhole"))
        ids, why = [""], ""
        if dropped is not True:
            value = told(resource, "TransitGatewayAttachmentId")
            ids, why = _attached(network, estate, value)
        for name in names:
            if name not in network.transit_tables:
                continue
            for id in ids:
                route = Route(
                    resource.address, spans, "blackhole" if dropped else "tgw",
                    _end(network, id, name), 0, doubt or why, vague=bool(unclear),
                )  # fmt: skip
                network.transit_tables[name].routes.append(route)


def _destination(estate: Estate, resource: Resource) -> tuple[tuple[Span, ...], str]:
    """Where a static route leads, all addresses with a doubt if that is not known.

    A reference to a prefix list is one for each of its blocks. Source: VPC Transit Gateways guide,
    "Prefix list references" (not re-read).
    """
    value, named = told(resource, "DestinationCidrBlock"), resource.properties.get("PrefixListId")
    if named is not None:
        listed, unknown = prefix_list(estate, named)
        if unknown is None:
            return tuple(listed), ""
        return EVERYWHERE, not_known(resource, "its prefix list", unknown)
    span = block(value)
    return ((span,), "") if span else (EVERYWHERE, not_known(resource, "its destination", value))
