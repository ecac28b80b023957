"""Requests with the decision that AWS's rules give, each with the reason and the page of the rule.

They were written without a look at the other tests, and most of them before one at the engine. The
page names where the rule stands; docs/how-a-decision-is-made.md says what was read when.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partywall.access.requests import answer

FILE = Path(__file__).parent / "data" / "judgements.jsonl"
JUDGEMENTS = [json.loads(line) for line in FILE.read_text().splitlines()]


@pytest.mark.parametrize("row", JUDGEMENTS, ids=[row["id"] for row in JUDGEMENTS])
def test_judgement(row: dict[str, Any]) -> None:
    found = answer(json.dumps(row["request"]).encode(), row.get("unknown_context", False))
    assert found["decision"] == row["decision"], (row["why"], row["source"], found["because"])


def test_every_judgement_has_its_reason() -> None:
    assert len({row["id"] for row in JUDGEMENTS}) == len(JUDGEMENTS) >= 150
    assert all(row["why"] and row["source"] for row in JUDGEMENTS)


def test_what_a_page_settles_is_decided() -> None:
    """Unknown is left to what no page settles: refused policies, and a few silences."""
    open_ones = {row["id"] for row in JUDGEMENTS if row["decision"] == "UNKNOWN"}
    assert all(one.startswith(("bad-", "unknown-operator", "scp-slr", "rcp-slr", "acl-own-user",
                               "outside-fed-iam"))
               for one in open_ones)  # fmt: skip
