"""File systems and access points, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import efs
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)

DENY = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": False}},
}


def policy(*statements: object) -> dict[str, Any]:
    return {"FileSystemPolicy": {"Statement": list(statements)}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (efs.file_system_encrypted, {}, "refuted"),
        (efs.file_system_encrypted, {"Encrypted": "true"}, "proved"),
        (efs.file_system_encrypted, {"Encrypted": SET}, "undecided"),
        (efs.file_system_uses_customer_key, {"KmsKeyId": "alias/aws/elasticfilesystem"}, "refuted"),
        (
            efs.file_system_uses_customer_key,
            {"KmsKeyId": "arn:aws:kms:eu-west-1:1:key/k"},
            "undecided",
        ),
        (efs.file_system_uses_customer_key, {"KmsKeyId": SET}, "undecided"),
        (efs.file_system_backed_up, {"BackupPolicy": {"Status": "DISABLED"}}, "refuted"),
        (efs.file_system_backed_up, {"BackupPolicy": {"Status": "ENABLED"}}, "proved"),
        (efs.file_system_backed_up, {"BackupPolicy": UNKNOWN}, "undecided"),
        (efs.file_system_requires_tls, policy(DENY), "proved"),
        (
            efs.file_system_requires_tls,
            policy(DENY | {"Action": "elasticfilesystem:ClientMount"}),
            "proved",
        ),
        (
            efs.file_system_requires_tls,
            policy(DENY | {"Action": "elasticfilesystem:ClientWrite"}),
            "refuted",
        ),
        (efs.file_system_requires_tls, policy(DENY | {"Effect": "Allow"}), "refuted"),
        (efs.file_system_requires_tls, policy(DENY | {"Condition": UNKNOWN}), "undecided"),
        (efs.file_system_requires_tls, policy(UNKNOWN), "undecided"),
        (efs.file_system_in_several_zones, {}, "proved"),
        (efs.file_system_in_several_zones, {"AvailabilityZoneName": SET}, "refuted"),
        (efs.file_system_in_several_zones, {"AvailabilityZoneName": UNKNOWN}, "undecided"),
        (efs.access_point_has_directory, {}, "refuted"),
        (efs.access_point_has_directory, {"RootDirectory": {"Path": "/a"}}, "proved"),
        (efs.access_point_has_directory, {"RootDirectory": {"Path": SET}}, "undecided"),
        (efs.access_point_has_user, {}, "refuted"),
        (efs.access_point_has_user, {"PosixUser": {"Uid": SET}}, "proved"),
        (efs.access_point_has_user, {"PosixUser": UNKNOWN}, "undecided"),
    ],
)
def test_efs(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
