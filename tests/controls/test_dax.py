"""DAX, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import dax
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        dax.cluster_is_encrypted,
        "SSESpecification.SSEEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        dax.cluster_talks_tls,
        "ClusterEndpointEncryptionType",
        proved=("TLS",),
        refuted=("NONE",),
        absent="refuted",
    ),
    *switch(
        dax.cluster_has_three_nodes,
        "ReplicationFactor",
        proved=(3, "5"),
        refuted=(1, 2),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
