"""Every call of the tables of texts and encodings gives what the real Terraform gave."""

from __future__ import annotations

import pytest

from sources.terraform_hcl.functions.asked import Row, agree, table, title

ROWS = table("functions-text.json")


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_terraform_answers_the_same(row: Row) -> None:
    agree(row)
