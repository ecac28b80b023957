"""All pairs at once: interfaces that nothing tells apart are one class, and pairs of classes
inside a VPC cost a few look-ups.

A class is a subnet, a set of groups and an address atom (with what else an interface may differ
in). Pairs that anything but a local route joins are asked of the engine, as a single question is.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from partywall.reach.addresses import EVERY_V4, Atoms, Span
from partywall.reach.engine.attempts import Engine, Option
from partywall.reach.engine.routes import applied
from partywall.reach.model import Interface, Subnet


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


def kinds(engine: Engine) -> list[Kind]:
    """The classes of all interfaces, in the order of their first members."""
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
    atoms = Atoms(spans)
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


class Matrix:
    """What every class reaches of every other."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kinds = kinds(engine)
        self._plain: dict[tuple[str, Span], bool] = {}
        self._out: dict[int, Option | None] = {}
        self._into: dict[int, Option | None] = {}

    def rows(self) -> Iterator[Row]:
        """Every pair of classes of which something may pass."""
        senders = [kind for kind in self.kinds if kind.one.starts]
        receivers = [kind for kind in self.kinds if kind.one.accepts and kind.one.listens != ()]
        for a in senders:
            for b in receivers:
                forward, both = self.pair(a, b)
                if forward:
                    yield Row(a, b, forward, both)

    def pair(self, a: Kind, b: Kind) -> tuple[int, int]:
        """What one class reaches of another: one way, and with replies."""
        one, other = a.one, b.one
        forward = both = 0
        for source, to in ((one.v4, other.v4), (one.v6, other.v6)):
            if source is None or to is None:
                continue
            if self._local(one, to) and self._local(other, source):
                f, t = self._near(one, other, source, to)
            elif one.vpc != other.vpc and self._nowhere(one, to):
                continue
            else:
                return self._asked(one, other)
            forward, both = forward | f, both | t
        if other.public4 is not False and one.v4 is not None:
            if other.addresses or one.addresses:
                return self._asked(one, other)
            out, into = self._outward(a), self._inward(b)
            if out is None or into is None:
                return self._asked(one, other)
            f = out.forward & into.forward
            if f:
                return self._asked(one, other)
        if one.v6 is not None and other.v6 is not None and one.vpc != other.vpc:
            return self._asked(one, other)
        return forward, both

    def _asked(self, one: Interface, other: Interface) -> tuple[int, int]:
        forward = both = 0
        for option in self.engine.between(one, other):
            forward |= option.forward
            both |= option.both
        return forward, both

    def _subnet(self, one: Interface) -> Subnet | None:
        return self.engine.network.subnets.get(one.subnet)

    def _local(self, one: Interface, to: Span) -> bool:
        """Whether the table of an interface surely leads to `to` by a local route alone."""
        key = (one.subnet, to)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = self._all_routes(one, to, "local")
        return found

    def _all_routes(self, one: Interface, to: Span, kind: str) -> bool:
        subnet = self._subnet(one)
        if subnet is None or subnet.doubt or subnet.table_doubt:
            return False
        table = self.engine.network.tables.get(subnet.table)
        if table is None or table.doubt or table.vpc != subnet.vpc:
            return False
        routes = [route for _, each in applied(table, to) for route in each]
        if kind == "":
            return all(route is None for route in routes)
        return all(route is not None and route.kind == kind and not route.doubt for route in routes)

    def _nowhere(self, one: Interface, to: Span) -> bool:
        """Whether the table of an interface surely leads nowhere for `to`."""
        key = (f"{one.subnet} nowhere", to)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = self._all_routes(one, to, "") or self._out_of_reach(one, to)
        return found

    def _out_of_reach(self, one: Interface, to: Span) -> bool:
        """Whether `to` would go to an Internet gateway, which drops what is for inside."""
        return self._all_routes(one, to, "igw")

    def _near(self, one: Interface, other: Interface, source: Span, to: Span) -> tuple[int, int]:
        """Both in one VPC: groups at both ends, and the ACLs when it leaves its subnet."""
        if one.vpc != other.vpc:
            return 0, 0
        filters, everything = self.engine.filters, self.engine.space.all
        held, unsure = one.groups or (), bool(one.groups_doubt)
        also, too = other.groups or (), bool(other.groups_doubt)
        forward = filters.admitted(one.groups, unsure, False, to, also, too, True)
        if forward:
            forward &= filters.admitted(other.groups, too, True, source, held, unsure, True)
        if not forward:
            return 0, 0
        for check in (*self.engine._existing(one), *self.engine._existing(other)):
            forward &= check.passed
        if other.listens is not None:
            forward &= self.engine._listening(other).passed
        here, there = self._subnet(one), self._subnet(other)
        assert here is not None and there is not None
        if here.id == there.id:
            return forward, forward
        acl = filters.passed
        forward &= acl(here.acl, bool(here.acl_doubt), False, to)
        forward &= acl(there.acl, bool(there.acl_doubt), True, source)
        if not forward:
            return 0, 0
        back = acl(there.acl, bool(there.acl_doubt), False, source)
        back &= acl(here.acl, bool(here.acl_doubt), True, to)
        return forward, forward if back == everything else self.engine.space.answered(forward, back)

    # -- over the Internet

    def _outward(self, a: Kind) -> Option | None:
        """What a class may send to the Internet at all."""
        key = id(a)
        if key not in self._out:
            source = a.one.v4
            assert source is not None
            self._out[key] = self.engine.to_internet(a.one, source, EVERY_V4)
        return self._out[key]

    def _inward(self, b: Kind) -> Option | None:
        """What a class may be sent from the Internet at all."""
        key = id(b)
        if key not in self._into:
            self._into[key] = self.engine.from_internet(b.one, EVERY_V4, EVERY_V4)
        return self._into[key]
