"""The Terraform folders that speed is measured on have the size asked for, and all their parts."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import generate_hcl  # noqa: E402


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("kilobytes", [30, 120])
def test_an_estate_has_the_size_asked_for(tmp_path: Path, kilobytes: int) -> None:
    generate_hcl.write_estate(tmp_path, kilobytes)
    size = sum(len(text) for text in texts(tmp_path).values())
    assert kilobytes * 1000 <= size < kilobytes * 1000 + 8_000


def test_the_same_seed_gives_the_same_folder(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate_hcl.write_estate(tmp_path / name, 60, seed)
    assert texts(tmp_path / "a") == texts(tmp_path / "b") != texts(tmp_path / "c")


def test_every_module_that_is_called_is_there_and_every_word_was_filled_in(tmp_path: Path) -> None:
    generate_hcl.write_estate(tmp_path / "estate", 60)
    generate_hcl.write_tree(tmp_path / "tree", 2)
    for path in tmp_path.rglob("*.tf"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bz(team|step\d|cost|version|desired|storage|level|next)\b", text)
        for source in re.findall(r'source\s*= "(\.[^"]*)"', text):
            assert (path.parent / source).resolve().is_dir(), (path, source)
