"""What balancers that the Internet reaches newly hand on to their targets.

A target has no way in of its own: a new listener, target or rule behind a balancer is all it
takes. Whether a listener is reached is told of the balancer; here it is enough that it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from partywall.kernel.lazy import cached_property
from partywall.reach.addresses import Span, covers, pieces
from partywall.reach.answers import Word
from partywall.reach.atoms import TCP, UDP
from partywall.reach.exposed import Reached, describe
from partywall.reach.gains import Doubt, Gain
from partywall.reach.handed import handed_on
from partywall.reach.model import Balancer
from partywall.reach.questions import Asker

Key = tuple[str, str]
"""A target, and the header that arrives there, whichever balancer hands it on."""

PROTOCOLS = {"tcp": TCP, "udp": UDP}
EVERYBODY = "the Internet (IPv4)"
NOT_SURE = "whether it takes what the balancer hands on is not known"
PERHAPS = "whether the balancer is reached is not known"


class _Way(Struct, frozen=True):
    """Whether something is handed on and taken, by which balancer's listener, from which sources,
    and what is not known."""

    taken: Word
    by: str
    spans: tuple[Span, ...]
    reasons: tuple[str, ...] = ()


class Behind:
    """One network: what the Internet reaches in it, and what balancers hand on of that."""

    def __init__(self, asker: Asker, rows: Iterable[Reached]) -> None:
        self.asker = asker
        self.rows: dict[str, list[Reached]] = {}
        for one in rows:
            self.rows.setdefault(one.one.owner, []).append(one)

    @cached_property
    def ways(self) -> dict[Key, list[_Way]]:
        """Everything that balancers hand on of what the Internet sends them, or may."""
        found: dict[Key, list[_Way]] = {}
        for balancer in self.asker.network.balancers.values():
            for row in self.rows.get(balancer.id, ()):
                for key, way in self._by(balancer, row):
                    found.setdefault(key, []).append(way)
        return {key: _joined(ways) for key, ways in found.items()}

    def _by(self, balancer: Balancer, row: Reached) -> Iterator[tuple[Key, _Way]]:
        """What the balancer hands on of what arrives from some sources."""
        must, may = self.asker.space.must(row.forward), self.asker.space.may(row.forward)
        sure = {(one.resource, one.listener) for one in handed_on(self.asker, balancer, must)}
        for one in handed_on(self.asker, balancer, may):
            arrives = (one.resource, one.listener) in sure
            taken: Word = one.taken if arrives or one.taken == "no" else "unknown"
            reasons = (*one.unknown, *(() if arrives else (PERHAPS,)))
            by = f"{balancer.id} {one.listener}"
            yield (one.resource, one.target), _Way(taken, by, tuple(row.sources), reasons)

    def arrives(self, target: str, header: str) -> bool:
        """Whether everybody on the Internet surely reaches the target there without a balancer."""
        name, _, port = header.partition("/")
        if name not in PROTOCOLS or not port.isdigit():
            return False
        space, rows = self.asker.space, self.rows.get(target, ())
        mask = space.mask(PROTOCOLS[name], int(port), int(port))
        everywhere = any(EVERYBODY in describe(one.sources) for one in rows)
        return everywhere and all(not mask & ~space.must(one.forward) for one in rows)


def handed_anew(
    now: Behind, then: Behind, unseen: bool
) -> tuple[list[Gain], list[Doubt], list[Doubt]]:
    """What is handed on now and was not, where that cannot be told, and what both leave open."""
    gains, unknown, left_open = list[Gain](), list[Doubt](), list[Doubt]()
    for (target, header), ways in sorted(now.ways.items()):
        if then.arrives(target, header):
            continue
        old = then.ways.get((target, header), [])
        reached = [span for one in old if one.taken == "yes" for span in one.spans]
        perhaps = [span for one in old if one.taken == "unknown" for span in one.spans]
        for way in ways:
            spans = _without(way.spans, reached)
            sure = _without(spans, perhaps) if way.taken == "yes" and not unseen else []
            if sure:
                reached += sure
                gains.append(_gain(now, then, target, header, replace(way, spans=tuple(sure))))
            rest = _without(spans, sure)
            if rest and way.taken != "no":
                doubts = left_open if way in old else unknown
                reasons = dict.fromkeys(why for one in (way, *old) for why in one.reasons)
                told = tuple(describe(rest))
                doubts.append(Doubt(target, told, (header,), tuple(reasons) or (NOT_SURE,)))
    return gains, unknown, left_open


def _gain(now: Behind, then: Behind, target: str, header: str, way: _Way) -> Gain:
    found = now.asker.estate.by_address.get(target)
    kind = found.type if found is not None else ""
    is_new = target not in then.asker.estate.by_address
    return Gain(target, kind, tuple(describe(way.spans)), (header,), (header,), way.by, "", is_new)


def _without(spans: Iterable[Span], others: list[Span]) -> list[Span]:
    """The spans, without what the others cover."""
    cut = [piece for span in spans for piece in pieces(span, others)]
    return [one for one in cut if not any(covers(other, one) for other in others)]


def _joined(ways: list[_Way]) -> list[_Way]:
    """Ways that differ in nothing but their sources are one; what is sure comes first."""
    found: dict[_Way, list[Span]] = {}
    for one in ways:
        found.setdefault(replace(one, spans=()), []).extend(one.spans)
    order = ("yes", "unknown", "no")
    joined = [replace(one, spans=tuple(sorted(spans))) for one, spans in found.items()]
    return sorted(joined, key=lambda one: (order.index(one.taken), one.by))
