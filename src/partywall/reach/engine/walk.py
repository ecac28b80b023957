"""Where a packet goes from a subnet: along routes, through gateways, to an interface or out.

Several trails come back where it is not known which is the true one. Sources: VPC User Guide,
"Route table concepts", "NAT gateways", "Internet gateways" and "Block public access to VPCs and
subnets"; VPC Peering Guide, "VPC peering limitations"; VPC Transit Gateways guide, "How transit
gateways work" and "Network ACLs for transit gateways" (docs/reach.md says when each was read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.reach.addresses import EVERY_V4, V6, Span, is_v6, overlaps, within
from partywall.reach.atoms import ICMP, TCP, UDP
from partywall.reach.engine.filters import Filters
from partywall.reach.engine.routes import applied
from partywall.reach.engine.trail import Check, Hop, Trail
from partywall.reach.model import Attachment, Interface, Nat, Network, Route, Subnet, Tri, Vpc
from partywall.reach.topology.links import usable

NAT64: Final = (V6 + (0x64FF9B << 96), V6 + (0x64FF9B << 96) + (1 << 32) - 1)
"""64:ff9b::/96, IPv4 addresses as a NAT gateway takes them from IPv6 (RFC 6052)."""

HOPS: Final = 12
"""How many gateways a packet is followed through: more is a loop."""


class Goal:
    """Where a packet is meant to arrive: at an interface, on the Internet, or at a site."""

    def __init__(self, interface: Interface | None = None, place: str = "internet") -> None:
        self.interface = interface
        self.place = "interface" if interface is not None else place
        self.subnet = interface.subnet if interface is not None else ""
        self.vpc = interface.vpc if interface is not None else ""


class Walker:
    """Follows packets through a network."""

    def __init__(self, network: Network, filters: Filters) -> None:
        self.network = network
        self.filters = filters
        self.space = filters.space
        self.everything = filters.space.all
        self.perhaps = filters.space.perhaps(filters.space.full)

    # -- conditions

    def truth(self, holds: Tri) -> int:
        """A packed set for a plain condition."""
        return self.everything if holds else 0 if holds is False else self.perhaps

    def require(
        self, holds: Tri, code: str, element: str, doubt: str = "", **facts: object
    ) -> Check:
        """A condition that concerns every header alike."""
        doubts = (doubt,) if doubt and holds is None else ()
        return Check(code, element, self.truth(holds), tuple(facts.items()), doubts)

    def acl(self, subnet: Subnet, inward: bool, other: Span) -> Check:
        """The network ACL at the edge of a subnet."""
        passed = self.filters.passed(subnet.acl, bool(subnet.acl_doubt), inward, other)
        doubts = tuple(self.filters.acl_doubts(subnet.acl, inward, self.space.full))
        if subnet.acl_doubt:
            doubts = (subnet.acl_doubt,)
        facts = (("subnet", subnet.id), ("inward", inward), ("other", other))
        return Check("SUBNET_ACL_RESTRICTION", subnet.acl, passed, facts, doubts)

    def lost(self, trail: Trail, doubt: str, element: str, code: str = "UNKNOWN_RESOURCE") -> Trail:
        """The trail ends at something that is not known."""
        return trail.plus(Check(code, element, self.perhaps, (), (doubt,))).ending("unknown")

    # -- the walk

    def walk(
        self, subnet: Subnet, source: Span, to: Span, goal: Goal, sender: Interface | None,
        trail: Trail, *, entered: bool = False,
    ) -> list[Trail]:  # fmt: skip
        """Every trail that the packet may take from a subnet, one of which it takes.

        `entered`: it comes into the subnet from a gateway, and so leaves it only if it must.
        """
        if subnet.doubt:
            return [self.lost(trail, subnet.doubt, subnet.id)]
        if goal.subnet == subnet.id and not entered:
            return [trail.ending("interface", source=source)]
        if trail.crossed > HOPS:
            check = self.require(False, "NO_POSSIBLE_DESTINATION", subnet.id)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        table = self.network.tables.get(subnet.table)
        if table is None or subnet.table_doubt or table.doubt:
            why = subnet.table_doubt or (table.doubt if table else "")
            name = subnet.table or f"the route table of {subnet.id}"
            return [self.lost(trail, why or f"{name}: it is not in the input", name)]
        found: list[Trail] = []
        for piece, routes in applied(table, to):
            for route in routes:
                found += self._take(subnet, route, source, piece, goal, sender, trail)
        return found

    def _take(
        self, subnet: Subnet, route: Route | None, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        if route is None:
            check = self.require(
                False, "NO_ROUTE_TO_DESTINATION", subnet.table, subnet=subnet.id, to=to
            )
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        check = Check(
            "NO_ROUTE_TO_DESTINATION", subnet.table, self.everything,
            (("subnet", subnet.id), ("to", to), ("route", route.where), ("target", route.target)),
            (route.doubt,) if route.doubt else (),
        )  # fmt: skip
        if route.doubt:
            return [self.lost(trail, route.doubt, route.where, "NO_ROUTE_TO_DESTINATION")]
        trail = trail.plus(check).via(Hop("route", subnet.table, f"{route.where} → {route.kind}"))
        take = getattr(self, f"_by_{route.kind}")
        result: list[Trail] = take(subnet, route, source, to, goal, sender, trail)
        return result

    def _direct(
        self, subnet: Subnet, source: Span, to: Span, goal: Goal, sender: Interface | None,
        trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """After a failure: what else would stand in the way if it were mended."""
        if goal.place == "internet":
            vpc = self.network.vpcs.get(subnet.vpc)
            if vpc is not None:
                return [self._out(subnet, vpc, vpc.igw, source, to, sender, trail)]
        if goal.interface is not None:
            return [self._deliver(subnet, source, to, goal, trail)]
        return [trail.plus(self.acl(subnet, False, to)).ending("site", source=source)]

    def _deliver(self, subnet: Subnet, source: Span, to: Span, goal: Goal, trail: Trail) -> Trail:
        """Out of one subnet, into the goal's."""
        there = self.network.subnets.get(goal.subnet)
        if there is None:
            return self.lost(trail, f"{goal.subnet}: the subnet is not in the input", goal.subnet)
        if there.id != subnet.id:
            trail = trail.plus(self.acl(subnet, False, to), self.acl(there, True, source))
        return trail.ending("interface", source=source)

    # -- by kind of route

    def _by_local(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        if goal.vpc == subnet.vpc:
            return [self._deliver(subnet, source, to, goal, trail)]
        check = self.require(False, "NO_POSSIBLE_DESTINATION", route.target or subnet.vpc)
        return self._direct(subnet, source, to, goal, sender, trail.plus(check))

    def _by_blackhole(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        check = self.require(False, "BAD_STATE_ROUTE", route.where)
        return self._direct(subnet, source, to, goal, sender, trail.plus(check))

    def _by_igw(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        vpc = self.network.vpcs.get(subnet.vpc)
        if vpc is None:
            return [self.lost(trail, f"{subnet.id}: its VPC is not in the input", subnet.id)]
        if goal.place != "internet":
            check = self.require(
                False, "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", route.target
            )
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        return [self._out(subnet, vpc, route.target, source, to, sender, trail)]

    def _out(
        self, subnet: Subnet, vpc: Vpc, gateway: str, source: Span, to: Span,
        sender: Interface | None, trail: Trail,
    ) -> Trail:  # fmt: skip
        """Through the Internet gateway, which wants a public address on the source."""
        attached: Tri = gateway == vpc.igw and bool(gateway)
        if vpc.doubt:
            attached = None
        checks = [self.acl(subnet, False, to)]
        checks.append(self.require(attached, "BAD_STATE_ATTACHMENT", gateway or f"{vpc.id}#igw",
                                   vpc.doubt, vpc=vpc.id))  # fmt: skip
        nat = self.network.nats.get(trail.nats[-1][0]) if trail.nats else None
        holds, doubt, who = self._public(subnet, to, sender, nat)
        checks.append(self.require(holds, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", who, doubt))
        checks.append(self.block(subnet, vpc, "nat" if nat is not None else "out"))
        trail = trail.plus(*checks).via(Hop("internet-gateway", gateway))
        return trail.ending("internet", source=source, gateway=gateway)

    def _public(
        self, subnet: Subnet, to: Span, sender: Interface | None, nat: Nat | None
    ) -> tuple[Tri, str, str]:
        if nat is not None:
            return nat.public, f"{nat.id}: whether it is public is not known", nat.id
        if sender is None or sender.vpc != subnet.vpc:
            return False, "", sender.id if sender else subnet.id
        if is_v6(to[0]):
            return sender.v6 is not None, "", sender.id
        return sender.public4, sender.public_doubt, sender.id

    def block(self, subnet: Subnet, vpc: Vpc, way: str) -> Check:
        """VPC Block Public Access: `way` is "in", "out" or "nat" (egress-only gateways, too)."""
        mode = vpc.blocked if subnet.blocked is None else subnet.blocked
        blocks = {"": (), "all": ("in", "out", "nat"), "ingress": ("in", "out"), "inbound": ("in",)}
        holds: Tri = None if mode == "unknown" else way not in blocks[mode]
        element = vpc.id if subnet.blocked is None else subnet.id
        return self.require(
            holds, "VPC_BLOCK_PUBLIC_ACCESS_ENABLED", element,
            f"{vpc.id}: the mode of Block Public Access is not known",
        )  # fmt: skip

    def _by_eigw(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        vpc = self.network.vpcs.get(subnet.vpc)
        known: Tri = vpc is not None and route.target in vpc.eigws
        if vpc is not None and vpc.doubt:
            known = None
        if vpc is None or goal.place != "internet":
            check = self.require(False, "NO_POSSIBLE_DESTINATION", route.target)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        own = sender is not None and sender.vpc == subnet.vpc and sender.v6 is not None
        trail = trail.plus(
            self.acl(subnet, False, to),
            self.require(known, "BAD_STATE_ATTACHMENT", route.target, vpc.doubt),
            self.require(is_v6(to[0]) and own, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
                         sender.id if sender else subnet.id),
            self.block(subnet, vpc, "nat"),
        )  # fmt: skip
        hop = Hop("egress-only-gateway", route.target)
        return [trail.via(hop).ending("internet", source=source, gateway=route.target)]

    def _by_nat(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        nat = self.network.nats.get(route.target)
        if nat is None or nat.doubt or not nat.subnets:
            why = nat.doubt if nat and nat.doubt else f"{route.target}: it is not in the input"
            return [self.lost(trail, why, route.target)]
        if overlaps(to, NAT64):
            return [self.lost(trail, f"{nat.id}: its translation of IPv6 is not modelled", nat.id)]
        if is_v6(to[0]):
            check = self.require(False, "PROTOCOL_RESTRICTION", nat.id)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        protocols = self.space.mask(TCP) | self.space.mask(UDP) | self.space.mask(ICMP)
        narrowed = Check("PROTOCOL_RESTRICTION", nat.id, self.space.sure(protocols))
        found: list[Trail] = []
        for id in nat.subnets:
            there = self.network.subnets.get(id)
            if there is None:
                found.append(self.lost(trail, f"{id}: the subnet is not in the input", id))
                continue
            on = trail.plus(narrowed)
            if id != subnet.id:
                on = on.plus(self.acl(subnet, False, to), self.acl(there, True, source))
            if (nat.id, id) in trail.nats:
                check = self.require(False, "NO_POSSIBLE_DESTINATION", nat.id)
                found += self._direct(there, source, to, goal, sender, on.plus(check))
                continue
            on = on.via(Hop("nat-gateway", nat.id)).ending("unknown", references=False)
            on = on.ending("unknown", nats=(*trail.nats, (nat.id, id)))
            found += self.walk(there, self.nat_span(nat, there), to, goal, None, on)
        return found

    def nat_span(self, nat: Nat, subnet: Subnet) -> Span:
        """What packets come from behind a NAT gateway, inside its VPC."""
        return nat.v4 or usable(subnet.v4) or EVERY_V4

    def _by_pcx(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """Peering joins two VPCs and nobody else: not what is behind them."""
        link = self.network.peerings.get(route.target)
        if link is None or link.doubt:
            why = link.doubt if link else f"{route.target}: it is not in the input"
            return [self.lost(trail, why, route.target)]
        ends = [one for one in link.vpcs if one != subnet.vpc]
        other = self.network.vpcs.get(ends[0]) if len(ends) == 1 else None
        if other is None:
            why = f"{route.target}: the VPC at its other end is not in the input"
            return [self.lost(trail, why, route.target)]
        inside = other.id == goal.vpc and (within(to, other.spans) or None)
        near = self.network.vpcs.get(subnet.vpc)
        own: Tri = near is None or within(source, near.spans) or bool(near.spans_doubt)
        checks = [
            self.require(inside, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", link.id, other.spans_doubt),
            self.require(own, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", link.id),
        ]
        on = trail.plus(*checks).via(Hop("peering", link.id))
        kept = link.same_region if trail.references is not False else False
        on = on.ending("unknown", references=kept)
        if goal.interface is None:
            return self._direct(subnet, source, to, goal, sender, on)
        return [self._deliver(subnet, source, to, goal, on)]

    def _by_vgw(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        vpc = self.network.vpcs.get(subnet.vpc)
        attached: Tri = vpc is not None and vpc.vgw == route.target
        if vpc is not None and vpc.doubt:
            attached = None
        on = trail.plus(
            self.acl(subnet, False, to),
            self.require(attached, "BAD_STATE_ATTACHMENT", route.target),
            self._own_address(subnet, sender, route.target),
        ).via(Hop("vpn-gateway", route.target))
        if goal.place == "site":
            return [self._site(on, route.target, source)]
        why = f"{route.target}: where the site behind it sends packets is not known"
        return [self.lost(on, why, route.target)]

    def _own_address(self, subnet: Subnet, sender: Interface | None, gateway: str) -> Check:
        own = sender is not None and sender.vpc == subnet.vpc
        return self.require(own, "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS", gateway)

    def _site(self, trail: Trail, gateway: str, source: Span) -> Trail:
        """At a site, if some connection leads from the gateway to one."""
        joined = gateway in self.network.sites
        check = self.require(
            True if joined else None, "BAD_STATE_VPN", self.network.sites.get(gateway, gateway),
            f"{gateway}: no connection from it to a site is in the input",
        )  # fmt: skip
        return trail.plus(check).ending("site", source=source, gateway=gateway)

    def _by_endpoint(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        why = f"{route.target}: what passes a gateway endpoint is decided by its policy"
        return [self.lost(trail, why, route.target)]

    def _by_other(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        why = f"{route.target or route.where}: what it does with packets is not modelled"
        return [self.lost(trail, why, route.target or route.where)]

    def _by_interface(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """An appliance forwards what it will, if source and destination are not checked there."""
        own = [
            self.network.interfaces[id]
            for id in self.network.owners.get(route.target, ())
            if id in self.network.interfaces
        ]
        if goal.interface is not None and any(one.id == goal.interface.id for one in own):
            return [self._deliver(subnet, source, to, goal, trail)]
        if own and all(one.checked for one in own):
            check = self.require(False, "ENI_SOURCE_DEST_CHECK_RESTRICTION", route.target)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        why = f"{route.target}: what this appliance forwards is not known"
        return [self.lost(trail, why, route.target)]

    # -- transit gateways

    def _by_tgw(
        self, subnet: Subnet, route: Route, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """Into a transit gateway by the attachment subnet of one's own zone."""
        mine = [
            one for one in self.network.attachments.values()
            if one.kind == "vpc" and one.gateway in (route.target, "")
            and one.vpc in (subnet.vpc, "")
        ]  # fmt: skip
        if not mine and route.target in self.network.transits:
            check = self.require(False, "BAD_STATE_ATTACHMENT", route.target)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        if len(mine) != 1 or mine[0].doubt:
            why = next((one.doubt for one in mine if one.doubt), "")
            why = why or f"{route.target}: the attachment of {subnet.vpc} is not in the input"
            return [self.lost(trail, why, route.target)]
        entry = mine[0]
        subnets = [self.network.subnets.get(id) for id in entry.subnets]
        near = [one for one in subnets if one is not None and one.zone == subnet.zone]
        if not near or not subnet.zone:
            known = subnet.zone and all(one is not None and one.zone for one in subnets)
            if not known and subnets:
                why = f"{entry.id}: the zones of its subnets are not known"
                return [self.lost(trail, why, entry.id)]
            check = self.require(False, "TGW_ROUTE_AZ_RESTRICTION", entry.id)
            return self._direct(subnet, source, to, goal, sender, trail.plus(check))
        on = trail
        if near[0].id != subnet.id:
            on = on.plus(self.acl(subnet, False, to), self.acl(near[0], True, source))
        else:
            on = on.plus(self.acl(subnet, False, to))
        on = on.via(Hop("transit-gateway", entry.gateway, entry.id))
        on = on.ending("unknown", references=self._kept(entry, trail))
        return self.transit(entry, subnet.zone, source, to, goal, sender, on)

    def _kept(self, entry: Attachment, trail: Trail) -> Tri:
        gateway = self.network.transits.get(entry.gateway)
        answers = (trail.references, entry.references, gateway.references if gateway else None)
        if False in answers:
            return False
        return None if None in answers else True

    def transit(
        self, entry: Attachment, zone: str, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """From one attachment to another, as the table of the first one says."""
        table = self.network.transit_tables.get(entry.table)
        if entry.table_doubt or (table is not None and table.doubt):
            why = entry.table_doubt or (table.doubt if table else "")
            return [self.lost(trail, why, entry.id, "TGW_RTB_ROUTES_ARE_UNKNOWN")]
        if table is None:
            check = self.require(False, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", entry.id)
            return self._past(goal, source, to, trail.plus(check))
        found: list[Trail] = []
        for piece, routes in applied(table, to):
            for route in routes:
                found += self._forward(
                    entry, table.id, route, zone, source, piece, goal, sender, trail
                )
        return found

    def _past(self, goal: Goal, source: Span, to: Span, trail: Trail) -> list[Trail]:
        """After a failure inside a transit gateway: what else would stand in the way."""
        there = self.network.subnets.get(goal.subnet)
        if goal.interface is None or there is None:
            return [trail.ending("unknown", source=source)]
        return [trail.plus(self.acl(there, True, source)).ending("interface", source=source)]

    def _forward(
        self, entry: Attachment, table: str, route: Route | None, zone: str, source: Span, to: Span,
        goal: Goal, sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        if route is None or route.kind == "blackhole":
            code = "TGW_RTB_BAD_STATE_ROUTE" if route else "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"
            element = route.where if route else table
            return self._past(goal, source, to, trail.plus(self.require(False, code, element)))
        way_out = self.network.attachments.get(route.target)
        if route.doubt or way_out is None or way_out.doubt:
            why = route.doubt or (way_out.doubt if way_out else "")
            why = why or f"{route.target}: the attachment is not in the input"
            return [self.lost(trail, why, route.where)]
        on = trail.plus(
            Check("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table, self.everything,
                  (("to", to), ("route", route.where), ("target", route.target)))
        ).via(Hop("transit-route", table, f"{route.where} → {route.target}"))  # fmt: skip
        if trail.crossed > HOPS:
            check = self.require(False, "NO_POSSIBLE_DESTINATION", table)
            return self._past(goal, source, to, on.plus(check))
        if way_out.kind == "vpc":
            return self._into(way_out, zone, source, to, goal, sender, on)
        if way_out.kind == "peering":
            return self._to_peer(way_out, source, to, goal, sender, on)
        if goal.place == "site":
            return [on.ending("site", source=source, gateway=way_out.id)]
        why = f"{way_out.id}: where the site behind it sends packets is not known"
        return [self.lost(on, why, way_out.id)]

    def _to_peer(
        self, way_out: Attachment, source: Span, to: Span, goal: Goal, sender: Interface | None,
        trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        far = [
            one for one in self.network.attachments.values()
            if one.kind == "peering" and one.gateway == way_out.peer and one.id != way_out.id
            and one.id.partition("#")[0] == way_out.id.partition("#")[0]
        ]  # fmt: skip
        if not far or not way_out.peer:
            why = f"{way_out.id}: the transit gateway at its other end is not in the input"
            return [self.lost(trail, why, way_out.id)]
        on = trail.via(Hop("transit-peering", far[0].gateway, far[0].id))
        on = on.ending("unknown", references=False)
        return self.transit(far[0], "", source, to, goal, sender, on)

    def _into(
        self, way_out: Attachment, zone: str, source: Span, to: Span, goal: Goal,
        sender: Interface | None, trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """Out of an attachment's subnet: in the zone of the source, or any when it has none."""
        subnets = [self.network.subnets.get(id) for id in way_out.subnets]
        known = [one for one in subnets if one is not None]
        if len(known) < len(subnets) or not known:
            why = f"{way_out.id}: a subnet of it is not in the input"
            return [self.lost(trail, why, way_out.id)]
        same = [one for one in known if zone and one.zone == zone]
        kept = self._kept(way_out, trail)
        on = trail.via(Hop("attachment", way_out.id)).ending("unknown", references=kept)
        found: list[Trail] = []
        for one in same or known:
            if one.id == goal.subnet:
                found.append(on.plus(self.acl(one, True, source)).ending(
                    "interface", source=source))  # fmt: skip
            else:
                found += self.walk(one, source, to, goal, sender, on, entered=True)
        return found

    # -- in from outside

    def enter(self, goal: Goal, source: Span, to: Span) -> Iterator[Trail]:
        """The trails from the Internet to an interface with a public address.

        Delivery does not ask the subnet's route table; only the reply does. Source: VPC User
        Guide, "Gateway route tables" (not re-read).
        """
        one = goal.interface
        assert one is not None
        subnet, vpc = self.network.subnets.get(one.subnet), self.network.vpcs.get(one.vpc)
        trail = Trail(references=False, source=source)
        if subnet is None or vpc is None:
            yield self.lost(trail, f"{one.subnet}: its subnet or VPC is not in the input", one.id)
            return
        attached: Tri = None if vpc.doubt else bool(vpc.igw)
        public: Tri = one.v6 is not None if is_v6(to[0]) else one.public4
        trail = trail.plus(
            self.require(attached, "BAD_STATE_ATTACHMENT", vpc.igw or f"{vpc.id}#igw", vpc.doubt,
                         vpc=vpc.id),
            self.require(public, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", one.id,
                         one.public_doubt),
            self.block(subnet, vpc, "in"),
        ).via(Hop("internet-gateway", vpc.igw))  # fmt: skip
        yield from self._edge(vpc, vpc.edge, subnet, source, to, goal, trail)

    def enter_from_site(self, goal: Goal, source: Span, to: Span) -> Iterator[Trail]:
        """The trails from a site, by virtual private gateways and transit gateways."""
        one = goal.interface
        assert one is not None
        subnet, vpc = self.network.subnets.get(one.subnet), self.network.vpcs.get(one.vpc)
        start = Trail(references=False, source=source)
        if subnet is None or vpc is None:
            yield self.lost(start, f"{one.subnet}: its subnet or VPC is not in the input", one.id)
            return
        if vpc.vgw:
            on = self._site(start.via(Hop("vpn-gateway", vpc.vgw)), vpc.vgw, source)
            if vpc.doubt:
                on = self.lost(on, vpc.doubt, vpc.vgw)
            yield from self._edge(vpc, vpc.vgw_edge, subnet, source, to, goal, on)
        for entry in self.network.attachments.values():
            if entry.kind in ("vpn", "other"):
                on = start.via(Hop("transit-gateway", entry.gateway, entry.id))
                yield from self.transit(entry, "", source, to, goal, None, on)
        if not vpc.vgw:
            yield start.plus(
                self.require(False, "BAD_STATE_ATTACHMENT", f"{vpc.id}#vpn-gateway"),
                self.acl(subnet, True, source),
            ).ending("interface", source=source)  # fmt: skip

    def _edge(
        self, vpc: Vpc, edge: str, subnet: Subnet, source: Span, to: Span, goal: Goal, trail: Trail
    ) -> Iterator[Trail]:
        """Past the route table of the gateway itself, if it has one."""
        one = goal.interface
        assert one is not None
        inner = to if is_v6(to[0]) else one.v4 or to
        if edge:
            table = self.network.tables.get(edge)
            leads = (
                [r for _, each in applied(table, inner) for r in each] if table is not None else []
            )
            if not leads or any(r is None or r.doubt or r.kind != "local" for r in leads):
                why = f"{edge}: the gateway's own routes lead through something not modelled"
                yield self.lost(trail, why, edge, "INGRESS_RTB_TRAFFIC_REDIRECTION")
                return
        trail = trail.plus(self.acl(subnet, True, source))
        yield trail.ending("interface", source=source, gateway=trail.gateway or vpc.igw)
