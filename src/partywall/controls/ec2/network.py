"""VPCs, subnets, network ACLs and interfaces."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.ec2.network import NetworkAcl, NetworkInterface, Subnet, Vpc
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import LOGGING, NETWORK_CONFIGURATION

ADMIN_PORTS: Final = (22, 3389)


@control(
    "ec2-vpc-flow-logs",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "EC2.6",
        "CIS v5.0.0/3.7",
        "CIS v3.0.0/3.7",
        "CKV2_AWS_11",
        "AVD-AWS-0178",
        "vpc_flow_logs_enabled",
    ),
)
def vpc_has_flow_logs(vpc: Vpc) -> Verdict:
    """A flow log records the connections of the VPC, those turned away as well.

    Without it nobody can say after an incident who talked to what, and no scan is ever seen.

    Fix: add a flow log for the VPC with TrafficType ALL or REJECT.

    Undecided when a flow log may belong to this VPC, or its traffic type is not known.

    Refuted by::

        CidrBlock: 10.0.0.0/16

    Proved by::

        Resources:
          Example: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Log:
            Type: AWS::EC2::FlowLog
            Properties: {ResourceType: VPC, ResourceId: !Ref Example, TrafficType: ALL}

    Source: VPC User Guide, "Logging IP traffic using VPC Flow Logs" (not re-read).
    """
    log, recorded = some(vpc.flow_logs, lambda one: one.records_rejected)
    if recorded and log is not None:
        return proved(log.at("TrafficType"), log.at("ResourceId"))
    return refuted(vpc, "no flow log records what is turned away")


@control(
    "ec2-subnet-no-public-addresses",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("EC2.15", "CKV_AWS_130", "AVD-AWS-0164", "vpc_subnet_no_public_ip_by_default"),
)
def subnet_gives_no_public_addresses(subnet: Subnet) -> Verdict:
    """What starts in the subnet gets no public IPv4 address unless it asks for one.

    A machine should stand on the Internet because somebody decided so, not by where it started.

    Fix: leave MapPublicIpOnLaunch off; balancers and NAT gateways do not need it.

    Undecided when the value is not known.

    Refuted by::

        MapPublicIpOnLaunch: true

    Proved by::

        CidrBlock: 10.0.1.0/24

    Source: VPC User Guide, "IP addressing for your VPCs and subnets" (not re-read).
    """
    given = subnet.at("MapPublicIpOnLaunch")
    return proved_if(no(subnet.gives_public_addresses), given, "public addresses are given out")


@control(
    "ec2-network-acl-admin-ports-closed",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "EC2.21",
        "CIS v5.0.0/5.2",
        "CIS v3.0.0/5.1",
        "CKV_AWS_231",
        "CKV_AWS_232",
        "AVD-AWS-0105",
        "ec2_networkacl_allow_ingress_tcp_port_22",
        "ec2_networkacl_allow_ingress_tcp_port_3389",
    ),
)
def network_acl_admin_ports_closed(acl: NetworkAcl) -> Verdict:
    """The network ACL admits neither port 22 nor port 3389 from the Internet.

    It is the second lock: it holds when a security group is opened by mistake. Entries are
    read in the order of their numbers, and the first that matches decides, so a denial after
    an allowance denies nothing.

    Fix: deny the ports with a number lower than that of the entry that allows everything.

    Undecided when entries that are not known may let the port in, or turn it away.

    Refuted by::

        Resources:
          Example: {Type: AWS::EC2::NetworkAcl}
          All:
            Type: AWS::EC2::NetworkAclEntry
            Properties:
              {NetworkAclId: !Ref Example, RuleNumber: 100, Protocol: -1, RuleAction: allow,
               CidrBlock: 0.0.0.0/0}
          TooLate:
            Type: AWS::EC2::NetworkAclEntry
            Properties:
              {NetworkAclId: !Ref Example, RuleNumber: 200, Protocol: 6, RuleAction: deny,
               CidrBlock: 0.0.0.0/0, PortRange: {From: 22, To: 22}}

    Proved by::

        Resources:
          Example: {Type: AWS::EC2::NetworkAcl}
          Web:
            Type: AWS::EC2::NetworkAclEntry
            Properties:
              {NetworkAclId: !Ref Example, RuleNumber: 100, Protocol: 6, RuleAction: allow,
               CidrBlock: 0.0.0.0/0, PortRange: {From: 443, To: 443}}

    Source: VPC User Guide, "Network ACL rules" (not re-read).
    """
    doubt: Truth = False
    for port in ADMIN_PORTS:
        entry, opened = acl.opens(port)
        if opened is True:
            return refuted(entry, f"admits {port}/tcp from the Internet")
        doubt = doubt | opened
    return proved_if(no(doubt), acl, "admits an administration port from the Internet")


@control(
    "ec2-interface-checks-addresses",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("EC2.180",),
)
def interface_checks_addresses(interface: NetworkInterface) -> Verdict:
    """The interface takes no packets that are for, or from, somebody else.

    A machine that may forward, may also pretend to be another one. Routers and firewalls of
    your own must; waive it for them.

    Fix: remove SourceDestCheck, or set it to true.

    Undecided when the value is not known.

    Refuted by::

        SourceDestCheck: false

    Proved by::

        SubnetId: subnet-1

    Source: Security Hub User Guide, "EC2.180" (not re-read).
    """
    check = interface.at("SourceDestCheck")
    return proved_if(check.either(True).is_true, check, "it forwards what is not its own")
