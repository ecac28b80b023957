"""What the Internet reaches: exact sets of headers and sources, resource by resource."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from msgspec import Struct

from partywall.reach.addresses import EVERY_V4, V6, Span, covers, is_v6, pieces
from partywall.reach.engine.attempts import PUBLIC_SPANS, Attempt, Engine, Option
from partywall.reach.engine.matrix import kinds
from partywall.reach.engine.trail import Hop, Trail
from partywall.reach.handed import Handed, handed_on
from partywall.reach.model import Door, Interface
from partywall.reach.questions import Asker


class Exposure(Struct, omit_defaults=True):
    """What some sources reach of a resource.

    `headers` surely pass; of these `answered` get a reply; `perhaps` may pass besides, by what
    `unknown` names. `way` is the gateway, `sources` are blocks or `the Internet`. `behind` is what
    a load balancer hands on of it.
    """

    resource: str
    type: str
    way: str
    sources: list[str]
    headers: list[str]
    answered: list[str] = []
    perhaps: list[str] = []
    unknown: list[str] = []
    state: str = ""
    condition: str = ""
    behind: list[Handed] = []


class Reached(Struct, frozen=True, eq=False):
    """What some sources reach of the resource that `one` is an interface of, in packed sets."""

    one: Interface
    sources: list[Span]
    options: list[Option]
    forward: int
    both: int

    @property
    def attempts(self) -> list[Attempt]:
        """All that may happen."""
        return [each for option in self.options for each in option.attempts]

    @property
    def way(self) -> str:
        """The gateway; "" when none is known."""
        hops = next((each.trail.hops for each in self.attempts), ())
        return hops[0].element if hops else ""


def exposed(asker: Asker) -> list[Exposure]:
    """Everything that the Internet reaches or may reach, in the order of addresses."""
    found: dict[str, Exposure] = {}
    for one in reached(asker):
        each = _exposure(asker, one)
        found[f"{each.resource} {each.way} {each.sources} {each.headers} {each.perhaps}"] = each
    for door in asker.network.doors.values():
        found[f"{door.id} door"] = _door(asker, door)
    if asker.network.unseen:
        for each in found.values():
            each.perhaps = [*each.headers, *each.perhaps]
            each.headers, each.answered = [], []
            each.unknown = [*each.unknown, f"there may be more ({asker.network.unseen})"]
    return sorted(found.values(), key=lambda one: (one.resource, one.sources, one.headers))


def reached(asker: Asker) -> Iterator[Reached]:
    """What the Internet reaches or may reach of each resource that has interfaces."""
    owners: dict[str, list[tuple[Interface, _Rows]]] = {}
    for kind in kinds(asker.engine):
        rows = _rows(asker.engine, kind.one)
        for id in kind.members:
            one = asker.network.interfaces[id]
            owners.setdefault(one.owner, []).append((one, rows))
    for own in owners.values():
        yield from _united(asker, own)


def _door(asker: Asker, door: Door) -> Exposure:
    """A door is open to the blocks that it names; else requests decide, or nobody knows."""
    reached = [f"tcp/{door.port}"] if door.port >= 0 else asker.space.describe(asker.space.full)
    sure = door.spans is not None and not door.doubt
    unknown = [door.doubt] if door.doubt else [] if sure else [door.condition]
    sources = [] if door.spans is None else describe(door.spans)
    return Exposure(
        door.id, door.type, "its own endpoint", sources or ["the Internet"],
        reached if sure else [], perhaps=[] if sure else reached, unknown=unknown,
        condition=door.condition,
    )  # fmt: skip


_Rows = list[tuple[list[Span], Option]]
"""Sources that are alike to an interface, with what comes in from them."""


def _rows(engine: Engine, one: Interface) -> _Rows:
    if (one.public4 is False and one.v6 is None) or not one.accepts:
        return []
    found: _Rows = []
    doubt = engine.unplaced(one)
    if doubt:
        lost = engine.walker.lost(Trail(hops=(Hop("interface", one.id),)), doubt, one.id)
        perhaps = engine.walker.perhaps
        attempt = Attempt(
            lost, perhaps, (), (perhaps,), perhaps, "internet", one.id, EVERY_V4, EVERY_V4
        )
        return [(list(PUBLIC_SPANS), Option((attempt,), perhaps, perhaps))]
    for piece, alike in engine.outside(one, PUBLIC_SPANS):
        to = one.v6 if is_v6(piece[0]) else one.v4
        if to is not None:
            option = engine.from_internet(one, piece, to)
            if option.forward:
                found.append((alike, option))
    return found


def _united(asker: Asker, own: list[tuple[Interface, _Rows]]) -> Iterator[Reached]:
    """What some sources reach of a resource by any of its interfaces that are there.

    Of the unsure ones at least one is there, so what all of them let in is sure, too.
    """
    space = asker.space
    edges = [span for _, rows in own for alike, _ in rows for span in alike]
    same: dict[tuple[int, int], tuple[list[Span], list[Option]]] = {}
    for piece in dict.fromkeys(p for span in edges for p in pieces(span, edges)):
        options = [(one.sure, _at(rows, piece)) for one, rows in own]
        there = [option for _, option in options if option is not None]
        forward = space.some([(sure, o.forward if o else 0) for sure, o in options])
        both = space.some([(sure, o.both if o else 0) for sure, o in options])
        same.setdefault((forward, both), ([], there))[0].append(piece)
    for (forward, both), (sources, options_there) in same.items():
        yield Reached(own[0][0], sources, options_there, forward, both)


def _at(rows: _Rows, piece: Span) -> Option | None:
    return next((o for alike, o in rows if any(covers(span, piece) for span in alike)), None)


def _exposure(asker: Asker, found: Reached) -> Exposure:
    space, one = asker.space, found.one
    must, may = space.must(found.forward), space.may(found.forward)
    perhaps = may & ~must
    balancer = asker.network.balancers.get(one.owner)
    return Exposure(
        one.owner,
        one.type,
        found.way,
        describe(found.sources),
        space.describe(must),
        space.describe(space.must(found.both)),
        space.describe(perhaps),
        doubts(asker, found, perhaps)[:10] if perhaps else [],
        one.state,
        behind=handed_on(asker, balancer, may) if balancer is not None else [],
    )


def doubts(asker: Asker, found: Reached, perhaps: int) -> list[str]:
    """What leaves it open whether these headers pass."""
    told = list(dict.fromkeys(asker.doubts(found.attempts, perhaps)))
    return told or [f"{found.one.owner}: in which of its subnets it stands is not known"]


def describe(spans: Iterable[Span]) -> list[str]:
    """Spans as people write them: blocks, or `the Internet` for every public address."""
    spans = sorted(spans)
    written = []
    for six, name in ((False, "the Internet (IPv4)"), (True, "the Internet (IPv6)")):
        own = [span for span in spans if is_v6(span[0]) is six]
        every = [span for span in PUBLIC_SPANS if is_v6(span[0]) is six]
        if own and _merged(own) == _merged(every):
            written.append(name)
        else:
            for first, last in _merged(own):
                written += _blocks(first, last)
    return written


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _blocks(first: int, last: int) -> list[str]:
    if is_v6(first):
        ends6 = ipaddress.IPv6Address(first - V6), ipaddress.IPv6Address(last - V6)
        return [str(one) for one in ipaddress.summarize_address_range(*ends6)]
    ends = ipaddress.IPv4Address(first), ipaddress.IPv4Address(last)
    return [str(one) for one in ipaddress.summarize_address_range(*ends)]
