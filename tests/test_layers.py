"""The house stands: a module imports only from its own package and from lower floors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import partywall

ROOT = Path(partywall.__file__).parent
FLOORS = (
    ("kernel",),
    ("estate", "line", "warehouse", "ledger"),
    ("sources", "access", "reach", "resilience", "watch"),
    ("controls",),
    ("assess",),
    ("reports",),
    ("cli", "server"),
)
FLOOR = {package: n for n, packages in enumerate(FLOORS) for package in packages}
MODULES = sorted(ROOT.rglob("*.py"))


def imported(tree: ast.AST) -> list[str]:
    """Every module of ours that is imported anywhere in the tree, inside functions too."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("partywall.")
            and " " not in node.value
        ):
            names.append(node.value)
    return [name for name in names if name.startswith("partywall.")]


def faults(package: str, source: str) -> list[str]:
    """Imports that reach a package on the same floor or above."""
    return [
        name
        for name in imported(ast.parse(source))
        if (target := name.split(".")[1]) in FLOOR
        and target != package
        and FLOOR[target] >= FLOOR[package]
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    if len(parts) == 1:
        return
    assert parts[0] in FLOOR, f"{parts[0]} has no floor"
    assert faults(parts[0], path.read_text("utf-8")) == []


def test_the_test_sees_what_it_should() -> None:
    upward = "def f():\n    from partywall.controls import registry\n"
    assert faults("estate", upward) == ["partywall.controls.registry"]
    assert faults("line", "import partywall.estate.node\n") == ["partywall.estate.node"]
    assert faults("assess", upward) == []
    assert faults("sources", 'import_module("partywall.reports.html")') == [
        "partywall.reports.html"
    ]
