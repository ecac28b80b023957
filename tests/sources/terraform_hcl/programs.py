"""Terraform folders written by tests, and what our evaluation makes of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from partywall.sources.terraform_hcl.evaluation import Evaluation, Settings, evaluate


def write(folder: Path, files: dict[str, str] | str) -> Path:
    """The files are in the folder; a single text is `main.tf`."""
    for name, text in ({"main.tf": files} if isinstance(files, str) else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def evaluated(folder: Path, files: dict[str, str] | str, **variables: Any) -> Evaluation:
    """The folder with these files, evaluated as a root module."""
    write(folder, files)
    return evaluate(folder, Settings(checked=folder, variables=variables))


def output(folder: Path, expression: str, before: str = "") -> Any:
    """The value of one expression, as an output."""
    found = evaluated(folder, f'{before}\noutput "it" {{\n  value = {expression}\n}}\n')
    return found.outputs["it"]
