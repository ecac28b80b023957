"""What every answer about access takes for granted about AWS."""

from __future__ import annotations

from typing import Final

PREMISES: Final = (
    "partition-isolation",
    "tenant-isolation",
    "hypervisor-isolation",
    "policies-enforced",
    "key-material-guarded",
    "operator-access-limited",
)
"""Ids as `partywall premises` lists them: nothing else gives access than what policies say."""
