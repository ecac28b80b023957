"""Matching: actions, resources, variables, and every condition operator."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access import oracle
from access.asking import USER, allow, decision, deny, policy, statement
from partywall.access.conditions import compile_condition
from partywall.access.context import read_context
from partywall.access.formula import Formula, Untold
from partywall.access.globs import Steps, TooMany, arn_steps, cells, text_steps
from partywall.access.language.operators import parse_operator
from partywall.access.language.records import Condition
from partywall.access.patterns import ArnGlob, Glob, parse_pattern
from partywall.access.rules import solid

NONE: dict[str, Any] = {}


def meets(operator: str, values: Any, context: dict[str, Any], key: str = "aws:k") -> Formula:
    listed = values if isinstance(values, list) else [values]
    one = Condition(operator, key, tuple(listed), parse_operator(operator))
    return compile_condition(one, True)(read_context(context))


def met(operator: str, values: Any, found: Any) -> Formula:
    return meets(operator, values, {"AWS:K": found})


@pytest.mark.parametrize(("operator", "values", "found", "expected"), [
    ("StringEquals", "a", "a", True), ("StringEquals", "a", "A", False),
    ("StringEquals", ["a", "b"], "b", True), ("StringEquals", "a*", "ab", False),
    ("StringNotEquals", ["a", "b"], "b", False), ("StringNotEquals", ["a", "b"], "c", True),
    ("StringEqualsIgnoreCase", "Ab", "aB", True), ("StringNotEqualsIgnoreCase", "A", "a", False),
    ("StringLike", "a*c", "abbc", True), ("StringLike", "a?c", "abbc", False),
    ("StringLike", "", "", True), ("StringNotLike", "a*", "b", True),
    ("stringlike", "A", "A", True),
    ("NumericEquals", "10", "10.0", True), ("NumericEquals", "10", 10, True),
    ("NumericLessThan", "10", "9.5", True), ("NumericLessThan", "10", "10", False),
    ("NumericLessThanEquals", "10", "10", True), ("NumericGreaterThan", "10", "11", True),
    ("NumericGreaterThanEquals", "10", "10", True), ("NumericNotEquals", "10", "11", True),
    ("NumericLessThan", "10", "many", False), ("NumericEquals", "ten", "10", False),
    ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", True),
    ("DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", True),
    ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", True),
    ("DateEquals", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", True),
    ("DateLessThan", "2026", "2025-06", True), ("DateLessThan", "soon", "2025", False),
    ("Bool", "true", True, True), ("Bool", "True", "true", True), ("Bool", "false", True, False),
    ("BinaryEquals", "QQ==", "QQ==", True), ("BinaryEquals", "QQ==", "Qg==", False),
    ("IpAddress", "10.0.0.0/8", "10.1.2.3", True), ("IpAddress", "10.0.0.0/8", "11.0.0.0", False),
    ("IpAddress", "10.0.0.1", "10.0.0.1", True), ("NotIpAddress", "10.0.0.0/8", "11.0.0.0", True),
    ("IpAddress", "2001:DB8::/32", "2001:db8::1", True), ("IpAddress", "::/0", "10.0.0.1", False),
    ("ArnEquals", "arn:aws:sns:*:1:t*", "arn:aws:sns:eu:1:topic", True),
    ("ArnLike", "arn:aws:s:*:1:f/*", "arn:aws:s:us:9:store/abc:1:f/d.txt", False),
    ("StringLike", "arn:aws:s:*:1:f/*", "arn:aws:s:us:9:store/abc:1:f/d.txt", True),
    ("ArnNotLike", "arn:aws:sns:*:1:*", "arn:aws:sqs:eu:1:q", True),
    ("ArnLike", "arn:aws:sns:eu:1:a*", "arn:aws:sns:eu:1:a:b/c", True),
    ("Null", "true", "x", False), ("Null", "false", "x", True), ("Null", "true", [], True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
    ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
    ("ForAllValues:StringEquals", "a", [], True), ("ForAnyValue:StringEquals", "a", [], False),
    ("ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], True),
    ("ForAnyValue:StringEquals", "a", "", False), ("ForAllValues:StringEquals", "a", "", True),
    ("ForAllValues:StringNotEquals", "a", ["b", "c"], True),
    ("ForAllValues:StringNotEquals", "a", ["b", "a"], False),
    ("ForAnyValue:StringNotEquals", "a", ["a", "b"], True),
    ("ForAnyValue:StringNotEquals", "a", ["a"], False),
    ("StringEquals", "a", ["a"], True), ("StringNotEquals", "a", ["b", "c"], True),
])  # fmt: skip
def test_operators(operator: str, values: Any, found: Any, expected: bool) -> None:
    """Pages: reference_policies_elements_condition_operators, …_single-vs-multi-valued-…"""
    assert met(operator, values, found) is expected


@pytest.mark.parametrize(("operator", "expected"), [
    ("StringEquals", False), ("StringNotEquals", True), ("StringLike", False),
    ("StringNotLike", True), ("NumericEquals", False), ("NumericNotEquals", True),
    ("DateLessThan", False), ("DateNotEquals", True), ("Bool", False), ("BinaryEquals", False),
    ("IpAddress", False), ("NotIpAddress", True), ("ArnLike", False), ("ArnNotEquals", True),
    ("StringEqualsIfExists", True), ("StringNotEqualsIfExists", True), ("BoolIfExists", True),
    ("ForAllValues:StringEquals", True), ("ForAnyValue:StringEquals", False),
    ("ForAllValues:StringNotEquals", True), ("ForAnyValue:StringNotEquals", False),
    ("ForAnyValue:StringEqualsIfExists", True),
])  # fmt: skip
def test_missing_keys(operator: str, expected: bool) -> None:
    """Page: reference_policies_elements_condition_operators, "Important"."""
    assert meets(operator, "1", NONE) is expected
    assert meets("Null", "true", NONE) is True
    assert meets("Null", "false", NONE) is False


@pytest.mark.parametrize(("operator", "values", "found"), [
    ("StringEquals", "a", ["a", "b"]),  # an operator for one value, and the values differ
    ("StringNotEquals", "${aws:gone}", "a"),  # "might cause the entire statement to be invalid"
    ("NumericNotEquals", "10", "many"), ("NotIpAddress", "10.0.0", "10.0.0.1"),
    ("Null", "maybe", "x"), ("StringEqualz", "a", "a"), ("NullIfExists", "true", "x"),
])  # fmt: skip
def test_what_is_not_documented_is_not_told(operator: str, values: Any, found: Any) -> None:
    assert isinstance(met(operator, values, found), Untold)


VARIABLE = "reference_policies_variables"


@pytest.mark.parametrize(("text", "context", "version", "expected"), [
    ("home/${aws:username}/*", {"aws:username": "ann"}, "2012-10-17", True),
    ("home/${aws:username}/*", {"aws:username": "bob"}, "2012-10-17", False),
    ("home/${AWS:UserName}/*", {"aws:username": "ann"}, "2012-10-17", True),
    ("home/${aws:username}/*", {"aws:username": "ann"}, "2008-10-17", False),
    ("home/${aws:PrincipalTag/t}/*", {}, "2012-10-17", False),
    ("home/${aws:PrincipalTag/t, 'ann'}/*", {}, "2012-10-17", True),
    ("home/${aws:PrincipalTag/t, 'ann'}/*", {"aws:PrincipalTag/t": "bob"}, "2012-10-17", False),
    ("home/${aws:TagKeys}/*", {"aws:TagKeys": ["ann"]}, "2012-10-17", False),
    ("home/${aws:x}/*", {"aws:x": "*"}, "2012-10-17", False),
    ("home/a${*}n/*", {}, "2012-10-17", False),
])  # fmt: skip
def test_variables_in_resources(text: str, context: Any, version: str, expected: bool) -> None:
    """Page: reference_policies_variables."""
    one = policy(statement("Allow", Resource=f"arn:aws:s3:::b/{text}"), version=version)
    role = "arn:aws:iam::111111111111:role/app"
    found = decision(role, "s3:GetObject", "arn:aws:s3:::b/home/ann/f", identity_policies=[one],
                     context=context)  # fmt: skip
    assert (found == "ALLOW") is expected


def test_escaped_wildcards_are_plain_text() -> None:
    """Page: reference_policies_variables, "Special characters"."""
    assert met("StringLike", "a${*}b", "a*b") is True
    assert met("StringLike", "a${*}b", "axb") is False
    assert met("StringEquals", "cost${$}", "cost$") is True
    assert met("StringLike", "${?}", "x") is False


def test_unknown_variable_leaves_a_condition_on_it() -> None:
    one = allow(Resource="arn:aws:s3:::b/${aws:PrincipalTag/team}/*")
    layers: Any = {"identity_policies": [one], "unknown": True}
    assert decision(USER, "s3:GetObject", "arn:aws:s3:::b/x/1", **layers) == "CONDITIONAL"
    assert decision(USER, "s3:GetObject", "arn:aws:s3:::c/x/1", **layers) == "IMPLICIT_DENY"


@pytest.mark.parametrize(("element", "pattern", "action", "expected"), [
    ("Action", "s3:getobject", "S3:GetObject", True), ("Action", "s3:Get*", "s3:GetObject", True),
    ("Action", "s3:?etObject", "s3:GetObject", True), ("Action", "*", "s3:GetObject", True),
    ("Action", "s3:*Acl", "s3:GetObject", False), ("Action", "*:*", "s3:GetObject", True),
    ("NotAction", "iam:*", "s3:GetObject", True), ("NotAction", "s3:*", "s3:GetObject", False),
    ("NotAction", ["iam:*", "s3:Get*"], "s3:GetObject", False),
])  # fmt: skip
def test_actions(element: str, pattern: Any, action: str, expected: bool) -> None:
    """Pages: reference_policies_elements_action, …_notaction."""
    one = {"Effect": "Allow", element: pattern, "Resource": "*"}
    found = decision(USER, action, identity_policies=[policy(one)])
    assert (found == "ALLOW") is expected


@pytest.mark.parametrize(("pattern", "resource", "expected"), [
    ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y:z", True),
    ("arn:aws:s3:::B/*", "arn:aws:s3:::b/x", False),
    ("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu:1:q", True),
    ("arn:aws:sqs:*:2:q", "arn:aws:sqs:eu:1:q", False),
    ("arn:aws:sqs:eu:*", "arn:aws:sqs:eu:1:q", True),
    ("arn:aws:logs:eu:1:log-group:*:log-stream:s", "arn:aws:logs:eu:1:log-group:g/a:log-stream:s",
     True),
    ("arn:aws:ec2:*:*:instance/i-?", "arn:aws:ec2:eu:1:instance/i-1", True),
    ("arn:aws:ec2:*:*:instance/i-?", "arn:aws:ec2:eu:1:instance/i-12", False),
])  # fmt: skip
def test_resources(pattern: str, resource: str, expected: bool) -> None:
    """Page: reference_policies_elements_resource."""
    assert ArnGlob(solid(parse_pattern(pattern))).matches(resource) is expected
    one = {"Effect": "Deny", "Action": "*", "NotResource": pattern}
    found = decision(USER, "s3:Any", resource, identity_policies=[allow(), policy(one)],
                     resource_account="111111111111")  # fmt: skip
    assert (found == "ALLOW") is expected


@pytest.mark.parametrize(("pattern", "resource"), [
    ("arn:aws:sqs:*:q", "arn:aws:sqs:eu:1:q"),
    ("arn:aws:sqs:*:2:q", "arn:aws:sqs:eu:1:x:2:q"),
])  # fmt: skip
def test_a_star_that_may_go_beyond_the_colon(pattern: str, resource: str) -> None:
    """Page: reference_policies_elements_resource: "it can expand to match beyond the colon"."""
    one = allow(Resource=pattern)
    found = decision(USER, "sqs:SendMessage", resource, identity_policies=[one],
                     resource_account="111111111111")  # fmt: skip
    assert found == "UNKNOWN"
    assert ArnGlob(solid(parse_pattern(pattern))).matches(resource) is False


TEXTS = ["".join(chars) for size in range(5) for chars in itertools.product("ab:", repeat=size)]
PATTERNS = st.text("ab:*?", max_size=5)


@settings(deadline=None)
@given(PATTERNS, st.text("ab:", max_size=8))
def test_globs_match_as_a_regular_expression_does(pattern: str, text: str) -> None:
    assert Glob(solid(parse_pattern(pattern))).matches(text) is oracle.fits(pattern, text)


@settings(deadline=None)
@given(st.lists(PATTERNS, max_size=3))
def test_cells_are_exactly_the_combinations_that_occur(patterns: list[str]) -> None:
    tokens = [solid(parse_pattern(one)) for one in patterns]
    found = cells([text_steps(one) for one in tokens])
    globs = [Glob(one) for one in tokens]
    seen: dict[int, str] = {}
    for text in [*TEXTS, *(f"{one}x" for one in TEXTS), "xx", "xax"]:
        seen.setdefault(sum(1 << n for n, glob in enumerate(globs) if glob.matches(text)), text)
    assert set(seen) <= set(found)
    for combination, witness in found.items():
        matched = sum(1 << n for n, glob in enumerate(globs) if glob.matches(witness))
        assert matched == combination
        if combination in seen:
            assert len(witness) <= len(seen[combination])


@settings(deadline=None)
@given(st.text("a:*?", max_size=7), st.text("a:", max_size=9))
def test_the_automaton_for_arns_agrees_with_the_pattern(pattern: str, text: str) -> None:
    tokens = solid(parse_pattern(pattern))
    literal: Steps = text_steps((text,)) if text else ()
    found = cells([literal, arn_steps(tokens)], within=(0,))
    assert (0b11 in found) is ArnGlob(tokens).matches(text)


def test_too_many_states_are_an_error_and_not_a_hang() -> None:
    patterns = [text_steps(solid(parse_pattern(f"*{c}*{d}*{c}*"))) for c in "abcd" for d in "efgh"]
    with pytest.raises(TooMany):
        cells(patterns, most=2_000)


def test_notresource_with_a_lost_variable_is_not_told() -> None:
    one = {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/${aws:gone}"}
    assert decision(USER, identity_policies=[policy(one)]) == "UNKNOWN"
    assert decision(USER, identity_policies=[policy(one), deny()]) == "EXPLICIT_DENY"
