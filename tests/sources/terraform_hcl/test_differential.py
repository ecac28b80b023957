"""Our evaluation of a hundred random programs is what Terraform plans for them."""

from __future__ import annotations

import pytest

from partywall.kernel.unknown import Unknown
from sources.terraform_hcl.differential.comparison import differences
from sources.terraform_hcl.differential.explained import unexplained
from sources.terraform_hcl.differential.generator import generate
from sources.terraform_hcl.differential.oracle import TERRAFORM, Masked
from sources.terraform_hcl.differential.trial import Trial

SEEDS = range(100)
needs_terraform = pytest.mark.skipif(TERRAFORM is None, reason="needs terraform on the PATH")
HIDDEN = Unknown("hidden")


@pytest.mark.slow
@needs_terraform
@pytest.mark.parametrize("start", range(0, len(SEEDS), 10))
def test_programs_evaluate_as_terraform_plans_them(start: int) -> None:
    skipped = 0
    for seed in SEEDS[start : start + 10]:
        trial = Trial(generate(seed)).run()
        assert list(unexplained(trial.found, trial.program)) == [], f"seed {seed}"
        skipped += trial.planned is None
    assert skipped <= 1


def test_the_same_seed_gives_the_same_program() -> None:
    assert [generate(seed).files() for seed in range(5)] == [
        generate(seed).files() for seed in range(5)
    ]


@pytest.mark.parametrize(
    ("ours", "value", "unknown", "kinds"),
    [
        (1, 1, False, []),
        (1, "1", False, ["value"]),
        (True, 1, False, ["value"]),
        (None, False, False, ["value"]),
        (HIDDEN, None, True, []),
        (HIDDEN, None, False, ["we know less"]),
        ("x", None, True, ["we know more"]),
        (None, None, True, ["we know more"]),
        ({"a": HIDDEN, "b": 1}, {"b": 1}, {"a": True}, []),
        ({"a": 2, "b": 1}, {"b": 1}, {"a": True}, ["we know more"]),
        ({"b": 1}, {"b": 1}, {"a": True}, ["shape"]),
        ([1, HIDDEN], [1, None], [False, True], []),
        ([1], [1, None], [False, True], ["shape"]),
        ([HIDDEN, 1], [None, 2], [True, False], ["value"]),
    ],
)
def test_the_comparison_sees_each_kind_of_difference(
    ours: object, value: object, unknown: object, kinds: list[str]
) -> None:
    assert [one.what for one in differences("it", ours, Masked(value, unknown))] == kinds
