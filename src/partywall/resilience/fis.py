"""An AWS FIS experiment for a simulated fault, as a CloudFormation template.

What to break is chosen by a tag that has to be put on it, because most ids exist only after
deployment. What FIS has no action for (a key, a role, a certificate) is named, never left out.

Source: AWS FIS User Guide, "AZ Availability: Power Interruption", "Actions for AWS FIS" and "List
the AWS FIS actions", and of each action its targets and parameters, "AWS FIS Actions reference",
read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.places import REGION, ZONE, is_zone_id

TAG: Final = "partywall-fault"
MINUTES: Final = "PT10M"

Json = dict[str, object]


class Action(Struct, frozen=True):
    """One action of FIS: on which type of target, under which key, with which parameters.

    `zone` is the parameter that takes the zone, `region` the one that takes the Region; of the
    target where `of_target` says so.
    """

    id: str
    target: str
    key: str
    parameters: dict[str, str] = {}
    zone: str = ""
    of_target: bool = False
    filter: str = ""


_STOP: Final = Action(
    "aws:ec2:stop-instances",
    "aws:ec2:instance",
    "Instances",
    {"startInstancesAfterDuration": MINUTES},
    filter="Placement.AvailabilityZone",
)
_CUT: Final = Action(
    "aws:network:disrupt-connectivity",
    "aws:ec2:subnet",
    "Subnets",
    {"duration": MINUTES, "scope": "all"},
    filter="AvailabilityZone",
)
_NO_LAUNCH: Final = Action(
    "aws:ec2:asg-insufficient-instance-capacity-error",
    "aws:ec2:autoscaling-group",
    "AutoScalingGroups",
    {"duration": MINUTES, "percentage": "100"},
    zone="availabilityZoneIdentifiers",
)
_CACHE: Final = Action(
    "aws:elasticache:replicationgroup-interrupt-az-power",
    "aws:elasticache:replicationgroup",
    "ReplicationGroups",
    {"duration": MINUTES},
    zone="availabilityZoneIdentifier",
    of_target=True,
)
_VOLUME: Final = Action(
    "aws:ebs:pause-volume-io", "aws:ec2:ebs-volume", "Volumes", {"duration": MINUTES}
)
_REBOOT: Final = Action(
    "aws:rds:reboot-db-instances", "aws:rds:db", "DBInstances", {"forceFailover": "true"}
)
_REBOOT_ONE: Final = Action("aws:rds:reboot-db-instances", "aws:rds:db", "DBInstances")
_FAIL_OVER: Final = Action("aws:rds:failover-db-cluster", "aws:rds:cluster", "Clusters")
_TASKS: Final = Action("aws:ecs:stop-task", "aws:ecs:task", "Tasks")
_NODES: Final = Action(
    "aws:eks:terminate-nodegroup-instances",
    "aws:eks:nodegroup",
    "Nodegroups",
    {"instanceTerminationPercentage": "100"},
)
_CROSS_REGION: Final = Action(
    "aws:network:route-table-disrupt-cross-region-connectivity",
    "aws:ec2:subnet",
    "Subnets",
    {"duration": MINUTES},
    zone="region",
)
_S3: Final = Action(
    "aws:s3:bucket-pause-replication",
    "aws:s3:bucket",
    "Buckets",
    {"duration": MINUTES},
    zone="region",
)

_TRANSIT: Final = Action(
    "aws:network:transit-gateway-disrupt-cross-region-connectivity",
    "aws:ec2:transit-gateway",
    "TransitGateways",
    {"duration": MINUTES},
    zone="region",
)
_REPLICATION: Final = Action(
    "aws:dynamodb:global-table-pause-replication",
    "aws:dynamodb:global-table",
    "Tables",
    {"duration": MINUTES},
)
_FUNCTION: Final = Action(
    "aws:lambda:invocation-error",
    "aws:lambda:function",
    "Functions",
    {"duration": MINUTES, "invocationPercentage": "100", "preventExecution": "true"},
)

_ENDPOINT: Final = Action(
    "aws:network:disrupt-vpc-endpoint",
    "aws:ec2:vpc-endpoint",
    "VPCEndpoints",
    {"duration": MINUTES},
)

IN_ZONE: Final[dict[str, Action]] = {
    "AWS::EC2::Instance": _STOP,
    "AWS::EC2::Subnet": _CUT,
    "AWS::AutoScaling::AutoScalingGroup": _NO_LAUNCH,
    "AWS::ElastiCache::ReplicationGroup": _CACHE,
    "AWS::DocDB::DBCluster": _FAIL_OVER,
    "AWS::RDS::DBCluster": _FAIL_OVER,
    "AWS::RDS::DBInstance": _REBOOT,
}
"""What FIS does to a type when its zone is lost."""

IN_REGION: Final[dict[str, Action]] = {
    "AWS::DynamoDB::GlobalTable": _REPLICATION,
    "AWS::DynamoDB::Table": _REPLICATION,
    "AWS::EC2::Subnet": _CROSS_REGION,
    "AWS::EC2::TransitGateway": _TRANSIT,
    "AWS::S3::Bucket": _S3,
}
"""What FIS does, from other Regions, when a Region is lost."""

REPLICATED: Final = {
    "AWS::DynamoDB::Table": "Replicas",
    "AWS::S3::Bucket": "ReplicationConfiguration",
}
"""Types of which FIS stops the replication, and the property without which there is none."""

ALONE: Final[dict[str, Action]] = {
    "AWS::EC2::Instance": Action(
        _STOP.id, _STOP.target, _STOP.key, {"startInstancesAfterDuration": MINUTES}
    ),
    "AWS::EC2::Subnet": Action(_CUT.id, _CUT.target, _CUT.key, _CUT.parameters),
    "AWS::EC2::Volume": _VOLUME,
    "AWS::EC2::VPCEndpoint": _ENDPOINT,
    "AWS::ECS::Service": _TASKS,
    "AWS::EKS::Nodegroup": _NODES,
    "AWS::DocDB::DBCluster": _FAIL_OVER,
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::RDS::DBCluster": _FAIL_OVER,
    "AWS::RDS::DBInstance": _REBOOT_ONE,
}
"""What FIS does to a single resource of a type."""


class Experiment(Struct, frozen=True):
    """A template; `tags` are the addresses that want the tag, `absent` what FIS cannot do."""

    template: Json
    tags: tuple[str, ...]
    absent: tuple[str, ...]


def experiment(model: Model, fault: Fault) -> Experiment:
    """The experiment for a fault; its template has no action when FIS has none."""
    builder = _Builder(model, fault)
    for thing in fault.lost:
        builder.add(thing)
    return builder.experiment()


def _alone(resource: Resource) -> Action | None:
    """What FIS does to a single resource; of endpoints it cuts off those with interfaces only."""
    endpoint = resource.type == "AWS::EC2::VPCEndpoint"
    if endpoint and resource.properties.get("VpcEndpointType") != "Interface":
        return None
    return ALONE.get(resource.type)


class _Builder:
    def __init__(self, model: Model, fault: Fault) -> None:
        self.model = model
        self.fault = fault
        self.value = re.sub(r"[^A-Za-z0-9]+", "-", fault.name).strip("-")[:200]
        self.actions: dict[str, Json] = {}
        self.targets: dict[str, Json] = {}
        self.tags: dict[str, None] = {}
        self.absent: list[str] = []

    def add(self, thing: str) -> None:
        """The actions for one lost thing."""
        if thing.startswith(ZONE):
            self._zone(thing)
        elif thing.startswith(REGION):
            self._region(thing)
        else:
            resource = self.model.by_address.get(thing)
            action = _alone(resource) if resource is not None else None
            if action is None:
                kind = resource.type if resource is not None else "what lies outside"
                self.absent.append(f"{thing}: FIS has no action for {kind}")
            else:
                self._put(action, "", [thing])

    def _zone(self, zone: str) -> None:
        before = len(self.actions)
        for kind, action in IN_ZONE.items():
            ones = [one for one in self._of(kind) if self._may_be_in(one, zone)]
            if ones:
                self._put(action, zone[len(ZONE) :], ones)
        if len(self.actions) == before:
            self.absent.append(f"{zone}: nothing in it that FIS has an action for")

    def _region(self, region: str) -> None:
        """FIS runs in one Region and cuts it off from another: what stays is targeted."""
        before = len(self.actions)
        for kind, action in IN_REGION.items():
            ones = [
                one
                for one in self._of(kind)
                if f"{REGION}{self.model.by_address[one].region}" != region
                and REPLICATED.get(kind, "") in ("", *self._properties(one))
            ]
            if ones:
                self._put(action, region[len(REGION) :], ones)
        if len(self.actions) == before:
            self.absent.append(f"{region}: nothing outside of it that FIS could cut off from it")

    def _of(self, kind: str) -> Iterable[str]:
        return sorted(one.address for one in self.model.estate.by_type.get(kind, ()))

    def _properties(self, address: str) -> dict[str, object]:
        return self.model.by_address[address].properties

    def _may_be_in(self, address: str, zone: str) -> bool:
        """Whether it, or one of its copies, surely or perhaps lies in the zone.

        A database in one zone only has nothing to fail over to.
        """
        kind = self.model.by_address[address].type
        spread = self.model.spreads.get(address)
        if kind == "AWS::RDS::DBInstance" and (spread is None or spread.count != 2):
            return False
        zones = self.model.zones.get(address)
        if zones is None:
            needs = self.model.needs(address)
            return kind.endswith("::DBCluster") or any(zone in need.of for need in needs)
        return zone in zones or "" in zones

    def _put(self, action: Action, place: str, addresses: list[str]) -> None:
        name = f"{action.id.rpartition(':')[2]}-{len(self.actions) + 1}"
        parameters = dict(action.parameters)
        target_parameters: dict[str, str] = {}
        if action.zone:
            (target_parameters if action.of_target else parameters)[action.zone] = place
        target: Json = {
            "ResourceType": action.target,
            "ResourceTags": {TAG: self.value},
            "SelectionMode": "ALL",
        }
        if target_parameters:
            target["Parameters"] = target_parameters
        if action.filter and place:
            path = f"{action.filter}Id" if is_zone_id(place) else action.filter
            target["Filters"] = [{"Path": path, "Values": [place]}]
        self.targets[name] = target
        self.actions[name] = {"ActionId": action.id, "Targets": {action.key: name}}
        if parameters:
            self.actions[name]["Parameters"] = parameters
        self.tags.update(dict.fromkeys(addresses))

    def experiment(self) -> Experiment:
        """The template, with the role and the alarm that stops it as parameters."""
        properties: Json = {
            "Description": f"Simulate the loss of {self.fault.name}"[:512],
            "RoleArn": {"Ref": "RoleArn"},
            "StopConditions": [
                {"Source": "aws:cloudwatch:alarm", "Value": {"Ref": "StopAlarmArn"}}
            ],
            "Targets": self.targets,
            "Actions": self.actions,
            "Tags": {TAG: self.value},
        }
        template: Json = {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": f"FIS experiment for the loss of {self.fault.name}"[:1024],
            "Parameters": {
                "RoleArn": {"Type": "String", "Description": "The role that FIS assumes."},
                "StopAlarmArn": {
                    "Type": "String",
                    "Description": "The CloudWatch alarm that ends the experiment.",
                },
            },
            "Resources": {
                "Experiment": {"Type": "AWS::FIS::ExperimentTemplate", "Properties": properties}
            },
        }
        return Experiment(template, tuple(self.tags), tuple(self.absent))
