"""Questions in lines of JSON: what is asked, what is answered, what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from partywall.line.batch import Answer, BadRow, answer, ask, layer_named
from partywall.line.layer import LAYERS
from partywall.line.lines import Lines

TODAY = date(2026, 11, 23)
VOLUME = "AWS::EC2::Volume"


def put(properties: Any, layer: str = "encryption-at-rest", type_name: str = VOLUME) -> Answer:
    row = {"id": 7, "type": type_name, "properties": properties, "layer": layer}
    return answer(ask(json.dumps(row).encode()), Lines(TODAY))


def test_an_answer() -> None:
    found = put({"Encrypted": True})
    assert (found.id, found.party, found.because) == (
        7,
        "shared",
        "Encrypted is true (not told when absent)",
    )
    assert set(found.duties) == {"aws", "customer"}
    assert found.source.startswith("https://docs.aws.amazon.com/")
    assert not found.unresolved


@pytest.mark.parametrize("spelling", ["id", "short", "title"])
def test_a_layer_has_three_spellings(spelling: str) -> None:
    for layer in LAYERS:
        assert layer_named(getattr(layer, spelling)) is layer


@pytest.mark.parametrize(
    "value",
    [{"Ref": "P"}, {"Fn::If": ["C", True, False]}, {"Fn::GetAtt": ["A", "B"]}],
)
def test_an_intrinsic_function_is_unknown(value: Any) -> None:
    found = put({"Encrypted": value})
    assert (found.party, found.unresolved) == ("shared", "Encrypted")
    assert " Or: " in found.duties["customer"]


def test_no_value_is_absent() -> None:
    cluster = "AWS::Redshift::Cluster"
    absent = put({}, type_name=cluster)
    assert put({"Encrypted": {"Ref": "AWS::NoValue"}}, type_name=cluster) == absent
    assert put({"Encrypted": None}, type_name=cluster) == absent


def test_elements_that_a_function_gives_may_be_any() -> None:
    rule = {"Status": "Enabled", "Transitions": [{"StorageClass": "ONEZONE_IA"}]}
    bucket = "AWS::S3::Bucket"

    def party(*rules: Any) -> tuple[str, bool]:
        found = put({"LifecycleConfiguration": {"Rules": rules}}, "resilience", bucket)
        return found.party, bool(found.unresolved)

    assert party() == ("aws", False)
    assert party(rule) == ("shared", False)
    assert party({"Fn::If": ["C", rule, {"Ref": "AWS::NoValue"}]}) == ("shared", True)
    assert party({"Fn::If": ["C", rule, rule]}, rule) == ("shared", False)


def test_a_type_without_a_line_is_answered_as_open() -> None:
    found = put({}, type_name="AWS::Nobody::Drew")
    assert (found.party, found.because, found.unresolved) == (
        "customer", "unclassified type", "AWS::Nobody::Drew",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"", "not JSON"),
        (b"[]", "not a question: Expected `object`"),
        (b'{"id": 1', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"id": 1, "type": "AWS::S3::Bucket", "layer": "keys"}', "`properties`"),
        (b'{"id": 1.5, "type": "AWS::S3::Bucket", "properties": {}, "layer": "keys"}', "$.id"),
        (b'{"id": 1, "type": "AWS::S3::Bucket", "properties": [], "layer": "keys"}',
         "$.properties"),
        (b'{"id": 1, "type": "bucket", "properties": {}, "layer": "keys"}',
         "'bucket' is no CloudFormation type"),
        (b'{"id": 1, "type": "A::B", "properties": {"Fn::If": []}, "layer": "keys"}',
         "write them out"),
        (b'{"id": 1, "type": "A::B", "layer": "keys", "properties": {"a": '
         + b"[" * 100_000 + b"]" * 100_000 + b"}}", "nested too deeply"),
    ],
)  # fmt: skip
def test_a_bad_row_says_why(row: bytes, reason: str) -> None:
    with pytest.raises(BadRow) as caught:
        ask(row)
    assert reason in str(caught.value)


def test_an_unknown_layer_names_its_neighbours() -> None:
    with pytest.raises(BadRow, match="no layer 'kees'; did you mean keys"):
        put({}, "kees")
    with pytest.raises(BadRow, match="there are site, hardware"):
        put({}, "")
