"""Ways of administration: who gets to a machine's ports, and what is recorded of it."""

from __future__ import annotations

import json

import pytest

from partywall.estate.resource import Resource
from partywall.reach.admin import Administered, administration
from reach.build import HIDDEN, at, group, instance, make, rule, subnet
from reach.test_rows import LB, OPEN, lan

SSH = rule("tcp", 22, cidr="0.0.0.0/0")


def of(
    address: str, *more: Resource | list[Resource], ingress: object = (), **facts: object
) -> Administered:
    ask = lan(ingress, *more, **facts)  # type: ignore[arg-type]
    return next(one for one in administration(ask) if one.resource == address)


def ways(found: Administered) -> set[tuple[str, str, str]]:
    return {(one.kind, one.source, one.open) for one in found.ways}


@pytest.mark.parametrize(
    ("ingress", "public", "only"),
    [
        ([SSH], True, "no"),
        ([SSH], False, "yes"),
        ([SSH], HIDDEN, "unknown"),
        ([rule("tcp", 443, cidr="0.0.0.0/0")], True, "yes"),
        ([rule("tcp", 22, cidr=HIDDEN)], True, "unknown"),
        ([rule("tcp", 5986, cidr="8.0.0.0/8")], True, "no"),
        ([rule("udp", 22, cidr="0.0.0.0/0")], True, "yes"),
    ],
)
def test_from_the_internet(ingress: object, public: object, only: str) -> None:
    found = of("a", ingress=ingress, public=public)
    assert found.only_through == only
    direct = {one.open for one in found.ways if one.source == "internet"}
    assert direct == ({"no": {"yes"}, "unknown": {"unknown"}, "yes": set()}[only])


def test_through_a_bastion() -> None:
    bastion = [group("bg", "v", [SSH]), instance("bastion", "s", "bg", public=True)]
    found = of("a", bastion, ingress=[rule("tcp", 22, group="bg")])
    assert found.only_through == "yes"
    assert ("ssh", "bastion", "yes") in ways(found)
    assert not any(source in ("b", "c") for kind, source, _ in ways(found) if kind == "ssh")
    assert of("bastion", bastion).only_through == "no"


def test_through_a_balancer_is_not_through_a_bastion() -> None:
    parts = [
        make(f"{LB}LoadBalancer", "lb", Type="network", Scheme="internet-facing",
             Subnets=[at("s")]),
        make(f"{LB}TargetGroup", "tg", Protocol="TCP", Port=22, VpcId=at("v"),
             TargetType="instance", Targets=[{"Id": at("a")}]),
        make(f"{LB}Listener", "li", LoadBalancerArn=at("lb"), Port=2222, Protocol="TCP",
             DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}]),
    ]  # fmt: skip
    found = of("a", parts, ingress=[SSH], public=False)
    assert found.only_through == "no"
    assert ("ssh", "internet through lb", "yes") in ways(found)
    parts[1].properties["Port"] = 8080
    assert of("a", parts, ingress=[SSH], public=False).only_through == "yes"
    parts[1].properties["Port"] = HIDDEN
    assert of("a", parts, ingress=OPEN, public=False).only_through == "unknown"


@pytest.mark.parametrize(
    ("preserves", "expected"), [(False, "yes"), (True, "unknown"), (None, "unknown")]
)
def test_instance_connect_endpoints(preserves: object, expected: str) -> None:
    parts = [
        group("eg", "v"),
        make("InstanceConnectEndpoint", "eice", SubnetId=at("s"), PreserveClientIp=preserves,
             SecurityGroupIds=[at("eg", "GroupId")]),
    ]  # fmt: skip
    found = of("a", parts, ingress=[rule("tcp", 22, group="eg")], public=False)
    way = next(one for one in found.ways if one.source == "eice")
    assert (way.kind, way.open, way.recorded) == ("instance-connect ssh", expected, "no")
    assert found.only_through == "yes"


def preferences(content: object, **more: object) -> Resource:
    return make("AWS::SSM::Document", "prefs", DocumentType="Session", Content=content,
                **{"Name": "SSM-SessionManagerRunShell", **more})  # fmt: skip


@pytest.mark.parametrize(
    ("documents", "recorded"),
    [
        ([], "unknown"),
        ([preferences({"inputs": {"s3BucketName": "logs"}})], "yes"),
        ([preferences(json.dumps({"inputs": {"cloudWatchLogGroupName": "logs"}}))], "yes"),
        ([preferences({"inputs": {"s3BucketName": at("bucket")}})], "yes"),
        ([preferences({"inputs": {"s3BucketName": "", "cloudWatchLogGroupName": ""}})], "no"),
        ([preferences({"inputs": {}})], "no"),
        ([preferences({"inputs": {"s3BucketName": HIDDEN}})], "unknown"),
        ([preferences(HIDDEN)], "unknown"),
        ([preferences({"inputs": {"s3BucketName": "x"}}, Name=HIDDEN)], "unknown"),
        ([preferences({"inputs": {"s3BucketName": "x"}}, Name="other")], "unknown"),
    ],
)
def test_recorded_sessions(documents: list[Resource], recorded: str) -> None:
    found = of("a", documents)
    way = next(one for one in found.ways if one.kind == "session-manager")
    assert (way.open, way.recorded) == ("unknown", recorded)


def test_no_session_where_its_service_is_not_reached() -> None:
    parts = [*subnet("dark", "v", "10.0.8.0/24"), instance("d", "dark", "other")]
    assert not [one for one in of("d", parts).ways if one.kind == "session-manager"]
    endpoint = make("VPCEndpoint", "e", VpcEndpointType="Interface", SubnetIds=[at("s")],
                    VpcId=at("v"), SecurityGroupIds=[at("other", "GroupId")],
                    ServiceName="com.amazonaws.eu-west-1.ssmmessages")  # fmt: skip
    assert [one for one in of("d", [*parts, endpoint]).ways if one.kind == "session-manager"]


@pytest.mark.parametrize(
    ("kinds", "recorded"),
    [(None, "no"), ([{"Type": "audit"}], "yes"), ([{"Type": "api"}], "no"),
     ([{"Type": HIDDEN}], "unknown"), (HIDDEN, "unknown")],
)  # fmt: skip
def test_clusters(kinds: object, recorded: str) -> None:
    logging = None if kinds is None else {"ClusterLogging": {"EnabledTypes": kinds}}
    for public, only in ((True, "no"), (False, "yes"), (HIDDEN, "unknown")):
        cluster = make("AWS::EKS::Cluster", "k", Logging=logging, ResourcesVpcConfig={
            "SubnetIds": [at("s")], "EndpointPublicAccess": public,
            "EndpointPrivateAccess": True})  # fmt: skip
        found = of("k", [cluster])
        assert found.only_through == only
        assert {one.recorded for one in found.ways} <= {recorded}
