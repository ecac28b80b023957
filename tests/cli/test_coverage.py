"""`check --coverage`: how much of each type was understood, and how much the input tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import PLAN, UNDECIDED, check, here, report, written

__all__ = ["here"]


def coverage(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The table of a report, by type."""
    return {one["type"]: one for one in found["coverage"]}


def test_only_when_asked_for(here: Path) -> None:
    written(here, t_yaml=UNDECIDED)
    assert report("t.yaml")["coverage"] == []
    assert "What of the input was understood" not in check("t.yaml").stdout


def test_a_template_tells_how_much_it_does_not_tell(here: Path) -> None:
    written(here, a_yaml=UNDECIDED, b_yaml=UNDECIDED)
    row = coverage(report("a.yaml", "b.yaml", "--coverage"))["AWS::KMS::Key"]
    assert (row["resources"], row["mapped"], row["undecided"]) == (2, 2, 2)
    assert row["unmapped"] == 0
    (line,) = [
        one
        for one in check("a.yaml", "b.yaml", "--coverage").stdout.splitlines()
        if one.strip().startswith("AWS::KMS::Key")
    ]
    assert line.split() == ["AWS::KMS::Key", "2", "2", "0", "2"]


def test_a_plan_names_the_arguments_that_were_left_out(here: Path) -> None:
    plan = json.loads(PLAN.read_bytes())
    (queue, *_) = [one for one in plan["resource_changes"] if one["type"] == "aws_sqs_queue"]
    queue["change"]["after"]["from_the_future"] = [{"on": True}]
    written(here, p_json=json.dumps(plan))
    row = coverage(report("p.json", "--coverage"))["aws_sqs_queue"]
    assert (row["resources"], row["unmapped"]) == (3, 1)
    assert row["arguments"] == {"from_the_future": 1}
    assert row["mapped"] > 10


@pytest.mark.parametrize("columns", ["80", "140"])
def test_the_table_fits_the_terminal(
    here: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = check(PLAN, "--coverage").stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
