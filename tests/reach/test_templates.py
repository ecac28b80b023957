"""What machines are started from decides on their groups and addresses, too."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.estate.resource import Resource
from reach.build import HIDDEN, at, make, rule
from reach.test_opened import opened
from reach.test_rows import lan

SSH = rule("tcp", 22, cidr="0.0.0.0/0")
FLEET = "AWS::AutoScaling::AutoScalingGroup"
OPEN = {"AssociatePublicIpAddress": True, "Groups": [at("g", "GroupId")]}
SHUT = {"AssociatePublicIpAddress": False, "Groups": [at("g", "GroupId")]}


def template(*interfaces: object, **more: object) -> Resource:
    return make("LaunchTemplate", "lt", LaunchTemplateData={"NetworkInterfaces": list(interfaces),
                                                            **more})  # fmt: skip


def spec(version: object = "1", **more: object) -> dict[str, object]:
    return {"LaunchTemplateId": at("lt"), "Version": version, **more}


def fleet(**more: object) -> Resource:
    return make(FLEET, "f", VPCZoneIdentifier=[at("s")], **more)


def machine(**more: object) -> Resource:
    return make("Instance", "x", SubnetId=at("s"), LaunchTemplate=spec(), **more)


def mixed(*overrides: object) -> dict[str, object]:
    return {"LaunchTemplate": {"LaunchTemplateSpecification": spec(), "Overrides": list(overrides)}}


def configuration(public: object) -> Resource:
    return make("AWS::AutoScaling::LaunchConfiguration", "lc", AssociatePublicIpAddress=public,
                SecurityGroups=[at("g", "GroupId")])  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "truth"),
    [
        ([template(OPEN), fleet(LaunchTemplate=spec())], True),
        ([template(SHUT), fleet(LaunchTemplate=spec())], False),
        ([template(OPEN), fleet(LaunchTemplate=spec("$Latest"))], True),
        ([template(SHUT), fleet(LaunchTemplate=spec(at("lt", "LatestVersionNumber")))], False),
        ([template(SHUT), fleet(LaunchTemplate=spec("3"))], None),
        ([template(SHUT), fleet(LaunchTemplate=spec(HIDDEN))], None),
        ([template(SHUT, OPEN), fleet(LaunchTemplate=spec())], None),
        ([template(SHUT), fleet(LaunchTemplate=HIDDEN)], None),
        ([template(OPEN), fleet(MixedInstancesPolicy=mixed())], True),
        ([template(SHUT), fleet(MixedInstancesPolicy=mixed({"InstanceType": "m7g.large"}))], False),
        ([template(SHUT),
          fleet(MixedInstancesPolicy=mixed({"LaunchTemplateSpecification": spec()}))], None),
        ([template(SHUT), fleet(MixedInstancesPolicy=mixed(HIDDEN))], None),
        ([template(SHUT), fleet(MixedInstancesPolicy=HIDDEN)], None),
        ([configuration(True), fleet(LaunchConfigurationName=at("lc"))], True),
        ([configuration(False), fleet(LaunchConfigurationName=at("lc"))], False),
        ([configuration(HIDDEN), fleet(LaunchConfigurationName=at("lc"))], None),
        ([fleet(LaunchConfigurationName="elsewhere")], None),
        ([fleet(InstanceId=at("a"))], None),
        ([template(OPEN), machine()], True),
        ([template(SHUT), machine()], False),
        ([template(OPEN), machine(NetworkInterfaces=[
            {"DeviceIndex": "0", "SubnetId": at("s"), "GroupSet": [at("g", "GroupId")]}])], None),
        ([template(OPEN), machine(NetworkInterfaces=[
            {"DeviceIndex": "0", "SubnetId": at("s"), "GroupSet": [at("g", "GroupId")],
             "AssociatePublicIpAddress": False}])], False),
    ],
)  # fmt: skip
def test_what_is_started_from_a_template(parts: list[Resource], truth: bool | None) -> None:
    assert opened(lan([SSH], *parts, public=False), "g", 22).truth is truth


@pytest.mark.parametrize("kind", ["fleet", "machine"])
@pytest.mark.parametrize(("count", "truth"), [(1, True), (None, False), (HIDDEN, None)])
def test_ipv6_addresses_of_a_template(kind: str, count: object, truth: bool | None) -> None:
    interface = SHUT if count is None else {**SHUT, "Ipv6AddressCount": count}
    started: dict[str, Any] = {"fleet": fleet(LaunchTemplate=spec()), "machine": machine()}
    asker = lan(
        [rule("tcp", 22, cidr="::/0")], template(interface), started[kind], public=False,
        Ipv6CidrBlock="2600:1f18::/64",
    )  # fmt: skip
    assert opened(asker, "g", 22).truth is truth


def test_a_template_that_is_there_already_may_have_other_versions() -> None:
    asker = lan([SSH], template(SHUT), fleet(LaunchTemplate=spec()), public=False)
    resources = asker.estate.resources
    next(one for one in resources if one.address == "lt").action = "update"
    assert opened(type(asker)(asker.estate), "g", 22).truth is None
