"""The comparison against every request of a small universe, decided one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest

from partywall.access.language.reading import read_policy
from partywall.access.rules import BEYOND
from partywall.access.symbolic import compare
from partywall.access.symbolic.answer import Answer

pytestmark = pytest.mark.slow

Statement = dict[str, Any]
Document = dict[str, Any]
Context = dict[str, Any]

ACTIONS = ["s3:getobject", "s3:getobjectacl", "s3:putobject", "s3:x", "sqs:sendmessage", "iam:x"]
RESOURCES = [
    "*",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a/1",
    "arn:aws:s3:::a/b/1",
    "arn:aws:s3:::b/1",
    "arn:aws:s3:::c/a:b",
    "arn:aws:sqs:us-east-1:123456789012:q",
    "arn:aws-cn:sqs:eu-west-1:111122223333:r",
]
REGIONS = [None, "us-east-1", "us-east-2", "eu-west-1", "x"]
NUMBERS = [None, "9", "10", "10.5", "11", "200"]
ADDRESSES = [None, "10.0.0.1", "10.1.0.1", "11.0.0.1", "2001:db8::1"]
TAGS: list[list[str] | None] = [
    None,
    *(list(one) for size in (1, 2, 3) for one in combinations(["a", "b", "xb"], size)),
]

ODD_PATTERN = "arn:aws:*:b/*"
SPANNING = (ODD_PATTERN, "arn:*:sqs:*:*:*")
"""Patterns whose two readings differ on resources of another service."""
ACTION_PATTERNS = ["s3:*", "s3:Get*", "s3:GetObject", "s3:*Object", "s3:GetObject?cl", "sqs:*", "*"]
RESOURCE_PATTERNS = [
    "*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", "arn:aws:s3:::*/1", "arn:aws:s3:::?",
    "arn:aws:s3:::a", "arn:*:sqs:*:*:*", "arn:aws:sqs:*:123456789012:q", ODD_PATTERN,
]  # fmt: skip


def conditions(pick: random.Random) -> dict[str, Any]:
    """One or two conditions over four keys, of every kind of operator."""
    region = pick.choice(
        ["StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "StringEqualsIfExists",
         "StringNotEqualsIfExists", "StringEqualsIgnoreCase"]
    )  # fmt: skip
    number = pick.choice(["NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals"])
    tags = pick.choice(["ForAllValues:StringEquals", "ForAnyValue:StringLike",
                        "ForAnyValue:StringNotEquals", "ForAllValues:StringNotLike"])  # fmt: skip
    like = "Like" in region
    regions = ["us-*", "*-1", "us-east-?"] if like else ["us-east-1", "eu-west-1", "EU-WEST-1"]
    found = [
        (region, "ec2:Region", pick.sample(regions, pick.randint(1, 2))),
        (number, "s3:max-keys", [pick.choice(["10", "11", "200"])]),
        (pick.choice(["IpAddress", "NotIpAddress"]), "s3:Ip", [
            pick.choice(["10.0.0.0/8", "10.0.0.0/16", "2001:db8::/32"])]),
        (tags, "aws:TagKeys", pick.sample(["a", "b", "*b"], pick.randint(1, 2))),
        ("Null", pick.choice(["ec2:Region", "aws:TagKeys"]), [pick.choice(["true", "false"])]),
    ]  # fmt: skip
    chosen: dict[str, Any] = {}
    for operator, key, values in pick.sample(found, pick.randint(1, 2)):
        chosen[operator] = {key: values}
    return chosen


def statement(pick: random.Random) -> Statement:
    found: Statement = {"Effect": pick.choices(["Allow", "Deny"], [3, 1])[0]}
    no = pick.random() < 0.15
    found["NotAction" if no else "Action"] = pick.sample(ACTION_PATTERNS[: 6 if no else 7], 2)
    not_on = pick.random() < 0.15
    patterns = RESOURCE_PATTERNS[1:] if not_on else RESOURCE_PATTERNS
    found["NotResource" if not_on else "Resource"] = pick.sample(patterns, pick.randint(1, 2))
    if pick.random() < 0.5:
        found["Condition"] = conditions(pick)
    return found


def document(pick: random.Random) -> Document:
    count = pick.randint(1, 3)
    return {"Version": "2012-10-17", "Statement": [statement(pick) for _ in range(count)]}


def matches(pattern: str, text: str) -> bool:
    """Wildcards by recursion, with no code of the engine."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return matches(pattern[1:], text) or (bool(text) and matches(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])


def arn_matches(pattern: str, text: str) -> bool:
    wanted = pattern.split(":", 5)
    parts = text.split(":", len(wanted) - 1)
    return len(parts) == len(wanted) and all(map(matches, wanted, parts))


def meets(operator: str, values: Sequence[str], found: Any) -> bool:
    """One condition against what the key holds: None, a text, or a list."""
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return (found is None) is (values[0] == "true")
    base, optional = name.removesuffix("IfExists"), name.endswith("IfExists")
    negated = "Not" in base
    if found is None:
        return optional or (quantifier == "ForAllValues" if quantifier else negated)

    def one(text: str) -> bool:
        return any(compared(base.replace("Not", ""), value, text) for value in values) != negated

    if quantifier == "ForAllValues":
        return all(map(one, found))
    if quantifier == "ForAnyValue":
        return any(map(one, found))
    return one(found)


def compared(base: str, value: str, text: str) -> bool:
    if base == "StringLike":
        return matches(value, text)
    if base == "StringEqualsIgnoreCase":
        return value.lower() == text.lower()
    if base == "IpAddress":
        import ipaddress

        network, address = ipaddress.ip_network(value), ipaddress.ip_address(text)
        return network.version == address.version and address in network
    if base.startswith("Numeric"):
        left, right = float(text), float(value)
        return {"LessThan": left < right, "GreaterThanEquals": left >= right,
                "Equals": left == right}[base.removeprefix("Numeric")]  # fmt: skip
    return value == text


def applies(one: Statement, action: str, resource: str, context: Context) -> bool:
    named = [matches(text.lower(), action) for text in one.get("Action", one.get("NotAction"))]
    if any(named) is ("NotAction" in one):
        return False
    placed = [arn_matches(text, resource) for text in one.get("Resource", one.get("NotResource"))]
    if any(placed) is ("NotResource" in one):
        return False
    return all(
        meets(operator, values, context[key])
        for operator, keys in one.get("Condition", {}).items()
        for key, values in keys.items()
    )


def permits(policy: Document, request: tuple[str, str, Context]) -> bool:
    hits = [one["Effect"] for one in policy["Statement"] if applies(one, *request)]
    return "Allow" in hits and "Deny" not in hits


def universe(pick: random.Random) -> Iterator[tuple[str, str, Context]]:
    """A sample of all requests."""
    spread = list(product(REGIONS, NUMBERS, ADDRESSES, TAGS))
    for action, resource in product(ACTIONS, RESOURCES):
        for region, number, address, tags in pick.sample(spread, 40):
            yield action, resource, {
                "ec2:Region": region, "s3:max-keys": number, "s3:Ip": address, "aws:TagKeys": tags
            }  # fmt: skip


def request_of(answer: Answer) -> tuple[str, str, Context]:
    """The witness as the brute force reads a request."""
    assert answer.witness is not None
    told = answer.witness.as_json()
    given = {key.lower(): value for key, value in told["context"].items()}
    keys = ("ec2:Region", "s3:max-keys", "s3:Ip", "aws:TagKeys")
    context = {key: given.get(key.lower()) for key in keys}
    tags = context["aws:TagKeys"]
    context["aws:TagKeys"] = [tags] if isinstance(tags, str) else tags
    return told["action"].lower(), told["resource"], context


@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_brute_force(seed: int) -> None:
    pick = random.Random(seed)
    a, b = document(pick), document(pick)
    if seed % 3 == 0:
        b["Statement"] = [*a["Statement"], *b["Statement"][:1]]
        pick.shuffle(b["Statement"])
    found = compare([read_policy(a)], [read_policy(b)])
    requests = list(universe(pick))
    for answer, more, less in ((found.future.a_beyond_b, a, b), (found.future.b_beyond_a, b, a)):
        if answer.answer == "unknown":
            assert answer.reason == BEYOND.why
            assert any(one in str((a, b)) for one in SPANNING)
            continue
        differing = [one for one in requests if permits(more, one) and not permits(less, one)]
        if answer.answer == "no":
            assert not differing
        else:
            shown = request_of(answer)
            assert permits(more, shown)
            assert not permits(less, shown)
