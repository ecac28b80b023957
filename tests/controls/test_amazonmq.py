"""Amazon MQ, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import amazonmq
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        amazonmq.broker_is_not_public,
        "PubliclyAccessible",
        proved=(False,),
        refuted=(True,),
        absent="proved",
    ),
    *switch(
        amazonmq.broker_takes_minor_upgrades,
        "AutoMinorVersionUpgrade",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        amazonmq.broker_is_logged,
        "Logs.General",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        amazonmq.broker_has_standby,
        "DeploymentMode",
        proved=("CLUSTER_MULTI_AZ", "ACTIVE_STANDBY_MULTI_AZ"),
        refuted=("SINGLE_INSTANCE",),
        absent="refuted",
    ),
    (amazonmq.passwords_are_kept_out, {"Users": [{"Password": UNKNOWN}]}, "undecided"),
    (
        amazonmq.passwords_are_kept_out,
        {"Users": [{"Password": UNKNOWN}, {"Password": "correct-horse"}]},
        "refuted",
    ),  # one is enough
    (amazonmq.passwords_are_kept_out, {}, "proved"),
    *switch(
        amazonmq.broker_is_audited,
        "Logs.Audit",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
        beside={"EngineType": "ActiveMQ"},
    ),
    (amazonmq.broker_is_audited, {"EngineType": "RabbitMQ"}, "not_applicable"),
    (amazonmq.broker_is_audited, {"EngineType": UNKNOWN, "Logs": {"Audit": False}}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
