"""Elasticsearch Service, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN
from partywall.controls import elasticsearch
from partywall.controls.control import Control


def domain(**properties: Any) -> dict[str, Any]:
    return {
        "Resources": {"Example": {"Type": "AWS::Elasticsearch::Domain", "Properties": properties}}
    }


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (
        elasticsearch.domain_spans_zones,
        domain(ElasticsearchClusterConfig={"InstanceCount": 3, "ZoneAwarenessEnabled": True}),
        "proved",
    ),
    (
        elasticsearch.domain_spans_zones,
        domain(ClusterConfig={"InstanceCount": 3, "ZoneAwarenessEnabled": True}),
        "refuted",
    ),  # another type's property
    (elasticsearch.domain_spans_zones, domain(ElasticsearchClusterConfig=UNKNOWN), "undecided"),
    (
        elasticsearch.domain_is_encrypted,
        domain(EncryptionAtRestOptions={"Enabled": True}),
        "proved",
    ),
    (elasticsearch.domain_is_encrypted, domain(), "refuted"),
    (elasticsearch.software_updates_itself, domain(ElasticsearchVersion="7.10"), "not_applicable"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
