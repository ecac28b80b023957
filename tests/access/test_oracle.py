"""The decision agrees with a slow evaluator that shares no code with it, known or not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from access import oracle
from partywall.access.conditions import compile_test, resolve
from partywall.access.context import Context, Values, read_context
from partywall.access.decide import decide
from partywall.access.decision import Decision, Outcome
from partywall.access.formula import (
    Every,
    Fits,
    Formula,
    KeyTest,
    Not,
    Some,
    both,
    either,
    opposite,
)
from partywall.access.patterns import compile_arn, parse_pattern
from partywall.access.requests import answer, read_request
from partywall.access.resources import decide_all

pytestmark = pytest.mark.slow

SEEDS = range(40)
EACH = 40


def requests(seed: int) -> list[dict[str, Any]]:
    generator = oracle.Generator(seed)
    return [generator.request() for _ in range(EACH)]


@pytest.mark.parametrize("seed", SEEDS)
def test_known_contexts(seed: int) -> None:
    for request in requests(seed):
        found = answer(json.dumps(request).encode())
        assert found["decision"] == oracle.decide(request), (request, found)


def within(formula: Formula, context: Context) -> Formula:
    """The formula with the answers of a context put in."""
    if isinstance(formula, Every):
        return both(*[within(part, context) for part in formula.parts])
    if isinstance(formula, Some):
        return either(*[within(part, context) for part in formula.parts])
    if isinstance(formula, Not):
        return opposite(within(formula.one, context))
    if isinstance(formula, Fits):
        value = resolve(parse_pattern(formula.pattern, True, True), context)
        assert value is None or isinstance(value, tuple)
        return value is not None and compile_arn(value).matches(formula.resource)
    return compile_test(formula)(context) if isinstance(formula, KeyTest) else formula


@pytest.mark.parametrize("seed", SEEDS)
def test_unknown_contexts(seed: int) -> None:
    """Whatever the unknown keys turn out to be, the answer given before was right about it."""
    for request in requests(seed):
        decision = decide(*read_request(json.dumps(request).encode(), unknown=True))
        outcomes = set()
        for context in oracle.completions(request):
            outcome = oracle.decide(request | {"context": context})
            outcomes.add(outcome)
            expected = within(decision.allow_if, read_context(context))
            assert expected is (outcome == "ALLOW"), (request, context, decision.because)
        assert_as_sharp(decision, outcomes, request)


@pytest.mark.parametrize("seed", range(20))
def test_variables(seed: int) -> None:
    """The same with variables in resources, known and not."""
    generator = oracle.Generator(seed, variables=True)
    for _ in range(EACH):
        request = generator.request()
        asked = json.dumps(request).encode()
        assert answer(asked)["decision"] == oracle.decide(request), request
        decision = decide(*read_request(asked, unknown=True))
        for context in oracle.completions(request):
            outcome = oracle.decide(request | {"context": context})
            expected = within(decision.allow_if, read_context(context))
            assert expected is (outcome == "ALLOW"), (request, context, decision.because)


def assert_as_sharp(decision: Decision, outcomes: set[str], request: dict[str, Any]) -> None:
    """What every completion agrees on is said plainly, and only that."""
    if outcomes == {"ALLOW"}:
        assert decision.outcome is Outcome.ALLOW, (request, decision.because)
    elif "ALLOW" not in outcomes:
        assert decision.outcome in (Outcome.IMPLICIT_DENY, Outcome.EXPLICIT_DENY), request
    else:
        assert decision.outcome is Outcome.CONDITIONAL, (request, decision.because)


@pytest.mark.parametrize("seed", range(12))
def test_patterns_of_resources(seed: int) -> None:
    """Every resource that matches is decided as one of the witnesses, and each witness matches."""
    generator = oracle.Generator(seed)
    for _ in range(EACH):
        request = generator.request()
        service = request["action"].partition(":")[0]
        pattern = {"s3": "arn:aws:s3:::?/*", "sqs": "arn:aws:sqs:eu-west-1:*:?"}[service]
        if service == "sqs":
            request["resource_account"] = oracle.ME
        asked = json.dumps(request | {"resource": pattern}).encode()
        spread = decide_all(*read_request(asked))
        assert not spread.unsure
        outcomes = {decision.outcome.value for _, decision in spread.found}
        for witness, decision in spread.found:
            assert oracle.resource_fits(pattern, witness)
            assert oracle.decide(request | {"resource": witness}) == decision.outcome.value
        samples = [*oracle.RESOURCES[service], "arn:aws:s3:::b/", "arn:aws:s3:::z/zk"]
        for resource in samples:
            if oracle.resource_fits(pattern, resource):
                assert oracle.decide(request | {"resource": resource}) in outcomes


def test_the_oracle_sees_a_difference() -> None:
    """A test that compares two evaluators is worth something only if they can disagree."""
    request = {
        "principal": oracle.PRINCIPALS[0],
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k",
        "identity_policies": [
            {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
        ],
    }
    assert oracle.decide(request) == "ALLOW"
    assert oracle.decide(request | {"action": "sqs:SendMessage"}) == "IMPLICIT_DENY"
    assert Values(("a",)) != Values(("a",), many=True)
