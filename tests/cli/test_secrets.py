"""What is secret in an input is in no report, no log and no remark."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.support import PLAN, environment, here, invoke, program, written
from partywall.access.world import Home, World
from partywall.assess.access import Asked
from partywall.reports import FORMATS

__all__ = ["here"]

SECRET = "hunter2-Tr0ub4dor"
POLICY = "x-body-of-a-policy-x"


def _plan() -> dict[str, Any]:
    """The example plan, with a secret wherever Terraform marks values as sensitive."""
    plan: dict[str, Any] = json.loads(PLAN.read_bytes())
    plan["variables"]["password"] = {"value": SECRET}
    root = plan["configuration"]["root_module"]
    root.setdefault("variables", {})["password"] = {"sensitive": True}
    for change in plan["resource_changes"]:
        values, sensitive = change["change"]["after"], change["change"]["after_sensitive"]
        if change["type"] == "aws_db_instance":
            values["password"] = SECRET
            sensitive["password"] = True
            values["engine_version"] = SECRET
            sensitive["engine_version"] = True
        elif change["type"] == "aws_lambda_function":
            values["environment"] = [{"variables": {"TOKEN": SECRET}}]
            sensitive["environment"] = True
        elif change["type"] == "aws_sqs_queue":
            values["name"] = f"queue-{SECRET}"  # a secret variable inside another text
        elif change["type"] == "aws_security_group":
            values["description"] = SECRET
            sensitive["description"] = True
    return plan


TEMPLATE = f"""
Parameters:
  Password: {{Type: String, NoEcho: true, Default: {SECRET}}}
Mappings: {{M: {{a: {{x: y}}}}}}
Conditions: {{C: !Equals [!Ref Password, !FindInMap [M, !Ref Password, x]]}}
Resources:
  Inner: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: !Ref Password}}}}
  Topic: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !FindInMap [M, !Ref Password, x]}}}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {{BucketName: !Ref {SECRET}, Tags: !Select [!Ref Password, [a]]}}
  Db:
    Type: AWS::RDS::DBInstance
    Properties: {{MasterUserPassword: !Ref Password, Engine: mysql, EngineVersion: !Ref Password}}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {{QueueName: !Sub "q-${{Password}}", Nonsense: !Ref Password}}
  Function:
    Type: AWS::Lambda::Function
    Properties: {{Runtime: !Ref Password, Environment: {{Variables: {{T: !Ref Password}}}}}}
"""


@pytest.fixture(params=["plan.json", "t.yaml", "broken.json"])
def source(request: pytest.FixtureRequest, here: Path) -> str:
    """An input with a secret in it: a plan, a template, and a plan that is not understood."""
    name = str(request.param)
    broken = _plan()
    for change in broken["resource_changes"]:
        change["change"]["after"] = SECRET
        change["change"]["after_sensitive"] = True
    texts = {
        "plan.json": json.dumps(_plan()),
        "t.yaml": TEMPLATE,
        "broken.json": json.dumps(broken),
    }
    (here / name).write_text(texts[name])
    return name


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_secret(source: str, name: str) -> None:
    result = invoke("-vv", "check", source, "--format", name, "--coverage")
    assert result.exit_code in (0, 1, 3)
    assert source in result.stdout
    assert SECRET.casefold() not in result.output.casefold()


def test_no_log_shows_a_secret(source: str) -> None:
    done = program("-vv", "check", Path(source).resolve())
    assert done.returncode in (0, 1, 3)
    assert SECRET.encode() not in done.stdout + done.stderr


def test_a_parameter_given_on_the_command_line_is_as_secret(here: Path) -> None:
    written(here, t_yaml=TEMPLATE.replace(f", Default: {SECRET}", ""))
    for name in FORMATS:
        result = invoke(
            "-vv", "check", "t.yaml", "--format", name, "--parameter", f"Password={SECRET}"
        )
        assert SECRET not in result.output


def test_no_log_shows_the_body_of_a_policy(here: Path) -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Sid": POLICY}]}
    template = {
        "Resources": {
            "P": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"PolicyDocument": policy},
            }
        }
    }
    written(here, t_json=json.dumps(template))
    done = program("-vv", "check", here / "t.json")
    assert POLICY.encode() in done.stdout
    assert POLICY.encode() not in done.stderr


def test_a_mistake_of_ours_is_logged_without_its_text(
    here: Path,
) -> None:
    written(
        here,
        t_yaml=TEMPLATE,
        fail_py="from partywall import cli\n"
        "from partywall.controls import registry\n"
        "for one in registry.controls_of('sqs'):\n"
        "    one.function = lambda queue: int(queue.resource.properties['QueueName'])\n"
        "cli.main()\n",
    )
    done = subprocess.run(
        [sys.executable, "fail.py", "-vv", "check", "t.yaml"],
        cwd=here,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"ValueError" in done.stderr
    assert SECRET.encode() not in done.stdout + done.stderr


OFFICE = "52.94.76.5"
NETWORK = f"""
Parameters:
  Office: {{Type: String, NoEcho: true, Default: {OFFICE}/32}}
Resources:
  V: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: 10.0.0.0/16}}}}
  G: {{Type: AWS::EC2::InternetGateway, Properties: {{}}}}
  A:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {{VpcId: !Ref V, InternetGatewayId: !Ref G}}
  T: {{Type: AWS::EC2::RouteTable, Properties: {{VpcId: !Ref V}}}}
  R:
    Type: AWS::EC2::Route
    Properties: {{RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref G}}
  S:
    Type: AWS::EC2::Subnet
    Properties: {{VpcId: !Ref V, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true}}
  X:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {{SubnetId: !Ref S, RouteTableId: !Ref T}}
  O:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: office
      VpcId: !Ref V
      SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Office}}]
  I:
    Type: AWS::EC2::Instance
    Properties: {{SubnetId: !Ref S, SecurityGroupIds: [!GetAtt O.GroupId]}}
"""


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("words", [["exposed"], ["internet", "I"], ["who", "I"]])
def test_no_answer_about_networks_shows_a_secret_address(
    here: Path, words: list[str], form: str
) -> None:
    written(here, t_yaml=NETWORK)
    result = invoke("reach", *words, "t.yaml", "--format", form)
    assert result.exit_code == 0
    assert OFFICE not in result.output
    assert "tcp" in result.output


@pytest.mark.parametrize("secret", ["plain", 'with a "quote"', "back\\slash", "a\nline", "ümlaut"])
def test_an_answer_about_access_shows_no_secret_as_json_either(secret: str) -> None:
    found = Asked(World([], Home("", "")), secrets={secret})
    text = msgspec.json.encode({"said": f"it is {secret}."}).decode()
    assert found.scrubbed(text) == '{"said":"it is (sensitive)."}'
    assert found.scrubbed(f"it is {secret}.") == "it is (sensitive)."
