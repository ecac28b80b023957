"""Names with stars, and the partitions of Regions."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.partitions import PARTITIONS, is_global, partition_of
from partywall.ledger.patterns import fits


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("aws-global", "aws"),
        ("aws-us-gov-global", "aws-us-gov"),
        ("moon-global", "aws"),
    ],
)
def test_partition_of(region: str, partition: str) -> None:
    assert partition_of(region) == partition
    assert partition in PARTITIONS


def test_only_a_partition_is_global() -> None:
    assert is_global("aws-iso-global")
    assert not is_global("moon-global")
    assert not is_global("eu-west-1")


TEXTS = st.text(st.sampled_from("ab.[]"), max_size=8)


@given(st.text(st.sampled_from("ab.*[]"), max_size=8), TEXTS)
def test_stars_stand_for_anything(pattern: str, name: str) -> None:
    regex = ".*".join(map(re.escape, pattern.split("*")))
    assert fits(pattern, name) == bool(re.fullmatch(regex, name))


def test_many_stars_cost_little() -> None:
    before = time.process_time()
    assert not fits("a*" * 2000 + "b", "a" * 20000)
    assert time.process_time() - before < 2
