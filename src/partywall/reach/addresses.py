"""Addresses of both families on one line of whole numbers, so that a span is two numbers.

IPv4 addresses are 0 to 2³²−1; an IPv6 address stands 2¹²⁸ further on, so a span never mixes
families and one comparison serves both.
"""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from partywall.kernel.intervals import RESERVED, Addresses, parse_cidr

Span = tuple[int, int]
"""First and last address, inclusive, of one family."""

V6: Final = 1 << 128
EVERY_V4: Final[Span] = (0, (1 << 32) - 1)
EVERY_V6: Final[Span] = (V6, V6 + (1 << 128) - 1)
EVERYWHERE: Final = (EVERY_V4, EVERY_V6)


def spans_of(addresses: Addresses) -> tuple[Span, ...]:
    """The spans of a set of addresses, in order."""
    v6 = [(first + V6, last + V6) for first, last in addresses.v6]
    return (*addresses.v4.spans, *v6)


NOT_PUBLIC: Final = spans_of(RESERVED)
"""Spans that no host on the Internet has."""


@lru_cache(maxsize=65536)
def span_of(cidr: str) -> Span | None:
    """The span of a CIDR block or a single address; None when the text is neither."""
    block = parse_cidr(cidr)
    return None if block is None else spans_of(block)[0]


def is_v6(address: int) -> bool:
    """Whether an address is of IPv6."""
    return address >= V6


def text(address: int) -> str:
    """The address as people write it."""
    if is_v6(address):
        return str(ipaddress.IPv6Address(address - V6))
    return str(ipaddress.IPv4Address(address))


def prefix_length(span: Span) -> int:
    """The length of the prefix of a span that is a CIDR block."""
    bits = 128 if is_v6(span[0]) else 32
    return bits - (span[1] - span[0]).bit_length()


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share an address."""
    return one[0] <= other[1] and other[0] <= one[1]


def covers(outer: Span, inner: Span) -> bool:
    """Whether every address of `inner` is in `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def within(address: Span, spans: Iterable[Span]) -> bool:
    """Whether one of the spans covers this one."""
    return any(covers(span, address) for span in spans)


def is_public(span: Span) -> bool | None:
    """Whether a host on the Internet can have the addresses; None when only some of them."""
    if not any(overlaps(block, span) for block in NOT_PUBLIC):
        return True
    return False if within(span, NOT_PUBLIC) else None


def pieces(span: Span, spans: Iterable[Span]) -> list[Span]:
    """`span`, cut so that each of `spans` covers a piece or does not touch it."""
    first, last = span
    cuts = {
        cut
        for low, high in spans
        if low <= last and first <= high
        for cut in (low, high + 1)
        if first < cut <= last
    }
    if not cuts:
        return [span]
    edges = [first, *sorted(cuts), last + 1]
    return [(a, b - 1) for a, b in pairwise(edges)]


class Atoms:
    """The line cut at every boundary of `spans`: within an atom all addresses are alike."""

    def __init__(self, spans: Iterable[Span]) -> None:
        cuts = {0, V6}
        for first, last in spans:
            cuts.add(first)
            cuts.add(last + 1)
        self._edges = sorted(cuts)

    def of(self, address: int) -> Span:
        """The atom that an address is in."""
        n = bisect_right(self._edges, address)
        end = self._edges[n] - 1 if n < len(self._edges) else EVERY_V6[1]
        return self._edges[n - 1], end

    def __len__(self) -> int:
        return len(self._edges)
