"""The whole check on drawn estates: the order in which things are read changes no byte."""

from __future__ import annotations

from random import Random

import pytest

from controls.examples import TODAY, Case
from laws.strategies import Author, Below
from laws.weaker import turned
from partywall.assess.check import Check, Options
from partywall.assess.report import Report
from partywall.controls.registry import all_controls
from partywall.estate.resource import Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.reports import json_report
from partywall.sources.reading import Reading

CONTROLS = list(all_controls())


def estate(below: Below, size: int) -> list[Resource]:
    """Resources of several drawn cases side by side."""
    resources = []
    for n in range(size):
        control = CONTROLS[below(len(CONTROLS))]
        case: Case = Author(control, below).case()
        resources += [
            Resource(
                type=one.type,
                address=f"{name}{n}" if below(4) else f"{name}{n}/inner",
                properties=one.properties,
                guard=one.guard,
                place=Span(f"{n}.json", 1 + below(9), 1),
            )
            for name, one in case.items()
        ]
    return resources


def reread(resources: list[Resource], below: Below) -> list[Resource]:
    """The same resources built anew, in another order, and so are their properties."""
    return [
        Resource(
            type=one.type,
            address=one.address,
            properties=turned_keys(one.properties, below),
            guard=one.guard,
            place=one.place,
        )
        for one in turned(resources, below)
    ]


def turned_keys(value: object, below: Below) -> dict[str, object]:
    """The mapping with its keys in another order; lists stay, since evidence counts elements."""
    assert isinstance(value, dict)
    keys: list[str] = turned(list(value), below)
    return {key: value[key] for key in keys}


def report(*groups: list[Resource]) -> Report:
    return check([reading(f"{n}", one) for n, one in enumerate(groups)])


def reading(file: str, resources: list[Resource]) -> Reading:
    """An input in which something was left unread, too."""
    remark = Diagnostic("warning", f"{len(resources)} resources", Span(file, 3, 1))
    return Reading(file=file, kind="plan", resources=resources, diagnostics=[remark])


def check(readings: list[Reading]) -> Report:
    return Check(Options(as_of=TODAY)).run(readings)


def rendered(one: Report) -> bytes:
    return b"".join(json_report.render(one))


@pytest.mark.parametrize("seed", range(12))
def test_order_of_resources_changes_no_byte(seed: int) -> None:
    below = Random(seed).randrange
    drawn = estate(below, 12)
    first = report(drawn)
    assert first.findings and not [one for one in first.diagnostics if one.level == "error"]
    assert rendered(first) == rendered(report(reread(drawn, below)))


@pytest.mark.parametrize("seed", range(4))
def test_order_of_inputs_changes_no_byte(seed: int) -> None:
    below = Random(f"inputs {seed}").randrange
    inputs = {name: estate(below, 3) for name in ("a.json", "b/template.yaml", "c.json")}
    first = check([reading(name, resources) for name, resources in inputs.items()])
    anew = {name: reread(resources, below) for name, resources in reversed(inputs.items())}
    again = check([reading(name, resources) for name, resources in anew.items()])
    assert rendered(first) == rendered(again)


@pytest.mark.parametrize("seed", range(4))
def test_inputs_are_judged_apart(seed: int) -> None:
    """Each input is an estate of its own: its findings do not depend on what else is checked."""
    below = Random(f"apart {seed}").randrange
    one, other = estate(below, 5), estate(below, 5)
    both = report(one, other).findings
    alone = [*report(one).findings, *report(other).findings]
    assert [(f.control, f.resource, f.verdict, f.evidence) for f in both] == [
        (f.control, f.resource, f.verdict, f.evidence) for f in alone
    ]
