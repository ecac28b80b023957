"""Certificates: an independent tracer replays each yes; each no opens when its blocks go."""

from __future__ import annotations

import random

import pytest

from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.reach.answers import Blocked
from partywall.reach.questions import Asker
from partywall.reach.tracer import Replay, replay
from reach.build import asker, at, group, instance, make, rule, subnet, table, to, vpc
from reach.test_hiding import CASES
from reach.test_oracle import network, resources

ARRIVED = Replay("arrived")
LIFTED = {"ENI_SG_RULES_MISMATCH", "SUBNET_ACL_RESTRICTION"}
OF_THE_INTERNET = {
    "NO_ROUTE_TO_DESTINATION", "BAD_STATE_ROUTE", "BAD_STATE_ATTACHMENT",
    "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
}  # fmt: skip


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
                if answer.one_way == "yes":
                    assert replay(ask.estate, answer) == ARRIVED, (seed, answer)


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_way_is_replayed(case: str) -> None:
    build, names = CASES[case]
    ask = build()
    traced = 0
    outside = [one for one in names if "." in one or ":" in one or one == "internet"]
    for a in names:
        for b in names:
            if a == b or (a in outside and b in outside):
                continue
            for port in (443, 22, 8080):
                answer = ask.ask(a, b, "tcp", port)
                if answer.one_way != "yes":
                    continue
                found = replay(ask.estate, answer)
                if answer.through:
                    assert found.outcome == "not traced"
                else:
                    assert found == ARRIVED, (answer, found)
                    traced += 1
    assert traced or case == "template"


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
    assert replay(ask.estate, answer) == ARRIVED
    shut = [*parts[:-2], group("g", "v", [rule("tcp", 22, cidr="0.0.0.0/0")]), parts[-1]]
    assert replay(fold(shut), answer).why == "i: no group lets the packet in"
    out = ask.ask("i", "8.8.8.8", "tcp", 443)
    assert replay(ask.estate, out) == ARRIVED
    longer = make("Route", "longer", RouteTableId=at("t"), DestinationCidrBlock="8.0.0.0/8",
                  GatewayId=at("v-igw"))  # fmt: skip
    assert replay(fold([*parts, longer]), out).why == "t-out: a longer route goes before it"
    loose = [one for one in parts if one.address != "v-igw-at"]
    assert replay(fold(loose), out).why == "v-igw: it is not attached to v"


def lift(parts: list[Resource], blocks: list[Blocked]) -> list[Resource]:
    """The same resources with what blocks opened: a rule, an entry, a route, a gateway, …"""
    gone = {one.element for one in blocks if one.code == "BAD_STATE_ROUTE"}
    kept = [one for one in parts if one.address not in gone]
    return [*kept, *(one for n, each in enumerate(blocks) for one in _opened(n, each))]


def _towards_the_internet(n: int, one: Blocked, vpc_name: str) -> list[Resource]:
    if one.code.endswith("_EGRESS") or one.code.endswith("_INGRESS"):
        return [make("EIP", f"lift{n}", InstanceId=at(one.element))]
    if one.code == "BAD_STATE_ATTACHMENT":
        return [make("VPCGatewayAttachment", f"lift{n}", VpcId=at(vpc_name),
                     InternetGatewayId=at(f"{vpc_name}-igw"))]  # fmt: skip
    name, _, own = one.element.partition("#")
    if one.code == "BAD_STATE_ROUTE":
        name = name.rpartition("-")[0]
    reference = at(name, "main_route_table_id") if own else at(name)
    return [make("Route", f"lift{n}", RouteTableId=reference,
                 **to("8.8.0.0/16", "Gateway", f"{vpc_name}-igw"))]  # fmt: skip


def _opened(n: int, one: Blocked) -> list[Resource]:
    if one.code == "ENI_SG_RULES_MISMATCH":
        name = at(one.element.split(",")[0])
        return [
            make(f"SecurityGroup{side}", f"lift{n}{side}", GroupId=name, IpProtocol="-1",
                 CidrIp="0.0.0.0/0")
            for side in ("Ingress", "Egress")
        ]  # fmt: skip
    if one.code in OF_THE_INTERNET:
        digit = next(each for each in one.element if each.isdigit())
        return _towards_the_internet(n, one, f"v{digit}")
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
    for a in reversed(names):
        for b in reversed(names):
            if a == b:
                continue
            answer = ask.ask(a, b, "tcp", 22)
            if answer.one_way != "no":
                continue
            assert answer.blocking, answer
            for blocks in answer.blocking:
                known = LIFTED | OF_THE_INTERNET if "8.8.8.8" in (a, b) else LIFTED
                if {one.code for one in blocks} - known or checked > 24:
                    continue
                checked += 1
                opened = Asker(fold(lift(resources(net), blocks))).ask(a, b, "tcp", 22)
                assert opened.one_way == "yes", (seed, a, b, blocks)
                spared = pick.choice(blocks)
                rest = [one for one in blocks if one != spared]
                for other in answer.blocking:
                    assert other == blocks or not set(other) <= set(rest)
