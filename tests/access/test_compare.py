"""Comparison of policies: what each kind of difference gives, and the laws of an order."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from access.realistic import pair, policy
from partywall.access.language.reading import read_policy
from partywall.access.symbolic import Comparison, compare
from partywall.access.symbolic.compare import TOO_MUCH

Document = dict[str, Any]
TODAY_ONLY = "arn:aws:ec2:*:*:instance/*"


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> Document:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> Document:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def when(operator: str, key: str, *values: str) -> Document:
    return {"Condition": {operator: {key: list(values)}}}


def document(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def compared(a: Document | list[Document], b: Document | list[Document]) -> Comparison:
    sides = [one if isinstance(one, list) else [document(one)] for one in (a, b)]
    return compare(*[[read_policy(one) for one in side] for side in sides])


def relation(*sides: Any) -> str:
    return compared(*sides).future.relation.value


HOME = "arn:aws:s3:::home/${aws:username}/*"
OWN_KEYS = "arn:aws:iam::123456789012:user/${aws:username}"
TEAM = "arn:aws:s3:::${aws:PrincipalTag/team}-data/*"
CASES: list[tuple[Any, Any, str]] = [
    (allow("s3:Get*"), allow("s3:GetObject"), "more"),
    (allow("iam:CreateAccessKey", OWN_KEYS), [document(deny("*"))], "more"),
    (allow(["s3:GetObject", "s3:PutObject"], TEAM), allow("s3:GetObject", TEAM), "more"),
    (allow("s3:GetObject", TEAM), allow("s3:GetObject", TEAM,
     **when("StringEquals", "aws:SourceVpce", "vpce-1")), "more"),
    (allow("s3:ListBucket", "*", **when("StringLike", "s3:prefix", "home/${aws:username}/*")),
     allow("s3:ListBucket", "*", **when("StringLike", "s3:prefix", "shop/*")), "incomparable"),
    (allow("s3:GetObject", HOME), allow("s3:GetObject", HOME[:-1] + "public/*"), "more"),
    (allow("s3:GetObject", TEAM), allow("s3:GetObject", [TEAM[:-1] + "a/*", TEAM[:-1] + "b/*.gz"]),
     "more"),
    (allow("s3:GetObject", HOME), allow("s3:GetObject", "arn:aws:s3:::home/${aws:userid}/a/*"),
     "incomparable"),
    (allow("S3:getobject"), allow("s3:GetObject"), "equivalent"),
    (allow("s3:Get*"), allow("s3:*Object"), "incomparable"),
    (allow("s3:*", "arn:aws:s3:::a/*"), allow("s3:*", "arn:aws:s3:::a*"), "less"),
    (allow("s3:*", "arn:aws:s3:::A"), allow("s3:*", "arn:aws:s3:::a"), "incomparable"),
    ([document(allow("*"), deny("iam:*"))],
     {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, "equivalent"),
    ([document(allow("s3:*"), deny("s3:*", "arn:aws:s3:::a/*"))],
     {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::a/*"}, "equivalent"),
    (allow("s3:*", **when("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
     allow("s3:*", **when("IpAddress", "aws:SourceIp", "10.0.0.0/9", "10.128.0.0/9")),
     "equivalent"),
    (allow("s3:*", **when("NumericLessThan", "s3:max-keys", "10")),
     allow("s3:*", **when("NumericLessThanEquals", "s3:max-keys", "10")), "less"),
    (allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z")),
     allow("s3:*", **when("DateLessThan", "aws:CurrentTime", "1767225600")), "equivalent"),
    (allow("s3:*", **when("StringEquals", "s3:prefix", "a")),
     allow("s3:*", **when("StringEqualsIfExists", "s3:prefix", "a")), "less"),
    (allow("s3:*", **when("StringNotEquals", "s3:prefix", "a")),
     [document(allow("s3:*"), deny("s3:*", **when("StringEquals", "s3:prefix", "a")))],
     "equivalent"),
    (allow("s3:*", **when("StringLike", "s3:prefix", "*")),
     allow("s3:*", **when("Null", "s3:prefix", "false")), "equivalent"),
    (allow("s3:*", **when("ForAnyValue:StringEquals", "aws:TagKeys", "a", "b")),
     allow("s3:*", **when("ForAnyValue:StringEquals", "aws:TagKeys", "a")), "more"),
    (allow("s3:*", **when("ForAllValues:StringEquals", "aws:TagKeys", "a")),
     allow("s3:*", **when("ForAllValues:StringEquals", "aws:TagKeys", "a", "b")), "less"),
    (allow("s3:*", **when("ForAllValues:StringEquals", "aws:TagKeys", "a")),
     allow("s3:*", **when("ForAnyValue:StringEquals", "aws:TagKeys", "a")), "incomparable"),
    (allow("s3:*", HOME), allow("s3:*", HOME), "equivalent"),
    (allow("s3:*", HOME), allow("s3:*", "arn:aws:s3:::home/*"), "less"),
    (allow("s3:*", HOME.replace("}/*", "}")), allow("s3:*", "arn:aws:s3:::x"), "incomparable"),
]  # fmt: skip


NOT_INSIDE = [
    ("s3:::${aws:username}/*", "s3:::?*/*"),  # a value may be empty
    ("s3:::home/${aws:username}/*", "s3:::home/*a*/*"),  # letters of the key are no letters
    ("s3:::home/${aws:userid}", "s3:::home/${aws:username}*"),
    ("s3:::home/${aws:username}x", "s3:::home/${aws:username}?x"),
    ("s3:::${aws:username}-${aws:username}", "s3:::${aws:userid}-*"),
    ("sqs:*:${aws:PrincipalAccount}:q", "sqs:us-*:${aws:PrincipalAccount}:q"),
    ("sqs:eu-*:${aws:PrincipalTag/x}:q", "sqs:*:${aws:PrincipalTag/x}:q:*"),
    ("s3:::home/${aws:username, 'x'}/*", "s3:::home/${aws:username}/*"),
]


@pytest.mark.parametrize(("inner", "outer"), NOT_INSIDE)
def test_a_variable_is_no_more_than_itself(inner: str, outer: str) -> None:
    sides = [allow("s3:GetObject", f"arn:aws:{one}") for one in (inner, outer)]
    assert compared(*sides).future.a_beyond_b.answer != "no"


@pytest.mark.parametrize(("a", "b", "expected"), CASES)
def test_relation(a: Any, b: Any, expected: str) -> None:
    assert relation(a, b) == expected
    turned = {"more": "less", "less": "more"}
    assert relation(b, a) == turned.get(expected, expected)


def test_future_actions_are_told_apart_from_todays() -> None:
    named = document(allow(["sts:*"]))
    from partywall.access.catalogue import actions

    listed = document(allow([f"sts:{one.name}" for one in actions("sts").values()]))
    found = compare([read_policy(named)], [read_policy(listed)])
    assert found.future.relation.value == "more"
    assert found.today.relation.value == "equivalent"


def test_an_action_without_a_resource_permits_nothing_on_an_arn_today() -> None:
    found = compared(allow("ec2:DescribeInstances", TODAY_ONLY), allow("sqs:SendMessage"))
    assert found.today.a_beyond_b.answer == "no"
    assert found.future.a_beyond_b.answer == "yes"


def test_a_bucket_has_no_slash_in_its_name_today() -> None:
    found = compared(allow("s3:ListBucket", "arn:aws:s3:::a/*"), allow("sqs:SendMessage"))
    assert found.today.a_beyond_b.answer == "no"


def grant(principal: Any, **more: Any) -> Document:
    return {"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": "*", **more}


ROLE = "arn:aws:iam::111122223333:role/app"
SESSION = "arn:aws:sts::111122223333:assumed-role/app/me"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (grant("*"), grant({"AWS": ROLE}), "more"),
        (grant({"AWS": ROLE}), grant({"AWS": SESSION}), "incomparable"),
        (grant({"AWS": ROLE}), grant({"AWS": "111122223333"}), "incomparable"),
        (grant({"AWS": "111122223333"}), grant({"AWS": "arn:aws:iam::111122223333:root"}),
         "equivalent"),
        (grant({"Service": "sns.amazonaws.com"}), grant({"AWS": "111122223333"}), "incomparable"),
        ([document(grant("*"), {**grant({"AWS": ROLE}), "Effect": "Deny"})], grant("*"), "less"),
    ],
)  # fmt: skip
def test_principals(a: Any, b: Any, expected: str) -> None:
    assert relation(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (allow("s3:*"), allow("s3:*", **when("StringIs", "s3:prefix", "a")), "operator"),
        (allow("s3:*", **when("Bool", "aws:SecureTransport", "true")),
         allow("s3:*", **when("BoolIfExists", "aws:SecureTransport", "true")),
         "every request has aws:SecureTransport"),
        (allow("s3:*"), grant("*"), "principals"),
        (allow("s3:*", "arn:aws:s3:::b/${aws:username}/x"),
         allow("s3:*", "arn:aws:s3:::b/${aws:username}/?"), "variable"),
    ],
)  # fmt: skip
def test_unknown_by_name(a: Any, b: Any, reason: str) -> None:
    found = compared(a, b).future
    answers = [one for one in (found.a_beyond_b, found.b_beyond_a) if one.answer == "unknown"]
    assert answers
    assert all(reason in one.reason for one in answers)


def hostile() -> list[tuple[str, list[Document], list[Document]]]:
    """Policies within AWS's limits that are made to multiply."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    stars = [f"arn:aws:s3:::b/*{a}*{b}*" for a, b in zip(letters, letters[::-1], strict=True)]
    holes = [f"arn:aws:s3:::b/*{a}{'?' * 30}" for a in letters]
    names = [f"s3:*{a}*{b}*" for a, b in zip(letters, letters[5:] + letters[:5], strict=True)]
    tags = [
        allow("s3:*", Condition={
            "ForAllValues:StringEquals": {"aws:TagKeys": [f"k{n}", f"k{n + 1}"]},
            "ForAnyValue:StringLike": {"aws:TagKeys": f"k{n}*"}}) for n in range(25)
    ]  # fmt: skip
    likes = [allow("s3:*", **when("StringLike", "s3:prefix", f"*{a}*{a}?*")) for a in letters]
    return [
        ("stars", [document(allow("s3:*", stars))], [document(allow("s3:*", stars[1:]))]),
        ("holes", [document(allow("s3:*", holes[:13]))], [document(allow("s3:*", holes[13:]))]),
        ("names", [document(allow(names[:20]))], [document(allow(names[6:]))]),
        ("tags", [document(*tags)], [document(*tags[:12])]),
        ("likes", [document(*likes)], [document(*likes[:20])]),
        ("deep", [document(allow("s3:*", "arn:aws:s3:::" + "*a" * 2900))],
         [document(allow("s3:*", "arn:aws:s3:::" + "*b" * 2900))]),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "a", "b"), hostile(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_no_policy_takes_long(name: str, a: list[Document], b: list[Document]) -> None:
    start = time.process_time()
    found = compared(a, b)
    assert time.process_time() - start < 5
    for one in (found.future.a_beyond_b, found.future.b_beyond_a):
        assert one.answer != "unknown" or one.reason == TOO_MUCH
    if name == "stars":
        assert found.future.b_beyond_a.answer == "no"


@pytest.mark.parametrize("seed", range(25))
def test_laws(seed: int) -> None:
    """Union permits no less, a Deny no more; order and repetition change nothing."""
    a, b = pair(seed, 2, 5)
    allows = document(*[one for one in b["Statement"] if one["Effect"] == "Allow"])
    assert compared([a], [a, allows]).future.a_beyond_b.answer == "no"
    denied = document(*a["Statement"], deny("s3:Get*", "arn:aws:s3:::app/*"))
    assert compared([denied], [a]).future.a_beyond_b.answer == "no"
    assert relation([a], [a, a]) == "equivalent"
    pick = random.Random(seed)
    shuffled = document(*pick.sample(a["Statement"], len(a["Statement"])))
    assert relation([a], [shuffled]) == "equivalent"
    forth, back = compared([a], [b]).future, compared([b], [a]).future
    assert forth.a_beyond_b.answer == back.b_beyond_a.answer
    assert forth.b_beyond_a.answer == back.a_beyond_b.answer


@pytest.mark.parametrize("seed", range(10))
def test_is_transitive(seed: int) -> None:
    pick = random.Random(seed)
    chain = [policy(pick, 3)]
    for _ in range(2):
        more = [one for one in policy(pick, 2)["Statement"] if one["Effect"] == "Allow"]
        chain.append(document(*chain[-1]["Statement"], *more))
    first, middle, last = ([one] for one in chain)
    assert compared(first, middle).future.a_beyond_b.answer == "no"
    assert compared(middle, last).future.a_beyond_b.answer == "no"
    assert compared(first, last).future.a_beyond_b.answer == "no"
