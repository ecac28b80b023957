"""Transit gateways' attachments and routes, and VPN connections.

Source: EC2 API Reference, data types TransitGatewayAttachment, TransitGatewayRoute,
TransitGatewayRouteTablePropagation, VpnConnection and TunnelOption, by botocore 1.44.5,
read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.describe.sightings import IN_PASSING, Sighting
from partywall.sources.describe.values import Item, elements, objects, text
from partywall.sources.describe.writer import Writer

SECRET: Final = Unknown("marked sensitive, not shown", present=True)

RENAMED: Final = {
    "DpdTimeoutAction": "DPDTimeoutAction",
    "DpdTimeoutSeconds": "DPDTimeoutSeconds",
    "IkeVersions": "IKEVersions",
}
ELSEWHERE: Final = frozenset({"LogOptions", "OutsideIpAddress", "PreSharedKey"})
"""Fields of a tunnel that are the property of the same name in neither name nor value."""

ATTACHED: Final = {
    "peering": (
        "AWS::EC2::TransitGatewayPeeringAttachment",
        "TransitGatewayAttachmentId",
        "",
    ),
    "connect": ("AWS::EC2::TransitGatewayConnect", "TransitGatewayAttachmentId", ""),
    "vpc": ("AWS::EC2::TransitGatewayVpcAttachment", "Id", "VpcId"),
}
"""Type of what is attached → the attachment's type, its id's property, and its resource's."""


def attachment(item: Item, _seen: Sighting, write: Writer) -> None:
    """What a gateway says of each attachment: enough for its association, not for its subnets."""
    id, kind = text(item, "TransitGatewayAttachmentId"), text(item, "ResourceType")
    table = text(item, "Association", "TransitGatewayRouteTableId")
    state = text(item, "Association", "State")
    if kind in ATTACHED:
        type_name, own, key = ATTACHED[kind]
        told: dict[str, Any] = {own: id, "TransitGatewayId": text(item, "TransitGatewayId")}
        if key:
            told[key] = text(item, "ResourceId")
        write.add(type_name, id, told, covers=frozenset(told), rank=IN_PASSING)
    elif kind == "vpn":
        write.add(
            "AWS::EC2::VPNConnection",
            text(item, "ResourceId"),
            {},
            names=(id,),
            covers=frozenset(),
            only_more=True,
        )
    if table and state in ("", "associated", "associating"):
        _associate(table, id, write)


def association(item: Item, seen: Sighting, write: Writer) -> None:
    """An attachment whose routes are looked up in a table."""
    _associate(seen.address, text(item, "TransitGatewayAttachmentId"), write)


def _associate(table: str, id: str, write: Writer) -> None:
    properties = {"TransitGatewayAttachmentId": id, "TransitGatewayRouteTableId": table}
    kind = "AWS::EC2::TransitGatewayRouteTableAssociation"
    write.add(kind, f"{table}/{id}", {**properties})


def propagation(item: Item, seen: Sighting, write: Writer) -> None:
    """An attachment that announces its routes to a table."""
    id = text(item, "TransitGatewayAttachmentId")
    properties = {"TransitGatewayAttachmentId": id, "TransitGatewayRouteTableId": seen.address}
    kind = "AWS::EC2::TransitGatewayRouteTablePropagation"
    write.add(kind, f"{seen.address}/{id}/propagation", {**properties})


def route(item: Item, seen: Sighting, write: Writer) -> None:
    """A static route; the others follow from propagations."""
    if text(item, "Type") == "propagated":
        return
    destination = text(item, "DestinationCidrBlock")
    named = [
        text(one, "TransitGatewayAttachmentId")
        for one in objects(item.get("TransitGatewayAttachments"))
    ]
    through: object = named[0] if named else None
    if len(named) > 1:
        through = Unknown("several attachments share the route", among=tuple(sorted(named)))
    properties = {
        "Blackhole": text(item, "State") == "blackhole",
        "DestinationCidrBlock": destination,
        "TransitGatewayAttachmentId": through,
        "TransitGatewayRouteTableId": seen.address,
    }
    write.add("AWS::EC2::TransitGatewayRoute", f"{seen.address}/{destination}", properties)


def vpn_connection(item: Item, seen: Sighting, write: Writer) -> None:
    """Its static routes, and its tunnels without their keys."""
    for one in objects(item.get("Routes")):
        block = text(one, "DestinationCidrBlock")
        if block and text(one, "State") not in ("deleted", "deleting"):
            properties = {"DestinationCidrBlock": block, "VpnConnectionId": seen.address}
            write.add("AWS::EC2::VPNConnectionRoute", f"{seen.address}/{block}", {**properties})
    options = item.get("Options")
    tunnels = objects(options.get("TunnelOptions")) if isinstance(options, dict) else []
    if tunnels:
        key = "VpnTunnelOptionsSpecifications"
        found, write.missed = elements(seen.type, key, [_tunnel(one, write) for one in tunnels])
        seen.properties[key] = found


def _tunnel(one: Item, write: Writer) -> Item:
    tunnel: Item = {
        RENAMED.get(key, key): value for key, value in one.items() if key not in ELSEWHERE
    }
    if text(one, "PreSharedKey"):
        write.secrets.add(text(one, "PreSharedKey"))
        tunnel["PreSharedKey"] = SECRET
    logs = one.get("LogOptions")
    chosen = logs.get("CloudWatchLogOptions") if isinstance(logs, dict) else None
    if isinstance(chosen, dict):
        tunnel["LogOptions"] = {"CloudwatchLogOptions": chosen}
    return tunnel
