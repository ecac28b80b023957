"""OpenSearch Service, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import opensearchservice
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (
        opensearchservice.access_is_fine_grained,
        {"AdvancedSecurityOptions": {"Enabled": True, "AnonymousAuthEnabled": True}},
        "refuted",
    ),
    *switch(
        opensearchservice.domain_is_encrypted,
        "EncryptionAtRestOptions.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        opensearchservice.domain_uses_customer_key,
        "EncryptionAtRestOptions.KmsKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        opensearchservice.nodes_talk_tls,
        "NodeToNodeEncryptionOptions.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        opensearchservice.https_is_enforced,
        "DomainEndpointOptions.EnforceHTTPS",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        opensearchservice.tls_is_current,
        "DomainEndpointOptions.TLSSecurityPolicy",
        proved=("Policy-Min-TLS-1-2-2019-07",),
        refuted=("Policy-Min-TLS-1-0-2019-07",),
        absent="undecided",
    ),
    *switch(
        opensearchservice.domain_is_in_vpc,
        "VPCOptions.SubnetIds",
        proved=(["s"],),
        refuted=([],),
        absent="refuted",
    ),
    *switch(
        opensearchservice.access_is_fine_grained,
        "AdvancedSecurityOptions.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        opensearchservice.software_updates_itself,
        "SoftwareUpdateOptions.AutoSoftwareUpdateEnabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (
        opensearchservice.tls_is_current,
        {"DomainEndpointOptions": {"TLSSecurityPolicy": "Policy-Of-Tomorrow"}},
        "undecided",
    ),
    (
        opensearchservice.domain_spans_zones,
        {"ClusterConfig": {"InstanceCount": 3, "MultiAZWithStandbyEnabled": True}},
        "proved",
    ),
    (opensearchservice.domain_spans_zones, {"ClusterConfig": {"InstanceCount": 3}}, "refuted"),
    (
        opensearchservice.domain_spans_zones,
        {"ClusterConfig": {"InstanceCount": UNKNOWN, "ZoneAwarenessEnabled": True}},
        "undecided",
    ),
    (
        opensearchservice.domain_spans_zones,
        {"ClusterConfig": {"InstanceCount": UNKNOWN}},
        "refuted",
    ),  # one zone, however many
    (
        opensearchservice.errors_are_logged,
        {"LogPublishingOptions": {"ES_APPLICATION_LOGS": {"Enabled": True}}},
        "refuted",
    ),  # to nowhere
    (opensearchservice.errors_are_logged, {"LogPublishingOptions": UNKNOWN}, "undecided"),
    (
        opensearchservice.access_is_audited,
        {"LogPublishingOptions": {"AUDIT_LOGS": {"CloudWatchLogsLogGroupArn": "a"}}},
        "proved",
    ),
    (opensearchservice.access_is_audited, {}, "refuted"),
    (opensearchservice.policy_is_not_public, {}, "proved"),
    (opensearchservice.policy_is_not_public, {"AccessPolicies": UNKNOWN}, "undecided"),
    (
        opensearchservice.policy_is_not_public,
        {"AccessPolicies": UNKNOWN, "VPCOptions": {"SubnetIds": ["s"]}},
        "proved",
    ),  # private either way
    (
        opensearchservice.policy_is_not_public,
        {
            "AccessPolicies": {
                "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:*"}]
            }
        },
        "refuted",
    ),
    (
        opensearchservice.policy_is_not_public,
        {
            "AccessPolicies": {
                "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "es:*"}]
            },
            "VPCOptions": UNKNOWN,
        },
        "undecided",
    ),
    *switch(
        opensearchservice.domain_has_three_masters,
        "ClusterConfig.DedicatedMasterCount",
        proved=(3, "5"),
        refuted=(2,),
        absent="refuted",
        beside={"ClusterConfig": {"DedicatedMasterEnabled": True}},
    ),
    (
        opensearchservice.domain_has_three_masters,
        {"ClusterConfig": {"DedicatedMasterEnabled": UNKNOWN, "DedicatedMasterCount": 2}},
        "refuted",
    ),
    (
        opensearchservice.domain_has_three_masters,
        {"ClusterConfig": {"DedicatedMasterEnabled": False, "DedicatedMasterCount": UNKNOWN}},
        "refuted",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
