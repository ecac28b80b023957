"""Nested stacks, CDK assemblies, SAM, loops, macros, waivers and secrets."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partywall.assess.check import Check, Options
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation import is_assembly, read_assembly, read_template
from partywall.sources.reading import Reading


def read(text: str, **options: Any) -> Reading:
    return read_template(text.encode(), "t.yaml", **options)


def by_address(reading: Reading) -> dict[str, Resource]:
    return {one.address: one for one in reading.resources}


def messages(reading: Reading, level: str = "error") -> list[str]:
    return [one.message for one in reading.diagnostics if one.level == level]


# -- nested stacks

PARENT = """
Parameters: {Open: {Type: String}}
Resources:
  Key: {Type: AWS::KMS::Key}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: data/child.yaml
      Parameters: {KeyArn: !GetAtt Key.Arn, Name: shop, Open: !Ref Open}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: !GetAtt Data.Outputs.Bucket, PolicyDocument: {}}
"""
CHILD = """
Parameters: {KeyArn: {Type: String}, Name: {Type: String}, Open: {Type: String}}
Conditions: {Wanted: !Equals [!Ref Open, "yes"]}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Sub "${Name}-data", Key: !Ref KeyArn}
  Extra: {Type: AWS::S3::Bucket, Condition: Wanted}
Outputs: {Bucket: {Value: !Ref Bucket}}
"""


def nested(folder: Path, **files: str) -> Reading:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text(text)
    root = folder / "parent.yaml"
    return read_template(root.read_bytes(), str(root))


def test_nested_stack_is_read_with_its_parameters_and_outputs(tmp_path: Path) -> None:
    reading = nested(tmp_path, parent=PARENT, data__child=CHILD)
    found = by_address(reading)
    assert list(found) == ["Key", "Data", "Data/Bucket", "Data/Extra", "Policy"]
    bucket = found["Data/Bucket"]
    assert bucket.properties["BucketName"] == "shop-data"
    key = bucket.properties["Key"]
    assert isinstance(key, Unknown)
    assert (key.refs, key.attribute) == (("Key",), "Arn")
    assert bucket.place == Span(str(tmp_path / "data" / "child.yaml"), 5, 3)
    assert found["Data/Extra"].guard == (("Data/Wanted", True),)
    estate = Estate(reading.resources)
    policies = list(estate.companions(bucket, "AWS::S3::BucketPolicy"))
    assert [(one.resource.address, one.sure) for one in policies] == [("Policy", True)]
    assert messages(reading) == []


LISTS = """\
Resources:
  Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: data/child.yaml}}
  Group:
    Type: AWS::RDS::DBSubnetGroup
    Properties:
      SubnetIds: !Split [",", !GetAtt Network.Outputs.Subnets]
  Other:
    Type: AWS::RDS::DBSubnetGroup
    Properties:
      SubnetIds: !Split [",", !GetAtt Network.Outputs.Made]
  First:
    Type: AWS::EC2::Instance
    Properties:
      SubnetId: !Select [0, !Split [",", !GetAtt Network.Outputs.Subnets]]
"""

LISTING = """\
Resources:
  A: {Type: AWS::EC2::Subnet}
  B: {Type: AWS::EC2::Subnet}
  Maker: {Type: Custom::Maker}
Outputs:
  Subnets: {Value: !Join [",", [!Ref A, !GetAtt B.SubnetId, subnet-0]]}
  Made: {Value: !Join [",", [!Ref A, !Ref Maker]]}
"""


def test_a_list_leaves_a_nested_stack_as_one_text(tmp_path: Path) -> None:
    found = by_address(nested(tmp_path, parent=LISTS, data__child=LISTING))
    subnets = found["Group"].properties["SubnetIds"]
    assert [getattr(one, "refs", one) for one in subnets] == [  # type: ignore[attr-defined]
        ("Network/A",),
        ("Network/B",),
        "subnet-0",
    ]
    assert found["First"].properties["SubnetId"].refs == ("Network/A",)  # type: ignore[attr-defined]


def test_what_a_custom_resource_gives_out_may_be_several_pieces(tmp_path: Path) -> None:
    found = by_address(nested(tmp_path, parent=LISTS, data__child=LISTING))
    assert type(found["Other"].properties["SubnetIds"]) is Unknown


def test_guard_of_the_stack_holds_for_all_in_it(tmp_path: Path) -> None:
    parent = PARENT.replace("Resources:", 'Conditions: {On: !Equals [!Ref Open, "1"]}\nResources:')
    parent = parent.replace(
        "    Type: AWS::CloudFormation::Stack",
        "    Condition: On\n    Type: AWS::CloudFormation::Stack",
    )
    found = by_address(nested(tmp_path, parent=parent, data__child=CHILD))
    assert found["Data/Bucket"].guard == (("On", True),)
    assert [one.when for one in found["Data/Bucket"].variants] == [(("On", True),)]
    assert found["Data/Extra"].guard == (("On", True), ("Data/Wanted", True))


JOINED = """
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Second: {Type: AWS::S3::Bucket}
  Made: {Type: Custom::Thing}
Outputs:
  Both: {Value: !Join [",", [!Ref Bucket, !Ref Second]]}
  Texts: {Value: !Join [",", [!Ref Bucket, "b,c"]]}
  Custom: {Value: !Join [",", [!Ref Bucket, !Ref Made]]}
  Dashed: {Value: !Join ["-", [!Ref Bucket, !Ref Second]]}
  Perhaps: {Value: !Join [",", [!Ref Bucket, !ImportValue other]]}
"""


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ('[",", !GetAtt Data.Outputs.Both]', [("Data/Bucket",), ("Data/Second",)]),
        ('[",", !GetAtt [Data, Outputs.Both]]', [("Data/Bucket",), ("Data/Second",)]),
        ('[",", !GetAtt Data.Outputs.Texts]', [("Data/Bucket",), "b", "c"]),
        ('[",", !GetAtt Data.Outputs.Custom]', None),
        ('["-", !GetAtt Data.Outputs.Dashed]', None),
        ('[",", !GetAtt Data.Outputs.Dashed]', None),
        ('[",", !GetAtt Data.Outputs.Perhaps]', None),
    ],
)
def test_split_of_what_a_nested_stack_joins(
    tmp_path: Path, split: str, expected: list[object] | None
) -> None:
    """The pieces keep what they refer to, where none of them can contain the delimiter."""
    parent = f"""
Resources:
  Data: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: data/child.yaml}}}}
  Layer: {{Type: AWS::ECS::Cluster, Properties: {{CapacityProviders: !Split {split}}}}}
"""
    found = by_address(nested(tmp_path, parent=parent, data__child=JOINED))
    value = found["Layer"].properties["CapacityProviders"]
    if expected is None:
        assert isinstance(value, Unknown) and not value.refs
    else:
        assert [one.refs if isinstance(one, Unknown) else one for one in value] == expected


@pytest.mark.parametrize(
    ("url", "level", "why"),
    [
        ("missing.yaml", "error", "cannot be read"),
        ("../outside.yaml", "error", "outside of what is checked"),
        ("/etc/passwd", "error", "outside of what is checked"),
        ("parent.yaml", "error", "contains this very stack"),
        ("data", "error", "cannot be read"),
        ("https://bucket.s3.amazonaws.com/x.yaml", "info", "not a local file"),
        ("!Ref Open", "info", "parameter Open has no default"),
        ('"a\\0b"', "error", "outside of what is checked"),
    ],
)
def test_nested_stack_that_cannot_be_read(tmp_path: Path, url: str, level: str, why: str) -> None:
    (tmp_path / "outside.yaml").write_text(CHILD)
    folder = tmp_path / "in"
    reading = nested(folder, parent=PARENT.replace("data/child.yaml", url), data__child=CHILD)
    assert list(by_address(reading)) == ["Key", "Data", "Policy"]
    (message,) = messages(reading, level)
    assert why in message
    output = by_address(reading)["Policy"].properties["Bucket"]
    assert isinstance(output, Unknown)
    assert output.refs == ("Data",)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(CHILD)
    folder = tmp_path / "in" / "data"
    folder.mkdir(parents=True)
    (folder / "child.yaml").symlink_to(tmp_path / "outside.yaml")
    reading = nested(tmp_path / "in", parent=PARENT)
    assert "outside of what is checked" in messages(reading)[0]


def test_circle_over_two_stacks_ends(tmp_path: Path) -> None:
    child = CHILD.replace(
        "  Extra:",
        "  Back:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties: {TemplateURL: ../parent.yaml}\n  Extra:",
    )
    reading = nested(tmp_path, parent=PARENT, data__child=child)
    assert "contains this very stack" in messages(reading)[0]
    assert "Data/Bucket" in by_address(reading)


def test_broken_nested_stack_is_one_error(tmp_path: Path) -> None:
    reading = nested(tmp_path, parent=PARENT, data__child="Resources: [")
    (remark,) = [one for one in reading.diagnostics if one.level == "error"]
    assert remark.where.file.endswith("child.yaml")
    assert remark.resource == "Data"


# -- CDK


def assembly(folder: Path) -> Path:
    """A small cloud assembly: a stack with a nested one, and a stage with another stack."""
    template = {
        "Resources": {
            "Nested": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {
                    "TemplateURL": {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::URLSuffix"}]]},
                    "Parameters": {"referencetoKey": {"Fn::GetAtt": ["Key", "Arn"]}},
                },
                "Metadata": {"aws:asset:path": "Nested.nested.template.json"},
            },
            "Key": {"Type": "AWS::KMS::Key"},
        }
    }
    inner = {
        "Parameters": {"referencetoKey": {"Type": "String"}},
        "Resources": {
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {"KmsMasterKeyId": {"Ref": "referencetoKey"}},
            }
        },
    }
    place = {"Fn::Sub": "${AWS::Region} ${AWS::AccountId} ${AWS::StackName}"}
    stage = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"A": place}}}}
    manifest: dict[str, Any] = {
        "version": "36.0.0",
        "artifacts": {
            "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
            "Shop": {
                "type": "aws:cloudformation:stack",
                "environment": "aws://unknown-account/unknown-region",
                "properties": {"templateFile": "Shop.template.json"},
            },
            "Away": {
                "type": "aws:cloudformation:stack",
                "properties": {"templateFile": "../../etc/passwd"},
            },
            "assembly-Live": {
                "type": "cdk:cloud-assembly",
                "properties": {"directoryName": "assembly-Live"},
            },
        },
    }
    live = {
        "artifacts": {
            "LiveShop": {
                "type": "aws:cloudformation:stack",
                "environment": "aws://111122223333/eu-west-1",
                "properties": {"templateFile": "Live.template.json", "stackName": "shop-live"},
            }
        }
    }
    (folder / "assembly-Live").mkdir(parents=True)
    for name, content in {
        "manifest.json": manifest,
        "cdk.out": {"version": "36.0.0"},
        "Shop.template.json": template,
        "Nested.nested.template.json": inner,
        "assembly-Live/manifest.json": live,
        "assembly-Live/Live.template.json": stage,
    }.items():
        (folder / name).write_text(json.dumps(content))
    return folder


def test_assembly_is_one_reading_a_stack(tmp_path: Path) -> None:
    folder = assembly(tmp_path / "cdk.out")
    assert is_assembly(folder)
    shop, away, live = read_assembly(folder)
    assert list(by_address(shop)) == ["Nested", "Nested/Queue", "Key"]
    key = by_address(shop)["Nested/Queue"].properties["KmsMasterKeyId"]
    assert isinstance(key, Unknown)
    assert key.refs == ("Key",)
    assert isinstance(by_address(shop)["Key"].region, Unknown)
    assert messages(shop) == []
    assert away.resources == []
    assert "outside of the assembly" in messages(away)[0]
    topic = by_address(live)["Topic"]
    assert topic.region == "eu-west-1"
    assert topic.properties["A"] == "eu-west-1 111122223333 shop-live"


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"artifacts": 3}'])
def test_unreadable_manifest(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(SourceError) as caught:
        read_assembly(tmp_path)
    assert caught.value.hint


def test_missing_template_of_a_stack_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = assembly(tmp_path / "cdk.out")
    (folder / "Shop.template.json").unlink()
    shop, _, live = read_assembly(folder)
    assert "cannot be read" in messages(shop)[0]
    assert len(live.resources) == 1


# -- transforms

SAM = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Conditions: {Prod: !Equals [!Ref Stage, prod]}
Globals: {Function: {Runtime: python3.12}}
Resources:
  Work:
    Type: AWS::Serverless::Function
    Condition: Prod
    Properties:
      CodeUri: ./src
      Handler: a.b
      Environment: {Variables: {REGION: !Ref AWS::Region}}
      Events: {Web: {Type: Api, Properties: {Path: /x, Method: get}}}
  Wrong:
    Type: AWS::Serverless::Function
    Properties: {Nope: 1}
  Table: {Type: AWS::Serverless::SimpleTable}
  Rotation:
    Type: AWS::Serverless::Application
    Properties: {Location: {ApplicationId: arn, SemanticVersion: 1.0.0}, Tags: {a: b}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${Work.Arn}"}}
"""
needs_sam = pytest.mark.skipif(
    importlib.util.find_spec("samtranslator") is None, reason="the extra sam is not installed"
)


@needs_sam
def test_sam_resources_become_what_they_stand_for() -> None:
    reading = read(SAM)
    found = by_address(reading)
    function = found["Work"]
    assert function.type == "AWS::Lambda::Function"
    assert function.guard == (("Prod", True),)
    code = function.properties["Code"]
    assert isinstance(code, dict)
    assert all(isinstance(value, Unknown) for value in code.values())
    variables = function.properties["Environment"]
    assert isinstance(variables, dict)
    assert isinstance(variables["Variables"]["REGION"], Unknown)
    assert found["WorkRole"].type == "AWS::IAM::Role"
    assert function.place.line == found["WorkRole"].place.line == 7
    assert function.where(("Handler",)).line == 12
    assert found["Table"].type == "AWS::DynamoDB::Table"
    assert found["Rotation"].type == "AWS::CloudFormation::Stack"
    assert found["Bucket"].place.line == 22
    (message,) = messages(reading)
    assert "Wrong is not checked" in message
    assert "stub" not in json.dumps(str(reading.resources))


def test_without_the_extra_sam_resources_are_never_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    reading = read(SAM)
    work = by_address(reading)["Work"]
    assert work.type == "AWS::Serverless::Function"
    assert work.properties == {}
    assert work.partial is not None
    (remark,) = [one for one in reading.diagnostics if "SAM" in one.message]
    assert (remark.level, remark.hint) == ("warning", "pip install partywall[sam]")


def test_loops_are_written_out() -> None:
    reading = read("""
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "logs,data"}
  Open: {Type: CommaDelimitedList}
Conditions:
  Fn::ForEach::C: [X, [A, B], {"Is${X}": !Equals ["${X}", A]}]
Resources:
  Fn::ForEach::Buckets:
    - Name
    - !Ref Names
    - Bucket${Name}:
        Type: AWS::S3::Bucket
        Condition: IsA
        Properties:
          BucketName: !Sub "x-${Name}"
      Policy${Name}:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref {"Fn::Sub": "Bucket${Name}"}
  Fn::ForEach::Outer:
    - A
    - [1.2.3.4, b]
    - Fn::ForEach::Inner:
        - B
        - [x, y]
        - "Q&{A}${B}": {Type: AWS::SQS::Queue, Properties: {N: !Ref A}}
  Fn::ForEach::Unknown: [X, !Ref Open, {"B${X}": {Type: AWS::S3::Bucket}}]
  Fn::ForEach::Wrong: [X]
  Gone: {Type: AWS::S3::Bucket, Condition: IsB}
""")
    found = by_address(reading)
    assert list(found) == [
        *("Bucketlogs", "Policylogs", "Bucketdata", "Policydata"),
        *("Q1234x", "Q1234y", "Qbx", "Qby"),
    ]
    assert found["Bucketlogs"].properties["BucketName"] == "x-logs"
    bucket = found["Policydata"].properties["Bucket"]
    assert isinstance(bucket, Unknown)
    assert bucket.refs == ("Bucketdata",)
    assert found["Q1234x"].properties["N"] == "1.2.3.4"
    assert found["Bucketdata"].place.line == 12
    assert found["Bucketdata"].where(("BucketName",)).line == 16
    assert [one.split()[0] for one in messages(reading)] == [
        "Fn::ForEach::Unknown",
        "Fn::ForEach::Wrong",
    ]


def test_loops_have_a_budget() -> None:
    items = ", ".join(f"i{n}" for n in range(100))
    inner = f"{{Fn::ForEach::M: [Y, [{items}], {{'R${{X}}${{Y}}': {{Type: A::B::C}}}}]}}"
    loop = f"Fn::ForEach::L: [X, [{items}], {inner}]"
    reading = read("Resources:\n  " + loop)
    assert reading.resources == []
    assert "more than" in messages(reading)[0]


def test_macros_leave_what_is_not_written_unknown() -> None:
    reading = read("""
Transform: [AWS::LanguageExtensions, Ours]
Resources:
  A: {Type: AWS::S3::Bucket, Properties: {BucketName: a}}
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}
""")
    assert by_address(reading)["A"].covers == {"BucketName"}
    assert "macro Ours" in messages(reading, "warning")[0]
    assert "an include" in messages(reading)[0]
    assert reading.unseen is not None


@pytest.mark.parametrize(
    ("head", "resource", "verdict"),
    [
        ("", "", "proved"),
        ("Transform: AWS::LanguageExtensions", "", "proved"),
        ("Transform: [Ours]", "", "undecided"),
        ("", "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x}}", "undecided"),
    ],
)
def test_resources_that_are_added_at_deployment_may_say_more(
    head: str, resource: str, verdict: str
) -> None:
    """A macro may add a policy that lets everybody in."""
    reading = read(f"{head}\nResources:\n  Q: {{Type: AWS::SQS::Queue}}\n  {resource}\n")
    report = Check(Options(as_of=date(2026, 11, 23))).run([reading])
    verdicts = {one.control: one.verdict for one in report.findings}
    assert verdicts["sqs-queue-not-public"] == verdict
    assert (verdicts["sqs-queue-tls-only"] == "undecided") is (verdict == "undecided")


def test_include_in_properties_leaves_the_rest_unknown() -> None:
    reading = read("""
Resources:
  A:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: a
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/y}}
""")
    bucket = by_address(reading)["A"]
    assert bucket.properties == {"BucketName": "a"}
    assert bucket.covers == {"BucketName"}


# -- what stands beside properties


def test_waivers_in_metadata_and_comments() -> None:
    reading = read("""
Resources:
  # partywall: waive above-one, above-two until 2027-01-31: ticket 1
  # an ordinary comment
  A: # partywall: waive here until 2027-02-01: ticket 2
    Type: AWS::S3::Bucket
    Metadata:
      partywall:
        waive:
          - {control: meta, reason: ticket 3, until: 2027-03-01}
          - {control: meta, reason: no end}
    Properties:
      # partywall: waive inside until 2027-04-01: ticket 4
      BucketName: a
  B:
    Type: AWS::EC2::Instance
    Properties:
      # partywall: waive endless: no end
      # partywall: waive never until 2027-02-30: no such day
      UserData: |
        # partywall: waive script until 2027-05-01: only text
        echo hello
Outputs:
  # partywall: waive stray until 2027-06-01: no resource here
  X: {Value: 1}
""")
    found = by_address(reading)
    assert [(one.control, one.until, one.where.line) for one in found["A"].waivers] == [
        ("meta", "2027-03-01", 8),
        ("above-one", "2027-01-31", 3),
        ("above-two", "2027-01-31", 3),
        ("here", "2027-02-01", 5),
        ("inside", "2027-04-01", 13),
    ]
    assert found["A"].waivers[1].reason == "ticket 1"
    assert found["B"].waivers == ()
    remarks = {one.where.line: one.message for one in reading.diagnostics}
    assert set(remarks) == {8, 18, 19, 24}
    assert "beside no resource" in remarks[24]


def test_secrets_are_hidden_wherever_they_go() -> None:
    reading = read("""
Parameters:
  Password: {Type: String, NoEcho: true, Default: hunter22}
Conditions: {Open: !Equals [!Ref AWS::Region, eu-west-1]}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUsername: admin
      MasterUserPassword: !Ref Password
      Tags:
        - {Key: url, Value: !Sub "db://${Password}@x"}
        - {Key: b, Value: !If [Open, !Ref Password, none]}
        - {Key: c, Value: {"Fn::Base64": !Ref Password}}
        - {Key: d, Value: !Select [0, !Split [n, !Ref Password]]}
        - Key: e
          Value: !Select [0, !Split [",", !Join [",", [!Ref Password, !Ref Secret]]]]
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: {SecretString: open sesame}
""")
    found = by_address(reading)
    database = found["Db"]
    assert database.properties["MasterUserPassword"] == "hunter22"
    assert type(database.properties["MasterUserPassword"]) is str
    assert {("MasterUserPassword",), ("Tags", 0, "Value"), ("Tags", 2, "Value")} <= database.hidden
    assert {("Tags", 1, "Value"), ("Tags", 4, "Value")} <= database.hidden
    tags = database.properties["Tags"]
    assert isinstance(tags, list)
    assert "hunter" not in str(tags[1])
    assert found["Secret"].hidden == {("SecretString",)}
    assert {"hunter22", "open sesame", "db://hunter22@x"} <= reading.secrets


def test_parameters_that_are_defaults_are_said() -> None:
    reading = read("""
Parameters: {A: {Type: String, Default: x}, B: {Type: String, Default: y}}
Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref A}}}
""")
    (message,) = messages(reading, "info")
    assert message == "checked with the default of a parameter: A"
    assert by_address(reading)["Q"].names == ("x",)


def test_a_reading_names_the_parameters_of_its_root() -> None:
    reading = read("{Parameters: {A: {Type: String}}, Resources: {Q: {Type: AWS::SQS::Queue}}}")
    assert reading.parameters == {"A"}


def test_coverage() -> None:
    reading = read("""
Resources:
  A: {Type: AWS::SQS::Queue, Properties: {QueueName: a, X: [!Ref B, 1]}}
  B: {Type: AWS::SQS::Queue}
""")
    count = reading.coverage["AWS::SQS::Queue"]
    assert (count.resources, count.mapped, count.undecided) == (2, 2, 1)


def test_properties_that_the_schema_does_not_know_are_counted() -> None:
    template = (
        b'{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BuketName": "b"}}}}'
    )
    reading = read_template(template, "t.json")
    assert reading.coverage["AWS::S3::Bucket"].arguments == {"BuketName": 1}
    assert reading.resources[0].unmapped == {"BuketName": "b"}
