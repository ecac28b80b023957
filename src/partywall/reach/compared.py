"""What the Internet newly reaches after a change: two networks, whose headers are cut alike.

Both are asked for what arrives, source by source. What surely arrives in the one and surely did
not in the other is told; where that cannot be told it is a doubt, apart from what both leave open
alike. So is what a balancer hands on to its targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.reach.addresses import Span, covers, pieces
from partywall.reach.atoms import TCP, Header, Space
from partywall.reach.behind import Behind, handed_anew
from partywall.reach.engine.attempts import PUBLIC_SPANS
from partywall.reach.engine.filters import headers
from partywall.reach.exposed import Reached, describe, doubts, reached
from partywall.reach.gains import Compared, Doubt, Gain
from partywall.reach.model import Door, Network
from partywall.reach.questions import Asker
from partywall.reach.topology import network_of

ENDPOINT: Final = "its own endpoint"
MOST: Final = 10
"""Reasons of one doubt that are told."""


class _Row(Struct, frozen=True, eq=False):
    """What some sources reach of a resource: packed sets, and what its doubts are."""

    resource: str
    type: str
    sources: list[Span]
    forward: int
    both: int
    way: str
    state: str
    asker: Asker
    found: Reached | None = None
    doubt: str = ""

    def why(self, perhaps: int) -> list[str]:
        """What leaves it open whether these headers pass."""
        if self.found is None:
            return [self.doubt]
        return doubts(self.asker, self.found, perhaps)


def compared(before: Estate, after: Estate) -> Compared:
    """What a change from the one estate to the other means for what the Internet reaches."""
    networks = network_of(before), network_of(after)
    space = Space([one for network in networks for one in _edges(network)])
    then, now = (
        Asker(estate, network, space)
        for estate, network in zip((before, after), networks, strict=True)
    )
    arriving = list(reached(then)), list(reached(now))
    rows = _by_resource(then, arriving[0]), _by_resource(now, arriving[1])
    unseen = tuple(
        f"{which}: there may be more than is seen here ({network.unseen})"
        for which, network in zip(("before", "after"), networks, strict=True)
        if network.unseen
    )
    newly: list[Gain] = []
    gone: list[Gain] = []
    unknown = [Doubt("", ("the Internet",), (), unseen)] if unseen else []
    open_in_both: list[Doubt] = []
    for name in sorted(rows[0].keys() | rows[1].keys()):
        old, new = (each.get(name, []) for each in rows)
        change = _Change(space, old, new, bool(unseen))
        newly += change.gains
        unknown += change.unknown
        open_in_both += change.left_open
        back = _Change(space, new, old, bool(unseen))
        gone += back.gains
        unknown += back.unknown
    was, here = Behind(then, arriving[0]), Behind(now, arriving[1])
    for gains, one, other in ((newly, here, was), (gone, was, here)):
        sure, unsure, alike = handed_anew(one, other, bool(unseen))
        gains += sure
        unknown += unsure
        open_in_both += alike
    return Compared(tuple(newly), tuple(gone), tuple(_once(unknown)), tuple(_once(open_in_both)))


def _edges(network: Network) -> Iterator[Header]:
    """The headers that rules, doors and interfaces tell apart."""
    yield from headers(network)
    for door in network.doors.values():
        if door.port >= 0:
            yield TCP, door.port, door.port
    for one in network.interfaces.values():
        yield from one.listens or ()


def _once(doubts: list[Doubt]) -> list[Doubt]:
    """What is in doubt in both directions stands there once."""
    return list(dict.fromkeys(doubts))


def _by_resource(asker: Asker, arriving: list[Reached]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for one in arriving:
        row = _Row(
            one.one.owner, one.one.type, one.sources, one.forward, one.both, one.way,
            one.one.state, asker, one,
        )  # fmt: skip
        found.setdefault(row.resource, []).append(row)
    for door in asker.network.doors.values():
        # A door has a name of its own: an EKS cluster has interfaces, too.
        found.setdefault(f"{door.id} {door.port} door", []).append(_at_door(asker, door))
    return found


def _at_door(asker: Asker, door: Door) -> _Row:
    space = asker.space
    mask = space.mask(TCP, door.port, door.port) if door.port >= 0 else space.full
    sure = door.spans is not None and not door.doubt
    packed = space.sure(mask) if sure else space.perhaps(mask)
    spans = list(PUBLIC_SPANS if door.spans is None else door.spans)
    why = door.doubt or door.condition
    return _Row(door.id, door.type, spans, packed, packed, ENDPOINT, "", asker, doubt=why)


class _Change:
    """One resource, from one network to the other: what it gains, and what cannot be told."""

    def __init__(self, space: Space, old: list[_Row], new: list[_Row], unseen: bool) -> None:
        self.space = space
        self.old, self.new = old, new
        self.unseen = unseen
        self.gains: list[Gain] = []
        self.unknown: list[Doubt] = []
        self.left_open: list[Doubt] = []
        for sets, sources in self._alike().items():
            self._tell(sets, sources)

    def _alike(self) -> dict[tuple[int, int, int, int, int], list[Span]]:
        """Sources by the sets that tell them apart, and by the row that they are of."""
        edges = [span for row in (*self.old, *self.new) for span in row.sources]
        found: dict[tuple[int, int, int, int, int], list[Span]] = {}
        for n, row in enumerate(self.new):
            for span in row.sources:
                for piece in pieces(span, edges):
                    was = _at(self.old, piece)
                    sets = (
                        n, row.forward, row.both,
                        was.forward if was else 0, was.both if was else 0,
                    )  # fmt: skip
                    found.setdefault(sets, []).append(piece)
        return found

    def _tell(self, sets: tuple[int, int, int, int, int], sources: list[Span]) -> None:
        space = self.space
        n, forward, both, was, answered = sets
        row = self.new[n]
        arrives = space.must(forward) & ~space.may(was)
        replied = space.must(both) & ~space.may(answered)
        if self.unseen:
            arrives = replied = 0
        if arrives or replied:
            self.gains.append(
                Gain(
                    row.resource, row.type, tuple(describe(sources)),
                    tuple(space.describe(arrives)), tuple(space.describe(replied)), row.way,
                    row.state, not self.old,
                )
            )  # fmt: skip
        perhaps = space.may(forward) & ~space.must(was) & ~arrives
        perhaps |= space.may(both) & ~space.must(answered) & ~replied
        alike = perhaps & ~(_differ(space, forward, was) | _differ(space, both, answered))
        before = _at(self.old, sources[0])
        for into, mask in ((self.left_open, alike), (self.unknown, perhaps & ~alike)):
            if mask:
                why = dict.fromkeys((*row.why(mask), *(before.why(mask) if before else ())))
                headers = tuple(space.describe(mask))
                told = tuple(describe(sources))
                into.append(Doubt(row.resource, told, headers, tuple(why)[:MOST]))


def _differ(space: Space, one: int, other: int) -> int:
    """The headers of which the two do not say the same."""
    return (space.must(one) ^ space.must(other)) | (space.may(one) ^ space.may(other))


def _at(rows: list[_Row], piece: Span) -> _Row | None:
    return next((one for one in rows if any(covers(span, piece) for span in one.sources)), None)
