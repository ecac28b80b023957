"""Notebooks, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import sagemaker
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def version(number: object) -> dict[str, Any]:
    options = {"MinimumInstanceMetadataServiceVersion": number}
    return {"InstanceMetadataServiceConfiguration": options}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (sagemaker.notebook_without_direct_internet, {}, "refuted"),
        (
            sagemaker.notebook_without_direct_internet,
            {"DirectInternetAccess": "Disabled"},
            "proved",
        ),
        (sagemaker.notebook_without_direct_internet, {"DirectInternetAccess": SET}, "undecided"),
        (sagemaker.notebook_in_vpc, {"SubnetId": SET}, "proved"),
        (sagemaker.notebook_in_vpc, {}, "refuted"),
        (sagemaker.notebook_in_vpc, {"SubnetId": UNKNOWN}, "undecided"),
        (sagemaker.notebook_without_root, {"RootAccess": "Enabled"}, "refuted"),
        (sagemaker.notebook_without_root, {"RootAccess": "Disabled"}, "proved"),
        (sagemaker.notebook_without_root, {"RootAccess": SET}, "undecided"),
        (sagemaker.notebook_uses_customer_key, {}, "refuted"),
        (sagemaker.notebook_uses_customer_key, {"KmsKeyId": "alias/aws/sagemaker"}, "refuted"),
        (sagemaker.notebook_uses_customer_key, {"KmsKeyId": SET}, "undecided"),
        (sagemaker.notebook_metadata_needs_token, {}, "undecided"),
        (sagemaker.notebook_metadata_needs_token, version("2"), "proved"),
        (sagemaker.notebook_metadata_needs_token, version(1), "refuted"),
        (sagemaker.notebook_metadata_needs_token, version(SET), "undecided"),
    ],
)
def test_sagemaker(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
