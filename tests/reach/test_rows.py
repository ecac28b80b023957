"""Every row of what is modelled: a case that is open, one that is closed, one not known."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.exposed import exposed
from partywall.reach.pairs import pairs
from partywall.reach.questions import Asker
from reach.build import (
    HIDDEN,
    acl,
    asker,
    at,
    group,
    instance,
    make,
    rule,
    subnet,
    table,
    to,
    vpc,
    words,
)

YES, NO, UNKNOWN = ("yes", "yes"), ("no", "no"), ("unknown", "unknown")
ONE_WAY = ("yes", "no")
OPEN = [rule(cidr="0.0.0.0/0"), rule(cidr="::/0")]
OUT = to("0.0.0.0/0", "Gateway", "v-igw")
LB = "AWS::ElasticLoadBalancingV2::"


def lan(
    ingress: Iterable[object] = (), *more: Resource | list[Resource], public: object = True,
    routes: dict[str, dict[str, object]] | None = None, one: str = "", **place: object,
) -> Asker:  # fmt: skip
    """A VPC with subnets `s` and `r` (zones a and b), machines `a` and `b` in `s`, `c` in `r`."""
    return asker(
        vpc("v"), table("t", "v", **({"out": OUT} if routes is None else routes)),
        subnet("s", "v", "10.0.1.0/24", "t", one, **place),
        subnet("r", "v", "10.0.2.0/24", "t", zone="b"),
        group("g", "v", list(ingress)), group("other", "v", OPEN),
        instance("a", "s", "g", public=public), instance("b", "s", "other", public=False),
        instance("c", "r", "other", public=False), *more,
    )  # fmt: skip


# -- groups


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([], NO),
        ([rule("tcp", 443, cidr="0.0.0.0/0")], YES),
        ([rule("tcp", 443, cidr="0.0.0.0/1"), rule("tcp", 443, cidr="128.0.0.0/1")], YES),
        ([rule("tcp", 80, 442, cidr="0.0.0.0/0"), rule("udp", 443, cidr="0.0.0.0/0")], NO),
        ([rule("tcp", 443, cidr="10.0.0.0/8")], NO),
        ([rule("tcp", 443, cidr=HIDDEN)], UNKNOWN),
        ([rule("tcp", HIDDEN, cidr="0.0.0.0/0")], UNKNOWN),
        ([rule(HIDDEN, 443, cidr="0.0.0.0/0")], UNKNOWN),
        ([HIDDEN], UNKNOWN),
        ([HIDDEN, rule("-1", cidr="0.0.0.0/0")], YES),
        ([{**rule("tcp", 443), "SourcePrefixListId": "pl-1"}], UNKNOWN),
        ([rule("tcp", 443, group="other")], NO),
    ],
)
def test_groups(ingress: list[object], outcome: tuple[str, str]) -> None:
    assert words(lan(ingress), "internet", "a") == outcome


def test_group_references_mean_private_addresses() -> None:
    ask = lan([rule("tcp", 443, group="other")])
    assert words(ask, "b", "a") == YES
    assert words(ask, "c", "a") == YES
    assert words(ask, "internet", "a") == NO
    assert words(lan([rule("tcp", 443, group="g")]), "b", "a") == NO
    assert words(lan([rule("tcp", 443, group="sg-elsewhere")]), "b", "a") == NO


def test_prefix_lists_in_the_input_are_looked_up() -> None:
    listed = make("PrefixList", "pl", Entries=[{"Cidr": "8.0.0.0/8"}], PrefixListName="pl")
    ask = lan([{**rule("tcp", 443), "SourcePrefixListId": at("pl", "PrefixListId")}], listed)
    assert words(ask, "8.8.8.8", "a") == YES
    assert words(ask, "9.9.9.9", "a") == NO


def test_a_group_outside_the_input_may_admit_anything() -> None:
    ask = lan([], instance("d", "s", "sg-elsewhere", public=True))
    answer = ask.ask("internet", "d", "tcp", 443)
    assert answer.one_way == "unknown"
    assert any("sg-elsewhere" in doubt for doubt in answer.unknown)


def test_without_groups_the_default_group_holds() -> None:
    ask = lan([], instance("d", "s", public=True), instance("e", "r"))
    assert words(ask, "internet", "d") == NO
    assert words(ask, "e", "d") == YES
    assert words(ask, "b", "d") == NO


# -- ACLs

ALL = ("0.0.0.0/0", -1, None)


@pytest.mark.parametrize(
    ("entries", "outcome"),
    [
        ([(100, False, "allow", *ALL), (100, True, "allow", *ALL)], YES),
        ([(100, False, "allow", *ALL)], ONE_WAY),
        ([(100, False, "allow", *ALL), (100, True, "allow", "0.0.0.0/0", 6, (443, 443))], ONE_WAY),
        ([(100, False, "allow", *ALL), (100, True, "allow", "0.0.0.0/0", 6, (1024, 65535))], YES),
        ([(100, True, "allow", *ALL)], NO),
        ([(90, False, "deny", "0.0.0.0/0", 6, (443, 443)), (100, False, "allow", *ALL),
          (100, True, "allow", *ALL)], NO),
        ([(110, False, "deny", "0.0.0.0/0", 6, (443, 443)), (100, False, "allow", *ALL),
          (100, True, "allow", *ALL)], YES),
        ([(100, False, "allow", "0.0.0.0/0", HIDDEN, None), (100, True, "allow", *ALL)], UNKNOWN),
    ],
)  # fmt: skip
def test_acls(entries: list[tuple[object, ...]], outcome: tuple[str, str]) -> None:
    ask = lan(OPEN, acl("n", "v", *entries), one="n")  # type: ignore[arg-type]
    assert words(ask, "internet", "a") == outcome
    assert words(ask, "b", "a") == YES, "inside a subnet no ACL is asked"


# -- routes and gateways


@pytest.mark.parametrize(
    ("routes", "outcome"),
    [
        ({"out": OUT}, YES),
        ({}, ONE_WAY),
        ({"out": {**OUT, "GatewayId": HIDDEN}}, ("yes", "unknown")),
        ({"out": OUT, "hole": {"DestinationCidrBlock": "0.0.0.0/1", "State": "blackhole"},
          "other": {"DestinationCidrBlock": "128.0.0.0/1", "State": "blackhole"}}, ONE_WAY),
        ({"out": {"DestinationCidrBlock": "0.0.0.0/0", "NetworkInterfaceId": "eni-1"}},
         ("yes", "unknown")),
        ({"out": OUT, "inspect": {"DestinationCidrBlock": "0.0.0.0/0", "VpcEndpointId": "vpce-1"}},
         ("yes", "unknown")),
    ],
)  # fmt: skip
def test_replies_need_a_route(
    routes: dict[str, dict[str, object]], outcome: tuple[str, str]
) -> None:
    assert words(lan(OPEN, routes=routes), "internet", "a") == outcome


@pytest.mark.parametrize(("public", "outcome"), [(True, YES), (False, NO), (HIDDEN, UNKNOWN)])
def test_the_internet_needs_a_public_address(public: object, outcome: tuple[str, str]) -> None:
    ask = lan(OPEN, public=public)
    assert words(ask, "internet", "a") == outcome
    assert words(ask, "a", "internet") == outcome


def test_an_address_of_the_subnets_choice() -> None:
    parts = [make("EIP", "e", InstanceId=at("a")), make("EIP", "f", InstanceId=HIDDEN)]
    assert words(lan(OPEN, public=None, MapPublicIpOnLaunch=True), "internet", "a") == YES
    assert words(lan(OPEN, public=None), "internet", "a") == NO
    assert words(lan(OPEN, parts[0], public=None), "internet", "a") == YES
    assert words(lan(OPEN, parts[1], public=None), "internet", "a") == UNKNOWN


@pytest.mark.parametrize(
    ("mode", "exclusion", "outcome"),
    [
        ("off", None, YES), ("block-ingress", None, NO), ("block-bidirectional", None, NO),
        (HIDDEN, None, UNKNOWN),
        ("block-bidirectional", {"VpcId": at("v"),
                                 "InternetGatewayExclusionMode": "allow-bidirectional"}, YES),
        ("block-bidirectional", {"SubnetId": at("s"),
                                 "InternetGatewayExclusionMode": "allow-egress"}, NO),
    ],
)  # fmt: skip
def test_block_public_access(
    mode: object, exclusion: dict[str, object] | None, outcome: tuple[str, str]
) -> None:
    more = [make("VPCBlockPublicAccessOptions", "bpa", InternetGatewayBlockMode=mode)]
    if exclusion:
        more.append(make("VPCBlockPublicAccessExclusion", "x", **exclusion))
    assert words(lan(OPEN, more), "internet", "a") == outcome


def nat(mode: str = "off", connectivity: object = None) -> Asker:
    """Machine `p` in a private subnet behind a NAT gateway in `s`."""
    return lan(
        OPEN,
        make("NatGateway", "nat", SubnetId=at("s"), AllocationId=at("ip", "AllocationId"),
             ConnectivityType=connectivity),
        make("EIP", "ip"),
        table("tp", "v", out=to("0.0.0.0/0", "NatGateway", "nat")),
        subnet("p-net", "v", "10.0.3.0/24", "tp"), instance("p", "p-net", "other"),
        make("VPCBlockPublicAccessOptions", "bpa", InternetGatewayBlockMode=mode),
    )  # fmt: skip


def test_nat_gateways_let_sessions_out() -> None:
    assert words(nat(), "p", "internet") == YES
    assert words(nat(), "internet", "p") == NO
    assert words(nat(), "p", "8.8.8.8", "47", None) == NO, "neither TCP, UDP nor ICMP"
    assert words(nat(connectivity="private"), "p", "internet") == NO
    assert words(nat(connectivity=HIDDEN), "p", "internet") == UNKNOWN
    assert words(nat("block-ingress"), "p", "internet") == YES
    assert words(nat("block-bidirectional"), "p", "internet") == NO


def test_ipv6_has_routes_and_rules_of_its_own() -> None:
    def six(*routes: dict[str, object], ingress: object = "::/0") -> Asker:
        return asker(
            vpc("v"), make("VPCCidrBlock", "six", VpcId=at("v"), Ipv6CidrBlock="2600:1f00::/56"),
            make("EgressOnlyInternetGateway", "eigw", VpcId=at("v")),
            table("t", "v", **{f"r{n}": one for n, one in enumerate(routes)}),
            subnet("s", "v", "10.0.1.0/24", "t", Ipv6CidrBlock="2600:1f00::/64",
                   AssignIpv6AddressOnCreation=True),
            group("g", "v", [rule("tcp", 443, cidr=ingress)]), instance("a", "s", "g"),
        )  # fmt: skip

    out = to("::/0", "Gateway", "v-igw")
    only_out = {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": at("eigw")}
    far = "2a00:1450::1"
    assert words(six(out), far, "a") == YES
    assert words(six(OUT), far, "a") == ONE_WAY
    assert words(six(out, ingress="0.0.0.0/0"), far, "a") == NO
    assert words(six(only_out), "a", far) == YES
    assert words(six(only_out), far, "a") == ONE_WAY
    assert words(six(only_out), "a", "8.8.8.8") == NO


# -- between networks


def peered(*more: Resource, back: bool = True, region: str | None = None) -> Asker:
    ways = {"back": to("10.0.0.0/16", "VpcPeeringConnection", "pcx")} if back else {}
    return asker(
        vpc("v"), vpc("w", "10.1.0.0/16"),
        make("VPCPeeringConnection", "pcx", VpcId=at("v"), PeerVpcId=at("w"), PeerRegion=region),
        table("t", "v", p=to("10.1.0.0/16", "VpcPeeringConnection", "pcx"),
              far=to("10.9.0.0/16", "VpcPeeringConnection", "elsewhere")),
        table("u", "w", **ways),
        subnet("s", "v", "10.0.1.0/24", "t"), subnet("r", "w", "10.1.1.0/24", "u"),
        group("g", "v"), group("h", "w", [rule("tcp", 443, cidr="10.0.0.0/8"),
                                          rule("tcp", 80, group="g")]),
        instance("a", "s", "g"), instance("b", "r", "h"), *more,
    )  # fmt: skip


def test_peering() -> None:
    assert words(peered(), "a", "b") == YES
    assert words(peered(back=False), "a", "b") == ONE_WAY
    assert words(peered(), "a", "b", "tcp", 80) == YES
    assert words(peered(region="us-east-1"), "a", "b", "tcp", 80) == NO
    assert words(peered(), "a", "onprem:10.9.0.0/16") == UNKNOWN
    assert words(peered(), "a", "internet") == NO, "nothing behind the other VPC"


def transit(
    *more: Resource | list[Resource], zone: str = "a", references: str = "disable",
    association: str = "enable", back: bool = True,
) -> Asker:  # fmt: skip
    ways = {"back": to("10.0.0.0/16", "TransitGateway", "tgw")} if back else {}
    return asker(
        vpc("v"), vpc("w", "10.1.0.0/16"),
        make("TransitGateway", "tgw", SecurityGroupReferencingSupport=references,
             DefaultRouteTableAssociation=association),
        table("t", "v", p=to("10.1.0.0/16", "TransitGateway", "tgw")), table("u", "w", **ways),
        subnet("s", "v", "10.0.1.0/24", "t", zone=zone),
        subnet("r", "w", "10.1.1.0/24", "u"),
        subnet("s-at", "v", "10.0.9.0/28"), subnet("r-at", "w", "10.1.9.0/28"),
        make("TransitGatewayVpcAttachment", "v-at", TransitGatewayId=at("tgw"), VpcId=at("v"),
             SubnetIds=[at("s-at")]),
        make("TransitGatewayVpcAttachment", "w-at", TransitGatewayId=at("tgw"), VpcId=at("w"),
             SubnetIds=[at("r-at")]),
        group("g", "v"), group("h", "w", [rule("tcp", 443, cidr="10.0.0.0/8"),
                                          rule("tcp", 80, group="g")]),
        instance("a", "s", "g"), instance("b", "r", "h"), *more,
    )  # fmt: skip


def test_transit_gateways() -> None:
    assert words(transit(), "a", "b") == YES
    assert words(transit(back=False), "a", "b") == ONE_WAY
    assert words(transit(zone="c"), "a", "b") == NO
    assert words(transit(association="disable"), "a", "b") == NO
    assert words(transit(), "a", "b", "tcp", 80) == NO
    assert words(transit(references="enable"), "a", "b", "tcp", 80) == YES
    hole = make("TransitGatewayRoute", "hole", TransitGatewayRouteTableId=at("rt"),
                DestinationCidrBlock="10.1.1.0/24", Blackhole=True)  # fmt: skip
    own = [
        make("TransitGatewayRouteTable", "rt", TransitGatewayId=at("tgw")),
        make("TransitGatewayRouteTableAssociation", "as", TransitGatewayAttachmentId=at("v-at"),
             TransitGatewayRouteTableId=at("rt")),
    ]  # fmt: skip
    announced = make("TransitGatewayRouteTablePropagation", "pr",
                     TransitGatewayAttachmentId=at("w-at"),
                     TransitGatewayRouteTableId=at("rt"))  # fmt: skip
    assert words(transit(own), "a", "b") == NO, "its table has no route"
    assert words(transit(own, announced), "a", "b") == YES
    assert words(transit(own, announced, hole), "a", "b") == NO
    learned = make("VPNConnection", "vpn", TransitGatewayId=at("tgw"))
    assert words(transit(learned), "a", "onprem:192.168.0.0/16") == NO, "its table has no route"


def test_sites_behind_a_vpn() -> None:
    gateway = [
        make("VPNGateway", "vgw"),
        make("VPCGatewayAttachment", "vgw-at", VpcId=at("v"), VpnGatewayId=at("vgw")),
    ]
    vpn = make("VPNConnection", "vpn", VpnGatewayId=at("vgw"), StaticRoutesOnly=True)
    route = to("192.168.0.0/16", "Gateway", "vgw")
    site = "onprem:192.168.1.0/24"
    assert words(lan(OPEN, gateway, vpn, routes={"r": route}), site, "a") == YES
    assert words(lan(OPEN, gateway, vpn, routes={"r": route}), "a", site) == YES
    assert words(lan(OPEN, gateway, vpn), site, "a") == ONE_WAY, "the whole VPC is announced"
    assert words(lan(OPEN, gateway, routes={"r": route}), site, "a") == UNKNOWN
    assert words(lan(OPEN), site, "a") == NO


# -- managed resources, balancers, doors


def shop(
    action: str = "forward", scheme: str = "internet-facing", kind: str = "application",
    admits: dict[str, object] | None = None, zone: str = "a", port: object = 443,
) -> Asker:  # fmt: skip
    targets = [{"Id": at("t1"), "Port": 8080}]
    balancer = {"Scheme": scheme, "Type": kind, "Subnets": [at("s")]}
    if kind == "application":
        balancer["SecurityGroups"] = [at("front", "GroupId")]
    return lan(
        OPEN, group("front", "v", [rule("tcp", 443, cidr="0.0.0.0/0")]),
        group("back", "v", [admits or rule("tcp", 8080, group="front")]),
        subnet("back-net", "v", "10.0.7.0/24", "t", zone=zone),
        instance("t1", "back-net", "back", public=False),
        make(f"{LB}LoadBalancer", "lb", **balancer),
        make(f"{LB}TargetGroup", "tg", Port=8080, Protocol="HTTP", VpcId=at("v"),
             TargetType="instance", Targets=targets),
        make(f"{LB}Listener", "ls", LoadBalancerArn=at("lb"), Port=port, Protocol="HTTPS",
             DefaultActions=[{"Type": action, "TargetGroupArn": at("tg")}]),
    )  # fmt: skip


def test_application_balancers_are_two_connections() -> None:
    answer = shop().ask("internet", "t1", "tcp", 443)
    assert (answer.one_way, answer.two_way, answer.through) == ("yes", "yes", "lb")
    assert words(shop(), "internet", "t1", "tcp", 8080) == NO, "there is no such listener"
    assert words(shop(), "internet", "lb", "tcp", 22) == NO
    assert words(shop("redirect"), "internet", "t1") == NO
    assert words(shop(scheme="internal"), "internet", "t1") == NO
    assert words(shop(admits=rule("tcp", 8080, cidr="192.168.0.0/16")), "internet", "t1") == NO
    assert words(shop(zone="c"), "internet", "t1") == NO, "a zone without the balancer"
    assert words(shop(port=HIDDEN), "internet", "t1") == UNKNOWN


def test_network_balancers_keep_the_clients_address() -> None:
    everyone = rule("tcp", 8080, cidr="0.0.0.0/0")
    inside = rule("tcp", 8080, cidr="10.0.0.0/8")
    assert words(shop(kind="network", admits=everyone), "internet", "t1") == YES
    assert words(shop(kind="network", admits=inside), "internet", "t1") == NO


def database(public: object, groups: object = None) -> Asker:
    return lan(
        OPEN,
        make("AWS::RDS::DBSubnetGroup", "nets", SubnetIds=[at("s"), at("r")]),
        make("AWS::RDS::DBInstance", "db", DBSubnetGroupName=at("nets"), PubliclyAccessible=public,
             VPCSecurityGroups=groups or [at("other", "GroupId")]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("public", "groups", "outcome"),
    [
        (True, None, YES), (False, None, NO), (None, None, UNKNOWN), (HIDDEN, None, UNKNOWN),
        (True, [at("g", "GroupId")], YES), (True, HIDDEN, UNKNOWN),
    ],
)  # fmt: skip
def test_databases(public: object, groups: object, outcome: tuple[str, str]) -> None:
    assert words(database(public, groups), "internet", "db", "tcp", 5432) == outcome


def test_what_only_starts_or_only_accepts() -> None:
    function = make("AWS::Lambda::Function", "f", VpcConfig={
        "SubnetIds": [at("s")], "SecurityGroupIds": [at("other", "GroupId")]})  # fmt: skip
    endpoint = make("VPCEndpoint", "e", VpcEndpointType="Interface", SubnetIds=[at("s")],
                    SecurityGroupIds=[at("other", "GroupId")], VpcId=at("v"))  # fmt: skip
    ask = lan(OPEN, function, endpoint)
    assert words(ask, "f", "a") == YES
    assert words(ask, "a", "f") == NO
    assert words(ask, "a", "e") == YES
    assert words(ask, "e", "a") == NO


def test_a_service_whose_subnets_differ_is_not_known() -> None:
    private = [table("tp", "v"), subnet("q", "v", "10.0.5.0/24", "tp")]

    def fleet(*subnets: str) -> Asker:
        data = {"SecurityGroupIds": [at("other", "GroupId")],
                "NetworkInterfaces": [{"AssociatePublicIpAddress": True}]}  # fmt: skip
        return lan(
            OPEN, *private, make("LaunchTemplate", "lt", LaunchTemplateData=data),
            make("AWS::AutoScaling::AutoScalingGroup", "fleet",
                 VPCZoneIdentifier=[at(one) for one in subnets],
                 LaunchTemplate={"LaunchTemplateId": at("lt")}),
        )  # fmt: skip

    assert words(fleet("s", "r"), "internet", "fleet") == YES
    assert words(fleet("s", "q"), "internet", "fleet") == ("yes", "unknown")


def test_clusters() -> None:
    def cluster(**config: object) -> Asker:
        own = {"SubnetIds": [at("s")], **config}
        return lan(OPEN, make("AWS::EKS::Cluster", "k", ResourcesVpcConfig=own))

    assert words(cluster(), "internet", "k") == YES
    office = {"EndpointPublicAccess": True, "PublicAccessCidrs": ["8.0.0.0/8"]}
    assert words(cluster(**office), "8.8.8.8", "k") == YES
    assert words(cluster(**office), "9.9.9.9", "k") == NO
    assert words(cluster(EndpointPublicAccess=False), "internet", "k") == NO
    assert words(cluster(EndpointPublicAccess=HIDDEN), "internet", "k") == UNKNOWN


def test_front_doors_are_decided_by_requests() -> None:
    ask = lan(OPEN, make("AWS::CloudFront::Distribution", "cdn"))
    assert words(ask, "internet", "cdn") == UNKNOWN


def test_link_local_services_are_never_filtered() -> None:
    shut = group("shut", "v", [], [])
    ask = lan(OPEN, shut, instance("d", "s", "shut"))
    assert words(ask, "d", "169.254.169.254", "tcp", 80) == YES
    assert words(ask, "d", "169.254.169.253", "udp", 53) == YES
    assert words(ask, "d", "internet") == NO


def test_an_appliance_takes_packets_for_others_if_it_does_not_check() -> None:
    way = {"DestinationCidrBlock": "0.0.0.0/0", "InstanceId": at("b")}

    def through(**more: object) -> Asker:
        return asker(
            vpc("v"), table("t", "v", out=way), subnet("s", "v", "10.0.1.0/24", "t"),
            group("g", "v", OPEN), instance("a", "s", "g"), instance("b", "s", "g", **more),
        )  # fmt: skip

    assert words(through(), "a", "internet") == NO
    assert words(through(SourceDestCheck=False), "a", "internet") == UNKNOWN


def test_state_is_told_beside_the_answer() -> None:
    loose = [
        make("NetworkInterface", "eni", SubnetId=at("s"), GroupSet=[at("other", "GroupId")]),
        make("EIPAssociation", "ea", NetworkInterfaceId=at("eni"), AllocationId=at("ip")),
        make("EIP", "ip"),
    ]  # fmt: skip
    answer = lan(OPEN, loose).ask("internet", "eni", "tcp", 443)
    assert (answer.one_way, answer.state) == ("yes", "not in use")


def test_what_may_stand_outside_the_input_is_not_known() -> None:
    """A parameter may name a subnet, a group or a target group that nobody here sees."""
    shut = group("shut", "v", [], [])
    data = {"SubnetId": Unknown("a parameter"), "GroupSet": [at("other", "GroupId")]}
    apart = make("Instance", "d", NetworkInterfaces=[data])
    ask = asker(vpc("v"), subnet("q", "v", "10.0.5.0/24"), shut, group("other", "v", OPEN), apart)
    assert words(ask, "internet", "d") == UNKNOWN
    nowhere = make("Instance", "e", SecurityGroupIds=[at("other", "GroupId")])
    ask = asker(vpc("v"), subnet("q", "v", "10.0.5.0/24"), group("other", "v", OPEN), nowhere)
    assert words(ask, "internet", "e") == UNKNOWN, "it starts in the default VPC"
    front = make(f"{LB}LoadBalancer", "lb", Type="network", Subnets=[at("s")])
    action = {"Type": "forward", "TargetGroupArn": "arn:aws:x:y:z:1:tg"}
    away = make(f"{LB}Listener", "ls", LoadBalancerArn=at("lb"), Port=443, Protocol="TCP",
                DefaultActions=[action])  # fmt: skip
    assert words(lan(OPEN, front, away), "internet", "b") == UNKNOWN


def test_a_vpc_outside_the_input() -> None:
    """Its subnets talk to each other by its local route; what is attached to it nobody knows."""
    here = "vpc-0123"
    ask = asker(
        make("RouteTable", "t", VpcId=here),
        [make("Subnet", n, VpcId=here, CidrBlock=f"10.0.{k}.0/24") for k, n in enumerate("sr")],
        [make("SubnetRouteTableAssociation", f"{n}-t", SubnetId=at(n), RouteTableId=at("t"))
         for n in "sr"],
        group("g", here, OPEN), instance("a", "s", "g"), instance("b", "s", "g"),
        instance("c", "r", "g"),
    )  # fmt: skip
    assert words(ask, "a", "b") == YES
    assert words(ask, "a", "c") == UNKNOWN, "the default ACL may have been changed"
    assert words(ask, "a", "internet") == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("AWS::DirectConnect::PrivateVirtualInterface", UNKNOWN),
     ("AWS::DirectConnect::Connection", YES), ("aws_dx_gateway_association", UNKNOWN),
     ("AWS::NetworkManager::ConnectAttachment", UNKNOWN),
     ("aws_vpc_peering_connection_accepter", YES), ("aws_route53_zone", YES)],
)  # fmt: skip
def test_a_type_that_nothing_reads_may_change_the_network(
    kind: str, outcome: tuple[str, str]
) -> None:
    strange = Resource(type=kind, address="strange", properties={}, origin="terraform")
    ask = lan(OPEN, strange)
    assert words(ask, "internet", "a") == outcome
    surely = {one.resource for one in exposed(ask) if one.headers}
    assert surely == ({"a"} if outcome == YES else set())
    reached = {one.destination for one in pairs(ask) if one.headers}
    assert bool(reached) == (outcome == YES)


def test_an_interface_attached_later_is_the_instances() -> None:
    eni = make("NetworkInterface", "eni", SubnetId=at("s"), GroupSet=[at("other", "GroupId")])
    join = make("NetworkInterfaceAttachment", "join", InstanceId=at("a"),
                NetworkInterfaceId=at("eni"), DeviceIndex="1")  # fmt: skip
    address = make("EIPAssociation", "ea", NetworkInterfaceId=at("eni"), AllocationId=at("ip"))
    ask = lan([], eni, join, address, make("EIP", "ip"), public=False)
    answer = ask.ask("internet", "a", "tcp", 443)
    assert (answer.one_way, answer.state) == ("yes", "")
    assert words(lan([], eni, address, make("EIP", "ip"), public=False), "internet", "a") == NO


@pytest.mark.parametrize(
    ("endpoint", "routes", "internet", "address"),
    [
        ({"RouteTableIds": [at("t")]}, {"out": OUT}, YES, UNKNOWN),
        ({"RouteTableIds": [at("t")], "VpcEndpointType": "Gateway"}, {}, NO, UNKNOWN),
        ({"RouteTableIds": [at("t")]}, {"out": to("52.216.0.0/15", "Gateway", "v-igw")},
         UNKNOWN, UNKNOWN),
        ({"RouteTableIds": HIDDEN}, {"out": OUT}, YES, UNKNOWN),
        ({"RouteTableIds": [at("t")], "VpcEndpointType": HIDDEN}, {"out": OUT}, YES, UNKNOWN),
        ({"RouteTableIds": [at("elsewhere")]}, {"out": OUT}, YES, YES),
        ({}, {"out": OUT}, YES, YES),
        ({"VpcEndpointType": "Interface"}, {"out": OUT}, YES, YES),
    ],
)  # fmt: skip
def test_a_gateway_endpoint_takes_the_addresses_of_its_service(
    endpoint: dict[str, object], routes: dict[str, dict[str, object]],
    internet: tuple[str, str], address: tuple[str, str],
) -> None:  # fmt: skip
    net = lan(OPEN, *table("elsewhere", "v"), make("VPCEndpoint", "s3", VpcId=at("v"), **endpoint),
              routes=routes)  # fmt: skip
    assert words(net, "a", "internet") == internet
    assert words(net, "a", "52.216.8.1") == address
    if address == UNKNOWN:
        assert any("s3" in why for why in net.ask("a", "52.216.8.1", "tcp", 443).unknown)


def test_a_gateway_endpoint_behind_a_nat_gateway_takes_packets_too() -> None:
    net = asker(
        vpc("v"), table("inner", "v", out=to("0.0.0.0/0", "NatGateway", "n")),
        table("outer", "v", out=OUT),
        subnet("s", "v", "10.0.1.0/24", "inner"), subnet("p", "v", "10.0.2.0/24", "outer"),
        make("NatGateway", "n", SubnetId=at("p"), AllocationId="eipalloc-1"),
        group("g", "v", OPEN), instance("a", "s", "g", public=False),
        make("VPCEndpoint", "s3", VpcId=at("v"), RouteTableIds=[at("outer")]),
    )  # fmt: skip
    assert words(net, "a", "internet") == YES
    assert words(net, "a", "52.216.8.1") == UNKNOWN
