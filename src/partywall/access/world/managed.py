"""AWS managed policies whose text stands here, because so much hangs on them.

AWS publishes all of them and changes most at will; of the others only the name is known unless the
input brings the text, and what hangs on them is unknown, by name.

Source: AWS Managed Policy Reference, "AdministratorAccess" (v1, from general knowledge) and
"PowerUserAccess" (v12, edited 2026-02-12), read 2026-11-23.
"""

from __future__ import annotations

import json
from typing import Final

ADMINISTRATOR: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
POWER_USER: Final = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"],
         "Resource": "*"},
        {"Effect": "Allow", "Resource": "*", "Action": [
            "account:GetAccountInformation", "account:GetGovCloudAccountInformation",
            "account:GetPrimaryEmail", "account:ListRegions", "iam:CreateServiceLinkedRole",
            "iam:DeleteServiceLinkedRole", "iam:ListRoles",
            "organizations:DescribeEffectivePolicy", "organizations:DescribeOrganization",
        ]},
    ],
}  # fmt: skip

TEXTS: Final = {
    "AdministratorAccess": json.dumps(ADMINISTRATOR),
    "PowerUserAccess": json.dumps(POWER_USER),
}


def text_of(arn: str) -> str:
    """The text of an AWS managed policy by its ARN, or nothing when only its name is known."""
    account, _, name = arn.partition(":iam::aws:policy/")
    return TEXTS.get(name, "") if account.startswith("arn:") else ""
