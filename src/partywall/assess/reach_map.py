"""The map of what the Internet reaches: each VPC with its gateways, zones, subnets, resources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from partywall.assess.maps import (
    MARKS,
    Area,
    Column,
    Item,
    Map,
    Mark,
    Room,
    Row,
    alike,
    counted,
    some,
)
from partywall.estate.estate import Estate
from partywall.reach.addresses import EVERY_V4, EVERY_V6, EVERYWHERE, Span
from partywall.reach.exposed import Exposure, describe, exposed
from partywall.reach.model import Interface, Nat, Network, Subnet, Vpc
from partywall.reach.questions import Asker

REACHED, PERHAPS, CLOSED = "reached", "perhaps reached", "not reached"

WORDS: Final[tuple[tuple[Mark, str], ...]] = (
    ("bad", "reached: some packet from the Internet arrives"),
    ("doubt", "perhaps reached: something is not known, or not modelled"),
    ("calm", "not reached: no packet from the Internet arrives, but what a balancer hands on"),
)

LEADS: Final = {
    "igw": "to the Internet",
    "eigw": "to the Internet, outward only",
    "nat": "through NAT",
    "tgw": "to a transit gateway",
    "vgw": "to a private gateway",
    "pcx": "to a peered VPC",
    "interface": "to an appliance",
    "endpoint": "to an endpoint",
    "blackhole": "to nowhere",
    "other": "to what is not modelled",
}
"""Where the default route of a subnet leads."""


def reach_map(asker: Asker, file: str) -> Map:
    """The map of one network, VPCs that the Internet reaches first."""
    return _Drawn(asker, file).map()


class _Drawn:
    """What is told of each resource, and where each has its interfaces."""

    def __init__(self, asker: Asker, file: str) -> None:
        self.network: Network = asker.network
        self.estate: Estate = asker.estate
        self.file = file
        self.told: dict[str, list[Exposure]] = defaultdict(list)
        self.at_doors: dict[str, list[Exposure]] = defaultdict(list)
        for one in exposed(asker):
            (self.at_doors if one.condition else self.told)[one.resource].append(one)
        self.inside: dict[str, list[Interface]] = defaultdict(list)
        self.lost: list[Interface] = []
        for each in self.network.interfaces.values():
            if each.subnet in self.network.subnets:
                self.inside[each.subnet].append(each)
            else:
                self.lost.append(each)

    def map(self) -> Map:
        """The whole of it."""
        areas = [self._vpc(one) for _, one in sorted(self.network.vpcs.items())]
        areas.sort(key=lambda one: (MARKS.index(one.way or "calm"), one.name))
        return Map(
            "reach",
            self.file,
            "What the Internet reaches",
            "Each box is a VPC with its gateways, its zones, and the subnets in them.",
            WORDS,
            (*self._doors(), *areas, *self._nowhere()),
            tuple(self._notes()),
        )

    # -- what lies in no VPC

    def _doors(self) -> Iterator[Area]:
        """Entries that are no interface of a VPC."""
        if self.network.doors:
            items = alike(
                self._row(one.id, one.type, self.at_doors[one.id])
                for one in self.network.doors.values()
            )
            note = "entries from the Internet that are no interface of a VPC"
            yield Area("Front doors", note, items, (), "", *_way_in(items))

    def _nowhere(self) -> Iterator[Area]:
        if self.lost:
            items = alike(map(self._at, self.lost))
            note = "interfaces of which nobody can say in which subnet they are"
            yield Area("Subnet not known", note, items, (), "", *_way_in(items))

    def _notes(self) -> Iterator[str]:
        if self.network.unseen:
            yield f"No answer is sure here: {self.network.unseen}."
        subnets = self.network.subnets
        nats = {
            n for n, one in self.network.nats.items() if not subnets.keys().isdisjoint(one.subnets)
        }
        shown = {*self.network.owners, *self.network.doors, *nats}
        rest = sum(1 for one in self.estate.resources if one.address not in shown)
        if self.network.balancers:
            yield (
                "What a balancer hands on to resources behind it is not marked here: partywall "
                "reach internet TO tells it."
            )
        if rest:
            yield (
                f"{rest} of {len(self.estate.resources)} resources have no interface and no "
                "endpoint that partywall knows; they are not on the map, or part of its frame."
            )

    # -- one VPC

    def _vpc(self, vpc: Vpc) -> Area:
        subnets = sorted(
            (one for one in self.network.subnets.values() if one.vpc == vpc.id),
            key=lambda one: (one.v4 or (0, 0), one.id),
        )
        zones: dict[str, list[Room]] = {}
        for one in sorted(subnets, key=lambda one: one.zone):
            zones.setdefault(one.zone, []).append(self._room(one))
        columns = tuple(
            Column(zone or "zone not known", tuple(rooms)) for zone, rooms in zones.items()
        )
        items = [item for one in columns for room in one.rooms for item in room.items]
        where = f"{vpc.region} · " if vpc.region else ""
        note = f"VPC · {where}{_of_vpc(vpc)}"
        if not vpc.here:
            note = "VPC · the input only names it"
        gates = tuple(self._gates(vpc, {one.id for one in subnets}))
        return Area(vpc.id, note, gates, columns, "Gateways", *_way_in(items))

    def _gates(self, vpc: Vpc, subnets: set[str]) -> Iterator[Item]:
        """The gateways of a VPC, and what is attached to it."""
        found: dict[str, tuple[str, str]] = {}
        if vpc.igw:
            found[vpc.igw] = "Internet gateway", ""
        for one in vpc.eigws:
            found[one] = "egress-only gateway", ""
        if vpc.vgw:
            found[vpc.vgw] = "private gateway", ""
        for pcx in self.network.peerings.values():
            if vpc.id in pcx.vpcs:
                other = pcx.vpcs[pcx.vpcs[0] == vpc.id] or "a VPC elsewhere"
                found[pcx.id] = "peering", f"with {other}"
        for each in self.network.attachments.values():
            if each.kind == "vpc" and (each.vpc == vpc.id or subnets & set(each.subnets)):
                found[each.gateway or each.id] = "transit gateway", ""
        for id, (kind, note) in sorted(found.items(), key=lambda one: (one[1], one[0])):
            yield Item(kind, (id,), "calm", "", note)
        if vpc.blocked:
            note = {"unknown": "not known"}.get(vpc.blocked, f"blocks {vpc.blocked}")
            yield Item("Block Public Access", (vpc.id,), "calm", "", note)
        if vpc.doubt:
            yield Item("not known", (vpc.id,), "doubt", "", vpc.doubt)

    def _room(self, subnet: Subnet) -> Room:
        rows = map(self._at, self.inside[subnet.id])
        nats = [_nat(one) for one in self.network.nats.values() if subnet.id in one.subnets]
        blocks = " ".join(_blocks(one for one in (subnet.v4, subnet.v6) if one is not None))
        way = self._way_out(subnet)
        note = f"{blocks or 'addresses not known'} · {way}"
        return Room(subnet.id, note, (*alike(rows), *alike(nats)))

    def _way_out(self, subnet: Subnet) -> str:
        """Where its default route leads, in words."""
        table = self.network.tables.get(subnet.table)
        if table is None or table.doubt or subnet.table_doubt:
            return "routes not known"
        if any(route.vague for route in table.routes):
            return "default route not known"
        for every in (EVERY_V4, EVERY_V6):
            for route in table.routes:
                if every in route.spans and route.kind != "local":
                    return f"default route {'perhaps ' * bool(route.doubt)}{LEADS[route.kind]}"
        return "no default route"

    # -- one resource

    def _at(self, one: Interface) -> Row:
        """A resource by one of its interfaces."""
        row = self._row(one.owner, one.type, self.told[one.owner])
        known = one.subnet in self.network.subnets
        besides = [] if one.sure or not known else ["here or in another subnet"]
        besides += [] if one.accepts else ["takes no packets"]
        return (*row[:4], "; ".join([*filter(None, [row[4]]), *besides]))

    def _row(self, owner: str, type: str, told: list[Exposure]) -> Row:
        """What the Internet reaches of it, in words."""
        sure = [one for one in told if one.headers]
        state = next((f"; now {one.state}" for one in told if one.state), "")
        if sure:
            note = "; ".join(f"{some(one.headers)} from {some(one.sources, 2)}" for one in sure[:2])
            more = f"; and from {len(sure) - 2} other sets of sources" if len(sure) > 2 else ""
            more += (
                "" if any(one.answered or one.condition for one in sure) else "; without replies"
            )
            more += "; perhaps more" if any(one.perhaps for one in told) else ""
            return owner, type, "bad", REACHED, note + more + state
        if told:
            one = told[0]
            note = f"perhaps {some(one.perhaps)} from {some(one.sources, 2)}"
            return owner, type, "doubt", PERHAPS, f"{note}: {some(one.unknown, 1)}{state}"
        if self.network.unseen:
            return owner, type, "doubt", PERHAPS, "there may be more to the network than is seen"
        return owner, type, "calm", CLOSED, ""


def _nat(one: Nat) -> Row:
    public = {True: "public", False: "private", None: "public or private"}[one.public]
    where = "; here or in another subnet" if len(one.subnets) > 1 else ""
    return one.id, "AWS::EC2::NatGateway", "calm", "", f"{public}{where}"


def _way_in(items: Iterable[Item]) -> tuple[Mark, str]:
    """Whether the Internet comes in, by the resource that asks most to be looked at; in words."""
    told = counted(items)
    for word, verb in ((REACHED, "reaches"), (PERHAPS, "perhaps reaches")):
        if word in told:
            return told[word][0], f"The Internet {verb} {told[word][1]} here"
    return "calm", "The Internet reaches nothing here"


def _blocks(spans: Iterable[Span]) -> list[str]:
    """The blocks that are known, as people write them."""
    return [describe([one])[0] for one in spans if one not in EVERYWHERE]


def _of_vpc(vpc: Vpc) -> str:
    known = _blocks(vpc.spans)
    if vpc.spans_doubt:
        known.append("blocks not known")
    return some(known) or "no block known"
