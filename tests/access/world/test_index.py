"""The index leaves out nobody whom a decision lets through, and its answers are the decisions'."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from access.world.worlds import (
    ME,
    OTHER,
    SAMPLE,
    STOREFRONT,
    STOREFRONT_HOME,
    policy,
    read,
    resource,
    role,
    trust,
    user,
    world,
)
from partywall.access.decision import DENIALS
from partywall.access.indexing import Index
from partywall.access.questions.who import who
from partywall.access.world import Home, World
from partywall.estate.resource import Resource
from partywall.kernel.errors import QuestionError
from partywall.kernel.unknown import Unknown

pytestmark = pytest.mark.slow

ACTIONS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "sqs:SendMessage",
    "sts:AssumeRole",
    "iam:PassRole",
    "kms:Decrypt",
    "ec2:StartInstances",
    "sts:GetCallerIdentity",
    "sts:GetSessionToken",
]
GLOBS = [
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "sqs:Send*",
    "s?s:*",
    "sts:*",
    "iam:PassRole",
    "kms:*",
    "ec2:St*Instances",
    "*:*",
]
TARGETS = [
    "arn:aws:s3:::shop",
    "arn:aws:s3:::shop/a/b",
    "arn:aws:s3:::shop/*",
    "Q",
    "K",
    "Nameless",
    f"arn:aws:iam::{ME}:role/r1",
    "arn:aws:s3:::elsewhere/x",
    "*",
    f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1",
]
PATTERNS = [
    "*",
    "arn:aws:s3:::shop",
    "arn:aws:s3:::shop/*",
    "arn:aws:s3:::*/a/?",
    "arn:aws:s3:::s*",
    "arn:aws:sqs:*:*:q",
    f"arn:aws:iam::{ME}:role/*",
    "arn:aws:s3:::${aws:username}",
    "arn:aws:kms:*:*:key/*",
    "arn:aws:ec2:*:*:instance/*",
    "arn:aws:s3:::else*",
]
LATER = Unknown("chosen later")


def statement(rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {"Effect": rng.choice(["Allow", "Allow", "Deny"])}
    found[rng.choice(["Action"] * 5 + ["NotAction"])] = rng.choices(GLOBS, k=rng.randint(1, 2))
    found[rng.choice(["Resource"] * 5 + ["NotResource"])] = rng.choices(
        PATTERNS, k=rng.randint(1, 2)
    )
    if rng.random() < 0.2:
        found["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    if rng.random() < 0.05:
        found["Action" if "Action" in found else "NotAction"] = LATER
    if rng.random() < 0.05:
        found["Conditions"] = {}
    return found


def estate(seed: int) -> World:
    rng = random.Random(seed)
    shared = [
        resource("IAM::ManagedPolicy", f"M{n}", ManagedPolicyName=f"m{n}",
                 PolicyDocument=policy(*[statement(rng) for _ in range(rng.randint(1, 2))]))
        for n in range(4)
    ]  # fmt: skip
    names = [f"arn:aws:iam::{ME}:policy/m{n}" for n in range(4)]
    people: list[Resource] = []
    for n in range(8):
        more: dict[str, Any] = {"ManagedPolicyArns": rng.sample(names, rng.randint(0, 2))}
        if rng.random() < 0.3:
            more["PermissionsBoundary"] = rng.choice(names)
        make, name = (role, f"r{n}") if n % 2 else (user, f"u{n}")
        if n % 2:
            more["trust"] = trust({"AWS": rng.choice([ME, OTHER, f"arn:aws:iam::{ME}:user/u0"])})
        people.append(make(name, *[statement(rng) for _ in range(rng.randint(0, 2))], **more))
    named: Any = rng.choice(
        ["*", {"AWS": f"arn:aws:iam::{ME}:role/r1"}, {"AWS": ME}, {"AWS": OTHER}, {"AWS": LATER},
         {"AWS": f"arn:aws:sts::{ME}:assumed-role/r3/s"}, {"CanonicalUser": "abc"}]
    )  # fmt: skip
    on_bucket = {**statement(rng), "Principal": named}
    on_queue = {**statement(rng), "NotPrincipal": named}
    return world(
        *shared, *people,
        resource("S3::Bucket", "B", BucketName="shop"),
        resource("S3::BucketPolicy", "BP", Bucket="shop", PolicyDocument=policy(on_bucket)),
        resource("SQS::Queue", "Q", QueueName="q"),
        resource("SQS::QueuePolicy", "QP", Queues=["q"], PolicyDocument=policy(on_queue)),
        resource("KMS::Key", "K"), resource("S3::Bucket", "Nameless"),
        resource("Organizations::Policy", "S", Type="SERVICE_CONTROL_POLICY", TargetIds=[ME],
                 Content=policy({**statement(rng), "Effect": "Deny"})),
    )  # fmt: skip


def one_by_one(found: World, action: str, text: str) -> dict[str, str]:
    """Every principal decided, without any index."""
    target = found.target(text, action)
    everybody = [*[one.requester for one in found.principals.values()], *found.roots]
    answers = [found.ask(one, action, target) for one in everybody]
    return {
        one.requester.arn: one.outcome.value
        for one in answers
        if not one.is_denied and not (one.supposed is not None and one.supposed.outcome in DENIALS)
    }


def by_index(found: World, index: Index, action: str, text: str) -> dict[str, str]:
    result = who(found, index, action, found.target(text, action))
    own = {one.arn for one in [*[p.requester for p in found.principals.values()], *found.roots]}
    return {
        one.requester.arn: one.outcome.value for one in result.answers if one.requester.arn in own
    }


@pytest.mark.parametrize("seed", range(60))
def test_the_index_answers_as_deciding_each_does(seed: int) -> None:
    found = estate(seed)
    index = Index(found)
    rng = random.Random(seed)
    for _ in range(12):
        action, text = rng.choice(ACTIONS), rng.choice(TARGETS)
        assert by_index(found, index, action, text) == one_by_one(found, action, text), (
            action, text,
        )  # fmt: skip


@pytest.mark.parametrize(("path", "home"), [
    (SAMPLE, Home()), (STOREFRONT / "plan.json", STOREFRONT_HOME),
    (STOREFRONT / "cloudformation" / "storefront.yaml", Home()),
])  # fmt: skip
def test_on_the_examples(path: Any, home: Home) -> None:
    found = read(path, home)
    index = Index(found)
    names = [one.address for _, (one, _, _) in sorted(found.targets.by_arn.items())]
    asked = 0
    for action in ACTIONS:
        for text in [*names, "arn:aws:s3:::acme-payroll/x"]:
            try:
                found.target(text, action)
            except QuestionError:
                continue
            if asked % 7 == 0:
                assert by_index(found, index, action, text) == one_by_one(found, action, text)
            asked += 1
    assert asked > 100


def test_the_index_leaves_most_out() -> None:
    found = read(SAMPLE, Home())
    index = Index(found)
    target = found.target("arn:aws:iam::210987654321:user/x")
    assert len(index.candidates("iam:CreateUser", target)) < 12


@pytest.mark.parametrize(("action", "expected"), [
    ("sts:GetSessionToken", {"user/ann", "root"}),
    ("sts:GetCallerIdentity", {"user/ann", "role/app", "root"}),
    ("sts:GetFederationToken", {"root"}),
])  # fmt: skip
def test_what_needs_no_permission_is_open_to_those_without_policies(
    action: str, expected: set[str]
) -> None:
    found = world(user("ann"), role("app"))
    answers = who(found, Index(found), action, found.target("*", action)).answers
    assert {one.requester.arn.rpartition(":")[2] for one in answers} == expected


def test_odd_policies_make_candidates() -> None:
    twice = '{"Statement": [], "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    one = role("odd", Policies=[{"PolicyName": "p", "PolicyDocument": twice}])
    found = world(one)
    target = found.target(f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1")
    arns = [one.arn for one in Index(found).candidates("ec2:StartInstances", target)]
    assert f"arn:aws:iam::{ME}:role/odd" in arns
    assert json.loads(twice)
