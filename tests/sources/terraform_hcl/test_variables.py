"""The values of variables: which source goes before which, and what a text means."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.options import Assignment, TerraformOptions, VariableFile
from partywall.sources.terraform_hcl.modules import load_module
from partywall.sources.terraform_hcl.variables import values_of

DECLARED = """
variable "free" {}
variable "any" { type = any }
variable "text" { type = string }
variable "count_" { type = number }
variable "on" { type = bool }
variable "legacy" { type = "string" }
variable "zones" { type = list(string) }
variable "sizes" {
  type = object({ small = number, large = optional(number) })
}
"""


def given(
    folder: Path,
    *by_hand: Assignment | VariableFile,
    files: dict[str, str] | None = None,
    **environment: str,
) -> tuple[dict[str, Any], list[str]]:
    """The values, and the remarks, in a folder with these files."""
    (folder / "variables.tf").write_text(DECLARED)
    for name, text in (files or {}).items():
        (folder / name).write_text(text)
    options = TerraformOptions(given=by_hand, environment=environment)
    values, remarks = values_of(load_module(folder, "", folder), folder, options, folder)
    return values, [str(one) for one in remarks]


def test_what_goes_before_what(tmp_path: Path) -> None:
    files = {
        "terraform.tfvars": 'text = "terraform.tfvars"\n',
        "terraform.tfvars.json": '{"text": "terraform.tfvars.json"}',
        "a.auto.tfvars.json": '{"text": "a"}',
        "b.auto.tfvars": 'text = "b"\n',
        "other.tfvars": 'text = "other"\n',
    }
    hand = VariableFile(str(tmp_path / "other.tfvars"))
    expected = [
        "var",
        "other",
        "b",
        "a",
        "terraform.tfvars.json",
        "terraform.tfvars",
        "environment",
    ]
    rising: list[str] = []
    assert given(tmp_path)[0] == {}
    rising.append(given(tmp_path, text="environment")[0]["text"])
    for name in ("terraform.tfvars", "terraform.tfvars.json", "a.auto.tfvars.json"):
        more = given(tmp_path, files={name: files[name]}, text="environment")[0]
        rising += [more["text"]]
    rising.append(given(tmp_path, files=files, text="environment")[0]["text"])
    rising.append(given(tmp_path, hand, text="environment")[0]["text"])
    rising.append(given(tmp_path, hand, Assignment("text", "var"))[0]["text"])
    assert rising == expected[::-1]
    assert given(tmp_path, Assignment("text", "var"), hand)[0]["text"] == "other"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("free", "[1]", "[1]"),
        ("text", '"quoted"', '"quoted"'),
        ("text", "", ""),
        ("text", "null", "null"),
        ("count_", "5", "5"),
        ("on", "true", "true"),
        ("legacy", "x", "x"),
        ("any", '"x"', "x"),
        ("any", "null", None),
        ("any", "[1, true, -2.5]", [1, True, Decimal("-2.5")]),
        ("zones", '["a", "b"]', ["a", "b"]),
        ("zones", '[\n"a",\n]', ["a"]),
        ("sizes", '{ small = 1, "large" = 2 }', {"small": 1, "large": 2}),
        ("sizes", "{ small : 1 }", {"small": 1}),
    ],
)
def test_what_a_text_means(tmp_path: Path, name: str, text: str, value: object) -> None:
    assert given(tmp_path, Assignment(name, text)) == ({name: value}, [])
    assert given(tmp_path, **{name: text}) == ({name: value}, [])


@pytest.mark.parametrize(
    "text", ["a", "[a]", "var.x", 'upper("x")', "[", "1\non = 2", "", '"${local.x}"', "a { }"]
)
def test_what_is_no_constant_is_not_known(tmp_path: Path, text: str) -> None:
    values, (remark,) = given(tmp_path, Assignment("any", text))
    assert isinstance(values["any"], Unknown)
    assert set(values) == {"any"}
    assert remark.startswith("the value of --var any is not understood")


def test_a_value_is_never_quoted_in_a_remark(tmp_path: Path) -> None:
    _, remarks = given(tmp_path, Assignment("any", "hunter2 {"), Assignment("zones", "hunter2"))
    assert len(remarks) == 2
    assert "hunter2" not in "".join(remarks)


def test_native_files_hold_constants(tmp_path: Path) -> None:
    text = 'zones = ["a"] # or more\nsizes = {\n  small = 1\n}\ncount_ = var.x\nnobody = 1\n'
    values, (remark,) = given(tmp_path, files={"terraform.tfvars": text})
    assert (values["zones"], values["sizes"]) == (["a"], {"small": 1})
    assert isinstance(values["count_"], Unknown)
    assert remark.startswith(f"{tmp_path}/terraform.tfvars:5: the value of count_")
    assert set(values) == {"zones", "sizes", "count_"}


def test_json_files_hold_plain_json(tmp_path: Path) -> None:
    text = '{"text": "${not.a.template}", "count_": 0.1, "zones": null, "nobody": 1}'
    values, remarks = given(tmp_path, files={"x.auto.tfvars.json": text})
    assert values == {"text": "${not.a.template}", "count_": Decimal("0.1"), "zones": None}
    assert remarks == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terraform.tfvars", "text = \n"),
        ("terraform.tfvars", "block {\n}\n"),
        ("terraform.tfvars.json", "[]"),
        ("terraform.tfvars.json", "{"),
        ("terraform.tfvars.json", '{"count_": NaN}'),
        ("terraform.tfvars.json", '{"count_": 1.0e999999999}'),
    ],
)
def test_a_file_that_cannot_be_read_may_have_set_anything(
    tmp_path: Path, name: str, text: str
) -> None:
    values, (remark,) = given(
        tmp_path, Assignment("on", "true"), files={name: text}, text="x", on="false"
    )
    assert isinstance(values["text"], Unknown)
    assert isinstance(values["zones"], Unknown)
    assert values["on"] == "true"
    assert remark.startswith(f"{tmp_path}/{name}")


def test_what_else_a_broken_file_says_is_known(tmp_path: Path) -> None:
    values, _ = given(tmp_path, files={"terraform.tfvars": 'text = "x"\nblock {\n}\n'})
    assert values["text"] == "x"
    assert isinstance(values["zones"], Unknown)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    values, (remark,) = given(tmp_path, VariableFile("nope.tfvars"))
    assert isinstance(values["text"], Unknown)
    assert "nope.tfvars are not known: this file cannot be read: No such file" in remark


def test_a_file_that_leads_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text('text = "secret"\n')
    top = tmp_path / "top"
    top.mkdir()
    (top / "terraform.tfvars").symlink_to("../secret.txt")
    values, (remark,) = given(top)
    assert isinstance(values["text"], Unknown)
    assert "this link leads out of the folder that is checked" in remark


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.auto.tfvars")
    (tmp_path / "y.auto.tfvars.json").mkdir()
    values, remarks = given(tmp_path)
    assert isinstance(values["text"], Unknown)
    assert len(remarks) == 2


def test_configured_values_are_values(tmp_path: Path) -> None:
    values, _ = given(
        tmp_path,
        Assignment("zones", ["a"]),
        Assignment("sizes", {"small": 0.1}),
        Assignment("text", "x"),
        Assignment("on", True),
        Assignment("any", '["a"]'),
    )
    assert values == {
        "zones": ["a"],
        "sizes": {"small": Decimal("0.1")},
        "text": "x",
        "on": True,
        "any": ["a"],
    }
