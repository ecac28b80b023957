"""The law of all controls, for variables: hiding one may leave a verdict open, never turn it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from partywall.assess.check import Check, Options
from partywall.kernel.unknown import Unknown
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.terraform.options import Assignment, TerraformOptions
from partywall.sources.terraform_hcl.modules import load_module

ROOT = Path(__file__).parents[3]
STOREFRONT = ROOT / "examples" / "storefront" / "terraform"
CORPUS = ROOT / "tests" / "data" / "hcl" / "aws"

Verdicts = dict[tuple[str, str], str]


def variables_of(folder: Path) -> list[str]:
    return sorted(load_module(folder, "", folder).variables)


def verdicts(folder: Path, hidden: str = "") -> Verdicts:
    given = (Assignment(hidden, Unknown("hidden")),) if hidden else ()
    options = InputOptions(exclude=("*.json",), terraform=TerraformOptions(given=given))
    inputs = Inputs([str(folder)], options)
    report = Check(Options(as_of=date(2026, 11, 23))).run(inputs.readings(), inputs.remarks)
    return {(one.control, one.resource): one.verdict for one in report.findings}


@cache
def open_to_all(folder: Path) -> Verdicts:
    return verdicts(folder)


CASES = [
    (folder, name)
    for folder in (STOREFRONT, *sorted(CORPUS.iterdir()))
    for name in variables_of(folder)
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "name"), [pytest.param(*one, id=f"{one[0].name}-{one[1]}") for one in CASES]
)
def test_hiding_a_variable_turns_no_verdict(folder: Path, name: str) -> None:
    known, found = open_to_all(folder), verdicts(folder, name)
    turned = {
        key: (known[key], verdict)
        for key, verdict in found.items()
        if key in known and "undecided" not in (verdict, known[key]) and verdict != known[key]
    }
    assert turned == {}


def test_there_is_something_to_hide() -> None:
    assert len(CASES) > 40
