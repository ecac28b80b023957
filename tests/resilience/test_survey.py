"""Why something stops, what hides, what is declared, and what two losses do together."""

from __future__ import annotations

import pytest

from partywall.estate.resource import Resource
from partywall.resilience import PREMISES
from partywall.resilience.answers import answers
from partywall.resilience.survey import pairs_worse_than_each
from partywall.resilience.zonal import hidden
from resilience.estates import HIDDEN, declared, effect, make, network, ref, subnet, subnets, survey

A, B = "az:eu-west-1a", "az:eu-west-1b"


def routed(through: str) -> list[Resource]:
    """Two subnets, both out through one gateway, and a NAT gateway in the first."""
    found = [
        *network("ab"),
        make("AWS::EC2::NatGateway", "nat", SubnetId=ref("sub-a")),
        make("AWS::EC2::InternetGateway", "igw"),
        make("AWS::EC2::RouteTable", "table", VpcId=ref("vpc")),
    ]
    key = "NatGatewayId" if through == "nat" else "GatewayId"
    route = {"RouteTableId": ref("table"), "DestinationCidrBlock": "0.0.0.0/0", key: ref(through)}
    found.append(make("AWS::EC2::Route", "route", **route))
    for zone in "ab":
        named = {"SubnetId": ref(f"sub-{zone}"), "RouteTableId": ref("table")}
        found.append(make("AWS::EC2::SubnetRouteTableAssociation", f"of-{zone}", **named))
    return found


def workers(zones: str = "ab", **properties: object) -> Resource:
    properties.setdefault("MinSize", len(zones))
    return make(
        "AWS::AutoScaling::AutoScalingGroup", "x", VPCZoneIdentifier=subnets(zones), **properties
    )


# -- hidden dependencies on a zone


def test_a_default_route_through_another_zone() -> None:
    (found,) = hidden(survey(routed("nat")))
    assert (found.address, found.zone, found.through) == ("sub-b", A, "nat")
    assert not found.sure
    assert hidden(survey(routed("igw"))) == []


def test_whether_that_matters_is_not_known_until_it_is_declared() -> None:
    found = survey([*routed("nat"), workers()])
    one = effect(found, "x", A)
    assert one.fate == "undecided"
    assert (one.left, one.left_at_most) == (0, 1)
    assert "whether what runs there needs the Internet" in {cause.doubt for cause in one.causes}
    told = declared({"resource": "x", "complete": True})
    assert effect(survey([*routed("nat"), workers()], declared=told), "x", A).fate == "degraded"
    needs = declared({"resource": "x", "complete": True, "needs": ["nat"]})
    assert effect(survey([*routed("nat"), workers()], declared=needs), "x", A).fate == "stops"


def test_the_way_out_of_a_subnet_without_a_table_is_not_known() -> None:
    found = survey([*network("ab"), workers()], declared=declared())
    doubts = {cause.doubt for cause in effect(found, "x", A).causes}
    assert "whether what runs there needs the Internet" in doubts


def test_a_balancer_over_two_zones_with_targets_in_one() -> None:
    estate = [
        *network("ab"),
        make("AWS::ElasticLoadBalancingV2::LoadBalancer", "lb", Subnets=subnets("ab")),
        make("AWS::ElasticLoadBalancingV2::TargetGroup", "tg"),
        make(
            "AWS::ElasticLoadBalancingV2::Listener",
            "listener",
            LoadBalancerArn=ref("lb"),
            DefaultActions=[{"Type": "forward", "TargetGroupArn": ref("tg")}],
        ),
        workers("a", TargetGroupARNs=[ref("tg")]),
    ]
    told = declared({"resource": "x", "complete": True})
    (found,) = [one for one in hidden(survey(estate, declared=told)) if one.address == "lb"]
    assert (found.zone, found.sure) == (A, True)


def test_one_mount_target() -> None:
    estate = [
        *network("ab"),
        make("AWS::EFS::FileSystem", "fs"),
        make("AWS::EFS::MountTarget", "m", FileSystemId=ref("fs"), SubnetId=ref("sub-a")),
    ]
    (found,) = hidden(survey(estate))
    assert (found.address, found.zone, found.sure) == ("fs", A, True)


def test_an_endpoint_in_one_zone() -> None:
    endpoint = make("AWS::EC2::VPCEndpoint", "e", VpcId=ref("vpc"), SubnetIds=subnets("a"))
    (found,) = hidden(survey([*network("ab"), endpoint]))
    assert (found.address, found.zone, found.through) == ("vpc", A, "e")
    both = make("AWS::EC2::VPCEndpoint", "e", VpcId=ref("vpc"), SubnetIds=subnets("ab"))
    assert hidden(survey([*network("ab"), both])) == []


# -- what nobody declared


def test_an_application_may_need_anything_that_serves() -> None:
    queue, code = make("AWS::SQS::Queue", "q"), make("AWS::Lambda::Function", "x")
    found = survey([queue, code])
    assert effect(found, "x", "q").fate == "undecided"
    assert effect(found, "x", "q").causes[0].doubt == "what the application needs is not declared"
    told = survey([queue, code], declared=declared({"resource": "x", "needs": ["q"]}))
    assert effect(told, "x", "q").fate == "stops"
    apart = survey([queue, code], declared=declared({"resource": "x", "complete": True}))
    assert effect(apart, "x", "q").fate == "survives"


def test_one_of_several_is_enough() -> None:
    queues = [make("AWS::SQS::Queue", "p"), make("AWS::SQS::Queue", "q")]
    code = make("AWS::Lambda::Function", "x")
    told = declared({"resource": "x", "any_of": [["p", "q"]], "complete": True})
    found = survey([*queues, code], declared=told)
    assert effect(found, "x", "q").fate == "survives"
    assert effect(found, "x", "p", "q").fate == "stops"


# -- why


def test_the_cause_is_what_people_know() -> None:
    found = survey([*network("a"), make("AWS::EC2::Instance", "x", SubnetId=ref("sub-a"))])
    (cause,) = effect(found, "x", A).causes
    assert (cause.thing, cause.doubt) == ("sub-a", "")


def test_an_undecided_answer_names_what_would_decide_it() -> None:
    found = survey([*network("ab"), workers(MinSize=HIDDEN)])
    doubts = " ".join(cause.doubt for cause in effect(found, "x", A).causes)
    assert "MinSize" in doubts


def test_blasts_are_counted_over_what_serves() -> None:
    key = make("AWS::KMS::Key", "key")
    locked = [make("AWS::SQS::Queue", f"q{n}", KmsMasterKeyId=ref("key", "Arn")) for n in range(3)]
    alias = make("AWS::KMS::Alias", "alias", TargetKeyId=ref("key"))
    (of_key, region) = survey([key, alias, *locked]).blasts()
    assert (of_key.fault, region.fault) == ("key", "region:eu-west-1")
    assert of_key.stops == ("q0", "q1", "q2")


def test_pairs_that_stop_more_than_each_alone() -> None:
    both = make("AWS::EC2::VPCEndpoint", "e", SubnetIds=subnets("ab"))
    queue = make("AWS::Lambda::Function", "x", VpcConfig={"SubnetIds": subnets("ab")})
    told = declared({"resource": "x", "complete": True})
    found = survey([*network("ab"), both, queue], declared=told)
    pairs = {one.fault: one.stops for one in pairs_worse_than_each(found, [A, B])}
    assert pairs[f"{A} + {B}"] == ("x",)
    assert pairs[f"{A} + sub-b"] == ("x",)


def test_global_services_are_changed_in_one_region() -> None:
    model = survey([make("AWS::SQS::Queue", "q", region="us-east-1")]).model
    (told,) = answers(model, "f", ["region:us-east-1"]).answers
    assert "IAM" in told.notes[0]


def test_every_answer_says_what_it_rests_on() -> None:
    model = survey([make("AWS::SQS::Queue", "q")]).model
    assert answers(model, "f").premises == PREMISES


@pytest.mark.parametrize("zone, own", [("eu-west-1a", True), (HIDDEN, False)])
def test_a_subnet_lies_in_the_zone_that_it_names(zone: str, own: bool) -> None:
    found = survey([make("AWS::EC2::VPC", "vpc"), subnet("s", zone)], asked=[A])
    assert effect(found, "s", A).fate == ("stops" if own else "undecided")
