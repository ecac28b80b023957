"""Whether groups and network ACLs let one packet pass, rule by rule."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.reach.tracer.facts import Facts, Fault, inside

NUMBERS: Final = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58, "-1": -1, "all": -1}


class Packet(Struct):
    """One packet; its addresses change where a gateway rewrites them."""

    source: str
    target: str
    protocol: int
    port: int


def number_of(protocol: object) -> int:
    """The number of a protocol by its name or number; 255 when it is neither."""
    named = NUMBERS.get(str(protocol).lower())
    if named is not None:
        return named
    return int(str(protocol)) if str(protocol).isdecimal() else 255


def admitted(
    facts: Facts,
    packet: Packet,
    groups: tuple[str, ...] | None,
    side: str,
    peer: tuple[str, ...] | None,
) -> bool:
    """Whether some rule of some group lets the packet in or out.

    `groups` None: nothing filters there. `peer` are the groups of the other end, None where
    references do not hold.
    """
    if groups is None:
        return True
    other = packet.source if side == "Ingress" else packet.target
    for address in groups:
        group = facts.estate.by_address[address]
        written = group.properties.get(f"SecurityGroup{side}")
        listed = written if isinstance(written, list) else []
        rules: list[Properties] = [one for one in listed if isinstance(one, dict)]
        apart = facts.estate.companions(group, f"AWS::EC2::SecurityGroup{side}")
        rules += [one.properties for one in apart if one.sure is True]
        if written is None and side == "Egress" and group.origin == "cloudformation":
            rules += [] if rules else [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]
        if any(_matches(facts, packet, rule, other, peer) for rule in rules):
            return True
    return False


def _matches(
    facts: Facts, packet: Packet, rule: Properties, other: str, peer: tuple[str, ...] | None
) -> bool:
    if not _header(packet, rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort")):
        return False
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        named = facts.estate.target(rule.get(key), "AWS::EC2::SecurityGroup")
        if named is not None:
            return peer is not None and named.address in peer
    for key in ("SourcePrefixListId", "DestinationPrefixListId"):
        if rule.get(key) is not None:
            return any(inside(other, block) for block in facts.prefixes(rule.get(key)))
    return any(inside(other, rule.get(key)) for key in ("CidrIp", "CidrIpv6"))


def _header(packet: Packet, protocol: object, first: object, last: object) -> bool:
    number = number_of(protocol)
    if number == -1:
        return True
    if number != packet.protocol or type(first) is Unknown or type(last) is Unknown:
        return False
    if number not in (6, 17) or first is None or int(str(first)) < 0:
        return True
    return int(str(first)) <= packet.port <= int(str(last))


def cross(facts: Facts, packet: Packet, subnet: str, *, egress: bool) -> None:
    """The subnet's ACL lets the packet pass its edge. Raises Fault when it does not.

    A subnet that is associated with none has the default ACL, which lets everything pass until
    somebody changes it.
    """
    other = packet.target if egress else packet.source
    acl = facts.associated(subnet, "SubnetNetworkAclAssociation", "NetworkAclId", "NetworkAcl")
    entries = facts.all("NetworkAclEntry")
    if acl is None:
        known = (facts.estate.target(one.properties.get("NetworkAclId")) for one in entries)
        if any(one is None or one.source_type.startswith("aws_default_") for one in known):
            raise Fault(f"{subnet}: an entry may be of its default ACL")
        return
    own = [
        one.properties
        for one in entries
        if facts.estate.target(one.properties.get("NetworkAclId")) is acl
    ]
    for one in sorted(own, key=lambda each: float(str(each.get("RuleNumber")))):
        block = one.get("CidrBlock") or one.get("Ipv6CidrBlock")
        ports = one.get("PortRange")
        low, high = (
            (ports.get("From"), ports.get("To")) if isinstance(ports, dict) else (None, None)
        )
        mine = (str(one.get("Egress")).lower() == "true") is egress
        if mine and _header(packet, one.get("Protocol"), low, high) and inside(other, block):
            if one.get("RuleAction") == "allow":
                return
            break
    raise Fault(f"{acl.address}: it does not let the packet pass at {subnet}")
