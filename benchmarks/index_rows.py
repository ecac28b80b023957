"""What it costs to ask who can do something, in an account of a thousand roles and of twenty."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator
from statistics import median
from typing import Any

from partywall.access.indexing import Index
from partywall.access.questions.who import who
from partywall.access.world import Home, World
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource

ACCOUNT = "111111111111"
POLICIES, QUESTIONS = 20, 200
ROLES, BUILD_LIMIT, WHO_LIMIT, MEMORY_LIMIT = 1_000, 2.5, 2.0, 200.0
MANY, MANY_LIMIT = 20_000, 50.0
SERVICES = (("s3", "Object"), ("dynamodb", "Item"), ("sqs", "Message"), ("sns", "Topic"),
            ("lambda", "Function"), ("kinesis", "Record"), ("ssm", "Parameter"))  # fmt: skip
QUESTION_ACTIONS = ("s3:GetObject", "s3:PutObject", "dynamodb:GetItem", "dynamodb:PutItem",
                    "kinesis:PutRecord", "ssm:GetParameter", "lambda:GetFunction")  # fmt: skip
WIDE = {"Effect": "Allow", "Action": ["ec2:Describe*", "cloudwatch:Get*"], "Resource": "*"}


def arn(service: str, team: int) -> str:
    if service == "s3":
        return f"arn:aws:s3:::team-{team}/*"
    kind = {"dynamodb": "table/", "lambda": "function:", "kinesis": "stream/", "ssm": "parameter/"}
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{kind.get(service, '')}team-{team}*"


def policy(rng: random.Random, team: int) -> dict[str, Any]:
    """A policy as a team has it: two or three statements about things of its own."""
    statements: list[dict[str, Any]] = []
    for _ in range(rng.choice((2, 2, 3))):
        service, thing = rng.choice(SERVICES)
        verbs = rng.sample(("Get", "Put", "List", "Delete", "Describe"), 2)
        one: dict[str, Any] = {
            "Effect": "Allow" if rng.random() < 0.9 else "Deny",
            "Action": [f"{service}:{verb}{thing}*" for verb in verbs],
            "Resource": [arn(service, team), arn(service, team + 1)],
        }
        if rng.random() < 0.3:
            one["Condition"] = {"StringEquals": {"aws:PrincipalTag/team": f"team-{team}"}}
        statements.append(one)
    if rng.random() < 0.1:
        statements.append(WIDE)
    return {"Version": "2012-10-17", "Statement": statements}


def world(roles: int) -> World:
    """An account whose roles have twenty policies each, nearly all of them their own."""
    rng = random.Random(roles)
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
         "Action": "sts:AssumeRole"}]}  # fmt: skip
    made = []
    for number in range(roles):
        team = rng.randrange(roles)
        made.append(Resource(
            type="AWS::IAM::Role", address=f"R{number}", names=(f"r{number}",),
            properties={
                "RoleName": f"r{number}", "AssumeRolePolicyDocument": trust,
                "Policies": [
                    {"PolicyName": f"p{index}", "PolicyDocument": policy(rng, team)}
                    for index in range(POLICIES)
                ],
            },
        ))  # fmt: skip
    buckets = [
        Resource(type="AWS::S3::Bucket", address=f"B{team}", names=(f"team-{team}",),
                 properties={"BucketName": f"team-{team}"})
        for team in range(0, roles, 10)
    ]  # fmt: skip
    return World([Estate([*made, *buckets])], Home(ACCOUNT, "eu-west-1"))


def questions(roles: int) -> list[tuple[str, str]]:
    """Actions on what the teams have: of buckets that are in the estate, and of other things."""
    rng = random.Random(1)
    found = []
    for _ in range(QUESTIONS):
        action = rng.choice(QUESTION_ACTIONS)
        service = action.partition(":")[0]
        team = rng.randrange(0, roles, 10)
        found.append((action, arn(service, team).replace("*", "/x" if service == "ssm" else "x")))
    return found


def asked(found: World, index: Index, roles: int) -> tuple[float, float]:
    """Milliseconds of a question, median: asked for the first time, when the policies of those who
    are let through have yet to be compiled, and once more."""
    first, again = [], []
    for action, text in questions(roles):
        target = found.target(text, action)
        for taken in (first, again):
            start = time.perf_counter()
            who(found, index, action, target)
            taken.append((time.perf_counter() - start) * 1e3)
    return median(first), median(again)


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one."""
    found = world(ROLES)
    start = time.perf_counter()
    index = Index(found)
    yield (
        "an index over 1,000 roles of 20 policies, built",
        time.perf_counter() - start,
        "s",
        (BUILD_LIMIT),
    )
    first, again = asked(found, index, ROLES)
    yield "who can, of 1,000 roles, median", again, "ms", WHO_LIMIT
    yield "the same, each question for the first time", first, "ms", None
    yield "memory of the index and what it compiled", _memory(), "MB", MEMORY_LIMIT
    found = world(MANY)
    start = time.perf_counter()
    index = Index(found)
    yield "the same over 20,000 roles, built", time.perf_counter() - start, "s", None
    first, again = asked(found, index, MANY)
    yield "who can, of 20,000 roles, median", again, "ms", MANY_LIMIT
    yield "the same, each question for the first time", first, "ms", MANY_LIMIT


def _memory() -> float:
    """Megabytes that an index and its questions hold, by Python's own account."""
    found = world(ROLES)
    _ = found.principals
    tracemalloc.start()
    index = Index(found)
    asked(found, index, ROLES)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6


if __name__ == "__main__":
    for what, value, unit, limit in figures():
        print(f"{what}: {value:.3g} {unit}" + (f" (limit {limit:g})" if limit else ""))
