"""Where a packet goes from a subnet: along routes, through gateways, to an interface or out.

Several trails come back where it is not known which is the true one. Sources: VPC User Guide,
"Route table concepts", "NAT gateways", "Internet gateways" and "Block public access to VPCs and
subnets"; VPC Peering Guide, "VPC peering limitations"; VPC Transit Gateways guide, "How transit
gateways work" and "Network ACLs for transit gateways" (docs/reach.md says when each was read).
"""

from __future__ import annotations

from typing import Final

from partywall.reach.addresses import EVERY_V4, V6, Span, is_v6, overlaps, within
from partywall.reach.atoms import ICMP, TCP, UDP
from partywall.reach.engine.conditions import HOPS, Goal
from partywall.reach.engine.entrance import Entrances
from partywall.reach.engine.routes import applied
from partywall.reach.engine.trail import Check, Hop, Trail
from partywall.reach.model import Interface, Nat, Route, Subnet, Tri, Vpc
from partywall.reach.topology.links import usable

NAT64: Final = (V6 + (0x64FF9B << 96), V6 + (0x64FF9B << 96) + (1 << 32) - 1)
"""64:ff9b::/96, IPv4 addresses as a NAT gateway takes them from IPv6 (RFC 6052)."""


class Walker(Entrances):
    """Follows packets through a network."""

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
