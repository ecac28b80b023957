"""Amazon EC2 and VPC: routes and rules written in their parent, flow logs, VPN tunnels.

Sources: CloudFormation's reference of each type named here and the provider's page of each
argument, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.convert import protocol_number
from partywall.sources.mapping.engine import UNSET, Piece, Values
from partywall.sources.mapping.shapes.blocks import block, blocks, itself, pick


def internet_gateway(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """Attached to its VPC, which CloudFormation writes as a resource of its own."""
    vpc = values.get("vpc_id")
    if vpc in UNSET:
        return []
    attachment: Properties = {"InternetGatewayId": itself(address), "VpcId": vpc}
    return [Piece(type="AWS::EC2::VPCGatewayAttachment", properties=attachment)]


def eip(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """Associated with a network interface, when one is named."""
    interface = values.get("network_interface")
    if interface in UNSET:
        return []
    association = {"AllocationId": itself(address), "NetworkInterfaceId": interface}
    return [Piece(type="AWS::EC2::EIPAssociation", properties=association)]


def network_interface(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """Attached to an instance, which CloudFormation writes as a resource of its own."""
    pieces = []
    for one in blocks(values.get("attachment")):
        index, instance = (
            (one, one)
            if isinstance(one, Unknown)
            else (one.get("device_index"), one.get("instance"))
        )
        attachment = {
            "DeviceIndex": index, "InstanceId": instance, "NetworkInterfaceId": itself(address)
        }  # fmt: skip
        pieces.append(Piece(type="AWS::EC2::NetworkInterfaceAttachment", properties=attachment))
    return pieces


_ROUTE: Final = {
    "carrier_gateway_id": "CarrierGatewayId",
    "cidr_block": "DestinationCidrBlock",
    "core_network_arn": "CoreNetworkArn",
    "destination_prefix_list_id": "DestinationPrefixListId",
    "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
    "gateway_id": "GatewayId",
    "ipv6_cidr_block": "DestinationIpv6CidrBlock",
    "local_gateway_id": "LocalGatewayId",
    "nat_gateway_id": "NatGatewayId",
    "network_interface_id": "NetworkInterfaceId",
    "transit_gateway_id": "TransitGatewayId",
    "vpc_endpoint_id": "VpcEndpointId",
    "vpc_peering_connection_id": "VpcPeeringConnectionId",
}


def route_table(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """Each route as a resource of its own; one that is not known may lead anywhere.

    So is what virtual private gateways propagate to it.
    """
    pieces = [
        _inside("AWS::EC2::Route", "RouteTableId", address, route, _ROUTE)
        for route in blocks(values.get("route"))
    ]
    gateways = values.get("propagating_vgws")
    for gateway in [gateways] if isinstance(gateways, Unknown) else gateways or ():
        propagation = {"RouteTableIds": [itself(address)], "VpnGatewayId": gateway}
        pieces.append(Piece(type="AWS::EC2::VPNGatewayRoutePropagation", properties=propagation))
    return pieces


def default_route_table(values: Values, properties: Properties, address: str) -> list[Piece]:
    """The table that AWS made with the VPC: Terraform removes every route it does not list."""
    _home(values, properties, "default_route_table_id")
    return route_table(values, properties, address)


def default_network_acl(values: Values, properties: Properties, address: str) -> list[Piece]:
    """The ACL that AWS made with the VPC: Terraform removes every entry it does not list."""
    _home(values, properties, "default_network_acl_id")
    return network_acl(values, properties, address)


def _home(values: Values, properties: Properties, named_by: str) -> None:
    """Its VPC: as the provider tells, or the one whose attribute names what is taken over."""
    home, named = values.get("vpc_id"), values.get(named_by)
    attribute = isinstance(named, Unknown) and named.attribute == named_by
    if isinstance(named, Unknown) and attribute and len(named.refs) == 1:
        properties["VpcId"] = Unknown(named.why, named.refs, "Ref", present=True)
    elif home not in UNSET:
        properties["VpcId"] = home
    else:
        properties["VpcId"] = Unknown("which VPC it is of is known after apply", present=True)


def route_table_association(values: Values, _properties: Properties, _address: str) -> list[Piece]:
    """Associated with a gateway instead of a subnet: another type in CloudFormation."""
    gateway = values.get("gateway_id")
    if gateway in UNSET:
        return []
    association: Properties = {"GatewayId": gateway, "RouteTableId": values.get("route_table_id")}
    return [Piece(type="AWS::EC2::GatewayRouteTableAssociation", properties=association)]


_ENTRY: Final = {
    "action": "RuleAction",
    "cidr_block": "CidrBlock",
    "ipv6_cidr_block": "Ipv6CidrBlock",
    "rule_no": "RuleNumber",
}


def network_acl(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """Each entry, and each association with a subnet, as a resource of its own."""
    pieces = []
    for direction in ("ingress", "egress"):
        for entry in blocks(values.get(direction)):
            piece = _inside("AWS::EC2::NetworkAclEntry", "NetworkAclId", address, entry, _ENTRY)
            piece.properties["Egress"] = direction == "egress"
            if isinstance(entry, dict):
                _protocol(entry, piece.properties)
            pieces.append(piece)
    subnets = values.get("subnet_ids")
    for subnet in [subnets] if isinstance(subnets, Unknown) else subnets or ():
        association = {"NetworkAclId": itself(address), "SubnetId": subnet}
        pieces.append(Piece(type="AWS::EC2::SubnetNetworkAclAssociation", properties=association))
    return pieces


def _protocol(entry: Values, properties: Properties) -> None:
    protocol = entry.get("protocol")
    if protocol not in UNSET:
        known = not isinstance(protocol, Unknown)
        properties["Protocol"] = protocol_number(protocol) if known else protocol
    ports = pick(entry, {"from_port": "From", "to_port": "To"})
    if ports:
        properties["PortRange"] = ports
    if properties.get("Protocol") in (1, 58):
        properties["Icmp"] = pick(entry, {"icmp_code": "Code", "icmp_type": "Type"})


def _inside(
    kind: str, parent: str, address: str, written: Values | Unknown, names: dict[str, str]
) -> Piece:
    """A resource that was written as a block of its parent; unknown in all but its parent."""
    if isinstance(written, Unknown):
        hidden = Unknown(written.why, written.refs)
        properties: Properties = dict.fromkeys(names.values(), hidden)
    else:
        properties = pick(written, names)
    return Piece(type=kind, properties={**properties, parent: itself(address)})


_LOGGED: Final = {
    "eni_id": "NetworkInterface",
    "subnet_id": "Subnet",
    "transit_gateway_attachment_id": "TransitGatewayAttachment",
    "transit_gateway_id": "TransitGateway",
    "vpc_id": "VPC",
}


def flow_log(values: Values, properties: Properties, _address: str) -> None:
    """What is logged, and of which kind it is."""
    for argument, kind in _LOGGED.items():
        if values.get(argument) not in UNSET:
            properties["ResourceId"] = values[argument]
            properties["ResourceType"] = kind
            return


_TUNNEL: Final = {
    "dpd_timeout_action": "DPDTimeoutAction",
    "dpd_timeout_seconds": "DPDTimeoutSeconds",
    "enable_tunnel_lifecycle_control": "EnableTunnelLifecycleControl",
    "inside_cidr": "TunnelInsideCidr",
    "inside_ipv6_cidr": "TunnelInsideIpv6Cidr",
    "phase1_lifetime_seconds": "Phase1LifetimeSeconds",
    "phase2_lifetime_seconds": "Phase2LifetimeSeconds",
    "preshared_key": "PreSharedKey",
    "rekey_fuzz_percentage": "RekeyFuzzPercentage",
    "rekey_margin_time_seconds": "RekeyMarginTimeSeconds",
    "replay_window_size": "ReplayWindowSize",
    "startup_action": "StartupAction",
}
_CHOICES: Final = {
    "ike_versions": "IKEVersions",
    "phase1_dh_group_numbers": "Phase1DHGroupNumbers",
    "phase1_encryption_algorithms": "Phase1EncryptionAlgorithms",
    "phase1_integrity_algorithms": "Phase1IntegrityAlgorithms",
    "phase2_dh_group_numbers": "Phase2DHGroupNumbers",
    "phase2_encryption_algorithms": "Phase2EncryptionAlgorithms",
    "phase2_integrity_algorithms": "Phase2IntegrityAlgorithms",
}
_TUNNEL_LOG: Final = {
    "log_enabled": "LogEnabled",
    "log_group_arn": "LogGroupArn",
    "log_output_format": "LogOutputFormat",
}


def vpn_connection(values: Values, properties: Properties, _address: str) -> None:
    """The two tunnels as a list."""
    tunnels = [_tunnel(values, f"tunnel{n}_") for n in (1, 2)]
    if any(tunnels):
        properties["VpnTunnelOptionsSpecifications"] = tunnels


def _tunnel(values: Values, prefix: str) -> Properties:
    tunnel = pick(values, {f"{prefix}{name}": target for name, target in _TUNNEL.items()})
    for name, target in _CHOICES.items():
        chosen: Any = values.get(prefix + name)
        if chosen not in UNSET:
            known = isinstance(chosen, list)
            tunnel[target] = [{"Value": one} for one in chosen] if known else chosen
    log = block(values.get(f"{prefix}log_options"))
    inner = block(log.get("cloudwatch_log_options")) if isinstance(log, dict) else log
    if isinstance(inner, Unknown):
        tunnel["LogOptions"] = inner
    elif inner:
        tunnel["LogOptions"] = {"CloudwatchLogOptions": pick(inner, _TUNNEL_LOG)}
    return tunnel
