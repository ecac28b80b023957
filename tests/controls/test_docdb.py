"""DocumentDB, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import docdb
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (docdb.cluster_is_encrypted, {"SnapshotIdentifier": ""}, "refuted"),  # empty is not set
    *switch(
        docdb.cluster_is_encrypted,
        "StorageEncrypted",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        docdb.cluster_is_encrypted,
        "StorageEncrypted",
        proved=(True,),
        refuted=(),
        absent="undecided",
        beside={"SnapshotIdentifier": "s"},
    ),
    *switch(
        docdb.cluster_uses_customer_key,
        "KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        docdb.cluster_keeps_a_week,
        "BackupRetentionPeriod",
        proved=(7, 35),
        refuted=(1, "6"),
        absent="refuted",
    ),
    *switch(
        docdb.cluster_is_protected,
        "DeletionProtection",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        docdb.cluster_is_audited,
        "EnableCloudwatchLogsExports",
        proved=(["audit"],),
        refuted=([], ["profiler"]),
        absent="refuted",
    ),
    *switch(
        docdb.cluster_password_is_kept_out,
        "MasterUserPassword",
        proved=("{{resolve:ssm-secure:a}}",),
        refuted=("correct-horse",),
        absent="proved",
    ),
    *switch(
        docdb.parameters_require_tls,
        "Parameters.tls",
        proved=("enabled", "tls1.3+"),
        refuted=("disabled",),
        absent="proved",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
