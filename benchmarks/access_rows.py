"""What deciding one request costs, with twenty policies around it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from statistics import median

from partywall.access.context import read_context
from partywall.access.decide import decide
from partywall.access.layers.layer import Attached
from partywall.access.requester import parse_requester
from partywall.access.rules import rules_of
from partywall.access.situation import Request, Situation

POLICIES, STATEMENTS, REQUESTS = 20, 3, 2_000
DECISION_LIMIT = 150.0
ACCOUNT = "111111111111"


def policy(number: int) -> str:
    """A policy as teams write them: two services, a bucket of their own, a condition."""
    statements = [
        {
            "Sid": f"S{number}x{index}",
            "Effect": "Deny" if index == 2 else "Allow",
            "Action": ["s3:Get*", "s3:List*", f"dynamodb:*Item{index}", "ec2:Describe*"],
            "Resource": [
                f"arn:aws:s3:::team-{number}-{index}/*",
                f"arn:aws:dynamodb:*:{ACCOUNT}:table/team-{number}/*",
            ],
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": [f"team-{number}", "all"]}},
        }
        for index in range(STATEMENTS)
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def situation() -> Situation:
    attached = [Attached(f"p{number}", rules_of(policy(number))) for number in range(POLICIES)]
    return Situation(identity=tuple(attached[:-2]), scps=((attached[-2],), (attached[-1],)))


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one."""
    around, who = situation(), parse_requester(f"arn:aws:iam::{ACCOUNT}:role/app")
    context = read_context({"aws:PrincipalTag/team": "all", "aws:SecureTransport": True})
    taken = []
    for number in range(REQUESTS):
        wanted = Request(
            who, "s3:GetObject", f"arn:aws:s3:::team-{number % 18}-0/{number}", context
        )
        start = time.perf_counter()
        decide(wanted, around)
        taken.append(time.perf_counter() - start)
    yield (
        f"a request against {POLICIES} policies, decided, median",
        median(taken) * 1e6,
        "µs",
        DECISION_LIMIT,
    )
