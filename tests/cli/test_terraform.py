"""Folders of Terraform sources: which root modules are read, with which values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import PLAN, PROVED, check, errors, here, report, verdicts, written

__all__ = ["here"]

KEY = """
resource "aws_kms_key" "key" {{
  enable_key_rotation      = {}
  customer_master_key_spec = "SYMMETRIC_DEFAULT"
}}
"""
ROTATED = KEY.format("true")
NOT_ROTATED = KEY.format("false")
OPEN = 'variable "rotation" {}\n' + KEY.format("var.rotation")
ZONES = """
variable "zones" {
  type    = list(string)
  default = ["a"]
}
""" + KEY.format('contains(var.zones, "b")')


@pytest.fixture(autouse=True)
def _no_variables_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_VAR_rotation", raising=False)
    monkeypatch.delenv("TF_WORKSPACE", raising=False)


def files(found: dict[str, Any]) -> list[str]:
    """The inputs of a report."""
    return [one["file"] for one in found["inputs"]]


def rotated(found: dict[str, Any], address: str = "aws_kms_key.key") -> str:
    """Whether a key is rotated."""
    return verdicts(found)[address, "kms-key-rotated"]


def keys(found: dict[str, Any]) -> list[str]:
    """The addresses of all keys that were judged."""
    return [one["resource"] for one in found["findings"] if one["control"] == "kms-key-rotated"]


def messages(found: dict[str, Any], level: str) -> list[str]:
    """The remarks of a level."""
    return [one["message"] for one in found["diagnostics"] if one["level"] == level]


def calling(source: str) -> str:
    """A file that calls a module."""
    return f'module "m" {{\n  source = "{source}"\n}}\n'


# -- which modules


def test_a_folder_is_one_root_and_a_finding_stands_in_its_file(here: Path) -> None:
    written(here, a_tf="locals {}\n", main_tf="\n" + NOT_ROTATED)
    result = check(".")
    assert result.exit_code == 1
    assert "main.tf:4" in result.stdout
    found = report(".")
    assert (files(found), found["inputs"][0]["kind"]) == (["."], "terraform")
    assert rotated(found) == "refuted"
    assert report(here / ".")["inputs"][0]["file"] == str(here)


def test_several_roots_and_the_module_that_they_call(here: Path) -> None:
    written(
        here,
        envs__dev__main_tf=calling("../../modules/key"),
        envs__prod__main_tf=calling("../../modules/key"),
        modules__key__main_tf=NOT_ROTATED,
    )
    found = report(".")
    assert files(found) == ["envs/dev", "envs/prod"]
    assert keys(found) == ["module.m.aws_kms_key.key"] * 2
    assert rotated(found, "module.m.aws_kms_key.key") == "refuted"
    assert {one["where"]["file"] for one in found["findings"]} == {"modules/key/main.tf"}


def test_templates_and_plans_beside_the_sources_are_read_as_well(here: Path) -> None:
    written(here, main_tf=ROTATED, t_yaml=PROVED, plan_json=PLAN.read_bytes())
    (here / "odd.tf.json").write_text('{"locals": {"a": "AWSTemplateFormatVersion"}}')
    assert files(report(".")) == [".", "plan.json", "t.yaml"]


def test_hidden_and_excluded_folders_are_passed_over(here: Path) -> None:
    written(here, a__main_tf=ROTATED, b__main_tf=ROTATED, partywall_toml='exclude = ["b"]')
    written(here / ".terraform" / "modules" / "x", main_tf=ROTATED)
    written(here / "node_modules" / "x", main_tf=ROTATED)
    written(here / ".hidden", main_tf=ROTATED)
    assert files(report(".")) == ["a"]


def test_a_root_can_be_chosen(here: Path) -> None:
    written(here, a__main_tf=ROTATED, b__main_tf=calling("../c"), c__main_tf=NOT_ROTATED)
    assert files(report(".")) == ["a", "b"]
    assert files(report(".", "--root", "c", "--root", "a/")) == ["a", "c"]
    assert files(report("c", "a")) == ["a", "c"]


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("elsewhere", "no folder that was named holds this root module"),
        ("top/empty", "no Terraform source is in this folder"),
        ("top/nope", "there is no such folder"),
    ],
)
def test_a_root_that_is_none(here: Path, root: str, said: str) -> None:
    written(here, top__a__main_tf=ROTATED, elsewhere__main_tf=ROTATED, top__empty__x_txt="")
    result = check("top", "--root", root)
    assert result.exit_code == 3
    (error,) = report("top", "--root", root)["diagnostics"]
    assert (error["message"], error["where"]["file"]) == (said, root)


def test_no_root_at_all(here: Path) -> None:
    written(here, a__main_tf=calling("../b"), b__main_tf=calling("../a"))
    found = report(".")
    assert files(found) == []
    assert errors(found)[0].startswith("none of the Terraform modules here is a root module")


def test_each_root_once_and_in_any_order(here: Path) -> None:
    written(here, a__main_tf=calling("../b"), b__main_tf=ROTATED)
    (here / "link").symlink_to("a")
    expected = report(".", "a", "link")
    assert files(expected) == ["a"]
    assert rotated(expected, "module.m.aws_kms_key.key") == "proved"
    turned = report("a", ".")
    assert turned["findings"] == expected["findings"]
    assert turned["diagnostics"] == expected["diagnostics"]


def test_a_module_outside_of_what_is_named_is_not_read(here: Path) -> None:
    written(here, a__main_tf=calling("../b") + ROTATED, b__main_tf=NOT_ROTATED)
    found = report("a")
    assert keys(found) == ["aws_kms_key.key"]
    assert any("outside of what is checked" in one["message"] for one in found["diagnostics"])
    assert len(keys(report(".", "--root", "a"))) == 2


def test_a_single_file_is_a_module_by_itself(here: Path) -> None:
    written(here, main_tf=OPEN + calling("./m"), m__main_tf=NOT_ROTATED)
    written(here, terraform_tfvars="rotation = true\n", more_tf=NOT_ROTATED.replace('"key"', '"b"'))
    found = report("main.tf")
    assert (files(found), found["inputs"][0]["kind"]) == (["main.tf"], "terraform")
    assert keys(found) == ["aws_kms_key.key"]
    assert rotated(found) == "undecided"
    assert rotated(report("main.tf", "--var", "rotation=true")) == "proved"
    key = {"enable_key_rotation": True, "customer_master_key_spec": "SYMMETRIC_DEFAULT"}
    (here / "x.tf.json").write_text(json.dumps({"resource": {"aws_kms_key": {"j": key}}}))
    assert rotated(report("x.tf.json"), "aws_kms_key.j") == "proved"


def test_a_file_that_is_not_there(here: Path) -> None:
    found = report("nope.tf")
    assert errors(found) == ["cannot be read: No such file or directory"]


def test_what_cannot_be_parsed_hides_nothing(here: Path) -> None:
    written(here, a__main_tf="resource {{{\n", b__main_tf=ROTATED)
    result = check(".")
    assert result.exit_code == 3
    assert rotated(report(".")) == "proved"


# -- which values


def test_values_by_hand_go_in_the_order_in_which_they_are_given(here: Path) -> None:
    written(here, main_tf=OPEN, yes_tfvars="rotation = true\n", no_tfvars="rotation = false\n")
    yes, no = ("--var-file", "yes.tfvars"), ("--var-file", "no.tfvars")
    true, false = ("--var", "rotation=true"), ("--var", "rotation=false")
    assert rotated(report(".")) == "undecided"
    for first, last, outcome in (
        (yes, false, "refuted"),
        (false, yes, "proved"),
        (no, yes, "proved"),
        (yes, no, "refuted"),
        (true, false, "refuted"),
        (no, true, "proved"),
    ):
        assert rotated(report(*first, ".", *last)) == outcome
        assert rotated(report(".", f"{first[0]}={first[1]}", f"{last[0]}={last[1]}")) == outcome


def test_the_environment_comes_last(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(here, main_tf=OPEN)
    monkeypatch.setenv("TF_VAR_rotation", "false")
    monkeypatch.setenv("TF_VAR_nobody", "x")
    found = report(".")
    assert rotated(found) == "refuted"
    assert messages(found, "warning") == []
    written(here, terraform_tfvars="rotation = true\n")
    assert rotated(report(".")) == "proved"


def test_values_can_be_configured(here: Path) -> None:
    written(here, s__main_tf=OPEN + ZONES.replace('"key"', '"other"'))
    written(
        here,
        partywall_toml='[terraform]\nvar_files = ["v/x.tfvars"]\nvars = {zones = ["b"]}\n',
        v__x_tfvars='rotation = true\nzones = ["c"]\n',
    )
    found = report("s")
    assert rotated(found) == rotated(found, "aws_kms_key.other") == "proved"
    assert rotated(report("s", "--var", "rotation=false")) == "refuted"
    assert rotated(report("s", "--var", 'zones=["c"]'), "aws_kms_key.other") == "refuted"


def test_the_workspace(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(here, main_tf=KEY.format('terraform.workspace == "production"'))
    assert rotated(report(".")) == "refuted"
    monkeypatch.setenv("TF_WORKSPACE", "production")
    assert rotated(report(".")) == "proved"
    written(here, partywall_toml='[terraform]\nworkspace = "staging"\n')
    assert rotated(report(".")) == "refuted"


def test_what_was_taken_and_what_is_missing_is_said(here: Path) -> None:
    written(here, main_tf=OPEN + ZONES.replace('"key"', '"other"'))
    assert messages(report("."), "info") == [
        "checked with the default of a variable: zones",
        "no value is given for a variable: rotation",
    ]
    assert messages(report(".", "--var", "rotation=true", "--var", "zones=[]"), "info") == []


def test_a_variable_that_no_root_has(here: Path) -> None:
    written(here, a__main_tf=OPEN, b__main_tf=ROTATED)
    found = report(".", "--var", "rotation=true", "--var", "rotatoin=true")
    assert messages(found, "warning") == ["no root module has a variable rotatoin"]


def test_a_file_of_values_that_is_not_there(here: Path) -> None:
    written(here, main_tf=OPEN)
    result = check(".", "--var", "rotation=true", "--var-file", "nope.tfvars")
    assert result.exit_code == 3
    assert "nope.tfvars" in result.stdout


@pytest.mark.parametrize("text", ["rotation", "=true", ""])
def test_a_value_without_a_name_is_wrong_usage(here: Path, text: str) -> None:
    written(here, main_tf=OPEN)
    result = check(".", "--var", text)
    assert result.exit_code == 2
    assert "write NAME=VALUE" in result.stderr


def test_secrets_of_variables_stay_secret(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = 'variable "s" {\n  sensitive = true\n}\n'
    written(here, main_tf=secret + 'resource "aws_sqs_queue" "q" {\n  name = var.s\n}\n')
    monkeypatch.setenv("TF_VAR_s", "hunter2-is-secret")
    for form in ("json", "text", "html", "sarif", "junit", "md"):
        assert "hunter2" not in check(".", "--format", form, "--coverage").stdout


# -- waivers


def test_a_waiver_beside_a_block(here: Path) -> None:
    waiver = "# partywall: waive kms-key-rotated until 2027-01-31: reviewed"
    written(here, main_tf=waiver + NOT_ROTATED + NOT_ROTATED.replace('"key"', '"other"'))
    found = report(".")
    waived = {one["resource"] for one in found["findings"] if one.get("waiver")}
    assert waived == {"aws_kms_key.key"}
    written(here, main_tf=f"{waiver}\n{calling('./m')}", m__main_tf=NOT_ROTATED)
    (finding,) = [one for one in report(".")["findings"] if one["control"] == "kms-key-rotated"]
    assert finding["waiver"]["reason"] == "reviewed"
    written(here, main_tf=f"{waiver}\nlocals {{}}\n")
    assert messages(report("."), "warning") == ["this waiver stands beside no resource"]


# -- a plan with its folder


@pytest.mark.parametrize("paths", [["."], ["plan.json", "other.json"]])
def test_a_folder_is_joined_with_one_plan(here: Path, paths: list[str]) -> None:
    written(here, plan_json=PLAN.read_bytes(), other_json=PLAN.read_bytes())
    result = check(*paths, "--hcl", ".")
    assert result.exit_code == 2
    assert "name that plan" in result.stderr


def test_a_template_is_not_joined(here: Path) -> None:
    written(here, t_yaml=PROVED, main_tf=ROTATED)
    assert errors(report("t.yaml", "--hcl", ".")) == ["this is no plan to join with a folder"]


def test_a_folder_without_sources_is_not_joined(here: Path) -> None:
    written(here, plan_json=PLAN.read_bytes(), empty__x_txt="")
    for folder, said in (
        ("empty", "no Terraform source is in this folder"),
        ("nope", "there is no such folder"),
    ):
        (error,) = report("plan.json", "--hcl", folder)["diagnostics"]
        assert (error["message"], error["where"]["file"]) == (said, folder)
