"""The text of a template: places, limits, and everything that can be wrong with it."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest
import yaml

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation import read_template
from partywall.sources.cloudformation.loading import load
from partywall.sources.reading import Reading


def read(text: str | bytes) -> Reading:
    return read_template(text.encode() if isinstance(text, str) else text, "t.yaml")


PLACED = """\
Conditions:
  Never: !Equals [a, b]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${AWS::StackName}-b"
      Tags:
        - !If [Never, {Key: gone}, !Ref AWS::NoValue]
        - Key: first
          Value: 1
        - {Key: second, Value: 2}
      VersioningConfiguration: !If
        - Never
        - Status: Off
        - Status: Enabled
"""


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_every_place_is_that_of_the_key_in_the_text(form: str) -> None:
    text = PLACED
    if form == "json":
        text = json.dumps(load(PLACED.encode(), "t").value, indent=2)
    bucket = read(text).resources[0]
    lines = text.splitlines()

    def at(*path: str | int) -> str:
        where = bucket.where(path)
        return lines[where.line - 1][where.column - 1 :].lstrip('"')

    assert lines[bucket.place.line - 1].lstrip(' "').startswith("Bucket")
    assert at("BucketName").startswith("BucketName")
    assert at("Tags", 0, "Value").startswith("Value")
    assert at("Tags", 1, "Key").startswith("Key")
    assert "second" in lines[bucket.where(("Tags", 1, "Key")).line - 1]
    assert at("VersioningConfiguration", "Status").startswith("Status")
    assert "Enabled" in lines[bucket.where(("VersioningConfiguration", "Status")).line - 1]
    assert at("Tags", 0, "Value") != at("Tags", 1, "Value")
    assert bucket.where(("Nope", "Deeper")) == bucket.place


def test_positions_are_a_mapping_of_what_is_written() -> None:
    positions = read(PLACED).resources[0].positions
    assert positions is not None
    assert positions["BucketName",] == (7, 7)
    assert ("Tags", 1, "Key") in set(positions)
    assert len(positions) == len(set(positions))
    with pytest.raises(KeyError):
        positions["Nope",]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "no mapping", 0),
        (b"[1]", "no mapping", 0),
        (b"just text", "no mapping", 0),
        (b"{}", 'no "Resources"', 0),
        (b"Resources: 3", 'no "Resources"', 0),
        (b"Resources:\n  A:\n\t  Type: x", "not YAML", 3),
        (b"Resources:\n  A: {Type: x", "not YAML", 3),
        (b'{"Resources": {"A": {"Type": "x"}', "not JSON", 1),
        (b'{\n"Resources": {"A": 1},\n]', "not JSON", 3),
        (b'{"Resources": {"A": "\\ud800"}}', "surrogate", 0),
        (b"Resources:\n  A: caf\xe9", "not UTF-8", 2),
        (b"\xff\xfeR", "not UTF-16", 0),
        (b"a: 1\n---\nResources: {}", "second document", 2),
        (b"Resources: *nowhere", "not defined", 1),
        (b"Resources: &a\n  B: *a", "contains itself", 2),
        (b"Resources:\n  ? [a]\n  : b", "key that is not a text", 2),
        (b"Resources:\n  <<: 3", "<< takes a mapping", 2),
        (b"[" * 500, "nested deeper", 1),
        (b'{"a":' * 100_000, "nested deeper", 0),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "nested deeper", 0),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_where(data: bytes, message: str, line: int) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read(data)
    assert caught.value.where.line == line
    assert caught.value.where.file == "t.yaml"


def test_deep_chains_of_aliases_are_refused() -> None:
    chain = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200)]
    with pytest.raises(SourceError, match="nested deeper"):
        read("\n".join(chain))


def test_alias_bomb_is_refused_in_little_time_and_memory() -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(SourceError, match="aliases stand for more") as caught:
        read("\n".join(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.where.line in range(5, 9)
    assert time.process_time() - began < 1
    assert peak < 5_000_000


def test_utf_16_with_a_mark_is_read() -> None:
    reading = read("Resources: {B: {Type: AWS::S3::Bucket}}".encode("utf-16"))
    assert [one.address for one in reading.resources] == ["B"]


def test_aliases_and_merges_are_written_out() -> None:
    text = """
Shared: &tags {Key: a, Value: b}
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      Tags: [*tags, {<<: *tags, Value: c}]
"""
    (bucket,) = read(text).resources
    assert bucket.properties["Tags"] == [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}]


def test_json_with_comments_is_read_as_yaml() -> None:
    (bucket,) = read('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}} # note').resources
    assert bucket.type == "AWS::S3::Bucket"


TWICE = """\
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: one
      BucketName: two
  C: {Type: AWS::S3::Bucket}
  C: {Type: AWS::SQS::Queue}
"""


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_key_written_twice_is_no_fact(form: str) -> None:
    text = TWICE
    if form == "json":
        text = (
            '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties":\n'
            ' {"BucketName": "one",\n "BucketName": "two"}},\n'
            '"C": {"Type": "AWS::S3::Bucket"},\n"C": {"Type": "AWS::SQS::Queue"}}}'
        )
    reading = read(text)
    bucket, queue = reading.resources
    name = bucket.properties["BucketName"]
    assert isinstance(name, Unknown)
    assert name.among == ("one", "two")
    assert queue.type == "AWS::SQS::Queue"
    errors = [one for one in reading.diagnostics if one.level == "error"]
    assert [one.message for one in errors] == ["C is declared twice; only the last one is checked"]
    again = {one.where.line for one in reading.diagnostics if "again" in one.message}
    assert again == ({6, 8} if form == "yaml" else {3, 5})


BAD = """\
Resources:
  Good: {Type: AWS::S3::Bucket}
  Module: {Type: !Rain::Module x.yml}
  Whole: !Rain::Module y.yml
  NoType: {Properties: {A: 1}}
  Odd: {Type: Bucket}
  Text: hello
  Listed: {Type: AWS::S3::Bucket, Properties: [a]}
  Kit: {Type: Our::S3::Kit::MODULE}
"""


def test_one_bad_resource_never_hides_the_others() -> None:
    reading = read(BAD)
    assert [one.address for one in reading.resources] == ["Good"]
    errors = {one.where: one for one in reading.diagnostics if one.level == "error"}
    assert {where.line for where in errors} == {3, 4, 5, 6, 7, 8, 9}
    module = errors[Span("t.yaml", 3, 3)]
    assert "!Rain::Module" in module.message
    assert module.hint


def test_sections_of_the_wrong_kind_are_remarked() -> None:
    reading = read("Parameters: [a]\nResources: {B: {Type: AWS::S3::Bucket}}")
    assert [one.message for one in reading.diagnostics] == [
        "Parameters is no mapping and is not read"
    ]
    assert len(reading.resources) == 1


def test_circles_of_references_are_tolerated_and_remarked() -> None:
    text = """
Resources:
  A: {Type: AWS::EC2::SecurityGroup, Properties: {X: !Ref B}}
  B: {Type: AWS::EC2::SecurityGroup, DependsOn: C}
  C: {Type: AWS::EC2::SecurityGroup, Properties: {X: !GetAtt A.GroupId}}
  D: {Type: AWS::EC2::SecurityGroup, Properties: {X: !Ref D}}
"""
    reading = read(text)
    assert len(reading.resources) == 4
    circles = [one.message for one in reading.diagnostics]
    assert len(circles) == 2
    assert "A, B, C" in circles[0]


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load(PLACED.encode(), "t")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = load(PLACED.encode(), "t")
    assert type(slow) is type(fast)
    assert slow.value == fast.value
    path = ("Resources", "Bucket", "Properties", "Tags", 1, "Value")
    assert slow.spot(path) == fast.spot(path) == (11, 11)
    with pytest.raises(SourceError, match="not YAML") as caught:
        read("a:\n\t- b")
    assert caught.value.where.line == 2
