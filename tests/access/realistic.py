"""Random pairs of policies as teams write them: one the edited form of the other, or unrelated."""

from __future__ import annotations

import copy
import random
from typing import Any, Final

Document = dict[str, Any]

SERVICES: Final[dict[str, tuple[list[str], list[str]]]] = {
    "s3": (
        ["s3:GetObject", "s3:PutObject", "s3:Get*", "s3:List*", "s3:*", "s3:PutObject*"],
        ["arn:aws:s3:::{}", "arn:aws:s3:::{}/*", "arn:aws:s3:::{}-*/logs/*", "arn:aws:s3:::*"],
    ),
    "dynamodb": (
        ["dynamodb:GetItem", "dynamodb:*Item", "dynamodb:Query", "dynamodb:*"],
        ["arn:aws:dynamodb:*:123456789012:table/{}", "arn:aws:dynamodb:*:*:table/{}/index/*",
         "arn:aws:dynamodb:us-east-1:123456789012:table/{}*"],
    ),
    "ec2": (
        ["ec2:Describe*", "ec2:RunInstances", "ec2:Stop*", "ec2:*Tags"],
        ["*", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:us-east-1:123456789012:*"],
    ),
    "sqs": (
        ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:*"],
        ["arn:aws:sqs:*:123456789012:{}", "arn:aws:sqs:eu-west-1:123456789012:{}-*"],
    ),
    "logs": (
        ["logs:CreateLogGroup", "logs:PutLogEvents", "logs:*"],
        ["*", "arn:aws:logs:*:*:log-group:/aws/lambda/{}:*", "arn:aws:logs:us-east-1:*:*"],
    ),
    "iam": (
        ["iam:PassRole", "iam:Get*", "iam:CreateUser", "iam:*"],
        ["arn:aws:iam::123456789012:role/{}", "arn:aws:iam::*:role/{}-*", "*"],
    ),
}  # fmt: skip
NAMES: Final = ["app", "app-prod", "data", "logs", "team-a", "shop"]
CONDITIONS: Final[list[tuple[str, str, list[str]]]] = [
    ("StringEquals", "aws:RequestedRegion", ["us-east-1", "eu-west-1"]),
    ("StringLike", "aws:RequestedRegion", ["us-*", "eu-*-1"]),
    ("Bool", "aws:SecureTransport", ["true"]),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", ["false"]),
    ("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"]),
    ("NotIpAddress", "aws:SourceIp", ["10.0.0.0/16"]),
    ("StringLike", "aws:PrincipalTag/team", ["a*", "b"]),
    ("StringNotEquals", "aws:PrincipalOrgID", ["o-abc"]),
    ("StringEqualsIgnoreCase", "aws:PrincipalTag/team", ["B", "abc"]),
    ("StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
    ("NumericLessThan", "s3:max-keys", ["100"]),
    ("NumericGreaterThanEquals", "s3:max-keys", ["100", "10"]),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["team", "env"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", ["t*", "env"]),
    ("StringLike", "s3:prefix", ["home/*", "public/?"]),
    ("StringNotLikeIfExists", "s3:prefix", ["home/a*"]),
    ("ArnLike", "aws:SourceArn", ["arn:aws:sns:*:123456789012:*", "arn:aws:s3:::app"]),
    ("DateGreaterThan", "aws:CurrentTime", ["2026-01-01T00:00:00Z"]),
    ("DateLessThan", "aws:CurrentTime", ["2027-01-01T00:00:00Z"]),
    ("Null", "aws:PrincipalTag/team", ["false"]),
    ("StringEqualsIfExists", "ec2:Region", ["us-east-1"]),
]


def statement(pick: random.Random) -> Document:
    actions, resources = SERVICES[pick.choice(list(SERVICES))]
    found: Document = {"Effect": "Deny" if pick.random() < 0.2 else "Allow"}
    named = "NotAction" if pick.random() < 0.05 else "Action"
    found[named] = "*" if pick.random() < 0.03 else pick.sample(actions, pick.randint(1, 3))
    placed = "NotResource" if pick.random() < 0.05 else "Resource"
    some = pick.sample(resources, pick.randint(1, 2))
    found[placed] = [one.format(pick.choice(NAMES)) for one in some]
    conditions: Document = {}
    for _ in range(pick.choice([0, 0, 1, 1, 2])):
        operator, key, values = pick.choice(CONDITIONS)
        chosen = pick.sample(values, pick.randint(1, len(values)))
        conditions.setdefault(operator, {})[key] = chosen
    if conditions:
        found["Condition"] = conditions
    return found


def policy(pick: random.Random, count: int) -> Document:
    return {"Version": "2012-10-17", "Statement": [statement(pick) for _ in range(count)]}


def edited(pick: random.Random, document: Document) -> Document:
    """The same with one or two statements changed, added, dropped, or made unconditional."""
    found = copy.deepcopy(document)
    statements = found["Statement"]
    for _ in range(pick.randint(1, 2)):
        place, what = pick.randrange(len(statements)), pick.random()
        if what < 0.3:
            statements[place] = statement(pick)
        elif what < 0.5:
            statements.append(statement(pick))
        elif what < 0.7 and len(statements) > 1:
            statements.pop(place)
        elif what < 0.85:
            statements[place].pop("Condition", None)
        else:
            pick.shuffle(statements)
    return found


def pair(seed: int, fewest: int = 2, most: int = 8) -> tuple[Document, Document]:
    """Two policies; in seven of ten pairs the second is an edit of the first."""
    pick = random.Random(seed)
    first = policy(pick, pick.randint(fewest, most))
    if pick.random() < 0.7:
        return first, edited(pick, first)
    return first, policy(pick, pick.randint(fewest, most))
