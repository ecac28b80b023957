"""What the reading of Terraform's sources may be told."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Assignment(Struct, frozen=True):
    """A variable's value. Text is what `--var` takes: as it is for a variable that is text, a
    number or a boolean, else an expression. Anything else is the value itself."""

    name: str
    value: object


class VariableFile(Struct, frozen=True):
    """A file of values (`.tfvars`, `.tfvars.json`)."""

    path: str


class TerraformOptions(Struct, frozen=True, kw_only=True):
    """`given` goes before every other source of values, the last before the first; `environment`
    (names without `TF_VAR_`) comes after every other one. `workspace` is what
    `terraform.workspace` says. `roots`: the root modules, when they are not to be found. `hcl`:
    the folder that a plan was made from.
    """

    given: tuple[Assignment | VariableFile, ...] = ()
    environment: Mapping[str, str] = {}
    workspace: str = "default"
    roots: tuple[str, ...] = ()
    hcl: str = ""
