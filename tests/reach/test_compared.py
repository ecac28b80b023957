"""What the Internet newly reaches: table cases, and packet by packet on random networks."""

from __future__ import annotations

import copy
import ipaddress
import random
from collections.abc import Iterable
from itertools import product

import pytest

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.compared import compared
from partywall.reach.gains import Compared, Doubt, Gain
from partywall.reach.questions import Asker
from reach.build import HIDDEN, acl, at, estate, group, instance, make, rule, subnet, table, to, vpc
from reach.test_laws import hide, places
from reach.test_oracle import network, resources

WEB = rule("tcp", 443, cidr="0.0.0.0/0")
SSH = rule("tcp", 22, cidr="0.0.0.0/0")
INTERNET = ("the Internet (IPv4)",)


def lan(ingress: Iterable[object], *more: Resource | list[Resource], public: object = True,
        filtered: str = "") -> Estate:  # fmt: skip
    """A VPC with one machine `a`, whose group `g` lets this in."""
    return estate(
        vpc("v"), table("t", "v", out=to("0.0.0.0/0", "Gateway", "v-igw")),
        subnet("s", "v", "10.0.1.0/24", "t", filtered),
        group("g", "v", list(ingress)), instance("a", "s", "g", public=public), *more,
    )  # fmt: skip


def told(gains: Iterable[Gain]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(one.resource, one.headers, one.sources) for one in gains]


def test_nothing_changes() -> None:
    assert compared(lan([WEB]), lan([WEB])) == Compared((), (), (), ())


def test_a_port_is_opened_and_closed() -> None:
    found = compared(lan([WEB]), lan([WEB, SSH]))
    assert told(found.newly) == [("a", ("tcp/22",), INTERNET)]
    (one,) = found.newly
    assert (one.answered, one.way, one.is_new) == (("tcp/22",), "v-igw", False)
    assert not (found.no_longer or found.unknown or found.left_open)
    back = compared(lan([WEB, SSH]), lan([WEB]))
    assert told(back.no_longer) == [("a", ("tcp/22",), INTERNET)]
    assert not back.newly


def test_the_same_said_otherwise() -> None:
    halves = [rule("tcp", 22, cidr=half) for half in ("0.0.0.0/1", "128.0.0.0/1")]
    assert compared(lan([SSH]), lan(halves)) == Compared((), (), (), ())


def test_part_of_the_internet() -> None:
    found = compared(lan([]), lan([rule("tcp", 22, cidr="198.51.0.0/17")]))
    (one,) = found.newly
    assert one.sources[0] == "198.51.0.0/18"  # what is reserved in it is no host's


def test_a_new_machine_and_one_that_goes() -> None:
    more = instance("b", "s", "g", public=True)
    (one,) = compared(lan([WEB]), lan([WEB], more)).newly
    assert (one.resource, one.is_new, one.headers) == ("b", True, ("tcp/443",))
    (gone,) = compared(lan([WEB], more), lan([WEB])).no_longer
    assert (gone.resource, gone.is_new) == ("b", True)


def test_a_public_address_is_what_lacked() -> None:
    found = compared(lan([SSH], public=False), lan([SSH], public=True))
    assert told(found.newly) == [("a", ("tcp/22",), INTERNET)]


def test_only_the_replies_come_back_now() -> None:
    """Packets arrived before; the network ACL kept the replies."""
    closed, opened = (
        [acl("n", "v", (100, False, "allow", "0.0.0.0/0", -1, None),
             (100, True, action, "0.0.0.0/0", -1, None))]
        for action in ("deny", "allow")
    )  # fmt: skip
    found = compared(lan([SSH], *closed, filtered="n"), lan([SSH], *opened, filtered="n"))
    (one,) = found.newly
    assert (one.headers, one.answered) == ((), ("tcp/22",))


@pytest.mark.parametrize(
    ("before", "after", "unknown", "left_open"),
    [
        (lan([]), lan([rule("tcp", 22, cidr=HIDDEN)]), 1, 0),
        (lan([rule("tcp", 22, cidr=HIDDEN)]), lan([]), 1, 0),
        (lan([rule("tcp", 22, cidr=HIDDEN)]), lan([SSH]), 1, 0),
        (lan([SSH], public=HIDDEN), lan([SSH], public=HIDDEN), 0, 1),
        (lan([SSH], public=HIDDEN), lan([SSH], public=True), 1, 0),
        (lan([SSH], public=False), lan([SSH], public=HIDDEN), 1, 0),
    ],
)  # fmt: skip
def test_what_cannot_be_told(before: Estate, after: Estate, unknown: int, left_open: int) -> None:
    found = compared(before, after)
    assert not (found.newly or found.no_longer)
    assert len(found.unknown) == unknown
    assert len(found.left_open) == left_open
    assert all(one.reasons for one in (*found.unknown, *found.left_open))


def test_what_was_not_read_may_have_been_open() -> None:
    whole = lan([SSH])
    part = fold(lan([]).resources, (), Unknown("the file ends early"))
    for found in (compared(part, whole), compared(whole, part)):
        assert not (found.newly or found.no_longer)
        assert "the file ends early" in found.unknown[0].reasons[0]


def test_the_door_of_a_cluster() -> None:
    def cluster(*blocks: str) -> Estate:
        return estate(make("AWS::EKS::Cluster", "k", ResourcesVpcConfig={
            "EndpointPublicAccess": True, "PublicAccessCidrs": list(blocks),
            "SubnetIds": [at("s")]}))  # fmt: skip

    found = compared(cluster("8.8.8.0/24"), cluster("8.8.8.0/24", "9.9.9.0/24"))
    assert told(found.newly) == [("k", ("tcp/443",), ("9.9.9.0/24",))]


LB = "AWS::ElasticLoadBalancingV2::"


def balanced(port: int | None, *more: Resource | list[Resource], scheme: str = "internet-facing",
             admits: object = "0.0.0.0/0", public: bool = False) -> Estate:  # fmt: skip
    """A network balancer before the machine, listening at a port or not."""
    listener = [] if port is None else [
        make(f"{LB}Listener", "li", LoadBalancerArn=at("lb"), Port=port, Protocol="TCP",
             DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}]),
    ]  # fmt: skip
    return lan(
        [rule("tcp", 22, cidr=admits)],
        make(f"{LB}LoadBalancer", "lb", Type="network", Scheme=scheme, Subnets=[at("s")]),
        make(f"{LB}TargetGroup", "tg", Protocol="TCP", Port=22, VpcId=at("v"),
             TargetType="instance", Targets=[{"Id": at("a")}]),
        listener, *more, public=public,
    )  # fmt: skip


class TestBehindBalancers:
    """What is handed on to a target that has no way in of its own."""

    def test_a_listener_is_added(self) -> None:
        found = compared(balanced(None), balanced(2222))
        assert told(found.newly) == [
            ("lb", ("tcp/2222",), INTERNET), ("a", ("tcp/22",), INTERNET),
        ]  # fmt: skip
        assert found.newly[1].way == "lb tcp/2222"
        assert not found.unknown and not found.no_longer
        back = compared(balanced(2222), balanced(None))
        assert told(back.no_longer) == told(found.newly)
        assert not back.newly

    def test_the_same_before_and_after(self) -> None:
        assert compared(balanced(2222), balanced(2222)) == Compared((), (), (), ())

    def test_one_more_listener_reaches_nothing_new_behind_it(self) -> None:
        more = make(f"{LB}Listener", "l2", LoadBalancerArn=at("lb"), Port=2223, Protocol="TCP",
                    DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}])  # fmt: skip
        found = compared(balanced(2222), balanced(2222, more))
        assert told(found.newly) == [("lb", ("tcp/2223",), INTERNET)]
        assert not (found.unknown or found.left_open)

    def test_what_was_reached_without_a_balancer_is_not_newly_reached(self) -> None:
        found = compared(balanced(None, public=True), balanced(2222, public=True))
        assert told(found.newly) == [("lb", ("tcp/2222",), INTERNET)]

    def test_from_whom_it_is_handed_on(self) -> None:
        """Each listener has clients of its own: the balancer's group tells them apart."""

        def shop(*rules: object) -> Estate:
            return estate(
                vpc("v"), table("t", "v", out=to("0.0.0.0/0", "Gateway", "v-igw")),
                subnet("s", "v", "10.0.1.0/24", "t"),
                subnet("r", "v", "10.0.2.0/24", "t", zone="b"),
                group("front", "v", rules),
                group("g", "v", [rule("tcp", 22, cidr="10.0.0.0/8")]),
                instance("a", "s", "g", public=False),
                make(f"{LB}LoadBalancer", "lb", Type="application", Scheme="internet-facing",
                     Subnets=[at("s"), at("r")], SecurityGroups=[at("front", "GroupId")]),
                make(f"{LB}TargetGroup", "tg", Protocol="HTTP", Port=22, VpcId=at("v"),
                     TargetType="instance", Targets=[{"Id": at("a")}]),
                make(f"{LB}TargetGroup", "none", Protocol="HTTP", Port=80, VpcId=at("v")),
                *[make(f"{LB}Listener", f"l{port}", LoadBalancerArn=at("lb"), Port=port,
                       Protocol="HTTP",
                       DefaultActions=[{"Type": "forward", "TargetGroupArn": at(to_group)}])
                  for port, to_group in ((80, "none"), (8443, "tg"))],
            )  # fmt: skip

        front = rule("tcp", 80, cidr="0.0.0.0/0")
        found = compared(shop(front), shop(front, rule("tcp", 8443, cidr="8.8.8.0/24")))
        assert told(found.newly) == [
            ("lb", ("tcp/8443",), ("8.8.8.0/24",)), ("a", ("tcp/22",), ("8.8.8.0/24",)),
        ]  # fmt: skip
        more = compared(
            shop(front, rule("tcp", 8443, cidr="8.8.8.0/24")),
            shop(front, rule("tcp", 8443, cidr="8.8.8.0/23")),
        )
        assert told(more.newly) == [
            ("lb", ("tcp/8443",), ("8.8.9.0/24",)), ("a", ("tcp/22",), ("8.8.9.0/24",)),
        ]  # fmt: skip

    def test_the_balancer_becomes_public(self) -> None:
        found = compared(balanced(2222, scheme="internal"), balanced(2222))
        assert ("a", ("tcp/22",), INTERNET) in told(found.newly)

    def test_the_target_admits_it_now(self) -> None:
        found = compared(balanced(2222, admits="192.0.2.0/24"), balanced(2222))
        assert told(found.newly) == [("a", ("tcp/22",), INTERNET)]

    def test_whether_it_admits_it_is_not_known(self) -> None:
        found = compared(balanced(2222, admits="192.0.2.0/24"), balanced(2222, admits=HIDDEN))
        assert not found.newly
        assert [one.resource for one in found.unknown] == ["a"]
        alike = compared(balanced(2222, admits=HIDDEN), balanced(2222, admits=HIDDEN))
        assert not alike.unknown
        assert [one.resource for one in alike.left_open] == ["a"]


SOURCES = ("8.8.8.8", "1.1.1.1", "200.1.1.1")
PACKETS = [(protocol, port) for protocol in ("tcp", "udp") for port in (22, 100, 443, 1500, 40000)]


def test_packet_by_packet() -> None:
    """Each packet that arrives in one random network and not in another is in what is told."""
    assert sum(map(gained_packets, range(12))) > 100


def gained_packets(seed: int) -> int:
    """How many packets one of two networks lets in beyond the other; all of them are told."""
    nets = network(seed), network(seed + 500)
    before, after = (estate(resources(net)) for net in nets)
    found, askers = compared(before, after), (Asker(before), Asker(after))
    assert not found.unknown and not found.left_open
    names = sorted(set(nets[0].machines) & set(nets[1].machines))
    many = 0
    for case in product(names, SOURCES, PACKETS):
        name, source, (protocol, port) = case
        was, now = (ask.ask(source, name, protocol, port) for ask in askers)
        for gains, one, other in ((found.newly, now, was), (found.no_longer, was, now)):
            for field in ("one_way", "two_way"):
                gained = getattr(one, field) == "yes" and getattr(other, field) == "no"
                told = _covered(gains, field, name, source, protocol, port)
                assert gained == told, (seed, case, field)
                many += gained
    return many


def _covered(gains: Iterable[Gain], field: str, name: str, source: str, protocol: str,
             port: int) -> bool:  # fmt: skip
    return any(
        one.resource == name
        and any(_within(source, block) for block in one.sources)
        and any(_of(header, protocol, port)
                for header in (one.headers if field == "one_way" else one.answered))
        for one in gains
    )  # fmt: skip


def _within(address: str, block: str) -> bool:
    if block.startswith("the Internet"):
        return "IPv4" in block
    return ipaddress.ip_address(address) in ipaddress.ip_network(block)


def _of(header: str, protocol: str, port: int) -> bool:
    if header == "all":
        return True
    name, _, ports = header.partition("/")
    first, _, last = ports.partition("-")
    return name == protocol and (not ports or int(first) <= port <= int(last or first))


@pytest.mark.slow
def test_hiding_a_property_weakens_what_is_told() -> None:
    """What is told of the hidden form is told of the full one; what no longer is, is in doubt."""
    weaker = 0
    for seed in range(60):
        pick = random.Random(seed)
        nets = network(seed), network(seed + 500)
        parts = [resources(net) for net in nets]
        full = compared(*(fold(one) for one in copy.deepcopy(parts)))
        hidden = copy.deepcopy(parts)
        one = pick.choice([one for one in hidden[pick.randint(0, 1)] if one.properties])
        hide(one.properties, pick.choice(list(places(one.properties))), HIDDEN)
        less = compared(*(fold(one) for one in hidden))
        names = sorted(set(nets[0].machines) | set(nets[1].machines))
        for name, source, (protocol, port) in product(names, SOURCES, PACKETS):
            for gains, fewer in ((full.newly, less.newly), (full.no_longer, less.no_longer)):
                for field in ("one_way", "two_way"):
                    was = _covered(gains, field, name, source, protocol, port)
                    now = _covered(fewer, field, name, source, protocol, port)
                    case = (seed, one.address, name, source, protocol, port, field)
                    assert was or not now, case
                    if was and not now:
                        weaker += 1
                        assert _doubted(less.unknown, name, source, protocol, port), case
    assert weaker > 20


def _doubted(doubts: Iterable[Doubt], name: str, source: str, protocol: str, port: int) -> bool:
    return any(
        one.resource in ("", name)
        and (not one.headers or any(_of(header, protocol, port) for header in one.headers))
        and any(_within(source, block) for block in one.sources if "/" in block or "(" in block)
        for one in doubts
    )
