"""How much work a question takes: counted, not timed, so that a busy machine changes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from access.world.worlds import allow, policy, resource, role, trust, user, world
from partywall.access import resources
from partywall.access.changes import changes
from partywall.access.escalation.asking import Asker
from partywall.access.escalation.chains import escalations
from partywall.access.escalation.reading import Reader
from partywall.access.questions.public import public
from partywall.access.rules import Actions
from partywall.access.world import managed


@pytest.fixture
def told_apart(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the resources of a pattern were told apart, by the pattern's beginning."""
    counted: Counter[str] = Counter()
    cells = resources.cells

    def counting(patterns: Any, within: Any) -> dict[int, str]:
        counted[resources.literal_head(patterns[0])] += 1
        return cells(patterns, within)

    monkeypatch.setattr(resources, "cells", counting)
    return counted


def test_all_ways_in_which_a_bucket_may_stand_tell_the_same_objects_apart(
    told_apart: Counter[str],
) -> None:
    """A bucket whose Block Public Access is not written may stand in three ways, and two kinds of
    callers from outside ask: that is one set of objects for all that its statements say."""
    name = "counted-once"
    lets = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
            "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}  # fmt: skip
    found = public(world(
        resource("S3::Bucket", "Counted", BucketName=name),
        resource("S3::BucketPolicy", "Policy", Bucket=name, PolicyDocument=policy(lets)),
    ))  # fmt: skip
    assert found
    # GetObject has a statement and others have none; who has no credentials has no own policy
    assert told_apart[f"arn:aws:s3:::{name}/"] == 4


def test_a_comparison_asks_what_is_said_otherwise_and_shares_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty roles that keep a policy of all actions, and each has one statement changed: only
    the actions of the statement's service are looked at, and the policy's own once."""
    asked: Counter[str] = Counter()
    cover = Actions.cover

    def counting(self: Actions, action: str) -> Any:
        asked[action] += 1
        return cover(self, action)

    monkeypatch.setattr(Actions, "cover", counting)
    wide = resource("IAM::ManagedPolicy", "Wide", ManagedPolicyName="wide", PolicyDocument=policy(
        allow("*", "arn:aws:*:*:*:wide*")))  # fmt: skip

    def those(*actions: str) -> Any:
        return world(wide, *[
            role(f"app-{n}", allow(list(actions), f"arn:aws:sqs:*:*:app-{n}"),
                 ManagedPolicyArns=["arn:aws:iam::111111111111:policy/wide"])
            for n in range(20)
        ])  # fmt: skip

    found = changes(those("sqs:SendMessage"), those("sqs:SendMessage", "sqs:ReceiveMessage"))
    assert len(found.allows.changes) == 20
    assert asked["sqs:receivemessage"] > 0
    assert asked["dynamodb:getitem"] == 0


def test_whom_an_identity_may_pass_is_one_question_where_no_statement_names_roles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: Counter[str] = Counter()
    allowed = Asker.allowed

    def counting(self: Asker, actor: Any, action: str, *more: Any, **named: Any) -> Any:
        asked[action] += 1
        return allowed(self, actor, action, *more, **named)

    monkeypatch.setattr(Asker, "allowed", counting)
    launch = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])
    trusted = trust({"Service": "lambda.amazonaws.com"})
    admin = role("admin", allow(), trust=trusted)
    others = [role(f"app-{n}", allow("sqs:*"), trust=trusted) for n in range(50)]
    found = escalations(Reader(world(user("ann", launch), admin, *others)).world())
    assert {one.start for one in found.chains} == {"Userann"}
    assert asked["iam:PassRole"] == 1


def test_a_policy_of_awss_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("ReadOnlyAccess", "SecurityAudit", "PowerUserAccess", "AmazonS3FullAccess",
             "AmazonSQSFullAccess", "CloudWatchLogsFullAccess")  # fmt: skip
    asked: list[int] = []
    texts = managed._texts
    monkeypatch.setattr(managed, "_texts", lambda block: asked.append(block) or texts(block))
    for _ in range(3):
        assert all(managed.published(f"arn:aws:iam::aws:policy/{name}") for name in names)
    assert len(asked) <= len(names)
