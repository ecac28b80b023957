"""Hiding any one property of richer networks: no word turns, it only becomes unknown."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.questions import Asker
from reach.build import HIDDEN, acl, at, instance, make, subnet, table, to
from reach.test_laws import hide, places, weaker
from reach.test_rows import ALL, OPEN, database, lan, nat, peered, shop, transit

pytestmark = pytest.mark.slow

VPN = [
    make("VPNGateway", "vgw"),
    make("VPCGatewayAttachment", "vgw-at", VpcId=at("v"), VpnGatewayId=at("vgw")),
    make("VPNConnection", "vpn", VpnGatewayId=at("vgw"), StaticRoutesOnly=True),
    make("VPNConnectionRoute", "vpn-r", VpnConnectionId=at("vpn"),
         DestinationCidrBlock="192.168.0.0/16"),
    make("VPNGatewayRoutePropagation", "prop", VpnGatewayId=at("vgw"), RouteTableIds=[at("t")]),
]  # fmt: skip

SIX = [
    make("VPCCidrBlock", "six", VpcId=at("v"), Ipv6CidrBlock="2600:1f00::/56"),
    make("EgressOnlyInternetGateway", "eigw", VpcId=at("v")),
    table("t6", "v", out={"DestinationIpv6CidrBlock": "::/0",
                          "EgressOnlyInternetGatewayId": at("eigw")}),
    subnet("s6", "v", "10.0.6.0/24", "t6", Ipv6CidrBlock="2600:1f00::/64",
           AssignIpv6AddressOnCreation=True),
    instance("d", "s6", "other"),
]  # fmt: skip

FILTERED = acl("n", "v", (100, False, "allow", *ALL), (110, True, "deny", "8.0.0.0/8", 6, (22, 22)),
               (120, True, "allow", *ALL))  # fmt: skip
BPA = [
    make("VPCBlockPublicAccessOptions", "bpa", InternetGatewayBlockMode="block-bidirectional"),
    make("VPCBlockPublicAccessExclusion", "x", SubnetId=at("s"),
         InternetGatewayExclusionMode="allow-bidirectional"),
]  # fmt: skip
OWN = [
    make("NetworkInterface", "eni", SubnetId=at("r"), GroupSet=[at("other", "GroupId")]),
    make("EIPAssociation", "ea", NetworkInterfaceId=at("eni"), AllocationId=at("ip")),
    make("EIP", "ip"),
    make("VPCEndpoint", "e", VpcEndpointType="Interface", SubnetIds=[at("s")], VpcId=at("v"),
         SecurityGroupIds=[at("other", "GroupId")]),
    make("AWS::Lambda::Function", "f", VpcConfig={
        "SubnetIds": [at("s")], "SecurityGroupIds": [at("other", "GroupId")]}),
]  # fmt: skip
EDGE = [
    make("RouteTable", "edge", VpcId=at("v")),
    make("GatewayRouteTableAssociation", "edge-at", GatewayId=at("v-igw"),
         RouteTableId=at("edge")),
]  # fmt: skip

CASES: dict[str, tuple[Callable[[], Asker], list[str]]] = {
    "nat": (nat, ["p", "a", "8.8.8.8", "internet"]),
    "peering": (peered, ["a", "b", "8.8.8.8"]),
    "transit": (lambda: transit(references="enable"), ["a", "b"]),
    "balancer": (shop, ["t1", "lb", "a", "8.8.8.8"]),
    "network balancer": (lambda: shop(kind="network"), ["t1", "lb", "8.8.8.8"]),
    "database": (lambda: database(True), ["db", "a", "8.8.8.8"]),
    "vpn": (lambda: lan(OPEN, VPN), ["a", "c", "onprem:192.168.1.0/24"]),
    "ipv6": (lambda: lan(OPEN, *SIX), ["d", "a", "2a00:1450::1"]),
    "acl": (lambda: lan(OPEN, FILTERED, one="n"), ["a", "c", "8.8.8.8"]),
    "bpa": (lambda: lan(OPEN, BPA), ["a", "8.8.8.8"]),
    "interfaces": (lambda: lan(OPEN, OWN), ["eni", "e", "f", "a", "8.8.8.8"]),
    "edge": (lambda: lan(OPEN, EDGE), ["a", "8.8.8.8"]),
    "template": (
        lambda: lan(
            OPEN,
            make("LaunchTemplate", "lt", LaunchTemplateData={
                "NetworkInterfaces": [{"AssociatePublicIpAddress": True,
                                       "Groups": [at("other", "GroupId")]}]}),
            make("AWS::AutoScaling::AutoScalingGroup", "fleet", VPCZoneIdentifier=[at("s")],
                 LaunchTemplate={"LaunchTemplateId": at("lt")}),
        ), ["fleet", "a", "8.8.8.8"],
    ),
    "site route": (
        lambda: lan(OPEN, VPN[:3], routes={"r": to("192.168.0.0/16", "Gateway", "vgw")}),
        ["a", "onprem:192.168.1.0/24"],
    ),
}  # fmt: skip


def answers(parts: list[Resource], names: list[str]) -> dict[object, tuple[str, str]]:
    ask = Asker(fold(parts))
    outside = [one for one in names if "." in one or ":" in one or one == "internet"]
    found: dict[object, tuple[str, str]] = {}
    for a in names:
        for b in names:
            if a != b and not (a in outside and b in outside):
                for protocol, port in (("tcp", 443), ("tcp", 22), ("tcp", 8080)):
                    one = ask.ask(a, b, protocol, port)
                    found[a, b, protocol, port] = one.one_way, one.two_way
    return found


@pytest.mark.parametrize("case", CASES)
def test_hiding_weakens(case: str) -> None:
    build, names = CASES[case]
    original = build().estate.resources
    before = answers(copy.deepcopy(original), names)
    assert {word for words in before.values() for word in words} - {"unknown"}
    for n, part in enumerate(original):
        for path in list(places(part.properties)):
            parts = copy.deepcopy(original)
            for by in (HIDDEN, Unknown("hidden by the test", many=True)):
                if by.many and not isinstance(path[-1], int):
                    continue
                hide(parts[n].properties, path, by)
                weaker(before, answers(parts, names), (part.address, path))
        if part.address not in names:
            parts = copy.deepcopy(original)
            parts[n].guard = (("Perhaps", True),)
            weaker(before, answers(parts, names), (part.address, "condition"))
