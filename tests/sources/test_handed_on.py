"""Which resources an output hands on, so that others may learn of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.reading import Reading
from partywall.sources.terraform_plan import read_plan

GROUP = "aws_security_group"


def handed_on(reading: Reading) -> dict[str, str]:
    return {one.address: one.handed_on for one in reading.resources if one.handed_on}


def plan(outputs: dict[str, list[str]], module: dict[str, list[str]]) -> bytes:
    """A plan of groups `g` and `h`, and of `module.m` with a group `i`."""

    def changed(address: str, name: str, **more: str) -> dict[str, Any]:
        change = {"actions": ["create"], "after": {"name": name}, "after_unknown": {"id": True}}
        return {"address": address, "mode": "managed", "type": GROUP, "name": name,
                "change": change, **more}  # fmt: skip

    def written(*names: str) -> list[dict[str, Any]]:
        return [{"address": f"{GROUP}.{name}", "mode": "managed", "type": GROUP, "name": name,
                 "expressions": {}} for name in names]  # fmt: skip

    def given(values: dict[str, list[str]]) -> dict[str, Any]:
        return {name: {"expression": {"references": refs}} for name, refs in values.items()}

    inside = {"resources": written("i"), "outputs": given(module)}
    root = {
        "resources": written("g", "h"), "outputs": given(outputs),
        "module_calls": {"m": {"source": "./m", "module": inside}},
    }  # fmt: skip
    return json.dumps(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {}},
            "resource_changes": [
                changed(f"{GROUP}.g", "g"),
                changed(f"{GROUP}.h", "h"),
                changed(f"module.m.{GROUP}.i", "i", module_address="module.m"),
            ],
            "configuration": {"root_module": root},
        }
    ).encode()


@pytest.mark.parametrize(
    ("outputs", "module", "handed"),
    [
        ({}, {"id": [f"{GROUP}.i.id", f"{GROUP}.i"]}, {}),
        ({"of": [f"{GROUP}.g.id", f"{GROUP}.g"]}, {}, {f"{GROUP}.g": "output of"}),
        ({"of": [f"{GROUP}.g"]}, {}, {f"{GROUP}.g": "output of"}),
        ({"of": ["module.m.id", "module.m"]}, {"id": [f"{GROUP}.i.id", f"{GROUP}.i"]},
         {f"module.m.{GROUP}.i": "output of"}),
        ({"of": ["module.m"]}, {"id": [f"{GROUP}.i.id", f"{GROUP}.i"]},
         {f"module.m.{GROUP}.i": "output of"}),
        ({"of": ["local.any"]}, {},
         dict.fromkeys((f"{GROUP}.g", f"{GROUP}.h", f"module.m.{GROUP}.i"), "output of")),
        ({"of": ["var.name"]}, {}, {}),
    ],
)  # fmt: skip
def test_outputs_of_a_plan(
    outputs: dict[str, list[str]], module: dict[str, list[str]], handed: dict[str, str]
) -> None:
    assert handed_on(read_plan(plan(outputs, module), "plan.json")) == handed


HCL = """
resource "aws_security_group" "g" { name = "g" }
resource "aws_security_group" "h" { name = "h" }
locals { g = { of = aws_security_group.g.id } }
output "of" { value = "group ${local.g.of}" }
output "wrong" { value = local.missing }
"""

TEMPLATE = """
Resources:
  g: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}
  h: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: h}}
Outputs:
  of: {Value: !Sub "group ${g.GroupId}", Export: {Name: the-group}}
"""


@pytest.mark.parametrize(
    ("name", "text", "address"),
    [("main.tf", HCL, "aws_security_group.g"), ("t.yaml", TEMPLATE, "g")],
)
def test_outputs_of_sources_and_templates(
    tmp_path: Path, name: str, text: str, address: str
) -> None:
    (tmp_path / name).write_text(text)
    path = tmp_path if name.endswith(".tf") else tmp_path / name
    (reading,) = Inputs((str(path),), InputOptions()).readings()
    assert handed_on(reading) == {address: "output of"}
    assert not [one for one in reading.diagnostics if one.level == "error"]


def test_a_resource_of_another_provider_hands_on_what_it_is_told() -> None:
    text = json.loads(plan({}, {}))
    chart = {"mode": "managed", "type": "helm_release", "name": "c"}
    text["resource_changes"].append(
        {**chart, "address": "helm_release.c", "change": {"actions": ["create"], "after": {}}}
    )
    told = {"values": {"references": [f"{GROUP}.g.id", f"{GROUP}.g"]}}
    text["configuration"]["root_module"]["resources"].append(
        {**chart, "address": "helm_release.c", "expressions": told}
    )
    reading = read_plan(json.dumps(text).encode(), "plan.json")
    assert handed_on(reading) == {f"{GROUP}.g": "helm_release.c"}


def test_a_stack_that_is_told_of_a_resource_may_say_more() -> None:
    text = json.loads(plan({}, {}))
    stack = {"mode": "managed", "type": "aws_cloudformation_stack", "name": "s"}
    stack["address"] = "aws_cloudformation_stack.s"
    text["resource_changes"].append({**stack, "change": {"actions": ["create"], "after": {}}})
    written = {**stack, "expressions": {}}
    text["configuration"]["root_module"]["resources"].append(written)
    assert read_plan(json.dumps(text).encode(), "plan.json").unseen is None
    written["expressions"] = {"parameters": {"references": [f"{GROUP}.g.id", f"{GROUP}.g"]}}
    assert read_plan(json.dumps(text).encode(), "plan.json").unseen is not None
