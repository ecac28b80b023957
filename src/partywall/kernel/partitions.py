"""Partitions of AWS, told by the names of their Regions."""

from __future__ import annotations

from typing import Final

PARTITION_OF: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
}
"""How the names of a partition's Regions begin; all others are of `aws`.

Source: botocore 1.44.5, `partitions.json`, read 2026-11-23.
"""

PARTITIONS: Final = ("aws", *PARTITION_OF.values())

GLOBAL: Final = "-global"
"""How the name of the pseudo-Region of a partition's global services ends: `aws-global`."""


def partition_of(region: str) -> str:
    """The partition of a Region, or of a partition's pseudo-Region for global services.

    That of a Region without a name, or of a new one, is taken to be `aws`.
    """
    if is_global(region):
        return region.removesuffix(GLOBAL)
    return next((name for start, name in PARTITION_OF.items() if region.startswith(start)), "aws")


def is_global(region: str) -> bool:
    """Whether this is the pseudo-Region of a partition's global services."""
    return region.endswith(GLOBAL) and region.removesuffix(GLOBAL) in PARTITIONS
