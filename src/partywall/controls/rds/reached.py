"""Databases that the Internet must not reach, whatever each setting on the way says."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import CRITICAL, control
from partywall.controls.openings import closed_to_internet
from partywall.controls.questions import Questions
from partywall.estate.views.rds import DBInstance
from partywall.kernel.values import as_number
from partywall.kernel.verdict import Verdict
from partywall.line.layer import NETWORK_CONFIGURATION

PORTS: Final = {
    "mariadb": 3306, "mysql": 3306, "oracle": 1521, "postgres": 5432, "sqlserver": 1433,
}  # fmt: skip
"""The beginning of an engine's name → the TCP port that it listens on when none is written.

Source: Amazon RDS API Reference, "CreateDBInstance", Port (not re-read).
"""


@control(
    "rds-instance-unreachable",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    needs="reach",
)
def instance_is_unreachable(db: DBInstance, ask: Questions) -> Verdict:
    """No packet from the Internet arrives at the port of the database.

    Groups, network ACLs, subnets, gateways, its own address and load balancers together decide
    that. What arrives has only a password before it.

    Fix: set PubliclyAccessible to false, and admit the port from the groups of its clients.
    `partywall reach internet DATABASE` tells the way.

    Undecided when something on the way is not known or not modelled, or when packets arrive and
    the port is not known.

    Refuted by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Subnets:
            Type: AWS::RDS::DBSubnetGroup
            Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref Subnet]}
          Example:
            Type: AWS::RDS::DBInstance
            Properties:
              Engine: postgres
              DBSubnetGroupName: !Ref Subnets
              VPCSecurityGroups: [!Ref Group]
              PubliclyAccessible: true

    Proved by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Subnets:
            Type: AWS::RDS::DBSubnetGroup
            Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref Subnet]}
          Example:
            Type: AWS::RDS::DBInstance
            Properties:
              Engine: postgres
              DBSubnetGroupName: !Ref Subnets
              VPCSecurityGroups: [!Ref Group]
              PubliclyAccessible: false

    Source: Amazon RDS User Guide, "Hiding a DB instance in a VPC from the internet" (not re-read).
    """
    return closed_to_internet(db, db.at("VPCSecurityGroups"), ask, _ports(db))


def _ports(db: DBInstance) -> tuple[int, ...] | None:
    """The port that it surely listens on; None when that is not known."""
    written = db.at("Port")
    if written.value is not None:
        number = as_number(written.value)
        return None if number is None else (int(number),)
    engine = db.engine.value
    if not isinstance(engine, str) or db.in_cluster is not False or db.inherits is not False:
        return None
    found = [port for name, port in PORTS.items() if engine.startswith(name)]
    return (found[0],) if found else None
