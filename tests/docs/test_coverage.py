"""The counts of other tools' ids are those of the lists, and of today's controls."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from partywall.controls.registry import find

FILE = Path(__file__).parents[2] / "scripts" / "write_coverage.py"


def load() -> ModuleType:
    """The script that writes the counts."""
    spec = importlib.util.spec_from_file_location("write_coverage", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


coverage = load()
TOOLS: dict[str, dict[str, str]] = tomllib.loads(coverage.TOOLS.read_text("utf-8"))


def ids(tool: str) -> list[str]:
    table = TOOLS[tool]
    return [id for name in table if name not in coverage.ABOUT for id in coverage.ids(table, name)]


@pytest.mark.parametrize(
    ("tool", "count", "shape"),
    [("security-hub", 336, r"[A-Z][A-Za-z0-9]+\.\d+"), ("trivy", 175, r"AVD-AWS-\d{4}")],
)
def test_lists_are_whole(tool: str, count: int, shape: str) -> None:
    """Trivy 0.74 counts its checks as 175; the standard's page lists 336 controls."""
    listed = ids(tool)
    assert len(listed) == len(set(listed)) == count
    assert all(re.fullmatch(shape, one) for one in listed)


def test_counts_are_those_of_the_controls(tmp_path: Path) -> None:
    file = tmp_path / "coverage.md"
    coverage.main(file)
    text = file.read_text("utf-8")
    for tool in TOOLS:
        listed = ids(tool)
        answered = sum(1 for one in listed if find(one))
        assert f"{answered} of {len(listed)} ids lead to a control" in text
    assert "| Lambda | 3 | 3 |" in text
