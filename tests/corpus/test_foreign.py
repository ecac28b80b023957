"""Check ends, and forgets nothing, on templates that no one here wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import foreign

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def cdk() -> Path:
    return foreign.synthesised()


def check(path: Path, allowed: tuple[int, ...]) -> dict[str, Any]:
    """The JSON report of a run that ended as allowed, and said nothing about our own lines."""
    run = subprocess.run(
        [sys.executable, "-m", "partywall", "check", str(path), "--format", "json", "--coverage"],
        capture_output=True,
        check=False,
        text=True,
        timeout=10 * foreign.MINUTES,
    )
    assert "Traceback" not in run.stderr, run.stderr[-3000:]
    assert run.returncode in allowed, run.stderr[-3000:] + run.stdout[:1000]
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def shares(report: dict[str, Any]) -> str:
    """What of the input was understood, in per cent; for the person who runs the test."""
    mapped = sum(entry["mapped"] for entry in report["coverage"])
    properties = mapped + sum(entry["unmapped"] for entry in report["coverage"])
    verdicts = Counter(finding["verdict"] for finding in report["findings"])
    resources = len(report["line"]["resources"])
    unclassified = sum(report["summary"]["unclassified"].values())
    return (
        f"{resources} resources; of {properties} properties {per_cent(mapped, properties)} mapped; "
        f"of {verdicts.total()} verdicts {per_cent(verdicts['undecided'], verdicts.total())} "
        f"undecided; {per_cent(unclassified, resources)} of resources unclassified"
    )


def per_cent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "nothing"


@pytest.mark.parametrize("app", foreign.APPS)
def test_every_resource_of_a_cdk_app_is_on_the_line(
    app: str, cdk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = check(cdk / app, allowed=(0, 1))
    roots = [
        path
        for path in (cdk / app).rglob("*.template.json")
        if not path.name.endswith(".nested.template.json")
    ]
    expected = Counter(address for root in roots for address in foreign.addresses_of(root))
    assert expected
    missing = expected - Counter(row["resource"] for row in report["line"]["resources"])
    assert not missing
    with capsys.disabled():
        print(f"\n{app}: {shares(report)}")  # noqa: T201


def _is_named(path: Path, name: str, resource: dict[str, Any], named: set[tuple[str, str]]) -> bool:
    """Whether a resource is on the line; SAM adds a hash to the names of layer versions."""
    file = str(path.resolve())
    if resource.get("Type") == "AWS::Serverless::LayerVersion":
        return any(one.startswith(name) for where, one in named if where == file)
    return (file, name) in named


@pytest.mark.parametrize("package", foreign.PACKAGES, ids=lambda package: package.name)
def test_every_resource_a_package_ships_is_on_the_line_or_its_file_is_named(
    package: foreign.Package, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = foreign.templates_of(package)
    templates = [path for path in folder.rglob("*") if path.is_file()]
    readable = {path: found for path in templates if (found := foreign.resources_of(path))}
    assert len(readable) == package.templates

    report = check(folder, allowed=(0, 1, 3))
    files = {str(path.resolve()) for path in templates}
    errors = [one for one in report["diagnostics"] if one["level"] == "error"]
    assert not [one for one in errors if not one["message"] or placed(one) not in files]
    excused = {placed(one) for one in errors}
    named = {
        (str(Path(row["where"]["file"]).resolve()), row["resource"].rpartition("/")[2])
        for row in report["line"]["resources"]
    }
    lost = [
        f"{path.relative_to(folder)}: {name}"
        for path, resources in sorted(readable.items())
        if str(path.resolve()) not in excused
        for name, resource in resources.items()
        if "Condition" not in resource and not _is_named(path, name, resource, named)
    ]
    assert lost == []
    told = f"{len(readable)} templates, {len(excused)} with errors; {shares(report)}"
    with capsys.disabled():
        print(f"\n{package.name}: {told}")  # noqa: T201


def placed(remark: dict[str, Any]) -> str:
    """The file a diagnostic names, or nothing."""
    file = remark.get("where", {}).get("file", "")
    return str(Path(file).resolve()) if file else ""
