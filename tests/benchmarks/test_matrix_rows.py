"""The ledger that the matrix is measured with says what it is meant to say."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from partywall.ledger import folder
from partywall.ledger.shown import Shown

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import matrix_rows


def test_the_ledger_is_read_without_a_problem_and_speaks_of_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix_rows, "cache", lambda: tmp_path)
    found = folder.read(matrix_rows.written_ledger())
    assert found.problems == ()
    shown = Shown(found.counted, date(2026, 11, 23))
    states = {shown.inherited(one, "eu-central-1").state for one in ("s3", "lambda", "kafka")}
    assert states == {"inherited", "lapsed", "open"}
    assert shown.speaks_of_layers == {layer for layer, _, _ in matrix_rows.WORDS}
