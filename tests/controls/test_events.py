"""EventBridge, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import events
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        events.bus_uses_customer_key,
        "KmsKeyIdentifier",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    (events.bus_is_not_public, {}, "proved"),
    (
        events.bus_is_not_public,
        {"Policy": {"Statement": [{"Effect": "Allow", "Principal": "*"}]}},
        "refuted",
    ),
    (events.bus_is_not_public, {"Policy": UNKNOWN}, "undecided"),
    (
        events.bus_is_not_public,
        {"Policy": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}}]}},
        "proved",
    ),
    (events.bus_policy_is_not_public, {"Principal": "*"}, "refuted"),
    (
        events.bus_policy_is_not_public,
        {
            "Principal": "*",
            "Condition": {
                "Type": "StringEquals",
                "Key": "aws:PrincipalOrgID",
                "Value": "o-abcdefghij",
            },
        },
        "proved",
    ),
    (events.bus_policy_is_not_public, {"Principal": UNKNOWN}, "undecided"),
    (
        events.bus_policy_is_not_public,
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents"}},
        "refuted",
    ),
    (
        events.bus_policy_is_not_public,
        {"Statement": {"Effect": "Allow", "Principal": "111122223333"}},
        "proved",
    ),
    (events.bus_policy_is_not_public, {"Statement": UNKNOWN}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
