"""Managed file systems, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import fsx
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def kind(name: object, key: str, **settings: object) -> dict[str, Any]:
    return {"FileSystemType": name, f"{key}Configuration": settings}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (fsx.file_system_uses_customer_key, {"FileSystemType": "LUSTRE"}, "refuted"),
        (
            fsx.file_system_uses_customer_key,
            {"KmsKeyId": "arn:aws:kms:eu-west-1:1:key/k"},
            "undecided",
        ),
        (fsx.file_system_uses_customer_key, {"KmsKeyId": UNKNOWN}, "undecided"),
        (
            fsx.file_system_backed_up,
            kind("WINDOWS", "Windows", AutomaticBackupRetentionDays=7),
            "proved",
        ),
        (
            fsx.file_system_backed_up,
            kind("OPENZFS", "OpenZFS", AutomaticBackupRetentionDays="0"),
            "refuted",
        ),
        (fsx.file_system_backed_up, kind("ONTAP", "Ontap"), "undecided"),
        (
            fsx.file_system_backed_up,
            kind("ONTAP", "Ontap", AutomaticBackupRetentionDays=SET),
            "undecided",
        ),
        (
            fsx.file_system_backed_up,
            kind(SET, "Windows", AutomaticBackupRetentionDays=7),
            "undecided",
        ),
        (
            fsx.file_system_backed_up,
            kind("LUSTRE", "Lustre", DeploymentType="SCRATCH_1"),
            "not_applicable",
        ),
        (
            fsx.file_system_in_several_zones,
            kind("ONTAP", "Ontap", DeploymentType="MULTI_AZ_2"),
            "proved",
        ),
        (
            fsx.file_system_in_several_zones,
            kind("ONTAP", "Ontap", DeploymentType="SINGLE_AZ_1"),
            "refuted",
        ),
        (fsx.file_system_in_several_zones, kind("ONTAP", "Ontap", DeploymentType=SET), "undecided"),
        (fsx.file_system_in_several_zones, kind("LUSTRE", "Lustre"), "not_applicable"),
    ],
)
def test_fsx(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
