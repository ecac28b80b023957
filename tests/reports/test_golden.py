"""Every format, byte for byte, on the sample report; `pytest --update-golden` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.reports import FORMATS, render
from reports.sample import sample

GOLDEN = Path(__file__).with_name("golden")
SUFFIXES = {"text": "txt", "sarif": "sarif.json", "junit": "junit.xml"}


@pytest.mark.parametrize("name", FORMATS)
def test_report_is_as_it_was_read_in_review(name: str, request: pytest.FixtureRequest) -> None:
    found = b"".join(render(name, sample()))
    file = GOLDEN / f"report.{SUFFIXES.get(name, name)}"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_bytes(found)
    assert found == file.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_same_input_same_bytes(name: str) -> None:
    assert b"".join(render(name, sample())) == b"".join(render(name, sample()))
