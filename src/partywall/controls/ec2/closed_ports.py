"""Security groups: ports that must be closed to the Internet."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import CRITICAL, HIGH, LOW, control
from partywall.controls.ec2.exposure import exposed
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.views.ec2.security_group import SecurityGroup
from partywall.kernel.verdict import Verdict, proved
from partywall.line.layer import NETWORK_CONFIGURATION

HIGH_RISK: Final = (
    20, 21, 22, 23, 25, 110, 111, 135, 137, 138, 139, 143, 389, 445, 1433, 1434, 1521, 2049, 2375,
    2379, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 5900, 5984, 6379, 8080, 8088, 8888,
    9042, 9092, 9200, 9300, 10250, 11211, 27017,
)  # fmt: skip
"""TCP ports of administration, file sharing, databases, caches and brokers.

Source: Security Hub User Guide, "EC2.19", names 24 of them (not re-read); the others are the
registered or customary ports of databases, caches, brokers and container managers.
"""


def closed(group: SecurityGroup, ports: tuple[int, ...], ask: Questions) -> Verdict:
    """Whether no rule, and no union of rules, admits any of the TCP ports from the Internet.

    An open group stays refuted where nothing is reached by it today; then it weighs less.
    """
    name = f"port {ports[0]}" if len(ports) == 1 else "a high-risk port"
    hole, sure = exposed(group.facing_out, ports)
    if sure:
        through = (port for port in ports if exposed(group.facing_out, (port,))[1] is not False)
        return opening(hole, f"admits {name} from the Internet", ask.reached_by(group, through))
    return proved(group.at("SecurityGroupIngress"), note=f"no rule admits {name} from there")


@control(
    "ec2-ssh-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "EC2.13",
        "EC2.53",
        "EC2.54",
        "CIS v5.0.0/5.3",
        "CIS v5.0.0/5.4",
        "CIS v3.0.0/5.2",
        "CIS v3.0.0/5.3",
        "CKV_AWS_24",
        "AVD-AWS-0107",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22",
    ),
)
def ssh_closed_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
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
    return closed(group, (22,), ask)


@control(
    "ec2-rdp-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "EC2.14",
        "EC2.53",
        "EC2.54",
        "CIS v5.0.0/5.3",
        "CIS v5.0.0/5.4",
        "CIS v3.0.0/5.2",
        "CIS v3.0.0/5.3",
        "CKV_AWS_25",
        "AVD-AWS-0107",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389",
    ),
)
def rdp_closed_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
    """No rule admits port 3389 from the Internet.

    Remote Desktop is the commonest door for ransomware: passwords are guessed, and its flaws
    are used within days.

    Fix: admit port 3389 from your own network only, or use Fleet Manager or a gateway.

    Undecided when a rule's source or port is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: "-1", CidrIpv6: "::/0"}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 3389, ToPort: 3389, CidrIp: 192.168.0.0/16}

    Undecided by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 3389, ToPort: 3389, CidrIp: !Unknown known after apply}

    Source: Security Hub User Guide, "EC2.14" (not re-read).
    """
    return closed(group, (3389,), ask)


@control(
    "ec2-high-risk-ports-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    also_known_as=(
        "EC2.19",
        "ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports",
    ),
)
def high_risk_ports_closed_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
    """No rule admits a port of administration, databases or file sharing from the Internet.

    Databases, caches and consoles are written for a network that is trusted; several of them
    ask for no password at all. They are found within minutes of being opened.

    Fix: admit these ports from the security group of the machines that need them.

    Undecided when a rule's source or port is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 5000, ToPort: 6000, CidrIp: 0.0.0.0/0}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
          - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: sg-0123}

    Source: Security Hub User Guide, "EC2.19" (not re-read).
    """
    return closed(group, HIGH_RISK, ask)


@control(
    "ec2-plain-http-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("CKV_AWS_260",),
)
def plain_http_closed_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
    """No rule admits port 80 from the Internet.

    What answers there answers in the clear. CloudFront, or a load balancer that only redirects,
    can take port 80 so that no machine needs to.

    Fix: serve port 443, or admit port 80 from the load balancer's group only.

    Undecided when a rule's source or port is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}

    Source: EC2 API Reference, "IpPermission", read 2026-11-23.
    """
    return closed(group, (80,), ask)
