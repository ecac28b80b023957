"""Clusters and security configurations, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import emr
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def encryption(**settings: object) -> dict[str, Any]:
    return {"SecurityConfiguration": {"EncryptionConfiguration": settings}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (emr.cluster_has_security_configuration, {}, "refuted"),
        (emr.cluster_has_security_configuration, {"SecurityConfiguration": SET}, "proved"),
        (emr.cluster_has_security_configuration, {"SecurityConfiguration": UNKNOWN}, "undecided"),
        (emr.encrypts_at_rest, encryption(EnableAtRestEncryption=True), "proved"),
        (emr.encrypts_at_rest, encryption(), "refuted"),
        (emr.encrypts_at_rest, encryption(EnableAtRestEncryption=SET), "undecided"),
        (emr.encrypts_at_rest, {"SecurityConfiguration": "no JSON"}, "undecided"),
        (emr.encrypts_in_transit, encryption(EnableInTransitEncryption="true"), "proved"),
        (emr.encrypts_in_transit, encryption(EnableInTransitEncryption=False), "refuted"),
        (emr.encrypts_in_transit, {"SecurityConfiguration": SET}, "undecided"),
        (emr.cluster_logged, {}, "refuted"),
        (emr.cluster_logged, {"LogUri": "s3://logs/"}, "proved"),
        (emr.cluster_logged, {"LogUri": Unknown("x", prefix="s3://", present=True)}, "proved"),
        (emr.cluster_logged, {"LogUri": SET}, "undecided"),
        (emr.cluster_patched_at_launch, {}, "proved"),
        (emr.cluster_patched_at_launch, {"CustomAmiId": SET}, "refuted"),
        (emr.cluster_patched_at_launch, {"OSReleaseLabel": UNKNOWN}, "undecided"),
    ],
)
def test_emr(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
