"""The laws, for every control at once, on cases drawn from the schemas.

- hiding a value may weaken a verdict to undecided, never change it otherwise;
- the order of keys, elements and resources changes nothing, nor does spelling;
- a value of the wrong kind is no reason to fail, and every verdict shows what it saw;
- a verdict joined over several worlds says no more than hiding where they differ.

What the laws found once stands as a row in the tests of its control. Raise `MANY` to hunt for
more: the cases are drawn without chance, and a longer run draws others.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controls.examples import Case, judge
from laws import laws
from laws.strategies import Author, cases
from partywall.controls.control import Control
from partywall.controls.registry import all_controls

CONTROLS = list(all_controls())
FEW, MANY = 4, 60


def assert_laws(control: Control, times: int) -> None:
    @settings(
        max_examples=times,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(control), seed=st.integers(0, 2**32))
    def holds(case: Case, seed: int) -> None:
        laws.hold(control, case, Random(seed).randrange)

    holds()


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_laws(control: Control) -> None:
    assert_laws(control, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_laws_at_length(control: Control) -> None:
    assert_laws(control, MANY)


@pytest.mark.slow
def test_cases_reach_most_outcomes() -> None:
    """The laws would hold of cases that decide nothing; these decide, either way."""
    one_sided = []
    for control in CONTROLS:
        below = Random(control.id).randrange
        reached = {judge(control, Author(control, below).case()).outcome for _ in range(60)}
        if not reached >= {"proved", "refuted"}:
            one_sided.append(control.id)
    assert len(one_sided) < len(CONTROLS) / 50, one_sided
