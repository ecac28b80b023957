"""Systems Manager, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import ssm
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        ssm.parameter_uses_customer_key,
        "KeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
        beside={"Type": "SecureString"},
    ),
    (ssm.parameter_uses_customer_key, {"Type": "StringList"}, "not_applicable"),
    (ssm.parameter_uses_customer_key, {"Type": UNKNOWN, "KeyId": "alias/a"}, "undecided"),
    (
        ssm.credential_is_secured,
        {"Name": "/db/password", "Type": "String", "Value": "correct-horse"},
        "refuted",
    ),
    (
        ssm.credential_is_secured,
        {"Name": "/db/password", "Type": "SecureString", "Value": "correct-horse"},
        "proved",
    ),
    (
        ssm.credential_is_secured,
        {"Name": "/db/password", "Type": "String", "Value": UNKNOWN},
        "undecided",
    ),
    (
        ssm.credential_is_secured,
        {"Name": "/db/host", "Type": "String", "Value": "db.example"},
        "proved",
    ),
    (
        ssm.credential_is_secured,
        {"Name": "/a", "Type": "String", "Value": "AKIAABCDEFGHIJKLMNOP"},
        "refuted",
    ),  # by its shape
    (
        ssm.baseline_is_prompt,
        {"ApprovalRules": {"PatchRules": [{"ApproveAfterDays": 7}, {"ApproveAfterDays": 30}]}},
        "refuted",
    ),
    (
        ssm.baseline_is_prompt,
        {"ApprovalRules": {"PatchRules": [{"ApproveUntilDate": "2026-01-01"}]}},
        "refuted",
    ),
    (ssm.baseline_is_prompt, {}, "refuted"),
    (ssm.baseline_is_prompt, {"ApprovalRules": UNKNOWN}, "undecided"),
    (
        ssm.baseline_is_prompt,
        {"ApprovalRules": {"PatchRules": [{"ApproveAfterDays": 0}]}},
        "proved",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
