"""Every intrinsic function, as YAML in and value out."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation import read_template

TEMPLATE = """
Transform: AWS::LanguageExtensions
Parameters:
  Env: {Type: String, Default: prod}
  Open: {Type: String}
  Size: {Type: String, AllowedValues: [small, large]}
  Vpc: {Type: AWS::EC2::VPC::Id}
  Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /ami/latest}
Mappings:
  Sizes:
    small: {Type: t3.small, Count: 1, Kind: burst}
    large: {Type: t3.large, Count: 1, Kind: burst}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  NotProd: !Not [!Condition IsProd]
  Open: !Equals [!Ref Open, prod]
Resources:
  Key: {Type: AWS::KMS::Key}
  Tool: {Type: Custom::Tool}
  Subject:
    Type: Custom::Subject
    Properties:
      Value:
        %s
"""


def value(expression: str, **options: Any) -> Any:
    reading = read_template((TEMPLATE % expression).encode(), "t.yaml", **options)
    (subject,) = (one for one in reading.resources if one.address == "Subject")
    return subject.properties.get("Value")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("!Ref Env", "prod"),
        ("{Ref: Env}", "prod"),
        ("!Ref Zones", ["a", "b", "c"]),
        ("!Ref AWS::NoValue", None),
        ("!Sub '${Env}-x'", "prod-x"),
        ("!Sub ['${Env}-${Y}', {Y: !Ref Env}]", "prod-prod"),
        ("!Sub '${!Env}-${Env}'", "${Env}-prod"),
        ("!Join ['-', [a, !Ref Env, 3]]", "a-prod-3"),
        ("!Join [',', !Ref Zones]", "a,b,c"),
        ("!Join ['', [a, !Ref AWS::NoValue, b]]", "ab"),
        ("!Select [1, !Ref Zones]", "b"),
        ("!Select ['0', [x, y]]", "x"),
        ("!Split [',', 'a,b']", ["a", "b"]),
        ("!Select [2, !Split ['/', 'a/b/c']]", "c"),
        ("!If [IsProd, a, b]", "a"),
        ("!If [NotProd, a, b]", "b"),
        ("!If [NotProd, a, !Ref AWS::NoValue]", None),
        ("[x, !If [NotProd, a, !Ref AWS::NoValue], y]", ["x", "y"]),
        ("!If [IsProd, {A: !Ref Env}, !Ref AWS::NoValue]", {"A": "prod"}),
        ("!FindInMap [Sizes, small, Type]", "t3.small"),
        ("!FindInMap [Sizes, huge, Type, {DefaultValue: none}]", "none"),
        ("!FindInMap [Sizes, !Ref Size, Count]", 1),
        ("!FindInMap [Sizes, !Ref Open, Kind]", "burst"),
        ("!Base64 hello", "aGVsbG8="),
        ("Fn::Base64: !Sub '${Env}'", "cHJvZA=="),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!Cidr ['2001:db8::/56', 1, 64]", ["2001:db8::/64"]),
        ("Fn::Length: !Ref Zones", 3),
        ("Fn::ToJsonString: {a: !Ref Env, b: [1, true]}", '{"a":"prod","b":[1,true]}'),
        ("{Fn::ForEach::L: [X, [a, b], {'K${X}': '${X}'}], Z: 1}", {"Ka": "a", "Kb": "b", "Z": 1}),
        ("2012-10-17", "2012-10-17"),
        ("013", "013"),
        ("5.10", "5.10"),
        ("yes", True),
        ("'yes'", "yes"),
        ("22", 22),
        ("1.5", 1.5),
    ],
)
def test_known(expression: str, expected: object) -> None:
    assert value(expression) == expected


def unknown(expression: str, **options: Any) -> Unknown:
    found = value(expression, **options)
    assert isinstance(found, Unknown), found
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("!Ref Open", {"present": False, "why": "parameter Open has no default"}),
        ("!Ref Size", {"among": ("small", "large"), "present": True}),
        ("!Ref Vpc", {"present": True}),
        (
            "!Ref Image",
            {"present": True, "why": "resolved at deployment from SSM parameter /ami/latest"},
        ),
        ("!Ref Key", {"refs": ("Key",), "attribute": "Ref", "present": True}),
        ("!GetAtt Key.Arn", {"refs": ("Key",), "attribute": "Arn", "prefix": "arn:aws"}),
        ("!GetAtt [Key, Arn]", {"refs": ("Key",), "attribute": "Arn"}),
        ("Fn::GetAtt: [Tool, Arn]", {"refs": ("Tool",), "attribute": "Arn", "prefix": ""}),
        ("!Sub '${Key}'", {"refs": ("Key",), "attribute": "Ref"}),
        (
            "!Sub 'x-${Key}-${Env}'",
            {"prefix": "x-", "suffix": "-prod", "refs": ("Key",), "present": True},
        ),
        ("!Sub 'arn:aws:s3:::${Key}-${Open}'", {"refs": (), "prefix": "arn:aws:s3:::"}),
        ("!Sub 'arn:aws:x:${AWS::Region}:${Key}/a'", {"refs": ("Key",), "suffix": "/a"}),
        ("!Sub '${Key}${Open}'", {"refs": ()}),
        ("!Sub 'a${Size}z'", {"among": ("asmallz", "alargez"), "prefix": "a", "suffix": "z"}),
        ("!Sub '${Open}/32'", {"suffix": "/32", "present": True}),
        (
            "!Join ['', ['arn:', !Ref AWS::Partition, ':s3:::b']]",
            {"prefix": "arn:aws", "suffix": ":s3:::b"},
        ),
        ("!Sub '${Key.Arn}/*'", {"prefix": "arn:aws", "suffix": "/*", "attribute": ""}),
        ("!If [Open, a-x, a-y]", {"among": ("a-x", "a-y"), "prefix": "a-", "present": True}),
        (
            "!If [Open, !Ref Key, !Ref AWS::NoValue]",
            {"refs": (), "present": False, "many": False},
        ),
        (
            "!FindInMap [Sizes, !Ref Size, Type]",
            {"among": ("t3.small", "t3.large"), "prefix": "t3."},
        ),
        ("!Select [0, !GetAZs '']", {"why": "Availability Zone 0 of the Region", "present": True}),
        ("!GetAZs ''", {"present": True}),
        (
            "!ImportValue vpc-id",
            {"present": True, "why": "imported from another stack's export vpc-id"},
        ),
        ("!Split [',', !Ref Open]", {"prefix": "", "refs": ()}),
        ("!If [Open, !Ref Key, a-plain-text]", {"refs": (), "present": True}),
        ("!If [Open, !Ref Key, !GetAtt Key.Arn]", {"refs": ("Key",), "present": True}),
        ("!Base64 {Ref: Key}", {"refs": (), "attribute": "", "prefix": ""}),
        ("!Base64 {Ref: Key}", {"why": "assigned at deployment (from Key)"}),
        ("Fn::Length: {Ref: Open}", {"among": ()}),
        ("Fn::ToJsonString: {a: !Ref Key}", {"refs": ("Key",), "present": True}),
        (
            "'{{resolve:secretsmanager:db:SecretString:password}}'",
            {
                "present": True,
                "prefix": "",
                "why": "resolved at deployment from Secrets Manager secret db",
            },
        ),
        (
            "!Sub '{{resolve:ssm:/${Env}/x}}'",
            {"why": "resolved at deployment from SSM parameter /prod/x"},
        ),
        (
            "!Sub '{{resolve:secretsmanager:${Key}:SecretString:p}}'",
            {"refs": ("Key",), "prefix": "", "suffix": "", "attribute": ""},
        ),
        ("!Ref AWS::Region", {"present": True}),
        ("!Ref AWS::AccountId", {"present": True}),
        ("!Rain::Embed x.json", {"why": "the tag !Rain::Embed belongs to another tool"}),
        ("Fn::Transform: {Name: Mine}", {"why": "made at deployment by Mine"}),
        ("{a: 1, Fn::Transform: {Name: Mine}}", {"why": "made at deployment by Mine"}),
        ("!Ref Nowhere", {"why": "Nowhere is not in the template"}),
        ("Fn::Novel: 1", {"why": "the function Fn::Novel is not known"}),
        ("!Select [9, [a]]", {"why": "Fn::Select is malformed"}),
    ],
)
def test_unknown(expression: str, expected: dict[str, object]) -> None:
    found = unknown(expression)
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_region_decides_partition(region: str, partition: str, suffix: str) -> None:
    expression = "!Sub '${AWS::Region} ${AWS::Partition} ${AWS::URLSuffix}'"
    assert value(expression, region=region) == f"{region} {partition} {suffix}"


def test_partition_without_region_is_one_of_all() -> None:
    assert {"aws", "aws-cn", "aws-us-gov"} <= set(unknown("!Ref AWS::Partition").among)


def test_given_parameters_win() -> None:
    assert value("!Sub '${Env}${Open}'", parameters={"Env": "dev", "Open": "1"}) == "dev1"


def test_undecided_elements_stand_for_any_number() -> None:
    first, second = value("[a, !If [Open, b, !Ref AWS::NoValue]]")
    assert first == "a"
    assert isinstance(second, Unknown)
    assert second.many


def test_undecided_mappings_keep_what_they_share() -> None:
    found = value("!If [Open, {A: 1, B: 2}, {A: 1, C: 3}]")
    assert found["A"] == 1
    assert not found["B"].present
    assert not found["C"].present


def test_unknown_block_still_has_as_many_subnets() -> None:
    assert len(value("!Cidr [!Ref Open, 3, 8]")) == 3


@pytest.mark.parametrize(
    "expression",
    [
        "!Sub [a]",
        "!Join [a]",
        "!Select [a, [b]]",
        "!If [IsProd, a]",
        "!Split [a]",
        "!Cidr [x, y, z]",
        "!GetAtt Key",
        "!FindInMap [a]",
        "Fn::GetAtt: 7",
        "Fn::Length: a",
        "Fn::ToJsonString: !Ref AWS::NoValue",
        "Ref: [a]",
    ],
)
def test_malformed_functions_are_remarked(expression: str) -> None:
    reading = read_template((TEMPLATE % expression).encode(), "t.yaml")
    assert any(
        "is not written as CloudFormation takes it" in one.message for one in reading.diagnostics
    )
    assert "Subject" in {one.address for one in reading.resources}
