"""The estate that reach is measured on is the same each time, and holds what it says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_the_estate_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    from reach_estate import reach_estate

    one, other = (reach_estate(40, vpcs=2, subnets=4, groups=6) for _ in range(2))
    assert [(each.address, each.properties) for each in one.resources] == [
        (each.address, each.properties) for each in other.resources
    ]
    counts = {kind: len(each) for kind, each in one.by_type.items()}
    assert counts["AWS::EC2::Instance"] == 40
    assert counts["AWS::EC2::Subnet"] == 4
    assert counts["AWS::EC2::SecurityGroup"] == 6
