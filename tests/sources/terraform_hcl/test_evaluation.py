"""Names, repetition, modules, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import PartialJson
from partywall.sources.terraform_hcl.provider.defaults import defaults_of
from sources.terraform_hcl.programs import evaluated, output


def values(found: Any) -> dict[str, dict[str, Any]]:
    return {one.address: one.values for one in found.instances}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("10 / 4", Decimal("2.5")),
        ('"a-${1 + 1}-b"', "a-2-b"),
        ('true ? "x" : "y"', "x"),
        ("false ? 1 : false ? 2 : 3", 3),
        ('[for x in ["a", "b"] : upper(x)]', ["A", "B"]),
        ("{for k, v in {a = 1, b = 2} : k => v * 2 if v > 1}", {"b": 4}),
        ('{for x in ["a", "b", "a"] : x => 1...}', {"a": [1, 1], "b": [1]}),
        ("[{n = 1}, {n = 2}][*].n", [1, 2]),
        ("{n = 1}[*].n", [1]),
        ("null[*]", []),
        ('try(tonumber("x"), 5)', 5),
        ('can(tonumber("x"))', False),
        ("max([1, 5, 3]...)", 5),
        ('"%{ for x in ["a", "b"] ~}${x}, %{ endfor ~}"', "a, b, "),
        ('"%{ if 1 > 2 }yes%{ else }no%{ endif }"', "no"),
        ("path.module", "."),
        ("terraform.workspace", "default"),
        ('lookup({a = 1}, "b", 9)', 9),
        ("0.1 + 0.2", Decimal("0.3")),
    ],
)
def test_an_expression_has_its_value(tmp_path: Path, expression: str, value: Any) -> None:
    assert output(tmp_path, expression) == value


DATA = 'resource "terraform_data" "x" {\n  input = "in"\n}\n'
BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "shop"\n}\n'


@pytest.mark.parametrize(
    "expression",
    [
        "terraform_data.x.output",
        '"a-${terraform_data.x.id}"',
        'terraform_data.x.id == "a"',
        "length(terraform_data.x.output)",
        "terraform_data.x.output.name",
        "[for x in terraform_data.x.output : x]",
        'terraform_data.x.id != "" ? 1 : 2',
        "try(terraform_data.x.output.a, 1)",
        "can(terraform_data.x.output.a)",
    ],
)
def test_what_follows_from_something_unknown_is_unknown(tmp_path: Path, expression: str) -> None:
    assert isinstance(output(tmp_path, expression, DATA), Unknown)


def test_an_unknown_in_a_collection_keeps_the_rest_known(tmp_path: Path) -> None:
    found = output(tmp_path, "[1, terraform_data.x.id, {a = 2, b = terraform_data.x.id}]", DATA)
    assert found[0] == 1
    assert isinstance(found[1], Unknown)
    assert found[2]["a"] == 2


def test_a_computed_attribute_names_its_resource(tmp_path: Path) -> None:
    found = output(tmp_path, "aws_s3_bucket.b.arn", BUCKET)
    assert (found.refs, found.attribute) == (("aws_s3_bucket.b",), "Arn")


def test_a_text_around_a_computed_attribute_keeps_its_known_parts(tmp_path: Path) -> None:
    found = output(tmp_path, '"x-${aws_s3_bucket.b.arn}/*"', BUCKET)
    assert (found.prefix, found.suffix, found.refs) == ("x-", "/*", ("aws_s3_bucket.b",))


def test_a_configured_attribute_has_its_value(tmp_path: Path) -> None:
    assert output(tmp_path, "aws_s3_bucket.b.bucket", BUCKET) == "shop"


def test_an_attribute_that_the_type_lacks_is_a_fault(tmp_path: Path) -> None:
    assert output(tmp_path, 'try(aws_s3_bucket.b.colour, "none")', BUCKET) == "none"


def test_count_zero_gives_no_instance(tmp_path: Path) -> None:
    found = evaluated(tmp_path, 'resource "aws_s3_bucket" "b" {\n  count = 0\n}\n')
    assert found.instances == []


def test_for_each_over_a_local_map_gives_each_instance(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        locals { shops = { de = "eu-central-1", us = "us-east-1" } }
        resource "aws_s3_bucket" "b" {
          for_each = local.shops
          bucket   = "${each.key}-${each.value}"
        }
        """,
    )
    assert {at: one["bucket"] for at, one in values(found).items()} == {
        'aws_s3_bucket.b["de"]': "de-eu-central-1",
        'aws_s3_bucket.b["us"]': "us-us-east-1",
    }


def test_for_each_over_resources_follows_their_keys(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        resource "aws_s3_bucket" "b" {
          for_each = toset(["x", "y"])
          bucket   = each.key
        }
        resource "aws_s3_bucket_versioning" "v" {
          for_each = aws_s3_bucket.b
          bucket   = each.value.id
        }
        """,
    )
    one = values(found)['aws_s3_bucket_versioning.v["y"]']["bucket"]
    assert (one.refs, one.attribute) == (('aws_s3_bucket.b["y"]',), "Ref")


def test_a_variable_without_a_value_is_unknown(tmp_path: Path) -> None:
    found = output(tmp_path, "var.region", 'variable "region" {}')
    assert found.why == 'the variable "region" has no value'


def test_a_variable_has_the_value_and_the_type_that_it_was_given(tmp_path: Path) -> None:
    text = 'variable "n" {\n  type = number\n}\noutput "n" {\n  value = var.n + 1\n}\n'
    assert evaluated(tmp_path, text, n="41").outputs["n"] == 42


def test_optional_attributes_get_their_defaults(tmp_path: Path) -> None:
    before = """
        variable "it" {
          type    = object({ a = string, b = optional(number, 5), c = optional(string) })
          default = { a = "x" }
        }
    """
    assert output(tmp_path, "var.it", before) == {"a": "x", "b": 5, "c": None}


POLICY = """
    variable "actions" { type = list(string) }
    data "aws_iam_policy_document" "fixed" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["*"]
      }
    }
    data "aws_iam_policy_document" "given" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
    output "fixed" { value = jsondecode(data.aws_iam_policy_document.fixed.json).Statement[0] }
    output "given" { value = jsondecode(data.aws_iam_policy_document.given.json).Statement[0] }
"""


def test_what_instances_of_a_module_share_is_only_what_depends_on_nothing(tmp_path: Path) -> None:
    calls = """
        module "one" {
          source  = "./policy"
          actions = ["s3:PutObject"]
        }
        module "two" {
          source  = "./policy"
          actions = ["s3:ListBucket"]
        }
        output "fixed" { value = [module.one.fixed.Action, module.two.fixed.Action] }
        output "given" { value = [module.one.given.Action, module.two.given.Action] }
    """
    found = evaluated(tmp_path, {"main.tf": calls, "policy/main.tf": POLICY})
    assert found.outputs["fixed"] == ["s3:GetObject", "s3:GetObject"]
    assert found.outputs["given"] == ["s3:PutObject", "s3:ListBucket"]


def test_sibling_modules_keep_their_own_values(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        {
            "main.tf": """
                module "a" {
                  source = "./bucket"
                  name   = "one"
                }
                module "b" {
                  source = "./bucket"
                  name   = "two"
                }
                output "both" { value = [module.a.name, module.b.name] }
            """,
            "bucket/main.tf": """
                variable "name" { type = string }
                resource "aws_s3_bucket" "this" { bucket = var.name }
                output "name" { value = aws_s3_bucket.this.bucket }
            """,
        },
    )
    assert values(found)["module.a.aws_s3_bucket.this"]["bucket"] == "one"
    assert values(found)["module.b.aws_s3_bucket.this"]["bucket"] == "two"
    assert found.outputs["both"] == ["one", "two"]


def test_a_module_with_for_each_has_an_instance_for_each_key(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        {
            "main.tf": """
                module "m" {
                  source   = "./m"
                  for_each = { x = 1, y = 2 }
                  n        = each.value
                }
                output "ids" { value = [for m in module.m : m.twice] }
            """,
            "m/main.tf": """
                variable "n" {}
                resource "aws_sqs_queue" "q" {
                  count = var.n
                  name  = "q${count.index}"
                }
                output "twice" { value = var.n * 2 }
            """,
        },
    )
    assert list(values(found)) == [
        'module.m["x"].aws_sqs_queue.q[0]',
        'module.m["y"].aws_sqs_queue.q[0]',
        'module.m["y"].aws_sqs_queue.q[1]',
    ]
    assert found.outputs["ids"] == [2, 4]


def test_a_module_that_is_not_here_has_unknown_outputs_and_one_remark(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        module "net" { source = "terraform-aws-modules/vpc/aws" }
        output "a" { value = module.net.vpc_id }
        output "b" { value = module.net.subnets[0] }
        """,
    )
    assert all(isinstance(one, Unknown) for one in found.outputs.values())
    assert len(found.faults) == 1
    assert "module.net" in found.faults[0].message


def test_an_unknown_count_gives_one_instance_that_may_not_be_there(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        variable "on" { type = bool }
        resource "aws_s3_bucket" "b" {
          count  = var.on ? 1 : 0
          bucket = "shop"
        }
        """,
    )
    (one,) = found.instances
    assert one.address == "aws_s3_bucket.b[0]"
    assert one.guard == (("var.on", True),)


def test_an_unknown_for_each_gives_one_instance_for_all(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        variable "names" { type = set(string) }
        resource "aws_s3_bucket" "b" {
          for_each = var.names
          bucket   = each.key
        }
        resource "aws_s3_bucket_versioning" "v" {
          for_each = var.names
          bucket   = aws_s3_bucket.b[each.key].id
        }
        resource "aws_s3_bucket_versioning" "main" {
          bucket = aws_s3_bucket.b["main"].id
        }
        """,
    )
    found_values = values(found)
    assert isinstance(found_values["aws_s3_bucket.b[*]"]["bucket"], Unknown)
    assert found_values["aws_s3_bucket_versioning.v[*]"]["bucket"].refs == ("aws_s3_bucket.b[*]",)
    assert found_values["aws_s3_bucket_versioning.main"]["bucket"].refs == ()


def test_dynamic_blocks_are_written_out(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        locals { ports = { ssh = 22, web = 443 } }
        resource "aws_security_group" "g" {
          dynamic "ingress" {
            for_each = local.ports
            iterator = it
            content {
              description = it.key
              from_port   = it.value
              to_port     = it.value
              protocol    = "tcp"
              cidr_blocks = ["0.0.0.0/0"]
            }
          }
        }
        """,
    )
    rules = values(found)["aws_security_group.g"]["ingress"]
    assert sorted(one["from_port"] for one in rules) == [22, 443]


def test_a_dynamic_block_over_something_unknown_is_any_number(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        variable "ports" { type = list(number) }
        resource "aws_security_group" "g" {
          dynamic "ingress" {
            for_each = var.ports
            content { from_port = ingress.value }
          }
        }
        """,
    )
    (rule,) = values(found)["aws_security_group.g"]["ingress"]
    assert isinstance(rule, Unknown)
    assert rule.many


def test_a_policy_with_an_unknown_leaf_keeps_the_rest(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_bucket_policy" "p" {
          bucket = aws_s3_bucket.b.id
          policy = jsonencode({
            Statement = [{ Effect = "Allow", Action = "*", Principal = "*",
                           Resource = aws_s3_bucket.b.arn }]
          })
        }
        """,
    )
    policy = values(found)["aws_s3_bucket_policy.p"]["policy"]
    assert isinstance(policy, PartialJson)
    assert policy.document["Statement"][0]["Action"] == "*"


def test_a_cycle_is_told_step_by_step(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path, 'locals {\n  a = local.b\n  b = local.a\n}\noutput "x" {\n  value = local.a\n}\n'
    )
    assert isinstance(found.outputs["x"], Unknown)
    assert any("local.a -> local.b -> local.a" in one.message for one in found.faults)


def test_doubling_sixty_times_ends(tmp_path: Path) -> None:
    lines = ["locals {", '  a0 = "xxxxxxxxxx"']
    lines += [f'  a{n} = "${{local.a{n - 1}}}${{local.a{n - 1}}}"' for n in range(1, 60)]
    lines += ["}", 'output "x" {', "  value = local.a59", "}"]
    found = evaluated(tmp_path, "\n".join(lines))
    assert isinstance(found.outputs["x"], Unknown)
    assert any("too large" in one.message for one in found.faults)


def test_what_is_sensitive_is_veiled_wherever_it_goes(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        """
        variable "secret" {
          sensitive = true
          default   = "hunter2hunter2"
        }
        locals { url = "db://${var.secret}@host" }
        resource "aws_ssm_parameter" "p" {
          name  = "url"
          type  = "String"
          description = local.url
        }
        resource "aws_ssm_parameter" "q" {
          name  = "plain"
          type  = "String"
        }
        """,
    )
    p, q = found.instances
    assert p.values["description"] == "db://hunter2hunter2@host"
    assert isinstance(p.veiled["description"], Unknown)
    assert p.veiled["name"] == "url"
    assert q.veiled is None
    assert found.secrets == {"hunter2hunter2"}


def test_providers_reach_modules_by_the_names_of_the_call(tmp_path: Path) -> None:
    found = evaluated(
        tmp_path,
        {
            "main.tf": """
                provider "aws" { region = "eu-west-1" }
                provider "aws" {
                  alias  = "us"
                  region = "us-east-1"
                }
                resource "aws_sqs_queue" "here" {}
                resource "aws_sqs_queue" "there" { provider = aws.us }
                module "in" { source = "./m" }
                module "out" {
                  source    = "./m"
                  providers = { aws = aws.us }
                }
            """,
            "m/main.tf": 'resource "aws_sqs_queue" "q" {}',
        },
    )
    assert {one.address: one.provider.region for one in found.instances} == {
        "aws_sqs_queue.here": "eu-west-1",
        "aws_sqs_queue.there": "us-east-1",
        "module.in.aws_sqs_queue.q": "eu-west-1",
        "module.out.aws_sqs_queue.q": "us-east-1",
    }


def test_data_sources_that_follow_from_the_configuration_are_known(tmp_path: Path) -> None:
    before = """
        provider "aws" {
          region              = "cn-north-1"
          allowed_account_ids = ["111122223333"]
        }
        data "aws_region" "r" {}
        data "aws_partition" "p" {}
        data "aws_caller_identity" "me" {}
        data "aws_kms_key" "k" { key_id = "alias/x" }
    """
    expression = """[data.aws_region.r.name, data.aws_partition.p.partition,
        data.aws_caller_identity.me.account_id, data.aws_kms_key.k.arn]"""
    region, partition, account, key = output(tmp_path, expression, before)
    assert (region, partition, account) == ("cn-north-1", "aws-cn", "111122223333")
    assert (key.refs, key.attribute) == (("data.aws_kms_key.k",), "Arn")


@pytest.mark.parametrize(
    ("module", "resource"),
    [
        ("", 'resource "aws_sqs_queue" "q" { provider = aws.far }'),
        ("  providers = { aws = aws.far }\n", 'resource "aws_sqs_queue" "q" {}'),
    ],
)
def test_a_provider_that_was_not_read_works_nobody_knows_where(
    tmp_path: Path, module: str, resource: str
) -> None:
    files = {
        "main.tf": f'module "m" {{\n  source = "./m"\n{module}}}\n',
        "m/main.tf": resource,
    }
    (queue,) = evaluated(tmp_path, files).instances
    assert isinstance(queue.provider.region, Unknown)


def test_a_block_of_a_type_that_nobody_asked_about_may_be_there(tmp_path: Path) -> None:
    """Of types without a table the provider was not asked which blocks it fills in."""
    assert defaults_of("aws_vpc_ipam") is None
    before = 'resource "aws_vpc_ipam" "i" {}'
    assert isinstance(output(tmp_path, "length(aws_vpc_ipam.i.operating_regions)", before), Unknown)
