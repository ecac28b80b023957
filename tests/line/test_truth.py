"""The line against 295 judgements that no author of a line wrote.

They were written from AWS's documentation, most in pairs that differ in one option. `accept`
holds other answers that can be defended. Each is put as a question of a batch, without an estate
around it: whose an ARN's key is cannot be told then, and the answer is the union of both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partywall.line.batch import Answer, answer, ask, layer_named
from partywall.line.lines import Lines, line_of

TODAY = date(2026, 11, 23)
FILE = Path(__file__).parents[1] / "data" / "line-truth.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(row) for row in FILE.read_text("utf-8").splitlines()]


def given(row: dict[str, Any]) -> Answer:
    return answer(ask(json.dumps(row).encode()), LINES)


def is_right(row: dict[str, Any], found: Answer) -> bool:
    return found.party in (row["party"], *row.get("accept", ()))


LINES = Lines(TODAY)
FOUND = {row["id"]: given(row) for row in ROWS}


def pairs() -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in ROWS:
        if "pair" in row:
            groups[row["pair"]].append(row)
    return groups


def test_all_are_asked() -> None:
    assert len(ROWS) == len(FOUND) == 295
    assert len(pairs()) > 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_aws_and_the_customer_are_never_exchanged(row: dict[str, Any]) -> None:
    found = FOUND[row["id"]]
    assert is_right(row, found) or "shared" in (found.party, row["party"]), (row["why"], found)


def test_nearly_all_are_right() -> None:
    wrong = [row["id"] for row in ROWS if not is_right(row, FOUND[row["id"]])]
    assert len(wrong) <= 0.05 * len(ROWS), wrong


def test_nearly_all_are_right_to_the_letter_for_whoever_knows_the_keys() -> None:
    """In an estate the keys that are named are the customer's."""

    def party(row: dict[str, Any]) -> str:
        line = line_of(row["type"], row["properties"], as_of=TODAY, owner=lambda _key: True)
        return line.cell(layer_named(row["layer"])).party

    wrong = [row["id"] for row in ROWS if party(row) != row["party"]]
    assert len(wrong) <= 0.05 * len(ROWS), wrong


def test_nearly_all_pairs_move_and_are_right() -> None:
    good = [
        name
        for name, rows in pairs().items()
        if len({FOUND[row["id"]].party for row in rows}) > 1
        and all(is_right(row, FOUND[row["id"]]) for row in rows)
    ]
    assert len(good) >= 0.9 * len(pairs()), sorted(set(pairs()) - set(good))


def test_a_shared_answer_names_both_duties() -> None:
    for found in FOUND.values():
        assert found.because
        assert found.source
        wanted = {"aws", "customer"} if found.party == "shared" else {found.party} - {"none"}
        assert wanted <= set(found.duties)
