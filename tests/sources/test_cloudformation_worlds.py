"""Conditions that the input does not decide: guards, variants, and how they are correlated."""

from __future__ import annotations

from partywall.controls.s3 import bucket_uses_customer_key
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.estate.views.s3 import Bucket
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation import read_template
from partywall.sources.reading import Reading


def read(text: str, **parameters: str) -> Reading:
    return read_template(text.encode(), "t.yaml", parameters=parameters)


def resource(reading: Reading, address: str) -> Resource:
    (found,) = (one for one in reading.resources if one.address == address)
    return found


STAGES = """
Parameters:
  Stage: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Equals [!Ref Stage, test]
  IsBig: !Or [!Condition IsProd, !Condition IsTest]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !If [IsProd, prod-b, !If [IsTest, test-b, other-b]]
      Tags: !If [IsBig, [{Key: size, Value: big}], !Ref AWS::NoValue]
"""


def test_one_parameter_cannot_have_two_values() -> None:
    bucket = resource(read(STAGES), "Bucket")
    seen = {
        tuple(wanted for _, wanted in variant.when): (
            variant.properties["BucketName"],
            "Tags" in variant.properties,
        )
        for variant in bucket.variants
    }
    assert [name for name, _ in bucket.variants[0].when] == ["IsBig", "IsProd", "IsTest"]
    assert seen == {
        (True, True, False): ("prod-b", True),
        (True, False, True): ("test-b", True),
        (False, False, False): ("other-b", False),
    }
    name = bucket.properties["BucketName"]
    assert isinstance(name, Unknown)
    assert set(name.among) == {"prod-b", "test-b", "other-b"}
    assert bucket.guard == ()


def test_allowed_values_bound_the_worlds() -> None:
    bounded = STAGES.replace("{Type: String}", "{Type: String, AllowedValues: [prod, test]}")
    names = {one.properties["BucketName"] for one in resource(read(bounded), "Bucket").variants}
    assert names == {"prod-b", "test-b"}


def test_a_given_parameter_decides() -> None:
    bucket = resource(read(STAGES, Stage="test"), "Bucket")
    assert bucket.variants == ()
    assert bucket.properties["BucketName"] == "test-b"


COMPANION = """
Parameters:
  Name: {Type: String}
Conditions:
  HasName: !Not [!Equals [!Ref Name, ""]]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: HasName
  Policy:
    Type: AWS::S3::BucketPolicy
    Condition: %s
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Statement: []}
"""


def companions(reading: Reading, address: str) -> list[list[object]]:
    """For each world of a bucket: whether each of its policies is sure."""
    estate = Estate(reading.resources)
    bucket = estate.by_address[address]
    return [
        [one.sure for one in estate.companions(bucket, "AWS::S3::BucketPolicy", variant.when)]
        for variant in bucket.variants
    ]


def test_companion_under_the_same_condition_is_sure() -> None:
    reading = read(COMPANION % "HasName")
    assert resource(reading, "Bucket").guard == (("HasName", True),)
    assert companions(reading, "Bucket") == [[True]]


def test_companion_of_a_bucket_that_is_always_there() -> None:
    text = (COMPANION % "HasName").replace("    Condition: HasName\n", "", 1)
    assert companions(read(text), "Bucket") == [[True], []]


def test_condition_built_on_another_is_settled_with_it() -> None:
    text = (COMPANION % "Wanted").replace(
        "Resources:", "  Wanted: !And [!Condition HasName, !Condition HasName]\nResources:"
    )
    assert companions(read(text), "Bucket") == [[True]]


def test_false_condition_leaves_the_resource_out() -> None:
    text = COMPANION % "HasName"
    assert read(text, Name="").resources == []
    assert all(not one.guard and not one.variants for one in read(text, Name="x").resources)


def many(conditions: int) -> str:
    lines = ["Parameters:"]
    lines += [f"  P{n}: {{Type: String}}" for n in range(conditions)]
    lines += ["Conditions:"]
    lines += [f"  C{n}: !Equals [!Ref P{n}, x]" for n in range(conditions)]
    lines += ["Resources:", "  Bucket:", "    Type: AWS::S3::Bucket", "    Properties:"]
    lines += [f"      K{n}: !If [C{n}, a, b]" for n in range(conditions)]
    return "\n".join(lines)


def test_worlds_are_capped_and_nothing_is_dropped() -> None:
    assert len(resource(read(many(4)), "Bucket").variants) == 16
    for count in (5, 40):
        bucket = resource(read(many(count)), "Bucket")
        assert bucket.variants == ()
        assert len(bucket.properties) == count
        assert all(isinstance(value, Unknown) for value in bucket.properties.values())


def test_comparisons_of_more_than_a_parameter_go_either_way_unless_worked_out() -> None:
    text = STAGES.replace("[!Ref Stage, prod]", "[!Sub '${Stage}-x', prod-x]")
    answers = {
        tuple(value for name, value in one.when if name != "IsBig")
        for one in resource(read(text), "Bucket").variants
    }
    assert answers == {(True, False), (False, True), (False, False)}


def test_prefix_refutes_an_equality() -> None:
    text = STAGES.replace("[!Ref Stage, prod]", "[!Sub 'x-${Stage}', prod]")
    assert resource(read(text, Stage="q"), "Bucket").properties["BucketName"] == "other-b"
    answers = {dict(one.when).get("IsProd") for one in resource(read(text), "Bucket").variants}
    assert answers <= {None, False}


def test_circular_and_missing_conditions_are_remarked() -> None:
    text = """
Conditions:
  A: !Not [!Condition B]
  B: !Not [!Condition A]
Resources:
  One: {Type: AWS::S3::Bucket, Condition: A}
  Two: {Type: AWS::S3::Bucket, Condition: Nowhere}
  Three: {Type: AWS::S3::Bucket, Properties: {BucketName: !If [A, x, y]}}
"""
    reading = read(text)
    messages = " ".join(one.message for one in reading.diagnostics)
    assert "depends on itself" in messages
    assert "condition Nowhere is not defined" in messages
    assert resource(reading, "One").guard == (("A", True),)
    assert resource(reading, "Two").guard == (("Nowhere", True),)
    assert isinstance(resource(reading, "Three").properties["BucketName"], Unknown)


KEYED = """
Parameters:
  KeyArn: {Type: String}
Conditions:
  Own: !Equals [!Ref KeyArn, ""]
Resources:
  Key: {Type: AWS::KMS::Key, Condition: Own}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !If [Own, !GetAtt Key.Arn, !Ref Key]
"""


def test_a_control_is_proved_when_every_world_proves_it() -> None:
    reading = read(KEYED)
    estate = Estate(reading.resources)
    bucket = estate.by_address["Bucket"]
    outcomes = {
        bucket_uses_customer_key.judge(
            Bucket.of(bucket, estate, variant.properties, variant.when)
        ).outcome
        for variant in bucket.variants
    }
    assert outcomes == {"proved"}


def test_regions_named_in_conditions_are_worlds() -> None:
    text = """
Conditions:
  Metadata: !Or
    - !Equals [!Ref AWS::Region, eu-west-1]
    - !Equals [!Ref AWS::Region, eu-west-2]
  Ireland: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Condition: Ireland
"""
    (variant,) = resource(read(text), "Bucket").variants
    assert dict(variant.when) == {"Ireland": True, "Metadata": True}
