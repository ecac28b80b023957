"""Packets through transit gateways: in by a zone, on by a table, out of an attachment.

Source: VPC Transit Gateways guide, "How transit gateways work" and "Network ACLs for transit
gateways" (docs/reach.md says when each was read).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from partywall.reach.addresses import Span
from partywall.reach.engine.conditions import HOPS, Conditions, Goal
from partywall.reach.engine.routes import applied
from partywall.reach.engine.trail import Check, Hop, Trail
from partywall.reach.model import Attachment, Interface, Route, Subnet, Tri


class Transits(Conditions, ABC):
    """Follows packets from one attachment of a transit gateway to another."""

    @abstractmethod
    def walk(
        self, subnet: Subnet, source: Span, to: Span, goal: Goal, sender: Interface | None,
        trail: Trail, *, entered: bool = False,
    ) -> list[Trail]:  # fmt: skip
        """Every trail that the packet may take from a subnet, one of which it takes."""

    @abstractmethod
    def _direct(
        self, subnet: Subnet, source: Span, to: Span, goal: Goal, sender: Interface | None,
        trail: Trail,
    ) -> list[Trail]:  # fmt: skip
        """After a failure: what else would stand in the way if it were mended."""

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
        on = trail.plus(self.acl(subnet, False, to), self.acl(near[0], True, source))
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
        """Out of an attachment's subnet: in the zone of the source, or any when it has none.

        In appliance mode it is any, too. What comes from the gateway is not asked about by the ACL
        of that very subnet. Source: VPC Transit Gateways guide, "Amazon VPC attachments", read
        2026-11-23.
        """
        subnets = [self.network.subnets.get(id) for id in way_out.subnets]
        known = [one for one in subnets if one is not None]
        if len(known) < len(subnets) or not known:
            why = f"{way_out.id}: a subnet of it is not in the input"
            return [self.lost(trail, why, way_out.id)]
        here = zone if way_out.appliance is False else ""
        same = [one for one in known if here and one.zone == here]
        kept = self._kept(way_out, trail)
        on = trail.via(Hop("attachment", way_out.id)).ending("unknown", references=kept)
        found: list[Trail] = []
        for one in same or known:
            if one.id == goal.subnet:
                found.append(on.ending("interface", source=source))
            else:
                found += self.walk(one, source, to, goal, sender, on, entered=True)
        return found
