"""Laws of the template reader, over generated and mutilated templates."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywall.estate.resource import Resource
from partywall.kernel.errors import SourceError
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation import read_template
from partywall.sources.reading import Reading

RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
NAMES = ("A", "B", "C")
CONDITIONS = ("X", "Y", "Z")

refs = st.sampled_from([*NAMES, "P", "Q", "AWS::Region", "AWS::NoValue", "AWS::Partition"])
scalars = st.sampled_from(["a", "b", "", 1, True, "10.0.0.0/8", "${A}"])


def calls(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values with functions around them, as templates nest them."""
    condition = st.sampled_from(CONDITIONS)
    return st.one_of(
        st.lists(value, max_size=3),
        st.dictionaries(st.sampled_from(["K", "L", "M"]), value, max_size=3),
        st.tuples(condition, value, value).map(lambda one: {"Fn::If": list(one)}),
        st.lists(value, max_size=3).map(lambda items: {"Fn::Join": ["-", items]}),
        st.tuples(st.integers(0, 2), value).map(lambda one: {"Fn::Select": list(one)}),
        value.map(lambda one: {"Fn::Split": ["-", one]}),
        value.map(lambda one: {"Fn::Base64": one}),
        value.map(lambda one: {"Fn::Sub": ["x${V}y", {"V": one}]}),
        value.map(lambda one: {"Fn::ToJsonString": one}),
        value.map(lambda one: {"Fn::FindInMap": ["Map", one, "k", {"DefaultValue": one}]}),
    )


values = st.recursive(st.one_of(scalars, refs.map(lambda name: {"Ref": name})), calls, max_leaves=8)
decisions = st.recursive(
    st.tuples(refs, st.sampled_from(["a", "b", "aws"])).map(
        lambda one: {"Fn::Equals": [{"Ref": one[0]}, one[1]]}
    ),
    lambda inner: st.one_of(
        inner.map(lambda one: {"Fn::Not": [one]}),
        st.lists(inner, min_size=2, max_size=3).map(lambda all_of: {"Fn::And": all_of}),
        st.lists(inner, min_size=2, max_size=3).map(lambda any_of: {"Fn::Or": any_of}),
    ),
    max_leaves=4,
)
bodies = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(["AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::KMS::Key"]),
        "Properties": st.dictionaries(st.sampled_from(["Bucket", "Tags", "N"]), values),
    },
    optional={"Condition": st.sampled_from(CONDITIONS)},
)
templates = st.fixed_dictionaries(
    {
        "Parameters": st.fixed_dictionaries(
            {
                "P": st.just({"Type": "String"}),
                "Q": st.just({"Type": "String", "AllowedValues": ["a", "b"]}),
            }
        ),
        "Mappings": st.just({"Map": {"a": {"k": "v"}, "b": {"k": "w"}}}),
        "Conditions": st.fixed_dictionaries(dict.fromkeys(CONDITIONS, decisions)),
        "Resources": st.dictionaries(st.sampled_from(NAMES), bodies, min_size=1),
    }
)


def read(template: object, **parameters: str) -> Reading:
    return read_template(json.dumps(template).encode(), "t.json", parameters=parameters)


def turned(value: Any) -> Any:
    """The same JSON with every object's keys in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    return [turned(item) for item in value] if isinstance(value, list) else value


def facts(reading: Reading) -> dict[str, object]:
    """What a reading says of each resource, whatever the order it was written in."""

    def told(resource: Resource) -> object:
        variants = {frozenset(one.when): plain(one.properties) for one in resource.variants}
        return plain(resource.properties), set(resource.guard), variants, resource.hidden

    return {one.address: told(one) for one in reading.resources}


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Unknown):
        return "unknown", frozenset(value.refs), value.prefix, value.suffix, value.present
    return value


@pytest.mark.slow
@RELAXED
@given(templates)
def test_order_changes_nothing(template: dict[str, Any]) -> None:
    assert facts(read(template)) == facts(read(turned(template)))


@pytest.mark.slow
@RELAXED
@given(templates)
def test_the_same_bytes_give_the_same_reading(template: dict[str, Any]) -> None:
    first, second = read(template), read(template)
    assert [str(one) for one in first.diagnostics] == [str(one) for one in second.diagnostics]
    assert facts(first) == facts(second)


def admits(seen: object, real: object) -> bool:
    """Whether what is said of a value leaves room for what it turns out to be."""
    if isinstance(seen, Unknown):
        if seen.among and not isinstance(real, Unknown | dict | list) and real not in seen.among:
            return False
        if isinstance(real, str):
            return real.startswith(seen.prefix) and real.endswith(seen.suffix)
        return real is not None or not seen.present
    if isinstance(seen, dict) and isinstance(real, dict):
        return all(admits(seen.get(key), real.get(key)) for key in {*seen, *real})
    if isinstance(seen, list) and isinstance(real, list):
        many = [isinstance(one, Unknown) and one.many for one in seen]
        if any(many):
            return len(real) >= many.count(False)
        return len(seen) == len(real) and all(map(admits, seen, real))
    return seen == real or isinstance(real, Unknown)


@pytest.mark.slow
@RELAXED
@given(templates, st.sampled_from(["a", "b", "other", ""]), st.sampled_from(["a", "b"]))
def test_what_is_said_without_parameters_holds_for_every_value(
    template: dict[str, Any], p: str, q: str
) -> None:
    """The soundness of the whole reader: no deployment contradicts what was read before it."""
    before = {one.address: one for one in read(template).resources}
    after = {one.address: one for one in read(template, P=p, Q=q).resources}
    for address, real in after.items():
        assert address in before
        assert admits(before[address].properties, real.properties)
        variants = before[address].variants
        if variants and not real.variants:
            assert any(admits(one.properties, real.properties) for one in variants)
    for address, seen in before.items():
        assert address in after or seen.guard


@RELAXED
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_template(data, "t")
    except SourceError as fault:
        assert fault.where.file == "t"


SEED = json.dumps(
    {
        "Transform": ["AWS::LanguageExtensions"],
        "Parameters": {
            "P": {"Type": "String"},
            "L": {"Type": "CommaDelimitedList", "Default": "a"},
        },
        "Conditions": {"X": {"Fn::Equals": [{"Ref": "P"}, "a"]}},
        "Mappings": {"M": {"a": {"b": "c"}}},
        "Resources": {
            "A": {
                "Type": "AWS::S3::Bucket",
                "Condition": "X",
                "Metadata": {"partywall": {"waive": [{"control": "c"}]}},
                "DeletionPolicy": "Retain",
                "DependsOn": ["N"],
                "Properties": {"BucketName": {"Fn::Sub": "a${P}"}, "Tags": [{"Ref": "P"}]},
            },
            "N": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "x.yaml"}},
            "Fn::ForEach::F": ["I", {"Ref": "L"}, {"Q${I}": {"Type": "AWS::SQS::Queue"}}],
        },
        "Outputs": {"O": {"Value": {"Fn::GetAtt": ["A", "Arn"]}}},
    }
)
odd = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "Ref", [], {}, [[]], {"Ref": "A"}, {"Fn::If": []}]
)


@RELAXED
@given(st.data())
def test_mutilated_templates_are_read_or_refused(data: st.DataObject) -> None:
    template = json.loads(SEED)
    for _ in range(data.draw(st.integers(1, 4))):
        node: Any = template
        while isinstance(node, dict | list) and node:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or data.draw(st.booleans()):
                node[key] = deepcopy(data.draw(odd))
                break
            node = node[key]
    try:
        reading = read(template)
    except SourceError:
        return
    for resource in reading.resources:
        json.dumps(resource.properties, default=str)
        for path in resource.positions or ():
            assert resource.where(path).line


@RELAXED
@given(st.integers(0, len(SEED)), st.text("{}[],:\"'\\!&*-#|> \n\t\x00aN0", max_size=4))
def test_damaged_text_is_read_or_refused(at: int, insert: str) -> None:
    for text in (SEED[:at] + insert + SEED[at + 1 :], SEED[:at], insert + SEED):
        try:
            read_template(text.encode(), "t")
        except SourceError as fault:
            assert str(fault)
