"""`partywall access escalate` on estates that are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import ROOT, invoke

SAMPLE = ROOT / "examples" / "account" / "authorization-details.json"
TEMPLATE = """\
Resources:
  God:
    Type: AWS::IAM::Role
    Properties:
      RoleName: god
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: all
          PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
  Function:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: nightly, Role: !GetAtt God.Arn}
  Developers:
    Type: AWS::IAM::Group
    Properties:
      GroupName: developers
      Policies:
        - PolicyName: code
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: lambda:UpdateFunctionCode
                Resource: "*"
                Condition: CONDITION
  Ann:
    Type: AWS::IAM::User
    Properties: {UserName: ann, Groups: [!Ref Developers]}
"""
HOME = ("--account", "111122223333", "--region", "eu-west-1")


def escalate(tmp_path: Path, condition: str) -> Any:
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE.replace("CONDITION", condition))
    done = invoke("access", "escalate", file, *HOME, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(("condition", "certainty"), [
    ("{}", "surely"),
    ('{Bool: {"aws:MultiFactorAuthPresent": "true"}}', "under conditions"),
    ('{StringEquals: {"aws:PrincipalAccount": "999999999999"}}', None),
])  # fmt: skip
def test_code_of_a_function_that_holds_a_role(
    tmp_path: Path, condition: str, certainty: str | None
) -> None:
    found = escalate(tmp_path, condition)
    assert [one["principal"] for one in found["administrators"]] == ["God"]
    chains = {one["principal"]: one for one in found["chains"]}
    if certainty is None:
        assert chains == {}
        return
    (step,) = chains["Ann"]["steps"]
    assert chains["Ann"]["certainty"] == certainty
    assert step["ways"] == ["lambda-update-code"]
    assert (step["through"], step["becomes"]) == ("Function", "God")


def test_the_sample_account() -> None:
    done = invoke("access", "escalate", SAMPLE)
    assert done.exit_code == 0
    assert done.stdout.startswith("4 can become administrator through others, 3 more under")
    assert (
        "create a stack that acts with the role → arn:aws:iam::210987654321:role/stack-maker"
        in (done.stdout)
    )
    assert "assumed: AWS managed policy SecurityAudit v94 as of " in done.stdout
    assert invoke("access", "escalate", SAMPLE).stdout == done.stdout


def test_the_storefront_has_no_chain() -> None:
    done = invoke("access", "escalate", ROOT / "examples" / "storefront" / "plan.json")
    assert done.stdout.startswith("Nobody is found who can become administrator through others.")
