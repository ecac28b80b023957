"""A control whose verdict hangs on an engine says so: the model tells by it what has been asked."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import JUDGED, TODAY, estate_of, read_case
from partywall.assess.answers import Answers
from partywall.controls.control import Control
from partywall.controls.questions import UNANSWERED
from partywall.controls.registry import all_controls

CONTROLS = [one for one in all_controls() if one.asks]
DECIDED = dict.fromkeys(
    ("administers", "becomes_administrator", "lets_in", "lets_in_others", "may_let_in"), "access"
)
"""The questions whose answers decide a verdict, and which engine answers them."""


class Listener:
    """Passes questions on, and notes which."""

    def __init__(self, answers: Any) -> None:
        self.answers = answers
        self.heard: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.heard.add(name)
        return getattr(self.answers, name)


def asked(control: Control) -> set[str]:
    """What the control asks on its examples."""
    heard: set[str] = set()
    for example in control.text.examples:
        case = read_case(control, example.yaml)
        estate = estate_of(case)
        listener = Listener(Answers(estate, TODAY))
        control.judge(control.view.of(estate.by_address[JUDGED], estate), listener)
        heard |= listener.heard
    return heard


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_says_what_it_goes_through(control: Control) -> None:
    ways = {DECIDED[name] for name in asked(control) if name in DECIDED}
    assert ways <= {control.through}
    assert ways or control.through is None or control.needs is not None


def test_only_controls_that_ask_go_through_anything() -> None:
    assert all(one.asks for one in all_controls() if one.through is not None)
    assert {one.through for one in CONTROLS} > {None}
    assert all(hasattr(UNANSWERED, name) for name in DECIDED)
