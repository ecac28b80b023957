"""SNS, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import sns
from partywall.controls.control import Control


def beside(*statements: object, owner: object = None) -> dict[str, Any]:
    """The resource, and a policy of these statements beside it."""
    parent = ref("Example") if owner is None else owner
    policy = {"Topics": [parent], "PolicyDocument": {"Statement": list(statements)}}
    return {
        "Resources": {
            "Example": {"Type": "AWS::SNS::Topic"},
            "Policy": {"Type": "AWS::SNS::TopicPolicy", "Properties": policy},
        }
    }


def allow(principal: object, condition: object = None) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sns:Publish"}
    return statement if condition is None else {**statement, "Condition": condition}


def deny_plain(action: object) -> dict[str, Any]:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Condition": condition}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (sns.topic_is_encrypted, {"KmsMasterKeyId": ""}, "refuted"),  # empty is not set
    *switch(
        sns.topic_is_encrypted,
        "KmsMasterKeyId",
        proved=("alias/aws/sns", "k"),
        refuted=(),
        absent="refuted",
    ),
    *switch(
        sns.topic_uses_customer_key,
        "KmsMasterKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        sns.delivery_is_logged,
        "DeliveryStatusLogging",
        proved=([{"FailureFeedbackRoleArn": "r"}],),
        refuted=([],),
        absent="refuted",
    ),
    (sns.topic_is_not_public, beside(allow("*")), "refuted"),
    (sns.topic_is_not_public, beside(allow({"AWS": "*"})), "refuted"),
    (sns.topic_is_not_public, beside(allow("111122223333")), "proved"),
    (
        sns.topic_is_not_public,
        beside(allow("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}})),
        "proved",
    ),
    (sns.topic_is_not_public, beside(allow("*"), owner=UNKNOWN), "undecided"),  # whose policy?
    (sns.topic_is_not_public, beside(allow(UNKNOWN)), "undecided"),
    (sns.topic_is_not_public, beside(UNKNOWN, allow("*")), "undecided"),  # the other may deny
    (sns.topic_is_not_public, {}, "proved"),
    (sns.topic_answers_tls_only, beside(deny_plain("sns:Publish")), "proved"),
    (sns.topic_answers_tls_only, beside(deny_plain("sns:Subscribe")), "refuted"),
    (sns.topic_answers_tls_only, {}, "refuted"),
    (
        sns.subscriptions_are_encrypted,
        {"Subscription": [{"Protocol": UNKNOWN}, {"Protocol": "http"}]},
        "refuted",
    ),
    (sns.subscriptions_are_encrypted, {"Subscription": [{"Protocol": UNKNOWN}]}, "undecided"),
    (sns.subscriptions_are_encrypted, {"Subscription": [{"Protocol": "sqs"}]}, "proved"),
    (sns.subscriptions_are_encrypted, {}, "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
