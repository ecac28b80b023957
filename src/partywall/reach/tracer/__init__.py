"""A second opinion: a witness packet, replayed hop by hop from the resources themselves.

It shares nothing with the engine but the estate and the answer that it checks, knows one packet
at a time, and takes nothing on trust: a value that is not known is a fault of the certificate.
"""

from __future__ import annotations

import ipaddress
from typing import Final, Literal

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.values import below
from partywall.reach.answers import Answer, Step
from partywall.reach.tracer import transit
from partywall.reach.tracer.facts import ANY, Facts, Fault
from partywall.reach.tracer.filters import Packet, admitted, cross, number_of

REWRITTEN: Final = {"internet-gateway", "nat-gateway", "egress-only-gateway"}
ON: Final = ("enable", "true")
TRANSIT: Final = {"transit-gateway", "transit-route", "transit-peering", "attachment"}


class Replay(Struct, frozen=True):
    """Whether the packet of a *yes* arrived again; `why` not, or why nobody tried."""

    outcome: Literal["arrived", "not confirmed", "not traced"]
    why: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}: {self.why}" if self.why else self.outcome


def replay(estate: Estate, answer: Answer) -> Replay:
    """What the tracer says of an answer."""
    if answer.one_way != "yes" or answer.packet is None:
        return Replay("not traced", "it has no packet of a VPC to replay")
    if answer.through:
        why = f"{answer.through} opens a connection of its own to its target"
        return Replay("not traced", why)
    one = answer.packet
    packet = Packet(one.source, one.destination, number_of(one.protocol), one.port or 0)
    try:
        _Tracer(Facts(estate), packet).follow(answer.hops)
    except Fault as fault:
        return Replay("not confirmed", str(fault))
    return Replay("arrived")


class _Tracer:
    """A packet on its way: the subnet where it is, or "" outside, and what it met.

    `groups` are those of its sender while references to them hold; `attachment` is where it
    entered a transit gateway or left it, `zone` a subnet of the zone that it came from.
    """

    def __init__(self, facts: Facts, packet: Packet) -> None:
        self.facts = facts
        self.packet = packet
        self.subnet = ""
        self.groups: tuple[str, ...] | None = None
        self.receiver: tuple[str, ...] | None = None
        self.sender: Resource | None = None
        self.routed = False
        self.outside = True
        self.attachment = ""
        self.zone = ""

    def follow(self, hops: list[Step]) -> None:
        """Through every hop in turn. Raises Fault where the packet does not pass."""
        kinds = {hop.kind for hop in hops}
        inner = hops[-1].kind == "interface" and not kinds & REWRITTEN
        if inner and "transit-gateway" not in kinds:
            self.receiver = self.facts.groups(self.facts.interface(hops[-1].element)[0])
        twice = [hop.kind for hop in hops].count("internet-gateway") > 1
        if twice and not ipaddress.ip_address(self.packet.target).is_global:
            self.packet.target = ANY
        for n, hop in enumerate(hops):
            following = hops[n + 1] if n + 1 < len(hops) else None
            if hop.kind == "interface":
                self._arrive(hop) if following is None and n else self._start(hop)
            elif hop.kind == "route":
                self._route(hop)
            elif hop.kind == "internet-gateway":
                self._internet(hop.element, following)
            elif hop.kind in TRANSIT:
                self._transit(hop)
            else:
                self._gateway(hop, following)
        if hops[-1].kind != "interface" and not self.outside and not self._at_a_site():
            raise Fault(f"{hops[-1].element}: the packet is still in {self.subnet}")

    # -- ends

    def _start(self, hop: Step) -> None:
        self.sender, self.subnet = self.facts.interface(hop.element)
        self.groups, self.outside = self.facts.groups(self.sender), False
        if not admitted(self.facts, self.packet, self.groups, "Egress", self.receiver):
            raise Fault(f"{hop.element}: no group lets the packet out")

    def _at_a_site(self) -> bool:
        """Whether the packet left a transit gateway by a connection to a site."""
        last = self.facts.estate.by_address.get(self.attachment)
        return last is not None and last.type == "AWS::EC2::VPNConnection"

    def _arrive(self, hop: Step) -> None:
        resource, subnet = self.facts.interface(hop.element)
        if self.outside:
            cross(self.facts, self.packet, subnet, egress=False)
        elif subnet != self.subnet:
            if not self.routed:
                raise Fault(f"{hop.element}: nothing led the packet to {subnet}")
            cross(self.facts, self.packet, self.subnet, egress=True)
            cross(self.facts, self.packet, subnet, egress=False)
        own = self.facts.groups(resource)
        if not admitted(self.facts, self.packet, own, "Ingress", self.groups):
            raise Fault(f"{hop.element}: no group lets the packet in")

    # -- hops inside a VPC

    def _route(self, hop: Step) -> None:
        """The route that the answer names holds for the packet, and none is longer."""
        table, vpc = self.facts.table(self.subnet), self.facts.vpc(self.subnet)
        if table is not None and table.address != hop.element:
            raise Fault(f"{self.subnet}: its table is not {hop.element}")
        named, _, kind = hop.detail.partition(" → ")
        routes = self.facts.routes(table, vpc, self.packet.target)
        if named not in routes and kind == "local":
            named = next((name for name in routes if name.startswith("local ")), named)
        if named not in routes:
            raise Fault(f"{named}: the route is not for {self.packet.target}")
        if routes[named] < max(routes.values()):
            raise Fault(f"{named}: a longer route goes before it")
        self.routed = True

    def _translate(self, nat: Resource) -> None:
        target = self.facts.estate.target(nat.properties.get("SubnetId"), "AWS::EC2::Subnet")
        if target is None:
            raise Fault(f"{nat.address}: its subnet is not known")
        if target.address != self.subnet:
            cross(self.facts, self.packet, self.subnet, egress=True)
            cross(self.facts, self.packet, target.address, egress=False)
        own, block = nat.properties.get("PrivateIpAddress"), target.properties.get("CidrBlock")
        if not isinstance(own, str):
            if not isinstance(block, str):
                raise Fault(f"{target.address}: its block is not known")
            own = str(ipaddress.ip_network(block)[4])
        self.packet.source, self.sender, self.groups = own, nat, None
        self.subnet, self.routed = target.address, False

    # -- gateways

    def _home(self, following: Step | None) -> str:
        """The VPC where the gateway at hand must stand."""
        subnet = self.subnet
        if self.outside and following is not None:
            subnet = self.facts.interface(following.element)[1]
        return self.facts.vpc(subnet).address

    def _leave(self) -> None:
        cross(self.facts, self.packet, self.subnet, egress=True)
        self.subnet, self.groups, self.outside = "", None, True

    def _internet(self, gateway: str, following: Step | None) -> None:
        """Out, and seen from there by a public address; or in."""
        home = self._home(following)
        if not self.facts.attached(home, "InternetGatewayId", gateway):
            raise Fault(f"{gateway}: it is not attached to {home}")
        if not self.outside:
            self._leave()
            own = self.sender
            if own is not None and ":" not in self.packet.source:
                self.packet.source = self.facts.public(own)

    def _gateway(self, hop: Step, following: Step | None) -> None:
        element = self.facts.resource(hop.element)
        if hop.kind == "nat-gateway":
            self._translate(element)
        elif hop.kind == "peering":
            self._peer(element)
        elif hop.kind == "egress-only-gateway":
            if not self.facts.leads(element.properties.get("VpcId"), self._home(following)):
                raise Fault(f"{hop.element}: it is of another VPC")
            self._leave()
        elif hop.kind == "vpn-gateway":
            self._site(element, following)
        else:
            raise Fault(f"{hop.element}: what {hop.kind} does with packets is not known here")

    def _peer(self, peering: Resource) -> None:
        ends = {
            found.address
            for key in ("VpcId", "PeerVpcId")
            if (found := self.facts.estate.target(peering.properties.get(key), "AWS::EC2::VPC"))
        }
        if self.facts.vpc(self.subnet).address not in ends or len(ends) != 2:
            raise Fault(f"{peering.address}: it does not join these VPCs")
        if peering.properties.get("PeerRegion") not in (None, peering.region):
            self.groups = None

    def _site(self, gateway: Resource, following: Step | None) -> None:
        home = self._home(following)
        if not self.facts.attached(home, "VpnGatewayId", gateway.address):
            raise Fault(f"{gateway.address}: it is not attached to {home}")
        connections = self.facts.all("VPNConnection")
        if not any(
            self.facts.leads(one.properties.get("VpnGatewayId"), gateway.address)
            for one in connections
        ):
            raise Fault(f"{gateway.address}: no connection leads to a site")
        if not self.outside:
            self._leave()

    # -- transit gateways

    def _transit(self, hop: Step) -> None:
        if hop.kind == "transit-gateway":
            self._enter(hop)
        elif hop.kind == "transit-route":
            self.attachment = transit.forward(
                self.facts, self.attachment, hop.element, hop.detail, self.packet.target
            )
        elif hop.kind == "transit-peering":
            self._to_peer(hop.detail)
        else:
            self._out_of(self.facts.resource(hop.element))

    def _enter(self, hop: Step) -> None:
        """Into the gateway by the attachment's subnet in one's own zone, or from a site."""
        holder = self.facts.resource(hop.detail)
        if not self.facts.leads(holder.properties.get("TransitGatewayId"), hop.element):
            raise Fault(f"{hop.detail}: it is no attachment of {hop.element}")
        self.attachment = hop.detail
        if self.outside:
            return
        self.groups = self.groups if self._references(holder) else None
        vpc = self.facts.vpc(self.subnet).address
        if not self.facts.leads(holder.properties.get("VpcId"), vpc):
            raise Fault(f"{hop.detail}: it does not attach {vpc}")
        near = transit.entry_subnet(self.facts, holder, self.subnet)
        cross(self.facts, self.packet, self.subnet, egress=True)
        cross(self.facts, self.packet, near, egress=False)
        self.zone = self.subnet

    def _to_peer(self, far: str) -> None:
        if far.partition("#")[0] != self.attachment.partition("#")[0] or far == self.attachment:
            raise Fault(f"{far}: it is not the other end of {self.attachment}")
        self.attachment, self.groups, self.zone = far, None, ""

    def _out_of(self, holder: Resource) -> None:
        """Out of the attachment's subnet in the zone of the source, else of its first one."""
        if holder.address != self.attachment:
            raise Fault(f"{holder.address}: the packet left by {self.attachment}")
        listed = transit.subnets(self.facts, holder)
        try:
            chosen = transit.entry_subnet(self.facts, holder, self.zone) if self.zone else listed[0]
        except Fault:
            chosen = listed[0]
        self.subnet, self.outside, self.routed = chosen, False, False
        self.groups = self.groups if self._references(holder) else None

    def _references(self, holder: Resource) -> bool:
        """Whether references to groups hold across the gateway and this attachment."""
        gateway = self.facts.estate.target(holder.properties.get("TransitGatewayId"))
        key = "SecurityGroupReferencingSupport"
        allowed = gateway.properties.get(key) if gateway is not None else None
        own = below(holder.properties, ("Options", key))
        return str(allowed).lower() in ON and (own is None or str(own).lower() in ON)
