"""Headers as bits: a set of (protocol, port) is one Python integer.

TCP and UDP ports and ICMP types are cut at every boundary that a rule in the estate has; within
an atom no rule tells two headers apart, so one bit stands for all of them. A *packed* set is two
such integers in one: the headers that surely pass, and, `width` bits higher, those that may. `&`
and `|` work on both halves at once, and hiding something can only clear bits of the lower half
and set bits of the upper one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

ICMP: Final = 1
TCP: Final = 6
UDP: Final = 17
ICMP6: Final = 58
EVERY: Final = -1
WITH_PORTS: Final = (TCP, UDP)
WITH_TYPES: Final = (ICMP, ICMP6)

NAMES: Final = {ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMP6: "icmpv6"}
NUMBERS: Final = {
    **{name: number for number, name in NAMES.items()},
    "icmp6": ICMP6, "igmp": 2, "gre": 47, "esp": 50, "ah": 51, "sctp": 132, "all": EVERY,
}  # fmt: skip

EPHEMERAL: Final = (1024, 65535)
"""Ports that a client may send from: every common system and a NAT gateway keep within.

Source: VPC User Guide, "Custom network ACLs for your VPC", section "Ephemeral ports" (not
re-read).
"""

ECHO: Final = {ICMP: (8, 0), ICMP6: (128, 129)}
"""The types of an echo request and its reply."""

LAST_PORT: Final = 65535

Header = tuple[int, int, int]
"""Protocol, first and last: ports, or ICMP type and code; −1 is any of them."""


class Space:
    """The atoms of the headers that a set of rules can tell apart."""

    def __init__(self, headers: Iterable[Header]) -> None:
        ports: dict[int, set[int]] = {TCP: {0, *_edges(*EPHEMERAL)}, UDP: {0, *_edges(*EPHEMERAL)}}
        kinds: dict[int, set[tuple[int, int]]] = {ICMP: set(), ICMP6: set()}
        others: set[int] = set()
        for protocol, first, last in headers:
            if protocol in ports:
                if first >= 0:
                    ports[protocol].update(_edges(first, last))
            elif protocol in kinds:
                if first >= 0:
                    kinds[protocol].add((first, last))
            elif protocol != EVERY:
                others.add(protocol)
        self._starts: dict[int, int] = {}
        self._ports = {protocol: sorted(edges) for protocol, edges in ports.items()}
        self._kinds: dict[int, list[tuple[int, int]]] = {}
        width = 0
        for protocol, edges in self._ports.items():
            self._starts[protocol] = width
            width += len(edges)
        for protocol, seen in kinds.items():
            seen.update((kind, -1) for kind in (*ECHO[protocol], *(kind for kind, _ in seen)))
            self._kinds[protocol] = sorted(seen)
            self._starts[protocol] = width
            width += len(seen) + 1
        self._others = {number: width + n for n, number in enumerate(sorted(others))}
        self.width = width + len(others) + 1
        self.full = (1 << self.width) - 1
        self.all = self.full | self.full << self.width
        self._known: dict[Header, int] = {}

    # -- sets

    def mask(self, protocol: int, first: int = -1, last: int = -1) -> int:
        """The bits of the headers that a rule names; not packed."""
        key = (protocol, first, last)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._mask(protocol, first, last)
        return found

    def _mask(self, protocol: int, first: int, last: int) -> int:
        if protocol == EVERY:
            return self.full
        if protocol in self._ports:
            low, high = (0, LAST_PORT) if first < 0 else (first, last)
            if low > high:
                return 0
            edges, start = self._ports[protocol], self._starts[protocol]
            a, b = bisect_right(edges, low) - 1, bisect_right(edges, high)
            return ((1 << b) - (1 << a)) << start
        if protocol in self._kinds:
            return self._kind_mask(protocol, first, last)
        return 1 << self._others.get(protocol, self.width - 1)

    def _kind_mask(self, protocol: int, kind: int, code: int) -> int:
        kinds, start = self._kinds[protocol], self._starts[protocol]
        if kind < 0:
            return ((1 << (len(kinds) + 1)) - 1) << start
        named = [n for n, one in enumerate(kinds) if one[0] == kind and code in (-1, one[1])]
        if not named:
            rest = [n for n, one in enumerate(kinds) if one == (kind, -1)]
            named = rest or [len(kinds)]
        return sum(1 << (start + n) for n in named)

    def sure(self, mask: int) -> int:
        """The packed set that holds exactly these."""
        return mask | mask << self.width

    def perhaps(self, mask: int) -> int:
        """The packed set that may hold these and surely holds none."""
        return mask << self.width

    def packed(self, must: int, may: int) -> int:
        """The packed set that surely holds `must` and at most `may` besides."""
        return must | (must | may) << self.width

    def must(self, packed: int) -> int:
        """What surely is in a packed set."""
        return packed & self.full

    def may(self, packed: int) -> int:
        """What may be in a packed set; all that surely is, too."""
        return packed >> self.width

    def holds(self, packed: int, mask: int) -> bool | None:
        """Whether some header of `mask` is in a packed set: yes, no, or not known."""
        if packed & mask:
            return True
        return None if packed >> self.width & mask else False

    def either(self, packed: Iterable[int]) -> int:
        """One of these sets is the true one, nobody knows which: all sure of, any possible."""
        must, may, some = self.full, 0, False
        for one in packed:
            must, may, some = must & one, may | one >> self.width, True
        return self.packed(must, may) if some else 0

    def some(self, rows: Iterable[tuple[bool, int]]) -> int:
        """What one of several lets pass: (whether it is surely there, packed set) each.

        Of those that are not sure at least one is there.
        """
        must, may, unsure, any_unsure = 0, 0, self.full, False
        for sure, packed in rows:
            may |= packed >> self.width
            if sure:
                must |= packed & self.full
            else:
                unsure, any_unsure = unsure & packed, True
        return self.packed(must | (unsure if any_unsure else 0), may)

    # -- replies

    @cached_property
    def _replies(self) -> list[tuple[int, int]]:
        """Each protocol's headers, with those that a reply to one of them may have."""
        pairs = [(self.mask(one), self.mask(one, *EPHEMERAL)) for one in WITH_PORTS]
        for one, (_, reply) in ECHO.items():
            pairs.append((self.mask(one), self.mask(one, reply, -1)))
        named = [1 << bit for bit in self._others.values()]
        return [*pairs, *((one, one) for one in (*named, 1 << (self.width - 1)))]

    def answered(self, forward: int, backward: int) -> int:
        """The headers of `forward` to which a reply comes back, when `backward` may pass."""
        must, may = backward & self.full, backward >> self.width
        surely = perhaps = 0
        for those, reply in self._replies:
            if must & reply:
                surely |= those
            if may & reply:
                perhaps |= those
        return forward & self.packed(surely, perhaps)

    # -- people's words

    def spans(self, mask: int) -> Iterator[tuple[int, int, int]]:
        """The headers of a set: protocol, first and last port; ICMP type and code; −1 for any.

        A protocol that no rule names stands for all such, as −1; an ICMP type that none names,
        as −2.
        """
        for protocol, edges in self._ports.items():
            yield from _runs(protocol, edges, mask >> self._starts[protocol])
        for protocol, kinds in self._kinds.items():
            bits = mask >> self._starts[protocol] & ((1 << (len(kinds) + 1)) - 1)
            if bits == (1 << (len(kinds) + 1)) - 1:
                yield protocol, -1, -1
                continue
            yield from ((protocol, *kind) for n, kind in enumerate(kinds) if bits >> n & 1)
            if bits >> len(kinds):
                yield protocol, -2, -1
        for number, bit in self._others.items():
            if mask >> bit & 1:
                yield number, -1, -1
        if mask >> (self.width - 1) & 1:
            yield EVERY, -1, -1

    def describe(self, mask: int) -> list[str]:
        """The headers of a set, as people write them: `tcp/22`, `udp/1024-65535`, `icmp/8`."""
        if mask == self.full:
            return ["all"]
        return [_words(*span) for span in self.spans(mask)]


def _edges(first: int, last: int) -> tuple[int, ...]:
    return (first, last + 1) if last < LAST_PORT else (first,)


def _runs(protocol: int, edges: list[int], bits: int) -> Iterator[tuple[int, int, int]]:
    start: int | None = None
    for n, edge in enumerate((*edges, LAST_PORT + 1)):
        inside = n < len(edges) and bits >> n & 1
        if inside and start is None:
            start = edge
        elif not inside and start is not None:
            yield (protocol, start, edge - 1)
            start = None


def _words(protocol: int, first: int, last: int) -> str:
    if protocol == EVERY:
        return "other protocols"
    name = NAMES.get(protocol, str(protocol))
    if first == -2:
        return f"{name}/other types"
    if first < 0 or (first, last) == (0, LAST_PORT):
        return name
    if protocol in WITH_TYPES:
        return f"{name}/{first}" + (f".{last}" if last >= 0 else "")
    return f"{name}/{first}" if first == last else f"{name}/{first}-{last}"
