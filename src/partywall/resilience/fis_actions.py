"""What AWS FIS can do to each type: its actions, with their targets and parameters.

Source: AWS FIS User Guide, "AZ Availability: Power Interruption", "Actions for AWS FIS", and of
each action its targets and parameters, "AWS FIS Actions reference", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

MINUTES: Final = "PT10M"


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
