"""Beanstalk environments, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import elasticbeanstalk
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
MANAGED = "aws:elasticbeanstalk:managedactions"
HEALTH = "aws:elasticbeanstalk:healthreporting:system"
LOGS = "aws:elasticbeanstalk:cloudwatch:logs"


def option(namespace: object, name: object, value: object) -> dict[str, Any]:
    return {"OptionSettings": [{"Namespace": namespace, "OptionName": name, "Value": value}]}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (elasticbeanstalk.managed_updates, {}, "refuted"),
        (
            elasticbeanstalk.managed_updates,
            option(MANAGED, "ManagedActionsEnabled", "true"),
            "proved",
        ),
        (
            elasticbeanstalk.managed_updates,
            option(MANAGED, "ManagedActionsEnabled", "false"),
            "refuted",
        ),
        (
            elasticbeanstalk.managed_updates,
            option(MANAGED, "ManagedActionsEnabled", SET),
            "undecided",
        ),
        (elasticbeanstalk.managed_updates, option(MANAGED, SET, "true"), "undecided"),
        (
            elasticbeanstalk.managed_updates,
            option("another:namespace", "ManagedActionsEnabled", "true"),
            "refuted",
        ),
        (elasticbeanstalk.managed_updates, {"TemplateName": "saved"}, "undecided"),
        (elasticbeanstalk.managed_updates, {"OptionSettings": UNKNOWN}, "undecided"),
        (elasticbeanstalk.enhanced_health, option(HEALTH, "SystemType", "enhanced"), "proved"),
        (elasticbeanstalk.enhanced_health, option(HEALTH, "SystemType", "basic"), "refuted"),
        (elasticbeanstalk.enhanced_health, option(HEALTH, "SystemType", SET), "undecided"),
        (elasticbeanstalk.logs_streamed, option(LOGS, "StreamLogs", True), "proved"),
        (elasticbeanstalk.logs_streamed, option(LOGS, "DeleteOnTerminate", True), "refuted"),
        (elasticbeanstalk.logs_streamed, {"TemplateName": SET}, "undecided"),
    ],
)
def test_elasticbeanstalk(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
