"""Our functions over collections, numbers and networks answer what the real Terraform answers."""

from __future__ import annotations

import pytest

from .asked import agree, table, title

ROWS = [*table("functions-data.json"), *table("unknown-functions.json")]


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_answer_is_terraforms(row):
    agree(row)
