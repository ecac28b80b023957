"""Every property that a control looks at exists, and every example is a template AWS would take.

A misspelt property is absent for ever: the control would refute everybody, or prove everybody.
"""

from __future__ import annotations

import pytest

from controls.examples import read_case
from controls.law import properties_asked
from partywall.controls.control import Control
from partywall.controls.registry import all_controls
from partywall.estate.schema import has_path, validate

CONTROLS = list(all_controls())

MORE_THAN_CLOUDFORMATION = frozenset(
    {"ec2-vpc-internet-blocked", "ssm-parameter-customer-key", "ssm-parameter-secret-secured"}
)
"""Controls that judge a value which Terraform and the API take and CloudFormation does not."""

OF_ONE_DIRECTION = frozenset({"SourcePrefixListId", "DestinationPrefixListId"})
"""One view reads the rules of both directions, and each has only one of the two."""


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_control_asks_for_properties_that_exist(control: Control) -> None:
    for example in control.text.examples:
        case = read_case(control, example.yaml)
        for name, path in properties_asked(control, case):
            kind = case[name].type
            if path[-1] in OF_ONE_DIRECTION:
                continue
            assert has_path(kind, path), f"{kind} has no {'.'.join(map(str, path))}"


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_examples_fit_their_schema(control: Control) -> None:
    for example in control.text.examples:
        for one in read_case(control, example.yaml).values():
            problems = validate(one.type, one.properties)
            if control.id in MORE_THAN_CLOUDFORMATION:
                problems = [one for one in problems if not one.what.startswith("not one of")]
            assert not problems
