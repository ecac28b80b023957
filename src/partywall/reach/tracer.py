"""A second opinion: a witness packet, replayed hop by hop from the resources themselves.

It shares nothing with the engine but the estate and the answer that it checks, knows one packet
at a time, and takes nothing on trust: a value that is not known is a fault of the certificate.
It follows interfaces, local, Internet, NAT and peering hops; of others, and of a way out to the
Internet and back in, it says that it cannot.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Properties, Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.questions import Answer, Step

NUMBERS: Final = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58, "-1": -1, "all": -1}
FOLLOWED: Final = {"interface", "route", "internet-gateway", "nat-gateway", "peering"}


class Fault(Exception):
    """The packet would not pass here, or the resources do not say so."""


class _Packet(Struct):
    source: str
    target: str
    protocol: int
    port: int


class _Place(Struct):
    """Where the packet is: an interface's subnet, whose it is, and what it met since."""

    subnet: str
    owner: str
    route: str = ""
    crossed: bool = True


def replay(estate: Estate, answer: Answer) -> list[str]:
    """Why the certificate of a *yes* does not hold, one line each; nothing when it does.

    Raises NotImplementedError for a hop that the tracer cannot follow.
    """
    if answer.one_way != "yes" or answer.packet is None:
        return ["only a yes has a packet to replay"]
    strange = {hop.kind for hop in answer.hops} - FOLLOWED
    if strange:
        raise NotImplementedError(f"hops of kind {', '.join(sorted(strange))}")
    if [hop.kind for hop in answer.hops].count("internet-gateway") > 1:
        raise NotImplementedError("out to the Internet and back in")
    one = answer.packet
    packet = _Packet(one.source, one.destination, NUMBERS.get(one.protocol, 255), one.port or 0)
    try:
        _Tracer(estate, packet).follow(answer.hops)
    except Fault as fault:
        return [str(fault)]
    return []


class _Tracer:
    def __init__(self, estate: Estate, packet: _Packet) -> None:
        self.estate = estate
        self.packet = packet
        self.place: _Place | None = None
        self.sender = ""
        self.groups: tuple[str, ...] = ()
        self.receiver: tuple[str, ...] | None = None

    def follow(self, hops: list[Step]) -> None:
        """Through every hop in turn. Raises Fault where the packet does not pass."""
        kinds = {hop.kind for hop in hops}
        if hops[-1].kind == "interface" and not kinds & {"internet-gateway", "nat-gateway"}:
            self.receiver = self._groups(self._interface(hops[-1].element)[0])
        for n, hop in enumerate(hops):
            last = n == len(hops) - 1
            if hop.kind == "interface":
                self._arrive(hop) if last and n else self._start(hop)
            elif hop.kind == "route":
                self._route(hop)
            elif hop.kind == "internet-gateway":
                self._internet(hop.element)
            elif hop.kind == "nat-gateway":
                self._translate(self._resource(hop.element))
            else:
                self._peer(self._resource(hop.element))

    # -- ends

    def _start(self, hop: Step) -> None:
        resource, subnet = self._interface(hop.element)
        self.sender, self.place = resource.address, _Place(subnet, resource.address)
        self.groups = self._groups(resource)
        if not self._admitted(self.groups, "Egress", self.packet.target, self.receiver):
            raise Fault(f"{hop.element}: no group lets the packet out")

    def _arrive(self, hop: Step) -> None:
        resource, subnet = self._interface(hop.element)
        if self.place is None or subnet != self.place.subnet:
            if self.place is not None and not self.place.route and not self.place.crossed:
                raise Fault(f"{hop.element}: nothing led the packet to {subnet}")
            if self.place is not None and self.place.crossed:
                self._acl(self.place.subnet, True, self.packet.target)
            self._acl(subnet, False, self.packet.source)
        peer = self.groups if self.sender else None
        if not self._admitted(self._groups(resource), "Ingress", self.packet.source, peer):
            raise Fault(f"{hop.element}: no group lets the packet in")

    def _interface(self, name: str) -> tuple[Resource, str]:
        """The resource of an interface, and the address of its subnet."""
        address, _, subnet = name.partition("@")
        resource = self.estate.by_address.get(name) or self.estate.by_address.get(address)
        if resource is None:
            raise Fault(f"{name}: there is no such resource")
        return resource, subnet or self._subnet_of(resource)

    def _subnet_of(self, resource: Resource) -> str:
        properties = resource.properties
        first = properties.get("NetworkInterfaces")
        inner = first[0] if isinstance(first, list) and first else {}
        named = inner.get("SubnetId") if isinstance(inner, dict) else None
        for value in (named, properties.get("SubnetId"), *self._listed(resource)):
            target = self.estate.target(value, "AWS::EC2::Subnet") if value is not None else None
            if target is not None:
                return target.address
        raise Fault(f"{resource.address}: its subnet is not known")

    def _listed(self, resource: Resource) -> Iterator[object]:
        for key in ("Subnets", "SubnetIds", "VPCZoneIdentifier"):
            value = resource.properties.get(key)
            yield from value if isinstance(value, list) else [value]

    # -- hops

    def _route(self, hop: Step) -> None:
        """The route that the answer names holds for the packet, and none is longer."""
        assert self.place is not None
        table = self._table(self.place.subnet)
        if (table.address if table is not None else "#main") not in (hop.element, "#main"):
            raise Fault(f"{self.place.subnet}: its table is not {hop.element}")
        named = hop.detail.partition(" → ")[0]
        routes = dict(self._routes(table, self._vpc(self.place.subnet)))
        if named not in routes and hop.detail.endswith("local"):
            named = next((name for name in routes if name.startswith("local ")), named)
        lengths = {name: length for name, length in routes.items() if length is not None}
        if named not in lengths:
            raise Fault(f"{named}: the route is not for {self.packet.target}")
        if lengths[named] < max(lengths.values()):
            raise Fault(f"{named}: a longer route goes before it")
        self.place.route = named

    def _routes(self, table: Resource | None, vpc: Resource) -> Iterator[tuple[str, int | None]]:
        """Each route that holds for the packet, with the length of its prefix."""
        for block in self._blocks(vpc):
            if self._inside(self.packet.target, block):
                yield f"local {block}", ipaddress.ip_network(block).prefixlen
        if table is None:
            return
        for one in self.estate.by_type.get("AWS::EC2::Route", ()):
            if self.estate.target(one.properties.get("RouteTableId"), table.type) is not table:
                continue
            value = one.properties
            to = value.get("DestinationCidrBlock") or value.get("DestinationIpv6CidrBlock")
            if not isinstance(to, str):
                raise Fault(f"{one.address}: its destination is not known")
            if self._inside(self.packet.target, to):
                yield one.address, ipaddress.ip_network(to).prefixlen

    def _internet(self, gateway: str) -> None:
        """Out, for a sender with a public address; or in, to one that has one."""
        if self.place is None:
            return
        attached = [
            one for one in self.estate.by_type.get("AWS::EC2::VPCGatewayAttachment", ())
            if self._is(one.properties.get("InternetGatewayId"), gateway)
        ]  # fmt: skip
        if not attached:
            raise Fault(f"{gateway}: it is attached to no VPC")
        if self.place.crossed:
            self._acl(self.place.subnet, True, self.packet.target)
        self.place, self.sender = None, ""

    def _translate(self, nat: Resource) -> None:
        assert self.place is not None
        target = self.estate.target(nat.properties.get("SubnetId"), "AWS::EC2::Subnet")
        if target is None:
            raise Fault(f"{nat.address}: its subnet is not known")
        if target.address != self.place.subnet:
            self._acl(self.place.subnet, True, self.packet.target)
            self._acl(target.address, False, self.packet.source)
        own = nat.properties.get("PrivateIpAddress")
        block = target.properties.get("CidrBlock")
        if not isinstance(own, str):
            if not isinstance(block, str):
                raise Fault(f"{target.address}: its block is not known")
            own = str(ipaddress.ip_network(block)[4])
        self.packet.source, self.sender, self.groups = own, "", ()
        self.place = _Place(target.address, nat.address)

    def _peer(self, peering: Resource) -> None:
        assert self.place is not None
        ends = {
            found.address
            for key in ("VpcId", "PeerVpcId")
            if (found := self.estate.target(peering.properties.get(key), "AWS::EC2::VPC"))
        }
        if self._vpc(self.place.subnet).address not in ends or len(ends) != 2:
            raise Fault(f"{peering.address}: it does not join these VPCs")

    # -- filters

    def _groups(self, resource: Resource) -> tuple[str, ...]:
        properties: Properties = resource.properties
        first = properties.get("NetworkInterfaces")
        inner = first[0] if isinstance(first, list) and first else {}
        values = inner.get("GroupSet") if isinstance(inner, dict) else None
        for key in ("SecurityGroupIds", "SecurityGroups", "GroupSet", "VPCSecurityGroups"):
            values = properties.get(key) if values is None else values
        found = []
        for one in values if isinstance(values, list) else [values]:
            target = self.estate.target(one, "AWS::EC2::SecurityGroup")
            if target is not None:
                found.append(target.address)
        if not found:
            raise Fault(f"{resource.address}: its groups are not known")
        return tuple(found)

    def _admitted(
        self, groups: tuple[str, ...], side: str, other: str, peer: tuple[str, ...] | None
    ) -> bool:
        for address in groups:
            group = self.estate.by_address[address]
            written = group.properties.get(f"SecurityGroup{side}")
            rules = [one for one in written if isinstance(one, dict)] if isinstance(
                written, list) else []  # fmt: skip
            apart = self.estate.companions(group, f"AWS::EC2::SecurityGroup{side}")
            rules += [one.properties for one in apart if one.sure is True]
            if written is None and side == "Egress" and group.origin == "cloudformation":
                rules += [] if rules else [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]
            if any(self._matches(rule, other, peer) for rule in rules):
                return True
        return False

    def _matches(self, rule: Properties, other: str, peer: tuple[str, ...] | None) -> bool:
        if not self._header(rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort")):
            return False
        for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
            named = self.estate.target(rule.get(key), "AWS::EC2::SecurityGroup")
            if named is not None:
                return peer is not None and named.address in peer
        return any(
            isinstance(block := rule.get(key), str) and self._inside(other, block)
            for key in ("CidrIp", "CidrIpv6")
        )

    def _header(self, protocol: object, first: object, last: object) -> bool:
        number = NUMBERS.get(str(protocol).lower())
        if number is None:
            number = int(str(protocol)) if str(protocol).isdecimal() else 255
        if number == -1:
            return True
        if number != self.packet.protocol or type(first) is Unknown or type(last) is Unknown:
            return False
        if number not in (6, 17) or first is None or int(str(first)) < 0:
            return True
        return int(str(first)) <= self.packet.port <= int(str(last))

    def _acl(self, subnet: str, egress: bool, other: str) -> None:
        """The subnet's ACL lets the packet pass; a subnet without one has the default ACL."""
        acl = self._associated(subnet, "SubnetNetworkAclAssociation", "NetworkAclId", "NetworkAcl")
        if acl is None:
            return
        entries = [
            one.properties
            for one in self.estate.by_type.get("AWS::EC2::NetworkAclEntry", ())
            if self.estate.target(one.properties.get("NetworkAclId"), acl.type) is acl
        ]
        for one in sorted(entries, key=lambda each: float(str(each.get("RuleNumber")))):
            block = one.get("CidrBlock") or one.get("Ipv6CidrBlock")
            ports = one.get("PortRange")
            low, high = (
                (ports.get("From"), ports.get("To")) if isinstance(ports, dict) else (None, None)
            )
            mine = (str(one.get("Egress")).lower() == "true") is egress
            if mine and self._header(one.get("Protocol"), low, high) and self._inside(other, block):
                if one.get("RuleAction") == "allow":
                    return
                break
        raise Fault(f"{acl.address}: it does not let the packet pass at {subnet}")

    # -- looking things up

    def _associated(self, subnet: str, kind: str, key: str, of: str) -> Resource | None:
        for one in self.estate.by_type.get(f"AWS::EC2::{kind}", ()):
            if self._is(one.properties.get("SubnetId"), subnet):
                return self.estate.target(one.properties.get(key), f"AWS::EC2::{of}")
        return None

    def _table(self, subnet: str) -> Resource | None:
        return self._associated(subnet, "SubnetRouteTableAssociation", "RouteTableId", "RouteTable")

    def _vpc(self, subnet: str) -> Resource:
        named = self._resource(subnet).properties.get("VpcId")
        found = self.estate.target(named, "AWS::EC2::VPC")
        if found is None:
            raise Fault(f"{subnet}: its VPC is not in the input")
        return found

    def _blocks(self, vpc: Resource) -> list[str]:
        blocks = [vpc.properties.get("CidrBlock")]
        for one in self.estate.by_type.get("AWS::EC2::VPCCidrBlock", ()):
            if self._is(one.properties.get("VpcId"), vpc.address):
                blocks += [one.properties.get("CidrBlock"), one.properties.get("Ipv6CidrBlock")]
        return [one for one in blocks if isinstance(one, str)]

    def _is(self, value: object, address: str) -> bool:
        return self.estate.target(value) is self.estate.by_address.get(address)

    def _resource(self, address: str) -> Resource:
        found = self.estate.by_address.get(address)
        if found is None:
            raise Fault(f"{address}: there is no such resource")
        return found

    @staticmethod
    def _inside(address: str, block: object) -> bool:
        if not isinstance(block, str):
            return False
        one, network = ipaddress.ip_address(address), ipaddress.ip_network(block, strict=False)
        return one.version == network.version and one in network
