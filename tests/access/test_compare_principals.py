"""Comparison of resources' policies against principals of every kind, decided one by one."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from partywall.access.context import Values
from partywall.access.language.reading import read_policy
from partywall.access.requester import parse_requester
from partywall.access.symbolic import compare
from partywall.access.symbolic.principals import Standing
from partywall.access.symbolic.trial import Judge
from partywall.access.symbolic.witness import Witness

ONE, TWO, THREE = "111111111111", "222222222222", "333333333333"
NAMED: list[Any] = [
    "*", {"AWS": ONE}, {"AWS": f"arn:aws:iam::{ONE}:role/app"},
    {"AWS": f"arn:aws:iam::{ONE}:user/u"},
    {"AWS": f"arn:aws:sts::{ONE}:assumed-role/app/s"}, {"AWS": [TWO, f"arn:aws:iam::{ONE}:root"]},
    {"Service": "sns.amazonaws.com"}, {"Federated": "accounts.google.com"},
]  # fmt: skip
ASKING = [
    f"arn:aws:iam::{account}:{name}"
    for account in (ONE, TWO, THREE)
    for name in ("user/u", "user/v", "root")
]
ASKING += [
    f"arn:aws:sts::{account}:assumed-role/{name}"
    for account in (ONE, TWO, THREE)
    for name in ("app/s", "app/t", "other/s")
]
ASKING += [f"arn:aws:sts::{ONE}:federated-user/u", "sns.amazonaws.com", "sqs.amazonaws.com",
           "accounts.google.com", "www.amazon.com", "*"]  # fmt: skip
CONDITIONS: list[Any] = [
    {"StringEquals": {"aws:PrincipalAccount": [ONE]}},
    {"StringNotEquals": {"aws:PrincipalAccount": [ONE, TWO]}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ONE}:role/*"}},
    {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/u"}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
    {"Bool": {"aws:PrincipalIsAWSService": "false"}},
]


def statement(pick: random.Random) -> dict[str, Any]:
    denies = pick.random() < 0.3
    negated = denies and pick.random() < 0.4
    found = {
        "Effect": "Deny" if denies else "Allow",
        "NotPrincipal" if negated else "Principal": pick.choice(NAMED[negated:]),
        "Action": pick.choice(["sqs:*", "sqs:SendMessage"]),
        "Resource": "*",
    }
    if pick.random() < 0.5:
        found["Condition"] = pick.choice(CONDITIONS)
    return found


def requests() -> list[Witness]:
    """Every principal in every standing, inside an organization or not."""
    found = []
    for name, organization in product(ASKING, ("o-1", "o-2", None)):
        one = parse_requester(name)
        if organization and not one.is_identity:
            continue
        context = {"aws:principalorgid": Values((organization,)) if organization else None}
        for standing in Standing if one.is_identity else (Standing.IDENTITY,):
            owner = THREE if standing is Standing.IDENTITY else one.account
            for action in ("sqs:SendMessage", "sqs:DeleteQueue"):
                queue = f"arn:aws:sqs:eu-west-1:{owner or THREE}:q"
                found.append(Witness(one, action, queue, context, owner, standing))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_no_holds_for_every_principal(seed: int) -> None:
    pick = random.Random(seed)
    first = [statement(pick) for _ in range(pick.randint(1, 3))]
    second = [*first, statement(pick)] if seed % 2 else [statement(pick) for _ in range(3)]
    policies = [read_policy({"Version": "2012-10-17", "Statement": one}) for one in (first, second)]
    found = compare(policies[:1], policies[1:]).future
    judges = [Judge([one], True) for one in policies]
    for answer, more, less in (
        (found.a_beyond_b, *judges),
        (found.b_beyond_a, *reversed(judges)),
    ):
        if answer.witness is not None:
            assert more.permits(answer.witness) is True
            assert less.permits(answer.witness) is False
        elif answer.answer == "no":
            for one in requests():
                shown = more.permits(one) is True and less.permits(one) is False
                assert not shown, one
