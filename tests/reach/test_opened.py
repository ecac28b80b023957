"""What an open group comes to, in `check` and on its own; the verdict is never turned by it."""

from __future__ import annotations

import json

import pytest

from cli.support import PLAN, invoke
from partywall.estate.resource import Resource
from partywall.reach.opened import opened
from reach.build import HIDDEN, at, group, instance, make, rule
from reach.test_rows import LB, OPEN, lan

SSH = rule("tcp", 22, cidr="0.0.0.0/0")
CLUSTER = make("AWS::DocDB::DBCluster", "docs", VpcSecurityGroupIds=[at("g", "GroupId")])
BALANCED = [
    make(f"{LB}LoadBalancer", "lb", Type="network", Scheme="internet-facing", Subnets=[at("s")]),
    make(f"{LB}TargetGroup", "tg", Protocol="TCP", Port=22, VpcId=at("v"),
         TargetType="instance", Targets=[{"Id": at("a")}]),
    make(f"{LB}Listener", "li", LoadBalancerArn=at("lb"), Port=2222, Protocol="TCP",
         DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "parts", "told"),
    [
        ({}, [], "reachable: a"),
        ({"public": False}, [],
         "open in the group but unreachable because a has no public address"),
        ({"public": HIDDEN}, [], "perhaps reachable: a"),
        ({}, [make("VPCBlockPublicAccessOptions", "b",
                   InternetGatewayBlockMode="block-bidirectional")],
         "open in the group but unreachable because a is closed by Block Public Access"),
        ({"public": False}, BALANCED, "reachable: a"),
        ({"public": False}, [CLUSTER], "perhaps reachable: docs"),
        ({"public": False}, [instance("e", "s", "g")], "open in the group but unreachable because "
         "a has no public address; e has no public address"),
        ({"public": False}, [Resource(type="aws_strange", address="x", properties={})],
         "open in the group but unreachable because a has no public address "
         "(as far as is read: 1 resources are not)"),
        ({}, [Resource(type="aws_dx_gateway_association", address="x", properties={})],
         "whether the Internet reaches anything by it is not known: x: "
         "aws_dx_gateway_association is not modelled"),
    ],
)  # fmt: skip
def test_what_a_group_comes_to(facts: dict[str, object], parts: list[Resource], told: str) -> None:
    ask = lan([SSH], *parts, **facts)  # type: ignore[arg-type]
    assert str(opened(ask, "g", (22,))) == told


def test_a_group_that_nothing_has_and_one_that_something_may_have() -> None:
    empty = group("empty", "v", OPEN)
    assert str(opened(lan([], empty), "empty", (22,))) == (
        "open in the group, which nothing in the input has"
    )
    loose = instance("l", "s", public=True, SecurityGroupIds=HIDDEN)
    assert str(opened(lan([], empty, loose), "empty", (22,))) == "perhaps reachable: l"


def test_check_tells_them_apart_and_keeps_its_verdicts() -> None:
    def found(*more: str) -> dict[tuple[str, str], tuple[str, str]]:
        report = json.loads(invoke("check", PLAN, "--format", "json", *more).stdout)
        return {
            (one["control"], one["resource"]): (one["verdict"], one.get("note", ""))
            for one in report["findings"]
        }

    plain, looked = found("--no-reach"), found()
    assert {key: one[0] for key, one in plain.items()} == {key: v[0] for key, v in looked.items()}
    changed = {key: one[1] for key, one in looked.items() if one != plain[key]}
    ssh = changed["ec2-ssh-closed-to-internet", "aws_security_group.worker"]
    assert ssh == (
        "admits port 22 from the Internet; open in the group but unreachable because "
        "aws_autoscaling_group.worker has no public address; "
        "aws_lambda_function.reports has no public address and takes no connections"
    )
    assert all(plain[key][0] == "refuted" for key in changed)
