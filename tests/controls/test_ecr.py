"""Image repositories, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import ecr
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
PULL = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}


def policy(*statements: object) -> dict[str, Any]:
    return {"RepositoryPolicyText": {"Statement": list(statements)}}


def encryption(**settings: object) -> dict[str, Any]:
    return {"EncryptionConfiguration": settings}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (ecr.repository_scans_images, {}, "undecided"),  # the registry decides
        (ecr.repository_scans_images, {"ImageScanningConfiguration": SET}, "undecided"),
        (
            ecr.repository_scans_images,
            {"ImageScanningConfiguration": {"ScanOnPush": "true"}},
            "proved",
        ),
        (ecr.repository_tags_immutable, {"ImageTagMutability": "MUTABLE"}, "refuted"),
        (ecr.repository_tags_immutable, {"ImageTagMutability": "IMMUTABLE"}, "proved"),
        (ecr.repository_tags_immutable, {"ImageTagMutability": SET}, "undecided"),
        (ecr.repository_uses_customer_key, {}, "refuted"),
        (ecr.repository_uses_customer_key, encryption(EncryptionType="KMS"), "refuted"),
        (
            ecr.repository_uses_customer_key,
            encryption(EncryptionType="KMS", KmsKey="arn:aws:kms:eu-west-1:1:key/k"),
            "undecided",
        ),
        (ecr.repository_uses_customer_key, {"EncryptionConfiguration": UNKNOWN}, "undecided"),
        (ecr.repository_has_lifecycle, {}, "refuted"),
        (
            ecr.repository_has_lifecycle,
            {"LifecyclePolicy": {"LifecyclePolicyText": SET}},
            "proved",
        ),
        (ecr.repository_has_lifecycle, {"LifecyclePolicy": UNKNOWN}, "undecided"),
        (ecr.repository_not_public, {}, "proved"),
        (ecr.repository_not_public, policy(PULL), "refuted"),
        (ecr.repository_not_public, policy(PULL | {"Condition": ORGANIZATION}), "proved"),
        (ecr.repository_not_public, policy(UNKNOWN), "undecided"),
    ],
)
def test_repositories(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
