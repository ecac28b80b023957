"""Folders as modules, and override files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from partywall.sources.terraform_hcl import folder
from partywall.sources.terraform_hcl.modules import Module, load_module
from sources.terraform_hcl.dump import dump, outline


def module(root: Path, files: dict[str, str]) -> Module:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return load_module(root, "", root)


def faults(found: Module) -> list[str]:
    return [f"{one.where}: {one.message}" for one in found.faults]


def test_what_a_folder_declares(tmp_path: Path) -> None:
    found = module(
        tmp_path,
        {
            "main.tf": """
                terraform {
                  required_providers {
                    aws = { source = "Hashicorp/AWS", version = "~> 5" }
                    own = { source = "registry.terraform.io/acme/own" }
                    old = "1.0"
                  }
                }
                provider "aws" { region = "eu-west-1" }
                provider "aws" { alias = "east" }
                resource "aws_x" "a" { b = 1 }
                data "aws_x" "a" { b = 2 }
                ephemeral "aws_x" "a" { b = 3 }
                module "m" { source = "./m" }
                module "n" { source = var.s }
                moved {}
                import {}
                check "c" {}
                removed {}
            """,
            "values.tf": """
                variable "v" {
                  type = string
                  default = "d"
                  sensitive = true
                  nullable = false
                }
                variable "w" {}
                output "o" {
                  value = local.l
                  sensitive = true
                }
                output "p" { value = 1 }
            """,
            "more.tf.json": '{"locals": {"l": 1}}',
            "other.tfvars": "not = read",
            ".hidden.tf": "{{{",
            "#main.tf": "{{{",
            "sub.tf/deeper.tf": "{{{",
        },
    )
    assert faults(found) == []
    assert not found.broken
    assert found.required_providers == {
        "aws": "hashicorp/aws", "own": "acme/own", "old": "hashicorp/old"
    }  # fmt: skip
    assert list(found.providers) == [("aws", ""), ("aws", "east")]
    assert {key: outline(block.body) for key, block in found.resources.items()} == {
        ("managed", "aws_x", "a"): ["b = 1"],
        ("data", "aws_x", "a"): ["b = 2"],
        ("ephemeral", "aws_x", "a"): ["b = 3"],
    }
    assert {name: call.source for name, call in found.calls.items()} == {"m": "./m", "n": None}
    v, w = found.variables["v"], found.variables["w"]
    assert (dump(v.type), dump(v.default), v.sensitive, v.nullable) == (
        "'string",
        '"d"',
        True,
        False,
    )
    assert (w.type, w.default, w.sensitive, w.nullable) == (None, None, False, True)
    assert [(dump(x.value), x.sensitive) for x in found.outputs.values()] == [
        ("local.l", True), ("1", False)
    ]  # fmt: skip
    place = found.locals["l"]
    assert str(place.file.span(place.at)) == "more.tf.json:1"


def test_files_are_shown_under_the_modules_name(tmp_path: Path) -> None:
    module(tmp_path, {"m/main.tf": 'resource "a" "b" {}'})
    found = load_module(tmp_path / "m", "modules/m", tmp_path)
    assert found.resources["managed", "a", "b"].body.file.name == "modules/m/main.tf"


BASE = """
resource "aws_x" "a" {
  b = 1
  c = 2
  ingress { p = 1 }
  ingress { p = 2 }
  egress { p = 3 }
  dynamic "rule" {
    for_each = [1]
    content {}
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes = [b]
  }
}
variable "v" {
  type = number
  default = 1
}
locals {
  k = 1
  l = 2
}
provider "aws" {
  alias = "east"
  region = "us-east-1"
}
"""


@pytest.mark.parametrize(
    "override, expected",
    [
        ('resource "aws_x" "a" { c = 3 }', {"b = 1", "c = 3", "  p = 1", "  p = 2", "  p = 3"}),
        ('resource "aws_x" "a" { ingress { p = 9 } }', {"b = 1", "c = 2", "  p = 9", "  p = 3"}),
        ('resource "aws_x" "a" {\n dynamic "ingress" {\n for_each = [7]\n content {}\n }\n }',
         {"dynamic ingress", "  for_each = [7]", "  for_each = [1]", "  p = 3"}),
        ('resource "aws_x" "a" { rule { p = 8 } }', {"rule", "  p = 8", "  p = 1"}),
        ('resource "aws_x" "a" {\n lifecycle {\n prevent_destroy = false\n }\n }',
         {"  prevent_destroy = false", "  ignore_changes = ['b]"}),
    ],
)  # fmt: skip
def test_override_of_a_resource(tmp_path: Path, override: str, expected: set[str]) -> None:
    found = module(tmp_path, {"main.tf": BASE, "override.tf": override})
    assert faults(found) == []
    lines = set(outline(found.resources["managed", "aws_x", "a"].body))
    assert expected <= lines
    gone = {"c = 2"} if "c = 3" in override else set()
    gone |= {"  p = 1", "  p = 2"} if "ingress" in override else set()
    gone |= {"dynamic rule"} if "rule {" in override else set()
    gone |= {"  prevent_destroy = true"} if "prevent" in override else set()
    assert not gone & lines


def test_override_of_everything_else(tmp_path: Path) -> None:
    found = module(
        tmp_path,
        {
            "a_override.tf": 'variable "v" { default = 2 }\nlocals { l = 3 }\nprovider "aws" {}\n',
            "b_override.tf.json": '{"variable": {"v": {"default": 3}}}',
            "main.tf": BASE,
            "override.tf": 'provider "aws" {\n alias = "east"\n region = "eu-west-1"\n}',
            "z.tf": 'output "o" { value = 1 }',
        },
    )
    assert faults(found) == []
    v = found.variables["v"]
    assert (dump(v.type), dump(v.default)) == ("'number", "3")
    assert {name: dump(one.value) for name, one in found.locals.items()} == {"k": "1", "l": "3"}
    assert found.locals["l"].file.name == "a_override.tf"
    assert outline(found.providers["aws", "east"].body) == [
        'alias = "east"',
        'region = "eu-west-1"',
    ]
    assert ("aws", "") in found.providers


def test_an_overriding_argument_knows_its_file(tmp_path: Path) -> None:
    found = module(tmp_path, {"main.tf": BASE, "override.tf": 'resource "aws_x" "a" { c = 3 }'})
    body = found.resources["managed", "aws_x", "a"].body
    assert body.attributes["b"].file is None
    file = body.attributes["c"].file
    assert file is not None
    assert str(file.span(body.attributes["c"].at)) == "override.tf:1"


@pytest.mark.parametrize(
    "files, expected",
    [
        ({"a.tf": 'resource "x" "y" { n = 1 }', "b.tf": 'resource "x" "y" { n = 2 }'},
         ["b.tf:1: this is declared at a.tf:1 already"]),
        ({"a.tf": "locals { l = 1 }", "b.tf": "locals { l = 2 }"},
         ["b.tf:1: this is declared at a.tf:1 already"]),
        ({"override.tf": 'resource "x" "y" {}'},
         ["override.tf:1: nothing is declared that this could override"]),
        ({"override.tf": "locals { l = 1 }"},
         ["override.tf:1: nothing is declared that this could override"]),
        ({"a.tf": 'resource "x" {}'}, ['a.tf:1: a "resource" block has 2 labels']),
        ({"a.tf": "variable {}"}, ['a.tf:1: a "variable" block has 1 label']),
        ({"a.tf": "resources {}"}, ['a.tf:1: Terraform has no "resources" block']),
        ({"a.tf": "x = 1"}, ['a.tf:1: "x" belongs in a block']),
    ],
)  # fmt: skip
def test_fault(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    found = module(tmp_path, files)
    assert faults(found) == expected
    if "a.tf" in files and "n = 1" in files["a.tf"]:
        assert outline(found.resources["managed", "x", "y"].body) == ["n = 1"]
    if "l = 1" in files.get("a.tf", ""):
        assert dump(found.locals["l"].value) == "1"


def test_a_module_with_a_fault_in_it_is_broken(tmp_path: Path) -> None:
    found = module(tmp_path, {"a.tf": 'resource "x" "y" {\n  z =\n}\n', "b.tf": "locals { l = 1 }"})
    assert found.broken
    assert found.resources["managed", "x", "y"].broken
    assert list(found.locals) == ["l"]


def test_nothing_outside_the_root_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.tf").write_text("locals { secret = 1 }")
    root = tmp_path / "root"
    module(root, {"shared/in.tf": "locals { inside = 1 }", "real.tf": "locals { real = 1 }"})
    (root / "link.tf").symlink_to(tmp_path / "secret.tf")
    (root / "near.tf").symlink_to(root / "shared" / "in.tf")
    (root / "gone.tf").symlink_to(root / "nothing.tf")
    (root / "circle.tf").symlink_to(root / "circle.tf")
    os.mkfifo(root / "pipe.tf")
    found = load_module(root, "", root)
    assert set(found.locals) == {"inside", "real"}
    assert [fault.where.file for fault in found.faults] == [
        "circle.tf", "gone.tf", "link.tf", "pipe.tf"
    ]  # fmt: skip
    assert found.broken


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_BYTES", 1_000_000)
    found = module(tmp_path, {"a.tf": "#" * 1_000_001, "b.tf": "locals { l = 1 }"})
    assert faults(found) == ["a.tf: larger than 1 MB"]
    assert found.broken
    assert list(found.locals) == ["l"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    found = load_module(tmp_path / "no", "no", tmp_path)
    assert found.broken
    assert [fault.where.file for fault in found.faults] == ["no"]
