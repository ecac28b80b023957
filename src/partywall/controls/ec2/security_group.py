"""Security groups: what they must not let in."""

from __future__ import annotations

from partywall.controls.control import HIGH, control
from partywall.estate.views.ec2.security_group import Rule, SecurityGroup
from partywall.kernel.intervals import NO_ADDRESSES, Addresses, is_internet
from partywall.kernel.truth import Doubt, Truth, some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import NETWORK_CONFIGURATION


def closed(group: SecurityGroup, port: int) -> Verdict:
    """Whether no rule, and no union of rules, admits a TCP port from the Internet."""
    admitting: list[Rule] = []
    together: Addresses = NO_ADDRESSES

    def opens(rule: Rule) -> Truth:
        nonlocal together
        admits = rule.admits(port)
        if admits is True and rule.sure is True:
            addresses = rule.addresses
            if not isinstance(addresses, Doubt):
                together = together | addresses
                admitting.append(rule)
        return admits & rule.from_internet

    hole, sure = some(group.ingress, opens)
    if sure is not True and is_internet(together):
        return refuted(admitting[-1], f"its rules together admit {port}/tcp from the Internet")
    if sure:
        return refuted(hole, f"admits {port}/tcp from the Internet")
    return proved(
        group.at("SecurityGroupIngress"), note=f"no rule admits {port}/tcp from the Internet"
    )


@control(
    "ec2-ssh-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "EC2.13",
        "CKV_AWS_24",
        "AVD-AWS-0107",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22",
    ),
)
def ssh_closed_to_internet(group: SecurityGroup) -> Verdict:
    """No rule admits port 22 from the Internet.

    Whoever can reach SSH can guess at it, day and night, and every flaw in it is open to
    everyone. Rules are added up: two halves of the address space are the whole.

    Fix: admit port 22 from the addresses of your own network only, or remove the rule and use
    Session Manager, which needs no open port.

    Undecided when a rule's source or port is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/1}
          - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 128.0.0.0/1}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}

    Source: Security Hub User Guide, "EC2.13", read 2026-11-23.
    """
    return closed(group, 22)
