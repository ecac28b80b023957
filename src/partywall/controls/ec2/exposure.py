"""The ports that the rules of a security group together open to the Internet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partywall.estate.views.ec2.security_group import TCP, Rule
from partywall.kernel.intervals import NO_ADDRESSES, Addresses, is_internet
from partywall.kernel.truth import Doubt, Truth

Facing = tuple[Rule, Addresses, Addresses]
"""A rule, the public addresses it surely admits, and those it admits at most."""


def exposed(
    rules: Iterable[Facing], ports: Sequence[int], protocol: tuple[object, ...] = TCP
) -> tuple[Rule | None, Truth]:
    """Whether the rules together admit one of the `ports` (sorted) from the Internet, and a rule
    of them.

    `rules` are those that public addresses may pass, as `SecurityGroup.facing_out` has them.
    For each port two sets of addresses are added up, those surely admitted and those admitted
    at most; only when they disagree about the Internet is there a doubt.
    """
    outside: list[Facing] = []
    widest = NO_ADDRESSES
    for rule, sure_part, most in rules:
        admits = rule.admits_any(ports, protocol)
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
    outside: Sequence[Facing],
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
