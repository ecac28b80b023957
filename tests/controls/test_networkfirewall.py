"""Network firewalls and their policies, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import networkfirewall
from partywall.controls.control import Control


def logged(places: object, of: object = None) -> dict[str, Any]:
    log = {
        "FirewallArn": of or ref("Example"),
        "LoggingConfiguration": {"LogDestinationConfigs": places},
    }
    return {
        "Resources": {
            "Example": {"Type": "AWS::NetworkFirewall::Firewall", "Properties": {}},
            "Log": {"Type": "AWS::NetworkFirewall::LoggingConfiguration", "Properties": log},
        }
    }


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        networkfirewall.firewall_is_protected,
        "DeleteProtection",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        networkfirewall.firewall_subnets_are_protected,
        "SubnetChangeProtection",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        networkfirewall.packets_are_inspected,
        "FirewallPolicy.StatelessDefaultActions",
        proved=(["aws:drop"], ["own", "aws:forward_to_sfe"]),
        refuted=(["aws:pass"], []),
        absent="refuted",
    ),
    *switch(
        networkfirewall.fragments_are_inspected,
        "FirewallPolicy.StatelessFragmentDefaultActions",
        proved=(["aws:drop"],),
        refuted=(["aws:pass"],),
        absent="refuted",
    ),
    *switch(
        networkfirewall.policy_has_rules,
        "FirewallPolicy.StatelessRuleGroupReferences",
        proved=([{"ResourceArn": "arn:rules"}],),
        refuted=([],),
        absent="refuted",
    ),
    (
        networkfirewall.policy_has_rules,
        {"FirewallPolicy": {"StatefulRuleGroupReferences": [{"ResourceArn": UNKNOWN}]}},
        "proved",
    ),
    (networkfirewall.firewall_is_logged, {"FirewallName": UNKNOWN}, "refuted"),
    (networkfirewall.firewall_is_logged, logged([{"LogType": "FLOW"}]), "proved"),
    (networkfirewall.firewall_is_logged, logged([]), "refuted"),
    (networkfirewall.firewall_is_logged, logged(UNKNOWN), "undecided"),
    (networkfirewall.firewall_is_logged, logged([{}], of="arn:elsewhere"), "refuted"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
