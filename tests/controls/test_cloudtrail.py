"""CloudTrail, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import cloudtrail
from partywall.controls.control import Control


def objects(kind: object, value: str = "arn:aws:s3") -> dict[str, Any]:
    return {
        "ReadWriteType": kind,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": [value]}],
    }


def fields(**more: object) -> dict[str, Any]:
    wanted = {"eventCategory": ["Data"], "resources.type": ["AWS::S3::Object"], **more}
    return {"FieldSelectors": [{"Field": key, "Equals": value} for key, value in wanted.items()]}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        cloudtrail.trail_is_logging,
        "IsLogging",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        cloudtrail.trail_covers_all_regions,
        "IsMultiRegionTrail",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        cloudtrail.trail_is_validated,
        "EnableLogFileValidation",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        cloudtrail.trail_uses_key,
        "KMSKeyId",
        proved=("alias/audit", "k"),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        cloudtrail.trail_is_watched,
        "CloudWatchLogsLogGroupArn",
        proved=("arn:aws:logs:eu-west-1:1:log-group:t",),
        refuted=(),
        absent="refuted",
    ),
    (
        cloudtrail.management_events_are_recorded,
        {"EventSelectors": [{"IncludeManagementEvents": False}, {"ReadWriteType": "All"}]},
        "proved",
    ),  # one is enough
    (cloudtrail.management_events_are_recorded, {"EventSelectors": UNKNOWN}, "undecided"),
    (
        cloudtrail.management_events_are_recorded,
        {"EventSelectors": [{"ReadWriteType": UNKNOWN}]},
        "undecided",
    ),
    (
        cloudtrail.management_events_are_recorded,
        {
            "AdvancedEventSelectors": [
                {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}
            ]
        },
        "refuted",
    ),
    (
        cloudtrail.management_events_are_recorded,
        {
            "AdvancedEventSelectors": [
                {
                    "FieldSelectors": [
                        {"Field": "eventCategory", "Equals": ["Management"]},
                        {"Field": "readOnly", "Equals": ["false"]},
                    ]
                }
            ]
        },
        "refuted",
    ),  # writes only
    (cloudtrail.bucket_is_logged, {"S3BucketName": "elsewhere"}, "undecided"),
    (
        cloudtrail.bucket_is_logged,
        {
            "Resources": {
                "Example": {
                    "Type": "AWS::CloudTrail::Trail",
                    "Properties": {"S3BucketName": "audit"},
                },
                "Audit": {
                    "Type": "AWS::S3::Bucket",
                    "Properties": {"BucketName": "audit", "LoggingConfiguration": UNKNOWN},
                },
            }
        },
        "undecided",
    ),
    (cloudtrail.object_writes_are_recorded, {"EventSelectors": [objects("All")]}, "proved"),
    (cloudtrail.object_writes_are_recorded, {"EventSelectors": [objects("WriteOnly")]}, "proved"),
    (cloudtrail.object_writes_are_recorded, {"EventSelectors": [objects("ReadOnly")]}, "refuted"),
    (cloudtrail.object_reads_are_recorded, {"EventSelectors": [objects("ReadOnly")]}, "proved"),
    (cloudtrail.object_reads_are_recorded, {"EventSelectors": [objects("WriteOnly")]}, "refuted"),
    (cloudtrail.object_reads_are_recorded, {"EventSelectors": [objects(None)]}, "proved"),
    (cloudtrail.object_reads_are_recorded, {"EventSelectors": [objects(UNKNOWN)]}, "undecided"),
    (
        cloudtrail.object_reads_are_recorded,
        {"EventSelectors": [objects("All", "arn:aws:s3:::one/")]},  # one bucket only
        "refuted",
    ),
    (
        cloudtrail.object_reads_are_recorded,
        {"EventSelectors": [objects("All", "arn:aws-cn:s3:::")]},
        "proved",
    ),
    (cloudtrail.object_writes_are_recorded, {"AdvancedEventSelectors": [fields()]}, "proved"),
    (
        cloudtrail.object_reads_are_recorded,
        {"AdvancedEventSelectors": [fields(readOnly=["true"])]},
        "proved",
    ),
    (
        cloudtrail.object_writes_are_recorded,
        {"AdvancedEventSelectors": [fields(readOnly=["true"])]},
        "refuted",
    ),
    (
        cloudtrail.object_writes_are_recorded,
        {"AdvancedEventSelectors": [fields(eventName=["DeleteObject"])]},
        "refuted",
    ),
    (cloudtrail.object_writes_are_recorded, {"AdvancedEventSelectors": UNKNOWN}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
