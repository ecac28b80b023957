"""A text around one attribute keeps what it is made of, whichever source it is read from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.inputs import InputOptions, Inputs

TEMPLATE = """\
Resources:
  Bucket: {{Type: AWS::S3::Bucket}}
  Other: {{Type: AWS::S3::Bucket}}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: [{{Effect: Allow, Action: '*', Resource: {resource}}}]
"""
HCL = """\
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket" "o" {}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "%s" }] })
}
"""


def resource_in(path: Path) -> Any:
    (reading,) = Inputs([str(path)], InputOptions()).readings()
    (policy,) = [one for one in reading.resources if one.type == "AWS::IAM::ManagedPolicy"]
    document: Any = policy.properties["PolicyDocument"]
    return document["Statement"][0]["Resource"]


@pytest.mark.parametrize(("resource", "framed"), [
    ("!Sub '${Bucket.Arn}/*'", ("", "Arn", "/*")),
    ("!Sub 'arn:aws:s3:::${Bucket}/a/*'", ("arn:aws:s3:::", "Ref", "/a/*")),
    ("!Join ['', [!GetAtt Bucket.Arn, '/*']]", ("", "Arn", "/*")),
    ("!GetAtt Bucket.Arn", ()),
    ("!Sub '${Bucket.Arn}/${Other}'", ()),
    ("!Sub '${Bucket.Arn}/${Bucket}/*'", ()),
    ("!Sub '${Bucket.Arn}/${AWS::AccountId}'", ()),
    ("!Sub 'arn:aws:s3:::${AWS::AccountId}-a'", ("arn:aws:s3:::", "AWS::AccountId", "-a")),
    ("!Sub 'arn:aws:iam:${AWS::Region}:a'", ()),
])  # fmt: skip
def test_template(tmp_path: Path, resource: str, framed: tuple[str, ...]) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(TEMPLATE.format(resource=resource))
    found = resource_in(file)
    assert type(found) is Unknown
    assert found.framed == framed


@pytest.mark.parametrize(("resource", "framed"), [
    ("${aws_s3_bucket.b.arn}/*", ("", "Arn", "/*")),
    ("${aws_s3_bucket.b.arn}", ()),
    ("${aws_s3_bucket.b.arn}/${aws_s3_bucket.o.id}", ()),
])  # fmt: skip
def test_hcl(tmp_path: Path, resource: str, framed: tuple[str, ...]) -> None:
    (tmp_path / "main.tf").write_text(HCL % resource)
    found = resource_in(tmp_path)
    assert type(found) is Unknown
    assert found.framed == framed
