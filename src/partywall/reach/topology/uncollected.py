"""What nobody asked AWS for: where an element may be that the input does not have, answers are
not sure.

A reader of an account's own answers says of each resource which types it was not given
(`Resource.uncollected`). References to such elements lead outside the estate; this is for the
ones that nothing refers to.
"""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.reach.model import Network, Vpc
from partywall.reach.topology.places import VPC
from partywall.reach.topology.transits import TRANSIT, TRANSIT_TABLE, VPC_ATTACHMENTS

ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
EGRESS_ONLY = "AWS::EC2::EgressOnlyInternetGateway"
EDGE = "AWS::EC2::GatewayRouteTableAssociation"
OPTIONS = "AWS::EC2::VPCBlockPublicAccessOptions"
EXCLUSIONS = "AWS::EC2::VPCBlockPublicAccessExclusion"
ASSOCIATION = "AWS::EC2::TransitGatewayRouteTableAssociation"
CONNECTION = "AWS::EC2::VPNConnection"
SITES = {
    "AWS::EC2::VPNGateway": (CONNECTION,),
    TRANSIT: (CONNECTION, ASSOCIATION, TRANSIT_TABLE),
}
"""What a site hangs on, and the types that tell whether one does."""

BALANCERS = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::ElasticLoadBalancing::LoadBalancer",
)
ROUTES = ("AWS::EC2::TransitGatewayRoute", "AWS::EC2::TransitGatewayRouteTablePropagation")


def doubt_uncollected(network: Network, estate: Estate) -> None:
    """Gateways, balancers, Block Public Access and transit routes are in doubt where none were
    asked for."""
    for resource in estate.by_type.get(VPC, ()):
        if resource.uncollected:
            _vpc(network, network.vpcs[resource.address], resource)
    for resource in estate.by_type.get(TRANSIT_TABLE, ()):
        why = _why(resource, *ROUTES)
        if why:
            network.transit_tables[resource.address].doubt = why
    for kind, kinds in SITES.items():
        for resource in estate.by_type.get(kind, ()):
            network.sites_unseen = network.sites_unseen or _why(resource, *kinds)
    for kind in VPC_ATTACHMENTS:
        for resource in estate.by_type.get(kind, ()):
            one = network.attachments[resource.address]
            if not one.table or one.table.endswith("#default-table"):
                one.table_doubt = one.table_doubt or _why(resource, ASSOCIATION)


def _vpc(network: Network, vpc: Vpc, resource: Resource) -> None:
    vpc.doubt = vpc.doubt or _why(resource, ATTACHMENT)
    vpc.balancers_unseen = _why(resource, *BALANCERS)
    leads = any(
        route.kind == "eigw"
        for table in network.tables.values()
        if table.vpc == vpc.id
        for route in table.routes
    )
    if leads:
        vpc.doubt = vpc.doubt or _why(resource, EGRESS_ONLY)
    if _why(resource, OPTIONS) or (vpc.blocked and _why(resource, EXCLUSIONS)):
        vpc.blocked = "unknown"
    if _why(resource, EDGE):
        edge = f"{vpc.id}#edge-table"
        vpc.edge, vpc.vgw_edge = vpc.edge or edge, vpc.vgw_edge or edge


def _why(resource: Resource, *kinds: str) -> str:
    """Why there may be resources of some types around one that the input does not have; or ""."""
    gaps = resource.uncollected or {}
    return next((f"{resource.address}: {gaps[kind].why}" for kind in kinds if kind in gaps), "")
