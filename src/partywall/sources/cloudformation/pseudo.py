"""Pseudo-parameters: what the account, the Region and the stack will be.

Source: CloudFormation Template Reference, "Pseudo parameters reference", and IAM User Guide,
"IAM ARNs" (partitions) (not re-read).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown

PARTITIONS: Final[dict[str, tuple[str, str]]] = {
    "cn-": ("aws-cn", "amazonaws.com.cn"),
    "us-gov-": ("aws-us-gov", "amazonaws.com"),
    "us-iso-": ("aws-iso", "c2s.ic.gov"),
    "us-isob-": ("aws-iso-b", "sc2s.sgov.gov"),
    "eu-isoe-": ("aws-iso-e", "cloud.adc-e.uk"),
    "us-isof-": ("aws-iso-f", "csp.hci.ic.gov"),
    "eusc-": ("aws-eusc", "amazonaws.eu"),
}
"""Beginning of a Region's name → its partition and its URL suffix; all others: aws."""

COMMERCIAL: Final = ("aws", "amazonaws.com")


class Environment(Struct, frozen=True):
    """Where a stack is deployed, as far as it is known: "" is not known."""

    region: str = ""
    account: str = ""
    stack: str = ""

    def value(self, name: str, address: str = "") -> object:
        """The value of a pseudo-parameter, or None when there is none of this name.

        `address` is the stack resource's own, for a nested stack.
        """
        if name == "AWS::Region":
            return self.region or Unknown("the Region is chosen at deployment", present=True)
        if name == "AWS::AccountId":
            why = "the account is chosen at deployment"
            return self.account or Unknown(why, attribute=name, present=True)
        if name == "AWS::Partition":
            return self._of_partition(0, "the partition follows the Region")
        if name == "AWS::URLSuffix":
            return self._of_partition(1, "the URL suffix follows the Region")
        if name == "AWS::StackName":
            why = "the stack's name is chosen at deployment"
            return self.stack or Unknown(why, present=True)
        if name == "AWS::StackId":
            refs = (address,) if address else ()
            attribute = "Ref" if address else ""
            why = "assigned at deployment"
            return Unknown(why, refs, attribute, prefix="arn:aws", present=True)
        if name == "AWS::NotificationARNs":
            return Unknown("the notification topics are chosen at deployment")
        return None

    def nested(self) -> Environment:
        """The environment of a stack nested in this one: its name is another."""
        return Environment(self.region, self.account)

    def _of_partition(self, which: int, why: str) -> object:
        if self.region:
            for start, facts in PARTITIONS.items():
                if self.region.startswith(start):
                    return facts[which]
            return COMMERCIAL[which]
        among = dict.fromkeys(facts[which] for facts in (COMMERCIAL, *PARTITIONS.values()))
        prefix = "aws" if which == 0 else ""
        return Unknown(why, prefix=prefix, among=tuple(among), present=True)
