"""Why an answer is as it is: its hops and a packet, what blocks, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partywall.reach.addresses import text
from partywall.reach.answers import Answer, Blocked, Finding, Packet, Step, minimal
from partywall.reach.atoms import ICMP, ICMP6, TCP, UDP, Space
from partywall.reach.engine.attempts import Attempt
from partywall.reach.engine.trail import Check, Trail
from partywall.reach.model import Network, Tri


class Explains:
    """Says of findings what stands in the way, what is not known, and which packet arrives."""

    network: Network
    space: Space

    def explain(self, answer: Answer, found: list[Finding], mask: int, one: Tri, both: Tri) -> None:
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
