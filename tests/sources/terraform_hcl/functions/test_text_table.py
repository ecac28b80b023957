"""Every call of the table of texts and encodings gives what the real Terraform gave."""

from __future__ import annotations

from collections import defaultdict

import pytest

from sources.terraform_hcl.functions.asked import Row, agree, table, title

ROWS: dict[str, list[Row]] = defaultdict(list)
for one in table("functions-text.json"):
    ROWS[one["call"]].append(one)


@pytest.mark.parametrize("name", ROWS)
def test_terraform_answers_the_same(name: str) -> None:
    assert [title(row) for row in ROWS[name] if not agrees(row)] == []


def agrees(row: Row) -> bool:
    try:
        agree(row)
    except AssertionError:
        return False
    return True
