"""Sets of whole numbers as disjoint intervals: ports, and addresses of both families.

Exposure is a question about sets. `0.0.0.0/1` and `128.0.0.0/1` are the whole Internet
together, though neither rule alone says so; only a union of intervals sees it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct


class Intervals(Struct, frozen=True, gc=False):
    """A set of integers: (first, last) pairs, inclusive, sorted, disjoint and not adjacent."""

    spans: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Intervals:
        """The union of `spans`; a span whose last is below its first is empty."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(span for span in spans if span[0] <= span[1]):
            if merged and first <= merged[-1][1] + 1:
                if last > merged[-1][1]:
                    merged[-1] = (merged[-1][0], last)
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    @property
    def size(self) -> int:
        """How many integers are in the set."""
        return sum(last - first + 1 for first, last in self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.spans)

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.spans)

    def __or__(self, other: Intervals) -> Intervals:
        if not self.spans or not other.spans:
            return self if self.spans else other
        return Intervals.of((*self.spans, *other.spans))

    def __and__(self, other: Intervals) -> Intervals:
        if not self.spans or not other.spans:
            return EMPTY
        return Intervals.of((max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans)

    def __sub__(self, other: Intervals) -> Intervals:
        left = list(self.spans)
        for c, d in other.spans:
            left = [
                piece
                for a, b in left
                for piece in ((a, min(b, c - 1)), (max(a, d + 1), b))
                if piece[0] <= piece[1]
            ]
        return Intervals.of(left)


EMPTY: Final = Intervals()


class Addresses(Struct, frozen=True, gc=False):
    """A set of IPv4 and IPv6 addresses, each family as integers."""

    v4: Intervals = EMPTY
    v6: Intervals = EMPTY

    def __bool__(self) -> bool:
        return bool(self.v4 or self.v6)

    def __or__(self, other: Addresses) -> Addresses:
        if not self or not other:
            return self or other
        return Addresses(self.v4 | other.v4, self.v6 | other.v6)

    def __and__(self, other: Addresses) -> Addresses:
        return Addresses(self.v4 & other.v4, self.v6 & other.v6)

    def __sub__(self, other: Addresses) -> Addresses:
        return Addresses(self.v4 - other.v4, self.v6 - other.v6)


NO_ADDRESSES: Final = Addresses()


@lru_cache(maxsize=65536)
def parse_cidr(text: str) -> Addresses | None:
    """The addresses of a CIDR block (host bits tolerated, as EC2 does), or None if it is none."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    block = Intervals(((int(network.network_address), int(network.broadcast_address)),))
    return Addresses(v4=block) if network.version == 4 else Addresses(v6=block)


def _blocks(*texts: str) -> Addresses:
    union = NO_ADDRESSES
    for text in texts:
        block = parse_cidr(text)
        assert block is not None
        union = union | block
    return union


ANYWHERE: Final = _blocks("0.0.0.0/0", "::/0")

RESERVED: Final = _blocks(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fc00::/7",
    "fe80::/10", "ff00::/8",
)  # fmt: skip
"""Addresses that no host on the Internet has.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, as of 2026-11-23.
"""

DOCUMENTED: Final = _blocks("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
"""Those of them that are for examples, where they stand for some host on the Internet.

Source: RFC 5737 and RFC 3849.
"""

PUBLIC: Final = ANYWHERE - RESERVED

WIDEST_V4: Final = 2**24
"""More public addresses than a /8 holds is "the Internet"; for IPv6, than a /32 holds.

S3 draws the same line when it decides whether a bucket policy is public.
Source: S3 User Guide, "Blocking public access to your Amazon S3 storage", section
"The meaning of public" (not re-read).
"""
WIDEST_V6: Final = 2**96


@lru_cache(maxsize=65536)
def is_internet(addresses: Addresses) -> bool:
    """Whether so many public addresses are in the set that it stands for the Internet."""
    if not addresses:
        return False
    public = addresses & PUBLIC
    return public.v4.size > WIDEST_V4 or public.v6.size > WIDEST_V6
