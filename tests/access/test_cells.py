"""The cells of a pattern of resources against every resource of a small alphabet."""

from __future__ import annotations

import itertools
import json
import random
import time
from typing import Any

import pytest

from partywall.access.requests import answer
from partywall.access.resources import BEYOND_ASSUMED

ME = "111122223333"
TAILS = ["".join(one) for size in range(4) for one in itertools.product("ab:", repeat=size)]
RESOURCES = [
    f"arn:aws:sqs:{region}:{account}:{tail}"
    for region in ("", "a", "ab")
    for account in ("", ME)
    for tail in TAILS
]
SEEDS = range(8)
EACH = 12


def resource(pick: random.Random) -> str:
    tail = "".join(pick.choices("ab*?:", k=pick.randint(0, 4)))
    if pick.random() < 0.3:
        return pick.choice(["*", "arn:aws:sqs:*", f"arn:aws:sqs:*:{tail}"])
    region = pick.choice(["", "a", "*", "?", "a*", "*b"])
    return f"arn:aws:sqs:{region}:{pick.choice([ME, '*', ''])}:{tail}"


def statement(pick: random.Random) -> dict[str, Any]:
    return {
        "Effect": pick.choice(["Allow", "Allow", "Deny"]),
        "Action": "sqs:SendMessage",
        pick.choice(["Resource", "Resource", "NotResource"]): [
            resource(pick) for _ in range(pick.randint(1, 2))
        ],
    }


def ask(statements: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    policy = {"Version": "2012-10-17", "Statement": statements}
    request = {
        "principal": f"arn:aws:iam::{ME}:user/ana",
        "action": "sqs:SendMessage",
        "resource": wanted,
        "identity_policies": [policy],
    }
    return answer(json.dumps(request).encode())


def fits(region: str, tail: str, text: str) -> bool:
    fields = text.split(":", 5)
    return (
        (region == "*" or fields[3] == region)
        and fields[5].startswith(tail.partition("*")[0])
        and fields[5].endswith(tail.partition("*")[2])
        and len(fields[5]) >= len(tail) - 1
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_decision_that_occurs_has_a_witness(seed: int) -> None:
    pick = random.Random(seed)
    for _ in range(EACH):
        statements = [statement(pick) for _ in range(pick.randint(1, 3))]
        region, tail = pick.choice(["a", "*", ""]), pick.choice(["*", "a*", "*b", "a*b"])
        found = ask(statements, f"arn:aws:sqs:{region}:*:{tail}")
        told = found.get("witnesses") or [{**found, "resource": found["witness"]}]
        outcomes = {one["decision"] for one in told}
        for one in told:
            assert fits(region, tail, one["resource"])
            assert ask(statements, one["resource"])["decision"] == one["decision"]
        occurring = {
            ask(statements, one)["decision"] for one in RESOURCES if fits(region, tail, one)
        }
        if any(BEYOND_ASSUMED in one.get("assumed", ()) for one in told):
            occurring -= {"UNKNOWN"}
        assert occurring <= outcomes, (statements, region, tail)
        settled = outcomes - {"UNKNOWN"}
        same = False if len(settled) > 1 else True if settled == outcomes else None
        assert found["same_for_all"] is same


def test_a_star_at_the_end_of_a_field_cuts_twice() -> None:
    """AWS says that it "can" go on beyond the colon; both readings are walked."""
    statements = [{"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:a"}]
    found = ask(statements, "arn:aws:sqs:*:*:*")
    assert found["same_for_all"] is None
    assert {one["decision"] for one in found["witnesses"]} == {"UNKNOWN", "IMPLICIT_DENY"}


def test_names_with_colons_are_left_out_aloud() -> None:
    statements = [{"Effect": "Allow", "Action": "sqs:*", "Resource": f"arn:aws:sqs:*:{ME}:a*"}]
    found = ask(statements, f"arn:aws:sqs:*:{ME}:b*")
    assert found["decision"] == "IMPLICIT_DENY"
    assert found["same_for_all"] is True
    assert BEYOND_ASSUMED in found["assumed"]


def test_many_patterns_cost_seconds_not_minutes() -> None:
    """Policies at AWS's size limits: an answer, or that there are too many ways, in time."""
    many = [
        {
            "Effect": "Allow",
            "Action": "sqs:*",
            "Resource": [f"arn:aws:sqs:::queue-{number}-{other}" for other in range(200)],
        }
        for number in range(10)
    ]
    fence = [f"arn:aws:sqs:::{one}*{other}*" for one in "abcdef" for other in "xyz"]
    statements = [*many, {"Effect": "Deny", "Action": "sqs:*", "Resource": fence}]
    start = time.process_time()
    assert ask(statements, "arn:aws:sqs:*:*:*")["decision"] in ("CONDITIONAL", "UNKNOWN")
    assert time.process_time() - start < 15
    start = time.process_time()
    found = ask(statements, "arn:aws:sqs:::queue-7-1*")
    assert {one["decision"] for one in found["witnesses"]} == {"ALLOW", "IMPLICIT_DENY"}
    assert time.process_time() - start < 2
