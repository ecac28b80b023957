"""Security groups: what may be open to the Internet, the web and never everything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Final

from partywall.controls.control import CRITICAL, MEDIUM, control
from partywall.controls.ec2.exposure import exposed
from partywall.controls.openings import opening
from partywall.controls.questions import NOT_LOOKED, Questions
from partywall.estate.views.ec2.security_group import TCP, UDP, Rule, SecurityGroup
from partywall.kernel.intervals import NO_ADDRESSES, is_internet
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import as_number
from partywall.kernel.verdict import Verdict, proved, proved_if
from partywall.line.layer import NETWORK_CONFIGURATION

WEB: Final = (80, 443)
PINGS: Final = ("icmp", "icmpv6", 1, 58)
TRANSPORTS: Final = frozenset({"tcp", "udp", "6", "17", "-1"})


@control(
    "ec2-only-web-ports-open-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("EC2.18",),
)
def only_web_ports_open_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
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
    facing = [(one, _strays(one[0])) for one in group.facing_out]
    straying = [one for one, strays in facing if strays is not False]
    if not is_internet(reduce(or_, (most for _, _, most in straying), NO_ADDRESSES)):
        return proved(group.at("SecurityGroupIngress"), note="no other rule faces the Internet")
    surely = [one for one, strays in facing if strays is True]
    rules = [rule for rule, _, _ in straying]
    starts = sorted({0, *(port for rule in rules for port in _starts(rule))})
    written = {str(rule.protocol.value) for rule in rules if rule.protocol.known}
    others = [(name,) for name in sorted(written.difference(TRANSPORTS))]
    doubt: Truth = False
    for protocol in (TCP, UDP, *others):
        hole, sure = exposed(surely, starts, protocol)
        if sure is True:
            return _more_than_web(group, hole, ask)
        perhaps = exposed(straying, starts, protocol)[1]
        if perhaps is True:
            perhaps = some([rule for rule in rules if _strays(rule) is not True], _strays)[1]
        doubt = doubt | perhaps
    unnamed = [rule.protocol for rule in rules if not rule.protocol.known]
    if unnamed:
        doubt = doubt | unnamed[0].doubt()
    nothing = group.at("SecurityGroupIngress")
    return proved_if(no(doubt), nothing, "admits more than the web from the Internet")


def _more_than_web(group: SecurityGroup, hole: Rule | None, ask: Questions) -> Verdict:
    """It weighs less where nothing is reached by the group, not by its ports of the web either."""
    note, found = "admits more than the web from the Internet", ask.reached_by(group)
    return opening(hole, note, found if found.reach == "unreachable" else NOT_LOOKED)


def _strays(rule: Rule) -> Truth:
    written = rule.protocol
    pings = written.equals(*PINGS)
    if pings is True:
        return False
    transport = written.equals(*TCP, *UDP)
    if transport is False:
        return no(pings)
    return no(pings | (transport & _is_for_web(rule)))


def _is_for_web(rule: Rule) -> Truth:
    span = rule.span
    if span is not None:
        return span[0] == span[1] and span[0] in WEB
    first, last = rule.at("FromPort"), rule.at("ToPort")
    web: Truth = False
    for port in WEB:
        web = web | (first.equals(port) & last.equals(port))
    return web


def _starts(rule: Rule) -> Iterator[int]:
    """The ports at which it may begin to admit; a port surely admitted when that is open."""
    first = rule.at("FromPort").value
    may_be = first.among if type(first) is Unknown else (first,)
    for one in (*may_be, rule.at("ToPort").value if type(first) is Unknown else None):
        port = as_number(one)
        if port is not None:
            yield max(int(port), 0)


@control(
    "ec2-all-ports-closed-to-internet",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    also_known_as=(
        "CKV_AWS_277",
        "ec2_securitygroup_allow_ingress_from_internet_to_all_ports",
    ),
)
def all_ports_closed_to_internet(group: SecurityGroup, ask: Questions) -> Verdict:
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
    everything = [one for one in group.facing_out if one[0].protocol.equals("-1", -1) is not False]
    hole, sure = exposed(everything, (-1,))
    if sure:
        return opening(hole, "admits everything from the Internet", ask.reached_by(group))
    return proved(group.at("SecurityGroupIngress"), note="no rule admits everything from there")
