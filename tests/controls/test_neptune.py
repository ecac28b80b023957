"""Neptune, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import neptune
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        neptune.cluster_is_encrypted,
        "StorageEncrypted",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        neptune.cluster_checks_callers,
        "IamAuthEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        neptune.cluster_keeps_a_week,
        "BackupRetentionPeriod",
        proved=(7,),
        refuted=(1,),
        absent="refuted",
    ),
    *switch(
        neptune.cluster_is_protected,
        "DeletionProtection",
        proved=(True, "true"),
        refuted=(False,),
        absent="undecided",
    ),
    *switch(
        neptune.cluster_is_audited,
        "EnableCloudwatchLogsExports",
        proved=(["audit", "slowquery"],),
        refuted=(["slowquery"],),
        absent="refuted",
    ),
    *switch(
        neptune.cluster_uses_customer_key,
        "KmsKeyId",
        proved=("alias/graph",),
        refuted=("alias/aws/rds",),
        absent="refuted",
    ),
    *switch(
        neptune.cluster_copies_tags,
        "CopyTagsToSnapshot",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
