"""Writes estates to lose things of, the same each time: many stacks, each on three zones.

A stack has a VPC with a subnet, a NAT gateway and a route table in each zone, a group of
instances behind a balancer, a database (with a standby in every second stack), a key, a role, and
queues, functions and buckets until the estate is as large as asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

REGION = "eu-west-1"
ZONES = "abc"
STORES = 8


def estate(resources: int) -> list[Resource]:
    """So many resources; the last stack is cut off."""
    found: list[Resource] = []
    stack = 0
    while len(found) < resources:
        found += _stack(f"stack{stack}", standby=stack % 2 == 0)
        stack += 1
    return found[:resources]


def ref(address: str, attribute: str = "Ref") -> Unknown:
    """A reference, as a template has it before it is deployed."""
    return Unknown("assigned at deployment", (address,), attribute, present=True)


def _make(kind: str, address: str, **properties: object) -> Resource:
    return Resource(type=kind, address=address, properties=properties, region=REGION)


def _stack(name: str, *, standby: bool) -> Iterator[Resource]:
    yield _make("AWS::EC2::VPC", f"{name}.vpc")
    yield _make("AWS::KMS::Key", f"{name}.key")
    yield _make("AWS::IAM::Role", f"{name}.role")
    for zone in ZONES:
        yield from _zone(name, zone)
    subnets = [ref(f"{name}.subnet-{zone}") for zone in ZONES]
    yield from _served(name, subnets)
    group = ref(f"{name}.group")
    yield _make("AWS::RDS::DBSubnetGroup", f"{name}.group", SubnetIds=subnets)
    locked = {"DBSubnetGroupName": group, "KmsKeyId": ref(f"{name}.key", "Arn")}
    yield _make("AWS::RDS::DBInstance", f"{name}.database", MultiAZ=standby, **locked)
    for n in range(STORES):
        key = ref(f"{name}.key", "Arn")
        yield _make("AWS::SQS::Queue", f"{name}.queue{n}", KmsMasterKeyId=key)
        yield _make("AWS::Lambda::Function", f"{name}.function{n}", Role=ref(f"{name}.role", "Arn"))
        yield _make("AWS::S3::Bucket", f"{name}.bucket{n}")


def _zone(name: str, zone: str) -> Iterator[Resource]:
    """A subnet, and its own way out."""
    subnet, table = ref(f"{name}.subnet-{zone}"), ref(f"{name}.table-{zone}")
    yield _make(
        "AWS::EC2::Subnet",
        f"{name}.subnet-{zone}",
        VpcId=ref(f"{name}.vpc"),
        AvailabilityZone=f"{REGION}{zone}",
    )
    yield _make("AWS::EC2::NatGateway", f"{name}.nat-{zone}", SubnetId=subnet)
    yield _make("AWS::EC2::RouteTable", f"{name}.table-{zone}", VpcId=ref(f"{name}.vpc"))
    out = {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": ref(f"{name}.nat-{zone}")}
    yield _make("AWS::EC2::Route", f"{name}.route-{zone}", RouteTableId=table, **out)
    yield _make(
        "AWS::EC2::SubnetRouteTableAssociation",
        f"{name}.of-{zone}",
        RouteTableId=table,
        SubnetId=subnet,
    )


def _served(name: str, subnets: list[Unknown]) -> Iterator[Resource]:
    """A balancer, and what stands behind it."""
    targets = ref(f"{name}.targets")
    yield _make("AWS::ElasticLoadBalancingV2::TargetGroup", f"{name}.targets")
    yield _make("AWS::ElasticLoadBalancingV2::LoadBalancer", f"{name}.balancer", Subnets=subnets)
    yield _make(
        "AWS::ElasticLoadBalancingV2::Listener",
        f"{name}.listener",
        LoadBalancerArn=ref(f"{name}.balancer"),
        DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}],
    )
    yield _make(
        "AWS::AutoScaling::AutoScalingGroup",
        f"{name}.workers",
        VPCZoneIdentifier=subnets,
        MinSize=3,
        TargetGroupARNs=[targets],
    )
