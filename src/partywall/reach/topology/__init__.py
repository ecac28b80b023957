"""From an estate to a network, in the order in which each part needs the ones before."""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.reach.model import Network
from partywall.reach.topology.acls import add_acls
from partywall.reach.topology.balancers import add_balancers
from partywall.reach.topology.doors import add_doors
from partywall.reach.topology.filters import add_groups
from partywall.reach.topology.fronts import find_fronts
from partywall.reach.topology.further import add_further_groups
from partywall.reach.topology.gateways import attach_gateways, block_public_access
from partywall.reach.topology.interfaces import add_interfaces
from partywall.reach.topology.links import add_nats, add_peerings
from partywall.reach.topology.places import add_subnets, add_vpcs
from partywall.reach.topology.tables import add_local_routes, add_tables
from partywall.reach.topology.transits import add_transits
from partywall.reach.topology.uncollected import doubt_uncollected

STRANGE: Final = (
    "AWS::DirectConnect::", "AWS::EC2::IpPoolRouteTableAssociation", "AWS::EC2::LocalGateway",
    "AWS::EC2::RouteServer", "AWS::EC2::SecondaryNetwork", "AWS::EC2::TransitGatewayConnect",
    "AWS::EC2::TransitGatewayPolicyTable", "AWS::EC2::VPCEncryptionControl",
    "AWS::EC2::VPNConcentrator", "AWS::NetworkManager::", "aws_dx_", "aws_ec2_managed_prefix_list",
    "aws_ec2_transit_gateway", "aws_nat_", "aws_network_acl", "aws_network_interface",
    "aws_networkmanager_", "aws_route_", "aws_security_group", "aws_subnet", "aws_vpc_", "aws_vpn_",
)  # fmt: skip
"""Beginnings of the types that change a network and that nothing here reads.

A Terraform type stands under its own name when no CloudFormation type is known for it.
"""

HARMLESS: Final = (
    "AWS::DirectConnect::Connection", "AWS::DirectConnect::Lag", "AWS::NetworkManager::Device",
    "AWS::NetworkManager::GlobalNetwork", "AWS::NetworkManager::Link",
    "AWS::NetworkManager::Site", "aws_dx_connection", "aws_dx_hosted_connection", "aws_dx_lag",
    "aws_dx_macsec", "aws_ec2_transit_gateway_multicast", "aws_networkmanager_connection",
    "aws_networkmanager_customer_gateway", "aws_networkmanager_device",
    "aws_networkmanager_global_network", "aws_networkmanager_link", "aws_networkmanager_site",
    "aws_networkmanager_transit_gateway_connect_peer",
    "aws_networkmanager_transit_gateway_registration", "aws_vpc_dhcp",
    "aws_vpc_endpoint_connection", "aws_vpc_endpoint_service", "aws_vpc_ipam",
    "aws_vpc_network_performance", "aws_vpc_peering_connection_options",
)  # fmt: skip
"""Beginnings of those among them that change nothing that is asked about here."""


def network_of(estate: Estate) -> Network:
    """The network that an estate configures, with what is not known of it."""
    network = Network(unseen="" if estate.unseen is None else str(estate.unseen))
    network.unseen = network.unseen or _unread(estate)
    add_vpcs(network, estate)
    add_groups(network, estate)
    add_acls(network, estate)
    add_tables(network, estate)
    add_subnets(network, estate)
    add_local_routes(network)
    attach_gateways(network, estate)
    block_public_access(network, estate)
    add_nats(network, estate)
    add_peerings(network, estate)
    add_transits(network, estate)
    doubt_uncollected(network, estate)
    add_interfaces(network, estate)
    add_balancers(network, estate)
    add_further_groups(network, estate)
    find_fronts(network, estate)
    add_doors(network, estate)
    return network


def _unread(estate: Estate) -> str:
    """Why there may be more to the network: a resource of a type that is not read; or ""."""
    for kind in sorted(estate.by_type):
        if kind.startswith(STRANGE) and not kind.startswith(HARMLESS):
            return f"{estate.by_type[kind][0].address}: {kind} is not modelled"
    return ""
