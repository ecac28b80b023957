"""What an open group comes to, in `check` and on its own; the verdict is never turned by it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.support import PLAN, here, invoke, written
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.reach.arrivals import LEADING_IN, Arrivals
from partywall.reach.opened import Groups, Opened
from partywall.reach.questions import Asker
from reach.build import HIDDEN, at, group, instance, make, rule
from reach.test_rows import LB, OPEN, lan

WAY = "internet → v-igw → a"


def opened(ask: Asker, name: str, *ports: int) -> Opened:
    """What a group comes to."""
    return Groups(Arrivals(ask)).opened(ask.estate.by_address[name], ports or None)


__all__ = ["here"]

TEMPLATE = """
Parameters: {Public: {Type: String}}
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref V, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: false}
  W: {Type: AWS::EC2::InternetGateway}
  A:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref V, InternetGatewayId: !Ref W}
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref V
      GroupDescription: of the machine
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0, Description: ssh}
  I:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref S, SecurityGroupIds: [!Ref G]}
"""


SSH = rule("tcp", 22, cidr="0.0.0.0/0")
CLUSTER = make("AWS::DirectoryService::MicrosoftAD", "docs", SecurityGroupIds=[at("g", "GroupId")])
BALANCED = [
    make(f"{LB}LoadBalancer", "lb", Type="network", Scheme="internet-facing", Subnets=[at("s")]),
    make(f"{LB}TargetGroup", "tg", Protocol="TCP", Port=22, VpcId=at("v"),
         TargetType="instance", Targets=[{"Id": at("a")}]),
    make(f"{LB}Listener", "li", LoadBalancerArn=at("lb"), Port=2222, Protocol="TCP",
         DefaultActions=[{"Type": "forward", "TargetGroupArn": at("tg")}]),
]  # fmt: skip


PRIVATE = "open in the group but unreachable because a has no public address"
BESIDES = "open in the group; what is seen to have it is unreachable: a has no public address; "
STRANGE = Resource(type="aws_strange", address="x", properties={})
UNSEEN = Resource(type="aws_dx_gateway_association", address="x", properties={})
SHUT = make("VPCBlockPublicAccessOptions", "b", InternetGatewayBlockMode="block-bidirectional")


@pytest.mark.parametrize(
    ("facts", "parts", "truth", "told"),
    [
        ({}, [], True, f"reachable: {WAY}, port 22"),
        ({"public": False}, [], False, PRIVATE),
        ({"public": HIDDEN}, [], None,
         "perhaps reachable: a (a: whether it has a public address is not known)"),
        ({}, [SHUT], False,
         "open in the group but unreachable because a is closed by Block Public Access"),
        ({"public": False}, BALANCED, True, "reachable: internet → lb → a"),
        ({"public": False}, [CLUSTER], None,
         "perhaps reachable: docs (what of it has the group is not modelled)"),
        ({"public": False}, [instance("e", "s", "g")], False,
         f"{PRIVATE}; e has no public address"),
        ({"public": False}, [STRANGE], None,
         f"{BESIDES}not all that may have it is known: x: aws_strange is not read"),
        ({}, [UNSEEN], None, "whether the Internet reaches anything by it is not known: x: "
         "aws_dx_gateway_association is not modelled"),
    ],
)  # fmt: skip
def test_what_a_group_comes_to(
    facts: dict[str, object], parts: list[Resource], truth: bool | None, told: str
) -> None:
    found = opened(lan([SSH], *parts, **facts), "g", 22)  # type: ignore[arg-type]
    assert (found.truth, str(found)) == (truth, told)


def test_a_group_that_nothing_has_and_one_that_something_may_have() -> None:
    empty = group("empty", "v", OPEN)
    found = opened(lan([], empty), "empty", 22)
    assert (found.truth, str(found)) == (None, "open in the group, which nothing in the input has")
    loose = instance("l", "s", public=True, SecurityGroupIds=HIDDEN)
    assert opened(lan([], empty, loose), "empty", 22).truth is None


def test_every_packet_counts_when_no_port_is_named() -> None:
    found = opened(lan([rule("udp", 53, cidr="0.0.0.0/0")]), "g")
    assert (found.truth, str(found)) == (True, f"reachable: {WAY}, udp/53")


def template(users: bool) -> list[Resource]:
    """A template with the group, and perhaps a fleet of machines without public addresses."""
    data = {"SecurityGroupIds": [at("g", "GroupId")],
            "NetworkInterfaces": [{"AssociatePublicIpAddress": False}]}  # fmt: skip
    fleet = make("AWS::AutoScaling::AutoScalingGroup", "f", VPCZoneIdentifier=[at("s")],
                 LaunchTemplate={"LaunchTemplateId": at("lt"), "Version": "1"})  # fmt: skip
    return [make("LaunchTemplate", "lt", LaunchTemplateData=data), *([fleet] if users else [])]


@pytest.mark.parametrize(
    ("changes", "parts", "untold"),
    [
        ({}, [], ""),
        ({"action": "update"}, [], "g is there already"),
        ({"action": "no-op"}, [], "g is there already"),
        ({"handed_on": "output group"}, [], "output group hands g on"),
        ({"source_type": "aws_default_security_group"}, [],
         "what is started without a group has g"),
        ({}, [make("AWS::SSM::Parameter", "p", Value=at("g", "GroupId"))], "p hands g on"),
        ({}, [make("Custom::Thing", "p", Of=at("g", "GroupId"))], "p hands g on"),
        ({}, template(True), ""),
        ({}, template(False), "nothing in the input is started from lt"),
        ({"origin": "live"}, [], "the interfaces around g were not read"),
        ({"origin": "live", "action": "no-op"},
         [make("NetworkInterface", "eni", SubnetId=at("s"), GroupSet=[at("other", "GroupId")])],
         ""),
    ],
)  # fmt: skip
def test_nothing_is_unreachable_while_it_may_have_other_members(
    changes: dict[str, str], parts: list[Resource], untold: str
) -> None:
    asker = lan([SSH], *parts, public=False)
    for key, value in changes.items():
        setattr(asker.estate.by_address["g"], key, value)
    if "source_type" in changes:
        asker.network.interfaces["a"].groups = ("v#default-group",)
    found = opened(asker, "g", 22)
    assert (found.truth, found.untold) == (None if untold else False, untold)


def accelerator(*ids: object) -> Resource:
    """Leads in from the Internet to some endpoints."""
    return make("AWS::GlobalAccelerator::EndpointGroup", "ga",
                EndpointConfigurations=[{"EndpointId": one} for one in ids])  # fmt: skip


@pytest.mark.parametrize(
    ("part", "why"),
    [
        *((make(kind, "ga"), "ga: whether it leads to a is not known") for kind in LEADING_IN),
        (accelerator(HIDDEN), "ga: its accelerator's listeners decide"),
        (accelerator(at("c"), HIDDEN), "ga: its accelerator's listeners decide"),
        (accelerator(at("a")), "ga: its accelerator's listeners decide"),
        (accelerator(at("c")), ""),
    ],
)
def test_what_may_lead_in_from_the_internet_leaves_it_open(part: Resource, why: str) -> None:
    found = opened(lan([SSH], part, public=False), "g", 22)
    assert found.truth is (None if why else False)
    assert found.perhaps == ({"a": why} if why else {})


def test_check_tells_them_apart_and_keeps_its_verdicts() -> None:
    def found(*more: str) -> dict[tuple[str, str], dict[str, str]]:
        report = json.loads(invoke("check", PLAN, "--format", "json", *more).stdout)
        return {(one["control"], one["resource"]): one for one in report["findings"]}

    plain, looked = found("--no-reach"), found()
    for key in plain:
        assert plain[key]["verdict"] == looked[key]["verdict"]
    assert not any("reach" in one for one in plain.values())
    ssh = "ec2-ssh-closed-to-internet", "aws_security_group.worker"
    assert (plain[ssh]["weight"], looked[ssh]["weight"]) == ("high", "low")
    assert looked[ssh]["reach"] == "unreachable"
    assert looked[ssh]["note"] == (
        "admits port 22 from the Internet; open in the group but unreachable because "
        "aws_autoscaling_group.worker has no public address; "
        "aws_lambda_function.reports has no public address and takes no connections"
    )
    for key in plain:
        if looked[key].get("reach") != "unreachable":
            assert looked[key]["weight"] == plain[key]["weight"]


def test_what_is_unreachable_weighs_little_everywhere(here: Path) -> None:
    """The exit code, the numbers and every format follow the weight of the finding."""
    written(here, t_yaml=TEMPLATE)

    def code(*more: str) -> int:
        return invoke("check", "t.yaml", "--fail-on", "high", *more).exit_code

    assert (code(), code("--no-reach")) == (0, 1)
    report = json.loads(invoke("check", "t.yaml", "--format", "json").stdout)
    weights = [one["weight"] for one in report["findings"] if one["verdict"] == "refuted"]
    tallied = report["summary"]["weights"]
    assert {name: weights.count(name) for name in set(weights)} == tallied
    text = invoke("check", "t.yaml").stdout
    assert "(open, but unreachable from the Internet today)" in " ".join(text.split())
    sarif = json.loads(invoke("check", "t.yaml", "--format", "sarif").stdout)
    (ssh,) = [
        one for one in sarif["runs"][0]["results"]
        if one["ruleId"] == "ec2-ssh-closed-to-internet"
    ]  # fmt: skip
    assert (ssh["level"], ssh["properties"]["reach"]) == ("note", "unreachable")
    junit = invoke("check", "t.yaml", "--format", "junit").stdout
    assert '<failure type="low" message="not so: No rule admits port 22' in junit
    assert (
        "unreachable from the Internet today" in invoke("check", "t.yaml", "--format", "md").stdout
    )
    html = invoke("check", "t.yaml", "--format", "html").stdout
    assert "(open, but unreachable from the Internet today)" in html


def test_what_is_not_known_keeps_its_weight(here: Path) -> None:
    written(here, t_yaml=TEMPLATE.replace("MapPublicIpOnLaunch: false",
                                          "MapPublicIpOnLaunch: !Ref Public"))  # fmt: skip
    report = json.loads(invoke("check", "t.yaml", "--format", "json").stdout)
    (ssh,) = [x for x in report["findings"] if x["control"] == "ec2-ssh-closed-to-internet"]
    assert (ssh["weight"], ssh["reach"]) == ("high", "unknown")


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in some properties."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from places(one, (*path, n))


def hide(resource: Resource, path: tuple[str | int, ...]) -> None:
    """Nobody sees what is at a place."""
    resource.properties = copy.deepcopy(resource.properties)
    holder: Any = resource.properties
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = HIDDEN


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({"public": True}, []),
        ({"public": False}, []),
        ({"public": True}, [SHUT]),
        ({"public": False}, BALANCED),
        ({"public": False}, [*template(True), accelerator(at("c"))]),
    ],
)
def test_hiding_something_never_flips_what_a_group_comes_to(
    facts: dict[str, Any], parts: list[Resource]
) -> None:
    plain = opened(lan([SSH], *parts, **facts), "g", 22).truth
    base = lan([SSH], *parts, **facts).estate
    for n, one in enumerate(base.resources):
        for path in places(one.properties):
            resources = [copy.copy(each) for each in base.resources]
            hide(resources[n], path)
            found = opened(Asker(Estate(resources)), "g", 22)
            assert found.truth in (plain, None), (one.address, path, str(found))
