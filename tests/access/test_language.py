"""Reading policies: nothing is dropped, nothing is guessed, nothing crashes."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access import oracle
from access.asking import USER, allow, policy, statement
from partywall.access.context import read_context
from partywall.access.decide import decide
from partywall.access.decision import Decision, Outcome
from partywall.access.language import Policy, normalise, read_policy, read_policy_text
from partywall.access.language.operators import NAMES, parse_operator
from partywall.access.layers.layer import Attached
from partywall.access.lint import lint_text, lint_value
from partywall.access.requester import parse_requester
from partywall.access.rules import Rules
from partywall.access.situation import Request, Situation
from partywall.kernel.unknown import Unknown

WHY = Unknown("set by a parameter")


def decided(*values: Any) -> Decision:
    policies = tuple(Attached(f"p{n}", Rules(read_policy(one))) for n, one in enumerate(values))
    request = Request(
        parse_requester(USER), "s3:GetObject", "arn:aws:s3:::shop/1", read_context({})
    )
    return decide(request, Situation(identity=policies))


def test_text_and_value_are_the_same_policy() -> None:
    value = policy(statement("Allow", "s3:*", Sid="A"), statement("Deny", ["a:b"]))
    assert read_policy_text(json.dumps(value)) == read_policy(value)
    assert read_policy_text(json.dumps(value)) is read_policy_text(json.dumps(value))


@pytest.mark.parametrize(("unknown", "outcome"), [
    (WHY, Outcome.UNKNOWN),
    (policy(statement("Allow", WHY)), Outcome.UNKNOWN),  # type: ignore[arg-type]
    (policy(statement("Allow", Unknown("x", prefix="ec2:"))), Outcome.IMPLICIT_DENY),  # type: ignore[arg-type]
    (policy(statement("Allow", Unknown("x", among=("s3:*", "s3:Get*")))), Outcome.ALLOW),  # type: ignore[arg-type]
    (policy(statement("Allow", Resource=WHY)), Outcome.UNKNOWN),
    (policy(statement("Allow", Resource=Unknown("x", prefix="arn:aws:sns:"))),
     Outcome.IMPLICIT_DENY),
    (policy(statement("Allow", Resource=["*", WHY])), Outcome.ALLOW),
    (policy({**statement("Allow"), "Effect": WHY}), Outcome.UNKNOWN),
    (policy(statement("Allow", Condition=WHY)), Outcome.UNKNOWN),
    (policy(statement("Allow", Condition={"StringEquals": {"aws:x": WHY}})),
     Outcome.IMPLICIT_DENY),
    (policy(statement("Allow", Condition={"StringEquals": {"aws:ViaAWSService": WHY}})),
     Outcome.IMPLICIT_DENY),
    (policy(statement("Allow", Condition={"StringEquals": {"aws:PrincipalType": ["User", WHY]}})),
     Outcome.ALLOW),
    (policy(statement("Allow", Condition={"StringNotEquals": {"aws:PrincipalType": WHY}})),
     Outcome.UNKNOWN),
    (policy(WHY), Outcome.UNKNOWN),  # type: ignore[arg-type]
])  # fmt: skip
def test_unknown_leaves(unknown: Any, outcome: Outcome) -> None:
    """A partly unknown policy is kept: what is known decides, and the rest is a doubt."""
    found = decided(unknown)
    assert found.outcome is outcome, found.because
    assert lint_value(unknown) == [] or all(one.level == "warning" for one in lint_value(unknown))


def test_a_doubt_is_named() -> None:
    assert "set by a parameter" in decided(policy(statement("Allow", Resource=WHY))).because


@pytest.mark.parametrize("text", [
    "", "nonsense", "[1]", "null", '{"Statement": 1}', "[" * 5000, '{"Statement": [{}]}',
    '{"a":' * 200 + "1" + "}" * 200,
])  # fmt: skip
def test_what_is_no_policy_is_a_flaw(text: str) -> None:
    found = read_policy_text(text)
    assert found.flaws or found.statements[0].flaws
    assert decided(allow(), text).outcome is Outcome.UNKNOWN


def test_duplicate_keys_are_kept_as_a_flaw() -> None:
    text = '{"Statement": [{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}]}'
    assert read_policy_text(text).flaws == ("the key 'Effect' is written twice",)
    assert [one.code for one in lint_text(text) if one.level == "error"] == ["duplicate-key"]


@pytest.mark.parametrize("name", NAMES)
def test_operators_are_known_in_every_form(name: str) -> None:
    assert parse_operator(name) == parse_operator(name.upper())
    if name != "Null":
        assert parse_operator(f"ForAnyValue:{name}IfExists") is not None
    assert parse_operator(f"ForSomeValue:{name}") is None
    assert parse_operator(f"{name}X") is None


@pytest.mark.parametrize("seed", range(10))
def test_the_normal_form_decides_alike(seed: int) -> None:
    generator = oracle.Generator(seed)
    shuffled = random.Random(seed)
    for _ in range(40):
        value = generator.policy()
        found = read_policy(value)
        normal = normalise(found)
        assert normalise(normal) == normal
        other = json.loads(json.dumps(value))
        shuffled.shuffle(other["Statement"])
        assert normalise(read_policy({**other, "Id": "x"})) == normal
        assert outcome_of(normal) is outcome_of(found)


def outcome_of(found: Policy) -> Outcome:
    request = Request(
        parse_requester(USER), "s3:GetObject", "arn:aws:s3:::b/k", read_context({"aws:x": "ab"})
    )
    return decide(request, Situation(identity=(Attached("p", Rules(found)),))).outcome


def test_the_normal_form_tells_apart() -> None:
    one, other = allow("s3:*"), allow("s3:GetObject")
    assert normalise(read_policy(one)) != normalise(read_policy(other))
    repeated = allow(["S3:*", "s3:*"], Sid="A")
    assert normalise(read_policy(one)) == normalise(read_policy(repeated))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Version", "Statement", "Effect", "Action", "Resource", "Principal",
                             "Condition", "StringLike", "AWS", "Sid", "NotAction", "Null"]),
            inner, max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)
@given(JSON)
def test_anything_can_be_read_and_linted(value: Any) -> None:
    text = json.dumps(value)
    assert isinstance(read_policy_text(text), Policy)
    lint_text(text)
    lint_value(value)
    assert decided(value).outcome in Outcome


@settings(deadline=None)
@given(st.text(max_size=60) | st.text('{}[]",:AEffect*$\\', max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(read_policy_text(text), Policy)
