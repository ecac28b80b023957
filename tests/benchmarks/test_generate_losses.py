"""The estates that losses are measured on are the same each time, and lose what they should."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from partywall.estate import schema
from partywall.estate.estate import Estate
from partywall.resilience.model import Model
from partywall.resilience.survey import Survey, single_faults

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import generate_losses  # noqa: E402
import lose  # noqa: E402


@pytest.mark.parametrize("resources", [1, 100, 130])
def test_an_estate_has_the_size_asked_for(resources: int) -> None:
    found = generate_losses.estate(resources)
    assert len(found) == resources
    again = generate_losses.estate(resources)
    assert [(one.address, one.properties) for one in found] == [
        (one.address, one.properties) for one in again
    ]
    for one in found:
        assert schema.validate(one.type, one.properties) == []


def test_its_keys_and_roles_take_their_stack_with_them() -> None:
    model = Model(Estate(generate_losses.estate(200)))
    stops = {one.fault: len(one.stops) for one in Survey(model, single_faults(model)).blasts()}
    assert stops["stack0.key"] == generate_losses.STORES + 1
    assert stops["stack0.role"] == generate_losses.STORES
    assert stops["region:eu-west-1"] > stops["stack0.key"]


def test_what_is_measured_happens() -> None:
    found = lose.main(100)
    assert found["faults"] > 100
    assert found["more"] == 4 * found["faults"]
    assert found["blasts"] > 0
