"""What both readers say of a value that is not known, or not shown."""

from __future__ import annotations

from typing import Final

from partywall.kernel.unknown import Unknown

WHY: Final = "known after apply"
SENSITIVE: Final = Unknown("marked sensitive, not shown", present=True)

NAMED: Final = {"arn": "Arn", "id": "Ref"}
"""Terraform's attributes under the names that CloudFormation has for the same."""
