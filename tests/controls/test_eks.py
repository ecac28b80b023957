"""Kubernetes clusters and node groups, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import as_case, judge
from controls.law import assert_outcome
from partywall.controls import eks
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
FIVE = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def network(**settings: object) -> dict[str, Any]:
    return {"ResourcesVpcConfig": settings}


def logs(*types: object) -> dict[str, Any]:
    return {"Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": one} for one in types]}}}


def key(value: object) -> dict[str, Any]:
    return {"EncryptionConfig": [{"Resources": ["secrets"], "Provider": {"KeyArn": value}}]}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (eks.endpoint_closed_to_internet, {}, "refuted"),  # the default
        (eks.endpoint_closed_to_internet, network(EndpointPublicAccess="false"), "proved"),
        (eks.endpoint_closed_to_internet, network(PublicAccessCidrs=["9.9.9.0/24"]), "proved"),
        (
            eks.endpoint_closed_to_internet,
            network(PublicAccessCidrs=["9.9.9.0/24", UNKNOWN]),
            "undecided",
        ),
        (
            eks.endpoint_closed_to_internet,
            network(PublicAccessCidrs=["0.0.0.0/0", UNKNOWN]),
            "refuted",
        ),
        (
            eks.endpoint_closed_to_internet,
            network(EndpointPublicAccess=SET, PublicAccessCidrs=["10.0.0.0/8"]),
            "proved",  # either way
        ),
        (eks.endpoint_closed_to_internet, network(EndpointPublicAccess=SET), "undecided"),
        (eks.secrets_use_customer_key, {}, "refuted"),
        (eks.secrets_use_customer_key, key("arn:aws:kms:eu-west-1:1:key/k"), "undecided"),
        (eks.secrets_use_customer_key, key("alias/aws/eks"), "refuted"),
        (eks.secrets_use_customer_key, {"EncryptionConfig": UNKNOWN}, "undecided"),
        (eks.cluster_logs, {}, "refuted"),
        (eks.cluster_logs, logs(*FIVE), "proved"),
        (eks.cluster_logs, logs(*FIVE[:4]), "refuted"),
        (eks.cluster_logs, logs(*FIVE[:4], SET), "undecided"),
        (eks.cluster_logs, {"Logging": SET}, "undecided"),
        (eks.version_supported, {"Version": "1.28"}, "refuted"),
        (eks.version_supported, {"Version": "1.34"}, "proved"),  # until 2026-12-02
        (eks.version_supported, {"Version": "1.99"}, "undecided"),
        (eks.version_supported, {"Version": SET}, "undecided"),
        (eks.nodes_ssh_closed, {}, "proved"),
        (eks.nodes_ssh_closed, {"RemoteAccess": {"Ec2SshKey": SET}}, "refuted"),
        (
            eks.nodes_ssh_closed,
            {"RemoteAccess": {"Ec2SshKey": "k", "SourceSecurityGroups": UNKNOWN}},
            "undecided",
        ),
        (eks.nodes_use_aws_image, {"AmiType": "AL2023_x86_64_STANDARD"}, "proved"),
        (eks.nodes_use_aws_image, {"AmiType": "AL2_x86_64"}, "refuted"),  # ended in 2025
        (eks.nodes_use_aws_image, {"AmiType": "CUSTOM"}, "refuted"),
        (eks.nodes_use_aws_image, {}, "undecided"),
        (eks.nodes_use_aws_image, {"AmiType": SET}, "undecided"),
    ],
)
def test_kubernetes(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


def test_without_a_day_no_version_is_decided() -> None:
    case = as_case(eks.version_supported, {"Version": "1.28"})
    assert judge(eks.version_supported, case, today=None).outcome == "undecided"
