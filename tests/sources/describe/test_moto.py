"""A template, deployed to a mock of AWS and exported, answers as the template itself does.

The mock is moto's, which prints what the EC2, ELB and RDS interfaces do; a shape of ours that
reads a field under a wrong name would lose it here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from partywall.assess.check import Check, Options
from partywall.estate import schema
from partywall.estate.resource import Resource
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.reading import Reading

pytestmark = pytest.mark.slow

ACCOUNT, REGION = "123456789012", "eu-west-1"

TEMPLATE = """\
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Public:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
  Private:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Net, InternetGatewayId: !Ref Gateway}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties:
      {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  With:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref Table, SubnetId: !Ref Public}
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: open
      VpcId: !Ref Net
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0, Description: all}
  Inner:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: inner
      VpcId: !Ref Net
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Open}
  Disk:
    Type: AWS::EC2::Volume
    Properties: {AvailabilityZone: eu-west-1a, Size: 8}
  Machine:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-12c6146b
      InstanceType: t3.micro
      SubnetId: !Ref Public
      SecurityGroupIds: [!Ref Open]
  Front:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: front
      Scheme: internet-facing
      Subnets: [!Ref Public, !Ref Private]
      SecurityGroups: [!Ref Open]
  Web:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {Name: web, Port: 80, Protocol: HTTP, VpcId: !Ref Net}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Front
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref Web}]
  Stored:
    Type: AWS::RDS::DBSubnetGroup
    Properties:
      DBSubnetGroupName: stored
      DBSubnetGroupDescription: stored
      SubnetIds: [!Ref Public, !Ref Private]
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: orders
      DBInstanceClass: db.t3.micro
      Engine: postgres
      AllocatedStorage: "20"
      MasterUsername: someone
      MasterUserPassword: not-a-secret-at-all
      DBSubnetGroupName: !Ref Stored
      VPCSecurityGroups: [!Ref Inner]
      PubliclyAccessible: true
      StorageEncrypted: false
"""

APART = {("ec2-security-group-rules-described", "Open")}
"""A live group has the rule for going out that EC2 adds by itself, and that nobody described."""

COMMANDS = {
    "ec2": (
        "addresses availability_zones customer_gateways egress_only_internet_gateways flow_logs "
        "instances internet_gateways managed_prefix_lists nat_gateways network_acls "
        "network_interfaces prefix_lists regions route_tables security_group_rules "
        "security_groups subnets transit_gateways vpc_endpoints vpc_peering_connections vpcs "
        "volumes vpn_connections vpn_gateways"
    ),
    "elb": "load_balancers",
    "elbv2": "load_balancers target_groups",
    "rds": "db_clusters db_instances db_subnet_groups",
}


def save(folder: Path, name: str, answer: dict[str, Any]) -> None:
    answer.pop("ResponseMetadata", None)
    path = folder / ACCOUNT / REGION / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(answer, indent=4, default=datetime.isoformat))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The folder that the stack was exported to, and its physical ids by logical id."""
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "mock")
        clients = {name: boto3.client(name, REGION) for name in (*COMMANDS, "cloudformation")}
        clients["cloudformation"].create_stack(StackName="s", TemplateBody=TEMPLATE)
        made = clients["cloudformation"].describe_stack_resources(StackName="s")["StackResources"]
        ids = {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for one in made
            if "PhysicalResourceId" in one
        }
        for service, names in COMMANDS.items():
            for name in names.split():
                answer = getattr(clients[service], f"describe_{name}")()
                save(folder, f"{service}-{name}", answer)
        v2 = clients["elbv2"]
        save(folder, "listeners", v2.describe_listeners(LoadBalancerArn=ids["Front"]))
        save(folder, "rules", v2.describe_rules(ListenerArn=ids["Listener"]))
        health = v2.describe_target_health(TargetGroupArn=ids["Web"])
        save(folder, f"health-{ids['Web'].rsplit('/')[-1]}", health)
    yield folder, ids


def reading_of(path: Path) -> Reading:
    every = Inputs([str(path)], InputOptions(region=REGION, account=ACCOUNT))
    (found,) = every.readings()
    assert every.remarks == []
    return found


def verdicts(path: Path) -> dict[tuple[str, str], str]:
    found = Check(Options(as_of=date(2026, 11, 23))).run([reading_of(path)])
    return {(one.control, one.resource): one.verdict for one in found.findings}


def test_everything_is_understood(deployed: tuple[Path, dict[str, str]]) -> None:
    found = reading_of(deployed[0])
    assert found.diagnostics == []
    for one in found.resources:
        assert schema.validate(one.type, one.properties) == [], one.address
    assert {name: one.arguments for name, one in found.coverage.items() if one.unmapped} == {}


def by_id(found: Reading, id: str) -> Resource:
    return next(one for one in found.resources if id in one.names)


def test_every_resource_of_the_stack_is_there(deployed: tuple[Path, dict[str, str]]) -> None:
    folder, ids = deployed
    found = reading_of(folder)
    apart = {"Attachment", "Out"}
    for name, id in ids.items():
        if name not in apart:
            assert by_id(found, id)
    assert by_id(found, f"{ids['Net']}/{ids['Gateway']}").type == "AWS::EC2::VPCGatewayAttachment"
    assert by_id(found, f"{ids['Table']}/0.0.0.0/0").properties["GatewayId"] == ids["Gateway"]


def test_verdicts_are_those_of_the_template(
    deployed: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """What the one proves the other never refutes; and most is the same."""
    folder, ids = deployed
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE)
    found = reading_of(folder)
    logical = {
        by_id(found, id).address: name
        for name, id in ids.items()
        if name not in ("Attachment", "Out")
    }
    live = {
        (control, logical[address]): verdict
        for (control, address), verdict in verdicts(folder).items()
        if address in logical
    }
    written = verdicts(template)
    both = live.keys() & written.keys()
    assert len(both) > 50
    pairs = [(live[key], written[key]) for key in both]
    flipped = [
        (key, live[key], written[key])
        for key in both
        if {live[key], written[key]} == {"proved", "refuted"} and key not in APART
    ]
    assert flipped == []
    assert sum(one == other for one, other in pairs) > len(pairs) * 0.6
