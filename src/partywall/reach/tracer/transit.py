"""One packet through transit gateways: by which table, and out of which attachment."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.estate.resource import Resource
from partywall.reach.tracer.facts import Facts, Fault, inside, length

VPC_ATTACHMENTS = ("TransitGatewayVpcAttachment", "TransitGatewayAttachment")
OFF = ("disable", "false")

Row = tuple[int, bool, str, str]
"""A route: the length of its prefix, whether it is static, where it is written, and its target."""


def entry_subnet(facts: Facts, attachment: Resource, subnet: str) -> str:
    """The subnet of an attachment in the zone of a subnet. Raises Fault when there is none."""
    zone = facts.resource(subnet).properties.get("AvailabilityZone")
    for one in subnets(facts, attachment):
        if isinstance(zone, str) and facts.resource(one).properties.get("AvailabilityZone") == zone:
            return one
    raise Fault(f"{attachment.address}: it has no subnet in the zone of {subnet}")


def subnets(facts: Facts, attachment: Resource) -> list[str]:
    """The subnets of an attachment to a VPC."""
    found = []
    listed = attachment.properties.get("SubnetIds")
    for one in listed if isinstance(listed, list) else [listed]:
        target = facts.estate.target(one, "AWS::EC2::Subnet")
        if target is None:
            raise Fault(f"{attachment.address}: a subnet of it is not known")
        found.append(target.address)
    return found


def forward(facts: Facts, attachment: str, table: str, named: str, to: str) -> str:
    """The attachment to which a table sends the packet. Raises Fault unless `named` says so."""
    own = associated(facts, attachment)
    if own != table:
        raise Fault(f"{attachment}: its table is {own or 'none'}, not {table}")
    rows = sorted(_rows(facts, table, to), key=lambda one: (one[0], one[1]), reverse=True)
    if not rows:
        raise Fault(f"{table}: no route is for {to}")
    best = [one for one in rows if one[:2] == rows[0][:2]]
    where, _, target = named.partition(" → ")
    if {one[2:] for one in best} != {(where, target)}:
        raise Fault(f"{table}: {named} is not the route for {to}")
    return target


def associated(facts: Facts, attachment: str) -> str:
    """The table of an attachment: the one associated with it, or its gateway's first one."""
    for one in facts.all("TransitGatewayRouteTableAssociation"):
        found = facts.estate.target(one.properties.get("TransitGatewayRouteTableId"))
        at = facts.estate.target(one.properties.get("TransitGatewayAttachmentId"))
        if at is not None and _end(facts, at, found) == attachment:
            return found.address if found is not None else ""
    return _first(facts, attachment, "Association")


def _end(facts: Facts, attachment: Resource, table: Resource | None) -> str:
    """The end of an attachment that is at the gateway of a table."""
    own = table.properties.get("TransitGatewayId") if table is not None else None
    gateway = facts.estate.target(own)
    far = attachment.properties.get("PeerTransitGatewayId")
    at_far = gateway is not None and facts.leads(far, gateway.address)
    return f"{attachment.address}#accepter" if at_far else attachment.address


def _first(facts: Facts, attachment: str, what: str) -> str:
    holder = facts.resource(attachment.partition("#")[0])
    key = "PeerTransitGatewayId" if attachment.endswith("#accepter") else "TransitGatewayId"
    gateway = facts.estate.target(holder.properties.get(key), "AWS::EC2::TransitGateway")
    if gateway is None:
        raise Fault(f"{attachment}: its transit gateway is not known")
    for one in (holder, gateway):
        if str(one.properties.get(f"DefaultRouteTable{what}", "enable")).lower() in OFF:
            return ""
    return f"{gateway.address}#default-table"


def _rows(facts: Facts, table: str, to: str) -> Iterator[Row]:
    for one in facts.all("TransitGatewayRoute"):
        value = one.properties
        block = value.get("DestinationCidrBlock")
        if facts.leads(value.get("TransitGatewayRouteTableId"), table) and inside(to, block):
            target = facts.estate.target(value.get("TransitGatewayAttachmentId"))
            end = _end(facts, target, facts.estate.by_address.get(table)) if target else ""
            yield length(str(block)), True, one.address, end
    for kind in VPC_ATTACHMENTS:
        for one in facts.all(kind):
            vpc = facts.estate.target(one.properties.get("VpcId"), "AWS::EC2::VPC")
            for where in _announced(facts, one.address, table):
                for block in facts.blocks(vpc) if vpc is not None else ():
                    if inside(to, block):
                        yield length(block), False, where, one.address


def _announced(facts: Facts, attachment: str, table: str) -> Iterator[str]:
    """Where it is written that an attachment propagates its blocks to a table."""
    for one in facts.all("TransitGatewayRouteTablePropagation"):
        value = one.properties
        if facts.leads(value.get("TransitGatewayAttachmentId"), attachment) and facts.leads(
            value.get("TransitGatewayRouteTableId"), table
        ):
            yield one.address
    if _first(facts, attachment, "Propagation") == table:
        yield table
