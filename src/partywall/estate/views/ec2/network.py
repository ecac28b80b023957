"""VPCs and what stands around them: subnets, network ACLs, flow logs, gateways, endpoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.intervals import (
    ANYWHERE,
    NO_ADDRESSES,
    Addresses,
    is_internet,
    parse_cidr,
)
from partywall.kernel.truth import Doubt, Truth, no

TCP: Final = ("6", 6, "tcp")
EVERY_PROTOCOL: Final = ("-1", -1, "all")


class FlowLog(View):
    """AWS::EC2::FlowLog: a record of the connections of a VPC, subnet or interface."""

    types = ("AWS::EC2::FlowLog",)

    @property
    def records_rejected(self) -> Truth:
        """Whether it records what was turned away; what passed alone shows no scan."""
        return no(self.at("TrafficType").equals("ACCEPT"))


class Vpc(View):
    """AWS::EC2::VPC."""

    types = ("AWS::EC2::VPC",)

    @property
    def flow_logs(self) -> Nodes[FlowLog]:
        """The flow logs of the VPC as a whole."""
        return self.companions(FlowLog)


class Subnet(View):
    """AWS::EC2::Subnet."""

    types = ("AWS::EC2::Subnet",)

    @property
    def gives_public_addresses(self) -> Truth:
        """Whether what starts here gets a public IPv4 address; not unless it is written."""
        return self.at("MapPublicIpOnLaunch").is_true


class AclEntry(View):
    """AWS::EC2::NetworkAclEntry: one numbered rule of a network ACL."""

    types = ("AWS::EC2::NetworkAclEntry",)

    @property
    def addresses(self) -> Addresses | None:
        """The addresses it speaks of, or None when they are not known."""
        spoken = NO_ADDRESSES
        for key in ("CidrBlock", "Ipv6CidrBlock"):
            value = self.at(key).value
            if value is not None:
                block = parse_cidr(value) if isinstance(value, str) else None
                if block is None:
                    return None
                spoken = spoken | block
        return spoken

    def concerns(self, port: int) -> Truth:
        """Whether it speaks of TCP packets coming in to a port."""
        written = self.at("Protocol")
        first, last = self.at("PortRange", "From"), self.at("PortRange", "To")
        spans = first.at_most(port) & last.at_least(port)
        matches = written.equals(*EVERY_PROTOCOL) | (written.equals(*TCP) & spans)
        return no(self.at("Egress").is_true) & matches & self.sure

    @property
    def allows(self) -> Truth:
        """Whether it lets pass what it speaks of; otherwise it turns it away."""
        return self.at("RuleAction").equals("allow")

    @property
    def position(self) -> float | None:
        """Its place in the order, lowest first; None when that is not known."""
        node = self.at("RuleNumber")
        return node.number() if node.known else None


class NetworkAcl(View):
    """AWS::EC2::NetworkAcl with its entries. The first entry that matches a packet decides.

    Source: VPC User Guide, "Network ACL rules" (not re-read).
    """

    types = ("AWS::EC2::NetworkAcl",)

    @property
    def entries_apart(self) -> Nodes[AclEntry]:
        """Its entries."""
        return self.companions(AclEntry)

    def opens(self, port: int) -> tuple[Node, Truth]:
        """Whether a TCP port is let in from the Internet, with an entry that shows it.

        Entries that are not fully known are read twice: once as if they let in as much as they
        can, before all others, and once as if they turned away as much as they can.
        """
        settled: list[tuple[float, bool, Addresses, AclEntry]] = []
        loose: list[tuple[Addresses, Truth, AclEntry]] = []
        for entry in self.entries_apart:
            concerns = entry.concerns(port)
            if concerns is False:
                continue
            allows, number, spoken = entry.allows, entry.position, entry.addresses
            if concerns is True and isinstance(allows, bool) and None not in (number, spoken):
                assert number is not None and spoken is not None
                settled.append((number, allows, spoken, entry))
            else:
                loose.append((ANYWHERE if spoken is None else spoken, allows, entry))
        settled.sort(key=lambda one: one[0])
        kept_out = _union(spoken for spoken, allows, _ in loose if allows is not True)
        surely, last = _passing(settled, NO_ADDRESSES, kept_out)
        if is_internet(surely):
            return last or self, True
        perhaps = _union(spoken for spoken, allows, _ in loose if allows is not False)
        at_most, _ = _passing(settled, perhaps, NO_ADDRESSES)
        if not is_internet(at_most):
            return self, False
        return self, _doubt_about([entry for _, _, entry in loose])


def _union(blocks: Iterable[Addresses]) -> Addresses:
    together = NO_ADDRESSES
    for block in blocks:
        together = together | block
    return together


def _passing(
    settled: list[tuple[float, bool, Addresses, AclEntry]], passed: Addresses, denied: Addresses
) -> tuple[Addresses, AclEntry | None]:
    """The addresses let in when `passed` and `denied` are decided already, and the last entry."""
    last: AclEntry | None = None
    for _, allows, spoken, entry in settled:
        if allows:
            new = spoken - denied
            if new:
                passed, last = passed | new, entry
        else:
            denied = denied | (spoken - passed)
    return passed, last


def _doubt_about(entries: list[AclEntry]) -> Doubt:
    why = "what this entry lets in is not known"
    return Doubt(*(item for entry in entries for item in entry.doubt(why).about))


class TransitGateway(View):
    """AWS::EC2::TransitGateway."""

    types = ("AWS::EC2::TransitGateway",)


class VpcEndpoint(View):
    """AWS::EC2::VPCEndpoint: a private way to an AWS service."""

    types = ("AWS::EC2::VPCEndpoint",)


class ClientVpn(View):
    """AWS::EC2::ClientVpnEndpoint."""

    types = ("AWS::EC2::ClientVpnEndpoint",)


class VpnConnection(View):
    """AWS::EC2::VPNConnection: two tunnels to a site."""

    types = ("AWS::EC2::VPNConnection",)

    @property
    def tunnels(self) -> Nodes[Node]:
        """The options of the tunnels that are written."""
        return self.at("VpnTunnelOptionsSpecifications").items()


class NetworkInterface(View):
    """AWS::EC2::NetworkInterface."""

    types = ("AWS::EC2::NetworkInterface",)


class EndpointService(View):
    """AWS::EC2::VPCEndpointService: a service of the customer's that others may connect to."""

    types = ("AWS::EC2::VPCEndpointService",)
