"""SQS, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import sqs
from partywall.controls.control import Control


def beside(*statements: object, owner: object = None) -> dict[str, Any]:
    """The resource, and a policy of these statements beside it."""
    parent = ref("Example") if owner is None else owner
    policy = {"Queues": [parent], "PolicyDocument": {"Statement": list(statements)}}
    return {
        "Resources": {
            "Example": {"Type": "AWS::SQS::Queue"},
            "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": policy},
        }
    }


def allow(principal: object, condition: object = None) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage"}
    return statement if condition is None else {**statement, "Condition": condition}


def deny_plain(action: object) -> dict[str, Any]:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Condition": condition}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        sqs.queue_is_encrypted,
        "SqsManagedSseEnabled",
        proved=(True,),
        refuted=(False, "false"),
        absent="proved",
    ),
    *switch(
        sqs.queue_uses_customer_key,
        "KmsMasterKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        sqs.queue_keeps_failures,
        "RedrivePolicy",
        proved=({"maxReceiveCount": 3},),
        refuted=(),
        absent="refuted",
    ),
    (
        sqs.queue_is_encrypted,
        {"SqsManagedSseEnabled": False, "KmsMasterKeyId": "alias/aws/sqs"},
        "proved",
    ),
    (sqs.queue_is_not_public, beside(allow("*")), "refuted"),
    (sqs.queue_is_not_public, beside(allow({"AWS": "*"})), "refuted"),
    (sqs.queue_is_not_public, beside(allow("111122223333")), "proved"),
    (
        sqs.queue_is_not_public,
        beside(allow("*", {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}})),
        "proved",
    ),
    (sqs.queue_is_not_public, beside(allow("*"), owner=UNKNOWN), "undecided"),  # whose policy?
    (sqs.queue_is_not_public, beside(allow(UNKNOWN)), "undecided"),
    (sqs.queue_is_not_public, beside(UNKNOWN, allow("*")), "undecided"),  # the other may deny
    (sqs.queue_is_not_public, {}, "proved"),
    (sqs.queue_answers_tls_only, beside(deny_plain("sqs:*")), "proved"),
    (
        sqs.queue_answers_tls_only,
        beside(deny_plain("sqs:SendMessage")),
        "refuted",
    ),  # receiving is open
    (sqs.queue_answers_tls_only, beside(deny_plain(UNKNOWN)), "undecided"),
    (sqs.queue_answers_tls_only, beside(allow("*")), "refuted"),
    (sqs.queue_answers_tls_only, {}, "refuted"),
    (
        sqs.queue_keeps_failures,
        {"RedriveAllowPolicy": {"redrivePermission": "allowAll"}},
        "not_applicable",
    ),
    (
        sqs.queue_keeps_failures,
        {"RedriveAllowPolicy": {"redrivePermission": "allowAll"}, "RedrivePolicy": {"m": 5}},
        "proved",
    ),
    (
        sqs.queue_keeps_failures,
        {"RedriveAllowPolicy": {"redrivePermission": "allowAll"}, "RedrivePolicy": UNKNOWN},
        "undecided",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
