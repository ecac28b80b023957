"""Remarks: what is wrong, where, and what was likely meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from access.asking import USER, policy, statement, trust
from partywall.access.lint import lint_text

FINE = statement("Allow", "s3:GetObject", Resource="arn:aws:s3:::shop/*")


def remarks(value: Any, kind: str = "") -> list[tuple[str, str, str]]:
    return [(one.code, one.path, one.suggestion) for one in lint_text(json.dumps(value), kind)]


def test_nothing_to_say() -> None:
    assert remarks(policy(FINE)) == []
    known = {"StringEquals": {"aws:PrincipalTag/Team": "a", "s3:ExistingObjectTag/x": "b"}}
    assert remarks(policy({**FINE, "Condition": known})) == []
    assert remarks(trust("*", Condition={"StringLike": {"idp.example.com:sub": "a*"}})) == []
    assert remarks(trust({"AWS": USER})) == []
    assert remarks(policy(statement("Allow", Principal="*", Resource="*")), "resource") == []


@pytest.mark.parametrize(("change", "code", "path", "suggestion"), [
    ({"Effect": "allow"}, "bad-effect", ".Effect", "Allow"),
    ({"Action": "s3:GetObjct"}, "unknown-action", ".Action", "s3:GetObject"),
    ({"Action": ["s3:GetObject", "lambada:Invoke"]}, "unknown-service", ".Action[1]",
     "lambda:Invoke"),
    ({"Action": "s3:Zap*"}, "action-matches-nothing", ".Action", ""),
    ({"Action": "s3"}, "bad-action", ".Action", ""),
    ({"Action": "s*:Get"}, "bad-action", ".Action", ""),
    ({"Action": []}, "empty-list", ".Action", ""),
    ({"Action": 5}, "not-a-string", ".Action", ""),
    ({"Resource": "shop"}, "not-an-arn", ".Resource", ""),
    ({"Resource": "arn:aws:s3"}, "short-arn", ".Resource", ""),
    ({"Resource": "arn:aws:iam::123:user/x"}, "bad-account", ".Resource", ""),
    ({"Resource": "arn:aws:${aws:x}:::a"}, "variable-in-arn", ".Resource", ""),
    ({"Resource": "arn:aws:s3:::a/${aws:x"}, "open-variable", ".Resource", ""),
    ({"Resource": "arn:aws:*:::a"}, "wildcard-service", ".Resource", ""),
    ({"Resource": "arn:aw:s3:::a"}, "unknown-partition", ".Resource", "aws"),
    ({"NotResource": "*"}, "both-elements", "", ""),
    ({"NotAction": "*"}, "both-elements", "", ""),
    ({"Principle": "*"}, "unknown-element", ".Principle", "Principal"),
    ({"Principal": "*"}, "principal-in-identity-policy", "", ""),
    ({"Sid": "read only"}, "bad-sid", ".Sid", "readonly"),
    ({"Condition": {"StringEqual": {"aws:x": "y"}}}, "unknown-operator", ".Condition.StringEqual",
     "StringEquals"),
    ({"Condition": {"ForAnyValues:StringLikeIfExist": {"aws:x": "y"}}}, "unknown-operator",
     '.Condition["ForAnyValues:StringLikeIfExist"]', "ForAnyValue:StringLike"),
    ({"Condition": {"NullIfExists": {"aws:username": "true"}}}, "unknown-operator",
     ".Condition.NullIfExists", "Null"),
    ({"Condition": {"StringEquals": {"aws:TagKeys": "a"}}}, "several-values",
     '.Condition.StringEquals["aws:TagKeys"]', "ForAnyValue:StringEquals"),
    ({"Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}}, "for-all-values",
     '.Condition["ForAllValues:StringEquals"]["aws:TagKeys"]', '"Null": {"aws:TagKeys": "false"}'),
    ({"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0"}}}, "bad-value",
     '.Condition.IpAddress["aws:SourceIp"]', ""),
    ({"Condition": {"Bool": {"aws:x": "yes"}}}, "bad-value", '.Condition.Bool["aws:x"]', ""),
    ({"Condition": {"DateLessThan": {"aws:x": "soon"}}}, "bad-value",
     '.Condition.DateLessThan["aws:x"]', ""),
    ({"Condition": {"StringEquals": {"aws:x": "a*"}}}, "wildcard-is-text",
     '.Condition.StringEquals["aws:x"]', "StringLike"),
    ({"Condition": {"StringEquals": {"aws:x": "a", "AWS:X": "b"}}}, "duplicate-condition-key",
     '.Condition.StringEquals["AWS:X"]', ""),
    ({"Condition": {"Bool": {"aws:SecureTransprt": "true"}}}, "unknown-condition-key",
     '.Condition.Bool["aws:SecureTransprt"]', "aws:SecureTransport"),
    ({"Condition": {"StringLike": {"s3:prefx": "a"}}}, "unknown-condition-key",
     '.Condition.StringLike["s3:prefx"]', "s3:prefix"),
    ({"Condition": {"Null": {"aws:x": "no"}}}, "bad-value", '.Condition.Null["aws:x"]', ""),
])  # fmt: skip
def test_statements(change: Any, code: str, path: str, suggestion: str) -> None:
    kind = "identity"
    found = remarks(policy({**FINE, **change}), kind)
    assert (code, f"$.Statement[0]{path}", suggestion) in found


@pytest.mark.parametrize(("principal", "code"), [
    ({"AWS": "arn:aws:iam::111111111111:user/*"}, "wildcard-principal"),
    ({"AWS": "AROAEXAMPLEEXAMPLE12"}, "deleted-principal"),
    ({"AWS": "bob"}, "bad-principal"), ({"AWS": "arn:aws:iam::111111111111:group/g"},
                                        "bad-principal"),
    ({"Service": "lambda"}, "bad-service-principal"), ({"Federated": "x"}, "bad-provider"),
    ({"CanonicalUser": "x"}, "bad-canonical-user"), ({"Aws": USER}, "unknown-principal-kind"),
    ("bob", "bad-principal"),
])  # fmt: skip
def test_principals(principal: Any, code: str) -> None:
    found = remarks(policy(statement("Allow", "s3:*", Principal=principal)), "resource")
    assert [one[0] for one in found] == [code]


def test_negated_principals() -> None:
    for effect, code in (("Allow", "allow-not-principal"), ("Deny", "deny-not-principal")):
        one = statement(effect, "s3:*", NotPrincipal={"AWS": USER})
        assert [found[0] for found in remarks(policy(one), "resource")] == [code]


def test_whole_policies() -> None:
    assert [one[0] for one in remarks({"Statement": [FINE]})] == ["no-version"]
    assert ("bad-version", "$.Version", "2012-10-17") in remarks(
        {"Version": "2012-10-18", "Statement": [FINE]}
    )
    twice = policy({**FINE, "Sid": "A"}, {**FINE, "Sid": "A"})
    assert [one[0] for one in remarks(twice)] == ["duplicate-sid"]
    assert [one[0] for one in remarks(policy())] == []
    assert "no-statement" in [one[0] for one in remarks({"Version": "2012-10-17"})]
    assert [one[0] for one in remarks(policy(*[FINE] * 100), "session")] == ["too-long"]
    resource = policy(statement("Allow", "sts:AssumeRole", Principal={"AWS": USER}))
    assert "resource-in-trust-policy" in [one[0] for one in remarks(resource, "trust")]
    assert "allow-in-rcp" in [one[0] for one in remarks(resource, "rcp")]


def test_white_space_counts_only_where_aws_counts_it() -> None:
    text = json.dumps(policy(FINE), indent=400)
    assert [one.code for one in lint_text(text, "scp")] == ["too-long"]
    assert lint_text(text, "managed") == []


VALID = json.loads((Path(__file__).parent / "data" / "valid_policies.json").read_text())


@pytest.mark.parametrize("name", sorted(VALID))
def test_no_false_alarm(name: str) -> None:
    """Policies as AWS's guides and consoles write them; some deserve the warning they get."""
    one = VALID[name]
    assert [code for code, _, _ in remarks(one["policy"], one["kind"])] == one["warned"]


def test_null_beside_for_all_values_is_heard() -> None:
    tags = {"aws:TagKeys": ["a"]}
    beside = {"ForAllValues:StringEquals": tags, "Null": {"aws:TagKeys": "false"}}
    assert remarks(policy({**FINE, "Condition": beside})) == []
    denied = {**FINE, "Effect": "Deny", "Condition": {"ForAllValues:StringEquals": tags}}
    assert remarks(policy(denied)) == []
