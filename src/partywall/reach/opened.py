"""What an open security group comes to: which of its members the Internet reaches by it.

A group that admits everyone is one condition of several: without a public address, a gateway, or
past a network ACL nothing arrives. Whoever changes one of those finds the group still open, so
this tells what a refutation of the group means today, and is no proof of the group.

That nothing is reached is said only of a group all of whose members are known. One that the input
makes has those that the input gives it, unless it is handed on; one that is there already may have
others, so only an account that was read with all its interfaces tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate, carries
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.arrivals import Arrival, Arrivals
from partywall.reach.model import Tri
from partywall.reach.topology.defaults import name_of, taken_over
from partywall.reach.topology.templates import CONFIGURATION, TEMPLATE

INTERFACE: Final = "AWS::EC2::NetworkInterface"
ASIDE: Final = {
    "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupVpcAssociation", "Partywall::EC2::NetworkInterfaceGroup",
}  # fmt: skip
"""Types that name a group without having it."""

UNHEARD: Final = ("Description", "GroupDescription", "Tags")
"""Properties that no program is started with."""

STARTED_FROM: Final = (TEMPLATE, CONFIGURATION)

SHOWN: Final = 3
"""How many members a note names."""


class Opened(Struct):
    """The members of a group: reached (the ways), perhaps reached, and not reached.

    `untold`: why there may be other members.
    """

    reached: list[str]
    perhaps: dict[str, str]
    closed: dict[str, Arrival]
    untold: str = ""
    unseen: str = ""

    @property
    def truth(self) -> Tri:
        """Whether the Internet reaches anything by the group."""
        if self.unseen:
            return None
        if self.reached:
            return True
        return None if self.perhaps or self.untold or not self.closed else False

    def __str__(self) -> str:
        if self.unseen:
            return f"whether the Internet reaches anything by it is not known: {self.unseen}"
        told = []
        if self.reached:
            told.append(f"reachable: {_listed(self.reached)}")
        if self.perhaps:
            told.append(f"perhaps reachable: {_listed([_told(*one) for one in self._first()])}")
        if told:
            return "; ".join(told)
        besides = f"; not all that may have it is known: {self.untold}" if self.untold else ""
        if not self.closed:
            return f"open in the group, which nothing in the input has{besides}"
        first = list(self.closed.items())[:SHOWN]
        more = len(self.closed) - len(first)
        why = "; ".join(f"{name} {one.reason}" for name, one in first)
        why += f"; and {more} more" if more else ""
        if besides:
            return f"open in the group; what is seen to have it is unreachable: {why}{besides}"
        return f"open in the group but unreachable because {why}"

    def _first(self) -> list[tuple[str, str]]:
        return list(self.perhaps.items())


def _told(name: str, why: str) -> str:
    return f"{name} ({why})" if why else name


def _listed(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


class Groups:
    """Answers about the groups of one network."""

    def __init__(self, arrivals: Arrivals) -> None:
        self.arrivals = arrivals
        self.network = arrivals.asker.network
        self.estate = arrivals.asker.estate
        self._having: dict[str, list[str]] = {}
        self._unsure: list[str] = []
        for one in self.network.interfaces.values():
            for group in one.groups or ():
                self._having.setdefault(group, []).append(one.owner)
            if one.groups_doubt:
                self._unsure.append(one.owner)

    def opened(self, group: Resource, ports: tuple[int, ...] | None) -> Opened:
        """What the Internet reaches of the members of a group: at one of some TCP ports, or at
        all."""
        found = Opened([], {}, {}, "", self.network.unseen)
        if found.unseen:
            return found
        having = set(self._having.get(name_of(self.estate, group), ()))
        for owner in sorted({*having, *self._unsure}):
            arrival = self.arrivals.at(owner, ports)
            if arrival.truth is False:
                found.closed |= {owner: arrival} if owner in having else {}
            elif arrival.truth and owner in having:
                found.reached.append(arrival.way)
            elif arrival.truth:
                found.perhaps[owner] = "which groups it has is not known"
            else:
                found.perhaps[owner] = arrival.doubt
        known = {*having, *self._unsure, *self.network.owners}
        for stranger in sorted(_strangers(self.estate, group) - known):
            found.perhaps[stranger] = "what of it has the group is not modelled"
        found.untold = next(self._untold(group), "")
        return found

    def _untold(self, group: Resource) -> Iterator[str]:
        """Why there may be members that the input does not have."""
        estate, name = self.estate, group.address
        if group.origin in ("live", "config"):
            if INTERFACE not in estate.by_type or estate.uncollected(INTERFACE) is not None:
                yield f"the interfaces around {name} were not read"
            return
        unread = [kind for kind in sorted(estate.by_type) if kind.startswith("aws_")]
        if unread:
            yield f"{estate.by_type[unread[0]][0].address}: {unread[0]} is not read"
        if taken_over(group):
            yield f"what is started without a group has {name}"
        if group.action != "create":
            yield f"{name} is there already"
        if group.handed_on:
            yield f"{group.handed_on} hands {name} on"
        for one in estate.referrers(group):
            if carries(one.type) or _tells(one.properties, name):
                yield f"{one.address} hands {name} on"
            if one.type in STARTED_FROM and not list(_users(estate, one)):
                yield f"nothing in the input is started from {one.address}"
            if one.type in STARTED_FROM and one.action != "create":
                yield f"{one.address} is there already"
            if one.type in STARTED_FROM and one.handed_on:
                yield f"{one.handed_on} hands {one.address} on"


def _strangers(estate: Estate, group: Resource) -> set[str]:
    """Resources that name the group, or are started from a template that does."""
    found: set[str] = set()
    for one in estate.referrers(group):
        if one.type in ASIDE or not _leads(estate, one.properties, "Group", group):
            continue
        users = list(_users(estate, one)) if one.type in STARTED_FROM else [one]
        found |= {each.address for each in users}
    return found


def _users(estate: Estate, template: Resource) -> Iterator[Resource]:
    for one in estate.referrers(template):
        if _leads(estate, one.properties, "Launch", template):
            yield one


def _tells(value: object, name: str) -> bool:
    """Whether a value under no property of groups has a group's id: user data, an environment, a
    definition. Whoever runs there may start something with it."""
    if isinstance(value, dict):
        return any(
            _tells(each, name)
            for key, each in value.items()
            if "Group" not in key and key not in UNHEARD
        )
    if isinstance(value, list):
        return any(_tells(each, name) for each in value)
    return type(value) is Unknown and name in value.refs


def _leads(estate: Estate, value: object, word: str, to: Resource, under: bool = False) -> bool:
    """Whether a value under a property with a word in its name may mean a resource.

    Names that are the same by chance (a role's and a group's) stand under other properties.
    """
    if isinstance(value, dict):
        return any(_leads(estate, each, word, to, under or word in k) for k, each in value.items())
    if isinstance(value, list):
        return any(_leads(estate, each, word, to, under) for each in value)
    return under and any(one is to for one in estate.link(value, to.type).targets)
