"""Security groups: the default one, the way out, and what rules are for."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.ec2.security_group import Rule, SecurityGroup
from partywall.kernel.truth import Truth, every, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, refuted
from partywall.line.layer import NETWORK_CONFIGURATION


@control(
    "ec2-default-security-group-closed",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "EC2.2",
        "CIS v5.0.0/5.5",
        "CIS v3.0.0/5.4",
        "CKV2_AWS_12",
        "AVD-AWS-0173",
        "ec2_securitygroup_default_restrict_traffic",
    ),
)
def default_group_closed(group: SecurityGroup) -> Verdict:
    """The default security group of the VPC admits nothing, in or out.

    Whatever is started without a group of its own falls into this one, so it should open no
    door that nobody thought of.

    Fix: remove every rule of the default group, and give each workload a group of its own.

    Undecided when the rules are not known.

    Refuted by::

        Resources:
          Example:
            Type: AWS::EC2::SecurityGroup
            Origin: live
            Properties:
              GroupName: default
              SecurityGroupIngress: [{IpProtocol: "-1", SourceSecurityGroupId: sg-0123}]
              SecurityGroupEgress: []

    Proved by::

        Resources:
          Example:
            Type: AWS::EC2::SecurityGroup
            Origin: live
            Properties: {GroupName: default, SecurityGroupIngress: [], SecurityGroupEgress: []}

    Not applicable by::

        GroupDescription: web servers

    Source: Security Hub User Guide, "EC2.2" (not re-read).
    """
    if not group.is_default:
        return not_applicable(group.at("GroupName"), "this is not a VPC's default group")
    rules = group.ingress + group.egress
    rule, any_rule = some(rules, _is_there)
    if any_rule:
        return refuted(rule, "the default group has a rule")
    return proved(group.at("SecurityGroupIngress"), group.at("SecurityGroupEgress"))


def _is_there(rule: Rule) -> Truth:
    return True if isinstance(rule.value, dict) else rule.doubt()


@control(
    "ec2-security-group-egress-restricted",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("CKV_AWS_382", "AVD-AWS-0104"),
)
def egress_restricted(group: SecurityGroup) -> Verdict:
    """No rule lets every protocol out to the whole Internet.

    An intruder fetches his tools and takes your data out by the same way. Where only known
    services are needed, only they should be reachable.

    Fix: write egress rules for what the workload needs, by prefix list or group where possible.

    Undecided when a rule's destination or protocol is not known.

    Refuted by::

        GroupDescription: EC2 adds a rule for everything when none is written

    Proved by::

        SecurityGroupEgress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}

    Source: CloudFormation Template Reference, "AWS::EC2::SecurityGroup" (not re-read).
    """

    def lets_all_out(rule: Rule) -> Truth:
        return rule.protocol.equals("-1", -1) & rule.from_internet

    hole, sure = some(group.egress, lets_all_out)
    if sure:
        return refuted(hole, "lets everything out to everywhere")
    return proved(group.at("SecurityGroupEgress"), note="not everything is let out")


@control(
    "ec2-security-group-rules-described",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("CKV_AWS_23", "AVD-AWS-0124"),
)
def rules_described(group: SecurityGroup) -> Verdict:
    """Every rule for incoming traffic says what it is for.

    A rule whose reason nobody remembers is never removed.

    Fix: give each rule a Description: who needs it, and the ticket.

    Undecided when the rules are not known.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0, Description: the shop}

    Source: EC2 User Guide, "Security group rules" (not re-read).
    """
    silent, described = every(group.ingress, lambda rule: rule.is_described)
    if not described:
        return refuted(silent, "this rule has no description")
    return proved(group.at("SecurityGroupIngress"))
