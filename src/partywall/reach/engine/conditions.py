"""What a packet may meet on its way, as checks: conditions, ACLs, Block Public Access, sites."""

from __future__ import annotations

from typing import Final

from partywall.reach.addresses import Span
from partywall.reach.engine.filters import Filters
from partywall.reach.engine.trail import Check, Trail
from partywall.reach.model import Interface, Network, Subnet, Tri, Vpc

HOPS: Final = 12
"""How many gateways a packet is followed through: more is a loop."""


class Goal:
    """Where a packet is meant to arrive: at an interface, on the Internet, or at a site."""

    def __init__(self, interface: Interface | None = None, place: str = "internet") -> None:
        self.interface = interface
        self.place = "interface" if interface is not None else place
        self.subnet = interface.subnet if interface is not None else ""
        self.vpc = interface.vpc if interface is not None else ""


class Conditions:
    """Makes checks for one network."""

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

    def _site(self, trail: Trail, gateway: str, source: Span) -> Trail:
        """At a site, if some connection leads from the gateway to one."""
        joined = gateway in self.network.sites
        check = self.require(
            True if joined else None, "BAD_STATE_VPN", self.network.sites.get(gateway, gateway),
            f"{gateway}: no connection from it to a site is in the input",
        )  # fmt: skip
        return trail.plus(check).ending("site", source=source, gateway=gateway)
