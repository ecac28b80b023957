"""Maps hold what the engines answer, each resource where it is; doubt is never drawn as calm."""

from __future__ import annotations

from datetime import date

import pytest

from partywall.assess import atlas
from partywall.assess.atlas import maps_of, reach_atlas, resilience_atlas
from partywall.assess.check import Check, Options
from partywall.assess.maps import Area, Item, Map, alike, counted, some
from partywall.assess.reach_map import reach_map
from partywall.assess.resilience_map import resilience_map
from partywall.assess.scrub import Scrubber
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.questions import Asker
from partywall.resilience.answers import answers
from partywall.resilience.asked import NoSuchThing
from partywall.resilience.model import Model
from partywall.sources.reading import Reading
from reach.build import (
    HIDDEN,
    asker,
    at,
    estate,
    group,
    instance,
    make,
    rule,
    subnet,
    table,
    to,
    vpc,
)

OPEN = rule("tcp", 443, cidr="0.0.0.0/0")


def shop(*more: Resource, ingress: object = None) -> list[Resource]:
    """A VPC with a public and a private subnet, two instances in the first, one in the second."""
    return [
        *vpc("vpc"),
        *table("out", "vpc", net=to("0.0.0.0/0", "Gateway", "vpc-igw")),
        *table("in", "vpc"),
        *subnet("public", "vpc", "10.0.0.0/24", "out", zone="eu-west-1a"),
        *subnet("private", "vpc", "10.0.1.0/24", "in", zone="eu-west-1b"),
        group("web", "vpc", [OPEN] if ingress is None else [ingress]),
        instance("front1", "public", "web", public=True),
        instance("front2", "public", "web", public=True),
        instance("back", "private", "web", public=False),
        *more,
    ]


def drawn(*parts: Resource) -> Map:
    return reach_map(asker(parts), "plan.json")


def told(found: Map, address: str) -> list[tuple[str, str, Item]]:
    """Zone, subnet and item of each place where a resource stands."""
    return [one for area in found.areas for one in area.items() if address in one[2].members]


# -- reach


def test_what_the_internet_reaches_is_marked_where_it_stands() -> None:
    found = drawn(*shop())
    ((zone, room, item),) = told(found, "front1")
    assert (zone, room) == ("eu-west-1a", "public")
    assert (item.mark, item.word, item.members) == ("bad", "reached", ("front1", "front2"))
    assert item.note == "tcp/443 from the Internet (IPv4)"
    ((zone, room, item),) = told(found, "back")
    assert (zone, room, item.mark) == ("eu-west-1b", "private", "calm")
    assert found.counts() == {"reached": ("bad", 2), "not reached": ("calm", 1)}


def test_a_vpc_says_its_blocks_gateways_and_ways_out() -> None:
    (area,) = drawn(*shop()).areas
    assert (area.name, area.note) == ("vpc", "VPC · eu-west-1 · 10.0.0.0/16")
    assert [one.members for one in area.gates] == [("vpc-igw",)]
    notes = [room.note for column in area.columns for room in column.rooms]
    assert notes == [
        "10.0.0.0/24 · default route to the Internet",
        "10.0.1.0/24 · no default route",
    ]
    assert (area.way, area.way_note) == ("bad", "The Internet reaches 2 here")


def test_a_value_that_is_not_known_is_never_drawn_as_closed() -> None:
    hidden = drawn(*shop(ingress=rule("tcp", 443, cidr=HIDDEN)))
    ((_, _, item),) = told(hidden, "front1")
    assert (item.mark, item.word) == ("doubt", "perhaps reached")
    unseen = reach_map(asker(shop(make("RouteServer", "server"))), "plan.json")
    marks = {item.mark for area in unseen.areas for _, _, item in area.items() if item.word}
    assert marks == {"doubt"}
    assert any("No answer is sure here" in one for one in unseen.notes)


def test_what_gets_no_reply_and_what_may_be_more_is_said() -> None:
    (item,) = [one for _, _, one in told(drawn(*shop()), "front1")]
    assert "replies" not in item.note
    silent = [one for one in shop() if one.address != "out-net"]
    ((_, _, item),) = told(drawn(*silent), "front1")
    assert (item.mark, item.note) == ("bad", "tcp/443 from the Internet (IPv4); without replies")
    more = group("web", "vpc", [OPEN, rule("tcp", HIDDEN, cidr="0.0.0.0/0")])
    parts = [one for one in shop() if one.address != "web"]
    ((_, _, item),) = told(drawn(*parts, more), "front1")
    assert item.note.endswith("; perhaps more")


def test_a_default_route_that_is_not_known_is_not_absent() -> None:
    route = {"DestinationCidrBlock": HIDDEN, "GatewayId": at("vpc-igw")}
    parts = [one for one in shop() if one.address != "in"]
    (area,) = drawn(*parts, *table("in", "vpc", some=route)).areas
    notes = {room.name: room.note for column in area.columns for room in column.rooms}
    assert notes["private"].endswith("default route not known")


def test_what_may_stand_in_several_subnets_says_so_in_each() -> None:
    subnets = [at("public"), at("private")]
    pool = make("AWS::RDS::DBSubnetGroup", "pool", SubnetIds=subnets)
    base = make("AWS::RDS::DBInstance", "base", DBSubnetGroupName=at("pool"),
                VPCSecurityGroups=[at("web", "GroupId")], PubliclyAccessible=False)  # fmt: skip
    places = told(drawn(*shop(pool, base)), "base")
    assert [room for _, room, _ in places] == ["public", "private"]
    assert all("here or in another subnet" in item.note for _, _, item in places)


def test_an_endpoint_outside_the_vpc_does_not_mark_the_interfaces_inside() -> None:
    cluster = make(
        "AWS::EKS::Cluster", "cluster",
        ResourcesVpcConfig={"SubnetIds": [at("public"), at("private")],
                            "EndpointPublicAccess": True, "SecurityGroupIds": [at("web")]},
    )  # fmt: skip
    found = drawn(*[one for one in shop(cluster) if one.address != "web"],
                  group("web", "vpc"))  # fmt: skip
    door, *inside = told(found, "cluster")
    assert door[2].mark == "bad"
    assert inside
    assert {item.mark for _, _, item in inside} == {"calm"}
    assert found.areas[0].name == "Front doors"


def test_an_interface_whose_subnet_is_not_known_is_on_the_map_in_doubt() -> None:
    lost = make("Instance", "lost", SubnetId=Unknown("not known"))
    area = drawn(*shop(lost)).areas[-1]
    assert area.name == "Subnet not known"
    assert [(one.members, one.mark) for one in area.gates] == [(("lost",), "doubt")]


def test_vpcs_that_the_internet_reaches_come_first() -> None:
    closed = [*vpc("a-closed", "10.1.0.0/16"), *subnet("quiet", "a-closed", "10.1.0.0/24")]
    names = [area.name for area in drawn(*closed, *shop()).areas]
    assert names == ["vpc", "a-closed"]


def test_every_resource_with_an_interface_is_on_the_map() -> None:
    ask = asker(shop())
    members = {
        one
        for area in reach_map(ask, "f").areas
        for _, _, item in area.items()
        for one in item.members
    }
    assert set(ask.network.owners) <= members


# -- resilience


def stack() -> list[Resource]:
    pool = make("AWS::RDS::DBSubnetGroup", "pool", SubnetIds=[at("public"), at("private")])
    return shop(
        pool,
        make("NatGateway", "nat", SubnetId=at("public")),
        make("AWS::RDS::DBInstance", "base", DBSubnetGroupName=at("pool"), MultiAZ=True),
        make("AWS::S3::Bucket", "bucket"),
        make("AWS::IAM::Role", "role"),
    )


def survives(*fail: str) -> Map:
    model = Model(estate(stack()), asked=fail)
    return resilience_map(model, answers(model, "plan.json", fail), fail)


def test_what_one_zone_stops_stands_in_its_zone() -> None:
    found = survives()
    ((zone, room, item),) = told(found, "nat")
    assert (zone, room) == ("eu-west-1a", "in this zone alone")
    assert (item.mark, item.word) == ("bad", "stopped by one zone")
    assert "without eu-west-1a" in item.note
    assert {item.mark for _, _, item in told(found, "bucket")} == {"calm"}
    assert [zone for zone, _, _ in told(found, "base")] == ["eu-west-1a", "eu-west-1b"]
    assert told(found, "role")[0][2].word == "standing"
    assert [area.name for area in found.areas] == ["Global", "eu-west-1"]


def test_the_worst_that_a_zone_does_is_what_is_told() -> None:
    """front1 stops with its own zone; without the other it is undecided what its code needs."""
    model = Model(estate(stack()))
    fates = {
        one.fault: effect.fate
        for one in answers(model, "f").answers
        for effect in one.effects
        if effect.address == "front1" and one.fault.startswith("az:")
    }
    assert fates == {"az:eu-west-1a": "stops", "az:eu-west-1b": "undecided"}
    ((_, _, item),) = told(survives(), "front1")
    assert item.word == "stopped by one zone"


def test_after_a_fault_the_lost_zone_is_marked_and_the_other_is_not() -> None:
    found = survives("az:eu-west-1a")
    region = found.areas[-1]
    assert [(one.name, one.mark, one.word) for one in region.columns] == [
        ("eu-west-1a", "bad", "lost"),
        ("eu-west-1b", "calm", ""),
    ]
    assert told(found, "nat")[0][2].word == "stopped"
    assert {item.word for _, _, item in told(found, "bucket")} == {"surviving"}
    assert found.title == "What survives without eu-west-1a"


def test_a_lost_region_marks_all_its_zones() -> None:
    region = survives("region:eu-west-1").areas[-1]
    assert region.note == "Region · lost"
    assert {one.word for one in region.columns} == {"lost"}


def test_a_lost_resource_is_lost() -> None:
    ((_, _, item),) = told(survives("nat"), "nat")
    assert (item.mark, item.word) == ("bad", "lost")


@pytest.mark.parametrize("fail", [(), ("az:eu-west-1a",), ("nat",)])
def test_the_map_says_what_the_answers_say(fail: tuple[str, ...]) -> None:
    """Whatever is calm on the map has no effect of any drawn fault but survival."""
    model = Model(estate(stack()), asked=fail)
    given = answers(model, "f", fail)
    zones = set(model.places.zones)
    bad = {
        effect.address
        for one in given.answers
        if fail or one.fault in zones
        for effect in one.effects
        if effect.fate != "survives"
    }
    for area in resilience_map(model, given, fail).areas:
        for _, _, item in area.items():
            if item.mark == "calm":
                assert bad.isdisjoint(item.members)


# -- items


def test_resources_that_are_alike_are_one_item_worst_first() -> None:
    items = alike(
        [
            ("b", "T", "calm", "fine", ""),
            ("a", "T", "calm", "fine", ""),
            ("c", "T", "bad", "ill", "x"),
            ("a", "T", "calm", "fine", ""),
        ]
    )
    assert [(one.members, one.mark) for one in items] == [(("c",), "bad"), (("a", "b"), "calm")]


def test_a_resource_in_several_places_counts_once_by_its_worst() -> None:
    items = [Item("T", ("a", "b"), "calm", "fine"), Item("T", ("a",), "doubt", "open")]
    assert counted(items) == {"open": ("doubt", 1), "fine": ("calm", 1)}
    assert Area("x", "", tuple(items), ()).counts() == counted(items)


def test_some_counts_the_rest() -> None:
    assert some("abab") == "a, b"
    assert some("abcde") == "a, b, c and 2 more"
    assert some([]) == ""


# -- what is read


def reading(*resources: Resource, secrets: frozenset[str] = frozenset()) -> Reading:
    return Reading("plan.json", "terraform plan", resources=list(resources), secrets=set(secrets))


def test_secrets_of_the_input_are_not_on_the_maps() -> None:
    given = reading(*stack(), secrets=frozenset({"front1"}))
    for one in (*reach_atlas([given], []).maps, *resilience_atlas([given], []).maps):
        assert "front1" not in repr(one)
        assert "(sensitive)" in repr(one)


def test_a_fault_that_no_reading_knows_is_an_error() -> None:
    with pytest.raises(NoSuchThing):
        resilience_atlas([reading(*stack())], [], ("nothing",))


def test_a_check_has_maps_only_when_asked_and_only_of_a_vpc() -> None:
    day = date(2026, 11, 23)
    without = Check(Options(as_of=day)).run([reading(*stack())])
    assert without.maps == []
    wanted = Check(Options(as_of=day, maps=True)).run([reading(*stack())])
    assert [one.kind for one in wanted.maps] == ["reach", "resilience"]
    bucket = make("AWS::S3::Bucket", "bucket")
    assert Check(Options(as_of=day, maps=True)).run([reading(bucket)]).maps == []


def test_an_estate_that_is_too_large_has_a_map_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(atlas, "DRAWN", 5)
    given = reading(*stack())
    (one,) = maps_of(estate(stack()), given, Scrubber(()))
    assert one.areas == ()
    assert "Not drawn of more than 5 resources" in one.lead


def test_order_of_the_input_changes_nothing() -> None:
    there, back = stack(), stack()[::-1]
    assert reach_map(Asker(estate(there)), "f") == reach_map(Asker(estate(back)), "f")
    one, other = Model(estate(there)), Model(estate(back))
    assert resilience_map(one, answers(one, "f")) == resilience_map(other, answers(other, "f"))
