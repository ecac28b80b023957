"""Questions about a small template with the answers that AWS's rules give, judged beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from partywall.cli import cli

TEMPLATE = Path(__file__).parents[1] / "data" / "outside.yaml"
HOME = ["--account", "111122223333", "--region", "eu-west-1"]

GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

QUESTIONS = """
ALLOW * s3:GetObject arn:aws:s3:::openbkt/a
ALLOW * s3:PutObject arn:aws:s3:::openbkt/a
IMPLICIT_DENY * s3:PutBucketPolicy openbkt
IMPLICIT_DENY * s3:GetObject arn:aws:s3:::closedbkt/a
IMPLICIT_DENY arn:aws:iam::444455556666:user/u s3:GetObject arn:aws:s3:::closedbkt/a
ALLOW arn:aws:iam::444455556666:user/u s3:GetObject arn:aws:s3:::partnerbkt/a
IMPLICIT_DENY arn:aws:iam::444455556666:user/u s3:PutBucketPolicy partnerbkt
IMPLICIT_DENY arn:aws:iam::777788889999:user/u s3:GetObject arn:aws:s3:::partnerbkt/a
ALLOW vendor s3:GetObject arn:aws:s3:::partnerbkt/a
IMPLICIT_DENY vendor s3:PutObject arn:aws:s3:::partnerbkt/a
ALLOW gh s3:DeleteBucket partnerbkt
ALLOW arn:aws:iam::444455556666:user/u kms:Decrypt Key
IMPLICIT_DENY arn:aws:iam::444455556666:user/u kms:ScheduleKeyDeletion Key
ALLOW gh kms:Decrypt Key
IMPLICIT_DENY gh kms:Decrypt KeyNo
ALLOW dev kms:Decrypt KeyNo
IMPLICIT_DENY arn:aws:iam::111122223333:root kms:Decrypt KeyNo
ALLOW dev iam:PassRole lam
CONDITIONAL dev2 iam:PassRole lam
IMPLICIT_DENY dev3 iam:CreatePolicyVersion arn:aws:iam::aws:policy/AdministratorAccess
ALLOW dev4 iam:PutUserPolicy arn:aws:iam::111122223333:user/dev4
IMPLICIT_DENY dev4 iam:PutUserPolicy arn:aws:iam::111122223333:user/dev5
IMPLICIT_DENY dev5 s3:PutObject arn:aws:s3:::partnerbkt/a
ALLOW dev5 s3:GetObject arn:aws:s3:::partnerbkt/a
ALLOW sns.amazonaws.com sqs:SendMessage q
IMPLICIT_DENY sqs.amazonaws.com sqs:SendMessage q
IMPLICIT_DENY * sqs:SendMessage q
CONDITIONAL arn:aws:iam::444455556666:user/u sqs:ReceiveMessage q
IMPLICIT_DENY * sqs:ReceiveMessage q
IMPLICIT_DENY lambda.amazonaws.com sts:AssumeRole vendor
ALLOW lambda.amazonaws.com sts:AssumeRole lam
IMPLICIT_DENY gh sts:AssumeRole lam
ALLOW arn:aws:iam::444455556666:role/r sts:AssumeRole vendor
IMPLICIT_DENY arn:aws:iam::444455556666:root sts:AssumeRole vendor
IMPLICIT_DENY dev5 sts:AssumeRole vendor
CONDITIONAL GITHUB sts:AssumeRoleWithWebIdentity gh
ALLOW arn:aws:iam::111122223333:root s3:PutBucketPolicy openbkt
"""


@pytest.mark.parametrize("row", QUESTIONS.strip().splitlines())
def test_can(row: str) -> None:
    decision, *question = row.replace("GITHUB", GITHUB).split()
    asked = ["access", "can", *question, str(TEMPLATE), *HOME, "--format", "json"]
    result = CliRunner().invoke(cli, asked)
    assert result.exit_code in (0, 3), result.output
    assert json.loads(result.stdout)["decision"] == decision


def test_who_can_become_administrator() -> None:
    result = CliRunner().invoke(cli, ["access", "escalate", str(TEMPLATE), *HOME])
    surely = result.stdout.partition("Surely:")[2].partition("Under conditions:")[0]
    assert [line for line in surely.splitlines() if "→ administrator" in line] == [
        "  Dev → administrator",
        "  Dev4 → administrator",
    ]
