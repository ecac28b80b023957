"""Where managed resources stand, what may be public though nothing reads it, and what is behind."""

from __future__ import annotations

import pytest

from partywall.estate.resource import Resource
from partywall.estate.schema import has_path, is_type
from partywall.reach.exposed import exposed
from partywall.reach.questions import Asker
from partywall.reach.topology.doors import DOORS, LEADS, NOT_MODELLED
from partywall.reach.topology.hosted import HOSTS
from reach.build import HIDDEN, at, group, make, rule, subnet, words
from reach.test_rows import LB, NO, OPEN, UNKNOWN, YES, lan


def test_every_table_speaks_of_properties_that_there_are() -> None:
    for kind, host in HOSTS.items():
        assert is_type(kind), kind
        through, member = host.through, host.member
        paths = [host.subnets, host.groups, host.public, through[0] if through else (),
                 member[0] if member else ()]  # fmt: skip
        assert [path for path in paths if path and not has_path(kind, path)] == [], kind
        assert through is None or has_path(through[1], (through[2],)), kind
        assert member is None or member[1] in HOSTS, kind
    for kind in (*DOORS, *LEADS):
        assert is_type(kind), kind
    for kind, (path, _) in NOT_MODELLED.items():
        assert is_type(kind) and (not path or has_path(kind, path)), kind


GROUPS = [at("other", "GroupId")]
NETS = [at("s"), at("r")]


def nested(path: tuple[object, ...], value: object, into: dict[str, object]) -> dict[str, object]:
    """Properties with a value at a path."""
    here = into
    for key in path[:-1]:
        here = here.setdefault(str(key), {})  # type: ignore[assignment]
    here[str(path[-1])] = value
    return into


def hosted(kind: str, **more: object) -> list[Resource]:
    """A resource of a type in both public subnets, with a group that lets everything in."""
    host = HOSTS[kind]
    own: dict[str, object] = dict(more)
    parts = []
    if host.through is not None:
        path, of, key = host.through
        parts.append(make(of, "nets", **{key: NETS}))
        nested(path, at("nets"), own)
    else:
        nested(host.subnets, at("s") if host.subnets[-1] == "SubnetId" else NETS, own)
    if host.groups:
        nested(host.groups, GROUPS, own)
    return [make(kind, "it", **own), *parts]


@pytest.mark.parametrize("kind", [kind for kind, host in HOSTS.items() if host.member is None])
def test_each_host_stands_in_its_subnets(kind: str) -> None:
    """Those that take connections take them from inside; those that start some reach out."""
    host, ask = HOSTS[kind], lan(OPEN, hosted(kind))
    assert (words(ask, "a", "it") == YES) is host.accepts
    assert (words(ask, "it", "a") == YES) is host.starts
    public = words(ask, "internet", "it")
    left_open = kind.startswith(("AWS::RDS::DBC", "AWS::DMS::ReplicationInst", "AWS::Neptune::DBC"))
    assert public == (UNKNOWN if left_open else NO)


@pytest.mark.parametrize(
    "kind",
    [kind for kind, host in HOSTS.items() if host.public and host.member is None],
)
def test_each_host_that_is_public_is_reached(kind: str) -> None:
    host = HOSTS[kind]
    value = host.public_when[0]
    ask = lan(OPEN, hosted(kind, **nested(host.public, value, {})))
    assert words(ask, "internet", "it") == YES
    assert [one.resource for one in exposed(ask) if one.headers and one.resource == "it"]
    ask = lan(OPEN, hosted(kind, **nested(host.public, HIDDEN, {})))
    assert words(ask, "internet", "it") == UNKNOWN
    assert [one.resource for one in exposed(ask) if one.perhaps] == ["it"]


@pytest.mark.parametrize("service", ["RDS", "Neptune"])
@pytest.mark.parametrize(("public", "outcome"), [(True, YES), (False, NO), (HIDDEN, UNKNOWN)])
def test_an_instance_stands_where_its_cluster_does(
    service: str, public: object, outcome: tuple[str, str]
) -> None:
    ask = lan(
        OPEN, make(f"AWS::{service}::DBSubnetGroup", "nets", SubnetIds=NETS),
        make(f"AWS::{service}::DBCluster", "whole", DBSubnetGroupName=at("nets"),
             VpcSecurityGroupIds=GROUPS),
        make(f"AWS::{service}::DBInstance", "part", DBClusterIdentifier=at("whole"),
             PubliclyAccessible=public),
    )  # fmt: skip
    assert words(ask, "internet", "part") == outcome
    assert words(ask, "internet", "whole") == outcome, "its endpoint has its instances' addresses"
    assert words(ask, "a", "part") == YES


def test_a_document_database_is_never_public() -> None:
    ask = lan(
        OPEN, make("AWS::DocDB::DBSubnetGroup", "nets", SubnetIds=NETS),
        make("AWS::DocDB::DBCluster", "whole", DBSubnetGroupName=at("nets"),
             VpcSecurityGroupIds=GROUPS),
        make("AWS::DocDB::DBInstance", "part", DBClusterIdentifier=at("whole")),
    )  # fmt: skip
    assert words(ask, "a", "part") == YES
    assert words(ask, "internet", "part") == NO


def test_a_database_that_names_no_subnets_is_not_left_out() -> None:
    def database(**more: object) -> Asker:
        return lan(OPEN, make("AWS::RDS::DBInstance", "db", **more))

    assert words(database(PubliclyAccessible=True), "internet", "db") == UNKNOWN
    found = [one for one in exposed(database(PubliclyAccessible=True)) if one.resource == "db"]
    assert found and found[0].perhaps and not found[0].headers
    assert words(database(PubliclyAccessible=False), "internet", "db") == NO
    assert not [one for one in exposed(database(PubliclyAccessible=False)) if one.resource == "db"]


@pytest.mark.parametrize("kind", sorted(NOT_MODELLED))
def test_what_may_be_public_and_is_not_read_is_named(kind: str) -> None:
    path, never = NOT_MODELLED[kind]
    public = nested(path, True, {}) if path else {}
    ask = lan(OPEN, make(kind, "it", **public))
    assert words(ask, "internet", "it") == UNKNOWN
    assert [one.resource for one in exposed(ask) if one.perhaps] == ["it"]
    for value in never:
        ask = lan(OPEN, make(kind, "it", **nested(path, value, {})))
        assert not [one for one in exposed(ask) if one.resource == "it"]


def test_a_search_domain_outside_a_vpc_is_an_entry() -> None:
    assert [one.resource for one in exposed(lan([], make("AWS::Elasticsearch::Domain", "es")))
            if one.resource == "es"]  # fmt: skip
    inside = make("AWS::OpenSearchService::Domain", "es",
                  VPCOptions={"SubnetIds": [at("s")], "SecurityGroupIds": GROUPS})  # fmt: skip
    ask = lan([], inside)
    assert words(ask, "internet", "es") == NO
    assert not [one for one in exposed(ask) if one.resource == "es"]


# -- doors, and balancers behind balancers


def internal(*more: Resource, target: str = "instance") -> Asker:
    """A machine `t1` behind an internal balancer `lb`."""
    return lan(
        [], group("front", "v", [rule("tcp", 443, cidr="0.0.0.0/0")]),
        group("back", "v", [rule("tcp", 8080, group="front")]),
        subnet("q", "v", "10.0.9.0/24", "t"),
        make("Instance", "t1", NetworkInterfaces=[
            {"SubnetId": at("q"), "GroupSet": [at("back", "GroupId")], "DeviceIndex": "0"}]),
        make(f"{LB}LoadBalancer", "lb", Subnets=[at("s"), at("r")], Scheme="internal",
             SecurityGroups=[at("front", "GroupId")]),
        make(f"{LB}TargetGroup", "tg", Port=8080, Protocol="HTTP", VpcId=at("v"),
             TargetType=target, Targets=[{"Id": at("t1")}]),
        make(f"{LB}Listener", "ls", LoadBalancerArn=at("lb"), Port=443, Protocol="HTTPS",
             DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}]),
        *more,
    )  # fmt: skip


CARRIERS = [
    make("AWS::GlobalAccelerator::EndpointGroup", "door",
         EndpointConfigurations=[{"EndpointId": at("lb")}]),
    make("AWS::CloudFront::VpcOrigin", "door", VpcOriginEndpointConfig={"Arn": at("lb")}),
    make("AWS::ApiGateway::VpcLink", "door", TargetArns=[at("lb")]),
    make("AWS::ApiGatewayV2::Integration", "door", ConnectionType="VPC_LINK",
         IntegrationUri=at("ls")),
    make("AWS::EC2::VerifiedAccessEndpoint", "door",
         LoadBalancerOptions={"LoadBalancerArn": at("lb")}),
    make("AWS::VpcLattice::TargetGroup", "door", Targets=[{"Id": at("lb")}]),
]  # fmt: skip


@pytest.mark.parametrize("door", CARRIERS, ids=lambda one: one.type)
def test_a_door_carries_requests_to_what_is_private(door: Resource) -> None:
    ask = internal()
    assert words(ask, "internet", "lb") == NO
    assert words(ask, "internet", "t1") == NO
    ask = internal(door)
    for end in ("lb", "t1"):
        answer = ask.ask("internet", end, "tcp", 443)
        assert (answer.one_way, answer.through) == ("unknown", "door")
        assert any(one.startswith("door: ") for one in answer.unknown)
    assert words(ask, "internet", "t1", "tcp", 22) == UNKNOWN, "its ports are not known"
    assert words(ask, "internet", "a") == NO


def test_a_door_to_a_machine() -> None:
    door = make("AWS::GlobalAccelerator::EndpointGroup", "door",
                EndpointConfigurations=[{"EndpointId": at("t1")}])  # fmt: skip
    assert words(internal(door), "internet", "t1", "tcp", 443) == UNKNOWN


def outer(**more: object) -> list[Resource]:
    """A network balancer `nlb` on the Internet that forwards 443 to the internal one."""
    return [
        make(f"{LB}LoadBalancer", "nlb", Type="network", Subnets=[at("s"), at("r")],
             Scheme="internet-facing"),
        make(f"{LB}TargetGroup", "fwd", Protocol="TCP", VpcId=at("v"),
             **{"TargetType": "alb", "Port": 443, "Targets": [{"Id": at("lb")}], **more}),
        make(f"{LB}Listener", "nls", LoadBalancerArn=at("nlb"), Port=443, Protocol="TCP",
             DefaultActions=[{"Type": "forward", "TargetGroupArn": at("fwd")}]),
    ]  # fmt: skip


def test_a_balancer_behind_a_balancer() -> None:
    ask = internal(*outer())
    answer = ask.ask("internet", "t1", "tcp", 443)
    assert (answer.one_way, answer.two_way, answer.through) == ("yes", "yes", "nlb")
    assert words(ask, "internet", "t1", "tcp", 80) == NO
    assert words(internal(*outer(Port=444)), "internet", "t1") == NO, "no such listener behind"
    assert words(internal(*outer(Targets=HIDDEN)), "internet", "t1") == UNKNOWN


def test_what_balancers_hand_on_is_told() -> None:
    (found,) = [one for one in exposed(internal(*outer())) if one.resource == "nlb"]
    told = [(one.resource, one.listener, one.target, one.taken) for one in found.behind]
    assert told == [("lb", "tcp/443", "tcp/443", "yes")]
    shut = outer(Targets=[{"Id": at("lb")}], Port=80)
    (found,) = [one for one in exposed(internal(*shut)) if one.resource == "nlb"]
    assert [one.taken for one in found.behind] == ["no"], "the inner one has no such listener"
    unknown = outer(Targets=HIDDEN)
    (found,) = [one for one in exposed(internal(*unknown)) if one.resource == "nlb"]
    assert [(one.resource, one.taken) for one in found.behind] == [("fwd", "unknown")]
    called = outer(TargetType="lambda", Targets=[{"Id": at("f")}])
    (found,) = [one for one in exposed(internal(*called, make("AWS::Lambda::Function", "f")))
                if one.resource == "nlb"]  # fmt: skip
    assert [(one.resource, one.target, one.taken) for one in found.behind] == [
        ("f", "a call", "yes")
    ]


def fleet_behind(key: str, value: object) -> Asker:
    """A fleet `fleet` in a private subnet that registers with a classic balancer and a group."""
    data = {"SecurityGroupIds": [at("back", "GroupId")]}
    return lan(
        [], group("front", "v", [rule("tcp", 443, cidr="0.0.0.0/0")]),
        group("back", "v", [rule("tcp", 8080, group="front")]),
        subnet("q", "v", "10.0.9.0/24"),
        make("LaunchTemplate", "lt", LaunchTemplateData=data),
        make("AWS::AutoScaling::AutoScalingGroup", "fleet", VPCZoneIdentifier=[at("q")],
             LaunchTemplate={"LaunchTemplateId": at("lt")}, **{key: value}),
        make("AWS::ElasticLoadBalancing::LoadBalancer", "old", Subnets=[at("s"), at("r")],
             SecurityGroups=[at("front", "GroupId")], LoadBalancerName="old",
             Listeners=[{"LoadBalancerPort": 443, "InstancePort": 8080, "Protocol": "TCP"}]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "outcome"),
    [
        ("LoadBalancerNames", [at("old")], YES),
        ("LoadBalancerNames", ["old"], YES),
        ("TrafficSources", [{"Identifier": at("old"), "Type": "elb"}], YES),
        ("LoadBalancerNames", ["another"], UNKNOWN),
        ("LoadBalancerNames", HIDDEN, UNKNOWN),
        ("HealthCheckType", "EC2", NO),
    ],
)
def test_a_fleet_registers_with_a_classic_balancer(
    key: str, value: object, outcome: tuple[str, str]
) -> None:
    assert words(fleet_behind(key, value), "internet", "fleet") == outcome
