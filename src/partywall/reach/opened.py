"""What an open security group comes to: which of its members the Internet reaches by it.

A group that admits everyone is one condition of several: without a public address, a gateway, or
past a network ACL nothing arrives. Whoever changes one of those finds the group still open, so
this tells what a refutation of the group means today, and is no proof of the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.reach.answers import Blocked, End, minimal, together
from partywall.reach.atoms import TCP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.model import Tri
from partywall.reach.questions import Asker
from partywall.reach.through import by_balancers
from partywall.reach.topology.defaults import name_of

WORDS: Final = {
    "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS": "has no public address",
    "BAD_STATE_ATTACHMENT": "has no Internet gateway attached",
    "SUBNET_ACL_RESTRICTION": "is closed by a network ACL",
    "VPC_BLOCK_PUBLIC_ACCESS_ENABLED": "is closed by Block Public Access",
    "ELBV2_LISTENERS_MISMATCH": "has no listener there",
    "NO_PATH": "takes no connections",
}
TEMPLATE: Final = "AWS::EC2::LaunchTemplate"
ASIDE: Final = {
    "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupVpcAssociation",
}  # fmt: skip
"""Types that name a group without having it."""

SHOWN: Final = 3
"""How many members a note names."""


class Opened(Struct):
    """The members of a group: reached, perhaps reached, and closed by what (codes, elements).

    `unread`: how many resources there are of types that nobody reads, which may be members, too.
    """

    reached: list[str]
    perhaps: list[str]
    closed: dict[str, list[Blocked]]
    unseen: str = ""
    unread: int = 0

    def __str__(self) -> str:
        if self.unseen:
            return f"whether the Internet reaches anything by it is not known: {self.unseen}"
        told = []
        if self.reached:
            told.append(f"reachable: {_listed(self.reached)}")
        if self.perhaps:
            told.append(f"perhaps reachable: {_listed(self.perhaps)}")
        if told:
            return "; ".join(told)
        besides = f" (as far as is read: {self.unread} resources are not)" if self.unread else ""
        if not self.closed:
            return f"open in the group, which nothing in the input has{besides}"
        first = list(self.closed.items())[:SHOWN]
        more = len(self.closed) - len(first)
        why = "; ".join(f"{name} {_reason(blocks)}" for name, blocks in first)
        return (
            f"open in the group but unreachable because {why}"
            + (f"; and {more} more" if more else "")
            + besides
        )


def _listed(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _reason(blocks: list[Blocked]) -> str:
    words = [WORDS.get(one.code, f"meets {one.code} at {one.element}") for one in blocks]
    return " and ".join(dict.fromkeys(words)) or "is not where packets come"


def opened(asker: Asker, group: str, ports: tuple[int, ...]) -> Opened:
    """What the Internet reaches of the members of a group at one of some TCP ports."""
    strange = [many for kind, many in asker.estate.by_type.items() if kind.startswith("aws_")]
    found = Opened([], [], {}, asker.network.unseen, sum(map(len, strange)))
    resource = asker.estate.by_address.get(group)
    name = group if resource is None else name_of(asker.estate, resource)
    for owner, member in _members(asker, name):
        truth, blocks = _from_internet(asker, owner, ports)
        if truth is False:
            found.closed |= {owner: blocks} if member else {}
        elif truth and member:
            found.reached.append(owner)
        else:
            found.perhaps.append(owner)
    known = {*found.reached, *found.perhaps, *found.closed, *asker.network.owners}
    found.perhaps += sorted(_strangers(asker, resource, known)) if resource is not None else []
    return found


def _strangers(asker: Asker, group: Resource, known: set[str]) -> set[str]:
    """Resources that name the group and are none whose interfaces the network has."""
    estate = asker.estate
    found: set[str] = set()
    for one in estate.referrers(group):
        if one.type in ASIDE or not _leads(estate, one.properties, "Group", group):
            continue
        users = [one]
        if one.type == TEMPLATE:
            users = [
                each for each in estate.referrers(one)
                if _leads(estate, each.properties, "LaunchTemplate", one)
            ]  # fmt: skip
        found |= {each.address for each in users}
    return found - known


def _leads(estate: Estate, value: object, word: str, to: Resource, under: bool = False) -> bool:
    """Whether a value under a property with a word in its name may mean a resource.

    Names that are the same by chance (a role's and a group's) stand under other properties.
    """
    if isinstance(value, dict):
        return any(_leads(estate, each, word, to, under or word in k) for k, each in value.items())
    if isinstance(value, list):
        return any(_leads(estate, each, word, to, under) for each in value)
    return under and any(one is to for one in estate.link(value, to.type).targets)


def _members(asker: Asker, group: str) -> Iterator[tuple[str, bool]]:
    """Resources with an interface that has the group; False where it only may have it."""
    found: dict[str, bool] = {}
    for one in asker.network.interfaces.values():
        if group in (one.groups or ()):
            found[one.owner] = True
        elif one.groups_doubt:
            found.setdefault(one.owner, False)
    yield from sorted(found.items())


def _from_internet(asker: Asker, owner: str, ports: tuple[int, ...]) -> tuple[Tri, list[Blocked]]:
    """Whether packets from the Internet arrive, by itself or by a balancer; else what blocks."""
    mask = 0
    for port in ports:
        mask |= asker.space.mask(TCP, port, port)
    source, end = End("internet", "internet", spans=PUBLIC_SPANS), asker.end(owner)
    rows = list(asker.findings(source, end, mask))
    truth: Tri = together(rows, "one") if rows else None
    if truth:
        return True, []
    behind = by_balancers(asker, source, end, asker.space.full, frozenset(ports))
    if behind.one is not False:
        return behind.one, []
    sets = minimal(
        [Blocked(check.code, check.element) for check in asker.failing(attempt, mask)]
        for one in rows
        for attempt in one.attempts
    )
    return truth, sets[0] if sets else []
