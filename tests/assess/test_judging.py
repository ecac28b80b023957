"""One verdict out of several worlds, and faults that stay where they are."""

from __future__ import annotations

from datetime import date

import pytest

from partywall.assess.judging import Judge, joined
from partywall.controls.control import MEDIUM, Control, control
from partywall.controls.questions import Unanswered
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource, Variant
from partywall.estate.view import View
from partywall.kernel.evidence import Evidence
from partywall.kernel.verdict import Outcome, Verdict, proved, refuted
from partywall.line.layer import KEYS

ASK = Unanswered(date(2026, 11, 23))


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(outcome, (Evidence(("P",), 1),), outcome)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (("proved", "proved"), "proved"),
        (("refuted", "refuted"), "refuted"),
        (("proved", "refuted"), "undecided"),
        (("refuted", "not_applicable"), "undecided"),
        (("proved", "not_applicable"), "proved"),
        (("not_applicable", "not_applicable"), "not_applicable"),
        (("undecided", "refuted"), "undecided"),
        (("undecided", "proved"), "undecided"),
    ],
)
def test_worlds_are_joined(outcomes: tuple[Outcome, ...], expected: str) -> None:
    worlds = [(((f"C{n}", True),), verdict(one)) for n, one in enumerate(outcomes)]
    for order in (worlds, worlds[::-1]):
        assert joined(order).outcome == expected


def test_a_refutation_in_one_world_names_its_condition() -> None:
    worlds = [((("Prod", False),), verdict("refuted")), ((("Prod", True),), verdict("proved"))]
    answer = joined(worlds)
    assert "it depends on not Prod" in str(answer.evidence[0].found)


class Thing(View):
    types = ("AWS::X::Thing",)


@control("x-thing-on", layer=KEYS, weight=MEDIUM)
def thing_is_on(thing: Thing) -> Verdict:
    """It is on."""
    setting = thing.at("On")
    return proved(setting) if setting.is_true else refuted(setting, "it is off")


@control("x-thing-broken", layer=KEYS, weight=MEDIUM)
def thing_is_broken(thing: Thing) -> Verdict:
    """Fails on one of them."""
    if thing.at("Bad").value == 1:
        raise ZeroDivisionError
    return proved(thing)


def run(controls: list[Control], *resources: Resource) -> tuple[dict[str, str], Judge]:
    judge = Judge(Estate(resources), lambda _type: controls, ASK)
    outcomes = {
        f"{resource.address} {one.id}": found.outcome
        for resource, judged in zip(resources, judge.verdicts(resources), strict=True)
        for one, found in judged
    }
    return outcomes, judge


def thing(address: str, **fields: object) -> Resource:
    return Resource(type="AWS::X::Thing", address=address, **fields)  # type: ignore[arg-type]


def test_a_fault_in_a_control_hides_nothing() -> None:
    outcomes, judge = run(
        [thing_is_on, thing_is_broken],
        thing("a", properties={"On": True, "Bad": 1}),
        thing("b", properties={"On": False}),
    )
    assert outcomes == {
        "a x-thing-on": "proved",
        "a x-thing-broken": "undecided",
        "b x-thing-on": "refuted",
        "b x-thing-broken": "proved",
    }
    (fault,) = judge.faults
    assert fault.level == "error"
    assert "ZeroDivisionError" in fault.message


def test_each_world_sees_its_own_properties() -> None:
    worlds = tuple(Variant((("Prod", prod),), {"On": prod}) for prod in (True, False))
    assert run([thing_is_on], thing("a", properties={}, variants=worlds))[0] == {
        "a x-thing-on": "undecided"
    }
    alike = tuple(Variant((("Prod", prod),), {"On": True, "N": prod}) for prod in (True, False))
    assert run([thing_is_on], thing("a", properties={}, variants=alike))[0] == {
        "a x-thing-on": "proved"
    }


def test_what_aws_owns_is_not_judged() -> None:
    assert run([thing_is_on], thing("a", properties={}, owned_by_aws="it is AWS's"))[0] == {}
