"""How each subnet reaches the Internet, and through which zone: its default route.

A subnet in one zone whose default route leads through a NAT gateway in another loses its way out
with that other zone. Whether what runs there needs a way out, no configuration says.

Source: VPC User Guide, "NAT gateway basics": one in each zone keeps resources from depending on
another, read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Properties, Resource
from partywall.kernel.unknown import Unknown
from partywall.resilience.graph import ELSEWHERE, Graph, Need, every

OUT: Final = "out:"
EVERYWHERE: Final = {"DestinationCidrBlock": "0.0.0.0/0", "DestinationIpv6CidrBlock": "::/0"}
GATEWAYS: Final = {
    "NatGatewayId": "AWS::EC2::NatGateway",
    "GatewayId": "AWS::EC2::InternetGateway",
    "EgressOnlyInternetGatewayId": "AWS::EC2::EgressOnlyInternetGateway",
    "TransitGatewayId": "AWS::EC2::TransitGateway",
    "InstanceId": "AWS::EC2::Instance",
    "NetworkInterfaceId": "AWS::EC2::NetworkInterface",
    "VpcPeeringConnectionId": "AWS::EC2::VPCPeeringConnection",
    "VpcEndpointId": "AWS::EC2::VPCEndpoint",
}
_NEEDED: Final = "whether what runs there needs the Internet"


class Way(Struct, frozen=True, gc=False):
    """A subnet's default route: the gateways it goes through, or why they are not known."""

    gateways: tuple[str, ...] = ()
    doubt: str = ""


class WaysOut:
    """The ways out of all subnets."""

    def __init__(self, estate: Estate, graph: Graph) -> None:
        self.estate = estate
        self.graph = graph
        self.ways: dict[str, Way] = {}
        for subnet in estate.by_type.get("AWS::EC2::Subnet", ()):
            way = self.ways[subnet.address] = self._way(subnet)
            if way.doubt:
                need = every([*way.gateways, ELSEWHERE], "its default route", way.doubt)
                self.graph.add(f"{OUT}{subnet.address}", need)
            elif way.gateways:
                self.graph.add(f"{OUT}{subnet.address}", every(way.gateways, "its default route"))

    def needs(self, subnets: tuple[str, ...]) -> list[Need]:
        """In doubt, the ways out of subnets that have one."""
        outs = [f"{OUT}{one}" for one in subnets if f"{OUT}{one}" in self.graph]
        return [every(outs, "the default routes of its subnets", _NEEDED)] if outs else []

    def _way(self, subnet: Resource) -> Way:
        estate = self.estate
        named = list(estate.companions(subnet, "AWS::EC2::SubnetRouteTableAssociation"))
        if not named:
            return Way((), "no route table is associated with it, and the main one is not known")
        gateways: dict[str, None] = {}
        doubt = "" if all(one.sure is True for one in named) else "which route table it has"
        for one in named:
            table = estate.target(one.properties.get("RouteTableId"), "AWS::EC2::RouteTable")
            if table is None:
                doubt = "its route table is not in the input"
                continue
            for route in estate.companions(table, "AWS::EC2::Route"):
                found, why = self._gateway(route.properties)
                gateways.update(dict.fromkeys(found))
                doubt = doubt or why or ("" if route.sure is True else "whether a route applies")
        return Way(tuple(gateways), doubt)

    def _gateway(self, route: Properties) -> tuple[tuple[str, ...], str]:
        """The gateway that a route leads to, if it is a default route."""
        targets = [route.get(key) for key in EVERYWHERE]
        if not any(route.get(key) == text for key, text in EVERYWHERE.items()):
            open_end = any(type(one) is Unknown for one in targets)
            return (), "a route's destination is not known" if open_end else ""
        for key, kind in GATEWAYS.items():
            value = route.get(key)
            if value is None:
                continue
            link = self.estate.link(value, kind)
            if link.sure:
                return (link.targets[0].address,), ""
            possible = tuple(one.address for one in link.targets)
            return possible, f"{key} of its default route is not known"
        return (), "the target of its default route is not modelled"
