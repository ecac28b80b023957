"""Ways of administering a machine that the Internet must not reach."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import HIGH, control
from partywall.controls.openings import closed_to_internet
from partywall.controls.questions import Questions
from partywall.estate.views.ec2.instance import Instance
from partywall.kernel.verdict import Verdict
from partywall.line.layer import NETWORK_CONFIGURATION

ADMINISTRATION: Final = (22, 3389, 5985, 5986)
"""TCP ports of SSH, Remote Desktop, and WinRM over HTTP and HTTPS.

Source: IANA, "Service Name and Transport Protocol Port Number Registry" (not re-read).
"""


@control(
    "ec2-instance-administration-unreachable",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    needs="reach",
)
def instance_administration_is_unreachable(instance: Instance, ask: Questions) -> Verdict:
    """No packet from the Internet arrives at the machine's ports of administration.

    Groups, network ACLs, addresses, gateways and load balancers together decide who can knock
    at SSH (22), Remote Desktop (3389) and WinRM (5985, 5986). Whoever can will try, day and
    night.

    Fix: admit these ports from your own network only, or use Session Manager, which needs none.
    `partywall reach internet INSTANCE` tells the way.

    Undecided when something on the way is not known or not modelled.

    Refuted by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 5000, ToPort: 6000, CidrIp: 0.0.0.0/0}
          Example:
            Type: AWS::EC2::Instance
            Properties: {SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]}

    Proved by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: false}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
          Example:
            Type: AWS::EC2::Instance
            Properties: {SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]}

    Undecided by::

        SubnetId: subnet-0123456789abcdef0

    Source: Reachability Analyzer, "Explanation codes", read 2026-11-23.
    """
    return closed_to_internet(instance, instance.at("SecurityGroupIds"), ask, ADMINISTRATION)
