"""Functions, their permissions and addresses, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import as_case, judge, ref
from controls.law import assert_outcome
from partywall.controls import lambda_
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
ACCOUNT = Unknown("chosen at deployment", attribute="AWS::AccountId", present=True)
SERVICE = {"Principal": "s3.amazonaws.com", "Action": "lambda:InvokeFunction"}
SECRET_OF_ESTATE = {
    "Key": {"Type": "AWS::IAM::AccessKey"},
    "Table": {"Type": "AWS::DynamoDB::Table"},
}


def permitted(function: object = None, **permission: object) -> dict[str, Any]:
    one = {"FunctionName": function or ref("Example"), **permission}
    return {
        "Resources": {
            "Example": {"Type": "AWS::Lambda::Function"},
            "Permission": {"Type": "AWS::Lambda::Permission", "Properties": one},
        }
    }


def variables(**values: object) -> dict[str, Any]:
    return {"Environment": {"Variables": values}}


def in_estate(**values: object) -> dict[str, Any]:
    function = {"Type": "AWS::Lambda::Function", "Properties": variables(**values)}
    return {"Resources": {**SECRET_OF_ESTATE, "Example": function}}


def on_failure(destination: object) -> dict[str, Any]:
    config = {
        "FunctionName": ref("Example"),
        "DestinationConfig": {"OnFailure": {"Destination": destination}},
    }
    return {
        "Resources": {
            "Example": {"Type": "AWS::Lambda::Function"},
            "Config": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": config},
        }
    }


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (lambda_.runtime_supported, {"Runtime": "python3.8"}, "refuted"),
        (lambda_.runtime_supported, {"Runtime": "nodejs22.x"}, "proved"),
        (lambda_.runtime_supported, {"Runtime": "java17"}, "proved"),  # until 2027-06-30
        (lambda_.runtime_supported, {"Runtime": "java99"}, "undecided"),  # not in our table
        (lambda_.runtime_supported, {"Runtime": SET}, "undecided"),
        (lambda_.runtime_supported, {"Code": {"ImageUri": SET}}, "not_applicable"),
        (lambda_.function_not_public, {}, "proved"),
        (lambda_.function_not_public, permitted(Principal="*"), "refuted"),
        (lambda_.function_not_public, permitted(Principal="*", PrincipalOrgID="o-1"), "proved"),
        (lambda_.function_not_public, permitted(Principal="*", SourceArn=SET), "undecided"),
        (lambda_.function_not_public, permitted(**SERVICE), "proved"),
        (lambda_.function_not_public, permitted(Principal=SET), "undecided"),
        (lambda_.function_not_public, permitted(UNKNOWN, Principal="*"), "undecided"),
        (lambda_.permission_names_source, SERVICE, "refuted"),
        (lambda_.permission_names_source, SERVICE | {"SourceArn": "arn:aws:s3:::b"}, "proved"),
        (lambda_.permission_names_source, SERVICE | {"SourceAccount": UNKNOWN}, "undecided"),
        (lambda_.permission_names_source, SERVICE | {"SourceAccount": ACCOUNT}, "proved"),
        (lambda_.permission_names_source, SERVICE | {"SourceArn": ref("Api", "Arn")}, "proved"),
        (lambda_.permission_names_source, SERVICE | {"SourceArn": "*"}, "refuted"),
        (lambda_.permission_names_source, {"Principal": "*"}, "not_applicable"),
        (lambda_.permission_names_source, {"Principal": SET}, "undecided"),
        (lambda_.environment_uses_customer_key, {}, "not_applicable"),
        (lambda_.environment_uses_customer_key, variables(A="b"), "refuted"),
        (lambda_.environment_uses_customer_key, variables(A=UNKNOWN), "undecided"),  # may be none
        (lambda_.environment_uses_customer_key, variables(A=None), "not_applicable"),
        (
            lambda_.environment_uses_customer_key,
            variables(A="b") | {"KmsKeyArn": "arn:aws:kms:eu-west-1:1:key/k"},
            "undecided",
        ),
        (lambda_.environment_uses_customer_key, {"Environment": UNKNOWN}, "undecided"),
        (lambda_.environment_without_credentials, {}, "proved"),
        (lambda_.environment_without_credentials, variables(TABLE="orders"), "proved"),
        (lambda_.environment_without_credentials, variables(API_KEY="0123456789"), "refuted"),
        (lambda_.environment_without_credentials, variables(TABLE=SET), "undecided"),
        (lambda_.environment_without_credentials, in_estate(TABLE=ref("Table")), "proved"),
        (
            lambda_.environment_without_credentials,
            in_estate(VALUE=ref("Key", "SecretAccessKey")),
            "undecided",
        ),
        (lambda_.environment_without_credentials, in_estate(VALUE=ref("Param")), "undecided"),
        (
            lambda_.environment_without_credentials,
            variables(TABLE=SET, PASSWORD="correct-horse"),
            "refuted",
        ),
        (lambda_.function_in_several_zones, {}, "not_applicable"),
        (lambda_.function_in_several_zones, {"VpcConfig": {"SubnetIds": []}}, "not_applicable"),
        (lambda_.function_in_several_zones, {"VpcConfig": {"SubnetIds": [SET]}}, "refuted"),
        (lambda_.function_in_several_zones, {"VpcConfig": {"SubnetIds": [SET, SET]}}, "proved"),
        (lambda_.function_in_several_zones, {"VpcConfig": SET}, "undecided"),
        (lambda_.failures_kept, {}, "refuted"),
        (lambda_.failures_kept, on_failure(SET), "proved"),
        (lambda_.failures_kept, on_failure(UNKNOWN), "undecided"),
        (lambda_.failures_kept, {"DeadLetterConfig": {"TargetArn": UNKNOWN}}, "undecided"),
        (lambda_.tracing_active, {}, "refuted"),
        (lambda_.tracing_active, {"TracingConfig": {"Mode": "Active"}}, "proved"),
        (lambda_.tracing_active, {"TracingConfig": SET}, "undecided"),
        (lambda_.concurrency_reserved, {"ReservedConcurrentExecutions": "5"}, "proved"),
        (lambda_.concurrency_reserved, {"ReservedConcurrentExecutions": -1}, "refuted"),
        (lambda_.concurrency_reserved, {"ReservedConcurrentExecutions": SET}, "undecided"),
        (lambda_.code_signed, {}, "refuted"),
        (lambda_.code_signed, {"CodeSigningConfigArn": SET}, "proved"),
        (lambda_.code_signed, {"CodeSigningConfigArn": UNKNOWN}, "undecided"),
        (lambda_.url_needs_iam, {"AuthType": "NONE"}, "refuted"),
        (lambda_.url_needs_iam, {"AuthType": "AWS_IAM"}, "proved"),
        (lambda_.url_needs_iam, {"AuthType": SET}, "undecided"),
        (lambda_.url_cors_named, {"AuthType": "AWS_IAM"}, "proved"),
        (lambda_.url_cors_named, {"Cors": {"AllowOrigins": ["https://a.example", "*"]}}, "refuted"),
        (lambda_.url_cors_named, {"Cors": {"AllowOrigins": UNKNOWN}}, "undecided"),
    ],
)
def test_functions(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


def test_without_a_day_no_runtime_is_decided() -> None:
    case = as_case(lambda_.runtime_supported, {"Runtime": "python3.8"})
    assert judge(lambda_.runtime_supported, case, today=None).outcome == "undecided"


def test_a_credential_is_never_shown() -> None:
    control = lambda_.environment_without_credentials
    for value in ("correct-horse", "some other value"):
        case = as_case(control, variables(PASSWORD=value, TABLE=value))
        assert value not in repr(judge(control, case))


@pytest.mark.parametrize(
    ("described", "outcome"),
    [
        ({"VpcConfig": {"SubnetIds": [SET]}}, "proved"),
        ({"VpcConfig": {"SubnetIds": []}}, "refuted"),
        ({}, "refuted"),
        ({"VpcConfig": {"SubnetIds": UNKNOWN}}, "undecided"),
        ({"VpcConfig": UNKNOWN}, "undecided"),
    ],
)
def test_function_is_in_vpc(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(lambda_.function_is_in_vpc, described, outcome)
