"""App Runner services, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import apprunner
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def variable(name: object, value: object) -> dict[str, Any]:
    variables = [{"Name": name, "Value": value}]
    image = {"ImageConfiguration": {"RuntimeEnvironmentVariables": variables}}
    return {"SourceConfiguration": {"ImageRepository": image}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (apprunner.environment_without_credentials, {}, "proved"),
        (apprunner.environment_without_credentials, variable("PASSWORD", "hunter22"), "refuted"),
        (apprunner.environment_without_credentials, variable("TABLE", "orders"), "proved"),
        (apprunner.environment_without_credentials, variable("PASSWORD", SET), "undecided"),
        (apprunner.environment_without_credentials, {"SourceConfiguration": UNKNOWN}, "undecided"),
        (apprunner.service_uses_customer_key, {}, "refuted"),
        (
            apprunner.service_uses_customer_key,
            {"EncryptionConfiguration": {"KmsKey": SET}},
            "undecided",
        ),
        (
            apprunner.service_uses_customer_key,
            {"EncryptionConfiguration": {"KmsKey": "alias/aws/x"}},
            "refuted",
        ),
        (apprunner.service_traced, {}, "refuted"),
        (
            apprunner.service_traced,
            {"ObservabilityConfiguration": {"ObservabilityEnabled": True}},
            "proved",
        ),
        (apprunner.service_traced, {"ObservabilityConfiguration": UNKNOWN}, "undecided"),
    ],
)
def test_apprunner(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
