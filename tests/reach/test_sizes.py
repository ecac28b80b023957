"""How many packets the engine lets in, against sets of packets in decision diagrams.

A packet is 48 bits, its source and its port; rules of groups are added up and those of an ACL
taken in order, as Boolean formulas. Only how many there are is compared, to the last packet.
"""

from __future__ import annotations

import random
from ipaddress import IPv4Network
from typing import Any

from dd import autoref

from partywall.reach.addresses import is_v6
from partywall.reach.atoms import TCP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.exposed import reached
from reach.build import acl, asker, group, instance, rule, subnet, table, to, vpc

SOURCE = [f"s{bit}" for bit in range(32)]
PORT = [f"p{bit}" for bit in range(16)]
BLOCKS = ("0.0.0.0/0", "0.0.0.0/1", "8.0.0.0/7", "8.8.0.0/13", "52.0.0.0/6", "52.216.0.0/15",
          "203.0.112.0/20", "10.0.0.0/8", "198.51.100.7/32")  # fmt: skip
SEEDS = 150
PORTS = ((22, 22), (80, 443), (0, 65535), (1024, 65535), (3306, 5432), (440, 450))


class Packets:
    """Sets of packets from public addresses."""

    def __init__(self) -> None:
        self.all = autoref.BDD()
        self.all.declare(*(name for pair in zip(SOURCE, PORT * 2, strict=True) for name in pair))
        self.public = self.all.false
        for first, last in PUBLIC_SPANS:
            if not is_v6(first):
                self.public |= self.within(SOURCE, first, last)

    def within(self, names: list[str], first: int, last: int) -> Any:
        """The packets of which a number lies between two others."""
        return self._most(names, last) & ~(
            self._most(names, first - 1) if first else self.all.false
        )

    def _most(self, names: list[str], most: int) -> Any:
        found = self.all.true
        for place, name in enumerate(reversed(names)):
            bit = self.all.var(name)
            found = (~bit | found) if most >> place & 1 else (~bit & found)
        return found

    def matched(self, block: str, ports: tuple[int, int]) -> Any:
        """The packets of a rule."""
        net = IPv4Network(block)
        first, last = int(net.network_address), int(net.broadcast_address)
        return self.within(SOURCE, first, last) & self.within(PORT, *ports)

    def many(self, found: Any) -> int:
        """How many packets there are in a set."""
        return int(self.all.count(found & self.public, nvars=len(SOURCE) + len(PORT)))


def ports_of(texts: list[str]) -> int:
    """How many ports `tcp/22`, `tcp/80-443` and `tcp` name."""
    many = 0
    for text in texts:
        protocol, _, span = text.partition("/")
        assert protocol == "tcp"
        first, _, last = span.partition("-")
        many += int(last or first) - int(first) + 1 if span else 65536
    return many


def test_as_many_packets_come_in_as_decision_diagrams_count() -> None:
    packets = Packets()
    found = [let_in(packets, seed) for seed in range(SEEDS)]
    assert [one for one in found if one[1] != one[2]] == []
    assert sum(engine > 0 for _, engine, _ in found) > SEEDS / 2


def let_in(packets: Packets, seed: int) -> tuple[int, int, int]:
    """The seed of a random group and ACL, and how many packets get past them: by the engine, and
    by diagrams."""
    pick = random.Random(seed)
    rules = [(pick.choice(BLOCKS), pick.choice(PORTS)) for _ in range(pick.randint(1, 4))]
    entries = [
        (number, pick.random() < 0.6, pick.choice(BLOCKS), pick.choice(PORTS))
        for number in pick.sample(range(100, 200), pick.randint(1, 5))
    ]
    entries += [(250, True, "0.0.0.0/0", (0, 65535))] * (pick.random() < 0.6)
    ask = asker(
        vpc("v"), table("t", "v", out=to("0.0.0.0/0", "Gateway", "v-igw")),
        acl("n", "v", *((number, False, "allow" if allows else "deny", block, "6", ports)
                        for number, allows, block, ports in entries),
            (300, True, "allow", "0.0.0.0/0", "-1", None)),
        subnet("s", "v", "10.0.1.0/24", "t", "n"),
        group("g", "v", [rule("tcp", *ports, block) for block, ports in rules]),
        instance("a", "s", "g", public=True),
    )  # fmt: skip
    tcp = ask.space.mask(TCP, 0, 65535)
    many = sum(
        sum(last - first + 1 for first, last in row.sources if not is_v6(first))
        * ports_of(ask.space.describe(row.forward & tcp) if row.forward & tcp else [])
        for row in reached(ask)
    )
    nobody, everybody = packets.all.false, packets.all.true
    admitted, passed, left = nobody, nobody, everybody
    for block, ports in rules:
        admitted |= packets.matched(block, ports)
    for _, allows, block, ports in sorted(entries):
        here = left & packets.matched(block, ports)
        passed = passed | here if allows else passed
        left &= ~here
    return seed, many, packets.many(admitted & passed)
