"""All pairs at once: interfaces that nothing tells apart are one class.

A class is a subnet, a set of groups and an address atom (with what else an interface may differ
in). Trails are followed once for each pair of places (a subnet and an address atom each), so a
pair of classes costs a few look-ups. What goes over the Internet is the same for many classes.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from partywall.reach.addresses import EVERY_V4, Atoms, Span
from partywall.reach.engine.attempts import Engine, Option
from partywall.reach.engine.conditions import Goal
from partywall.reach.engine.routes import applied
from partywall.reach.engine.trail import Trail
from partywall.reach.model import Interface, Tri


class Kind(Struct, eq=False):
    """A class: an interface that stands for all `members` (ids)."""

    one: Interface
    members: list[str]
    source: tuple[object, ...]


class Row(Struct, frozen=True, eq=False):
    """What one class reaches of another: packed sets, one way and with replies."""

    a: Kind
    b: Kind
    forward: int
    both: int


def _atoms(engine: Engine) -> Atoms:
    """The line of addresses, cut wherever anything in the network tells two apart."""
    network = engine.network
    spans: set[Span] = set()
    for group in network.groups.values():
        for rule in (*group.ingress, *group.egress):
            spans.update(rule.spans)
    for acl in network.acls.values():
        for rule in (*acl.ingress, *acl.egress):
            spans.update(rule.spans)
    for table in (*network.tables.values(), *network.transit_tables.values()):
        for route in table.routes:
            spans.update(route.spans)
    for subnet in network.subnets.values():
        spans.update(span for span in (subnet.v4, subnet.v6) if span is not None)
    for vpc in network.vpcs.values():
        spans.update(vpc.spans)
    return Atoms(spans)


def kinds(engine: Engine) -> list[Kind]:
    """The classes of all interfaces, in the order of their first members."""
    network, atoms = engine.network, _atoms(engine)
    found: dict[tuple[object, ...], Kind] = {}
    for one in network.interfaces.values():
        v4, v6 = _atom(atoms, one.v4), _atom(atoms, one.v6)
        key = (
            one.subnet, one.groups, one.groups_doubt, v4, v6, one.public4, one.checked, one.starts,
            one.accepts, one.listens, one.listens_doubt, one.doubt,
            tuple(atoms.of(address) for address in one.addresses),
        )  # fmt: skip
        kind = found.get(key)
        if kind is None:
            found[key] = Kind(replace(one, v4=v4, v6=v6), [one.id], key)
        else:
            kind.members.append(one.id)
    return list(found.values())


def _atom(atoms: Atoms, span: Span | None) -> Span | None:
    return atoms.of(span[0]) if span is not None and span[0] == span[1] else span


class Abroad(Struct, frozen=True, eq=False):
    """Classes each of which reaches each of others over the Internet, at a public address."""

    senders: list[Kind]
    receivers: list[Kind]
    forward: int
    both: int


class _Way(Struct, frozen=True, eq=False):
    """A trail between two places without what the ends themselves ask for."""

    trail: Trail
    passed: int
    legs: tuple[int, ...]
    outward: Tri


_Place = tuple[str, Span | None, Span | None]


class Matrix:
    """What every class reaches of every other."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kinds = kinds(engine)
        self._dead: dict[tuple[str, Span], bool] = {}

    def rows(self) -> Iterator[Row]:
        """Every pair of classes of which something may pass inside, without the Internet."""
        receivers = list(self._places(False).values())
        for some in self._places(True).values():
            for others in receivers:
                yield from self._between(some, others)

    def _between(self, some: list[Kind], others: list[Kind]) -> Iterator[Row]:
        """The classes of one place and those of another."""
        one, other = some[0].one, others[0].one
        six = one.v6 is not None and other.v6 is not None and one.vpc != other.vpc
        if not six and self._nowhere(one, other):
            return
        ways = self._ways(one, other)
        if not six and ways is not None and not any(way.passed for each in ways for way in each):
            return
        for a in some:
            for b in others:
                forward, both = self._pair(a.one, b.one, ways)
                if six and ways is not None:
                    option = self.engine.around6(a.one, b.one)
                    forward, both = forward | option.forward, both | option.both
                if forward:
                    yield Row(a, b, forward, both)

    def _places(self, sending: bool) -> dict[_Place, list[Kind]]:
        found: dict[_Place, list[Kind]] = {}
        for kind in self.kinds:
            one = kind.one
            if one.starts if sending else one.accepts and one.listens != ():
                found.setdefault((one.subnet, one.v4, one.v6), []).append(kind)
        return found

    def _nowhere(self, one: Interface, other: Interface) -> bool:
        """Whether nothing but the Internet can surely join two places."""
        if one.vpc == other.vpc or self.engine.unplaced(one) or self.engine.unplaced(other):
            return False
        return all(
            source is None or to is None or self._dead_end(one, to)
            for source, to in ((one.v4, other.v4), (one.v6, other.v6))
        )

    def _dead_end(self, one: Interface, to: Span) -> bool:
        """Whether the table of an interface leads nowhere, or out, where private addresses end."""
        network = self.engine.network
        subnet = network.subnets[one.subnet]
        table = network.tables.get(subnet.table)
        if table is None or table.doubt or subnet.table_doubt:
            return False
        key = (table.id, to)
        if key not in self._dead:
            routes = [route for _, each in applied(table, to) for route in each]
            self._dead[key] = all(
                route is None or (not route.doubt and route.kind in ("igw", "blackhole"))
                for route in routes
            )
        return self._dead[key]

    def _ways(self, one: Interface, other: Interface) -> list[list[_Way]] | None:
        """The trails between two places, for each family; None when a place is not known."""
        engine = self.engine
        if engine.unplaced(one) or engine.unplaced(other):
            return None
        subnet = engine.network.subnets[one.subnet]
        found = []
        for source, to in ((one.v4, other.v4), (one.v6, other.v6)):
            if source is None or to is None:
                continue
            start = Trail(source=source)
            ways = []
            for trail in engine.walker.walk(subnet, source, to, Goal(other), one, start):
                passed = trail.passed(engine.space.all)
                legs: tuple[int, ...] = (engine.walker.perhaps,)
                if passed and trail.end == "interface":
                    replies = engine.replies(one, other, trail, source, to)
                    legs = tuple(each.passed(engine.space.all) for each in replies)
                transit = any(hop.kind == "transit-gateway" for hop in trail.hops)
                ways.append(_Way(trail, passed, legs, False if transit else trail.references))
            found.append(ways)
        return found

    def _pair(
        self, one: Interface, other: Interface, ways: list[list[_Way]] | None
    ) -> tuple[int, int]:
        engine, space = self.engine, self.engine.space
        if ways is None:
            return engine.walker.perhaps, engine.walker.perhaps
        forward = both = 0
        n = 0
        for source, to in ((one.v4, other.v4), (one.v6, other.v6)):
            if source is None or to is None:
                continue
            passed = [self._passed(one, other, to, way) for way in ways[n]]
            if len(passed) == 1:
                forward, both = forward | passed[0][0], both | passed[0][1]
            else:
                forward |= space.either([each for each, _ in passed])
                both |= space.either([each for _, each in passed])
            n += 1
        return forward, both

    def _passed(self, one: Interface, other: Interface, to: Span, way: _Way) -> tuple[int, int]:
        """A trail with the groups of both ends, and what else they ask for."""
        engine, trail = self.engine, way.trail
        forward = way.passed
        if not forward:
            return 0, 0
        admitted = engine.filters.admitted
        held, unsure = one.groups or (), bool(one.groups_doubt)
        also, too = other.groups or (), bool(other.groups_doubt)
        forward &= admitted(one.groups, unsure, False, to, also, too, way.outward)
        if forward and trail.end == "interface":
            forward &= admitted(
                other.groups, too, True, trail.source, held, unsure, trail.references
            )
            if other.listens is not None:
                forward &= engine.listening(other).passed
        elif forward:
            forward = engine.space.perhaps(engine.space.may(forward))
        if forward and (one.doubt or other.doubt):
            forward = engine.space.perhaps(engine.space.may(forward))
        if not forward or way.legs == (engine.space.all,):
            return forward, forward
        return forward, engine.answered(forward, way.legs)

    # -- over the Internet

    def abroad(self) -> Iterator[Abroad]:
        """What classes reach of others at their public addresses: the same for many at once."""
        engine = self.engine
        atoms = _atoms(engine)
        out: dict[tuple[_Spans, _Spans, _Signature], list[Kind]] = {}
        into: dict[tuple[_Spans, _Spans, _Signature], list[Kind]] = {}
        targets = {_seen(atoms, kind.one.addresses) for kind in self.kinds if _is_public(kind.one)}
        for kind in self.kinds:
            if kind.one.starts and kind.one.v4 is not None and not engine.unplaced(kind.one):
                for target in targets:
                    option = engine.out_to(kind.one, target)
                    if option.forward:
                        seen = tuple(
                            atoms.of(span[0]) if span[0] == span[1] else span
                            for span in engine.seen_as(kind.one, option)
                        )
                        out.setdefault((target, seen, _signature(option)), []).append(kind)
        for kind in self.kinds:
            if _is_public(kind.one) and not engine.unplaced(kind.one):
                own = _seen(atoms, kind.one.addresses)
                for seen in {key[1] for key in out if key[0] == own}:
                    option = engine.in_from(kind.one, seen)
                    if option.forward:
                        into.setdefault((own, seen, _signature(option)), []).append(kind)
        for (target, seen, left), senders in out.items():
            for (at, by, right), receivers in into.items():
                if target == at and seen == by:
                    forward, both = self._joined(left, right)
                    if forward:
                        yield Abroad(senders, receivers, forward, both)

    def _joined(self, left: _Signature, right: _Signature) -> tuple[int, int]:
        """Out and in as one: what passes all, where several trails may be the true one."""
        space = self.engine.space
        ways = [(first & second, (a[0] & b[0], *a[1:])) for first, a in left for second, b in right]
        both = [self.engine.answered(forward, legs) for forward, legs in ways]
        return space.either([forward for forward, _ in ways]), space.either(both)


_Spans = tuple[Span, ...]
_Signature = tuple[tuple[int, tuple[int, ...]], ...]
"""Of each trail of an option, what it lets pass, and what each leg of the reply does."""


def _signature(option: Option) -> _Signature:
    return tuple((one.forward, one.legs) for one in option.attempts)


def _is_public(one: Interface) -> bool:
    return one.public4 is not False and one.accepts and one.v4 is not None


def _seen(atoms: Atoms, addresses: tuple[int, ...]) -> tuple[Span, ...]:
    """The atoms of public addresses; every address, when none is known."""
    return tuple(dict.fromkeys(atoms.of(one) for one in addresses)) or (EVERY_V4,)
