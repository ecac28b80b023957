"""Figures are written as people read them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import run


def test_what_is_counted_is_written_out() -> None:
    assert run.Row("resources", 2393, "").cells()[1] == "2,393"


def test_what_is_measured_has_three_digits_and_its_unit() -> None:
    assert run.Row("CPU", 0.31784, "s", 0.5).cells() == ("CPU", "0.318 s", "0.5 s", "kept")
    assert run.Row("ratio", 7.0, "×", 6).cells() == ("ratio", "7 ×", "6 ×", "missed")
