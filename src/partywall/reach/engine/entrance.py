"""Packets that come in from outside: by an Internet gateway, or from a site."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.reach.addresses import Span, is_v6
from partywall.reach.engine.conditions import Goal
from partywall.reach.engine.routes import applied
from partywall.reach.engine.trail import Hop, Trail
from partywall.reach.engine.transit import Transits
from partywall.reach.model import Subnet, Tri, Vpc


class Entrances(Transits):
    """Follows packets from outside to an interface."""

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
