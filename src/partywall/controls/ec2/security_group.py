"""Security groups: what they must not let in, or out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.estate.views.ec2.security_group import TCP, UDP, Rule, SecurityGroup
from partywall.kernel.intervals import NO_ADDRESSES, Addresses, is_internet
from partywall.kernel.truth import Doubt, Truth, every, no, some
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import as_number
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
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

WEB: Final = (80, 443)
PINGS: Final = ("icmp", "icmpv6", 1, 58)
TRANSPORTS: Final = frozenset({"tcp", "udp", "6", "17", "-1"})


def exposed(
    rules: Iterable[Rule], ports: Sequence[int], protocol: tuple[object, ...] = TCP
) -> tuple[Rule | None, Truth]:
    """Whether the rules together admit one of the `ports` from the Internet, and a rule of them.

    For each port two sets of addresses are added up, those surely admitted and those admitted
    at most; only when they disagree about the Internet is there a doubt.
    """
    outside: list[tuple[Rule, Addresses, Addresses]] = []
    widest = NO_ADDRESSES
    for rule in rules:
        sure_part, most = rule.public_bounds
        admits = rule.admits_any(ports, protocol) if most else False
        if admits is False:
            continue
        if admits is True and rule.sure is True and is_internet(sure_part):
            return rule, True
        outside.append((rule, sure_part, most))
        widest = widest | most
    if not is_internet(widest):
        return None, False
    return _port_by_port(outside, ports, protocol)


def _port_by_port(
    outside: Sequence[tuple[Rule, Addresses, Addresses]],
    ports: Sequence[int],
    protocol: tuple[object, ...],
) -> tuple[Rule | None, Truth]:
    doubtful: Rule | None = None
    doubt: Truth = False
    for port in ports:
        surely = at_most = NO_ADDRESSES
        last: Rule | None = None
        about: Truth = True
        for rule, sure_part, most in outside:
            admits = rule.admits(port, protocol) & rule.sure
            if admits is False:
                continue
            last, at_most = rule, at_most | most
            about = about & admits & _sources_known(rule)
            if admits is True:
                surely = surely | sure_part
        if is_internet(surely):
            return last, True
        if is_internet(at_most):
            doubtful, doubt = doubtful or last, doubt | about
    return doubtful, doubt


def _sources_known(rule: Rule) -> Truth:
    addresses = rule.addresses
    return addresses if isinstance(addresses, Doubt) else True


def closed(group: SecurityGroup, ports: tuple[int, ...]) -> Verdict:
    """Whether no rule, and no union of rules, admits any of the TCP ports from the Internet."""
    name = f"port {ports[0]}" if len(ports) == 1 else "a high-risk port"
    hole, sure = exposed(group.ingress, ports)
    if sure:
        return refuted(hole, f"admits {name} from the Internet")
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
    return closed(group, (22,))


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
def rdp_closed_to_internet(group: SecurityGroup) -> Verdict:
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
    return closed(group, (3389,))


@control(
    "ec2-high-risk-ports-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    also_known_as=(
        "EC2.19",
        "ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports",
    ),
)
def high_risk_ports_closed_to_internet(group: SecurityGroup) -> Verdict:
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
    return closed(group, HIGH_RISK)


@control(
    "ec2-only-web-ports-open-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("EC2.18",),
)
def only_web_ports_open_to_internet(group: SecurityGroup) -> Verdict:
    """From the Internet, rules admit ports 80 and 443 only.

    What is offered to everyone should be the web, behind which everything else stands. ICMP is
    left aside.

    Fix: remove the rule, or name the addresses that need the port.

    Undecided when a rule's source or port is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 8443, CidrIp: 0.0.0.0/0}

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}

    Source: Security Hub User Guide, "EC2.18" (not re-read).
    """
    straying = [rule for rule in group.ingress if _strays(rule) is not False]
    surely = [rule for rule in straying if _strays(rule) is True]
    starts = sorted({0, *(port for rule in straying for port in _starts(rule))})
    written = {str(rule.protocol.value) for rule in straying if rule.protocol.known}
    others = [(name,) for name in sorted(written.difference(TRANSPORTS))]
    doubt: Truth = False
    for protocol in (TCP, UDP, *others):
        hole, sure = exposed(surely, starts, protocol)
        if sure is True:
            return refuted(hole, "admits more than the web from the Internet")
        perhaps = exposed(straying, starts, protocol)[1]
        if perhaps is True:
            perhaps = some([rule for rule in straying if rule not in surely], _strays)[1]
        doubt = doubt | perhaps
    widest = reduce(or_, (rule.public_bounds[1] for rule in straying), NO_ADDRESSES)
    unnamed = [rule.protocol for rule in straying if not rule.protocol.known]
    if unnamed and is_internet(widest):
        doubt = doubt | unnamed[0].doubt()
    nothing = group.at("SecurityGroupIngress")
    return proved_if(no(doubt), nothing, "admits more than the web from the Internet")


def _strays(rule: Rule) -> Truth:
    written = rule.protocol
    pings = written.equals(*PINGS)
    if pings is True:
        return False
    first, last = rule.at("FromPort"), rule.at("ToPort")
    web: Truth = False
    for port in WEB:
        web = web | (first.equals(port) & last.equals(port))
    return no(pings | (written.equals(*TCP, *UDP) & web))


def _starts(rule: Rule) -> Iterator[int]:
    """The ports at which it may begin to admit; a port surely admitted when that is open."""
    first = rule.at("FromPort").value
    may_be = first.among if isinstance(first, Unknown) else (first,)
    for one in (*may_be, rule.at("ToPort").value if isinstance(first, Unknown) else None):
        port = as_number(one)
        if port is not None:
            yield max(int(port), 0)


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


@control(
    "ec2-all-ports-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    also_known_as=(
        "CKV_AWS_277",
        "ec2_securitygroup_allow_ingress_from_internet_to_all_ports",
    ),
)
def all_ports_closed_to_internet(group: SecurityGroup) -> Verdict:
    """No rule admits every protocol from the Internet.

    Then the group is no fence at all: whatever starts to listen tomorrow is reachable, too.

    Fix: remove the rule; write one for each port that the Internet needs.

    Undecided when a rule's source or protocol is not known and no other rule settles it.

    Refuted by::

        SecurityGroupIngress: [{IpProtocol: "-1", CidrIp: 0.0.0.0/0}]

    Proved by::

        SecurityGroupIngress:
          - {IpProtocol: "-1", CidrIp: 10.0.0.0/8}
          - {IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIp: 0.0.0.0/0}

    Source: EC2 API Reference, "IpPermission", read 2026-11-23.
    """
    written = [(rule, rule.protocol.equals("-1", -1)) for rule in group.ingress]
    hole, sure = exposed([rule for rule, every_one in written if every_one is not False], (-1,))
    if sure:
        return refuted(hole, "admits everything from the Internet")
    return proved(group.at("SecurityGroupIngress"), note="no rule admits everything from there")


@control(
    "ec2-plain-http-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("CKV_AWS_260",),
)
def plain_http_closed_to_internet(group: SecurityGroup) -> Verdict:
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
    return closed(group, (80,))
