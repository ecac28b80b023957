"""Vaults and plans, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import backup
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "backup:*", "Resource": "*"}


def rules(*described: object) -> dict[str, Any]:
    return {"BackupPlan": {"BackupPlanRule": list(described)}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (backup.vault_uses_customer_key, {}, "refuted"),
        (
            backup.vault_uses_customer_key,
            {"EncryptionKeyArn": "arn:aws:kms:eu-west-1:1:key/k"},
            "undecided",
        ),
        (backup.vault_uses_customer_key, {"EncryptionKeyArn": UNKNOWN}, "undecided"),
        (backup.vault_locked, {}, "refuted"),
        (backup.vault_locked, {"LockConfiguration": {"MinRetentionDays": "7"}}, "proved"),
        (backup.vault_locked, {"LockConfiguration": {"MinRetentionDays": SET}}, "undecided"),
        (backup.vault_not_public, {}, "proved"),
        (backup.vault_not_public, {"AccessPolicy": {"Statement": [ALLOW]}}, "refuted"),
        (
            backup.vault_not_public,
            {"AccessPolicy": {"Statement": [ALLOW | {"Principal": SET}]}},
            "undecided",
        ),
        (backup.plan_keeps_copies, rules({"Lifecycle": {"DeleteAfterDays": 35}}), "proved"),
        (backup.plan_keeps_copies, rules({"Lifecycle": {"DeleteAfterDays": 35}}, {}), "refuted"),
        (backup.plan_keeps_copies, rules({"Lifecycle": SET}), "undecided"),
        (backup.plan_keeps_copies, {"BackupPlan": UNKNOWN}, "undecided"),
        (
            backup.plan_copies_elsewhere,
            rules({}, {"CopyActions": [{"DestinationBackupVaultArn": SET}]}),
            "proved",
        ),
        (backup.plan_copies_elsewhere, rules({}), "refuted"),
        (backup.plan_copies_elsewhere, rules({"CopyActions": UNKNOWN}), "undecided"),
    ],
)
def test_backup(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
