"""The same estate as a plan, as Terraform's sources and as a template gives the same answers.

A plan hides whole documents that hold an ARN which exists only after apply, so there the answer
may be *unknown* where a source that shows more decides; it never decides otherwise.
"""

from __future__ import annotations

from functools import cache

import pytest

from access.world.worlds import STOREFRONT, STOREFRONT_HOME, read
from partywall.access.questions.external import external
from partywall.access.questions.public import public
from partywall.access.world import World

SOURCES = {
    "plan": "plan.json", "terraform": "terraform",
    "template": "cloudformation/storefront.yaml",
}  # fmt: skip
ROLES = ("backup", "cluster", "execution", "flow", "function", "node", "replication", "task",
         "trail", "worker")  # fmt: skip
QUESTIONS = (
    ("s3:GetObject", "storefront-production-uploads"),
    ("s3:PutObject", "storefront-production-assets"),
    ("s3:GetObject", "arn:aws:s3:::storefront-production-assets/x"),
    ("s3:ListBucket", "storefront-production-uploads"),
    ("s3:GetReplicationConfiguration", "storefront-production-uploads"),
    ("sqs:SendMessage", "storefront-mail"),
    ("sqs:SendMessage", "storefront-orders"),
    ("sqs:ReceiveMessage", "storefront-orders"),
    ("dynamodb:GetItem", "storefront-carts"),
    ("dynamodb:DeleteTable", "storefront-carts"),
    ("secretsmanager:GetSecretValue", "storefront/payment-provider"),
    ("logs:PutLogEvents", "/storefront/flow"),
    ("lambda:InvokeFunction", "storefront-rotate"),
    ("sts:AssumeRole", "storefront-task"),
    ("sns:Publish", "storefront-alerts"),
    ("iam:CreateUser", "arn:aws:iam::111122223333:user/x"),
)  # fmt: skip
OTHERS = ("*", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "222222222222")


@cache
def source(name: str) -> World:
    return read(STOREFRONT / SOURCES[name], STOREFRONT_HOME)


@pytest.mark.parametrize("who", [*[f"storefront-{one}" for one in ROLES], *OTHERS])
def test_the_three_agree(who: str) -> None:
    decided = 0
    for action, on in QUESTIONS:
        found = {}
        for name in SOURCES:
            world = source(name)
            answer = world.ask(world.requester(who), action, world.target(on, action))
            if answer.outcome.value != "UNKNOWN":
                found[name] = (answer.outcome.value, [str(one.allow_if) for _, one in answer.found])
        assert len({repr(one) for one in found.values()}) <= 1, (who, action, on, found)
        decided += len(found)
    assert decided > 0 or who in ("storefront-backup", "storefront-cluster", "storefront-node",
                                  "storefront-execution", "storefront-function")  # fmt: skip


def test_the_sources_and_the_template_decide_alike() -> None:
    """Where nothing is hidden, all that one decides the other does, too."""
    differ = []
    for who in ("storefront-worker", "storefront-task", "storefront-flow", "*"):
        for action, on in QUESTIONS:
            outcomes = []
            for name in ("terraform", "template"):
                world = source(name)
                answer = world.ask(world.requester(who), action, world.target(on, action))
                outcomes.append(answer.outcome.value)
            if outcomes[0] != outcomes[1]:
                differ.append((who, action, on, outcomes))
    assert differ == []


def test_what_is_public() -> None:
    for name in SOURCES:
        found = public(source(name))
        assert {(one.resource, one.actions) for one in found} == {
            ("arn:aws:sqs:eu-west-1:111122223333:storefront-mail", ("sqs:SendMessage",))
        }
        assert {one.answer.outcome.value for one in found} == {"ALLOW"}
        assert {one.who.name for one in found} == {
            "anybody without credentials", "any principal of another account"
        }  # fmt: skip


def test_who_comes_in_from_outside() -> None:
    found = {
        name: {
            (one.who.name, one.answer.resource.split("<")[0], one.missing)
            for one in external(source(name))
        }
        for name in SOURCES
    }
    assert found["plan"] == found["terraform"] == found["template"]
    lacking = {who for who, _, missing in found["plan"] if missing}
    assert "the service vpc-flow-logs.amazonaws.com" in lacking
    assert "the service backup.amazonaws.com" not in lacking
