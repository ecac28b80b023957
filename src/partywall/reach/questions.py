"""Questions and answers: who is meant by a name, and whether a packet arrives there.

An answer is *yes* with hops and a witness packet, *no* with what would have to change, or
*unknown* with the elements that were not collected or are not modelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.kernel.errors import PartywallError
from partywall.reach.addresses import Span, covers, is_public, is_v6, overlaps, span_of, text
from partywall.reach.atoms import ECHO, ICMP, ICMP6, NUMBERS, TCP, UDP
from partywall.reach.engine.attempts import PUBLIC_SPANS, Attempt, Engine, Option
from partywall.reach.engine.trail import Check, Trail
from partywall.reach.model import Door, Interface, Tri
from partywall.reach.topology import network_of

Word = Literal["yes", "no", "unknown"]

LOCAL: Final = {
    "169.254.169.253": ((TCP, 53), (UDP, 53)),
    "169.254.169.254": ((TCP, 80),),
    "169.254.169.123": ((UDP, 123),),
    "169.254.170.2": ((TCP, 80),),
}
"""What every instance or task reaches, whatever its groups and ACLs say.

Source: VPC User Guide, "Internetwork traffic privacy in Amazon VPC", read 2026-11-23.
"""


class QuestionError(PartywallError):
    """Asked about something that is not in the estate, or in a form that is none."""


class End(Struct, eq=False):
    """What a name means: interfaces, addresses outside, or a door; with what is not known."""

    name: str
    kind: Literal["interfaces", "internet", "site", "door", "local"]
    interfaces: tuple[Interface, ...] = ()
    spans: tuple[Span, ...] = ()
    door: Door | None = None
    doubt: str = ""


class Blocked(Struct, frozen=True, omit_defaults=True):
    """One condition that keeps a packet from arriving: its code, and the element."""

    code: str
    element: str


class Packet(Struct, frozen=True, omit_defaults=True):
    """A packet that arrives. `any_of`: its address is not known yet, this one stands for it."""

    source: str
    destination: str
    protocol: str
    port: int | None = None
    source_port: int | None = None


class Step(Struct, frozen=True, omit_defaults=True):
    """One hop of the way."""

    kind: str
    element: str
    detail: str = ""


class Answer(Struct, eq=False):
    """Whether packets arrive (`one_way`) and replies come back (`two_way`), and why.

    `certificate` is what an independent tracer says of the packet of a yes, where it was asked.
    """

    source: str
    destination: str
    protocol: str = "all"
    port: int | None = None
    one_way: Word = "unknown"
    two_way: Word = "unknown"
    hops: list[Step] = []
    packet: Packet | None = None
    blocking: list[list[Blocked]] = []
    reply_blocking: list[list[Blocked]] = []
    unknown: list[str] = []
    through: str = ""
    state: str = ""
    headers: list[str] = []
    certificate: str = ""


class _Finding(Struct, eq=False):
    """What one pair of ends gave: both truths, and the attempts behind them, or a doubt."""

    one: Tri
    both: Tri
    attempts: list[Attempt]
    best: Attempt | None = None
    sure: tuple[bool, bool] = (True, True)
    to: str = ""
    doubt: str = ""


class Asker:
    """Answers questions about one estate."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.network = network_of(estate)
        self.engine = Engine(self.network)
        self.space = self.engine.space

    # -- who is meant

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
            return End(name, "interfaces", exact)
        for vpc in self.network.vpcs.values():
            if any(overlaps(block, span) for block in vpc.spans):
                doubt = f"{name}: which interface of {vpc.id} has it is not known"
                return End(name, "interfaces", doubt=doubt)
        if is_public(span) is False:
            return End(name, "site", spans=(span,))
        return End(name, "internet", spans=(span,))

    def _holding(self, span: Span) -> Iterator[Interface]:
        for one in self.network.interfaces.values():
            public = any(span[0] <= address <= span[1] for address in one.addresses)
            if public or any(own is not None and covers(span, own) for own in (one.v4, one.v6)):
                yield one

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
            from partywall.reach.through import by_balancers

            behind = by_balancers(self, a, b, mask)
            if behind.one is not False:
                one, both = (behind.one, behind.both) if one is False or behind.one else (one, both)
                found, through = [*found, *behind.findings], behind.balancer
                doubts += behind.doubts
        self._explain(answer, found, mask, one, both)
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

    def findings(self, a: End, b: End, mask: int) -> Iterator[_Finding]:
        """What each pair of ends gives."""
        if b.kind == "local":
            yield from (self._local(one, b.name, mask) for one in a.interfaces)
        elif a.interfaces and b.interfaces:
            for one in a.interfaces:
                for other in b.interfaces:
                    yield self.pair(one, other, mask)
        elif a.interfaces and b.spans:
            for one in a.interfaces:
                options = self._outward(one, b)
                yield self._placed(one, None) or self.finding(list(options), mask, one, None)
        elif a.spans and b.interfaces:
            for other in b.interfaces:
                options = self.inward(a, other)
                yield self._placed(None, other) or self.finding(list(options), mask, None, other)

    def pair(self, one: Interface, other: Interface, mask: int) -> _Finding:
        """What two interfaces give."""
        found = self._placed(one, other)
        return found or self.finding(list(self.engine.between(one, other)), mask, one, other)

    def _placed(self, one: Interface | None, other: Interface | None) -> _Finding | None:
        """A finding of nothing, when it is not known where one of the ends stands."""
        for each in (one, other):
            doubt = self.engine.unplaced(each) if each is not None else ""
            if doubt:
                sure = (one.sure if one else True, other.sure if other else True)
                return _Finding(None, None, [], None, sure, other.id if other else "", doubt)
        return None

    def _outward(self, one: Interface, b: End) -> Iterator[Option]:
        for piece, _ in self.engine.outside(one, b.spans):
            source = one.v6 if is_v6(piece[0]) else one.v4
            if source is not None:
                to = self.engine.to_site if b.kind == "site" else self.engine.to_internet
                yield to(one, source, piece)

    def inward(self, a: End, other: Interface) -> Iterator[Option]:
        """Every way from addresses outside to an interface."""
        for piece, _ in self.engine.outside(other, a.spans):
            to = other.v6 if is_v6(piece[0]) else other.v4
            if to is None:
                continue
            if a.kind == "site":
                yield from self.engine.from_site(other, piece, to)
            else:
                yield self.engine.from_internet(other, piece, to)

    def finding(
        self, options: list[Option], mask: int, a: Interface | None, b: Interface | None
    ) -> _Finding:
        """Whether any option lets a header of `mask` pass, and the attempt that shows it."""
        one = _any(self.space.holds(option.forward, mask) for option in options)
        both = _any(self.space.holds(option.both, mask) for option in options)
        attempts = [each for option in options for each in option.attempts]
        best = None
        for wanted in ("both", "forward"):
            if best is None:
                best = next(
                    (o.attempts[0] for o in options if getattr(o, wanted) & mask), None
                )  # fmt: skip
        sure = (a.sure if a is not None else True, b.sure if b is not None else True)
        return _Finding(one, both, attempts, best, sure, b.id if b is not None else "")

    def _local(self, one: Interface, name: str, mask: int) -> _Finding:
        reached = sum(self.space.mask(number, port, port) for number, port in LOCAL[name])
        truth: Tri = True if reached & mask else None
        return _Finding(truth, truth, [], None, (one.sure, True))

    def _through_door(self, a: End, door: Door, mask: int, doubts: list[str]) -> _Finding:
        """An entry that is no interface: by addresses, if these decide; else not by packets."""
        if door.spans is None or a.kind != "internet":
            doubts.append(f"{door.id}: {door.condition}")
            return _Finding(None, None, [], to=door.type)
        reached = any(overlaps(span, own) for span in a.spans for own in door.spans)
        truth: Tri = reached and bool(self.space.mask(TCP, door.port, door.port) & mask)
        if door.doubt:
            doubts.append(door.doubt)
            truth = None
        return _Finding(truth, truth, [], to=door.type)

    # -- why

    def _explain(
        self, answer: Answer, found: list[_Finding], mask: int, one: Tri, both: Tri
    ) -> None:
        attempts = [each for finding in found for each in finding.attempts]
        if one is True:
            best = next((f.best for f in found if f.one is True and f.best is not None), None)
            if best is not None:
                answer.hops = [Step(h.kind, h.element, h.detail) for h in best.trail.hops]
                answer.packet = self.packet(best, mask, answer.port)
                if answer.port is None:
                    answer.headers = self.space.describe(self.space.must(best.forward) & mask)
                one_end = self.network.interfaces.get(best.to)
                answer.state = one_end.state if one_end is not None else ""
                if both is False:
                    answer.reply_blocking = [self._failing(best.replies, mask)]
        elif one is False:
            answer.blocking = minimal(
                [Blocked(check.code, check.element) for check in self.failing(each, mask)]
                for each in attempts
            )
        if one is None or both is None:
            answer.unknown = list(self.doubts(attempts, mask))

    def failing(self, attempt: Attempt, mask: int) -> list[Check]:
        """The conditions of a trail that let no header of `mask` pass, or not the same ones."""
        space = self.space
        none = [c for c in attempt.trail.checks if not space.may(c.passed) & mask]
        if none:
            return none
        return [c for c in attempt.trail.checks if space.may(c.passed) & mask != mask]

    def _failing(self, replies: Iterable[Trail], mask: int) -> list[Blocked]:
        """The conditions of a reply that let none of the possible replies pass."""
        space = self.space
        found = [
            Blocked(check.code, check.element)
            for trail in replies
            for check in trail.checks
            if not space.holds(space.answered(space.sure(mask), check.passed), mask)
        ]
        return list(dict.fromkeys(found))

    def doubts(self, attempts: Iterable[Attempt], mask: int) -> Iterator[str]:
        """What is not known and leaves it open whether a header of `mask` passes."""
        space = self.space
        for attempt in attempts:
            if space.holds(attempt.forward, mask) is False:
                continue
            for check in attempt.trail.checks:
                if space.holds(check.passed, mask) is None:
                    yield from check.doubts or (f"{check.element}: {check.code}",)
            for trail in attempt.replies:
                for check in trail.checks:
                    back = space.answered(space.sure(mask), check.passed)
                    if space.holds(back, mask) is None:
                        yield from check.doubts or (f"{check.element}: {check.code}",)

    def packet(self, attempt: Attempt, mask: int, asked: int | None = None) -> Packet:
        """A packet that passes; where several would do, the one with the lowest header."""
        bits = self.space.must(attempt.both) & mask or self.space.must(attempt.forward) & mask
        protocol, first, _ = next(self.space.spans(bits & -bits))
        port = (first if asked is None else asked) if protocol in (TCP, UDP) else None
        return Packet(
            text(attempt.source[0]), text(attempt.target[0]),
            {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMP6: "icmpv6"}.get(protocol, str(protocol)),
            port, self._reply_port(attempt, protocol) if port is not None else None,
        )  # fmt: skip

    def _reply_port(self, attempt: Attempt, protocol: int) -> int:
        """A port that the sender may use, so that the reply finds its way back."""
        back = self.space.all
        for leg in attempt.legs:
            back &= leg
        open_ports = self.space.must(back) & self.space.mask(protocol, 1024, 65535)
        bit = open_ports & -open_ports
        return next((first for _, first, _ in self.space.spans(bit)), 1024) if bit else 1024


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


def word(truth: Tri) -> Word:
    """The answer in a word."""
    return "unknown" if truth is None else "yes" if truth else "no"


def _any(truths: Iterable[Tri]) -> Tri:
    answer: Tri = False
    for one in truths:
        if one:
            return True
        answer = None if one is None else answer
    return answer


def certain(rows: Iterable[tuple[bool, Tri]]) -> Tri:
    """Whether it holds for one that is there, when of the unsure ones at least one is."""
    rows = list(rows)
    if any(sure and truth for sure, truth in rows):
        return True
    unsure = [truth for sure, truth in rows if not sure]
    if unsure and all(unsure):
        return True
    return False if all(truth is False for _, truth in rows) else None


def together(found: list[_Finding], which: str) -> Tri:
    """The truth for all pairs of ends: some receiver that is there, from some sender that is."""
    receivers: dict[str, list[_Finding]] = {}
    for one in found:
        receivers.setdefault(one.to, []).append(one)
    rows = [
        (each[0].sure[1], certain((one.sure[0], getattr(one, which)) for one in each))
        for each in receivers.values()
    ]
    return certain(rows)


def minimal(sets: Iterable[list[Blocked]]) -> list[list[Blocked]]:
    """The sets of which no other one is a part, the smallest first, each once."""
    kept: list[list[Blocked]] = []
    for one in sorted(sets, key=lambda each: (len(each), str(each))):
        own = list(dict.fromkeys(one))
        if own and not any(set(other) <= set(own) for other in kept):
            kept.append(own)
    return kept[:8]
