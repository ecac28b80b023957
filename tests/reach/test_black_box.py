"""Whole accounts from the AWS CLI's output to `--batch` answers, which were derived beforehand.

Each estate is a table of flows: source, destination, protocol, port, and both words. The answers
were worked out from AWS's documentation before they were asked for, not copied from what came out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from partywall.estate.fold import fold
from partywall.reach.questions import Asker
from partywall.reach.tracer import replay
from reach.lab import ALL, Lab, answers, permission
from sources.describe.accounts import reading

B = "444455556666"
ANY = "0.0.0.0/0"
Case = Callable[[], tuple[Lab, str]]
CASES: list[Case] = []


def case(function: Case) -> Case:
    CASES.append(function)
    return function


def tcp(port: int, *peers: str, last: int | None = None) -> tuple[object, ...]:
    return ("tcp", port, last or port, *peers)


def udp(port: int, *peers: str) -> tuple[object, ...]:
    return ("udp", port, port, *peers)


def entry(number: int, action: str, protocol: object = "-1", ports: object = None,
          block: str = ANY) -> tuple[object, ...]:  # fmt: skip
    return (number, action, protocol, ports, block)


OPEN = [entry(100, "allow")]


def two(
    acl: str = "", *, ingress: list[tuple[object, ...]] | None = None,
    egress: list[tuple[object, ...]] | None = None, routes: list[tuple[str, str]] | None = None,
    entries: tuple[list[tuple[object, ...]], list[tuple[object, ...]]] | None = None,
    public: str = "52.0.0.10", check: bool = True,
) -> Lab:  # fmt: skip
    """A VPC with a public and a private subnet, `i-web` and `i-app` in them.

    `sg-web` is as given (443 from anywhere); `sg-app` admits 8080 from `sg-web`. `entries` are an
    ACL's, for the public subnet.
    """
    lab = Lab().vpc("vpc-a", "10.0.0.0/16")
    lab.table("rtb-pub", "vpc-a", *(routes if routes is not None else [(ANY, "igw-vpc-a")]))
    if entries is not None:
        lab.acl("acl-pub", "vpc-a", *entries)
        acl = "acl-pub"
    lab.subnet("subnet-pub", "vpc-a", "10.0.1.0/24", "rtb-pub", acl)
    lab.subnet("subnet-priv", "vpc-a", "10.0.2.0/24", zone="b")
    lab.group("sg-web", "vpc-a", [tcp(443, ANY)] if ingress is None else ingress, egress)
    lab.group("sg-app", "vpc-a", [tcp(8080, "sg-web")])
    lab.machine("i-web", "subnet-pub", "10.0.1.10", ["sg-web"], public=public, check=check)
    return lab.machine("i-app", "subnet-priv", "10.0.2.10", ["sg-app"])


# -- groups


@case
def plain() -> tuple[Lab, str]:
    return (
        two(),
        """
        internet i-web tcp 443 yes yes
        internet i-web tcp 22 no no
        internet i-web udp 443 no no
        internet i-app tcp 8080 no no
        i-web i-app tcp 8080 yes yes
        i-web i-app tcp 8081 no no
        i-app i-web tcp 443 yes yes
        i-app internet tcp 443 no no
        i-web internet tcp 443 yes yes
        8.8.8.8 i-web tcp 443 yes yes
        8.8.8.8 52.0.0.10 tcp 443 yes yes
        10.0.1.10 10.0.2.10 tcp 8080 yes yes
        eni-web eni-app tcp 8080 yes yes
    """,
    )


@case
def documentation_addresses_stand_for_the_internet() -> tuple[Lab, str]:
    return (
        two(ingress=[tcp(22, "203.0.113.0/24"), tcp(443, ANY)], public="198.51.100.7"),
        """
        203.0.113.9 i-web tcp 443 yes yes
        203.0.113.9 i-web tcp 22 yes yes
        192.0.2.9 i-web tcp 22 no no
        i-web 203.0.113.9 tcp 443 yes yes
        203.0.113.9 198.51.100.7 tcp 443 yes yes
        i-app 203.0.113.9 tcp 443 no no
    """,
    )


@case
def several_groups_are_a_union() -> tuple[Lab, str]:
    lab = two(ingress=[tcp(443, "8.0.0.0/8")], egress=[])
    lab.group("sg-more", "vpc-a", [tcp(22, "9.0.0.0/8")], [tcp(5432, "10.0.0.0/8")])
    lab.machine("i-both", "subnet-pub", "10.0.1.20", ["sg-web", "sg-more"], public="52.0.0.20")
    lab.group("sg-db", "vpc-a", [tcp(5432, "sg-more"), tcp(22, "sg-more")])
    lab.machine("i-db", "subnet-priv", "10.0.2.20", ["sg-db"])
    return (
        lab,
        """
        8.8.8.8 i-both tcp 443 yes yes
        8.8.8.8 i-both tcp 22 no no
        9.9.9.9 i-both tcp 22 yes yes
        i-both i-db tcp 5432 yes yes
        i-both i-db tcp 22 no no
        i-web i-db tcp 5432 no no
        i-both internet tcp 443 no no
    """,
    )


@case
def a_group_may_name_itself() -> tuple[Lab, str]:
    lab = two(ingress=[("-1", None, None, "sg-web")])
    lab.machine("i-web2", "subnet-priv", "10.0.2.30", ["sg-web"])
    return (
        lab,
        """
        i-web2 i-web tcp 22 yes yes
        i-web i-web2 udp 5000 yes yes
        i-app i-web tcp 22 no no
        internet i-web tcp 22 no no
    """,
    )


@case
def a_reference_is_not_matched_by_a_public_address() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vpc("vpc-b", "10.1.0.0/16")
    for v, n in (("a", 0), ("b", 1)):
        lab.table(f"rtb-{v}", f"vpc-{v}", (ANY, f"igw-vpc-{v}"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
    lab.group("sg-a", "vpc-a", [tcp(443, "sg-b")])
    lab.group("sg-b", "vpc-b", [tcp(443, "52.0.0.1/32")])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"], public="52.0.0.1")
    lab.machine("i-b", "subnet-b", "10.1.1.10", ["sg-b"], public="52.0.0.2")
    return (
        lab,
        """
        i-b i-a tcp 443 no no
        i-a i-b tcp 443 yes yes
        i-a i-b tcp 80 no no
        i-b 52.0.0.1 tcp 443 no no
    """,
    )


@case
def halves_of_the_internet() -> tuple[Lab, str]:
    return (
        two(ingress=[tcp(22, "0.0.0.0/1"), tcp(22, "128.0.0.0/1"), tcp(23, "128.0.0.0/1")]),
        """
        internet i-web tcp 22 yes yes
        8.8.8.8 i-web tcp 22 yes yes
        8.8.8.8 i-web tcp 23 no no
        200.1.1.1 i-web tcp 23 yes yes
    """,
    )


@case
def every_protocol() -> tuple[Lab, str]:
    return (
        two(ingress=[("-1", None, None, ANY)]),
        """
        internet i-web tcp 65535 yes yes
        internet i-web udp 53 yes yes
        internet i-web icmp - yes yes
        internet i-web 47 - yes yes
        internet i-web 50 - yes yes
    """,
    )


@case
def a_protocol_by_number_has_no_ports() -> tuple[Lab, str]:
    return (
        two(ingress=[("47", None, None, ANY)]),
        """
        internet i-web 47 - yes yes
        internet i-web 50 - no no
        internet i-web tcp 47 no no
    """,
    )


@case
def icmp_types_in_groups() -> tuple[Lab, str]:
    return (
        two(ingress=[("icmp", 8, -1, ANY)]),
        """
        internet i-web icmp 8 yes yes
        internet i-web icmp 13 no no
        internet i-web tcp 8 no no
    """,
    )


@case
def every_icmp_type() -> tuple[Lab, str]:
    return (
        two(ingress=[("icmp", -1, -1, "8.0.0.0/8")]),
        """
        8.8.8.8 i-web icmp 8 yes yes
        8.8.8.8 i-web icmp 13 yes yes
        9.9.9.9 i-web icmp 8 no no
    """,
    )


@case
def a_range_of_ports() -> tuple[Lab, str]:
    return (
        two(ingress=[tcp(8000, ANY, last=8100)]),
        """
        internet i-web tcp 7999 no no
        internet i-web tcp 8000 yes yes
        internet i-web tcp 8100 yes yes
        internet i-web tcp 8101 no no
    """,
    )


@case
def nothing_goes_out_but_replies_do() -> tuple[Lab, str]:
    return (
        two(egress=[]),
        """
        internet i-web tcp 443 yes yes
        i-web internet tcp 443 no no
        i-web i-app tcp 8080 no no
    """,
    )


@case
def egress_by_group() -> tuple[Lab, str]:
    return (
        two(egress=[tcp(8080, "sg-app")]),
        """
        i-web i-app tcp 8080 yes yes
        i-web internet tcp 443 no no
    """,
    )


@case
def prefix_lists_in_groups() -> tuple[Lab, str]:
    lab = two(ingress=[tcp(22, "pl-0aaaaaaaaaaaaaaaa")])
    lab.prefixes("pl-0aaaaaaaaaaaaaaaa", "8.8.0.0/16", "9.9.9.0/24")
    return (
        lab,
        """
        8.8.8.8 i-web tcp 22 yes yes
        9.9.9.9 i-web tcp 22 yes yes
        9.9.8.9 i-web tcp 22 no no
    """,
    )


@case
def no_group_is_the_default_groups() -> tuple[Lab, str]:
    lab = two()
    lab.machine("i-d1", "subnet-pub", "10.0.1.31", ["sg-default-vpc-a"], public="52.0.0.31")
    lab.machine("i-d2", "subnet-priv", "10.0.2.31", ["sg-default-vpc-a"])
    return (
        lab,
        """
        i-d1 i-d2 tcp 22 yes yes
        i-web i-d2 tcp 22 no no
        internet i-d1 tcp 22 no no
    """,
    )


# -- network ACLs


@case
def an_acl_without_ephemeral_ports_out() -> tuple[Lab, str]:
    return (
        two(entries=([entry(100, "allow")], [entry(100, "allow", 6, (443, 443))])),
        """
        internet i-web tcp 443 yes no
        i-web internet tcp 443 yes yes
        i-web internet tcp 80 no no
    """,
    )


@case
def an_acl_without_ephemeral_ports_in() -> tuple[Lab, str]:
    return (
        two(entries=([entry(100, "allow", 6, (443, 443))], [entry(100, "allow")])),
        """
        internet i-web tcp 443 yes yes
        i-web internet tcp 443 yes no
        i-app i-web tcp 443 yes yes
        i-web i-app tcp 8080 yes no
    """,
    )


@case
def an_acl_with_ephemeral_ports() -> tuple[Lab, str]:
    return two(entries=([entry(100, "allow", 6, (443, 443)), entry(110, "allow", 6, (1024, 65535))],
                        [entry(100, "allow", 6, (1024, 65535))])), """
        internet i-web tcp 443 yes yes
        internet i-web tcp 22 no no
        i-web i-app tcp 8080 yes yes
        i-web internet tcp 443 no no
    """  # fmt: skip


@case
def the_lowest_number_decides() -> tuple[Lab, str]:
    denied = [entry(90, "deny", 6, (443, 443), "8.0.0.0/8"), entry(100, "allow"),
              entry(110, "deny", 6, (443, 443), "9.0.0.0/8")]  # fmt: skip
    return (
        two(entries=(denied, OPEN)),
        """
        8.8.8.8 i-web tcp 443 no no
        9.9.9.9 i-web tcp 443 yes yes
        internet i-web tcp 443 yes yes
    """,
    )


@case
def an_allow_before_a_deny() -> tuple[Lab, str]:
    return two(entries=([entry(10, "allow", 6, (443, 443), "8.8.8.8/32"), entry(20, "deny", "-1",
               None, "8.0.0.0/8"), entry(30, "allow")], OPEN)), """
        8.8.8.8 i-web tcp 443 yes yes
        8.8.4.4 i-web tcp 443 no no
    """  # fmt: skip


@case
def an_acl_denies_the_reply() -> tuple[Lab, str]:
    return (
        two(entries=(OPEN, [entry(50, "deny", "-1", None, "8.0.0.0/8"), *OPEN])),
        """
        8.8.8.8 i-web tcp 443 yes no
        9.9.9.9 i-web tcp 443 yes yes
        i-web 8.8.8.8 tcp 443 no no
    """,
    )


@case
def an_acl_is_not_asked_inside_its_subnet() -> tuple[Lab, str]:
    lab = two(entries=([], []))
    lab.machine("i-web2", "subnet-pub", "10.0.1.20", ["sg-web"])
    return (
        lab,
        """
        i-web2 i-web tcp 443 yes yes
        i-app i-web tcp 443 no no
        internet i-web tcp 443 no no
        i-web i-app tcp 8080 no no
    """,
    )


@case
def icmp_in_an_acl() -> tuple[Lab, str]:
    lab = two(
        ingress=[("icmp", -1, -1, ANY)],
        entries=([entry(100, "allow", 1, (8, -1))], [entry(100, "allow", 1, (0, -1))]),
    )
    return (
        lab,
        """
        internet i-web icmp 8 yes yes
        internet i-web icmp 13 no no
        i-web internet icmp 8 no no
    """,
    )


@case
def udp_is_not_tcp_in_an_acl() -> tuple[Lab, str]:
    lab = two(ingress=[udp(53, ANY), tcp(53, ANY)],
              entries=([entry(100, "allow", 17, (53, 53))], [entry(100, "allow", 17,
                                                                   (1024, 65535))]))  # fmt: skip
    return (
        lab,
        """
        internet i-web udp 53 yes yes
        internet i-web tcp 53 no no
    """,
    )


@case
def both_subnets_acls() -> tuple[Lab, str]:
    lab = two()
    lab.acl("acl-in", "vpc-a", [entry(100, "allow", 6, (8080, 8080), "10.0.1.0/24")],
            [entry(100, "allow", 6, (32768, 65535), "10.0.1.0/24")])  # fmt: skip
    lab.subnet("subnet-in", "vpc-a", "10.0.3.0/24", acl="acl-in")
    lab.machine("i-in", "subnet-in", "10.0.3.10", ["sg-app"])
    return (
        lab,
        """
        i-web i-in tcp 8080 yes yes
        i-app i-in tcp 8080 no no
        i-in i-web tcp 443 no no
    """,
    )


@case
def ipv4_entries_say_nothing_of_ipv6() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:1::/56")
    lab.table("rtb-pub", "vpc-a", (ANY, "igw-vpc-a"), ("::/0", "igw-vpc-a"))
    lab.acl("acl-4", "vpc-a", OPEN, OPEN)
    lab.subnet("subnet-4", "vpc-a", "10.0.1.0/24", "rtb-pub", "acl-4", six="2600:1f18:1::/64")
    lab.subnet("subnet-6", "vpc-a", "10.0.2.0/24", "rtb-pub", six="2600:1f18:1:1::/64")
    lab.group("sg-web", "vpc-a", [tcp(443, ANY, "::/0")])
    lab.machine("i-4", "subnet-4", "10.0.1.10", ["sg-web"], six="2600:1f18:1::10")
    lab.machine("i-6", "subnet-6", "10.0.2.10", ["sg-web"], six="2600:1f18:1:1::10")
    return (
        lab,
        """
        internet i-4 tcp 443 no no
        internet i-6 tcp 443 yes yes
        2a00:1450::1 i-6 tcp 443 yes yes
        8.8.8.8 i-6 tcp 443 no no
        i-6 2a00:1450::1 tcp 443 yes yes
        2600:1f18:1:1::10 2600:1f18:1::10 tcp 443 no no
    """,
    )


# -- addresses and gateways


@case
def without_a_public_address() -> tuple[Lab, str]:
    return (
        two(public=""),
        """
        internet i-web tcp 443 no no
        i-web internet tcp 443 no no
    """,
    )


@case
def an_elastic_address() -> tuple[Lab, str]:
    lab = two(public="")
    lab.machine("i-eip", "subnet-pub", "10.0.1.40", ["sg-web"], public="52.0.0.40", elastic=True)
    return (
        lab,
        """
        internet i-eip tcp 443 yes yes
        8.8.8.8 52.0.0.40 tcp 443 yes yes
        i-eip 8.8.8.8 tcp 443 yes yes
    """,
    )


@case
def a_public_address_without_a_route_back() -> tuple[Lab, str]:
    lab = two()
    lab.machine("i-lost", "subnet-priv", "10.0.2.40", ["sg-web"], public="52.0.0.40", elastic=True)
    return (
        lab,
        """
        internet i-lost tcp 443 yes no
        i-lost internet tcp 443 no no
    """,
    )


@case
def no_gateway_attached() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", igw=False)
    lab.table("rtb-pub", "vpc-a", (ANY, "blackhole:igw-gone"))
    lab.subnet("subnet-pub", "vpc-a", "10.0.1.0/24", "rtb-pub")
    lab.group("sg-web", "vpc-a", [tcp(443, ANY)])
    lab.machine("i-web", "subnet-pub", "10.0.1.10", ["sg-web"], public="52.0.0.10")
    return (
        lab,
        """
        internet i-web tcp 443 no no
        i-web internet tcp 443 no no
    """,
    )


@case
def a_route_to_some_of_the_internet() -> tuple[Lab, str]:
    return (
        two(routes=[("8.0.0.0/8", "igw-vpc-a")]),
        """
        8.8.8.8 i-web tcp 443 yes yes
        9.9.9.9 i-web tcp 443 yes no
        i-web 9.9.9.9 tcp 443 no no
    """,
    )


@case
def the_longest_prefix_wins() -> tuple[Lab, str]:
    lab = two(routes=[(ANY, "igw-vpc-a"), ("8.0.0.0/8", "blackhole:pcx-gone"),
                      ("8.8.8.0/24", "igw-vpc-a")])  # fmt: skip
    return (
        lab,
        """
        i-web 8.8.8.8 tcp 443 yes yes
        i-web 8.8.4.4 tcp 443 no no
        8.8.4.4 i-web tcp 443 yes no
        i-web 9.9.9.9 tcp 443 yes yes
    """,
    )


@case
def a_prefix_list_as_a_route() -> tuple[Lab, str]:
    lab = two(routes=[("pl-0bbbbbbbbbbbbbbbb", "igw-vpc-a")])
    lab.prefixes("pl-0bbbbbbbbbbbbbbbb", "8.8.0.0/16")
    return (
        lab,
        """
        i-web 8.8.8.8 tcp 443 yes yes
        i-web 9.9.9.9 tcp 443 no no
    """,
    )


def natted(**more: str) -> Lab:
    lab = two()
    lab.nat("nat-1", "subnet-pub", "10.0.1.250", public="52.0.0.99", **more)
    lab.table("rtb-nat", "vpc-a", (ANY, "nat-1"))
    lab.subnet("subnet-out", "vpc-a", "10.0.4.0/24", "rtb-nat")
    return lab.machine("i-out", "subnet-out", "10.0.4.10", ["sg-web"])


@case
def nat_is_one_way() -> tuple[Lab, str]:
    return (
        natted(),
        """
        i-out internet tcp 443 yes yes
        i-out 8.8.8.8 udp 53 yes yes
        i-out 8.8.8.8 icmp 8 yes yes
        i-out 8.8.8.8 47 - no no
        internet i-out tcp 443 no no
        i-out i-web tcp 443 yes yes
        8.8.8.8 52.0.0.99 tcp 443 no no
    """,
    )


@case
def nat_and_an_address_that_only_the_gateway_has() -> tuple[Lab, str]:
    lab = natted()
    lab.at(B).vpc("vpc-b", "10.9.0.0/16").table("rtb-b", "vpc-b", (ANY, "igw-vpc-b"))
    lab.subnet("subnet-b", "vpc-b", "10.9.1.0/24", "rtb-b")
    lab.group("sg-b", "vpc-b", [tcp(443, "52.0.0.99/32")])
    lab.machine("i-b", "subnet-b", "10.9.1.10", ["sg-b"], public="54.0.0.1")
    return (
        lab,
        """
        i-out i-b tcp 443 yes yes
        i-web i-b tcp 443 no no
        i-b i-out tcp 443 no no
    """,
    )


@case
def the_nat_gateways_acl() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").table("rtb-pub", "vpc-a", (ANY, "igw-vpc-a"))
    lab.acl("acl-nat", "vpc-a", [entry(100, "allow", 6, (443, 443), "10.0.0.0/16"),
                                 entry(110, "allow", 6, (1024, 65535))], OPEN)  # fmt: skip
    lab.subnet("subnet-nat", "vpc-a", "10.0.1.0/24", "rtb-pub", "acl-nat")
    lab.nat("nat-1", "subnet-nat", "10.0.1.250", public="52.0.0.99")
    lab.table("rtb-nat", "vpc-a", (ANY, "nat-1"))
    lab.subnet("subnet-out", "vpc-a", "10.0.4.0/24", "rtb-nat")
    lab.group("sg-web", "vpc-a")
    lab.machine("i-out", "subnet-out", "10.0.4.10", ["sg-web"])
    return (
        lab,
        """
        i-out internet tcp 443 yes yes
        i-out internet tcp 80 no no
        i-out internet udp 443 no no
        i-out internet tcp 8443 yes yes
    """,
    )


@case
def a_nat_gateway_that_failed_is_gone() -> tuple[Lab, str]:
    lab = two()
    lab.table("rtb-nat", "vpc-a", (ANY, "blackhole:nat-gone"))
    lab.subnet("subnet-out", "vpc-a", "10.0.4.0/24", "rtb-nat")
    lab.machine("i-out", "subnet-out", "10.0.4.10", ["sg-web"])
    return (
        lab,
        """
        i-out internet tcp 443 no no
    """,
    )


@case
def egress_only() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:1::/56").eigw("eigw-1", "vpc-a")
    lab.table("rtb-out", "vpc-a", ("::/0", "eigw-1"))
    lab.subnet("subnet-out", "vpc-a", "10.0.1.0/24", "rtb-out", six="2600:1f18:1::/64")
    lab.group("sg-web", "vpc-a", [tcp(443, ANY, "::/0")])
    lab.machine("i-out", "subnet-out", "10.0.1.10", ["sg-web"], six="2600:1f18:1::10")
    return (
        lab,
        """
        i-out 2a00:1450::1 tcp 443 yes yes
        i-out 8.8.8.8 tcp 443 no no
        i-out internet tcp 443 yes yes
        internet i-out tcp 443 yes no
    """,
    )


@case
def ipv6_by_the_internet_gateway() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:1::/56")
    lab.table("rtb-6", "vpc-a", ("::/0", "igw-vpc-a"))
    lab.subnet("subnet-6", "vpc-a", "10.0.1.0/24", "rtb-6", six="2600:1f18:1::/64")
    lab.group("sg-6", "vpc-a", [tcp(443, "::/0"), tcp(22, ANY), tcp(23, "2a00::/16")])
    lab.machine("i-6", "subnet-6", "10.0.1.10", ["sg-6"], six="2600:1f18:1::10")
    return (
        lab,
        """
        internet i-6 tcp 443 yes yes
        internet i-6 tcp 22 no no
        2a00:1450::1 i-6 tcp 23 yes yes
        2b00:1450::1 i-6 tcp 23 no no
        i-6 8.8.8.8 tcp 443 no no
    """,
    )


@case
def block_public_access_inward() -> tuple[Lab, str]:
    return (
        natted().bpa("block-ingress"),
        """
        internet i-web tcp 443 no no
        i-web internet tcp 443 no no
        i-out internet tcp 443 yes yes
        i-web i-app tcp 8080 yes yes
    """,
    )


@case
def block_public_access_both_ways() -> tuple[Lab, str]:
    return (
        natted().bpa("block-bidirectional"),
        """
        internet i-web tcp 443 no no
        i-web internet tcp 443 no no
        i-out internet tcp 443 no no
        i-web i-app tcp 8080 yes yes
    """,
    )


@case
def block_public_access_with_an_exclusion() -> tuple[Lab, str]:
    arn = "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-pub"
    return natted().bpa("block-bidirectional", ResourceArn=arn,
                        InternetGatewayExclusionMode="allow-bidirectional"), """
        internet i-web tcp 443 yes yes
        i-out internet tcp 443 yes yes
    """  # fmt: skip


@case
def block_public_access_is_a_regions() -> tuple[Lab, str]:
    lab = two()
    lab.at("111122223333", "us-east-1").bpa("block-bidirectional")
    return (
        lab,
        """
        internet i-web tcp 443 yes yes
    """,
    )


# -- peering


def peered(
    status: str = "active",
    *,
    back: bool = True,
    region: str = "eu-west-1",
    ingress: tuple[object, ...] = tcp(443, "10.0.0.0/16"),
    forth: bool = True,
) -> Lab:
    """`i-a` in VPC a of one account, `i-b` in VPC b of another, and a peering connection."""
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").at(B, region).vpc("vpc-b", "10.1.0.0/16")
    lab.at("111122223333").peering("pcx-1", "vpc-a", "vpc-b", status)
    if status == "active":
        lab.table("rtb-a", "vpc-a", *([("10.1.0.0/16", "pcx-1")] if forth else []))
    else:
        lab.table("rtb-a", "vpc-a", ("10.1.0.0/16", "blackhole:pcx-1"))
    lab.subnet("subnet-a", "vpc-a", "10.0.1.0/24", "rtb-a")
    lab.group("sg-a", "vpc-a", [tcp(22, "10.1.0.0/16")])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"])
    lab.at(B, region)
    lab.table("rtb-b", "vpc-b", *([("10.0.0.0/16", "pcx-1")] if back else []))
    lab.subnet("subnet-b", "vpc-b", "10.1.1.0/24", "rtb-b")
    lab.group("sg-b", "vpc-b", [ingress])
    return lab.machine("i-b", "subnet-b", "10.1.1.10", ["sg-b"])


@case
def peering_joins() -> tuple[Lab, str]:
    return (
        peered(),
        """
        i-a i-b tcp 443 yes yes
        i-b i-a tcp 22 yes yes
        i-b i-a tcp 443 no no
        10.0.1.10 10.1.1.10 tcp 443 yes yes
    """,
    )


@case
def peering_without_a_route_back() -> tuple[Lab, str]:
    return (
        peered(back=False),
        """
        i-a i-b tcp 443 yes no
        i-b i-a tcp 22 no no
    """,
    )


@case
def peering_without_a_route_forth() -> tuple[Lab, str]:
    return (
        peered(forth=False),
        """
        i-a i-b tcp 443 no no
        i-b i-a tcp 22 yes no
    """,
    )


@case
def peering_that_was_not_accepted() -> tuple[Lab, str]:
    return (
        peered("pending-acceptance", back=False),
        """
        i-a i-b tcp 443 no no
        i-b i-a tcp 22 no no
    """,
    )


@case
def references_across_peering() -> tuple[Lab, str]:
    return (
        peered(ingress=tcp(443, "sg-a/111122223333")),
        """
        i-a i-b tcp 443 yes yes
        i-a i-b tcp 80 no no
    """,
    )


@case
def references_across_regions_do_not_match() -> tuple[Lab, str]:
    return (
        peered(region="us-east-1", ingress=tcp(443, "sg-a/111122223333")),
        """
        i-a i-b tcp 443 no no
    """,
    )


@case
def peering_is_not_transitive() -> tuple[Lab, str]:
    lab = Lab()
    for v in "abc":
        lab.vpc(f"vpc-{v}", f"10.{ord(v) - 97}.0.0/16")
    lab.peering("pcx-ab", "vpc-a", "vpc-b").peering("pcx-bc", "vpc-b", "vpc-c")
    lab.table("rtb-a", "vpc-a", ("10.1.0.0/16", "pcx-ab"), ("10.2.0.0/16", "pcx-ab"))
    lab.table("rtb-b", "vpc-b", ("10.0.0.0/16", "pcx-ab"), ("10.2.0.0/16", "pcx-bc"))
    lab.table("rtb-c", "vpc-c", ("10.1.0.0/16", "pcx-bc"), ("10.0.0.0/16", "pcx-bc"))
    for v in "abc":
        n = ord(v) - 97
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(443, "10.0.0.0/8")])
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-b i-c tcp 443 yes yes
        i-a i-c tcp 443 no no
    """,
    )


@case
def no_way_to_the_internet_by_a_peer() -> tuple[Lab, str]:
    lab = peered()
    lab.find("RouteTables", "RouteTableId", "rtb-a")["Routes"].append(
        {"DestinationCidrBlock": ANY, "VpcPeeringConnectionId": "pcx-1", "State": "active",
         "Origin": "CreateRoute"})  # fmt: skip
    return (
        lab,
        """
        i-a internet tcp 443 no no
        i-a i-b tcp 443 yes yes
    """,
    )


# -- transit gateways


def hub(*, references: str = "disable", tables: bool = False, ingress: object = None,
        routes: str = "abc") -> Lab:  # fmt: skip
    """VPCs a, b and c at a transit gateway, with its default table unless `tables`."""
    lab = Lab()
    for n, v in enumerate("abc"):
        lab.vpc(f"vpc-{v}", f"10.{n}.0.0/16")
    lab.tgw("tgw-1", references=references, table="" if tables else "tgw-rtb-1")
    for n, v in enumerate("abc"):
        lab.table(f"rtb-{v}", f"vpc-{v}", *([("10.0.0.0/8", "tgw-1")] if v in routes else []))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
        rules = [tcp(443, "10.0.0.0/8")] if ingress is None or v != "b" else [ingress]
        lab.group(f"sg-{v}", f"vpc-{v}", rules)  # type: ignore[arg-type]
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
        lab.attach(f"tgw-attach-{v}", "tgw-1", f"vpc-{v}", f"subnet-{v}")
    if not tables:
        every = [f"tgw-attach-{v}" for v in "abc"]
        lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    return lab


@case
def a_transit_gateway_joins_all() -> tuple[Lab, str]:
    return (
        hub(),
        """
        i-a i-b tcp 443 yes yes
        i-b i-c tcp 443 yes yes
        i-a i-b tcp 22 no no
        i-a 10.9.1.1 tcp 443 no no
    """,
    )


@case
def a_transit_gateway_without_a_route_back() -> tuple[Lab, str]:
    return (
        hub(routes="ac"),
        """
        i-a i-b tcp 443 yes no
        i-b i-a tcp 443 no no
        i-a i-c tcp 443 yes yes
    """,
    )


@case
def isolated_by_transit_tables() -> tuple[Lab, str]:
    lab = hub(tables=True)
    lab.tgw_table("tgw-rtb-spoke", "tgw-1", attached=["tgw-attach-a", "tgw-attach-b"],
                  propagated=["tgw-attach-c"])  # fmt: skip
    lab.tgw_table("tgw-rtb-shared", "tgw-1", attached=["tgw-attach-c"],
                  propagated=["tgw-attach-a", "tgw-attach-b"])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 no no
        i-a i-c tcp 443 yes yes
        i-c i-b tcp 443 yes yes
    """,
    )


@case
def a_transit_table_that_knows_one_direction() -> tuple[Lab, str]:
    lab = hub(tables=True)
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=["tgw-attach-a"], propagated=["tgw-attach-b"])
    lab.tgw_table("tgw-rtb-2", "tgw-1", attached=["tgw-attach-b"])
    return (
        lab,
        """
        i-a i-b tcp 443 yes no
        i-b i-a tcp 443 no no
    """,
    )


@case
def a_transit_blackhole() -> tuple[Lab, str]:
    lab = hub(tables=True)
    every = [f"tgw-attach-{v}" for v in "abc"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every,
                  routes=[("10.1.1.0/24", "blackhole"), ("10.2.0.0/16", "blackhole")])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 no no
        i-a i-c tcp 443 no no
        i-b i-a tcp 443 yes no
    """,
    )


@case
def static_transit_routes() -> tuple[Lab, str]:
    lab = hub(tables=True)
    every = [f"tgw-attach-{v}" for v in "abc"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every,
                  routes=[("10.1.0.0/16", "tgw-attach-b"), ("10.0.0.0/16", "tgw-attach-a"),
                          ("10.2.0.0/16", "tgw-attach-b")])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-a i-c tcp 443 no no
    """,
    )


@case
def references_across_a_transit_gateway() -> tuple[Lab, str]:
    return (
        hub(references="enable", ingress=tcp(443, "sg-a")),
        """
        i-a i-b tcp 443 yes yes
        i-c i-b tcp 443 no no
    """,
    )


@case
def references_across_a_transit_gateway_that_does_not_support_them() -> tuple[Lab, str]:
    return (
        hub(ingress=tcp(443, "sg-a")),
        """
        i-a i-b tcp 443 no no
    """,
    )


@case
def only_from_zones_with_an_attachment() -> tuple[Lab, str]:
    lab = hub()
    lab.subnet("subnet-a2", "vpc-a", "10.0.2.0/24", "rtb-a", zone="b")
    lab.machine("i-a2", "subnet-a2", "10.0.2.10", ["sg-a"])
    lab.subnet("subnet-a3", "vpc-a", "10.0.3.0/24", "rtb-a", zone="a")
    lab.machine("i-a3", "subnet-a3", "10.0.3.10", ["sg-a"])
    return (
        lab,
        """
        i-a2 i-b tcp 443 no no
        i-a3 i-b tcp 443 yes yes
    """,
    )


@case
def the_acl_of_an_attachment_subnet() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vpc("vpc-b", "10.1.0.0/16")
    lab.tgw("tgw-1", table="tgw-rtb-1")
    lab.acl("acl-shut", "vpc-b", [entry(100, "deny", 6, (23, 23)), entry(110, "allow")],
            [entry(100, "deny", 6, (22, 22)), entry(110, "allow")])  # fmt: skip
    for n, v in enumerate("ab"):
        lab.table(f"rtb-{v}", f"vpc-{v}", ("10.0.0.0/8", "tgw-1"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
        lab.subnet(f"subnet-{v}t", f"vpc-{v}", f"10.{n}.9.0/28", acl="acl-shut" if n else "")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(22, "10.0.0.0/8", last=443)])
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
        lab.attach(f"tgw-attach-{v}", "tgw-1", f"vpc-{v}", f"subnet-{v}t")
    every = ["tgw-attach-a", "tgw-attach-b"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-a i-b tcp 22 no no
        i-a i-b tcp 23 yes yes
    """,
    )


@case
def out_by_another_vpcs_nat_gateway() -> tuple[Lab, str]:
    """The central egress: spoke → transit gateway → NAT gateway of the shared VPC."""
    lab = Lab().vpc("vpc-s", "10.1.0.0/16", igw=False).vpc("vpc-e", "10.0.0.0/16")
    lab.tgw("tgw-1")
    lab.table("rtb-s", "vpc-s", (ANY, "tgw-1")).subnet("subnet-s", "vpc-s", "10.1.1.0/24", "rtb-s")
    lab.table("rtb-p", "vpc-e", (ANY, "igw-vpc-e"), ("10.1.0.0/16", "tgw-1"))
    lab.subnet("subnet-p", "vpc-e", "10.0.1.0/24", "rtb-p")
    lab.nat("nat-1", "subnet-p", "10.0.1.250", public="52.0.0.99")
    lab.table("rtb-t", "vpc-e", (ANY, "nat-1")).subnet("subnet-t", "vpc-e", "10.0.9.0/28", "rtb-t")
    lab.attach("tgw-attach-s", "tgw-1", "vpc-s", "subnet-s")
    lab.attach("tgw-attach-e", "tgw-1", "vpc-e", "subnet-t")
    lab.tgw_table("tgw-rtb-s", "tgw-1", attached=["tgw-attach-s"], routes=[(ANY, "tgw-attach-e")])
    lab.tgw_table("tgw-rtb-e", "tgw-1", attached=["tgw-attach-e"], propagated=["tgw-attach-s"])
    lab.group("sg-s", "vpc-s", [tcp(443, ANY)])
    lab.machine("i-s", "subnet-s", "10.1.1.10", ["sg-s"])
    return (
        lab,
        """
        i-s internet tcp 443 yes yes
        i-s 8.8.8.8 tcp 443 yes yes
        internet i-s tcp 443 no no
    """,
    )


@case
def central_egress_without_the_way_back() -> tuple[Lab, str]:
    lab, _ = out_by_another_vpcs_nat_gateway()
    table = lab.find("RouteTables", "RouteTableId", "rtb-p")
    table["Routes"] = [r for r in table["Routes"] if "TransitGatewayId" not in r]
    return (
        lab,
        """
        i-s internet tcp 443 yes no
    """,
    )


@case
def a_shared_transit_gateway() -> tuple[Lab, str]:
    """The other account's attachment is in its own output; the gateway is in the first one's."""
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").tgw("tgw-1", table="tgw-rtb-1")
    lab.table("rtb-a", "vpc-a", ("10.1.0.0/16", "tgw-1"))
    lab.subnet("subnet-a", "vpc-a", "10.0.1.0/24", "rtb-a")
    lab.group("sg-a", "vpc-a", [tcp(443, "10.0.0.0/8")])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"])
    lab.attach("tgw-attach-a", "tgw-1", "vpc-a", "subnet-a")
    every = ["tgw-attach-a", "tgw-attach-b"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    lab.at(B).vpc("vpc-b", "10.1.0.0/16").table("rtb-b", "vpc-b", ("10.0.0.0/16", "tgw-1"))
    lab.subnet("subnet-b", "vpc-b", "10.1.1.0/24", "rtb-b")
    lab.group("sg-b", "vpc-b", [tcp(443, "10.0.0.0/8")])
    lab.machine("i-b", "subnet-b", "10.1.1.10", ["sg-b"])
    lab.attach("tgw-attach-b", "tgw-1", "vpc-b", "subnet-b")
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-b i-a tcp 443 yes yes
        i-b i-a tcp 80 no no
    """,
    )


# -- sites


def branch(*, propagated: bool = True, static: list[str] | None = None) -> Lab:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vgw("vgw-1", "vpc-a", static=static)
    way = "propagated:vgw-1" if propagated else "vgw-1"
    lab.table("rtb-site", "vpc-a", ("192.168.0.0/16", way))
    lab.subnet("subnet-site", "vpc-a", "10.0.1.0/24", "rtb-site")
    lab.subnet("subnet-alone", "vpc-a", "10.0.2.0/24")
    lab.group("sg-a", "vpc-a", [tcp(22, "192.168.0.0/16")])
    lab.machine("i-a", "subnet-site", "10.0.1.10", ["sg-a"])
    return lab.machine("i-alone", "subnet-alone", "10.0.2.10", ["sg-a"])


@case
def a_site_with_static_routes() -> tuple[Lab, str]:
    return (
        branch(propagated=False, static=["192.168.0.0/16"]),
        """
        onprem:192.168.1.0/24 i-a tcp 22 yes yes
        onprem:192.168.1.0/24 i-a tcp 443 no no
        onprem:192.168.1.0/24 i-alone tcp 22 yes no
        i-a onprem:192.168.1.0/24 tcp 22 yes yes
        i-alone onprem:192.168.1.0/24 tcp 22 no no
    """,
    )


@case
def a_site_with_propagated_routes() -> tuple[Lab, str]:
    return (
        branch(static=["192.168.0.0/16"]),
        """
        onprem:192.168.1.0/24 i-a tcp 22 yes yes
        onprem:192.168.1.0/24 i-alone tcp 22 yes no
        i-a onprem:192.168.1.0/24 tcp 22 yes yes
    """,
    )


@case
def no_site_at_all() -> tuple[Lab, str]:
    return (
        two(ingress=[tcp(22, "192.168.0.0/16")]),
        """
        onprem:192.168.1.0/24 i-web tcp 22 no no
        192.168.1.9 i-web tcp 22 no no
        i-web onprem:192.168.1.0/24 tcp 22 no no
    """,
    )


# -- endpoints, balancers, databases


@case
def an_interface_endpoint() -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-vpce", "vpc-a", [tcp(443, "sg-app")])
    lab.endpoint("vpce-1", "vpc-a", "ssm", subnets=["subnet-priv"], addresses=["10.0.2.99"],
                 groups=["sg-vpce"])  # fmt: skip
    return (
        lab,
        """
        i-app vpce-1 tcp 443 yes yes
        i-app 10.0.2.99 tcp 443 yes yes
        i-web vpce-1 tcp 443 no no
        i-app vpce-1 tcp 80 no no
        vpce-1 i-web tcp 443 no no
        internet vpce-1 tcp 443 no no
    """,
    )


@case
def a_gateway_endpoint() -> tuple[Lab, str]:
    lab = two(routes=[(ANY, "igw-vpc-a"), ("pl-6da54004", "vpce-s3")])
    lab.endpoint("vpce-s3", "vpc-a", "s3", tables=["rtb-pub"])
    return (
        lab,
        """
        internet i-web tcp 443 yes yes
        i-web internet tcp 443 yes yes
        i-web 52.218.1.1 tcp 443 unknown unknown
        i-app 52.218.1.1 tcp 443 no no
    """,
    )


def shop(kind: str = "application", **more: object) -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, ANY)])
    lab.group("sg-tgt", "vpc-a", more.pop("admits", [tcp(8080, "sg-lb")]))  # type: ignore[arg-type]
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    groups = more.pop("groups", ["sg-lb"])
    arn = lab.balancer("front", kind, ["subnet-pub", "subnet-pub2"], groups,  # type: ignore[arg-type]
                       addresses=["10.0.1.200", "10.0.8.200"],
                       scheme=str(more.pop("scheme", "internet-facing")),
                       public=["52.1.1.1", "52.1.1.2"])  # fmt: skip
    lab.forward(arn, "web", 443, "HTTPS" if kind == "application" else "TCP", 8080, ["i-tgt"],
                **more)  # type: ignore[arg-type]  # fmt: skip
    return lab, arn


@case
def an_application_balancer() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP")
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        internet {arn} tcp 80 no no
        internet i-tgt tcp 443 yes yes
        internet i-tgt tcp 8080 no no
        internet eni-front-0 tcp 443 yes yes
        internet eni-front-0 tcp 80 no no
        8.8.8.8 52.1.1.1 tcp 443 yes yes
        10.0.1.10 10.0.1.200 tcp 443 yes yes
        10.0.1.10 10.0.1.200 tcp 22 no no
        {arn} i-tgt tcp 8080 yes yes
        {arn} i-tgt tcp 22 no no
    """,
    )


@case
def a_target_that_does_not_admit_its_balancer() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP", admits=[tcp(8080, "sg-web")])
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        internet i-tgt tcp 443 no no
    """,
    )


@case
def a_redirect_reaches_no_target() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP", action="redirect")
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        internet i-tgt tcp 443 no no
    """,
    )


@case
def an_internal_balancer() -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, "10.0.0.0/8")])
    lab.group("sg-tgt", "vpc-a", [tcp(8080, "sg-lb")])
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    arn = lab.balancer("in", "application", ["subnet-pub", "subnet-priv"], ["sg-lb"],
                       addresses=["10.0.1.200", "10.0.2.200"], scheme="internal")  # fmt: skip
    lab.forward(arn, "web", 443, "HTTPS", 8080, ["i-tgt"], behind="HTTP")
    return (
        lab,
        f"""
        internet {arn} tcp 443 no no
        internet i-tgt tcp 443 no no
        i-web {arn} tcp 443 yes yes
        i-web i-tgt tcp 443 yes yes
        i-web i-tgt tcp 8080 no no
    """,
    )


@case
def a_network_balancer_keeps_the_client() -> tuple[Lab, str]:
    lab, arn = shop("network", groups=[], admits=[tcp(8080, "10.0.0.0/16")], keeps="true")
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        internet i-tgt tcp 443 no no
    """,
    )


@case
def a_network_balancer_that_does_not_keep_the_client() -> tuple[Lab, str]:
    lab, _ = shop("network", groups=[], admits=[tcp(8080, "10.0.0.0/16")], keeps="false")
    return (
        lab,
        """
        internet i-tgt tcp 443 yes yes
    """,
    )


@case
def a_network_balancer_with_a_group() -> tuple[Lab, str]:
    """Its targets may name its group though clients' addresses are kept."""
    lab, _ = shop("network", admits=[tcp(8080, "sg-lb")], keeps="true")
    return (
        lab,
        """
        internet i-tgt tcp 443 yes yes
        internet i-tgt tcp 8080 no no
    """,
    )


@case
def targets_by_address() -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, ANY)])
    lab.group("sg-tgt", "vpc-a", [tcp(8080, "sg-lb")])
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    arn = lab.balancer(
        "front",
        "application",
        ["subnet-pub", "subnet-pub2"],
        ["sg-lb"],
        addresses=["10.0.1.200", "10.0.8.200"],
        public=["52.1.1.1", "52.1.1.2"],
    )
    lab.forward(arn, "web", 443, "HTTPS", 8080, ["10.0.2.77"], kind="ip", behind="HTTP")
    return (
        lab,
        """
        internet i-tgt tcp 443 yes yes
    """,
    )


@case
def a_balancer_behind_a_balancer() -> tuple[Lab, str]:
    """A network balancer forwards to an internal application balancer (target type alb)."""
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, ANY)])
    lab.group("sg-tgt", "vpc-a", [tcp(8080, "sg-lb")])
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    inner = lab.balancer("in", "application", ["subnet-pub", "subnet-priv"], ["sg-lb"],
                         addresses=["10.0.1.200", "10.0.2.200"], scheme="internal")  # fmt: skip
    lab.forward(inner, "web", 443, "HTTPS", 8080, ["i-tgt"], behind="HTTP")
    outer = lab.balancer(
        "front",
        "network",
        ["subnet-pub", "subnet-pub2"],
        [],
        addresses=["10.0.1.201", "10.0.8.201"],
        public=["52.1.1.1", "52.1.1.2"],
    )
    lab.forward(outer, "fwd", 443, "TCP", 443, [inner], kind="alb")
    return (
        lab,
        f"""
        internet {outer} tcp 443 yes yes
        internet {inner} tcp 443 yes yes
        internet i-tgt tcp 443 yes yes
        internet i-tgt tcp 80 no no
    """,
    )


@case
def databases() -> tuple[Lab, str]:
    lab = two()
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    lab.group("sg-db", "vpc-a", [tcp(5432, ANY)])
    lab.database("open", ["subnet-pub", "subnet-pub2"], ["sg-db"], public=True)
    lab.database("shut", ["subnet-pub", "subnet-pub2"], ["sg-db"], public=False)
    lab.database("tight", ["subnet-pub", "subnet-pub2"], ["sg-app"], public=True)
    return (
        lab,
        """
        internet open tcp 5432 yes yes
        internet shut tcp 5432 no no
        internet tight tcp 5432 no no
        i-web shut tcp 5432 yes yes
        i-web tight tcp 8080 yes yes
    """,
    )


# -- appliances and checks


@case
def an_appliance_that_checks() -> tuple[Lab, str]:
    lab = two()
    lab.table("rtb-app", "vpc-a", (ANY, "eni-web"))
    lab.subnet("subnet-behind", "vpc-a", "10.0.5.0/24", "rtb-app")
    lab.machine("i-behind", "subnet-behind", "10.0.5.10", ["sg-web"])
    return (
        lab,
        """
        i-behind internet tcp 443 no no
        i-behind i-web tcp 443 yes yes
    """,
    )


@case
def an_appliance_that_does_not_check() -> tuple[Lab, str]:
    lab = two(check=False)
    lab.table("rtb-app", "vpc-a", (ANY, "eni-web"))
    lab.subnet("subnet-behind", "vpc-a", "10.0.5.0/24", "rtb-app")
    lab.machine("i-behind", "subnet-behind", "10.0.5.10", ["sg-web"])
    return (
        lab,
        """
        i-behind internet tcp 443 unknown unknown
        i-web internet tcp 443 yes yes
    """,
    )


@case
def a_middlebox_between_subnets() -> tuple[Lab, str]:
    lab = two(check=False)
    lab.table("rtb-mid", "vpc-a", ("10.0.2.0/24", "eni-web"))
    lab.subnet("subnet-mid", "vpc-a", "10.0.5.0/24", "rtb-mid")
    lab.group("sg-open", "vpc-a", [("-1", None, None, "10.0.0.0/8")])
    lab.machine("i-mid", "subnet-mid", "10.0.5.10", ["sg-open"])
    lab.machine("i-in", "subnet-priv", "10.0.2.60", ["sg-open"])
    return (
        lab,
        """
        i-mid i-in tcp 22 unknown unknown
        i-in i-mid tcp 22 yes unknown
        i-web i-in tcp 22 yes yes
    """,
    )


@case
def stopped() -> tuple[Lab, str]:
    lab = two()
    lab.machine("i-off", "subnet-pub", "10.0.1.50", ["sg-web"], state="stopped")
    return (
        lab,
        """
        i-web i-off tcp 443 yes yes
        internet i-off tcp 443 no no
    """,
    )


@case
def an_interface_of_a_function_starts_only() -> tuple[Lab, str]:
    lab = two()
    lab.eni("eni-fn", "subnet-priv", "10.0.2.88", ["sg-web"], kind="lambda",
            description="AWS Lambda VPC ENI-f-1")  # fmt: skip
    return (
        lab,
        """
        eni-fn i-app tcp 8080 yes yes
        i-app eni-fn tcp 443 no no
    """,
    )


@case
def a_second_interface() -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-adm", "vpc-a", [tcp(22, "10.0.1.0/24")])
    lab.eni("eni-2", "subnet-priv", "10.0.2.89", ["sg-adm"], instance="i-web", index=1)
    return (
        lab,
        """
        i-web eni-2 tcp 22 yes yes
        internet i-web tcp 443 yes yes
        internet i-web tcp 22 no no
        10.0.1.10 10.0.2.89 tcp 22 yes yes
    """,
    )


@case
def shared_subnets() -> tuple[Lab, str]:
    """A VPC's owner shares subnets; another account's machines and groups stand in them."""
    lab = two().at(B)
    lab.group("sg-theirs", "vpc-a", [tcp(443, "10.0.1.0/24"), tcp(80, "sg-web/111122223333")])
    lab.machine("i-theirs", "subnet-priv", "10.0.2.70", ["sg-theirs"])
    return (
        lab,
        """
        i-web i-theirs tcp 443 yes yes
        i-web i-theirs tcp 80 yes yes
        i-app i-theirs tcp 443 no no
        internet i-theirs tcp 443 no no
    """,
    )


@case
def a_second_block() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", "100.64.0.0/16")
    lab.subnet("subnet-1", "vpc-a", "10.0.1.0/24").subnet("subnet-2", "vpc-a", "100.64.1.0/24")
    lab.group("sg-a", "vpc-a", [tcp(443, "10.0.0.0/8")])
    lab.machine("i-1", "subnet-1", "10.0.1.10", ["sg-a"])
    lab.machine("i-2", "subnet-2", "100.64.1.10", ["sg-a"])
    return (
        lab,
        """
        i-1 i-2 tcp 443 yes yes
        i-2 i-1 tcp 443 no no
    """,
    )


@case
def every_packet_of_one_rule() -> tuple[Lab, str]:
    return (
        two(ingress=[ALL]),
        """
        internet i-web tcp 1 yes yes
        i-app i-web udp 1 yes yes
    """,
    )


# -- the second round


@case
def transit_gateways_of_two_regions() -> tuple[Lab, str]:
    """Joined by a peering attachment: static routes on both sides."""
    lab = Lab()
    for n, (v, region) in enumerate((("a", "eu-west-1"), ("b", "us-east-1"))):
        far = 1 - n
        lab.at("111122223333", region).vpc(f"vpc-{v}", f"10.{n}.0.0/16").tgw(f"tgw-{v}")
        lab.table(f"rtb-{v}", f"vpc-{v}", (f"10.{far}.0.0/16", f"tgw-{v}"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(443, "10.0.0.0/8")])
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
        lab.attach(f"tgw-attach-{v}", f"tgw-{v}", f"vpc-{v}", f"subnet-{v}")
        lab.tgw_table(
            f"tgw-rtb-{v}", f"tgw-{v}", attached=[f"tgw-attach-{v}", "tgw-attach-peer"],
            propagated=[f"tgw-attach-{v}"], routes=[(f"10.{far}.0.0/16", "tgw-attach-peer")],
        )  # fmt: skip
    ends = [{"TransitGatewayId": f"tgw-{v}", "OwnerId": "111122223333", "Region": region}
            for v, region in (("a", "eu-west-1"), ("b", "us-east-1"))]  # fmt: skip
    for region in ("eu-west-1", "us-east-1"):
        lab.at("111122223333", region)
        lab.add("TransitGatewayPeeringAttachments", RequesterTgwInfo=ends[0],
                TransitGatewayAttachmentId="tgw-attach-peer", AccepterTgwInfo=ends[1],
                State="available", Tags=[])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-b i-a tcp 443 yes yes
        i-b i-a tcp 22 no no
    """,
    )


@case
def the_most_specific_transit_route() -> tuple[Lab, str]:
    """A static route to a part of what is propagated."""
    lab = hub(tables=True)
    every = [f"tgw-attach-{v}" for v in "abc"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every,
                  routes=[("10.1.1.0/25", "blackhole")])  # fmt: skip
    lab.machine("i-b2", "subnet-b", "10.1.1.200", ["sg-b"])
    return (
        lab,
        """
        i-a i-b tcp 443 no no
        i-a i-b2 tcp 443 yes yes
    """,
    )


@case
def a_static_transit_route_before_a_propagated_one() -> tuple[Lab, str]:
    lab = hub(tables=True)
    every = [f"tgw-attach-{v}" for v in "abc"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every,
                  routes=[("10.1.0.0/16", "tgw-attach-c")])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 no no
        i-a i-c tcp 443 yes yes
    """,
    )


@case
def a_transit_gateway_and_a_peering_connection() -> tuple[Lab, str]:
    """The longer prefix takes the peering connection; the reply comes back by the gateway."""
    lab = hub()
    lab.peering("pcx-ab", "vpc-a", "vpc-b")
    lab.find("RouteTables", "RouteTableId", "rtb-a")["Routes"].append(
        {"DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-ab",
         "State": "active", "Origin": "CreateRoute"})  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-b i-a tcp 443 yes yes
    """,
    )


@case
def an_attachment_without_an_association() -> tuple[Lab, str]:
    lab = hub(tables=True)
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=["tgw-attach-b"],
                  propagated=["tgw-attach-a", "tgw-attach-b"])  # fmt: skip
    return (
        lab,
        """
        i-a i-b tcp 443 no no
        i-b i-a tcp 443 yes no
    """,
    )


@case
def same_subnet_for_machines_and_attachment() -> tuple[Lab, str]:
    """Its ACL is asked for what the machines send, not for what the gateway delivers."""
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vpc("vpc-b", "10.1.0.0/16")
    lab.tgw("tgw-1", table="tgw-rtb-1")
    lab.acl("acl-b", "vpc-b", [entry(100, "deny", 6, (443, 443)), entry(110, "allow")], OPEN)
    for n, v in enumerate("ab"):
        lab.table(f"rtb-{v}", f"vpc-{v}", ("10.0.0.0/8", "tgw-1"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}", "acl-b" if n else "")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(443, "10.0.0.0/8")])
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
        lab.attach(f"tgw-attach-{v}", "tgw-1", f"vpc-{v}", f"subnet-{v}")
    every = ["tgw-attach-a", "tgw-attach-b"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
    """,
    )


@case
def a_private_nat_gateway_over_a_transit_gateway() -> tuple[Lab, str]:
    """Overlapping networks talk by a routable block: only the NAT gateway's address is seen."""
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", "100.64.0.0/24", igw=False)
    lab.vpc("vpc-b", "10.1.0.0/16", igw=False).tgw("tgw-1")
    lab.table("rtb-r", "vpc-a", ("10.1.0.0/16", "tgw-1"))
    lab.subnet("subnet-r", "vpc-a", "100.64.0.0/26", "rtb-r")
    lab.nat("nat-p", "subnet-r", "100.64.0.10")
    lab.table("rtb-a", "vpc-a", ("10.1.0.0/16", "nat-p"))
    lab.subnet("subnet-a", "vpc-a", "10.0.1.0/24", "rtb-a")
    lab.group("sg-a", "vpc-a", [tcp(443, "10.0.0.0/8")])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"])
    lab.table("rtb-b", "vpc-b", ("100.64.0.0/24", "tgw-1"))
    lab.subnet("subnet-b", "vpc-b", "10.1.1.0/24", "rtb-b")
    lab.group("sg-b", "vpc-b", [tcp(443, "100.64.0.0/24"), tcp(22, "10.0.0.0/16")])
    lab.machine("i-b", "subnet-b", "10.1.1.10", ["sg-b"])
    lab.attach("tgw-attach-a", "tgw-1", "vpc-a", "subnet-r")
    lab.attach("tgw-attach-b", "tgw-1", "vpc-b", "subnet-b")
    every = ["tgw-attach-a", "tgw-attach-b"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        i-a i-b tcp 22 no no
        i-b i-a tcp 443 no no
        i-a internet tcp 443 no no
    """,
    )


@case
def ipv6_across_peering() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:a::/56")
    lab.vpc("vpc-b", "10.0.0.0/16", six="2600:1f18:b::/56").peering("pcx-1", "vpc-a", "vpc-b")
    for v, far in (("a", "b"), ("b", "a")):
        lab.table(f"rtb-{v}", f"vpc-{v}", (f"2600:1f18:{far}::/56", "pcx-1"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", "10.0.1.0/24", f"rtb-{v}", six=f"2600:1f18:{v}::/64")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(443, "2600:1f18::/32")])
        lab.machine(f"i-{v}", f"subnet-{v}", "10.0.1.10", [f"sg-{v}"], six=f"2600:1f18:{v}::10")
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
        2600:1f18:a::10 2600:1f18:b::10 tcp 443 yes yes
        i-a i-b tcp 22 no no
    """,
    )


@case
def icmp_of_ipv6() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:1::/56")
    lab.table("rtb-6", "vpc-a", ("::/0", "igw-vpc-a"))
    lab.subnet("subnet-6", "vpc-a", "10.0.1.0/24", "rtb-6", six="2600:1f18:1::/64")
    lab.group("sg-6", "vpc-a", [("icmpv6", 128, 0, "::/0")])
    lab.machine("i-6", "subnet-6", "10.0.1.10", ["sg-6"], six="2600:1f18:1::10")
    return (
        lab,
        """
        2a00:1450::1 i-6 icmpv6 128 yes yes
        2a00:1450::1 i-6 icmpv6 129 no no
        2a00:1450::1 i-6 tcp 443 no no
    """,
    )


@case
def a_group_of_another_vpc_that_is_associated() -> tuple[Lab, str]:
    lab = two()
    lab.vpc("vpc-z", "10.9.0.0/16", igw=False).subnet("subnet-z", "vpc-z", "10.9.1.0/24")
    lab.add("SecurityGroupVpcAssociations", GroupId="sg-web", VpcId="vpc-z", State="associated",
            VpcOwnerId="111122223333", GroupOwnerId="111122223333")  # fmt: skip
    lab.machine("i-z1", "subnet-z", "10.9.1.10", ["sg-web"])
    lab.machine("i-z2", "subnet-z", "10.9.1.11", ["sg-web"])
    return (
        lab,
        """
        i-z1 i-z2 tcp 443 yes yes
        i-z1 i-z2 tcp 22 no no
        i-web i-z1 tcp 443 no no
    """,
    )


@case
def a_secondary_address() -> tuple[Lab, str]:
    lab = two()
    lab.machine("i-sec", "subnet-priv", "10.0.2.50", ["sg-web"], second="10.0.2.51")
    return (
        lab,
        """
        i-web 10.0.2.51 tcp 443 yes yes
        i-web 10.0.2.50 tcp 443 yes yes
        i-web 10.0.2.51 tcp 22 no no
    """,
    )


@case
def an_address_that_nobody_has() -> tuple[Lab, str]:
    return (
        two(),
        """
        i-web 10.0.2.99 tcp 8080 unknown unknown
    """,
    )


@case
def blocks_as_ends() -> tuple[Lab, str]:
    return (
        two(),
        """
        8.0.0.0/8 i-web tcp 443 yes yes
        i-web 8.0.0.0/8 tcp 443 yes yes
        10.0.1.0/24 i-app tcp 8080 yes yes
        10.0.2.0/24 i-app tcp 8080 no no
        subnet-pub i-app tcp 8080 yes yes
        sg-web sg-app tcp 8080 yes yes
    """,
    )


@case
def a_site_behind_a_transit_gateway() -> tuple[Lab, str]:
    lab = hub()
    lab.add("VpnConnections", VpnConnectionId="vpn-1", TransitGatewayId="tgw-1", Type="ipsec.1",
            CustomerGatewayId="cgw-1", State="available", Tags=[], Routes=[],
            Options={"StaticRoutesOnly": True})  # fmt: skip
    item = {"TransitGatewayAttachmentId": "tgw-attach-vpn", "TransitGatewayId": "tgw-1",
            "ResourceType": "vpn", "ResourceId": "vpn-1", "ResourceOwnerId": "111122223333",
            "State": "available", "TransitGatewayOwnerId": "111122223333"}  # fmt: skip
    lab.add("TransitGatewayAttachments", **item, Association={
        "TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"})  # fmt: skip
    for name, output in lab.loose[lab.here]:
        if name == "tgw-rtb-1-routes":
            output["Routes"].append(
                {
                    "DestinationCidrBlock": "192.168.0.0/16",
                    "Type": "static",
                    "State": "active",
                    "TransitGatewayAttachments": [
                        {
                            "TransitGatewayAttachmentId": "tgw-attach-vpn",
                            "ResourceId": "vpn-1",
                            "ResourceType": "vpn",
                        }
                    ],
                }
            )
    for v in "ab":
        lab.find("RouteTables", "RouteTableId", f"rtb-{v}")["Routes"].append(
            {"DestinationCidrBlock": "192.168.0.0/16", "TransitGatewayId": "tgw-1",
             "State": "active", "Origin": "CreateRoute"})  # fmt: skip
        lab.find("SecurityGroups", "GroupId", f"sg-{v}")["IpPermissions"].append(
            permission(tcp(22, "192.168.0.0/16")))  # fmt: skip
    return (
        lab,
        """
        i-a onprem:192.168.1.0/24 tcp 443 yes yes
        onprem:192.168.1.0/24 i-a tcp 22 yes yes
        onprem:192.168.1.0/24 i-a tcp 443 no no
        i-c onprem:192.168.1.0/24 tcp 443 no no
        onprem:192.168.1.0/24 i-c tcp 22 no no
    """,
    )


@case
def the_edge_table_of_an_internet_gateway() -> tuple[Lab, str]:
    """An edge association leads what comes in to an appliance."""
    lab = two()
    lab.machine("i-fw", "subnet-priv", "10.0.2.66", ["sg-web"], check=False)
    lab.table("rtb-edge", "vpc-a", ("10.0.1.0/24", "eni-fw"))
    lab.find("RouteTables", "RouteTableId", "rtb-edge")["Associations"].append(
        {"Main": False, "RouteTableAssociationId": "rtbassoc-edge", "RouteTableId": "rtb-edge",
         "GatewayId": "igw-vpc-a", "AssociationState": {"State": "associated"}})  # fmt: skip
    return (
        lab,
        """
        internet i-web tcp 443 unknown unknown
    """,
    )


@case
def inspected_by_an_endpoint() -> tuple[Lab, str]:
    """The default route leads to a firewall's endpoint."""
    lab = two(routes=[(ANY, "vpce-fw")])
    lab.add("VpcEndpoints", VpcEndpointId="vpce-fw", VpcEndpointType="GatewayLoadBalancer",
            VpcId="vpc-a", ServiceName="com.amazonaws.vpce.eu-west-1.vpce-svc-1", OwnerId="1",
            State="available", SubnetIds=["subnet-priv"], RouteTableIds=[], Groups=[], Tags=[],
            NetworkInterfaceIds=[], PrivateDnsEnabled=False)  # fmt: skip
    return (
        lab,
        """
        i-web internet tcp 443 unknown unknown
        internet i-web tcp 443 yes unknown
        i-web i-app tcp 8080 yes yes
    """,
    )


@case
def a_more_specific_route_inside_the_vpc() -> tuple[Lab, str]:
    """A static route to a subnet goes before the local one; here it leads nowhere."""
    return (
        two(routes=[(ANY, "igw-vpc-a"), ("10.0.2.0/24", "blackhole:eni-gone")]),
        """
        i-web i-app tcp 8080 no no
        i-app i-web tcp 443 yes no
    """,
    )


@case
def a_propagated_route_inside_the_vpc_loses() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vgw("vgw-1", "vpc-a", static=["10.0.2.0/24"])
    lab.table("rtb-a", "vpc-a", ("10.0.2.0/24", "propagated:vgw-1"))
    lab.subnet("subnet-a", "vpc-a", "10.0.1.0/24", "rtb-a")
    lab.subnet("subnet-b", "vpc-a", "10.0.2.0/24", "rtb-a")
    lab.group("sg-a", "vpc-a", [tcp(443, "10.0.0.0/16")])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"])
    lab.machine("i-b", "subnet-b", "10.0.2.10", ["sg-a"])
    return (
        lab,
        """
        i-a i-b tcp 443 yes yes
    """,
    )


@case
def udp_by_a_network_balancer() -> tuple[Lab, str]:
    lab = two()
    lab.group("sg-tgt", "vpc-a", [udp(5353, ANY)])
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    arn = lab.balancer("front", "network", ["subnet-pub", "subnet-pub2"], [], public=["52.1.1.1",
                       "52.1.1.2"], addresses=["10.0.1.200", "10.0.8.200"])  # fmt: skip
    lab.forward(arn, "dns", 53, "UDP", 5353, ["i-tgt"], keeps="true")
    return (
        lab,
        f"""
        internet {arn} udp 53 yes yes
        internet {arn} tcp 53 no no
        internet i-tgt udp 53 yes yes
        internet i-tgt udp 5353 no no
        internet i-tgt tcp 53 no no
    """,
    )


@case
def a_target_in_a_zone_that_is_not_enabled() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP")
    lab.subnet("subnet-c", "vpc-a", "10.0.9.0/24", zone="c")
    lab.machine("i-c", "subnet-c", "10.0.9.10", ["sg-tgt"])
    lab.forward(arn, "other", 8443, "HTTPS", 8080, ["i-c"], behind="HTTP")
    lab.find("SecurityGroups", "GroupId", "sg-lb")["IpPermissions"].append(
        permission(tcp(8443, ANY)))  # fmt: skip
    return (
        lab,
        """
        internet i-c tcp 8443 no no
        internet i-tgt tcp 443 yes yes
        internet i-tgt tcp 8443 no no
    """,
    )


@case
def a_listener_that_its_balancers_group_does_not_admit() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP")
    lab.forward(arn, "admin", 9443, "HTTPS", 8080, ["i-tgt"], behind="HTTP")
    return (
        lab,
        f"""
        internet {arn} tcp 9443 no no
        internet i-tgt tcp 9443 no no
    """,
    )


@case
def a_rule_that_forwards() -> tuple[Lab, str]:
    """The default action redirects; a rule by path forwards to another group."""
    lab, arn = shop(behind="HTTP", action="redirect")
    base = arn.partition(":loadbalancer/")[0]
    group = f"{base}:targetgroup/web/0123456789abcdef"
    listener = arn.replace(":loadbalancer/", ":listener/") + f"/{443:016x}"
    lab.loose[lab.here].append(("more-rules", {"Rules": [
        {"RuleArn": listener.replace(":listener/", ":listener-rule/") + "/1", "Priority": "1",
         "Conditions": [{"Field": "path-pattern", "Values": ["/api/*"]}], "IsDefault": False,
         "Actions": [{"Type": "forward", "TargetGroupArn": group}]}]}))  # fmt: skip
    return (
        lab,
        """
        internet i-tgt tcp 443 yes yes
    """,
    )


@case
def a_balancers_own_egress() -> tuple[Lab, str]:
    lab, arn = shop(behind="HTTP")
    lab.find("SecurityGroups", "GroupId", "sg-lb")["IpPermissionsEgress"] = [
        permission(tcp(9000, ANY))]  # fmt: skip
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        internet i-tgt tcp 443 no no
    """,
    )


@case
def an_acl_between_a_balancer_and_its_target() -> tuple[Lab, str]:
    """The target's subnet lets nothing back to the balancer's ephemeral ports."""
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, ANY)])
    lab.group("sg-tgt", "vpc-a", [tcp(8080, "sg-lb")])
    lab.acl("acl-t", "vpc-a", OPEN, [entry(100, "allow", 6, (443, 443))])
    lab.subnet("subnet-t", "vpc-a", "10.0.7.0/24", acl="acl-t")
    lab.machine("i-tgt", "subnet-t", "10.0.7.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    arn = lab.balancer(
        "front",
        "application",
        ["subnet-pub", "subnet-pub2"],
        ["sg-lb"],
        public=["52.1.1.1", "52.1.1.2"],
        addresses=["10.0.1.200", "10.0.8.200"],
    )
    lab.forward(arn, "web", 443, "HTTPS", 8080, ["i-tgt"], behind="HTTP")
    return (
        lab,
        """
        internet i-tgt tcp 443 yes no
    """,
    )


@case
def block_public_access_that_lets_a_vpc_out() -> tuple[Lab, str]:
    arn = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-a"
    return natted().bpa("block-bidirectional", ResourceArn=arn,
                        InternetGatewayExclusionMode="allow-egress"), """
        internet i-web tcp 443 no no
        i-web internet tcp 443 yes yes
        i-out internet tcp 443 yes yes
    """  # fmt: skip


@case
def link_local_services() -> tuple[Lab, str]:
    return (
        two(egress=[], entries=([], [])),
        """
        i-web 169.254.169.254 tcp 80 yes yes
        i-web 169.254.169.253 udp 53 yes yes
    """,
    )


@case
def to_its_own_public_address() -> tuple[Lab, str]:
    """By the Internet gateway, which the group sees as the other machine's public address."""
    lab = two(ingress=[tcp(443, "52.0.0.20/32"), tcp(22, "10.0.0.0/16")])
    lab.machine("i-two", "subnet-pub", "10.0.1.20", ["sg-app"], public="52.0.0.20")
    return (
        lab,
        """
        10.0.1.20 52.0.0.10 tcp 443 yes yes
        10.0.1.20 52.0.0.10 tcp 22 no no
        10.0.1.20 10.0.1.10 tcp 22 yes yes
        10.0.1.20 10.0.1.10 tcp 443 no no
        i-two i-web tcp 443 yes yes
    """,
    )


@case
def two_groups_that_name_each_other() -> tuple[Lab, str]:
    lab = two(ingress=[tcp(22, "sg-app")], egress=[tcp(8080, "sg-app")])
    lab.find("SecurityGroups", "GroupId", "sg-app")["IpPermissionsEgress"] = [
        permission(tcp(22, "sg-web"))]  # fmt: skip
    return (
        lab,
        """
        i-web i-app tcp 8080 yes yes
        i-app i-web tcp 22 yes yes
        i-app i-web tcp 8080 no no
        i-app i-web tcp 443 no no
    """,
    )


@case
def deny_all_but_one_address() -> tuple[Lab, str]:
    return two(entries=([entry(100, "allow", 6, (443, 443), "8.8.8.8/32"),
                         entry(200, "deny", "-1", None, ANY)], OPEN)), """
        8.8.8.8 i-web tcp 443 yes yes
        8.8.8.9 i-web tcp 443 no no
        i-web 8.8.8.8 tcp 443 yes no
    """  # fmt: skip


@case
def a_nat_gateway_in_another_zone() -> tuple[Lab, str]:
    lab = two()
    lab.nat("nat-1", "subnet-pub", "10.0.1.250", public="52.0.0.99")
    lab.table("rtb-nat", "vpc-a", ("8.0.0.0/8", "nat-1"))
    lab.subnet("subnet-out", "vpc-a", "10.0.4.0/24", "rtb-nat", zone="c")
    lab.machine("i-out", "subnet-out", "10.0.4.10", ["sg-web"])
    return (
        lab,
        """
        i-out 8.8.8.8 tcp 443 yes yes
        i-out 9.9.9.9 tcp 443 no no
        i-out internet tcp 443 yes yes
    """,
    )


@case
def a_nat_gateway_without_a_way_out() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").subnet("subnet-nat", "vpc-a", "10.0.1.0/24")
    lab.nat("nat-1", "subnet-nat", "10.0.1.250", public="52.0.0.99")
    lab.table("rtb-nat", "vpc-a", (ANY, "nat-1"))
    lab.subnet("subnet-out", "vpc-a", "10.0.4.0/24", "rtb-nat")
    lab.group("sg-web", "vpc-a")
    lab.machine("i-out", "subnet-out", "10.0.4.10", ["sg-web"])
    return (
        lab,
        """
        i-out internet tcp 443 no no
    """,
    )


@case
def a_site_by_bgp() -> tuple[Lab, str]:
    """What BGP announces no output tells."""
    return (
        branch(),
        """
        i-a onprem:192.168.1.0/24 tcp 22 unknown unknown
        onprem:192.168.1.0/24 i-a tcp 22 yes unknown
        onprem:192.168.1.0/24 i-a tcp 443 no no
    """,
    )


# -- the third round


def zoned(mode: str) -> Lab:
    """A hub whose attachment in VPC b has a subnet in each of two zones; one leads nowhere."""
    lab = Lab().vpc("vpc-a", "10.0.0.0/16").vpc("vpc-b", "10.1.0.0/16")
    lab.tgw("tgw-1", table="tgw-rtb-1")
    for n, v in enumerate("ab"):
        lab.table(f"rtb-{v}", f"vpc-{v}", ("10.0.0.0/8", "tgw-1"))
        lab.subnet(f"subnet-{v}", f"vpc-{v}", f"10.{n}.1.0/24", f"rtb-{v}")
        lab.group(f"sg-{v}", f"vpc-{v}", [tcp(443, "10.0.0.0/8")])
        lab.machine(f"i-{v}", f"subnet-{v}", f"10.{n}.1.10", [f"sg-{v}"])
    lab.acl("acl-shut", "vpc-b", [], [])
    lab.subnet("subnet-t1", "vpc-b", "10.1.8.0/28").subnet(
        "subnet-t2", "vpc-b", "10.1.9.0/28", acl="acl-shut", zone="b"
    )
    lab.attach("tgw-attach-a", "tgw-1", "vpc-a", "subnet-a")
    lab.attach("tgw-attach-b", "tgw-1", "vpc-b", "subnet-t1", "subnet-t2",
               ApplianceModeSupport=mode)  # fmt: skip
    every = ["tgw-attach-a", "tgw-attach-b"]
    return lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)


@case
def out_of_an_attachment_in_the_zone_of_the_source() -> tuple[Lab, str]:
    return (
        zoned("disable"),
        """
        i-a i-b tcp 443 yes yes
    """,
    )


@case
def appliance_mode_may_take_another_zone() -> tuple[Lab, str]:
    return (
        zoned("enable"),
        """
        i-a i-b tcp 443 unknown unknown
    """,
    )


def classic(**more: object) -> Lab:
    """A classic balancer that takes 80 and 443 and sends to 8080 of `i-tgt`."""
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(80, ANY), tcp(443, ANY)])
    lab.group("sg-tgt", "vpc-a", [tcp(8080, "sg-lb")])
    lab.machine("i-tgt", "subnet-priv", "10.0.2.77", ["sg-tgt"])
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    lab.add("LoadBalancerDescriptions", **{
        "LoadBalancerName": "old", "DNSName": "old.elb.amazonaws.com", "VPCId": "vpc-a",
        "ListenerDescriptions": [{"PolicyNames": [], "Listener": {
            "Protocol": "TCP", "LoadBalancerPort": port, "InstanceProtocol": "TCP",
            "InstancePort": 8080}} for port in (80, 443)],
        "Subnets": ["subnet-pub", "subnet-pub2"], "Instances": [{"InstanceId": "i-tgt"}],
        "AvailabilityZones": ["eu-west-1a", "eu-west-1b"], "SecurityGroups": ["sg-lb"],
        "Scheme": "internet-facing", "Policies": {}, "BackendServerDescriptions": [],
        "HealthCheck": {"Target": "TCP:8080", "Interval": 30, "Timeout": 5,
                        "UnhealthyThreshold": 2, "HealthyThreshold": 10}, **more})  # fmt: skip
    lab.eni("eni-old-0", "subnet-pub", "10.0.1.210", ["sg-lb"], public="52.2.2.1",
            description="ELB old")  # fmt: skip
    return lab


@case
def a_classic_balancer() -> tuple[Lab, str]:
    return (
        classic(),
        """
        internet old tcp 443 yes yes
        internet old tcp 22 no no
        internet i-tgt tcp 80 yes yes
        internet i-tgt tcp 8080 no no
        8.8.8.8 52.2.2.1 tcp 80 yes yes
        8.8.8.8 52.2.2.1 tcp 8080 no no
    """,
    )


@case
def an_internal_classic_balancer() -> tuple[Lab, str]:
    lab = classic(Scheme="internal")
    lab.find("NetworkInterfaces", "NetworkInterfaceId", "eni-old-0").pop("Association")
    for one in lab.find("NetworkInterfaces", "NetworkInterfaceId", "eni-old-0")[
        "PrivateIpAddresses"
    ]:
        one.pop("Association")
    return (
        lab,
        """
        internet old tcp 443 no no
        internet i-tgt tcp 443 no no
        i-web i-tgt tcp 443 yes yes
    """,
    )


@case
def names_by_arn_and_by_id() -> tuple[Lab, str]:
    arn = "arn:aws:ec2:eu-west-1:111122223333:instance"
    return (
        two(),
        f"""
        {arn}/i-web {arn}/i-app tcp 8080 yes yes
        i-web {arn}/i-app tcp 22 no no
        vpc-a i-app tcp 8080 yes yes
    """,
    )


@case
def rules_for_ipv6_in_an_acl() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16", six="2600:1f18:1::/56")
    lab.table("rtb-pub", "vpc-a", (ANY, "igw-vpc-a"), ("::/0", "igw-vpc-a"))
    lab.acl("acl-6", "vpc-a",
            [entry(100, "deny", 6, (443, 443), "2a00::/16"), entry(110, "allow"),
             entry(120, "allow", "-1", None, "::/0")],
            [entry(100, "allow"), entry(110, "allow", "-1", None, "::/0")])  # fmt: skip
    lab.subnet("subnet-6", "vpc-a", "10.0.2.0/24", "rtb-pub", "acl-6", six="2600:1f18:1:1::/64")
    lab.group("sg-web", "vpc-a", [tcp(443, ANY, "::/0")])
    lab.machine("i-6", "subnet-6", "10.0.2.10", ["sg-web"], six="2600:1f18:1:1::10",
                public="52.0.0.9")  # fmt: skip
    return (
        lab,
        """
        2a00:1450::1 i-6 tcp 443 no no
        2b00:1450::1 i-6 tcp 443 yes yes
        8.8.8.8 i-6 tcp 443 yes yes
        8.8.8.8 2600:1f18:1:1::10 tcp 443 no no
        2b00:1450::1 52.0.0.9 tcp 443 no no
    """,
    )


@case
def two_accounts_with_the_same_block() -> tuple[Lab, str]:
    """Nothing joins them; the same private address is in both."""
    lab = two(ingress=[tcp(443, "10.0.0.0/8")])
    lab.at(B).vpc("vpc-b", "10.0.0.0/16").subnet("subnet-b", "vpc-b", "10.0.1.0/24")
    lab.group("sg-b", "vpc-b", [tcp(443, "10.0.0.0/8")])
    lab.machine("i-b", "subnet-b", "10.0.1.50", ["sg-b"])
    return (
        lab,
        """
        i-b i-web tcp 443 no no
        i-web i-b tcp 443 no no
        i-app i-web tcp 443 yes yes
    """,
    )


@case
def only_tcp_in_an_acl_stops_icmp() -> tuple[Lab, str]:
    lab = two(ingress=[ALL], entries=([entry(100, "allow", 6, (0, 65535))],
                                      [entry(100, "allow", 6, (0, 65535))]))  # fmt: skip
    return (
        lab,
        """
        internet i-web tcp 22 yes yes
        internet i-web icmp 8 no no
        internet i-web udp 53 no no
    """,
    )


@case
def a_narrow_range_of_ephemeral_ports() -> tuple[Lab, str]:
    """Some client uses such a port, so some reply comes back."""
    lab = two(entries=(OPEN, [entry(100, "allow", 6, (32768, 60999))]))
    return (
        lab,
        """
        internet i-web tcp 443 yes yes
        i-web internet tcp 443 no no
    """,
    )


@case
def the_main_table_holds_where_none_is_associated() -> tuple[Lab, str]:
    lab = Lab().vpc("vpc-a", "10.0.0.0/16")
    lab.find("RouteTables", "RouteTableId", "rtb-main-vpc-a")["Routes"].append(
        {"DestinationCidrBlock": ANY, "GatewayId": "igw-vpc-a", "Origin": "CreateRoute",
         "State": "active"})  # fmt: skip
    lab.subnet("subnet-a", "vpc-a", "10.0.1.0/24")
    lab.group("sg-a", "vpc-a", [tcp(443, ANY)])
    lab.machine("i-a", "subnet-a", "10.0.1.10", ["sg-a"], public="52.0.0.1")
    return (
        lab,
        """
        internet i-a tcp 443 yes yes
        i-a internet tcp 443 yes yes
    """,
    )


# -- the fourth round: what is not collected, and what stands outside


@case
def a_peer_that_was_not_collected() -> tuple[Lab, str]:
    lab = two(routes=[(ANY, "igw-vpc-a"), ("10.1.0.0/16", "pcx-1")])
    lab.add("VpcPeeringConnections", VpcPeeringConnectionId="pcx-1", Tags=[],
            Status={"Code": "active", "Message": "Active"},
            RequesterVpcInfo={"CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333",
                              "VpcId": "vpc-a", "Region": "eu-west-1"},
            AccepterVpcInfo={"CidrBlock": "10.1.0.0/16", "OwnerId": B, "VpcId": "vpc-z",
                             "Region": "eu-west-1"})  # fmt: skip
    return (
        lab,
        """
        i-web 10.1.1.10 tcp 443 unknown unknown
        i-app 10.1.1.10 tcp 443 no no
        i-web internet tcp 443 yes yes
    """,
    )


@case
def a_transit_gateway_that_was_not_collected() -> tuple[Lab, str]:
    lab = two(routes=[(ANY, "igw-vpc-a"), ("10.0.0.0/8", "tgw-away")])
    lab.attach("tgw-attach-a", "tgw-away", "vpc-a", "subnet-pub")
    return (
        lab,
        """
        i-web 10.1.1.10 tcp 443 unknown unknown
        i-web i-app tcp 8080 yes yes
        internet i-web tcp 443 yes yes
    """,
    )


@case
def a_group_of_an_account_that_was_not_collected() -> tuple[Lab, str]:
    return (
        two(ingress=[tcp(443, f"sg-0theirs/{B}")]),
        """
        internet i-web tcp 443 no no
        i-app i-web tcp 443 no no
    """,
    )


@case
def a_port_without_a_protocol() -> tuple[Lab, str]:
    return (
        two(ingress=[udp(53, ANY)]),
        """
        internet i-web - 53 yes yes
        internet i-web - 443 no no
        internet i-web - - yes yes
    """,
    )


@case
def echo_without_a_type() -> tuple[Lab, str]:
    return (
        two(ingress=[("icmp", 8, 0, ANY)]),
        """
        internet i-web icmp - yes yes
        i-web internet icmp - yes yes
    """,
    )


@case
def an_aurora_cluster() -> tuple[Lab, str]:
    lab = two()
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    lab.group("sg-db", "vpc-a", [tcp(5432, ANY)])
    lab.database("part", ["subnet-pub", "subnet-pub2"], ["sg-db"], public=True)
    lab.find("DBInstances", "DBInstanceIdentifier", "part").update(
        Engine="aurora-postgresql", DBClusterIdentifier="whole")  # fmt: skip
    lab.add("DBClusters", DBClusterIdentifier="whole", Engine="aurora-postgresql", Status=
            "available", DBSubnetGroup="nets-part", AllocatedStorage=1, MultiAZ=False,
            VpcSecurityGroups=[{"VpcSecurityGroupId": "sg-db", "Status": "active"}],
            DBClusterMembers=[{"DBInstanceIdentifier": "part", "IsClusterWriter": True}],
            DBClusterArn="arn:aws:rds:eu-west-1:111122223333:cluster:whole", Port=5432,
            StorageEncrypted=True, NetworkType="IPV4")  # fmt: skip
    lab.find("DBInstances", "DBInstanceIdentifier", "part")["NetworkType"] = "IPV4"
    return (
        lab,
        """
        internet part tcp 5432 yes yes
        internet whole tcp 5432 yes yes
        internet whole tcp 22 no no
    """,
    )


@case
def central_ingress() -> tuple[Lab, str]:
    """A balancer in one VPC, its targets by address in another one across a transit gateway."""
    lab = Lab().vpc("vpc-i", "10.0.0.0/16").vpc("vpc-w", "10.1.0.0/16", igw=False)
    lab.tgw("tgw-1", table="tgw-rtb-1")
    lab.table("rtb-i", "vpc-i", (ANY, "igw-vpc-i"), ("10.1.0.0/16", "tgw-1"))
    lab.table("rtb-w", "vpc-w", ("10.0.0.0/8", "tgw-1"))
    lab.subnet("subnet-i1", "vpc-i", "10.0.1.0/24", "rtb-i")
    lab.subnet("subnet-i2", "vpc-i", "10.0.2.0/24", "rtb-i", zone="b")
    lab.subnet("subnet-w", "vpc-w", "10.1.1.0/24", "rtb-w")
    lab.attach("tgw-attach-i", "tgw-1", "vpc-i", "subnet-i1", "subnet-i2")
    lab.attach("tgw-attach-w", "tgw-1", "vpc-w", "subnet-w")
    every = ["tgw-attach-i", "tgw-attach-w"]
    lab.tgw_table("tgw-rtb-1", "tgw-1", attached=every, propagated=every)
    lab.group("sg-lb", "vpc-i", [tcp(443, ANY)])
    lab.group("sg-w", "vpc-w", [tcp(8080, "10.0.0.0/16")])
    lab.machine("i-w", "subnet-w", "10.1.1.10", ["sg-w"])
    arn = lab.balancer(
        "front",
        "application",
        ["subnet-i1", "subnet-i2"],
        ["sg-lb"],
        public=["52.1.1.1", "52.1.1.2"],
        addresses=["10.0.1.200", "10.0.2.200"],
    )
    lab.forward(arn, "web", 443, "HTTPS", 8080, ["10.1.1.10"], kind="ip", behind="HTTP")
    return (
        lab,
        f"""
        internet {arn} tcp 443 yes yes
        {arn} i-w tcp 8080 yes yes
        internet i-w tcp 443 yes yes
        internet i-w tcp 8080 no no
    """,
    )


@case
def pods_with_secondary_addresses() -> tuple[Lab, str]:
    """Targets by address, which a node's interface has besides its own."""
    lab = two()
    lab.group("sg-lb", "vpc-a", [tcp(443, ANY)])
    lab.group("sg-node", "vpc-a", [tcp(8080, "sg-lb")])
    lab.machine("i-node", "subnet-priv", "10.0.2.60", ["sg-node"], second="10.0.2.61")
    lab.subnet("subnet-pub2", "vpc-a", "10.0.8.0/24", "rtb-pub", zone="b")
    arn = lab.balancer(
        "front",
        "application",
        ["subnet-pub", "subnet-pub2"],
        ["sg-lb"],
        public=["52.1.1.1", "52.1.1.2"],
        addresses=["10.0.1.200", "10.0.8.200"],
    )
    lab.forward(arn, "pods", 443, "HTTPS", 8080, ["10.0.2.61"], kind="ip", behind="HTTP")
    return (
        lab,
        """
        internet i-node tcp 443 yes yes
        internet 10.0.2.61 tcp 443 yes yes
        i-web 10.0.2.61 tcp 8080 no no
    """,
    )


@case
def the_same_group_twice_in_a_chain() -> tuple[Lab, str]:
    """A bastion: the Internet reaches it, and it alone reaches the machines inside."""
    lab = two(ingress=[tcp(22, "8.8.8.0/24")])
    lab.group("sg-in", "vpc-a", [tcp(22, "sg-web")])
    lab.machine("i-in", "subnet-priv", "10.0.2.80", ["sg-in"])
    return (
        lab,
        """
        8.8.8.8 i-web tcp 22 yes yes
        8.8.9.8 i-web tcp 22 no no
        8.8.8.8 i-in tcp 22 no no
        i-web i-in tcp 22 yes yes
        i-app i-in tcp 22 no no
    """,
    )


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.__name__)
def test_an_account(one: Case, tmp_path: Path) -> None:
    """Both words of each flow, and every yes arrives again with the tracer."""
    lab, table = one()
    files = lab.files()
    rows = [line.split() for line in table.split("\n") if line.strip()]
    flows = [
        (a, b, None if protocol == "-" else protocol, None if port == "-" else int(port))
        for a, b, protocol, port, *_ in rows
    ]
    told = answers(files, tmp_path, flows)
    assert rows
    wrong = [
        f"{' '.join(row)}: {answer.get('one_way')} {answer.get('two_way')} "
        f"{answer.get('unknown') or answer.get('blocking') or answer.get('error')}"
        for row, answer in zip(rows, told, strict=True)
        if [answer.get("one_way"), answer.get("two_way")] != row[4:]
    ]
    assert not wrong, "\n".join(wrong)
    read = reading(files)
    asker = Asker(fold(read.resources, read.fragments, read.unseen))
    for flow in flows:
        answer = asker.ask(*flow)
        found = replay(asker.estate, answer)
        assert answer.one_way != "yes" or found.outcome != "not confirmed" or (
            "the prefix list are not known" in found.why
        ), (flow, found)  # fmt: skip
