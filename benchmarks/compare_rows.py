"""What comparing two policies costs, small ones and the largest that teams write."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from partywall.access.language.reading import read_policy
from partywall.access.symbolic import compare

SIZES = ((2, 8, 200, 5.0), (40, 50, 30, 150.0))
"""Fewest and most statements, pairs, and the limit of the median in milliseconds."""
SERVICES = {
    "s3": (["GetObject", "PutObject", "Get*", "*"], ["arn:aws:s3:::{}", "arn:aws:s3:::{}/*"]),
    "dynamodb": (["GetItem", "*Item", "Query", "*"], ["arn:aws:dynamodb:*:123456789012:table/{}"]),
    "ec2": (["Describe*", "RunInstances", "*Tags"], ["*", "arn:aws:ec2:*:*:instance/*"]),
    "sqs": (["SendMessage", "ReceiveMessage", "*"], ["arn:aws:sqs:*:123456789012:{}-*"]),
    "logs": (["CreateLogGroup", "Put*"], ["*", "arn:aws:logs:*:*:log-group:/aws/lambda/{}:*"]),
    "iam": (["PassRole", "Get*", "CreateUser"], ["arn:aws:iam::123456789012:role/{}"]),
}  # fmt: skip
NAMES = ("app", "app-prod", "data", "logs", "team-a", "shop")
CONDITIONS = (
    {"StringEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]}},
    {"StringLike": {"aws:PrincipalTag/team": ["a*", "b"]}},
    {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "env"]}},
)


def statement(pick: random.Random) -> dict[str, Any]:
    service = pick.choice(list(SERVICES))
    actions, resources = SERVICES[service]
    found: dict[str, Any] = {
        "Effect": "Deny" if pick.random() < 0.2 else "Allow",
        "Action": [f"{service}:{one}" for one in pick.sample(actions, 2)],
        "Resource": [pick.choice(resources).format(pick.choice(NAMES))],
    }
    if pick.random() < 0.5:
        found["Condition"] = pick.choice(CONDITIONS)
    return found


def pair(seed: int, fewest: int, most: int) -> tuple[str, str]:
    """A policy, and the same with two of its statements changed."""
    pick = random.Random(seed)
    first = [statement(pick) for _ in range(pick.randint(fewest, most))]
    second = [*first[2:], statement(pick), statement(pick)]
    texts = [json.dumps({"Version": "2012-10-17", "Statement": one}) for one in (first, second)]
    return texts[0], texts[1]


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one."""
    for fewest, most, count, limit in SIZES:
        taken = []
        for seed in range(count):
            a, b = pair(seed, fewest, most)
            start = time.perf_counter()
            compare([read_policy(a)], [read_policy(b)])
            taken.append(time.perf_counter() - start)
        yield (
            f"two policies of {fewest}–{most} statements compared, median",
            median(taken) * 1e3,
            "ms",
            limit,
        )
