"""Questions that readers of Terraform sources are known to get wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partywall.assess.check import Check, Options
from partywall.assess.report import Report
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.terraform_hcl.evaluation import resources
from sources.terraform_hcl.programs import write

SSH = "ec2-ssh-closed-to-internet"
ADMIN = "iam-policy-no-full-admin"
ROTATED = "kms-key-rotated"
VERSIONED = "s3-bucket-versioned"


def checked(folder: Path, files: dict[str, str] | str) -> Report:
    inputs = Inputs([str(write(folder, files))], InputOptions())
    return Check(Options(as_of=date(2026, 11, 23))).run(inputs.readings(), inputs.remarks)


def verdicts(report: Report, control: str) -> dict[str, str]:
    return {one.resource: one.verdict for one in report.findings if one.control == control}


DYNAMIC = """
    resource "aws_security_group" "g" {{
      dynamic "ingress" {{
        for_each = {over}
        content {{
          from_port   = ingress.value
          to_port     = ingress.value
          protocol    = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }}
      }}
    }}
    variable "open" {{
      type = list(number)
    }}
"""

POLICY = """
    data "aws_iam_policy_document" "d" {{
      statement {{
        actions   = ["{action}"]
        resources = ["{resource}"]
      }}
    }}
    resource "aws_sqs_queue" "q" {{}}
    resource "aws_iam_policy" "p" {{
      policy = data.aws_iam_policy_document.d.json
    }}
"""

HEREDOC = """
    resource "aws_sqs_queue" "q" {}
    resource "aws_iam_policy" "p" {
      policy = <<-EOT
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "${aws_sqs_queue.q.arn}"}
        ]}
      EOT
    }
"""

KEY = 'resource "aws_kms_key" "k" {{\n  {more}\n  enable_key_rotation = {rotated}\n}}\n'
TOLD = 'variable "x" {\n  type = bool\n}\n'
SIBLINGS = {
    "main.tf": """
        module "good" {
          source  = "./key"
          rotated = true
        }
        module "bad" {
          source  = "./key"
          rotated = false
        }
    """,
    "key/main.tf": """
        variable "rotated" { type = bool }
        resource "aws_kms_key" "k" { enable_key_rotation = var.rotated }
    """,
}


@pytest.mark.parametrize(
    ("files", "control", "expected"),
    [
        pytest.param(
            KEY.format(more="count = 0", rotated="false"), ROTATED, {}, id="count 0 is nothing"
        ),
        pytest.param(
            "locals {\n  m = { a = true, b = false }\n}\n"
            + KEY.format(more="for_each = local.m", rotated="each.value"),
            ROTATED,
            {'aws_kms_key.k["a"]': "proved", 'aws_kms_key.k["b"]': "refuted"},
            id="for_each over a local map gives each instance",
        ),
        pytest.param(
            DYNAMIC.format(over="[22, 443]"),
            SSH,
            {"aws_security_group.g": "refuted"},
            id="a dynamic block opens port 22",
        ),
        pytest.param(
            DYNAMIC.format(over="[443]"),
            SSH,
            {"aws_security_group.g": "proved"},
            id="a dynamic block opens another port",
        ),
        pytest.param(
            DYNAMIC.format(over="var.open"),
            SSH,
            {"aws_security_group.g": "undecided"},
            id="a dynamic block over ports that nobody told",
        ),
        pytest.param(
            POLICY.format(action="*", resource="*"),
            ADMIN,
            {"aws_iam_policy.p": "refuted"},
            id="everything on everything, by a policy document",
        ),
        pytest.param(
            POLICY.format(action="sqs:SendMessage", resource="${aws_sqs_queue.q.arn}"),
            ADMIN,
            {"aws_iam_policy.p": "proved"},
            id="one action on what is made later, by a policy document",
        ),
        pytest.param(
            HEREDOC,
            ADMIN,
            {"aws_iam_policy.p": "refuted"},
            id="everything on everything, beside an unknown leaf",
        ),
        pytest.param(
            TOLD + KEY.format(more="", rotated="var.x"),
            ROTATED,
            {"aws_kms_key.k": "undecided"},
            id="a variable that nobody told",
        ),
        pytest.param(
            KEY.format(more="", rotated="var.nowhere"),
            ROTATED,
            {"aws_kms_key.k": "undecided"},
            id="a variable that nobody declared",
        ),
        pytest.param(
            TOLD + KEY.format(more="count = var.x ? 1 : 0", rotated="false"),
            ROTATED,
            {"aws_kms_key.k[0]": "refuted"},
            id="wherever there is one, it is not rotated",
        ),
        pytest.param(
            SIBLINGS,
            ROTATED,
            {"module.good.aws_kms_key.k": "proved", "module.bad.aws_kms_key.k": "refuted"},
            id="sibling modules keep their own values",
        ),
        pytest.param(
            """
            variable "names" { type = set(string) }
            resource "aws_s3_bucket" "b" {
              for_each = var.names
              bucket   = each.key
            }
            resource "aws_s3_bucket_versioning" "v" {
              for_each = var.names
              bucket   = aws_s3_bucket.b[each.key].id
              versioning_configuration { status = "Enabled" }
            }
            """,
            VERSIONED,
            {"aws_s3_bucket.b[*]": "proved"},
            id="each of any number of buckets has its own versioning",
        ),
        pytest.param(
            """
            variable "names" { type = set(string) }
            resource "aws_s3_bucket" "b" {
              for_each = var.names
              bucket   = each.key
            }
            resource "aws_s3_bucket_versioning" "v" {
              bucket = aws_s3_bucket.b["main"].id
              versioning_configuration { status = "Enabled" }
            }
            """,
            VERSIONED,
            {"aws_s3_bucket.b[*]": "undecided"},
            id="one of any number of buckets is versioned",
        ),
        pytest.param(
            TOLD
            + """
            resource "aws_s3_bucket" "b" { bucket = "shop" }
            resource "aws_s3_bucket_versioning" "v" {
              count  = var.x ? 1 : 0
              bucket = aws_s3_bucket.b.id
              versioning_configuration { status = "Enabled" }
            }
            """,
            VERSIONED,
            {"aws_s3_bucket.b": "undecided"},
            id="versioning that may not be there",
        ),
        pytest.param(
            TOLD
            + """
            resource "aws_s3_bucket" "b" {
              count  = var.x ? 1 : 0
              bucket = "shop"
            }
            resource "aws_s3_bucket_versioning" "v" {
              count  = var.x ? 1 : 0
              bucket = aws_s3_bucket.b[0].id
              versioning_configuration { status = "Enabled" }
            }
            """,
            VERSIONED,
            {"aws_s3_bucket.b[0]": "proved"},
            id="bucket and versioning, both or neither",
        ),
        pytest.param(
            """
            resource "aws_iam_role" "r" { assume_role_policy = "{}" }
            resource "aws_iam_instance_profile" "p" { role = aws_iam_role.r.name }
            resource "aws_iam_role_policy_attachment" "a" {
              role       = aws_iam_instance_profile.p.role
              policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
            }
            """,
            "iam-principal-no-administrator-access",
            {"aws_iam_role.r": "refuted"},
            id="a role by what passes its name on",
        ),
        pytest.param(
            """
            resource "aws_s3_bucket" "b" { bucket = "shop" }
            module "versioned" {
              source = "example.org/versioned/aws"
              bucket = aws_s3_bucket.b.id
            }
            """,
            "s3-bucket-requires-tls",
            {"aws_s3_bucket.b": "undecided"},
            id="a module that is not here was handed the bucket",
        ),
        pytest.param(
            """
            resource "aws_s3_bucket" "b" { bucket = "shop" }
            module "versioned" {
              source = "example.org/versioned/aws"
              names  = { main = "shop" }
            }
            """,
            "s3-bucket-requires-tls",
            {"aws_s3_bucket.b": "undecided"},
            id="a module that is not here was handed the bucket's name",
        ),
        pytest.param(
            """
            resource "aws_s3_bucket" "b" { bucket = "shop" }
            module "other" {
              source = "example.org/other/aws"
              cidr   = "10.0.0.0/16"
            }
            """,
            "s3-bucket-requires-tls",
            {"aws_s3_bucket.b": "refuted"},
            id="a module that is not here has nothing to do with the bucket",
        ),
    ],
)
def test_known_wrong_answers(
    tmp_path: Path, files: dict[str, str] | str, control: str, expected: dict[str, str]
) -> None:
    assert verdicts(checked(tmp_path, files), control) == expected


def test_a_syntax_error_costs_its_block_and_is_told(tmp_path: Path) -> None:
    report = checked(
        tmp_path,
        'resource "aws_kms_key" "a" {\n  enable_key_rotation = \n}\n'
        'resource "aws_kms_key" "b" {\n  enable_key_rotation = true\n}\n',
    )
    assert verdicts(report, ROTATED) == {"aws_kms_key.b": "proved"}
    assert report.incomplete
    assert any("main.tf:2" in str(one) for one in report.diagnostics)


def test_a_finding_names_the_line_of_the_argument(tmp_path: Path) -> None:
    report = checked(tmp_path, KEY.format(more="", rotated="false"))
    (found,) = [one for one in report.findings if one.control == ROTATED]
    assert (Path(found.where.file).name, found.where.line) == ("main.tf", 3)


def test_a_mistake_of_ours_costs_one_resource(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong with one resource: the others are judged, the report is incomplete."""
    whole = resources.normalise

    def failing(values: Any, schema: Any, *more: Any) -> Any:
        if values.get("description") == "odd":
            raise KeyError("odd")
        return whole(values, schema, *more)

    monkeypatch.setattr(resources, "normalise", failing)
    odd = KEY.replace('"k"', '"odd"').format(more='description = "odd"', rotated="true")
    odd += "locals {\n  odd = aws_kms_key.odd.description\n}\n"
    odd += 'resource "aws_sqs_queue" "q" {\n  name = local.odd\n}\n'
    report = checked(tmp_path, odd + KEY.format(more="", rotated="false"))
    assert verdicts(report, ROTATED) == {"aws_kms_key.k": "refuted"}
    assert report.incomplete
    assert any("aws_kms_key.odd" in one.message for one in report.diagnostics)
