"""What the Internet reaches, decided for the things themselves; and what openings come to."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import TODAY
from partywall.assess.answers import Answers
from partywall.assess.engines import BY_SIZE, Engines
from partywall.controls.registry import find
from partywall.estate.resource import Resource
from partywall.kernel.verdict import PROVED, REFUTED, UNDECIDED, Verdict
from reach.build import HIDDEN, acl, at, make, rule
from reach.test_opened import BALANCED, accelerator
from reach.test_rows import lan

SSH = rule("tcp", 22, cidr="0.0.0.0/0")
WEB = rule("tcp", 443, cidr="0.0.0.0/0")
SQL = rule("tcp", 5432, cidr="0.0.0.0/0")
WINRM6 = rule("tcp", 5986, cidr="::/0")


def judged(
    control: str, address: str, ingress: list[object], *parts: Resource | list[Resource],
    engines: Engines = BY_SIZE, **facts: Any,
) -> Verdict:  # fmt: skip
    """The verdict on a resource beside machine `a`, which has the group with these rules."""
    estate = lan(ingress, *parts, **facts).estate
    (one,) = find(control)
    view = one.view.of(estate.by_address[address], estate)
    return one.judge(view, Answers(estate, TODAY, engines))


CLOSED = acl("n", "v", (100, False, "deny", "0.0.0.0/0", 6, (22, 22)),
             (200, False, "allow", "0.0.0.0/0", -1, None),
             (100, True, "allow", "0.0.0.0/0", -1, None))  # fmt: skip


@pytest.mark.parametrize(
    ("ingress", "parts", "facts", "outcome", "note"),
    [
        ([SSH], [], {}, REFUTED, "reachable: internet → v-igw → a, port 22"),
        ([rule("tcp", 22, cidr="0.0.0.0/1"), rule("tcp", 22, cidr="128.0.0.0/1")], [], {}, REFUTED,
         "reachable: internet → v-igw → a, port 22"),
        ([rule("tcp", 3000, 6000, cidr="0.0.0.0/0")], [], {}, REFUTED,
         "reachable: internet → v-igw → a, port 3389"),
        ([rule("tcp", 22, cidr="203.0.114.0/24")], [], {}, REFUTED,
         "reachable: internet → v-igw → a, port 22"),
        ([WEB], [], {}, PROVED, "unreachable because it is closed by its security groups"),
        ([rule("udp", 22, cidr="0.0.0.0/0")], [], {}, PROVED, ""),
        ([SSH], [], {"public": False}, PROVED, "unreachable because it has no public address"),
        ([SSH], [CLOSED], {"one": "n"}, PROVED,
         "unreachable because it is closed by a network ACL"),
        ([SSH], BALANCED, {"public": False}, REFUTED, "reachable: internet → lb → a"),
        ([SSH], [accelerator(at("a"))], {"public": False}, UNDECIDED, ""),
        ([SSH], [], {"public": HIDDEN}, UNDECIDED, ""),
        ([WEB], [], {"public": HIDDEN}, PROVED, ""),
        ([rule("tcp", HIDDEN, cidr="0.0.0.0/0")], [], {}, UNDECIDED, ""),
        ([rule("tcp", 22, cidr=HIDDEN)], [], {}, UNDECIDED, ""),
        ([rule("tcp", 443, cidr=HIDDEN)], [], {}, PROVED, ""),
        ([SSH], [Resource(type="aws_dx_gateway_association", address="x", properties={})],
         {"public": False}, UNDECIDED, ""),
    ],
)  # fmt: skip
def test_ports_of_administration(
    ingress: list[object], parts: list[Any], facts: dict[str, Any], outcome: str, note: str
) -> None:
    verdict = judged("ec2-instance-administration-unreachable", "a", ingress, *parts, **facts)
    assert verdict.outcome == outcome, verdict
    assert note in verdict.note
    assert outcome != UNDECIDED or verdict.evidence[0].found is not None


def fleet(public: object) -> list[Resource]:
    data = {"NetworkInterfaces": [{"AssociatePublicIpAddress": public,
                                   "Groups": [at("g", "GroupId")]}]}  # fmt: skip
    return [
        make("LaunchTemplate", "lt", LaunchTemplateData=data),
        make("AWS::AutoScaling::AutoScalingGroup", "f", VPCZoneIdentifier=[at("s")],
             LaunchTemplate={"LaunchTemplateId": at("lt"), "Version": "1"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("public", "outcome"), [(True, REFUTED), (False, PROVED), (HIDDEN, UNDECIDED)]
)
def test_a_fleets_ports_of_administration(public: object, outcome: str) -> None:
    control = "autoscaling-group-administration-unreachable"
    assert judged(control, "f", [SSH], *fleet(public)).outcome == outcome


def database(kind: str = "AWS::RDS::DBInstance", **more: object) -> list[Resource]:
    """A database in subnet `s`, with the group."""
    rds = kind.startswith("AWS::RDS")
    subnets = "AWS::RDS::DBSubnetGroup" if rds else "AWS::Redshift::ClusterSubnetGroup"
    own: dict[str, object] = {
        "DBSubnetGroupName" if rds else "ClusterSubnetGroupName": at("nets"),
        "VPCSecurityGroups" if rds else "VpcSecurityGroupIds": [at("g", "GroupId")],
        "PubliclyAccessible": True,
    }
    if rds:
        own["Engine"] = "postgres"
    return [make(subnets, "nets", SubnetIds=[at("s")]), make(kind, "db", **{**own, **more})]


@pytest.mark.parametrize(
    ("ingress", "facts", "outcome"),
    [
        ([SQL], {}, REFUTED),
        ([WEB], {}, PROVED),  # it does not listen there
        ([WEB], {"Port": 443}, REFUTED),
        ([SQL], {"Port": 443}, PROVED),
        ([SQL], {"PubliclyAccessible": False}, PROVED),
        ([SQL], {"PubliclyAccessible": HIDDEN}, UNDECIDED),
        ([SQL], {"Port": HIDDEN}, UNDECIDED),
        ([], {"Port": HIDDEN}, PROVED),  # at no port
        ([SQL], {"Engine": HIDDEN}, UNDECIDED),
        ([SQL], {"Engine": "db2-se"}, UNDECIDED),  # a port of its own choosing
        ([SQL], {"DBSnapshotIdentifier": "before"}, UNDECIDED),  # the snapshot's port
        ([SQL], {"VPCSecurityGroups": [HIDDEN]}, UNDECIDED),
        ([SQL], {"VPCSecurityGroups": ["sg-0123456789abcdef0"]}, UNDECIDED),
        ([SQL], {"DBSubnetGroupName": "elsewhere"}, UNDECIDED),
        ([SQL], {"DBClusterIdentifier": at("gone"), "VPCSecurityGroups": None}, UNDECIDED),
    ],
)
def test_the_port_of_a_database(
    ingress: list[object], facts: dict[str, object], outcome: str
) -> None:
    verdict = judged("rds-instance-unreachable", "db", ingress, *database(**facts))
    assert verdict.outcome == outcome, verdict


@pytest.mark.parametrize(
    ("port", "facts", "outcome"),
    [
        (5439, {}, REFUTED),
        (5439, {"Port": 8192}, PROVED),
        (8192, {"Port": 8192}, REFUTED),
        (8192, {"Port": HIDDEN}, UNDECIDED),
        (5439, {"PubliclyAccessible": False}, PROVED),
    ],
)
def test_the_port_of_a_warehouse(port: int, facts: dict[str, object], outcome: str) -> None:
    ingress = [rule("tcp", port, cidr="0.0.0.0/0")]
    parts = database("AWS::Redshift::Cluster", **facts)
    assert judged("redshift-cluster-unreachable", "db", ingress, *parts).outcome == outcome


@pytest.mark.parametrize(
    ("ingress", "reach"),
    [([WEB], "reached"), ([], "unreachable"), ([rule("tcp", 443, cidr=HIDDEN)], "unknown")],
)
def test_a_public_address_by_which_something_is_reached_or_not(
    ingress: list[object], reach: str
) -> None:
    """It stays refuted: whoever opens the group finds the address there."""
    for control, address, parts in (
        ("ec2-instance-no-public-address", "a", []),
        ("rds-instance-not-public", "db", database()),
        ("redshift-cluster-not-public", "db", database("AWS::Redshift::Cluster")),
    ):
        verdict = judged(control, address, ingress, *parts)
        assert (verdict.outcome, verdict.reach) == (REFUTED, reach)
        blind = judged(control, address, ingress, *parts, engines=Engines(reach=False))
        assert (blind.outcome, blind.reach) == (REFUTED, "")


def test_nothing_is_said_where_nobody_looked() -> None:
    verdict = judged("ec2-instance-administration-unreachable", "a", [WEB],
                     engines=Engines(reach=False))  # fmt: skip
    assert verdict.outcome == UNDECIDED


def test_routes_that_are_not_there_do_not_keep_packets_out() -> None:
    """A gateway hands on what comes in, whatever the subnet's table says; only replies ask it."""
    verdict = judged("ec2-instance-administration-unreachable", "a", [SSH], routes={})
    assert verdict.outcome == REFUTED


def test_a_machine_in_a_subnet_that_is_not_known() -> None:
    interface = {"SubnetId": HIDDEN, "GroupSet": [at("g", "GroupId")],
                 "AssociatePublicIpAddress": True}  # fmt: skip
    loose = make("Instance", "l", NetworkInterfaces=[interface])
    verdict = judged("ec2-instance-administration-unreachable", "l", [SSH], loose)
    assert verdict.outcome == UNDECIDED
