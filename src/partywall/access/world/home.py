"""Where an estate lives: its account, Region and partition, as far as anybody said."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.kernel.arn import parse_arn

ACCOUNT, REGION = "<account>", "<region>"
"""What stands in an ARN for what is not known."""

PARTITIONS: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
"""Beginning of a Region's name → its partition; all others: aws.

Source: IAM User Guide, "IAM ARNs" (not re-read).
"""


class Home(Struct, frozen=True):
    """The account and the Region; "" where they are not known."""

    account: str = ""
    region: str = ""

    @property
    def partition(self) -> str:
        """The partition of the Region; `aws` where no Region is known."""
        return next(
            (name for start, name in PARTITIONS.items() if self.region.startswith(start)), "aws"
        )

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is taken for granted about it."""
        return () if self.region else ("the partition is aws",)

    def of(self, estate: Estate) -> Home:
        """The same, with the account that the ARNs of the estate's own resources name."""
        if self.account:
            return self
        accounts = {
            arn.account
            for resource in estate.resources
            for name in resource.names
            if (arn := parse_arn(name)) is not None and len(arn.account) == 12
            if arn.account.isdigit()
        }
        return Home(accounts.pop(), self.region) if len(accounts) == 1 else self
