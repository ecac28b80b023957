"""MemoryDB, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import memorydb
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        memorydb.cluster_talks_tls,
        "TLSEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        memorydb.cluster_authenticates,
        "ACLName",
        proved=("app",),
        refuted=("open-access",),
        absent="refuted",
    ),
    *switch(
        memorydb.cluster_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        memorydb.cluster_is_backed_up,
        "SnapshotRetentionLimit",
        proved=(1, 35),
        refuted=(0, "0"),
        absent="refuted",
    ),
    *switch(
        memorydb.cluster_upgrades_itself,
        "AutoMinorVersionUpgrade",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
