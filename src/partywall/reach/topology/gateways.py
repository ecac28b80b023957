"""What is attached to VPCs: gateways, sites behind them, and Block Public Access.

Sources: VPC User Guide, "Internet gateways" and "Block public access to VPCs and subnets" (read
2026-11-23 where `docs/reach.md` says so).
"""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.model import Network, Subnet, Tri
from partywall.reach.topology.defaults import is_default_vpc
from partywall.reach.topology.places import SUBNET, TABLE, VPC, account_of
from partywall.reach.topology.values import (
    existence,
    not_known,
    ref,
    told,
)


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
    _defaults(network, estate)
    _edge_tables(network, estate)
    _sites(network, estate)


def _defaults(network: Network, estate: Estate) -> None:
    """A default VPC has a gateway though the input does not say so."""
    for vpc in network.vpcs.values():
        if is_default_vpc(estate.by_address.get(vpc.id)) and not vpc.igw:
            vpc.doubt = vpc.doubt or f"{vpc.id}: its Internet gateway is not in the input"


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
        account = told(resource, "AccountId")
        for vpc in network.vpcs.values():
            if not vpc.here:
                continue
            there = _same_region(resource, estate.by_address[vpc.id])
            owner = account_of(estate.by_address[vpc.id])
            if there is not False and (
                not owner or not isinstance(account, str) or owner == account
            ):
                vpc.blocked = "unknown" if blocked and there is None else blocked or vpc.blocked
    for resource in estate.by_type.get("AWS::EC2::VPCBlockPublicAccessExclusion", ()):
        _exclude(network, estate, resource)


def _same_region(one: Resource, other: Resource) -> Tri:
    """Whether two resources are in one Region; two of which nobody said any are."""
    if isinstance(one.region, str) and isinstance(other.region, str):
        return one.region == other.region
    return True if one.region == other.region else None


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
