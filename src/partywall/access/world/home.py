"""Where an estate lives: its account, Region and partition, as far as anybody said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.estate.estate import Estate
from partywall.kernel.arn import parse_arn
from partywall.kernel.errors import QuestionError

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


def together(homes: Sequence[Home]) -> list[Home]:
    """Inputs that make one world are of one account: what one of them tells holds for all.

    Raises QuestionError when they tell of several, and one of none, which may be of any.
    """
    told = sorted({one.account for one in homes if one.account})
    if not told or all(one.account for one in homes):
        return list(homes)
    if len(told) > 1:
        raise QuestionError(
            f"the inputs are of several accounts ({', '.join(told)}), and one does not tell of"
            " which; give --account, or ask about one account at a time"
        )
    (account,) = told
    return [replace(one, account=account, lent=True) for one in homes]


def partition_of(region: str) -> str:
    """The partition of a Region."""
    found = (name for start, name in PARTITIONS.items() if region.startswith(start))
    return next(found, "aws")


class Home(Struct, frozen=True):
    """The account and the Region; "" where they are not known.

    `told` is the partition, if an input tells it. `mark` goes before the addresses that stand in
    for names which are chosen later, so that those of two inputs differ. `lent`: an input that
    tells no account is taken to be of the one that another tells.
    """

    account: str = ""
    region: str = ""
    told: str = ""
    mark: str = ""
    lent: bool = False

    @property
    def partition(self) -> str:
        """The partition; `aws` where nobody tells."""
        return self.told or partition_of(self.region)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is taken for granted about it, and what would be good to know."""
        found = [] if self.told or self.region else ["the partition is aws"]
        if not self.account:
            found.append("the resources are of one account, which is not known (see --account)")
        if self.lent:
            found.append(f"inputs that tell no account are of {self.account}, as another tells")
        return tuple(found)

    def of(self, estate: Estate, mark: str = "") -> Home:
        """The same, with what the estate's own resources tell: their ARNs, their Regions."""
        accounts = {
            arn.account
            for resource in estate.resources
            for name in resource.names
            if (arn := parse_arn(name)) is not None and len(arn.account) == 12
            if arn.account.isdigit()
        }
        regions = [one.region for one in estate.resources if isinstance(one.region, str)]
        partitions = {partition_of(one) for one in regions} | {
            arn.partition
            for resource in estate.resources
            for name in resource.names
            if (arn := parse_arn(name)) is not None
        }
        account = self.account or (accounts.pop() if len(accounts) == 1 else "")
        told = partitions.pop() if not self.region and len(partitions) == 1 else ""
        return Home(account, self.region, told, mark)
