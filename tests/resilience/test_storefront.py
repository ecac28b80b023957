"""The example web shop as plan, as HCL and as templates: the same answers, or one is undecided."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from partywall.assess.estates import estate_of
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.scopes import SERVES
from partywall.resilience.survey import Survey, single_faults
from partywall.resilience.zonal import hidden
from partywall.sources.inputs import InputOptions, Inputs

STOREFRONT = Path(__file__).parents[2] / "examples" / "storefront"
TWINS = {
    terraform: one["id"]
    for terraform, one in tomllib.loads((STOREFRONT / "twins.toml").read_text())["twins"].items()
    if one["file"] == "storefront.yaml"
}
PLACES = ["az:eu-west-1a", "az:eu-west-1b", "az:eu-west-1c", "region:eu-west-1"]


@cache
def shop(form: str) -> Survey:
    inputs = Inputs([str(STOREFRONT / form)], InputOptions(region="eu-west-1"))
    (reading,) = inputs.readings()
    model = Model(estate_of(reading), asked=PLACES)
    pairs = [Fault("two zones", tuple(PLACES[:2])), Fault("all zones", tuple(PLACES[:3]))]
    return Survey(model, [*single_faults(model), *pairs])


HCL, PLAN, TEMPLATE = "terraform", "plan.json", "cloudformation/storefront.yaml"


def faults() -> list[tuple[str, str]]:
    """The same fault, in the words of Terraform and of the templates."""
    same = [(one, one) for one in (*PLACES, "two zones", "all zones")]
    return [*same, *TWINS.items()]


def test_plan_and_hcl_never_contradict() -> None:
    plan, hcl = shop(PLAN), shop(HCL)
    assert set(plan.model.by_address) == set(hcl.model.by_address)
    decided = 0
    for fault in plan.faults:
        if fault.name not in {one.name for one in hcl.faults}:
            continue
        for address in plan.model.by_address:
            one, other = (each.outcomes.of(address, fault.name) for each in (plan, hcl))
            assert "undecided" in (one, other) or one == other, f"{address} without {fault.name}"
            decided += "undecided" not in (one, other)
    assert decided > 15_000


def test_hcl_and_templates_say_the_same() -> None:
    """But for the image of a task, whose repository the template names by a reference."""
    hcl, template = shop(HCL), shop(TEMPLATE)
    same, other = 0, set()
    for ours, theirs in faults():
        for address, twin in TWINS.items():
            if hcl.model.by_address[address].type != template.model.by_address[twin].type:
                continue
            answers = {hcl.outcomes.of(address, ours), template.outcomes.of(twin, theirs)}
            assert len(answers) == 1 or "undecided" in answers, f"{address} without {ours}"
            same += len(answers) == 1
            if len(answers) > 1:
                other.add(address)
    assert other == {"aws_ecs_task_definition.web"}
    assert same > 13_000


def test_what_the_hcl_decides() -> None:
    """The findings that the README of the example owns up to."""
    found = shop(HCL)
    through = {(one.address, one.through) for one in hidden(found)}
    nat = "module.network.aws_nat_gateway.this[0]"
    assert through == {
        ('module.network.aws_subnet.private["eu-west-1b"]', nat),
        ('module.network.aws_subnet.private["eu-west-1c"]', nat),
    }
    (first, second, *_) = found.blasts()
    assert (first.fault, second.fault) == ("region:eu-west-1", "aws_kms_key.data")
    assert len(second.stops) == 9
    orders = found.model.by_address["aws_db_instance.orders"]
    away = next(one for one in found.faults if one.name == "region:eu-west-1")
    recovery = found.effect(orders, away).recovery
    assert recovery.kind == "promotion"
    assert recovery.bound is not None
    assert recovery.bound.seconds is None


@pytest.mark.parametrize("form", [HCL, PLAN, TEMPLATE])
def test_every_form_names_what_it_does_not_know(form: str) -> None:
    found = shop(form)
    faults = [one for one in found.faults if one.name in PLACES]
    doubtful = [one for each in faults for one in found.effects(each) if one.fate == "undecided"]
    assert len(doubtful) > 40
    for one in doubtful:
        assert any(cause.doubt for cause in one.causes), one.address


def test_nothing_that_serves_survives_its_region() -> None:
    for form in (HCL, PLAN, TEMPLATE):
        found = shop(form)
        here = [one for one in found.model.resources if one.region == "eu-west-1"]
        serving = [one.address for one in here if one.type in SERVES]
        assert len(serving) == 23
        for address in serving:
            assert found.outcomes.of(address, "region:eu-west-1") == "stops", address
