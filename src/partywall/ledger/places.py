"""Regions and partitions as records name them, and names in which `*` stands for anything."""

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

GLOBAL: Final = "-global"
"""How the name of the pseudo-Region of a partition's global services ends: `aws-global`."""

PARTITIONS: Final = ("aws", *PARTITION_OF.values())


def partition_of(region: str) -> str:
    """The partition of a Region, or of a partition's pseudo-Region for global services."""
    if is_global(region):
        return region.removesuffix(GLOBAL)
    return next((name for start, name in PARTITION_OF.items() if region.startswith(start)), "aws")


def is_global(region: str) -> bool:
    """Whether this is the pseudo-Region of a partition's global services."""
    return region.endswith(GLOBAL) and region.removesuffix(GLOBAL) in PARTITIONS


def fits(pattern: str, name: str) -> bool:
    """Whether `name` is of the form of `pattern`, in which `*` stands for anything.

    Capitals make no difference. Takes time in proportion to the name, whatever the pattern.
    """
    pattern, name = pattern.casefold(), name.casefold()
    if "*" not in pattern:
        return pattern == name
    start, *inside, end = pattern.split("*")
    at, stop = len(start), len(name) - len(end)
    if at > stop or not name.startswith(start) or not name.endswith(end):
        return False
    for part in inside:
        at = name.find(part, at, stop)
        if at < 0:
            return False
        at += len(part)
    return True
