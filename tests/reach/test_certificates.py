"""Certificates: an independent tracer replays each yes; each no opens when its blocks go."""

from __future__ import annotations

import random

import pytest

from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.reach.questions import Asker, Blocked
from partywall.reach.tracer import replay
from reach.build import asker, at, group, instance, make, rule, subnet, table, to, vpc
from reach.test_oracle import network, resources

LIFTED = {"ENI_SG_RULES_MISMATCH", "SUBNET_ACL_RESTRICTION"}


@pytest.mark.parametrize("seed", range(500, 560))
def test_every_yes_is_replayed(seed: int) -> None:
    net = network(seed)
    ask = Asker(fold(resources(net)))
    names = [*sorted(net.machines), "8.8.8.8"]
    for a in names:
        for b in names:
            if a == b:
                continue
            for protocol, port in (("tcp", 22), ("udp", 1500)):
                answer = ask.ask(a, b, protocol, port)
                twice = [hop.kind for hop in answer.hops].count("internet-gateway") > 1
                if answer.one_way == "yes" and twice:
                    with pytest.raises(NotImplementedError):
                        replay(ask.estate, answer)
                elif answer.one_way == "yes":
                    assert replay(ask.estate, answer) == [], (seed, answer)


def test_the_tracer_sees_a_wrong_certificate() -> None:
    """A packet that no group lets in, a route that is not the longest, a gateway not attached."""
    parts = [
        *vpc("v"), *table("t", "v", out=to("0.0.0.0/0", "Gateway", "v-igw")),
        *subnet("s", "v", "10.0.1.0/24", "t"),
        group("g", "v", [rule("tcp", 443, cidr="0.0.0.0/0")]),
        instance("i", "s", "g", address="10.0.1.10", public=True),
    ]  # fmt: skip
    ask = asker(parts)
    answer = ask.ask("8.8.8.8", "i", "tcp", 443)
    assert replay(ask.estate, answer) == []
    shut = [*parts[:-2], group("g", "v", [rule("tcp", 22, cidr="0.0.0.0/0")]), parts[-1]]
    assert replay(fold(shut), answer) == ["i: no group lets the packet in"]
    out = ask.ask("i", "8.8.8.8", "tcp", 443)
    assert replay(ask.estate, out) == []
    longer = make("Route", "longer", RouteTableId=at("t"), DestinationCidrBlock="8.0.0.0/8",
                  GatewayId=at("v-igw"))  # fmt: skip
    assert replay(fold([*parts, longer]), out) == ["t-out: a longer route goes before it"]
    loose = [one for one in parts if one.address != "v-igw-at"]
    assert replay(fold(loose), out) == ["v-igw: it is attached to no VPC"]


def lift(parts: list[Resource], blocks: list[Blocked]) -> list[Resource]:
    """The same resources with what blocks opened wide: a rule, or a first entry, for everything."""
    return [*parts, *(one for n, each in enumerate(blocks) for one in _opened(n, each))]


def _opened(n: int, one: Blocked) -> list[Resource]:
    if one.code == "ENI_SG_RULES_MISMATCH":
        name = at(one.element.split(",")[0])
        return [
            make(f"SecurityGroup{side}", f"lift{n}{side}", GroupId=name, IpProtocol="-1",
                 CidrIp="0.0.0.0/0")
            for side in ("Ingress", "Egress")
        ]  # fmt: skip
    return [
        make("NetworkAclEntry", f"lift{n}{egress}", NetworkAclId=at(one.element), RuleNumber=1,
             Protocol=-1, Egress=egress, RuleAction="allow", CidrBlock="0.0.0.0/0")
        for egress in (True, False)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(500, 540))
def test_every_no_opens_when_its_blocks_are_lifted(seed: int) -> None:
    net = network(seed)
    ask = Asker(fold(resources(net)))
    names = [*sorted(net.machines), "8.8.8.8"]
    pick = random.Random(seed)
    checked = 0
    for a in names:
        for b in names:
            if a == b:
                continue
            answer = ask.ask(a, b, "tcp", 22)
            if answer.one_way != "no":
                continue
            assert answer.blocking, answer
            for blocks in answer.blocking:
                if {one.code for one in blocks} - LIFTED or checked > 12:
                    continue
                checked += 1
                opened = Asker(fold(lift(resources(net), blocks))).ask(a, b, "tcp", 22)
                assert opened.one_way == "yes", (seed, a, b, blocks)
                spared = pick.choice(blocks)
                rest = [one for one in blocks if one != spared]
                for other in answer.blocking:
                    assert other == blocks or not set(other) <= set(rest)
