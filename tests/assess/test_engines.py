"""Engines over a whole estate are asked by its size, unless one says; what is not is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import PLAN, here, invoke, written
from controls.examples import TODAY
from partywall.assess import engines
from partywall.assess.answers import Answers
from partywall.assess.check import Check, Options
from partywall.assess.engines import BOUND, Engines
from partywall.controls import registry
from partywall.controls.control import HIGH, Control
from partywall.controls.questions import NOT_LOOKED
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.estate.views.ec2.security_group import SecurityGroup
from partywall.estate.views.sns import Topic
from partywall.kernel.verdict import Verdict, proved
from partywall.line.layer import NETWORK_CONFIGURATION
from partywall.sources.reading import Reading

__all__ = ["here"]


@pytest.mark.parametrize(
    ("chosen", "resources", "asks"),
    [
        (None, BOUND["reach"], True),
        (None, BOUND["reach"] + 1, False),
        (True, 10**6, True),
        (False, 1, False),
    ],
)
def test_by_size_unless_chosen(chosen: bool | None, resources: int, asks: bool) -> None:
    assert Engines(reach=chosen).asks("reach", resources) is asks


def test_the_command_line_goes_before_the_configuration() -> None:
    configured = Engines(reach=False, escalation=True)
    assert Engines(reach=True).over(configured) == Engines(reach=True, escalation=True)


def test_nothing_is_missed_where_nobody_asks() -> None:
    answers = Answers(Estate(), engines=Engines(reach=False))
    assert not answers.missed
    group = SecurityGroup(SecurityGroupIngress=[])
    assert answers.reached_by(group, (22,)) == NOT_LOOKED
    assert answers.missed == {"reach"}


def told(*arguments: str) -> list[dict[str, Any]]:
    report = json.loads(invoke("check", PLAN, "--format", "json", *arguments).stdout)
    return [one for one in report["diagnostics"] if "reaches was not asked" in one["message"]]


def test_check_says_what_was_not_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told() == []
    assert [one["message"] for one in told("--no-reach")] == [
        "what the Internet reaches was not asked: it is switched off"
    ]
    written(here, partywall_toml="[engines]\nreach = false")
    assert len(told()) == 1
    assert told("--reach") == []
    written(here, partywall_toml="")
    monkeypatch.setattr(engines, "BOUND", {"reach": 10, "escalation": 10})
    (one,) = told()
    assert "resources are more than 10" in one["message"]
    assert (one["level"], one["hint"]) == ("info", "ask with --reach")
    assert told("--reach") == []


def test_a_control_is_not_run_without_the_engine_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    def function(view: Topic) -> Verdict:
        return proved(view)

    needy = Control(
        function,
        id="needy",
        view=Topic,
        layer=NETWORK_CONFIGURATION,
        weight=HIGH,
        needs="escalation",
        docstring="Nobody can.\n\nFix: none.",
    )
    monkeypatch.setattr(registry, "controls_for", lambda _type: (needy,))
    one = Resource(type="AWS::SNS::Topic", address="t", properties={})

    def run(chosen: bool | None) -> tuple[list[str], list[str], list[str]]:
        check = Check(Options(as_of=TODAY, engines=Engines(escalation=chosen)))
        report = check.run([Reading(file="x", kind="plan", resources=[one])])
        told = [str(each) for each in report.diagnostics if "not asked" in each.message]
        return [each.control for each in report.findings], report.not_run, told

    assert run(None) == (["needy"], [], [])
    assert run(False) == (
        [],
        ["needy"],
        [
            "x: who can make himself an administrator was not asked: it is switched off; "
            "ask with --escalation"
        ],
    )
