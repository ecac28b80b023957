"""Experiments are what FIS and CloudFormation take, and say what FIS cannot do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from partywall.estate import schema
from partywall.estate.resource import Resource
from partywall.resilience import fis
from partywall.resilience.asked import fault
from partywall.resilience.fis import Experiment, experiment
from partywall.resilience.fis_actions import ALONE, IN_REGION, IN_ZONE, Action
from resilience.estates import make, network, ref, subnets, survey

KNOWN = {
    *("aws:ebs:pause-volume-io", "aws:ec2:asg-insufficient-instance-capacity-error"),
    *("aws:ec2:stop-instances", "aws:ecs:stop-task", "aws:eks:terminate-nodegroup-instances"),
    *("aws:elasticache:replicationgroup-interrupt-az-power", "aws:network:disrupt-connectivity"),
    *("aws:network:route-table-disrupt-cross-region-connectivity", "aws:rds:failover-db-cluster"),
    *("aws:rds:reboot-db-instances", "aws:s3:bucket-pause-replication"),
    *("aws:dynamodb:global-table-pause-replication", "aws:lambda:invocation-error"),
    *("aws:network:transit-gateway-disrupt-cross-region-connectivity",),
    "aws:network:disrupt-vpc-endpoint",
}
"""Ids of actions as the user guide lists them, read 2026-11-23."""

ESTATE: list[Resource] = [
    *network("ab"),
    make("AWS::EC2::Instance", "i", SubnetId=ref("sub-a")),
    make("AWS::EC2::Instance", "j", SubnetId=ref("sub-b")),
    make("AWS::AutoScaling::AutoScalingGroup", "asg", MinSize=2, VPCZoneIdentifier=subnets("ab")),
    make("AWS::RDS::DBInstance", "single", AvailabilityZone="eu-west-1a"),
    make("AWS::RDS::DBSubnetGroup", "g", SubnetIds=subnets("ab")),
    make("AWS::RDS::DBInstance", "standby", MultiAZ=True, DBSubnetGroupName=ref("g")),
    make("AWS::KMS::Key", "key"),
    make("AWS::ECS::Service", "tasks", LaunchType="FARGATE"),
    make("AWS::Lambda::Function", "function"),
    make("AWS::DocDB::DBCluster", "documents"),
    make("AWS::DynamoDB::Table", "table"),
    make("AWS::DynamoDB::Table", "replicated", Replicas=[{"Region": "eu-central-1"}]),
    make("AWS::EC2::TransitGateway", "transit"),
    make("AWS::EC2::VPCEndpoint", "endpoint", VpcEndpointType="Interface"),
    make("AWS::EC2::VPCEndpoint", "gateway", VpcEndpointType="Gateway"),
    make("AWS::EC2::Subnet", "far", region="eu-central-1", AvailabilityZone="eu-central-1a"),
]


def made(*texts: str) -> Experiment:
    model = survey(ESTATE).model
    return experiment(model, fault(model, texts))


def properties(found: Experiment) -> dict[str, Any]:
    """The properties of the experiment, with its parameters filled in."""
    text = json.dumps(found.template["Resources"])
    filled = re.sub(r'{"Ref": "(\w+)"}', r'"\1"', text)
    one = json.loads(filled)["Experiment"]
    assert one["Type"] == "AWS::FIS::ExperimentTemplate"
    inside: dict[str, Any] = one["Properties"]
    return inside


FAULTS = [
    *("az:eu-west-1a", "region:eu-west-1", "region:eu-central-1"),
    *("i", "sub-a", "tasks", "standby", "function", "documents", "endpoint"),
]


@pytest.mark.parametrize("text", FAULTS)
def test_it_is_what_the_schema_says(text: str) -> None:
    inside = properties(made(text))
    assert schema.validate("AWS::FIS::ExperimentTemplate", inside) == []
    found = schema.type_schema("AWS::FIS::ExperimentTemplate")
    assert found is not None
    assert set(found.required) <= set(inside)
    assert inside["Actions"]
    for action in inside["Actions"].values():
        assert action["ActionId"] in KNOWN
        assert set(action["Targets"].values()) <= set(inside["Targets"])


def test_all_actions_are_known_ones() -> None:
    actions: list[Action] = [*IN_ZONE.values(), *IN_REGION.values(), *ALONE.values()]
    assert {one.id for one in actions} == KNOWN
    for kind in (*IN_ZONE, *IN_REGION, *ALONE):
        assert schema.is_type(kind)


def test_a_zone_is_broken_where_something_lies_in_it() -> None:
    found = made("az:eu-west-1a")
    assert set(found.tags) == {"sub-a", "i", "asg", "standby", "documents"}
    inside = properties(found)
    ids = {one["ActionId"] for one in inside["Actions"].values()}
    assert ids == {
        "aws:ec2:stop-instances",
        "aws:network:disrupt-connectivity",
        "aws:ec2:asg-insufficient-instance-capacity-error",
        "aws:rds:failover-db-cluster",
        "aws:rds:reboot-db-instances",
    }
    filters = [one["Filters"] for one in inside["Targets"].values() if "Filters" in one]
    assert {"Path": "Placement.AvailabilityZone", "Values": ["eu-west-1a"]} in filters[0] + filters[
        1
    ]


def test_a_region_is_cut_off_from_the_others() -> None:
    found = made("region:eu-west-1")
    assert found.tags == ("far",)
    (action,) = properties(found)["Actions"].values()
    assert action["Parameters"]["region"] == "eu-west-1"


def test_what_fis_cannot_do_is_named() -> None:
    found = made("key")
    assert properties(found)["Actions"] == {}
    assert found.absent == ("key: FIS has no action for AWS::KMS::Key",)
    both = made("key", "i")
    assert both.tags == ("i",)
    assert len(both.absent) == 1


def test_an_experiment_ends_with_an_alarm() -> None:
    inside = properties(made("i"))
    assert inside["StopConditions"][0]["Source"] == "aws:cloudwatch:alarm"
    assert inside["Tags"] == {fis.TAG: "i"}


def test_replication_between_regions_stops() -> None:
    """Only of what is replicated, and not where the lost Region is its own."""
    inside = properties(made("region:eu-central-1"))
    ids = [one["ActionId"] for one in inside["Actions"].values()]
    assert ids == [
        "aws:dynamodb:global-table-pause-replication",
        "aws:network:route-table-disrupt-cross-region-connectivity",
        "aws:network:transit-gateway-disrupt-cross-region-connectivity",
    ]
    found = made("region:eu-central-1")
    assert "replicated" in found.tags
    assert "table" not in found.tags


def test_a_gateway_endpoint_cannot_be_cut_off() -> None:
    assert made("gateway").absent == ("gateway: FIS has no action for AWS::EC2::VPCEndpoint",)
