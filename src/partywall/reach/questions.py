"""Questions and answers: whether a packet arrives, and what to say of it.

An answer is *yes* with hops and a witness packet, *no* with what would have to change, or
*unknown* with the elements that were not collected or are not modelled.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.estate.estate import Estate
from partywall.reach.addresses import (
    EVERY_V4,
    Span,
    is_v6,
    overlaps,
)
from partywall.reach.answers import (
    Answer,
    End,
    Face,
    Finding,
    QuestionError,
    any_of,
    together,
    word,
)
from partywall.reach.atoms import ECHO, ICMP, ICMP6, NUMBERS, TCP, UDP, Space
from partywall.reach.engine.attempts import PUBLIC_SPANS, Attempt, Engine, Option
from partywall.reach.engine.trail import Trail
from partywall.reach.model import Door, Interface, Network, Tri
from partywall.reach.names import LOCAL, Names
from partywall.reach.through import by_balancers
from partywall.reach.topology import network_of
from partywall.reach.why import Explains


class Asker(Names, Explains):
    """Answers questions about one estate."""

    def __init__(
        self, estate: Estate, network: Network | None = None, space: Space | None = None
    ) -> None:
        self.estate = estate
        self.network = network_of(estate) if network is None else network
        self.engine = Engine(self.network, space)
        self.space = self.engine.space

    # -- headers

    def mask(self, protocol: str | int | None, port: int | None, *, v6: bool = False) -> int:
        """The bits of a question. Raises QuestionError for a protocol that is none."""
        if protocol is None:
            if port is None:
                return self.space.full
            return self.space.mask(TCP, port, port) | self.space.mask(UDP, port, port)
        number = _number(protocol)
        if number == ICMP and v6:
            number = ICMP6
        if number in ECHO:
            return self.space.mask(number, ECHO[number][0] if port is None else port, -1)
        if port is not None and number in (TCP, UDP):
            if not 0 <= port <= 65535:
                raise QuestionError(f"{port}: a port is a number from 0 to 65535")
            return self.space.mask(number, port, port)
        return self.space.mask(number)

    # -- answers

    def ask(
        self, source: str, destination: str, protocol: str | int | None = None,
        port: int | None = None,
    ) -> Answer:  # fmt: skip
        """The answer to one question. Raises QuestionError."""
        a, b = self.end(source), self.end(destination)
        mask = self.mask(protocol, port)
        if protocol is not None and _number(protocol) == ICMP:
            mask |= self.mask(protocol, port, v6=True)
        answer = Answer(source, destination, "all" if protocol is None else str(protocol), port)
        doubts = [one.doubt for one in (a, b) if one.doubt]
        found = list(self.findings(a, b, mask))
        if b.door is not None:
            found.append(self._through_door(a, b.door, mask, doubts))
        if a.doubt or b.doubt or not found:
            if not doubts:
                doubts = [f"nothing is known of how {source} reaches {destination}"]
            return self._conclude(answer, None, None, doubts)
        doubts += [each.doubt for each in found if each.doubt]
        one, both = together(found, "one"), together(found, "both")
        through = ""
        if one is not True and b.interfaces:
            behind = by_balancers(self, a, b, mask)
            if behind.one is not False:
                one, both = (behind.one, behind.both) if one is False or behind.one else (one, both)
                found, through = [*found, *behind.findings], behind.balancer
                doubts += behind.doubts
        if self.network.sites_unseen and "site" in (a.kind, b.kind):
            one, both = one or None, both or None
            doubts.append(self.network.sites_unseen)
        self.explain(answer, found, mask, one, both)
        if not doubts and not answer.unknown:
            doubts = [
                f"{each.owner}: in which of its subnets it stands is not known"
                for each in (*a.interfaces, *b.interfaces)
                if not each.sure
            ]
        answer.through = through if one is not False else ""
        return self._conclude(answer, one, both, doubts)

    def _conclude(self, answer: Answer, one: Tri, both: Tri, doubts: list[str]) -> Answer:
        if self.network.unseen:
            why = f"there may be more than is seen here ({self.network.unseen})"
            doubts = [*doubts, why]
            answer.hops, answer.packet, answer.headers = [], None, []
            answer.blocking, answer.reply_blocking, answer.through = [], [], ""
            one = both = None
        answer.one_way, answer.two_way = word(one), word(both)
        if one is None or both is None:
            answer.unknown = list(dict.fromkeys([*doubts, *answer.unknown]))[:20]
        else:
            answer.unknown = []
        return answer

    def findings(self, a: End, b: End, mask: int) -> Iterator[Finding]:
        """What each pair of ends gives."""
        if b.kind == "local":
            yield from (self._local(one, b.name, mask) for one in a.interfaces)
        elif a.interfaces and b.interfaces:
            for one in a.interfaces:
                for other in b.interfaces:
                    yield self.pair(one, other, mask, (a.face, b.face))
        elif a.interfaces and b.spans:
            for one in a.interfaces:
                options = self._outward(one, b, a.face)
                yield self._placed(one, None) or self.finding(list(options), mask, one, None)
        elif a.spans and b.interfaces:
            for other in b.interfaces:
                if a.kind == "internet" and other.within and self.engine.unplaced(other):
                    yield self._within(other, mask)
                    continue
                options = self._inward(a, other, b.face)
                yield self._placed(None, other) or self.finding(list(options), mask, None, other)

    def _within(self, other: Interface, mask: int) -> Finding:
        """Wherever it stands, it has no address to which packets come from the Internet."""
        walker = self.engine.walker
        check = walker.require(False, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", other.id)
        attempt = Attempt(
            Trail((check,)), 0, (), (walker.perhaps,), 0, "internet", other.id, EVERY_V4, EVERY_V4
        )
        return self.finding([Option((attempt,), 0, 0)], mask, None, other)

    def pair(
        self, one: Interface, other: Interface, mask: int, faces: tuple[Face, Face] = ("", "")
    ) -> Finding:
        """What two interfaces give, each by the addresses that are meant."""
        found = self._placed(one, other)
        if found is not None:
            return found
        return self.finding(list(self.engine.between(one, other, *faces)), mask, one, other)

    def _placed(self, one: Interface | None, other: Interface | None) -> Finding | None:
        """A finding of nothing, when it is not known where one of the ends stands."""
        for each in (one, other):
            doubt = self.engine.unplaced(each) if each is not None else ""
            if doubt:
                sure = (one.sure if one else True, other.sure if other else True)
                return Finding(None, None, [], None, sure, other.id if other else "", doubt)
        return None

    def _outward(self, one: Interface, b: End, face: Face) -> Iterator[Option]:
        for piece, alike in self.engine.outside(one, b.spans):
            source = one.v6 if is_v6(piece[0]) else one.v4
            if source is None or not _of_family(piece, face):
                continue
            if b.kind == "site":
                yield self.engine.to_site(one, source, piece)
            else:
                whole = b.spans == PUBLIC_SPANS
                yield self.engine.to_internet(one, source, alike, whole=whole)

    def _inward(self, a: End, other: Interface, face: Face) -> Iterator[Option]:
        """Every way from addresses outside to an interface."""
        for piece, _ in self.engine.outside(other, a.spans):
            to = other.v6 if is_v6(piece[0]) else other.v4
            if to is None or not _of_family(piece, face):
                continue
            if a.kind == "site":
                yield from self.engine.from_site(other, piece, to)
            else:
                yield self.engine.from_internet(other, piece, to)

    def finding(
        self, options: list[Option], mask: int, a: Interface | None, b: Interface | None
    ) -> Finding:
        """Whether any option lets a header of `mask` pass, and the attempt that shows it."""
        one = any_of(self.space.holds(option.forward, mask) for option in options)
        both = any_of(self.space.holds(option.both, mask) for option in options)
        attempts = [each for option in options for each in option.attempts]
        best = None
        for wanted in ("both", "forward"):
            if best is None:
                best = next(
                    (o.attempts[0] for o in options if getattr(o, wanted) & mask), None
                )  # fmt: skip
        sure = (a.sure if a is not None else True, b.sure if b is not None else True)
        return Finding(one, both, attempts, best, sure, b.id if b is not None else "")

    def _local(self, one: Interface, name: str, mask: int) -> Finding:
        reached = sum(self.space.mask(number, port, port) for number, port in LOCAL[name])
        truth: Tri = True if reached & mask else None
        return Finding(truth, truth, [], None, (one.sure, True))

    def _through_door(self, a: End, door: Door, mask: int, doubts: list[str]) -> Finding:
        """An entry that is no interface: by addresses, if these decide; else not by packets."""
        if door.spans is None or a.kind != "internet":
            doubts.append(f"{door.id}: {door.condition}")
            return Finding(None, None, [], to=door.type)
        reached = any(overlaps(span, own) for span in a.spans for own in door.spans)
        truth: Tri = reached and bool(self.space.mask(TCP, door.port, door.port) & mask)
        if door.doubt:
            doubts.append(door.doubt)
            truth = None
        return Finding(truth, truth, [], to=door.type)


def _of_family(piece: Span, face: Face) -> bool:
    return not face or is_v6(piece[0]) is (face == "v6")


def _number(protocol: str | int) -> int:
    if isinstance(protocol, str) and protocol.lower() in NUMBERS:
        return NUMBERS[protocol.lower()]
    try:
        number = int(protocol)
    except ValueError:
        raise QuestionError(f"{protocol}: no protocol; write tcp, udp, icmp or a number") from None
    if not -1 <= number <= 255:
        raise QuestionError(f"{protocol}: a protocol is a number from 0 to 255")
    return number
