"""Each row of "What is not modelled" in the documentation: asked about, it is *unknown* by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partywall.estate.resource import Resource
from partywall.reach.questions import Asker
from partywall.reach.topology import HARMLESS, STRANGE
from partywall.reach.topology.doors import CARRIERS, DOORS, NOT_MODELLED
from partywall.reach.topology.doors import UNREAD as TERRAFORM
from reach.build import (
    ALL_OUT,
    HIDDEN,
    at,
    group,
    instance,
    make,
    rule,
    subnet,
    table,
    to,
    vpc,
    words,
)
from reach.test_ends import fleet_behind
from reach.test_rows import LB, OPEN, OUT, UNKNOWN, YES, lan

DOCS = Path(__file__).parents[2] / "docs" / "reach.md"

Question = tuple[str, str]
Case = tuple[str, Asker, Question, str]
"""A row's first cell, an estate, a question about it, and what the answer must name."""

DEFAULT = "0.0.0.0/0"


def routed(key: str, target: str, *more: Resource | list[Resource]) -> Asker:
    """A machine `a` whose default route leads to something."""
    return lan(OPEN, *more, routes={"out": {"DestinationCidrBlock": DEFAULT, key: target}})


def edge(of: str) -> Asker:
    """A gateway whose own table leads to the interface of an appliance."""
    fw = instance("fw", "r", "other", SourceDestCheck=False)
    leading = {"DestinationCidrBlock": "10.0.1.0/24", "NetworkInterfaceId": at("fw-eni")}
    site = [] if of == "v-igw" else [
        make("VPNGateway", "vgw"), make("VPNConnection", "vpn", VpnGatewayId=at("vgw")),
        make("VPCGatewayAttachment", "vgw-at", VpcId=at("v"), VpnGatewayId=at("vgw")),
    ]  # fmt: skip
    return lan(
        OPEN, fw, make("NetworkInterface", "fw-eni", SubnetId=at("r"), SourceDestCheck=False),
        table("edge", "v", inspect=leading), site,
        make("GatewayRouteTableAssociation", "ga", GatewayId=at(of), RouteTableId=at("edge")),
    )  # fmt: skip


def behind_a_site(**connection: object) -> Asker:
    return lan(
        OPEN, make("VPNGateway", "vgw"),
        make("VPCGatewayAttachment", "vgw-at", VpcId=at("v"), VpnGatewayId=at("vgw")),
        make("VPNConnection", "vpn", VpnGatewayId=at("vgw"), **connection),
        make("VPNGatewayRoutePropagation", "pr", RouteTableIds=[at("t")], VpnGatewayId=at("vgw")),
        routes={},
    )  # fmt: skip


def by_prefix_list() -> Asker:
    listed = make("PrefixList", "pl", Entries=[{"Cidr": "52.216.0.0/15"}])
    return lan(
        OPEN, listed, make("VPCEndpoint", "s3", VpcId=at("v"), RouteTableIds=[at("t")]),
        routes={"s3": {"DestinationPrefixListId": at("pl", "PrefixListId"),
                       "GatewayId": at("s3")}},
    )  # fmt: skip


def regional() -> Asker:
    nat = make("NatGateway", "nat", VpcId=at("v"), AvailabilityMode="regional")
    return lan(OPEN, nat, routes={"out": to(DEFAULT, "NatGateway", "nat")})


def only_named(key: str, value: str) -> Asker:
    return lan(OPEN, routes={"out": {"DestinationCidrBlock": DEFAULT, key: value}})


def cluster() -> Asker:
    own = {"SubnetIds": [at("s")], "EndpointPrivateAccess": True, "EndpointPublicAccess": False}
    return lan(OPEN, make("AWS::EKS::Cluster", "k", ResourcesVpcConfig=own))


def fleet() -> Asker:
    """A group of machines in a subnet with a way out, and in one without."""
    data = {"SecurityGroupIds": [at("other", "GroupId")],
            "NetworkInterfaces": [{"AssociatePublicIpAddress": True}]}  # fmt: skip
    return lan(
        OPEN, table("tp", "v"), subnet("q", "v", "10.0.5.0/24", "tp"),
        make("LaunchTemplate", "lt", LaunchTemplateData=data),
        make("AWS::AutoScaling::AutoScalingGroup", "fleet", VPCZoneIdentifier=[at("s"), at("q")],
             LaunchTemplate={"LaunchTemplateId": at("lt")}),
    )  # fmt: skip


FIREWALL = "Network Firewall, Gateway Load Balancer endpoints"
APPLIANCE = "appliances (routes to an interface that does not check)"
GATEWAYS = "carrier, local and cloud WAN gateways"
SITES = "sites behind a VPN or Direct Connect"
EDGES = "routes of an Internet or virtual private gateway to anything but local"
STRANGERS = (
    "Direct Connect, Cloud WAN, local gateways, Connect attachments, route servers, encryption "
    "controls, Terraform types of networks that nothing here reads, macros"
)
BALANCERS = "load balancers that the input does not have"
NAMED = "prefix lists, groups, subnets, VPCs, gateways that the input only names"
FRONT = (
    "front doors (CloudFront, API Gateway, Global Accelerator, function URLs, Client VPN, "
    "Verified Access, VPC Lattice, App Runner, Transfer)"
)
INSIDE = "what front doors carry into a VPC"
FLEETS = "several interfaces of a fleet or service in several subnets"
UNREAD = (
    "fleets of EC2, Batch, EMR, Elastic Beanstalk, Lightsail, GameLift, search domains outside a "
    "VPC and others that may be public"
)
PLACELESS = "databases and caches that name no subnets"
OTHERS = "types with an interface that nothing here reads"

CASES: list[Case] = [
    (FIREWALL, routed("VpcEndpointId", "vpce-1"), ("a", "internet"), "vpce-1"),
    (FIREWALL, lan(OPEN, make("VPCEndpoint", "fw", VpcEndpointType="GatewayLoadBalancer",
                              VpcId=at("v"), SubnetIds=[at("r")]),
                   routes={"out": {"DestinationCidrBlock": DEFAULT, "VpcEndpointId": at("fw")}}),
     ("a", "internet"), "fw"),
    (APPLIANCE, routed("InstanceId", "b2", instance("b2", "r", "other", SourceDestCheck=False)),
     ("a", "internet"), "b2"),
    ("gateway endpoints", by_prefix_list(), ("a", "52.216.8.1"), "s3"),
    ("Regional NAT gateways", regional(), ("a", "internet"), "nat"),
    (GATEWAYS, routed("CarrierGatewayId", "cagw-1"), ("a", "internet"), "cagw-1"),
    (GATEWAYS, routed("LocalGatewayId", "lgw-1"), ("a", "internet"), "lgw-1"),
    (GATEWAYS, routed("CoreNetworkArn", "arn:aws:networkmanager::1:core-network/c-1"),
     ("a", "internet"), "core-network/c-1"),
    (SITES, behind_a_site(), ("a", "onprem:192.168.0.0/16"), "vgw"),
    (SITES, behind_a_site(StaticRoutesOnly=HIDDEN), ("a", "onprem:192.168.0.0/16"), "vgw"),
    (EDGES, edge("v-igw"), ("internet", "a"), "edge"),
    (EDGES, edge("vgw"), ("onprem:192.168.0.0/16", "a"), "edge"),
    *((STRANGERS, lan(OPEN, Resource(type=kind, address="strange", properties={})),
       ("internet", "a"), "strange") for kind in STRANGE),
    (NAMED, lan([{**rule("tcp", 443), "SourcePrefixListId": "pl-1"}]), ("internet", "a"), "pl-1"),
    (NAMED, lan([], instance("d", "s", "sg-away", public=True)), ("internet", "d"), "sg-away"),
    (NAMED, lan([], make("Instance", "d", SubnetId="subnet-away")), ("internet", "d"),
     "subnet-away"),
    (BALANCERS, fleet_behind("LoadBalancerNames", ["away"]), ("internet", "fleet"), "fleet"),
    (NAMED, only_named("NatGatewayId", "nat-away"), ("a", "internet"), "nat-away"),
    (NAMED, only_named("TransitGatewayId", "tgw-away"), ("a", "internet"), "tgw-away"),
    (NAMED, only_named("VpcPeeringConnectionId", "pcx-away"), ("a", "internet"), "pcx-away"),
    *((FRONT, lan(OPEN, make(kind, "door")), ("internet", "door"), "door") for kind in DOORS),
    (INSIDE, lan([], make("AWS::GlobalAccelerator::EndpointGroup", "door",
                          EndpointConfigurations=[{"EndpointId": at("b")}])),
     ("internet", "b"), "door"),
    (BALANCERS,
     lan(OPEN, make(f"{LB}TargetGroup", "tg", Port=443, Targets=[{"Id": at("b")}]),
         make(f"{LB}Listener", "ls", LoadBalancerArn="away", DefaultActions=[
             {"Type": "forward", "TargetGroupArn": at("tg")}])), ("internet", "b"), "ls"),
    ("the group that EKS makes for a cluster", cluster(), ("a", "k"), "k"),
    (FLEETS, fleet(), ("fleet", "internet"), "fleet"),
    *((UNREAD, lan(OPEN, make(kind, "it", **({path[0]: True} if path else {}))),
       ("internet", "it"), "it") for kind, (path, _) in NOT_MODELLED.items()),
    *((UNREAD, lan(OPEN, Resource(type=kind, address="it", properties={})), ("internet", "it"),
       "it") for kind in TERRAFORM),
    *((INSIDE, lan([], Resource(type=kind, address="door", properties={})), ("internet", "b"),
       "door") for kind in CARRIERS),
    (UNREAD, lan(OPEN, make("AWS::OpenSearchService::Domain", "es")), ("internet", "es"), "es"),
    (PLACELESS, lan(OPEN, make("AWS::RDS::DBInstance", "db")), ("a", "db"), "db"),
    (PLACELESS, lan(OPEN, make("AWS::DAX::Cluster", "dax")), ("a", "dax"), "dax"),
    (OTHERS, lan(OPEN, make("AWS::CloudHSM::Cluster", "hsm", SubnetIds=[at("s")])),
     ("a", "hsm"), "hsm"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "asker", "question", "named"), CASES)
def test_what_is_not_modelled_is_unknown_by_name(
    row: str, asker: Asker, question: Question, named: str
) -> None:
    answer = asker.ask(*question, "tcp", 443)
    assert "unknown" in (answer.one_way, answer.two_way)
    assert answer.one_way != "no"
    assert any(named in one for one in answer.unknown), answer.unknown


def test_a_peering_connection_that_is_written_is_taken_to_be_accepted() -> None:
    ask = lan(
        OPEN, vpc("w", "10.1.0.0/16"), table("u", "w", r=to("10.0.0.0/16", "VpcPeeringConnection",
                                                            "pcx")),
        subnet("ws", "w", "10.1.1.0/24", "u"), group("wg", "w", OPEN, ALL_OUT),
        instance("wi", "ws", "wg"),
        make("VPCPeeringConnection", "pcx", VpcId=at("v"), PeerVpcId=at("w")),
        routes={"out": OUT, "peer": to("10.1.0.0/16", "VpcPeeringConnection", "pcx")},
    )  # fmt: skip
    assert words(ask, "a", "wi") == YES


def test_what_changes_nothing_leaves_answers_sure() -> None:
    for kind in HARMLESS:
        ask = lan(OPEN, Resource(type=kind, address="strange", properties={}))
        assert words(ask, "internet", "a") == YES, kind
    assert words(lan(OPEN, make("EC2Fleet", "fleet")), "internet", "a") == YES
    assert words(lan(OPEN, make("EC2Fleet", "fleet")), "internet", "fleet") == UNKNOWN


def test_every_row_of_the_documentation_has_a_case() -> None:
    _, _, section = DOCS.read_text("utf-8").partition("## What is not modelled")
    rows = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)[1:]
    assert {row for row in rows if set(row) - {"-"}} == {one[0] for one in CASES}
