"""An oracle: one packet at a time through a small network, by plain code that shares nothing.

A network is a dictionary of plain values, `Net`; `arrives` follows a packet through it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

PORTS = (1024, 2000, 2001, 32767, 32768, 49152, 65535)
"""Source ports to try: one on each side of every boundary that the generator uses."""


@dataclass
class Machine:
    name: str
    subnet: str
    address: str
    groups: list[str]
    public: str | None = None


@dataclass
class Net:
    vpcs: dict[str, str] = field(default_factory=dict)
    subnets: dict[str, tuple[str, str, str | None, str | None]] = field(default_factory=dict)
    """Name → VPC, block, table (None: the main one), ACL (None: the default one)."""
    tables: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    """Name → (block, kind, target)."""
    acls: dict[str, list[tuple[int, bool, bool, str, int, int, int]]] = field(default_factory=dict)
    """Name → (number, egress, allow, block, protocol, first, last)."""
    groups: dict[str, tuple[str, list[tuple[int, int, int, str]], list[tuple[int, int, int, str]]]]
    groups = field(default_factory=dict)
    """Name → VPC, ingress, egress: (protocol, first, last, block or group)."""
    machines: dict[str, Machine] = field(default_factory=dict)
    nats: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Name → subnet, private address, public address."""
    peerings: dict[str, tuple[str, str]] = field(default_factory=dict)
    gateways: set[str] = field(default_factory=set)
    """VPCs with an Internet gateway."""


@dataclass(frozen=True)
class Packet:
    source: str
    target: str
    protocol: int
    port: int


def inside(address: str, block: str) -> bool:
    return ip_address(address) in ip_network(block)


def acl_passes(net: Net, subnet: str, egress: bool, packet: Packet) -> bool:
    name = net.subnets[subnet][3]
    if name is None:
        return True
    far = packet.target if egress else packet.source
    for _, out, allow, block, protocol, first, last in sorted(net.acls[name]):
        if out is not egress or protocol not in (-1, packet.protocol):
            continue
        ports = protocol == -1 or first <= packet.port <= last
        if ports and inside(far, block):
            return allow
    return False


def groups_pass(net: Net, me: Machine, ingress: bool, packet: Packet, peer: Machine | None) -> bool:
    far = packet.source if ingress else packet.target
    for name in me.groups:
        for protocol, first, last, who in net.groups[name][1 if ingress else 2]:
            if protocol != -1 and (protocol != packet.protocol or not first <= packet.port <= last):
                continue
            if who in net.groups:
                if peer is not None and who in peer.groups:
                    return True
            elif inside(far, who):
                return True
    return False


def next_hop(net: Net, subnet: str, target: str) -> tuple[str, str] | None:
    vpc, _, table, _ = net.subnets[subnet]
    routes = [(net.vpcs[vpc], "local", "")]
    routes += net.tables[table] if table is not None else []
    fitting = [route for route in routes if inside(target, route[0])]
    if not fitting:
        return None
    best = max(fitting, key=lambda route: ip_network(route[0]).prefixlen)
    return best[1], best[2]


def subnet_of(net: Net, vpc: str, address: str) -> str | None:
    for name, (of, block, _, _) in net.subnets.items():
        if of == vpc and inside(address, block):
            return name
    return None


@dataclass
class Landing:
    """Where a packet ended: on the Internet, or in a subnet; and what its source has become."""

    place: str
    packet: Packet
    nat: str = ""
    vpc: str = ""


def travel(net: Net, subnet: str, packet: Packet, sender: Machine | None) -> Landing | None:
    """Follow a packet from a subnet until it leaves or stands before its interface."""
    nat = ""
    for _ in range(6):
        vpc, block, _, _ = net.subnets[subnet]
        if inside(packet.target, block):
            return Landing(subnet, packet, nat, vpc)
        hop = next_hop(net, subnet, packet.target)
        if hop is None or hop[0] == "blackhole":
            return None
        kind, name = hop
        stays = kind == "nat" and net.nats[name][0] == subnet
        if not stays and not acl_passes(net, subnet, True, packet):
            return None
        if kind == "local":
            there = subnet_of(net, vpc, packet.target)
        elif kind == "pcx":
            other = next(one for one in net.peerings[name] if one != vpc)
            if not inside(packet.source, net.vpcs[vpc]):
                return None
            there = subnet_of(net, other, packet.target)
        elif kind == "igw":
            if vpc not in net.gateways or ip_address(packet.target).is_private:
                return None
            if nat:
                return Landing("internet", Packet(net.nats[nat][2], *rest(packet)), nat, vpc)
            if sender is None or sender.public is None or net.subnets[sender.subnet][0] != vpc:
                return None
            return Landing("internet", Packet(sender.public, *rest(packet)), nat, vpc)
        elif kind == "nat":
            if nat:
                return None
            there, address, _ = net.nats[name]
            if there != subnet and not acl_passes(net, there, False, packet):
                return None
            packet, nat, subnet = Packet(address, *rest(packet)), name, there
            continue
        else:
            return None
        if there is None or not acl_passes(net, there, False, packet):
            return None
        return Landing(there, packet, nat, net.subnets[there][0])
    return None


def rest(packet: Packet) -> tuple[str, int, int]:
    return packet.target, packet.protocol, packet.port


def inbound(net: Net, packet: Packet) -> tuple[Machine, Packet] | None:
    """From the Internet to the machine that has the public address, at its own address."""
    for machine in net.machines.values():
        if machine.public == packet.target:
            vpc = net.subnets[machine.subnet][0]
            inner = Packet(packet.source, machine.address, packet.protocol, packet.port)
            if vpc in net.gateways and acl_passes(net, machine.subnet, False, inner):
                return machine, inner
    return None


def reply_home(net: Net, nat: str, source: str, machine: Machine, far: str, protocol: int) -> bool:
    """From a NAT gateway back to the machine, on some port: the gateway chooses a new one."""
    subnet, _, _ = net.nats[nat]
    return any(
        (landing := travel(net, subnet, Packet(far, source, protocol, port), None)) is not None
        and landing.place == machine.subnet and not landing.nat
        for port in PORTS
    )  # fmt: skip


def arrives(net: Net, a: str, b: str, protocol: int, port: int) -> tuple[bool, bool]:
    """Whether a packet from one machine arrives at another, and whether a reply comes back."""
    sender, machine = net.machines[a], net.machines[b]
    ways = [private(net, sender, machine, protocol, port)]
    if machine.public is not None:
        ways.append(public(net, sender, machine, protocol, port))
    return any(one for one, _ in ways), any(both for _, both in ways)


def private(
    net: Net, sender: Machine, machine: Machine, protocol: int, port: int
) -> tuple[bool, bool]:
    packet = Packet(sender.address, machine.address, protocol, port)
    if not groups_pass(net, sender, False, packet, machine):
        return False, False
    landing = travel(net, sender.subnet, packet, sender)
    if landing is None or landing.place != machine.subnet:
        return False, False
    known = None if landing.nat else sender
    if not groups_pass(net, machine, True, landing.packet, known):
        return False, False
    far = landing.packet.source
    back = any(comes_back(net, machine, sender, far, landing.nat, protocol, one) for one in PORTS)
    if landing.nat:
        back = back and reply_home(
            net, landing.nat, sender.address, sender, machine.address, protocol
        )
    return True, back


def comes_back(
    net: Net, machine: Machine, sender: Machine, far: str, nat: str, protocol: int, port: int
) -> bool:
    landing = travel(net, machine.subnet, Packet(machine.address, far, protocol, port), machine)
    if landing is None or landing.nat:
        return False
    return landing.place == (net.nats[nat][0] if nat else sender.subnet)


def public(
    net: Net, sender: Machine, machine: Machine, protocol: int, port: int
) -> tuple[bool, bool]:
    assert machine.public is not None
    packet = Packet(sender.address, machine.public, protocol, port)
    if not groups_pass(net, sender, False, packet, None):
        return False, False
    landing = travel(net, sender.subnet, packet, sender)
    if landing is None or landing.place != "internet":
        return False, False
    came = inbound(net, landing.packet)
    if came is None or not groups_pass(net, machine, True, came[1], None):
        return False, False
    seen = landing.packet.source
    door = net.nats[landing.nat][0] if landing.nat else sender.subnet
    back = any(
        leaves(net, machine, seen, protocol, one)
        and acl_passes(net, door, False, Packet(machine.public, seen, protocol, one))
        for one in PORTS
    )
    if landing.nat:
        back = back and reply_home(
            net, landing.nat, sender.address, sender, machine.public, protocol
        )
    return True, back


def leaves(net: Net, machine: Machine, to: str, protocol: int, port: int) -> bool:
    """Whether a packet of a machine gets to the Internet as its own, unchanged by a NAT gateway."""
    landing = travel(net, machine.subnet, Packet(machine.address, to, protocol, port), machine)
    return landing is not None and landing.place == "internet" and not landing.nat


def from_internet(net: Net, source: str, b: str, protocol: int, port: int) -> tuple[bool, bool]:
    """Whether a packet from a public address arrives at a machine, and a reply leaves."""
    machine = net.machines[b]
    if machine.public is None:
        return False, False
    came = inbound(net, Packet(source, machine.public, protocol, port))
    if came is None or not groups_pass(net, machine, True, came[1], None):
        return False, False
    return True, any(leaves(net, machine, source, protocol, one) for one in PORTS)


def to_internet(net: Net, a: str, target: str, protocol: int, port: int) -> tuple[bool, bool]:
    """Whether a packet of a machine gets out to a public address, and a reply comes in."""
    sender = net.machines[a]
    packet = Packet(sender.address, target, protocol, port)
    if not groups_pass(net, sender, False, packet, None):
        return False, False
    landing = travel(net, sender.subnet, packet, sender)
    if landing is None or landing.place != "internet":
        return False, False
    door = net.nats[landing.nat][0] if landing.nat else sender.subnet
    seen = net.nats[landing.nat][1] if landing.nat else sender.address
    back = any(acl_passes(net, door, False, Packet(target, seen, protocol, one)) for one in PORTS)
    if landing.nat:
        back = back and reply_home(net, landing.nat, sender.address, sender, target, protocol)
    return True, back
