"""CodeBuild, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import codebuild
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        codebuild.project_is_unprivileged,
        "Environment.PrivilegedMode",
        proved=(False,),
        refuted=(True, "true"),
        absent="proved",
    ),
    *switch(
        codebuild.source_is_checked,
        "Source.InsecureSsl",
        proved=(False,),
        refuted=(True,),
        absent="proved",
    ),
    *switch(
        codebuild.artifacts_are_encrypted,
        "Artifacts.EncryptionDisabled",
        proved=(False,),
        refuted=(True,),
        absent="proved",
    ),
    *switch(
        codebuild.project_is_logged,
        "LogsConfig.CloudWatchLogs.Status",
        proved=("ENABLED",),
        refuted=("DISABLED",),
        absent="proved",
    ),
    (
        codebuild.project_is_logged,
        {"LogsConfig": {"CloudWatchLogs": {"Status": "DISABLED"}, "S3Logs": {"Status": "ENABLED"}}},
        "proved",
    ),
    (
        codebuild.project_has_no_open_secrets,
        {
            "Environment": {
                "EnvironmentVariables": [{"Name": "DB_PASSWORD", "Value": "correct-horse"}]
            }
        },
        "refuted",
    ),
    (
        codebuild.project_has_no_open_secrets,
        {
            "Environment": {
                "EnvironmentVariables": [
                    {"Name": "DB_PASSWORD", "Value": "orders", "Type": "SECRETS_MANAGER"}
                ]
            }
        },
        "proved",
    ),
    (
        codebuild.project_has_no_open_secrets,
        {"Environment": {"EnvironmentVariables": [{"Name": "DB_PASSWORD", "Value": UNKNOWN}]}},
        "undecided",
    ),
    (
        codebuild.project_has_no_open_secrets,
        {"Environment": {"EnvironmentVariables": [{"Name": "STAGE", "Value": "prod"}]}},
        "proved",
    ),
    (
        codebuild.project_has_no_open_secrets,
        {
            "Environment": {
                "EnvironmentVariables": [UNKNOWN, {"Name": "DB_PASSWORD", "Value": "correct-horse"}]
            }
        },
        "refuted",
    ),
    (codebuild.project_has_no_open_secrets, {}, "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
