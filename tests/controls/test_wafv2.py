"""Web ACLs, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import wafv2
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


COUNTED = {"VisibilityConfig": {"CloudWatchMetricsEnabled": "true"}}


def logged(target: object) -> dict[str, Any]:
    log = {"ResourceArn": target, "LogDestinationConfigs": ["bucket"]}
    return {
        "Resources": {
            "Example": {"Type": "AWS::WAFv2::WebACL"},
            "Log": {"Type": "AWS::WAFv2::LoggingConfiguration", "Properties": log},
        }
    }


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (wafv2.web_acl_has_rules, {}, "refuted"),
        (wafv2.web_acl_has_rules, {"Rules": [SET]}, "proved"),
        (wafv2.web_acl_has_rules, {"Rules": UNKNOWN}, "undecided"),
        (wafv2.web_acl_logged, {}, "refuted"),
        (wafv2.web_acl_logged, logged(ref("Example", "Arn")), "proved"),
        (wafv2.web_acl_logged, logged(UNKNOWN), "undecided"),
        (wafv2.web_acl_logged, logged("arn:another"), "refuted"),
        (wafv2.web_acl_measured, {"VisibilityConfig": {"CloudWatchMetricsEnabled": 1}}, "proved"),
        (wafv2.rules_measured, {"Rules": []}, "proved"),
        (wafv2.rules_measured, {"Rules": [COUNTED]}, "proved"),
        (wafv2.rules_measured, {"Rules": [COUNTED, {}]}, "refuted"),
        (wafv2.rules_measured, {"Rules": [UNKNOWN, {}]}, "refuted"),
        (wafv2.rules_measured, {"Rules": [COUNTED, UNKNOWN]}, "undecided"),
        (wafv2.web_acl_measured, {}, "refuted"),
        (wafv2.web_acl_measured, {"VisibilityConfig": SET}, "undecided"),
    ],
)
def test_web_acls(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
