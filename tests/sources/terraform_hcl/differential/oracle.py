"""What Terraform itself plans for a program of `terraform_data`, which needs no provider.

A program is planned for itself: `init`, `plan` and `show` of a small folder take some 0.15 s of
CPU in all, and a program may then have root variables, files of values and errors of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

TERRAFORM: Final = shutil.which("terraform")
SECONDS: Final = 60


@dataclass(frozen=True)
class Masked:
    """A value and its masks, each of them True, False, or with the outline of the value."""

    value: Any
    unknown: Any
    secret: Any = False


@dataclass(frozen=True)
class Planned:
    """The inputs of the instances by address, and the root's outputs."""

    instances: dict[str, Masked]
    outputs: dict[str, Masked]


@dataclass(frozen=True)
class Refused:
    """Terraform's first error: what it is, in which file, in which block (`output "x"`), where."""

    summary: str
    detail: str
    file: str
    block: str
    line: int


def plan(files: dict[str, str], folder: Path) -> Planned | Refused:
    """Write the files into an empty folder and plan it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    done = _terraform(folder, "init", "-json", "-input=false")
    if done.returncode:
        return _refused(done.stdout)
    done = _terraform(folder, "plan", "-json", "-input=false", "-refresh=false", "-out=plan.bin")
    if done.returncode:
        return _refused(done.stdout)
    done = _terraform(folder, "show", "-json", "plan.bin")
    if done.returncode:
        return Refused("cannot be shown", done.stderr.decode(errors="replace"), "", "", 0)
    return planned(json.loads(done.stdout, parse_float=Decimal))


def planned(document: dict[str, Any]) -> Planned:
    """What a plan's JSON says."""
    instances = {}
    for one in document.get("resource_changes", []):
        change = one["change"]
        instances[one["address"]] = Masked(
            change["after"].get("input"),
            change["after_unknown"].get("input", False),
            change["after_sensitive"].get("input", False),
        )
    outputs = {
        name: Masked(change.get("after"), change["after_unknown"], change["after_sensitive"])
        for name, change in document.get("output_changes", {}).items()
    }
    return Planned(instances, outputs)


def _terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    assert TERRAFORM, "the caller skips where there is no terraform"
    return subprocess.run(
        [TERRAFORM, *arguments],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


def _environment() -> dict[str, str]:
    """Ours, without what would change how Terraform runs here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    return kept | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


def _refused(log: bytes) -> Refused:
    for line in log.splitlines():
        entry = json.loads(line)
        told = entry.get("diagnostic")
        if told and told["severity"] == "error":
            place = told.get("range") or {}
            return Refused(
                told["summary"],
                told.get("detail", ""),
                place.get("filename", ""),
                (told.get("snippet") or {}).get("context") or "",
                place.get("start", {}).get("line", 0),
            )
    return Refused("no diagnostic", log.decode(errors="replace")[-500:], "", "", 0)
