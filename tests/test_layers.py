"""The house stands: a module imports only from its own package and from lower floors."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

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
    """Every module of ours that an import anywhere in the tree names, inside functions too."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.startswith("partywall.")]


def spelled(tree: ast.AST) -> list[str]:
    """Every module of ours that a text names, for a registry to import."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("partywall.")
        and " " not in node.value
    ]


def faults(package: str, source: str) -> list[str]:
    """Imports that reach a package on the same floor or above."""
    tree = ast.parse(source)
    return [
        name
        for name in imported(tree) + spelled(tree)
        if (target := name.split(".")[1]) in FLOOR
        and target != package
        and FLOOR[target] >= FLOOR[package]
    ]


def test_imports_go_down() -> None:
    for path in MODULES:
        module = path.relative_to(ROOT)
        if len(module.parts) > 1:
            assert module.parts[0] in FLOOR, f"{module.parts[0]} has no floor"
            assert faults(module.parts[0], path.read_text("utf-8")) == [], module


def test_the_test_sees_what_it_should() -> None:
    upward = "def f():\n    from partywall.controls import registry\n"
    assert faults("estate", upward) == ["partywall.controls.registry"]
    assert faults("line", "import partywall.estate.node\n") == ["partywall.estate.node"]
    assert faults("assess", upward) == []
    assert faults("sources", 'import_module("partywall.reports.html")') == [
        "partywall.reports.html"
    ]


NAMES = {
    ".".join(("partywall", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in MODULES
}


def at_run_time(source: str) -> list[str]:
    """What a module imports when it runs, sooner or later: all but what only its types need."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    return imported(tree)


def circle(modules: dict[str, str]) -> list[str]:
    """Modules that import each other at run time, by their sources; none when none do."""
    needs = {
        name: {
            own
            for one in at_run_time(source)
            if (own := one if one in modules else one.rpartition(".")[0]) in modules
        }
        for name, source in modules.items()
    }
    try:
        TopologicalSorter({name: own - {name} for name, own in needs.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_needs_itself_to_run() -> None:
    assert circle({name: path.read_text("utf-8") for name, path in NAMES.items()}) == []


def test_a_circle_is_seen_in_functions_and_not_in_types() -> None:
    lazy = "def f():\n    from partywall.b import g\n"
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from partywall.b import g\n"
    back = "import partywall.a\n"
    assert circle({"partywall.a": lazy, "partywall.b": back}) != []
    assert circle({"partywall.a": typed, "partywall.b": back}) == []
