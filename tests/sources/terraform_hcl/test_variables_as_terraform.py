"""The values of variables, as Terraform itself finds them; where it is installed."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from partywall.sources.terraform.options import Assignment, TerraformOptions, VariableFile
from partywall.sources.terraform.types import convert
from partywall.sources.terraform_hcl.modules import load_module
from partywall.sources.terraform_hcl.type_expressions import parse_type
from partywall.sources.terraform_hcl.variables import constant_of, values_of

TERRAFORM = shutil.which("terraform")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(TERRAFORM is None, reason="terraform is not on PATH"),
]

SOURCES = (
    "environment",
    "terraform.tfvars",
    "terraform.tfvars.json",
    "a.auto.tfvars.json",
    "b.auto.tfvars",
    "c.auto.tfvars.json",
    "by-hand.tfvars",
    "by-hand",
    "by-hand-later.tfvars.json",
)
TEXTS = {
    "string": ["x", '"x"', "", "null", "[1]", "1", " x "],
    "number": ["1", "0.1", "-3", "1e3"],
    "bool": ["true", "false"],
    "any": ['"x"', "null", "[1, true]", '{a = "b"}', "-1.5", "1", "true", "<<E\nx\nE\n"],
    "list(string)": ['["a", "b"]', "[]", "[\n  1,\n  true,\n]", "null"],
    "map(number)": ["{}", "{ a = 1, b : 2 }", '{ "a.b" = "1" }', "{\n  a = 1\n  b = 2\n}"],
    "object({ a = string, b = optional(number, 5) })": ['{ a = "x" }', "{ a = 1, b = 2 }"],
    "set(string)": ['["b", "a", "b"]'],
    "": ["x", "[1]"],
}


def answers(folder: Path, names: list[str], *options: str, **environment: str) -> Any:
    """What Terraform says that the variables are."""
    made = ", ".join(f"{name} = var.{name}" for name in names)
    assert TERRAFORM is not None
    done = subprocess.run(
        [TERRAFORM, "console", *options],
        input=f"jsonencode({{{made}}})\n",
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(json.loads(done.stdout.splitlines()[-1]))


def ours(folder: Path, options: TerraformOptions) -> Any:
    """What we say."""
    module = load_module(folder, "", folder)
    values, remarks = values_of(module, folder, options, folder)
    assert remarks == []
    for name, value in values.items():
        kind = module.variables[name].type
        if kind is not None:
            values[name] = convert(value, parse_type(kind, constant_of))
    return json.loads(json.dumps(values, default=float))


def test_which_source_goes_before_which(tmp_path: Path) -> None:
    pairs = {f"v{n}": two for n, two in enumerate(itertools.combinations(SOURCES, 2))}
    (tmp_path / "main.tf").write_text("".join(f'variable "{one}" {{}}\n' for one in pairs))
    said = {one: [name for name, two in pairs.items() if one in two] for one in SOURCES}
    for source, names in said.items():
        if source.endswith(".json"):
            (tmp_path / source).write_text(json.dumps(dict.fromkeys(names, source)))
        elif source.endswith(".tfvars"):
            (tmp_path / source).write_text("".join(f'{name} = "{source}"\n' for name in names))
    environment = dict.fromkeys(said["environment"], "environment")
    by_hand = [Assignment(name, "by-hand") for name in said["by-hand"]]
    first, last = (tmp_path / "by-hand.tfvars", tmp_path / "by-hand-later.tfvars.json")
    found = ours(
        tmp_path,
        TerraformOptions(
            given=(VariableFile(str(first)), *by_hand, VariableFile(str(last))),
            environment=environment,
        ),
    )
    expected = answers(
        tmp_path,
        list(pairs),
        f"-var-file={first}",
        *(f"-var={one.name}=by-hand" for one in by_hand),
        f"-var-file={last}",
        **{f"TF_VAR_{name}": value for name, value in environment.items()},
    )
    assert found == expected
    assert set(found.values()) == set(SOURCES[1:])


def test_what_texts_mean(tmp_path: Path) -> None:
    given = []
    declared = []
    for kind, texts in TEXTS.items():
        for text in texts:
            name = f"v{len(given)}"
            given.append(Assignment(name, text))
            declared.append(f'variable "{name}" {{ {f"type = {kind}" if kind else ""} }}\n')
    (tmp_path / "main.tf").write_text("".join(declared))
    names = [one.name for one in given]
    expected = answers(tmp_path, names, *(f"-var={one.name}={one.value}" for one in given))
    assert ours(tmp_path, TerraformOptions(given=tuple(given))) == expected
    environment = {f"TF_VAR_{one.name}": str(one.value) for one in given}
    assert answers(tmp_path, names, **environment) == expected


def test_what_json_files_mean(tmp_path: Path) -> None:
    values = {"a": "${1 + 1}", "b": 0.1, "c": None, "d": [1, "x", {"y": True}], "e": "%{ if x }"}
    (tmp_path / "main.tf").write_text("".join(f'variable "{one}" {{}}\n' for one in values))
    (tmp_path / "terraform.tfvars.json").write_text(json.dumps(values))
    assert ours(tmp_path, TerraformOptions()) == answers(tmp_path, list(values)) == values
