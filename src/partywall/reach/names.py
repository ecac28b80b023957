"""Who is meant by a name: a resource, an address, a block, the Internet, or a site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from partywall.estate.estate import Estate
from partywall.kernel.intervals import DOCUMENTED
from partywall.reach.addresses import (
    Span,
    covers,
    is_public,
    is_v6,
    overlaps,
    span_of,
    spans_of,
    within,
)
from partywall.reach.answers import End, Face, QuestionError
from partywall.reach.atoms import TCP, UDP
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.model import Interface, Network

DOCUMENTATION: Final = spans_of(DOCUMENTED)
"""Where a question names such an address, it stands for some host of the Internet."""

LOCAL: Final = {
    "169.254.169.253": ((TCP, 53), (UDP, 53)),
    "169.254.169.254": ((TCP, 80),),
    "169.254.169.123": ((UDP, 123),),
    "169.254.170.2": ((TCP, 80),),
}
"""What every instance or task reaches, whatever its groups and ACLs say.

Source: VPC User Guide, "Internetwork traffic privacy in Amazon VPC", read 2026-11-23.
"""


class Names:
    """Says what names mean in one estate."""

    estate: Estate
    network: Network

    def end(self, name: str) -> End:
        """What a name means. Raises QuestionError when it means nothing here."""
        if name == "internet":
            return End(name, "internet", spans=PUBLIC_SPANS)
        if name.startswith("onprem:"):
            span = span_of(name.removeprefix("onprem:"))
            if span is None:
                raise QuestionError(f"{name}: write onprem: and a CIDR block")
            return End(name, "site", spans=(span,))
        if name in LOCAL:
            return End(name, "local")
        span = span_of(name)
        return self._at(name, span) if span is not None else self._named(name)

    def _named(self, name: str) -> End:
        address = self._address(name)
        if address is None:
            raise QuestionError(f"{name}: there is no such resource in the input")
        network = self.network
        if name in network.interfaces and name not in network.owners:
            return End(name, "interfaces", (network.interfaces[name],))
        own = tuple(
            network.interfaces[id]
            for id in network.owners.get(address, ())
            if id in network.interfaces
        )
        door = network.doors.get(address)
        if door is not None:
            return End(name, "door", own, door=door)
        inside = own or tuple(self._inside(address))
        doubt = "" if inside else f"{address}: no interface of it in a VPC of the input is known"
        return End(name, "interfaces", inside, doubt=doubt)

    def _address(self, name: str) -> str | None:
        if name in self.estate.by_address or name in self.network.interfaces:
            return name
        found = [one.address for one in self.estate.resources if name in one.names]
        return found[0] if len(found) == 1 else None

    def _inside(self, address: str) -> Iterator[Interface]:
        """The interfaces in a subnet or VPC, or with a group."""
        for one in self.network.interfaces.values():
            if address in (one.subnet, one.vpc, *(one.groups or ())):
                yield one

    def _at(self, name: str, span: Span) -> End:
        """The interfaces at an address or in a block; else addresses outside."""
        exact = tuple(self._holding(span))
        if exact:
            return End(name, "interfaces", exact, face=_face(span, exact))
        for vpc in self.network.vpcs.values():
            if any(overlaps(block, span) for block in vpc.spans):
                doubt = f"{name}: which interface of {vpc.id} has it is not known"
                return End(name, "interfaces", doubt=doubt)
        if is_public(span) is False and not within(span, DOCUMENTATION):
            return End(name, "site", spans=(span,))
        return End(name, "internet", spans=(span,))

    def _holding(self, span: Span) -> Iterator[Interface]:
        for one in self.network.interfaces.values():
            public = any(span[0] <= address <= span[1] for address in one.addresses)
            if public or any(own is not None and covers(span, own) for own in (one.v4, one.v6)):
                yield one
            elif span in one.others:
                yield replace(one, v4=span, public4=False, addresses=())


def _face(span: Span, holders: tuple[Interface, ...]) -> Face:
    """By which address the holders of one are meant."""
    if is_v6(span[0]):
        return "v6"
    return "v4" if any(one.v4 is not None and covers(span, one.v4) for one in holders) else "public"
