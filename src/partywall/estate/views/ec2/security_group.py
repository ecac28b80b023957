"""Security groups: which packets from where they admit, as sets of ports and addresses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from math import inf
from typing import ClassVar, Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.intervals import (
    NO_ADDRESSES,
    PUBLIC,
    Addresses,
    is_internet,
    parse_cidr,
)
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import as_number, lowered

TCP: Final = ("tcp", "6", 6)
UDP: Final = ("udp", "17", 17)
EVERY_PROTOCOL: Final = ("-1", -1)


EVERY_PORT: Final = (-inf, inf)
NO_PORT: Final = (inf, -inf)
OUT_OF_SIGHT: Final = Unknown("what this prefix list holds is not known", present=True)
EVERY_V4: Final = Addresses(v4=PUBLIC.v4)
EVERY_V6: Final = Addresses(v6=PUBLIC.v6)


@lru_cache(maxsize=65536)
def public_part(cidr: str) -> Addresses | None:
    """The public addresses of a CIDR block, or None when the text is none."""
    block = parse_cidr(cidr)
    return None if block is None else block & PUBLIC


def _text(node: Node) -> str | Unknown | None:
    value = node.value
    return value if value is None or isinstance(value, str) else OUT_OF_SIGHT


@lru_cache(maxsize=65536)
def bounds(v4: str | Unknown | None, v6: str | Unknown | None) -> tuple[Addresses, Addresses]:
    """The public addresses surely in a rule's two blocks, and those that may be."""
    surely = at_most = NO_ADDRESSES
    for value, family in ((v4, EVERY_V4), (v6, EVERY_V6)):
        block = public_part(value) if isinstance(value, str) else None
        if block is not None:
            surely, at_most = surely | block, at_most | block
        elif value is not None:
            at_most = at_most | family
    return surely, at_most


class PrefixList(View):
    """AWS::EC2::PrefixList: blocks of addresses under one name."""

    types = ("AWS::EC2::PrefixList",)

    @property
    def blocks(self) -> list[Node]:
        """The block of each entry."""
        return [entry.at("Cidr") for entry in self.at("Entries").items()]


class Rule(Node):
    """One rule: an element of SecurityGroupIngress, or one that stands apart."""

    prefix_list: ClassVar[str] = "SourcePrefixListId"

    @cached_property
    def protocol(self) -> Node:
        """The protocol, its name in lower case: EC2 takes `TCP` for `tcp`.

        Source: cdk-real-drift issue 877, measured in a live account, read 2026-11-23.
        """
        written = self.at("IpProtocol")
        value = written.value
        if (type(value) is str and value.islower()) or not isinstance(value, str | Unknown):
            return written
        return Node(lowered(value), written.resource, written.parent, written.key)

    def admits(self, port: int, protocol: tuple[object, ...] = TCP) -> Truth:
        """Whether packets to `port` of `protocol` match; −1 is every protocol and every port.

        Source: EC2 API Reference, "IpPermission", read 2026-11-23.
        """
        return self.admits_any((port,), protocol)

    def admits_any(self, ports: Sequence[int], protocol: tuple[object, ...] = TCP) -> Truth:
        """Whether packets to any of the `ports` (sorted) of `protocol` match."""
        written = self.protocol
        every_protocol = written.equals(*EVERY_PROTOCOL)
        if every_protocol is True:
            return True
        meant = written.equals(*protocol)
        if protocol in (TCP, UDP) and meant is not False:
            meant = meant & self._spans(ports)
        return every_protocol | meant

    @cached_property
    def span(self) -> tuple[float, float] | None:
        """First and last port, inclusive; None when one of them is not known."""
        first, last = self.at("FromPort"), self.at("ToPort")
        if not (first.known and last.known):
            return None
        low, high = as_number(first.value), as_number(last.value)
        if low == -1:
            return EVERY_PORT
        return NO_PORT if low is None or high is None else (low, high)

    def _spans(self, ports: Sequence[int]) -> Truth:
        if self.span is not None:
            low, high = self.span
            at = bisect_left(ports, low)
            return at < len(ports) and ports[at] <= high
        first, last = self.at("FromPort"), self.at("ToPort")
        spans = first.equals(-1)
        for port in ports:
            spans = spans | (first.at_most(port) & last.at_least(port))
        return spans

    @property
    def addresses(self) -> Addresses | Doubt:
        """The addresses that the rule admits, or a doubt when they are not known.

        A rule whose source is another group admits none by address here. A prefix list that is
        in the input is looked up; what another one holds is not known.
        """
        admitted = NO_ADDRESSES
        for entry in self._listed:
            if not isinstance(entry.value, str):
                return entry.doubt()
            admitted = admitted | (parse_cidr(entry.value) or NO_ADDRESSES)
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
        surely, at_most = self.public_bounds
        if is_internet(surely) or not is_internet(at_most):
            return is_internet(surely)
        addresses = self.addresses
        return addresses if isinstance(addresses, Doubt) else is_internet(addresses)

    @property
    def public_bounds(self) -> tuple[Addresses, Addresses]:
        """The public addresses that it surely admits, and those that it admits at most."""
        surely, at_most = bounds(_text(self.at("CidrIp")), _text(self.at("CidrIpv6")))
        for entry in self._listed:
            block = public_part(entry.value) if isinstance(entry.value, str) else None
            if block is not None:
                surely, at_most = surely | block, at_most | block
            else:
                at_most = at_most | EVERY_V4 | EVERY_V6
        return surely, at_most

    @property
    def _listed(self) -> list[Node]:
        """The blocks of the prefix lists that it names; one unknown block for a list elsewhere."""
        named = self.at(self.prefix_list)
        if named.value is None:
            return []
        root = self.root
        target = root.follow(named, PrefixList) if isinstance(root, View) else None
        if target is not None:
            return target.blocks
        return [Node(OUT_OF_SIGHT, named.resource, named.parent, named.key)]

    @property
    def is_described(self) -> Truth:
        """Whether it says what it is for."""
        return self.at("Description").is_filled


class OutwardRule(Rule):
    """One rule for traffic going out: an element of SecurityGroupEgress, or one apart."""

    prefix_list = "DestinationPrefixListId"


class IngressRule(View, Rule):
    """AWS::EC2::SecurityGroupIngress: a rule that a template writes beside its group."""

    types = ("AWS::EC2::SecurityGroupIngress",)


class EgressRule(View, OutwardRule):
    """AWS::EC2::SecurityGroupEgress: the same for traffic going out."""

    types = ("AWS::EC2::SecurityGroupEgress",)


class SecurityGroup(View):
    """AWS::EC2::SecurityGroup with all its rules, wherever they are written."""

    types = ("AWS::EC2::SecurityGroup",)

    @cached_property
    def facing_out(self) -> list[tuple[Rule, Addresses, Addresses]]:
        """The rules by which a public address may come in, with what each admits of them: the
        addresses surely, and those at most."""
        bounded = [(rule, *rule.public_bounds) for rule in self.ingress]
        return [one for one in bounded if one[2]]

    @cached_property
    def ingress(self) -> Nodes[Rule]:
        """Every rule for traffic coming in: inline ones, then those that stand apart."""
        inline = self.at("SecurityGroupIngress").items_as(Rule)
        return Nodes([*inline, *self.companions(IngressRule)])

    @cached_property
    def egress(self) -> Nodes[Rule]:
        """Every rule for traffic going out; EC2 adds one for everything when none is written.

        Terraform's provider removes that rule again.

        Source: CloudFormation Template Reference, "AWS::EC2::SecurityGroupEgress" (not re-read).
        """
        apart = self.companions(EgressRule)
        written = self.at("SecurityGroupEgress")
        if written.value is None and self.resource.origin != "terraform":
            added = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0", "CidrIpv6": "::/0"}
            if not list.__len__(apart):
                return Nodes([OutwardRule(added, self.resource, self, "SecurityGroupEgress")])
            if any(rule.sure is not True for rule in apart):
                why = Unknown("a rule for everything, unless another rule is written")
                return Nodes([OutwardRule(why, self.resource, self, "SecurityGroupEgress"), *apart])
        return Nodes([*written.items_as(OutwardRule), *apart])

    @property
    def is_default(self) -> bool:
        """Whether it is the group that came with its VPC, which nobody can create by name."""
        resource = self.resource
        if resource.source_type == "aws_default_security_group":
            return True
        return resource.origin in ("live", "config") and bool(
            self.at("GroupName").equals("default")
        )
