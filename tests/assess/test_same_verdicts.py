"""The example estate says the same as Terraform plan and as CloudFormation."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partywall.assess.check import Check, Options
from partywall.assess.report import Finding, Report
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.terraform.options import TerraformOptions

STOREFRONT = Path(__file__).parents[2] / "examples" / "storefront"
TABLES: dict[str, Any] = tomllib.loads((STOREFRONT / "twins.toml").read_text("utf-8"))
TWINS = TABLES["twins"]
FOLDED = TABLES["folded"]
REGIONS = {"storefront.yaml": "eu-west-1", "storefront-replica.yaml": "eu-central-1"}
DAY = date(2026, 11, 23)
ACCOUNT = "111122223333"


def report(path: Path, region: str | None = None) -> Report:
    inputs = Inputs([str(path)], InputOptions(region=region, account=ACCOUNT))
    return Check(Options(as_of=DAY, account=ACCOUNT)).run(inputs.readings(), inputs.remarks)


def by_resource(report: Report) -> dict[str, dict[str, Finding]]:
    found: dict[str, dict[str, Finding]] = {line.resource: {} for line in report.lines}
    for one in report.findings:
        found[one.resource][one.control] = one
    return found


WORSE = ("not_applicable", "proved", "undecided", "refuted")


def with_folded(found: dict[str, dict[str, Finding]]) -> dict[str, dict[str, Finding]]:
    """What Terraform says apart (a role's inline policy) counts for what it is part of."""
    for address, parent in FOLDED.items():
        for id, finding in found.get(address, {}).items():
            own = found[parent].get(id)
            if own is None or WORSE.index(own.verdict) < WORSE.index(finding.verdict):
                found[parent][id] = finding
    return found


@pytest.fixture(scope="module")
def plan() -> dict[str, dict[str, Finding]]:
    return with_folded(by_resource(report(STOREFRONT / "plan.json")))


@pytest.fixture(scope="module")
def templates() -> dict[str, dict[str, dict[str, Finding]]]:
    folder = STOREFRONT / "cloudformation"
    return {name: by_resource(report(folder / name, region)) for name, region in REGIONS.items()}


def differences(one: dict[str, Finding], other: dict[str, Finding]) -> list[str]:
    """Controls that only one form was judged by, or that came out differently.

    One form may know more than the other: undecided differs from nothing.
    """
    texts = []
    for id in sorted(one.keys() | other.keys()):
        here = one[id].verdict if id in one else "not judged"
        there = other[id].verdict if id in other else "not judged"
        if here != there and "undecided" not in (here, there):
            texts.append(f"{id}: {here} in the plan, {there} in the template")
    return texts


@pytest.mark.parametrize("address", sorted(TWINS))
def test_twins_agree(
    address: str,
    plan: dict[str, dict[str, Finding]],
    templates: dict[str, dict[str, dict[str, Finding]]],
) -> None:
    twin = TWINS[address]
    assert differences(plan[address], templates[twin["file"]][twin["id"]]) == []


def test_nearly_all_is_decided_alike(
    plan: dict[str, dict[str, Finding]],
    templates: dict[str, dict[str, dict[str, Finding]]],
) -> None:
    """Letting undecided pass must not empty the test above."""
    same = unlike = 0
    for address, twin in TWINS.items():
        there = templates[twin["file"]][twin["id"]]
        for id, finding in plan[address].items():
            if finding.verdict == there[id].verdict != "undecided":
                same += 1
            else:
                unlike += 1
    assert same > 250
    assert unlike < same / 10


@pytest.fixture(scope="module")
def verdicts() -> dict[str, dict[tuple[str, str], str]]:
    """Of the plan, of its sources, and of both together: verdicts by control and resource."""
    sources = STOREFRONT / "terraform"
    with_sources = InputOptions(terraform=TerraformOptions(hcl=str(sources)))
    forms = {
        "plan": (STOREFRONT / "plan.json", InputOptions()),
        "sources": (sources, InputOptions()),
        "both": (STOREFRONT / "plan.json", with_sources),
    }
    found = {}
    for name, (path, options) in forms.items():
        inputs = Inputs([str(path)], options)
        done = Check(Options(as_of=DAY)).run(inputs.readings(), inputs.remarks)
        found[name] = {(one.control, one.resource): one.verdict for one in done.findings}
    return found


@pytest.mark.parametrize("form", ["sources", "both"])
def test_the_sources_say_what_the_plan_says(
    form: str, verdicts: dict[str, dict[tuple[str, str], str]]
) -> None:
    planned, found = verdicts["plan"], verdicts[form]
    assert planned.keys() == found.keys()
    assert {key for key in planned if planned[key] not in (found[key], "undecided")} == set()


def test_a_plan_decides_more_with_its_sources(
    verdicts: dict[str, dict[tuple[str, str], str]],
) -> None:
    open_in = {form: set(_undecided(found)) for form, found in verdicts.items()}
    assert open_in["both"] < open_in["plan"]
    assert ("iam-policy-no-full-admin", "aws_iam_role_policy.task") not in open_in["both"]


def _undecided(found: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    return [key for key, verdict in found.items() if verdict == "undecided"]


def test_a_role_is_found_by_what_passes_its_name_on() -> None:
    """`role = aws_iam_instance_profile.p.role` is the role of the profile."""
    found = report(STOREFRONT.parents[1] / "tests" / "data" / "plans" / "passed-on.json")
    judged = [one for one in found.findings if one.control.endswith("no-administrator-access")]
    assert {one.resource: one.verdict for one in judged} == {"aws_iam_role.r": "refuted"}
