"""Security groups: which packets from where they admit, as sets of ports and addresses."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.intervals import NO_ADDRESSES, Addresses, is_internet, parse_cidr
from partywall.kernel.truth import Doubt, Truth

TCP: Final = ("tcp", "6", 6)
UDP: Final = ("udp", "17", 17)
EVERY_PROTOCOL: Final = ("-1", -1)


class Rule(Node):
    """One rule: an element of SecurityGroupIngress, or a rule that stands apart."""

    __slots__ = ()

    def admits(self, port: int, protocol: tuple[object, ...] = TCP) -> Truth:
        """Whether packets to `port` of `protocol` match; −1 is every protocol and every port.

        Source: EC2 API Reference, "IpPermission", read 2026-11-23.
        """
        written = self.at("IpProtocol")
        every_protocol = written.equals(*EVERY_PROTOCOL)
        spans = self.at("FromPort").at_most(port) & self.at("ToPort").at_least(port)
        unbounded = self.at("FromPort").equals(-1)
        return every_protocol | (written.equals(*protocol) & (spans | unbounded))

    @property
    def addresses(self) -> Addresses | Doubt:
        """The addresses that the rule admits, or a doubt when they are not known.

        A rule whose source is another group or a prefix list admits none by address here.
        """
        admitted = NO_ADDRESSES
        for key in ("CidrIp", "CidrIpv6"):
            node = self.at(key)
            if isinstance(node.value, str):
                block = parse_cidr(node.value)
                if block is None:
                    return node.doubt("this is no CIDR block")
                admitted = admitted | block
            elif node.value is not None:
                return node.doubt()
        return admitted

    @property
    def from_internet(self) -> Truth:
        """Whether so many public addresses match that it is the Internet."""
        addresses = self.addresses
        return addresses if isinstance(addresses, Doubt) else is_internet(addresses)


class StandaloneRule(View, Rule):
    """AWS::EC2::SecurityGroupIngress: a rule that a template writes beside its group."""

    types = ("AWS::EC2::SecurityGroupIngress",)


class SecurityGroup(View):
    """AWS::EC2::SecurityGroup with all its rules, wherever they are written."""

    types = ("AWS::EC2::SecurityGroup",)

    @property
    def ingress(self) -> Nodes[Rule]:
        """Every rule for traffic coming in: inline ones, then those that stand apart."""
        inline = self.at("SecurityGroupIngress").items_as(Rule)
        return Nodes([*inline, *self.companions(StandaloneRule)])
