"""The way of a reply: a trail for each leg, back through every NAT gateway in turn."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.reach.addresses import (
    Span,
    is_v6,
)
from partywall.reach.atoms import Space
from partywall.reach.engine.conditions import Goal
from partywall.reach.engine.trail import Check, Trail
from partywall.reach.engine.walk import Walker
from partywall.reach.model import Interface, Network, Subnet, Tri


class Replies:
    """Follows replies through a network."""

    network: Network
    space: Space
    walker: Walker

    def replies(
        self, a: Interface, b: Interface, trail: Trail, source: Span, to: Span
    ) -> tuple[Trail, ...]:
        """One trail for each leg of the reply: back through every NAT gateway in turn.

        Where a leg may go several ways, its trail asks for what all of them let pass.
        """
        if trail.end != "interface":
            return ()
        legs = [self._leg(b.subnet, to, trail.source, self._end_of(trail, a), b)]
        return (*legs, *self._legs_home(trail, a, source, to))

    def _end_of(self, trail: Trail, a: Interface) -> Interface:
        """Whom the reply is addressed to: the sender, or the last NAT gateway."""
        if not trail.nats:
            return a
        id, subnet = trail.nats[-1]
        place = self.network.subnets.get(subnet)
        return Interface(id, id, "AWS::EC2::NatGateway", subnet, place.vpc if place else "",
                         trail.source, groups=None)  # fmt: skip

    def _legs_home(self, trail: Trail, a: Interface, source: Span, far: Span) -> Iterator[Trail]:
        """From each NAT gateway to the one before it, and from the first one to the sender.

        The gateway restores the address that the reply goes to; it still comes from `far`.
        """
        for n in range(len(trail.nats) - 1, -1, -1):
            id, subnet = trail.nats[n]
            place, nat = self.network.subnets.get(subnet), self.network.nats.get(id)
            if place is None or nat is None:
                continue
            before = Trail(nats=trail.nats[:n], source=source)
            end, to = self._end_of(before, a), source
            if n:
                earlier = self.network.subnets.get(trail.nats[n - 1][1])
                previous = self.network.nats.get(trail.nats[n - 1][0])
                if earlier is not None and previous is not None:
                    to = self.walker.nat_span(previous, earlier)
                    end.v4 = to
            from_here = Interface(id, id, "", subnet, place.vpc, groups=None)
            yield self._leg(subnet, far, to, end, from_here)

    def _leg(self, subnet: str, source: Span, to: Span, end: Interface, sender: Interface) -> Trail:
        place = self.network.subnets.get(subnet)
        if place is None:
            return self.walker.lost(Trail(), f"{subnet}: the subnet is not in the input", subnet)
        trails = self.walker.walk(place, source, to, Goal(end), sender, Trail(source=source))
        return self._together([self._unrewritten(one) for one in trails])

    def _unrewritten(self, trail: Trail) -> Trail:
        """A reply that a NAT gateway rewrites is none to the one who waits for it."""
        if not trail.nats:
            return trail
        return trail.plus(
            self.walker.require(False, "NGW_SOURCE_ADDRESS_REASSIGN", trail.nats[0][0])
        )

    def _together(self, trails: list[Trail]) -> Trail:
        """One trail for several that it may be: with one condition more when they differ."""
        if len(trails) == 1:
            one = trails[0]
            if one.end != "unknown":
                return one
            return one.plus(self.walker.require(None, "UNKNOWN_DESTINATION", "reply"))
        masks = [
            self.walker.perhaps & one.passed(self.space.all) if one.end == "unknown"
            else one.passed(self.space.all) for one in trails
        ]  # fmt: skip
        doubts = tuple(d for one in trails for check in one.checks for d in check.doubts)
        check = Check("UNKNOWN_DESTINATION", "reply", self.space.either(masks), (), doubts)
        return Trail((check,), trails[0].hops, trails[0].end)

    def _replies_from_outside(
        self, a: Interface, trail: Trail, source: Span, to: Span, subnet: Subnet
    ) -> tuple[Trail, ...]:
        """Back in through the gateway it left by, at the sender's subnet or the NAT gateway's."""
        if trail.end == "unknown":
            return ()
        door = self.network.subnets.get(trail.nats[-1][1]) if trail.nats else subnet
        if door is None:
            return ()
        vpc = self.network.vpcs.get(door.vpc)
        back = Trail(end="interface").plus(self.walker.acl(door, True, to))
        edge = vpc.edge if vpc is not None and trail.end == "internet" else ""
        if edge:
            why = f"{edge}: the gateway's own routes may lead the reply elsewhere"
            back = self.walker.lost(back, why, edge, "INGRESS_RTB_TRAFFIC_REDIRECTION")
        if trail.end == "site" and any(hop.kind == "transit-gateway" for hop in trail.hops):
            back = self._back_through_transit(a, trail, source, to)
        return (back, *self._legs_home(trail, a, source, to))

    def _back_through_transit(self, a: Interface, trail: Trail, source: Span, to: Span) -> Trail:
        entry = self.network.attachments.get(trail.gateway)
        if entry is None:
            return self.walker.lost(Trail(), f"{trail.gateway}: it is not in the input", a.id)
        found = self.walker.transit(entry, "", to, source, Goal(a), None, Trail(source=to))
        return self._together(found)

    def _reply_to_internet(self, b: Interface, own: Span, to: Span) -> Trail:
        subnet = self.network.subnets.get(b.subnet)
        if subnet is None:
            return self.walker.lost(Trail(), f"{b.subnet}: it is not in the input", b.id)
        inner = own if is_v6(own[0]) else b.v4 or own
        trails = self.walker.walk(subnet, inner, to, Goal(), b, Trail(source=inner))
        return self._together([self._by_same_door(b, one) for one in trails])

    def _by_same_door(self, b: Interface, trail: Trail) -> Trail:
        """A reply must leave by the gateway that the packet came through, and as it is."""
        trail = self._unrewritten(trail)
        vpc = self.network.vpcs.get(b.vpc)
        if trail.end == "internet" and vpc is not None and trail.gateway != vpc.igw:
            same: Tri = None if vpc.doubt else False
            return trail.plus(
                self.walker.require(same, "NO_ROUTE_TO_DESTINATION", b.subnet, vpc.doubt)
            )
        return trail
