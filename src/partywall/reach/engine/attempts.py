"""Whole ways between two ends: groups at both, the walk between them, and the way of a reply.

An `Option` is one way of sending (by IPv4 inside, by IPv6, over the Internet …); a packet arrives
if any option lets it. Its `attempts` are trails one of which is the true one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.kernel.intervals import PUBLIC
from partywall.reach.addresses import (
    EVERY_V4,
    EVERY_V6,
    Span,
    covers,
    is_v6,
    overlaps,
    pieces,
    spans_of,
    text,
)
from partywall.reach.atoms import Space
from partywall.reach.engine.conditions import Goal
from partywall.reach.engine.filters import Filters
from partywall.reach.engine.replies import Replies
from partywall.reach.engine.trail import Check, Hop, Trail
from partywall.reach.engine.walk import Walker
from partywall.reach.model import Interface, Network

PUBLIC_SPANS = spans_of(PUBLIC)

SERVICE_MOST: Final = {False: 1 << 28, True: 1 << 120}
"""More IPv4 (False) and IPv6 (True) addresses than one AWS service has in one Region: more than
AWS announces altogether. Source: AWS's `ip-ranges.json` (not re-read).
"""


class Attempt(Struct, frozen=True, eq=False):
    """A trail with what it lets pass, and the trails of the reply with what all of them let.

    `legs` is what each leg of the reply lets pass: between legs a NAT gateway changes the port.
    """

    trail: Trail
    forward: int
    replies: tuple[Trail, ...]
    legs: tuple[int, ...]
    both: int
    sender: str
    to: str
    source: Span
    target: Span


class Option(Struct, frozen=True, eq=False):
    """Attempts one of which is what happens, and what surely and perhaps passes by them."""

    attempts: tuple[Attempt, ...]
    forward: int
    both: int


class Engine(Replies):
    """Answers for pairs of ends, in packed sets of headers."""

    def __init__(self, network: Network, space: Space | None = None) -> None:
        self.network = network
        self.filters = Filters(network, space)
        self.space = self.filters.space
        self.walker = Walker(network, self.filters)

    # -- spans of the outside

    @cached_property
    def _everybodys_cuts(self) -> list[Span]:
        tables = (*self.network.tables.values(), *self.network.transit_tables.values())
        spans = [span for table in tables for route in table.routes for span in route.spans]
        for acl in self.network.acls.values():
            spans += [span for rule in (*acl.ingress, *acl.egress) for span in rule.spans]
        return list(dict.fromkeys(span for span in spans if span not in (EVERY_V4, EVERY_V6)))

    def outside(self, one: Interface, spans: Iterable[Span]) -> list[tuple[Span, list[Span]]]:
        """`spans`, cut where anything tells addresses apart; alike pieces together.

        Each comes with a piece that stands for all of its kind.
        """
        spans = list(spans)
        own = [
            span
            for id in one.groups or ()
            if (group := self.network.groups.get(id)) is not None
            for rule in (*group.ingress, *group.egress)
            for span in rule.spans
        ]
        near = [
            cut for cut in dict.fromkeys([*self._everybodys_cuts, *own])
            if any(overlaps(cut, span) for span in spans)
        ]  # fmt: skip
        alike: dict[tuple[bool, tuple[int, ...]], list[Span]] = {}
        for span in spans:
            for piece in pieces(span, near):
                kind = tuple(n for n, cut in enumerate(near) if covers(cut, piece))
                alike.setdefault((is_v6(piece[0]), kind), []).append(piece)
        return [(each[0], each) for each in alike.values()]

    def unplaced(self, one: Interface) -> str:
        """Why nobody knows where an interface stands; "" when it is known."""
        subnet = self.network.subnets.get(one.subnet)
        if subnet is None:
            return one.doubt or f"{one.subnet}: the subnet is not in the input"
        if subnet.doubt:
            return subnet.doubt
        if one.v4 is None and one.v6 is None:
            return f"{one.id}: its addresses are not known"
        return ""

    # -- between interfaces

    def between(
        self, a: Interface, b: Interface, near: str = "", far: str = ""
    ) -> Iterator[Option]:
        """Every way from one interface to another: by either family, inside or outside.

        `near` and `far` say by which address each end is meant ("v4", "v6", "public"), if by one.
        """
        for face, source, to in (("v4", a.v4, b.v4), ("v6", a.v6, b.v6)):
            if source is not None and to is not None and {near, far} <= {"", face}:
                yield self._option(self._inside(a, b, source, to))
        if b.public4 is not False and a.v4 is not None and near != "v6" and far in ("", "public"):
            yield self._option(self._around(a, b))
        six = a.v6 is not None and b.v6 is not None and a.vpc != b.vpc
        if six and {near, far} <= {"", "v6"}:
            yield self.around6(a, b)

    def _option(self, attempts: Iterable[Attempt]) -> Option:
        found = tuple(attempts)
        either = self.space.either
        return Option(
            found, either([one.forward for one in found]), either([one.both for one in found])
        )

    def _inside(self, a: Interface, b: Interface, source: Span, to: Span) -> Iterator[Attempt]:
        subnet = self.network.subnets.get(a.subnet)
        start = Trail(hops=(Hop("interface", a.id),), source=source)
        if subnet is None:
            doubt = f"{a.subnet}: the subnet is not in the input"
            yield self._attempt(self.walker.lost(start, doubt, a.id), (), a, b.id, source, to)
            return
        for trail in self.walker.walk(subnet, source, to, Goal(b), a, start):
            whole = self._guarded(a, b, trail, to)
            yield self._attempt(whole, self.replies(a, b, trail, source, to), a, b.id, source, to)

    def _guarded(self, a: Interface, b: Interface, trail: Trail, to: Span) -> Trail:
        """The trail with what both ends themselves ask for."""
        transit = any(hop.kind == "transit-gateway" for hop in trail.hops)
        kept = False if transit else trail.references
        before = self.starting(a, to, b, kept)
        whole = Trail((*before, *trail.checks), trail.hops, trail.end, trail.source,
                      trail.references, trail.nats, trail.gateway)  # fmt: skip
        if trail.end == "interface":
            whole = whole.plus(*self.arriving(b, trail.source, a, trail.references))
        return whole.via(Hop("interface", b.id))

    def starting(
        self, a: Interface, to: Span, b: Interface | None = None, references: bool | None = False
    ) -> list[Check]:
        """What the sender asks for: that it starts connections, and its groups."""
        held, unsure = (b.groups or (), bool(b.groups_doubt)) if b is not None else ((), False)
        checks = [self.walker.require(a.starts, "NO_PATH", a.id)]
        checks += self._existing(a)
        if a.groups is not None:
            passed = self.filters.admitted(
                a.groups, bool(a.groups_doubt), False, to, held, unsure, references
            )
            checks.append(self._groups(a, False, to, passed))
        return checks

    def arriving(
        self, b: Interface, source: Span, a: Interface | None = None,
        references: bool | None = False,
    ) -> list[Check]:  # fmt: skip
        """What the receiver asks for: its groups, and that it listens."""
        held, unsure = (a.groups or (), bool(a.groups_doubt)) if a is not None else ((), False)
        checks = []
        if b.groups is not None:
            passed = self.filters.admitted(
                b.groups, bool(b.groups_doubt), True, source, held, unsure, references
            )
            checks.append(self._groups(b, True, source, passed))
        checks.append(self.walker.require(b.accepts, "NO_PATH", b.id))
        checks += self._existing(b)
        if b.listens is not None:
            checks.append(self.listening(b))
        return checks

    def listening(self, b: Interface) -> Check:
        """That a balancer has a listener for it."""
        mask = 0
        for header in b.listens or ():
            mask |= self.space.mask(*header)
        passed = self.space.sure(mask)
        if b.listens_doubt:
            passed = self.space.perhaps(self.space.full)
        doubts = (b.listens_doubt,) if b.listens_doubt else ()
        return Check("ELBV2_LISTENERS_MISMATCH", b.owner, passed, (), doubts)

    def _existing(self, one: Interface) -> list[Check]:
        if not one.doubt:
            return []
        return [self.walker.require(None, "UNKNOWN_RESOURCE", one.id, one.doubt)]

    def _groups(self, one: Interface, inward: bool, other: Span, passed: int) -> Check:
        doubts = [one.groups_doubt] if one.groups_doubt else []
        doubts += self.filters.group_doubts(one.groups, inward, self.space.full)
        facts = (("interface", one.id), ("inward", inward), ("other", other))
        name = ",".join(one.groups or ()) or f"{one.id}#no-group"
        return Check("ENI_SG_RULES_MISMATCH", name, passed, facts, tuple(doubts))

    def _attempt(
        self, trail: Trail, replies: tuple[Trail, ...], a: Interface | None, to: str, source: Span,
        target: Span,
    ) -> Attempt:  # fmt: skip
        everything = self.space.all
        forward = trail.passed(everything)
        if trail.end == "unknown":
            forward = self.space.perhaps(self.space.may(forward))
        legs = tuple(one.passed(everything) for one in replies) or (self.walker.perhaps,)
        both = self.answered(forward, legs)
        sender = a.id if a is not None else ""
        return Attempt(trail, forward, replies, legs, both, sender, to, source, target)

    def answered(self, forward: int, legs: tuple[int, ...]) -> int:
        """The headers of `forward` to which a reply comes back by every leg."""
        both = forward
        for leg in legs:
            both &= self.space.answered(forward, leg)
        return both

    # -- the Internet

    def to_internet(
        self, a: Interface, source: Span, alike: list[Span], *, whole: bool = False
    ) -> Option:
        """From an interface to public addresses that are all alike to it.

        A gateway endpoint on the way takes those of its service, and nobody reads which these
        are. `whole`: any address of the Internet will do. What passes an endpoint is not on the
        Internet, so then it may only take away, and not from more than a service has.
        """
        option = self._option(self._leaving(a, source, alike[0], "internet"))
        endpoint = self._endpoint(option)
        if not endpoint or (whole and _beyond_services(alike)):
            return option
        other = self._by_service(a, endpoint, source, alike[0])
        if whole:
            forward, both = other.forward & option.forward, other.both & option.both
            other = replace(other, forward=forward, both=both)
        return self._option((*option.attempts, other))

    def _endpoint(self, option: Option) -> str:
        """A gateway endpoint that a route table on the way leads to; "" when none does."""
        checks = (check for one in option.attempts for check in one.trail.checks)
        for check in checks:
            table = self.network.tables.get(check.element)
            if table is not None and table.endpoints:
                return table.endpoints[0]
        return ""

    def _by_service(self, a: Interface, endpoint: str, source: Span, to: Span) -> Attempt:
        """What happens when the addresses are the service's: past the sender's own filters."""
        checks = self.starting(a, to)
        subnet = self.network.subnets.get(a.subnet)
        if subnet is not None:
            checks.append(self.walker.acl(subnet, False, to))
        doubt = f"{endpoint}: whether it takes packets to {text(to[0])} is not known"
        trail = self.walker.lost(Trail(tuple(checks), source=source), doubt, endpoint)
        return self._attempt(trail, (), a, "internet", source, to)

    def to_site(self, a: Interface, source: Span, to: Span) -> Option:
        """From an interface to addresses of a site."""
        return self._option(self._leaving(a, source, to, "site"))

    def _leaving(self, a: Interface, source: Span, to: Span, place: str) -> Iterator[Attempt]:
        subnet = self.network.subnets.get(a.subnet)
        start = Trail(hops=(Hop("interface", a.id),), source=source)
        if subnet is None:
            doubt = f"{a.subnet}: the subnet is not in the input"
            yield self._attempt(self.walker.lost(start, doubt, a.id), (), a, place, source, to)
            return
        for trail in self.walker.walk(subnet, source, to, Goal(place=place), a, start):
            whole = Trail((*self.starting(a, to), *trail.checks), trail.hops, trail.end,
                          trail.source, False, trail.nats, trail.gateway)  # fmt: skip
            replies = self._replies_from_outside(a, trail, source, to, subnet)
            yield self._attempt(whole, replies, a, place, source, to)

    def from_internet(self, b: Interface, source: Span, to: Span) -> Option:
        """From public addresses that are all alike to an interface."""
        return self._option(self._entering(b, source, to))

    def _entering(
        self, b: Interface, source: Span, to: Span, sender: Interface | None = None
    ) -> Iterator[Attempt]:
        start = "internet" if sender is None else sender.id
        for trail in self.walker.enter(Goal(b), source, to):
            whole = trail
            if trail.end == "interface":
                whole = trail.plus(*self.arriving(b, source))
            replies: tuple[Trail, ...] = ()
            if trail.end == "interface":
                replies = (self._reply_to_internet(b, to, source),)
            made = self._attempt(whole.via(Hop("interface", b.id)), replies, None, b.id, source, to)
            yield replace(made, sender=start)

    def from_site(self, b: Interface, source: Span, to: Span) -> list[Option]:
        """From addresses of a site to an interface: an option for each way in."""
        options = []
        for trail in self.walker.enter_from_site(Goal(b), source, to):
            whole = trail
            replies: tuple[Trail, ...] = ()
            if trail.end == "interface":
                whole = trail.plus(*self.arriving(b, source))
                subnet = self.network.subnets[b.subnet]
                back = self.walker.walk(subnet, to, source, Goal(place="site"), b, Trail(source=to))
                replies = (self._together([self._unrewritten(one) for one in back]),)
            made = self._attempt(whole.via(Hop("interface", b.id)), replies, None, b.id, source, to)
            options.append(Option((made,), made.forward, made.both))
        return options

    # -- over the Internet and back in

    def _around(self, a: Interface, b: Interface) -> Iterator[Attempt]:
        """To the public address of an interface: out to the Internet, and in from there."""
        out = self.out_to(a, tuple((one, one) for one in b.addresses) or (EVERY_V4,))
        into = self.in_from(b, tuple(self.seen_as(a, out)), a)
        yield from self._joined(out, into, a, b)

    def out_to(self, a: Interface, towards: tuple[Span, ...]) -> Option:
        """From an interface to public addresses, one of which is meant."""
        assert a.v4 is not None
        own = a.v4
        return self._option(one for to in towards for one in self._leaving(a, own, to, "internet"))

    def in_from(
        self, b: Interface, seen: tuple[Span, ...], sender: Interface | None = None
    ) -> Option:
        """From public addresses, one of which it is, to an interface."""
        return self._option(
            one for source in seen for one in self._entering(b, source, EVERY_V4, sender)
        )

    def around6(self, a: Interface, b: Interface) -> Option:
        """Between VPCs by IPv6, over the Internet."""
        return self._option(self._around6(a, b))

    def _around6(self, a: Interface, b: Interface) -> Iterator[Attempt]:
        assert a.v6 is not None and b.v6 is not None
        out = self._option(self._leaving(a, a.v6, b.v6, "internet"))
        into = self._option(self._entering(b, a.v6, b.v6, a))
        yield from self._joined(out, into, a, b)

    def seen_as(self, a: Interface, out: Option) -> list[Span]:
        """What the Internet sees of a sender: its public address, or its NAT gateway's."""
        seen: list[Span] = []
        for one in out.attempts:
            if one.trail.nats:
                nat = self.network.nats.get(one.trail.nats[-1][0])
                seen += [(each, each) for each in (nat.addresses if nat else ())]
            else:
                seen += [(each, each) for each in a.addresses]
        return list(dict.fromkeys(seen)) or [EVERY_V4]

    def _joined(self, out: Option, into: Option, a: Interface, b: Interface) -> Iterator[Attempt]:
        for first in out.attempts:
            for second in into.attempts:
                known = "unknown" not in (first.trail.end, second.trail.end)
                trail = Trail(
                    (*first.trail.checks, *second.trail.checks),
                    (*first.trail.hops, *second.trail.hops),
                    "interface" if known else "unknown",
                    second.trail.source,
                    False,
                    first.trail.nats,
                )
                forward = first.forward & second.forward
                legs = (first.legs[0] & second.legs[0], *first.legs[1:])
                own = (b.addresses[0], b.addresses[0]) if b.addresses else b.v4 or second.target
                yield Attempt(
                    trail,
                    forward,
                    (*first.replies, *second.replies),
                    legs,
                    self.answered(forward, legs),
                    a.id,
                    b.id,
                    first.source,
                    first.target if is_v6(first.target[0]) else own,
                )


def _beyond_services(alike: list[Span]) -> bool:
    """Whether some of the addresses surely are no AWS service's."""
    return sum(last - first + 1 for first, last in alike) > SERVICE_MOST[is_v6(alike[0][0])]
