"""Database Migration Service, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import dms
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        dms.instance_is_not_public,
        "PubliclyAccessible",
        proved=(False,),
        refuted=(True, "true"),
        absent="refuted",
    ),
    *switch(
        dms.instance_takes_minor_upgrades,
        "AutoMinorVersionUpgrade",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        dms.instance_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        dms.endpoint_uses_tls,
        "SslMode",
        proved=("require", "verify-full"),
        refuted=("none",),
        absent="refuted",
        beside={"EngineName": "mysql"},
    ),
    *switch(
        dms.endpoint_password_is_kept_out,
        "Password",
        proved=("{{resolve:secretsmanager:a}}",),
        refuted=("correct-horse",),
        absent="proved",
    ),
    (dms.endpoint_uses_tls, {"EngineName": "kinesis"}, "not_applicable"),
    (dms.endpoint_uses_tls, {"EngineName": UNKNOWN, "SslMode": "require"}, "undecided"),
    *switch(
        dms.instance_has_standby,
        "MultiAZ",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
