"""Certificate Manager, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import certificatemanager
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        certificatemanager.certificate_renews,
        "ValidationMethod",
        proved=("DNS",),
        refuted=("EMAIL",),
        absent="undecided",
    ),
    *switch(
        certificatemanager.key_is_strong,
        "KeyAlgorithm",
        proved=("RSA_2048", "EC_secp384r1"),
        refuted=("RSA_1024",),
        absent="proved",
    ),
    (
        certificatemanager.certificate_renews,
        {"CertificateAuthorityArn": UNKNOWN, "ValidationMethod": "DNS"},
        "undecided",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
