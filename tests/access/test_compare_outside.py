"""Comparisons judged beforehand: two policies with all actions of the future, and today."""

from __future__ import annotations

from typing import Any

import pytest

from access.test_compare import allow, deny, document, when
from partywall.access.language.reading import read_policy
from partywall.access.symbolic import compare

Document = dict[str, Any]
A = "111122223333"
S3O = "arn:aws:s3:::shop/*"
GITHUB = "token.actions.githubusercontent.com"
PROVIDER = {"Federated": f"arn:aws:iam::{A}:oidc-provider/{GITHUB}"}
QUEUES = """AddPermission CancelMessageMoveTask ChangeMessageVisibility CreateQueue DeleteMessage
DeleteQueue GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks
ListQueueTags ListQueues PurgeQueue ReceiveMessage RemovePermission SendMessage SetQueueAttributes
StartMessageMoveTask TagQueue UntagQueue"""


def c(*tests: tuple[str, ...]) -> Document:
    """Several tests, joined."""
    found: Document = {}
    for operator, key, *values in tests:
        found.setdefault(operator, {})[key] = values
    return {"Condition": found}


def pa(action: str, resource: str, principal: Any, **more: Any) -> Document:
    return {"Principal": principal, **allow(action, resource, **more)}


def pd(action: str, resource: str, principal: Any, **more: Any) -> Document:
    return {"Principal": principal, **deny(action, resource, **more)}


CASES: list[tuple[str, Any, Any, str, str]] = [
    ("action-sub", allow("s3:*"), allow("s3:Get*"), "more", "more"),
    (
        "list-vs-glob-today",
        allow("sqs:*"),
        allow([f"sqs:{name}" for name in QUEUES.split()]),
        "more",
        "equivalent",
    ),
    (
        "notaction-complement",
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        document(allow("*"), deny("iam:*")),
        "equivalent",
        "equivalent",
    ),
    (
        "notaction-vs-list",
        {"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"},
        {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"},
        "less",
        "less",
    ),
    (
        "notresource",
        {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::secret/*"},
        allow("s3:GetObject", "*"),
        "less",
        "less",
    ),
    (
        "notresource-deny",
        document(allow("s3:*"), {"Effect": "Deny", "Action": "s3:*", "NotResource": S3O}),
        allow("s3:*", S3O),
        "equivalent",
        "equivalent",
    ),
    (
        "dead-arn-today",
        allow("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*"),
        deny("*"),
        "more",
        "equivalent",
    ),
    (
        "case-action",
        allow("S3:GETOBJECT", S3O),
        allow("s3:getobject", S3O),
        "equivalent",
        "equivalent",
    ),
    (
        "res-glob-split",
        allow("s3:GetObject", S3O),
        allow("s3:GetObject", ["arn:aws:s3:::shop/", "arn:aws:s3:::shop/?*"]),
        "equivalent",
        "equivalent",
    ),
    (
        "res-glob-prefix",
        allow("s3:GetObject", "arn:aws:s3:::shop*"),
        allow("s3:GetObject", "arn:aws:s3:::shop/*"),
        "more",
        "more",
    ),
    (
        "var-same",
        allow("s3:*", "arn:aws:s3:::h/${aws:username}/*"),
        allow("s3:*", "arn:aws:s3:::h/${aws:username}/*"),
        "equivalent",
        "equivalent",
    ),
    (
        "var-vs-star",
        allow("s3:GetObject", "arn:aws:s3:::h/${aws:username}/*"),
        allow("s3:GetObject", "arn:aws:s3:::h/*"),
        "less",
        "less",
    ),
    (
        "var-narrower",
        allow("s3:GetObject", "arn:aws:s3:::h/${aws:username}/a/*"),
        allow("s3:GetObject", "arn:aws:s3:::h/${aws:username}/*"),
        "less",
        "less",
    ),
    (
        "cond-string-sub",
        allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1")),
        allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1", "v2")),
        "less",
        "less",
    ),
    (
        "cond-like-vs-eq",
        allow("s3:*", **when("StringLike", "aws:SourceVpc", "v*")),
        allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1", "v2")),
        "more",
        "more",
    ),
    (
        "two-ops-one-key",
        allow(
            "s3:*",
            **c(("StringLike", "aws:SourceVpc", "v*"), ("StringNotEquals", "aws:SourceVpc", "v1")),
        ),
        allow("s3:*", **when("StringLike", "aws:SourceVpc", "v*")),
        "less",
        "less",
    ),
    (
        "two-ops-null",
        allow(
            "s3:*",
            **c(("StringNotEquals", "aws:SourceVpc", "v1"), ("Null", "aws:SourceVpc", "false")),
        ),
        allow("s3:*", **when("StringNotEquals", "aws:SourceVpc", "v1")),
        "less",
        "less",
    ),
    (
        "eq-implies-notnull",
        allow(
            "s3:*", **c(("StringEquals", "aws:SourceVpc", "v1"), ("Null", "aws:SourceVpc", "false"))
        ),
        allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1")),
        "equivalent",
        "equivalent",
    ),
    (
        "ifexists",
        allow("s3:*", **when("StringEqualsIfExists", "aws:SourceVpc", "v1")),
        allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1")),
        "more",
        "more",
    ),
    (
        "ifexists-split",
        allow("s3:*", **when("StringEqualsIfExists", "aws:SourceVpc", "v1")),
        document(
            allow("s3:*", **when("StringEquals", "aws:SourceVpc", "v1")),
            allow("s3:*", **when("Null", "aws:SourceVpc", "true")),
        ),
        "equivalent",
        "equivalent",
    ),
    (
        "dates",
        allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z")),
        allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "2026-12-31T23:00:00-01:00")),
        "equivalent",
        "equivalent",
    ),
    (
        "dates-less",
        allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z")),
        allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z")),
        "less",
        "less",
    ),
    (
        "date-range",
        allow(
            "s3:*",
            **c(
                ("DateGreaterThan", "aws:CurrentTime", "2027-01-01"),
                ("DateLessThan", "aws:CurrentTime", "2026-01-01"),
            ),
        ),
        deny("*"),
        "equivalent",
        "equivalent",
    ),
    (
        "ips-halves",
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/25", "203.0.113.128/25")),
        "equivalent",
        "equivalent",
    ),
    (
        "ips-sub",
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/25")),
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
        "less",
        "less",
    ),
    (
        "notip-deny",
        document(
            allow("s3:*"), deny("s3:*", **when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"))
        ),
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
        "equivalent",
        "equivalent",
    ),
    (
        "ipv6",
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "2001:db8::/32")),
        allow("s3:*", **when("IpAddress", "aws:SourceIp", "2001:db8::/33", "2001:db8:8000::/33")),
        "equivalent",
        "equivalent",
    ),
    (
        "numeric",
        allow("s3:ListBucket", **when("NumericLessThan", "s3:max-keys", "10")),
        allow("s3:ListBucket", **when("NumericLessThanEquals", "s3:max-keys", "10")),
        "less",
        "less",
    ),
    (
        "bool-mfa",
        document(
            allow("*"), deny("*", **when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"))
        ),
        allow("*", **when("Bool", "aws:MultiFactorAuthPresent", "true")),
        "equivalent",
        "equivalent",
    ),
    (
        "bool-mfa-weak",
        document(allow("*"), deny("*", **when("Bool", "aws:MultiFactorAuthPresent", "false"))),
        allow("*", **when("Bool", "aws:MultiFactorAuthPresent", "true")),
        "more",
        "more",
    ),
    (
        "forall",
        allow("ec2:CreateTags", **when("ForAllValues:StringEquals", "aws:TagKeys", "a", "b")),
        allow("ec2:CreateTags", **when("ForAllValues:StringEquals", "aws:TagKeys", "a")),
        "more",
        "more",
    ),
    (
        "ignorecase",
        allow("s3:*", **when("StringEqualsIgnoreCase", "aws:PrincipalTag/t", "Red")),
        allow("s3:*", **when("StringEquals", "aws:PrincipalTag/t", "red", "RED")),
        "more",
        "more",
    ),
    ("deny-only", document(allow("s3:*"), deny("s3:DeleteObject")), allow("s3:*"), "less", "less"),
    (
        "deny-irrelevant",
        document(allow("s3:*"), deny("ec2:*")),
        allow("s3:*"),
        "equivalent",
        "equivalent",
    ),
    (
        "arnlike",
        allow(
            "iam:PassRole",
            "*",
            **when("ArnLike", "iam:AssociatedResourceArn", "arn:aws:ec2:*:*:instance/*"),
        ),
        allow(
            "iam:PassRole",
            "*",
            **when("StringLike", "iam:AssociatedResourceArn", "arn:aws:ec2:*:*:instance/*"),
        ),
        "less",
        "less",
    ),
    (
        "passedto",
        allow(
            "iam:PassRole", "*", **when("StringEquals", "iam:PassedToService", "ec2.amazonaws.com")
        ),
        allow("iam:PassRole", "*", **when("StringLike", "iam:PassedToService", "*.amazonaws.com")),
        "less",
        "less",
    ),
    (
        "tagvar",
        allow(
            "ec2:StartInstances",
            "*",
            **when("StringEquals", "aws:ResourceTag/o", "${aws:username}"),
        ),
        allow("ec2:StartInstances", "*", **when("StringLike", "aws:ResourceTag/o", "*")),
        "less",
        "less",
    ),
    (
        "old-version",
        {"Version": "2008-10-17", "Statement": [allow("s3:*", "arn:aws:s3:::h/${aws:username}")]},
        allow("s3:*", "arn:aws:s3:::h/${aws:username}"),
        "incomparable",
        "incomparable",
    ),
    (
        "principal-role-vs-acct",
        pa("s3:GetObject", S3O, {"AWS": f"arn:aws:iam::{A}:role/a"}),
        pa("s3:GetObject", S3O, {"AWS": A}),
        "incomparable",
        "incomparable",
    ),
    (
        "principal-star",
        pa("s3:GetObject", S3O, "*"),
        pa("s3:GetObject", S3O, {"AWS": A}),
        "more",
        "more",
    ),
    (
        "principal-org",
        pa("s3:GetObject", S3O, "*", **when("StringEquals", "aws:PrincipalOrgID", "o-1")),
        pa("s3:GetObject", S3O, "*"),
        "less",
        "less",
    ),
    (
        "notprincipal-deny",
        document(
            pa("s3:*", S3O, "*"),
            {
                "Effect": "Deny",
                "NotPrincipal": {"AWS": [f"arn:aws:iam::{A}:user/a", f"arn:aws:iam::{A}:root"]},
                "Action": "s3:*",
                "Resource": S3O,
            },
        ),
        pa("s3:*", S3O, "*"),
        "less",
        "less",
    ),
    (
        "service-sourcearn",
        pa(
            "sqs:SendMessage",
            "*",
            {"Service": "sns.amazonaws.com"},
            **when("ArnLike", "aws:SourceArn", f"arn:aws:sns:*:{A}:*"),
        ),
        pa("sqs:SendMessage", "*", {"Service": "sns.amazonaws.com"}),
        "less",
        "less",
    ),
    (
        "securetransport",
        document(
            pa("s3:*", S3O, {"AWS": A}),
            pd("s3:*", S3O, "*", **when("Bool", "aws:SecureTransport", "false")),
        ),
        pa("s3:*", S3O, {"AWS": A}),
        "less",
        "less",
    ),
    (
        "trust-oidc",
        pa(
            "sts:AssumeRoleWithWebIdentity",
            "*",
            PROVIDER,
            **when("StringLike", f"{GITHUB}:sub", "repo:acme/*"),
        ),
        pa(
            "sts:AssumeRoleWithWebIdentity",
            "*",
            PROVIDER,
            **when("StringLike", f"{GITHUB}:sub", "repo:acme/shop:*"),
        ),
        "more",
        "more",
    ),
]


@pytest.mark.parametrize(
    ("a", "b", "future", "today"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_relation(a: Document, b: Document, future: str, today: str) -> None:
    sides = [[read_policy(one if "Statement" in one else document(one))] for one in (a, b)]
    found = compare(*sides)
    assert (found.future.relation.value, found.today.relation.value) == (future, today)
