"""The plans that speed is measured on have the shapes of real ones, and are the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import generate  # noqa: E402
import shape  # noqa: E402

KINDS = (*generate.STACKS, generate.FILLER)


def text(resources: int, seed: int = 1, lines: bool = False) -> str:
    out = io.StringIO()
    generate.write(out, generate.Estate.of(resources, seed), lines)
    return out.getvalue()


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(1500))
    return found


def managed(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in plan.get("resource_changes", []) if change["mode"] == "managed"]


def planned(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from planned(child)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stack_under_the_recorded_names_is_the_recorded_plan(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "VARIED", {})
    recorded = json.loads((generate.SHAPES / kind / "plan.json").read_text(encoding="utf-8"))
    cut = shape.Shape.read(generate.SHAPES / kind)
    filler = {generate.FILLER: shape.Shape.read(generate.SHAPES / generate.FILLER)}
    stack = generate.Stack(cut, "zstem", ("zkey",), seed=1)
    out = io.StringIO()
    generate.write(out, generate.Estate({kind: cut} | filler, [stack]))
    written = json.loads(out.getvalue())
    assert written.pop("timestamp") == generate.WRITTEN_AT
    assert in_order(written) == in_order(recorded)


def in_order(plan: dict[str, Any]) -> str:
    """JSON of a plan, its key order kept, without the sections that stand there empty."""
    return json.dumps(without_empty_sections(plan))


def without_empty_sections(plan: dict[str, Any]) -> dict[str, Any]:
    values, root = plan["planned_values"], plan["configuration"]["root_module"]
    for holder in (values, values["root_module"], root):
        for name in ("outputs", "resources", "child_modules", "module_calls"):
            if not holder.get(name, True):
                del holder[name]
    prior = plan.get("prior_state")
    if prior and not prior["values"]["root_module"]["resources"]:
        del plan["prior_state"]
    for name in ("output_changes", "relevant_attributes"):
        if not plan.get(name, True):
            del plan[name]
    return plan


@pytest.mark.parametrize("resources", [0, 1, 40, 317])
def test_the_same_size_and_seed_give_the_same_bytes(resources: int) -> None:
    assert text(resources) == text(resources)


def test_the_bytes_are_the_same_on_every_machine() -> None:
    assert hashlib.sha256(text(40, seed=7).encode()).hexdigest() == (
        "0492295d11ddcfc72e7626510910c2cf0fe638abe71820d45a2eb94a6e4ad549"
    )


def test_another_seed_gives_another_plan() -> None:
    assert text(40, seed=1) != text(40, seed=2)


@pytest.mark.parametrize("resources", [0, 1, 2, 41, 1000])
def test_a_plan_holds_as_many_managed_resources_as_asked_for(resources: int) -> None:
    assert len(managed(json.loads(text(resources)))) == resources


def test_one_line_as_terraform_writes_it_or_one_resource_a_line() -> None:
    single, many = text(60), text(60, lines=True)
    assert single.count("\n") == 1
    assert many.count("\n") > 60
    assert json.loads(single) == json.loads(many)


def test_a_resource_takes_two_kilobytes() -> None:
    assert 1700 < len(text(1500).encode()) / 1500 < 2300


def test_types_are_many_and_each_form_of_a_security_group_rule_is_there(
    plan: dict[str, Any],
) -> None:
    types = {change["type"] for change in managed(plan)}
    assert len(types) >= 26
    rules = {"aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"}
    assert rules <= types


def test_no_placeholder_is_left(plan: dict[str, Any]) -> None:
    assert not [word for word in ("zstem", "zkey", "zvary") if word in json.dumps(plan)]


def test_addresses_are_unique_and_planned_values_name_the_same(plan: dict[str, Any]) -> None:
    changes = [change["address"] for change in plan["resource_changes"]]
    values = [item["address"] for item in planned(plan["planned_values"]["root_module"])]
    assert len(set(changes)) == len(changes)
    assert sorted(values) == sorted(changes)


def test_what_is_unknown_is_absent_from_after(plan: dict[str, Any]) -> None:
    unknown = 0
    for change in managed(plan):
        after, mask = change["change"]["after"], change["change"]["after_unknown"]
        hidden = {name for name, value in mask.items() if value is True}
        unknown += len(hidden)
        assert not hidden & after.keys(), change["address"]
        assert mask.keys() - hidden <= after.keys() | {"tags_all"}, change["address"]
    assert unknown > 2 * len(managed(plan))


def test_masks_mirror_the_values(plan: dict[str, Any]) -> None:
    """Of what is wholly unknown, the sensitive mask may still have the outline."""
    for change in managed(plan):
        after = change["change"]["after"]
        unknown, sensitive = change["change"]["after_unknown"], change["change"]["after_sensitive"]
        for mask in (unknown, sensitive):
            for name, inner in mask.items():
                if isinstance(inner, list) and unknown.get(name) is not True:
                    assert len(inner) == len(after[name]), (change["address"], name)


def test_planned_values_and_changes_agree(plan: dict[str, Any]) -> None:
    after = {change["address"]: change["change"]["after"] for change in plan["resource_changes"]}
    for item in planned(plan["planned_values"]["root_module"]):
        assert item.get("values", {}) == after[item["address"]], item["address"]


def test_configuration_agrees_with_the_constants_and_names_only_what_exists(
    plan: dict[str, Any],
) -> None:
    root = plan["configuration"]["root_module"]
    configured = {item["address"]: item for item in root["resources"]}
    called = root["module_calls"]
    for change in plan["resource_changes"]:
        if "module_address" in change:
            name = change["module_address"].removeprefix("module.").partition("[")[0]
            assert "for_each_expression" in called[name]
            continue
        mode = "data." if change["mode"] == "data" else ""
        found = configured[f"{mode}{change['type']}.{change['name']}"]
        assert ("index" in change) == ("for_each_expression" in found)
        for name in varied(change["type"]):
            expression = found["expressions"].get(name, {})
            if "constant_value" in expression:
                assert change["change"]["after"][name] == expression["constant_value"]
    for item in configured.values():
        for expression in item.get("expressions", {}).values():
            if isinstance(expression, dict):
                for reference in expression.get("references", []):
                    if reference.startswith("aws_"):
                        assert ".".join(reference.split(".")[:2]).split("[")[0] in configured


def varied(kind: str) -> list[str]:
    return [name for group in shape.VARIED.get(kind, {}) for name in group]


def test_settings_vary(plan: dict[str, Any]) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for change in managed(plan):
        for name in varied(change["type"]):
            value = change["change"]["after"].get(name)
            if value is not None:
                seen.setdefault((change["type"], name), set()).add(json.dumps(value))
    named = [(kind, name) for kind in shape.VARIED for name in varied(kind)]
    assert [pair for pair in named if len(seen.get(pair, ())) < 2] == []
