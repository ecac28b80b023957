"""Whether packets from the Internet arrive at a resource: by which way, or because of what not."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.answers import Blocked, End, Finding, minimal, together
from partywall.reach.atoms import TCP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.model import Tri
from partywall.reach.questions import Asker
from partywall.reach.through import by_balancers

WORDS: Final = {
    "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS": "has no public address",
    "BAD_STATE_ATTACHMENT": "has no Internet gateway attached",
    "SUBNET_ACL_RESTRICTION": "is closed by a network ACL",
    "VPC_BLOCK_PUBLIC_ACCESS_ENABLED": "is closed by Block Public Access",
    "ELBV2_LISTENERS_MISMATCH": "has no listener there",
    "ENI_SG_RULES_MISMATCH": "is closed by its security groups",
    "NO_PATH": "takes no connections",
}

LEADING_IN: Final = (
    "AWS::ApiGateway::VpcLink", "AWS::ApiGatewayV2::VpcLink", "AWS::CloudFront::VpcOrigin",
    "AWS::EC2::VerifiedAccessEndpoint", "AWS::GlobalAccelerator::EndpointGroup",
    "AWS::VpcLattice::TargetGroup",
)  # fmt: skip
"""Types by which what comes from the Internet gets to private addresses.

Where all their targets are told they are doors that lead there; else they may lead anywhere.

Sources: Global Accelerator Developer Guide, "Preserve client IP addresses"; CloudFront Developer
Guide, "Restrict access with VPC origins"; API Gateway Developer Guide, "VPC links" (not re-read).
"""

SHOWN: Final = 3
"""How many doubts, and pieces of a set of headers, are told."""


class Arrival(Struct, frozen=True):
    """Whether packets arrive: the way they come, the conditions in the way, or what is unknown."""

    truth: Tri
    way: str = ""
    blocks: tuple[Blocked, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why nothing arrives: `has no public address`."""
        words = [WORDS.get(one.code, f"meets {one.code} at {one.element}") for one in self.blocks]
        return " and ".join(dict.fromkeys(words)) or "is not where packets come"

    @property
    def doubt(self) -> str:
        """What is not known, in a line."""
        more = len(self.doubts) - SHOWN
        return "; ".join(self.doubts[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


class Arrivals:
    """Answers for one network; `ports` are of TCP, None stands for every packet."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.internet = End("internet", "internet", spans=PUBLIC_SPANS)
        self._told: dict[tuple[str, tuple[int, ...] | None], Arrival] = {}
        self._leading = [
            one.address
            for kind in LEADING_IN
            for one in asker.estate.by_type.get(kind, ())
            if not self._followed(one)
        ]

    def _followed(self, one: Resource) -> bool:
        """Whether a door has all that a resource leads to."""
        door = self.asker.network.doors.get(one.address)
        return (
            door is not None and bool(door.leads) and one.partial is None and _told(one.properties)
        )

    def at(self, owner: str, ports: tuple[int, ...] | None) -> Arrival:
        """Whether packets from the Internet arrive at a resource of the estate."""
        key = owner, ports
        if key not in self._told:
            self._told[key] = self._at(owner, ports)
        return self._told[key]

    def _at(self, owner: str, ports: tuple[int, ...] | None) -> Arrival:
        asker = self.asker
        if asker.network.unseen:
            return Arrival(None, doubts=(asker.network.unseen,))
        end, mask = asker.end(owner), self._mask(ports)
        rows = list(asker.findings(self.internet, end, mask))
        if not rows:
            doubt = end.doubt or f"{owner}: no interface of it in a VPC of the input is known"
            return Arrival(None, doubts=(doubt,))
        truth = together(rows, "one")
        if truth:
            return Arrival(True, self._way(owner, rows, mask, ports))
        behind = by_balancers(
            asker, self.internet, end, asker.space.full, None if ports is None else frozenset(ports)
        )
        if behind.one:
            return Arrival(True, f"internet → {behind.balancer} → {owner}")
        if truth is None or behind.one is None:
            return Arrival(None, doubts=self._doubts(owner, rows, mask, behind.doubts))
        if self._leading:
            led = f"{self._leading[0]}: whether it leads to {owner} is not known"
            return Arrival(None, doubts=(led,))
        return Arrival(False, blocks=self._blocks(rows, mask))

    def _mask(self, ports: tuple[int, ...] | None) -> int:
        if ports is None:
            return self.asker.space.full
        mask = 0
        for port in ports:
            mask |= self.asker.space.mask(TCP, port, port)
        return mask

    def _way(
        self, owner: str, rows: list[Finding], mask: int, ports: tuple[int, ...] | None
    ) -> str:
        """`internet → igw → i-1, port 22`: the first that is sure."""
        space = self.asker.space
        for row in rows:
            if row.one and row.best is not None:
                passed = space.must(row.best.forward) & mask
                hops = [hop.element for hop in row.best.trail.hops if hop.kind != "interface"]
                to = [f"port {n}" for n in ports or () if space.mask(TCP, n, n) & passed][:1]
                return ", ".join(
                    [
                        " → ".join(["internet", *hops, owner]),
                        *(to or space.describe(passed)[:SHOWN]),
                    ]
                )
        return f"internet → {owner}"

    def _doubts(
        self, owner: str, rows: list[Finding], mask: int, behind: list[str]
    ) -> tuple[str, ...]:
        found = [row.doubt for row in rows if row.doubt]
        attempts = [each for row in rows if row.one is not False for each in row.attempts]
        found += [*self.asker.doubts(attempts, mask), *behind]
        return tuple(dict.fromkeys(found)) or (f"{owner}: in which subnet it stands is not known",)

    def _blocks(self, rows: list[Finding], mask: int) -> tuple[Blocked, ...]:
        sets = minimal(
            [Blocked(check.code, check.element) for check in self.asker.failing(attempt, mask)]
            for row in rows
            for attempt in row.attempts
        )
        return tuple(sets[0]) if sets else ()


def _told(value: object) -> bool:
    """Whether nothing in a value is unknown but for ids of what the input has."""
    if isinstance(value, dict):
        return all(map(_told, value.values()))
    if isinstance(value, list):
        return all(map(_told, value))
    return type(value) is not Unknown or (len(value.refs) == 1 and bool(value.attribute))
