"""VPCs, subnets, route tables and gateways.

Source: EC2 API Reference, data types Vpc, Subnet, RouteTable, Route, NatGateway, FlowLog and
VpcBlockPublicAccessExclusion, by botocore 1.44.5, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown
from partywall.sources.describe.sightings import Sighting
from partywall.sources.describe.values import Item, chosen, objects, text, texts
from partywall.sources.describe.writer import Writer

THERE: Final = ("", "associated", "associating", "attached", "attaching", "available")
"""States in which what is joined is joined, or is about to be."""

TARGETS: Final = (
    "CarrierGatewayId",
    "CoreNetworkArn",
    "EgressOnlyInternetGatewayId",
    "LocalGatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "OdbNetworkArn",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
)
DESTINATIONS: Final = (
    "DestinationCidrBlock",
    "DestinationIpv6CidrBlock",
    "DestinationPrefixListId",
)

RESOURCE_TYPES: Final = (
    ("vpc-", "VPC"),
    ("subnet-", "Subnet"),
    ("eni-", "NetworkInterface"),
    ("tgw-attach-", "TransitGatewayAttachment"),
    ("tgw-", "TransitGateway"),
    ("nat-", "RegionalNatGateway"),
)
"""How the id begins of what a flow log is of, and the type of that."""


def vpc(item: Item, seen: Sighting, write: Writer) -> None:
    """Further blocks are resources of their own, as in CloudFormation."""
    for one in objects(item.get("CidrBlockAssociationSet")):
        block = text(one, "CidrBlock")
        if text(one, "CidrBlockState", "State") in THERE and block != text(item, "CidrBlock"):
            _block(seen, write, one, "CidrBlock")
    six = [
        one
        for one in objects(item.get("Ipv6CidrBlockAssociationSet"))
        if text(one, "Ipv6CidrBlockState", "State") in THERE
    ]
    for one in six:
        _block(seen, write, one, "Ipv6CidrBlock")
    if six:
        seen.properties["Ipv6CidrBlocks"] = [text(one, "Ipv6CidrBlock") for one in six]


def _block(seen: Sighting, write: Writer, one: Item, key: str) -> None:
    block, id = text(one, key), text(one, "AssociationId")
    address = id or f"{seen.address}/{block}"
    properties = {"Id": id, key: block, "VpcId": seen.address}
    write.add("AWS::EC2::VPCCidrBlock", address, properties)


def subnet(item: Item, seen: Sighting, write: Writer) -> None:
    """The first IPv6 block is the subnet's property, further ones are resources of their own."""
    blocks = [
        (text(one, "Ipv6CidrBlock"), text(one, "AssociationId"))
        for one in objects(item.get("Ipv6CidrBlockAssociationSet"))
        if text(one, "Ipv6CidrBlockState", "State") in THERE
    ]
    if blocks:
        seen.properties["Ipv6CidrBlock"] = blocks[0][0]
        seen.properties["Ipv6CidrBlocks"] = [block for block, _ in blocks]
    for block, id in blocks[1:]:
        properties = {"Id": id, "Ipv6CidrBlock": block, "SubnetId": seen.address}
        write.add("AWS::EC2::SubnetCidrBlock", id or f"{seen.address}/{block}", properties)


# -- route tables

MAIN: Final = "main"
"""The name, after its VPC's id, that a main route table has besides."""


def route_table(item: Item, seen: Sighting, write: Writer) -> None:
    """Its routes, and what it is associated with; `vpc-1/main` is a name of a main table."""
    for one in objects(item.get("Routes")):
        _route(one, seen, write)
    for one in objects(item.get("Associations")):
        if text(one, "AssociationState", "State") in THERE:
            _association(one, item, seen, write)
    for one in objects(item.get("PropagatingVgws")):
        gateway = text(one, "GatewayId")
        write.add(
            "AWS::EC2::VPNGatewayRoutePropagation",
            f"{seen.address}/{gateway}",
            {"RouteTableIds": [seen.address], "VpnGatewayId": gateway},
        )


def _association(one: Item, item: Item, seen: Sighting, write: Writer) -> None:
    id, table = text(one, "RouteTableAssociationId"), seen.address
    if one.get("Main") is True:
        seen.names = (*seen.names, f"{text(item, 'VpcId')}/{MAIN}")
    elif text(one, "SubnetId"):
        properties = {"Id": id, "RouteTableId": table, "SubnetId": text(one, "SubnetId")}
        kind = "AWS::EC2::SubnetRouteTableAssociation"
        write.add(kind, id or f"{table}/{properties['SubnetId']}", {**properties})
    elif text(one, "GatewayId"):
        gateway = text(one, "GatewayId")
        kind = "AWS::EC2::GatewayRouteTableAssociation"
        properties = {"AssociationId": id, "GatewayId": gateway, "RouteTableId": table}
        write.add(kind, id or f"{table}/{gateway}", {**properties})


def _route(one: Item, seen: Sighting, write: Writer) -> None:
    """A route that somebody made. The local ones come with the VPC's blocks, and those that a
    virtual private gateway announces with its propagation."""
    gateway = text(one, "GatewayId")
    made = text(one, "Origin")
    if made == "EnableVgwRoutePropagation" or (made == "CreateRouteTable" and gateway == "local"):
        return
    destination = chosen(one, DESTINATIONS)
    target: dict[str, Any] = chosen(one, TARGETS)
    if gateway:
        through = gateway.startswith("vpce-") and "DestinationPrefixListId" not in destination
        target["VpcEndpointId" if through else "GatewayId"] = gateway
    if not target:
        target = chosen(one, ("InstanceId",))
    state = chosen(one, ("State",))
    properties = {"RouteTableId": seen.address, **destination, **target, **state}
    write.add("AWS::EC2::Route", f"{seen.address}/{_first(destination)}", properties)


def _first(values: dict[str, Any]) -> str:
    return str(next(iter(values.values()), "?"))


# -- gateways


def internet_gateway(item: Item, seen: Sighting, write: Writer) -> None:
    """What it is attached to is a resource of its own, as in CloudFormation."""
    _attachments(item.get("Attachments"), "InternetGatewayId", seen, write)


def vpn_gateway(item: Item, seen: Sighting, write: Writer) -> None:
    """What it is attached to is a resource of its own, as in CloudFormation."""
    _attachments(item.get("VpcAttachments"), "VpnGatewayId", seen, write)


def _attachments(value: object, key: str, seen: Sighting, write: Writer) -> None:
    for one in objects(value):
        if text(one, "State") in THERE:
            vpc_id = text(one, "VpcId")
            properties = {key: seen.address, "VpcId": vpc_id}
            address = f"{vpc_id}/{seen.address}"
            write.add("AWS::EC2::VPCGatewayAttachment", address, {**properties})


def egress_only_gateway(item: Item, seen: Sighting, _write: Writer) -> None:
    """It belongs to the one VPC that it is attached to."""
    for one in objects(item.get("Attachments")):
        if text(one, "State") in THERE:
            seen.properties["VpcId"] = text(one, "VpcId")


def nat_gateway(item: Item, seen: Sighting, _write: Writer) -> None:
    """Its first address is its own; the others are secondary."""
    addresses = objects(item.get("NatGatewayAddresses"))
    primary = [one for one in addresses if one.get("IsPrimary") is True] or addresses[:1]
    others = [one for one in addresses if one not in primary]
    for one in primary[:1]:
        for key, name in (
            ("AllocationId", "AllocationId"),
            ("NetworkInterfaceId", "EniId"),
            ("PrivateIp", "PrivateIpAddress"),
        ):
            if text(one, key):
                seen.properties[name] = text(one, key)
    for key, name in (
        ("AllocationId", "SecondaryAllocationIds"),
        ("PrivateIp", "SecondaryPrivateIpAddresses"),
    ):
        found = texts([one.get(key) for one in others])
        if found:
            seen.properties[name] = found


# -- the rest


def service_prefix_list(item: Item, seen: Sighting, write: Writer) -> None:
    """The blocks of a list that AWS keeps; its own command says less of it and more of others."""
    seen.rank += 1
    if "Cidrs" in item:
        seen.properties["Entries"] = [{"Cidr": one} for one in texts(item["Cidrs"])]
    seen.owned_by_aws = "AWS keeps the prefix lists of its services"


def endpoint(_item: Item, seen: Sighting, _write: Writer) -> None:
    """Of a switch for who may ask for its names, CloudFormation has words."""
    options = seen.properties.get("DnsOptions")
    key = "PrivateDnsOnlyForInboundResolverEndpoint"
    if isinstance(options, dict) and isinstance(options.get(key), bool):
        options[key] = "OnlyInboundResolver" if options[key] else "AllResolvers"


def flow_log(item: Item, seen: Sighting, _write: Writer) -> None:
    """What it is a log of, by the id."""
    id = text(item, "ResourceId")
    kind = next((name for start, name in RESOURCE_TYPES if id.startswith(start)), None)
    seen.properties["ResourceType"] = kind or Unknown("not told by its id", present=True)


def block_public_access(item: Item, seen: Sighting, _write: Writer) -> None:
    """While it is being changed, what is in force is not known."""
    if text(item, "State") == "update-in-progress":
        unclear = Unknown("it is being changed", present=True)
        seen.properties["InternetGatewayBlockMode"] = unclear


def block_public_access_exclusion(item: Item, seen: Sighting, _write: Writer) -> None:
    """Which VPC or subnet it is for."""
    arn = parse_arn(text(item, "ResourceArn"))
    if arn is not None:
        key = "SubnetId" if arn.resource.startswith("subnet/") else "VpcId"
        seen.properties[key] = arn.name
