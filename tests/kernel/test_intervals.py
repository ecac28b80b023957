"""Interval sets against a brute-force loop over a small universe."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.intervals import (
    NO_ADDRESSES,
    PUBLIC,
    Intervals,
    is_internet,
    parse_cidr,
)

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


def members(pairs: list[tuple[int, int]]) -> set[int]:
    return {n for first, last in pairs for n in range(first, last + 1)}


@given(spans, spans)
def test_sets_behave_as_sets(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    a, b = Intervals.of(left), Intervals.of(right)
    for got, wanted in (
        (a | b, members(left) | members(right)),
        (a & b, members(left) & members(right)),
        (a - b, members(left) - members(right)),
    ):
        assert members(list(got)) == wanted
        assert got.size == len(wanted)
        assert bool(got) == bool(wanted)
        assert got == Intervals.of(got)  # sorted, disjoint, not adjacent
        assert all((n in got) == (n in wanted) for n in range(42))


def union(*blocks: str) -> bool:
    together = NO_ADDRESSES
    for block in blocks:
        parsed = parse_cidr(block)
        assert parsed is not None
        together = together | parsed
    return is_internet(together)


@pytest.mark.parametrize(
    ("blocks", "open_to_all"),
    [
        (["0.0.0.0/0"], True),
        (["::/0"], True),
        (["0.0.0.0/1", "128.0.0.0/1"], True),
        (["0.0.0.0/1"], True),
        (["2000::/3"], True),
        (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"], False),
        (["fc00::/7"], False),
        (["203.0.113.7/32"], False),
        (["3.0.0.0/8"], False),  # a /8 is where the line is drawn
        (["3.0.0.0/8", "4.0.0.0/32"], True),
        (["2600::/32"], False),
        (["2600::/31"], True),
        (["10.0.0.0/7"], False),  # half of it is private: 11/8 alone is left
        ([], False),
    ],
)
def test_what_counts_as_the_internet(blocks: list[str], open_to_all: bool) -> None:
    assert union(*blocks) is open_to_all


def test_private_space_is_not_public() -> None:
    for text in ("10.1.2.3", "192.168.0.1", "169.254.169.254", "fd00::1", "::1"):
        address = ipaddress.ip_address(text)
        family = PUBLIC.v4 if address.version == 4 else PUBLIC.v6
        assert int(address) not in family
        assert not address.is_global
    for text in ("8.8.8.8", "52.95.110.1", "2606:4700::1111"):
        address = ipaddress.ip_address(text)
        assert int(address) in (PUBLIC.v4 if address.version == 4 else PUBLIC.v6)


@given(st.integers(0, 2**32 - 1))
def test_no_public_address_is_private(number: int) -> None:
    if number in PUBLIC.v4:
        address = ipaddress.IPv4Address(number)
        assert not (address.is_private or address.is_loopback or address.is_link_local)


@given(st.text(max_size=12))
def test_any_text_is_a_block_or_none(text: str) -> None:
    block = parse_cidr(text)
    assert block is None or bool(block)
