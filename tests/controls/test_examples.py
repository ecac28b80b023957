"""The examples in docstrings are true, and the laws hold on each of them, for every control."""

from __future__ import annotations

import pytest

from controls.examples import judge, read_case
from controls.law import assert_lawful
from partywall.controls.control import Control, Example
from partywall.controls.registry import all_controls

CONTROLS = list(all_controls())
EXAMPLES = [
    pytest.param(control, example, id=f"{control.id}-{example.outcome}-{n}")
    for control in CONTROLS
    for n, example in enumerate(control.text.examples)
]


@pytest.mark.parametrize(("control", "example"), EXAMPLES)
def test_example_is_true_and_lawful(control: Control, example: Example) -> None:
    case = read_case(control, example.yaml)
    verdict = judge(control, case)
    assert verdict.outcome == example.outcome, verdict
    assert_lawful(control, case)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_page_is_complete(control: Control) -> None:
    text = control.text
    assert {example.outcome for example in text.examples} >= {"proved", "refuted"}
    assert text.title.endswith(".") and text.why and text.fix and text.sources


def test_ids_are_unique() -> None:
    ids = [control.id for control in CONTROLS]
    assert len(ids) == len(set(ids))
