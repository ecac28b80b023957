"""How the tests call partywall: in this process, or as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from partywall.cli import cli

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
PLAN = ROOT / "examples" / "storefront" / "plan.json"
DAY = "2026-11-23"

KEY = """\
Parameters: {{Rotation: {{Type: String}}}}
Resources:
  Key:{before}
    Type: AWS::KMS::Key
    Properties: {{EnableKeyRotation: {rotation}, PendingWindowInDays: 30}}
"""
REFUTED = KEY.format(rotation="false", before="")
PROVED = KEY.format(rotation="true", before="")
UNDECIDED = KEY.format(rotation="!Ref Rotation", before="")
BROKEN = "Resources: {Key: {Type: AWS::KMS::Key"


def invoke(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """The outcome of `partywall ARGUMENTS` in this process."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=stdin)


def check(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """The outcome of `partywall check ARGUMENTS` on a fixed day."""
    return invoke("check", "--as-of", DAY, *arguments, stdin=stdin)


def report(*arguments: object, stdin: str | bytes | None = None) -> dict[str, Any]:
    """The JSON report of a check."""
    result = check("--format", "json", *arguments, stdin=stdin)
    assert result.exit_code in (0, 1, 3), result.output
    decoded: dict[str, Any] = json.loads(result.stdout)
    return decoded


def verdicts(found: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The verdicts of a report by resource and control."""
    return {(one["resource"], one["control"]): one["verdict"] for one in found["findings"]}


def errors(found: dict[str, Any]) -> list[str]:
    """The messages of a report's errors."""
    return [one["message"] for one in found["diagnostics"] if one["level"] == "error"]


def program(
    *arguments: object, cwd: Path = ROOT, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """The outcome of `python -m partywall ARGUMENTS` as a program of its own."""
    return subprocess.run(
        command(*arguments), capture_output=True, cwd=cwd, env=environment(), check=False, **more
    )


def command(*arguments: object) -> list[str]:
    """The words of a call."""
    return [sys.executable, "-m", "partywall", *(str(one) for one in arguments)]


def environment(**more: str) -> dict[str, str]:
    """The variables of a call: nothing that changes colours or widths."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCES), **more}


def written(folder: Path, **files: str | bytes) -> Path:
    """The folder, with files in it; `a__b_yaml` is `a/b.yaml`."""
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        path = folder / f"{stem.replace('__', '/')}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, with no configuration above it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("partywall.assess.config._nearest", _nearest_below(tmp_path))
    return tmp_path


def _nearest_below(top: Path) -> Any:
    from partywall.assess import config

    found = config._nearest

    def nearest(start: Path) -> Path | None:
        path = found(start)
        return path if path is not None and path.is_relative_to(top.resolve()) else None

    return nearest
