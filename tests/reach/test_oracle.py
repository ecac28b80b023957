"""The engine against packets, one by one, on thousands of small random networks."""

from __future__ import annotations

import random
from itertools import product

import pytest

from partywall.estate.resource import Resource
from partywall.reach.engine.matrix import Matrix
from partywall.reach.questions import Asker
from reach import packets
from reach.build import acl, at, estate, group, instance, make, rule, subnet, table, to, vpc
from reach.packets import Machine, Net

pytestmark = pytest.mark.slow

NETWORKS = 250
NUMBERS = {6: "tcp", 17: "udp"}
BLOCKS = (
    "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16",
    "10.0.1.0/24", "10.0.2.0/24", "10.1.1.0/24", "8.0.0.0/8", "10.0.1.10/32", "10.1.1.10/32",
)  # fmt: skip
SPANS = ((22, 22), (80, 443), (0, 65535), (1024, 2000), (32768, 65535), (1024, 65535))


def network(seed: int) -> Net:
    """A random network of two VPCs with everything known."""
    pick = random.Random(seed)
    net = Net(vpcs={"v0": "10.0.0.0/16", "v1": "10.1.0.0/16"})
    net.gateways = {v for v in net.vpcs if pick.random() < 0.8}
    if pick.random() < 0.7:
        net.peerings["p"] = ("v0", "v1")
    for n in range(2):
        for k in (1, 2):
            name = f"s{n}{k}"
            table_name = f"t{n}{k}" if pick.random() < 0.9 else None
            acl_name = f"a{n}{k}" if pick.random() < 0.6 else None
            net.subnets[name] = (f"v{n}", f"10.{n}.{k}.0/24", table_name, acl_name)
            if acl_name:
                net.acls[acl_name] = entries(pick)
        if pick.random() < 0.6:
            net.nats[f"n{n}"] = (f"s{n}1", f"10.{n}.1.200", f"52.0.{n}.200")
    for name, (of, _, table_name, _) in net.subnets.items():
        if table_name:
            net.tables[table_name] = routes(pick, net, of, name)
    for g in range(3):
        net.groups[f"g{g}"] = ("v0", rules(pick), rules(pick))
    for n, name in enumerate(net.subnets):
        for k in range(2):
            if k and pick.random() < 0.5:
                continue
            groups = sorted(pick.sample(list(net.groups), pick.randint(1, 2)))
            public = f"52.1.{n}.{k + 10}" if pick.random() < 0.5 else None
            block = net.subnets[name][1].rpartition(".")[0]
            one = f"m{n}{k}"
            net.machines[one] = Machine(one, name, f"{block}.{10 + k}", groups, public)
    return net


def entries(pick: random.Random) -> list[tuple[int, bool, bool, str, int, int, int]]:
    found = []
    for egress in (True, False):
        for number in range(pick.randint(1, 4)):
            protocol = pick.choice((-1, 6, 6, 17))
            first, last = pick.choice(SPANS)
            allow = pick.random() < 0.75
            found.append(
                (number * 10 + 10, egress, allow, pick.choice(BLOCKS), protocol, first, last)
            )
        if pick.random() < 0.6:
            found.append((900, egress, True, "0.0.0.0/0", -1, 0, 65535))
    return found


def rules(pick: random.Random) -> list[tuple[int, int, int, str]]:
    found = []
    for _ in range(pick.randint(0, 4)):
        protocol = pick.choice((-1, 6, 6, 17))
        first, last = pick.choice(SPANS)
        who = pick.choice((*BLOCKS, "0.0.0.0/0", "g0", "g1", "g2"))
        found.append((protocol, first, last, who))
    return found


def routes(pick: random.Random, net: Net, of: str, subnet_name: str) -> list[tuple[str, str, str]]:
    n = of[1]
    found = []
    ways = [("igw", f"{of}-igw"), ("igw", f"{of}-igw"), ("blackhole", ""), None]
    if f"n{n}" in net.nats:
        ways.append(("nat", f"n{n}"))
    way = pick.choice(ways)
    if way:
        found.append(("0.0.0.0/0", *way))
    if net.peerings and pick.random() < 0.8:
        other = "10.1.0.0/16" if of == "v0" else "10.0.0.0/16"
        found.append((pick.choice((other, other.replace("0.0/16", "1.0/24"))), "pcx", "p"))
    if pick.random() < 0.2:
        found.append(("8.0.0.0/8", *pick.choice([("blackhole", ""), ("igw", f"{of}-igw")])))
    return found


KEYS = {"igw": "Gateway", "nat": "NatGateway", "pcx": "VpcPeeringConnection"}


def resources(net: Net) -> list[Resource]:
    """The network as an estate."""
    found: list[Resource] = []
    for name, cidr in net.vpcs.items():
        made = vpc(name, cidr)
        found += made if name in net.gateways else [*made[:2]]
    for name, (of, cidr, table_name, acl_name) in net.subnets.items():
        found += subnet(name, of, cidr, table_name or "", acl_name or "")
        if table_name:
            written = {}
            for k, (block, kind, target) in enumerate(net.tables[table_name]):
                if kind == "blackhole":
                    written[f"r{k}"] = {"DestinationCidrBlock": block, "State": "blackhole"}
                else:
                    written[f"r{k}"] = to(block, KEYS[kind], target)
            found += table(table_name, of, **written)
        if acl_name:
            rows = [
                (number, egress, "allow" if allow else "deny", block, protocol,
                 None if protocol == -1 else (first, last))
                for number, egress, allow, block, protocol, first, last in net.acls[acl_name]
            ]  # fmt: skip
            found += acl(acl_name, of, *rows)
    for name, (of, ingress, egress) in net.groups.items():
        found.append(
            group(name, of, [written_rule(net, one, "Source") for one in ingress],
                  [written_rule(net, one, "Destination") for one in egress])
        )  # fmt: skip
    for name, (subnet_name, address, public) in net.nats.items():
        found.append(make("EIP", f"{name}-eip", Domain="vpc", PublicIp=public))
        found.append(make("NatGateway", name, SubnetId=at(subnet_name), PrivateIpAddress=address,
                          AllocationId=at(f"{name}-eip", "AllocationId")))  # fmt: skip
    for name, (one, other) in net.peerings.items():
        found.append(make("VPCPeeringConnection", name, VpcId=at(one), PeerVpcId=at(other)))
    for name, machine in net.machines.items():
        found.append(instance(name, machine.subnet, *machine.groups, address=machine.address))
        if machine.public:
            found.append(make("EIP", f"{name}-eip", InstanceId=at(name), PublicIp=machine.public))
    return found


def written_rule(net: Net, one: tuple[int, int, int, str], side: str) -> dict[str, object]:
    protocol, first, last, who = one
    ports = () if protocol == -1 else (first, last)
    if who in net.groups:
        return rule(str(protocol), *ports, group=who, side=side)
    return rule(str(protocol), *ports, cidr=who)


def said(ask: Asker, a: str, b: str, protocol: int, port: int) -> tuple[bool, bool]:
    answer = ask.ask(a, b, NUMBERS[protocol], port)
    assert "unknown" not in (answer.one_way, answer.two_way), answer
    return answer.one_way == "yes", answer.two_way == "yes"


@pytest.mark.parametrize("chunk", range(10))
def test_the_engine_agrees_with_single_packets(chunk: int) -> None:
    """Both words, for every pair of machines and some addresses of the Internet."""
    for seed in range(chunk * NETWORKS // 10, (chunk + 1) * NETWORKS // 10):
        net = network(seed)
        ask = Asker(estate(resources(net)))
        pick = random.Random(seed)
        for protocol in (6, 17):
            port = pick.choice((22, 443, 1500, 40000))
            for a in net.machines:
                for b in net.machines:
                    if a != b:
                        wanted = packets.arrives(net, a, b, protocol, port)
                        assert said(ask, a, b, protocol, port) == wanted, (
                            seed,
                            a,
                            b,
                            protocol,
                            port,
                        )
                for far in ("8.8.8.8", "200.1.2.3"):
                    wanted = packets.from_internet(net, far, a, protocol, port)
                    assert said(ask, far, a, protocol, port) == wanted, (
                        seed,
                        far,
                        a,
                        protocol,
                        port,
                    )
                    wanted = packets.to_internet(net, a, far, protocol, port)
                    assert said(ask, a, far, protocol, port) == wanted, (
                        seed,
                        a,
                        far,
                        protocol,
                        port,
                    )


def test_the_matrix_says_what_single_questions_say() -> None:
    for seed in range(40):
        net = network(seed)
        ask = Asker(estate(resources(net)))
        matrix = Matrix(ask.engine)
        found: dict[tuple[str, str], list[int]] = {}
        for row in matrix.rows():
            for pair in product(row.a.members, row.b.members):
                _add(found, pair, row.forward, row.both)
        for many in matrix.abroad():
            for one, other in product(many.senders, many.receivers):
                for pair in product(one.members, other.members):
                    _add(found, pair, many.forward, many.both)
        for a in net.machines:
            for b in net.machines:
                if a == b:
                    continue
                row = found.get((a, b))
                for protocol, port in ((6, 22), (17, 1500), (6, 40000)):
                    mask = ask.mask(NUMBERS[protocol], port)
                    wanted = said(ask, a, b, protocol, port)
                    space = ask.space
                    one = space.holds(row[0], mask) if row else False
                    both = space.holds(row[1], mask) if row else False
                    assert (one, both) == wanted, (seed, a, b, protocol, port)


def _add(
    found: dict[tuple[str, str], list[int]], pair: tuple[str, str], forward: int, both: int
) -> None:
    sums = found.setdefault(pair, [0, 0])
    sums[0] |= forward
    sums[1] |= both
