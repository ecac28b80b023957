"""Glue, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import switch
from partywall.controls import glue
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        glue.catalog_is_encrypted,
        "DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode",
        proved=("SSE-KMS",),
        refuted=("DISABLED",),
        absent="refuted",
    ),
    *switch(
        glue.passwords_are_encrypted,
        "DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        glue.job_is_secured, "SecurityConfiguration", proved=("s",), refuted=(), absent="refuted"
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
