"""The ports that the rules of a security group together open to the Internet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partywall.estate.views.ec2.security_group import TCP, Rule
from partywall.kernel.intervals import NO_ADDRESSES, Addresses, is_internet
from partywall.kernel.truth import Doubt, Truth


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
