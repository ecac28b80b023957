"""CodeBuild, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import as_case, judge
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
    *switch(
        codebuild.bucket_logs_are_encrypted,
        "LogsConfig.S3Logs.EncryptionDisabled",
        proved=(False, "false"),
        refuted=(True, "true"),
        absent="proved",
        beside={"LogsConfig": {"S3Logs": {"Status": "ENABLED"}}},
    ),
    (
        codebuild.bucket_logs_are_encrypted,
        {"LogsConfig": {"S3Logs": {"Status": "DISABLED", "EncryptionDisabled": True}}},
        "not_applicable",
    ),
    *switch(
        codebuild.source_names_no_credentials,
        "Source.Location",
        proved=(
            "https://bitbucket.org/shop/web.git",
            "https://kim@bitbucket.org/shop/web.git",  # a name alone opens nothing
            "git@github.com:shop/web.git",
        ),
        refuted=("https://kim:t0ken@bitbucket.org/shop/web.git", "http://x:y@host/z"),
        absent="proved",
    ),
    (
        codebuild.source_names_no_credentials,
        {"SecondarySources": [{"Location": "https://kim:t0ken@bitbucket.org/shop/web.git"}]},
        "refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)


def test_credentials_of_a_source_are_never_shown() -> None:
    source = {"Source": {"Location": "https://kim:t0ken@bitbucket.org/shop/web.git"}}
    control = codebuild.source_names_no_credentials
    assert "t0ken" not in str(judge(control, as_case(control, source)))
