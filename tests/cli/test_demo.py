"""What `make demo` shows: every state, from inputs that are in the repository."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest

from cli.support import ROOT, invoke

STATES = {"inherited", "proved", "refuted", "undecided", "attested", "lapsed", "open"}
PARTIES = {
    "aws": {"inherited", "lapsed", "open"},
    "customer": {"proved", "refuted", "undecided", "attested", "lapsed", "open"},
}


def shop() -> list[str]:
    """The arguments of the demo, as they stand in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    found = re.search(r"^SHOP := (.*)$", makefile, re.MULTILINE)
    assert found is not None
    assert "matrix $(SHOP)" in makefile
    return shlex.split(found[1])


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    monkeypatch.chdir(ROOT)
    result = invoke("matrix", *shop(), "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_all_seven_states_show(matrix: list[dict[str, str]]) -> None:
    cells = [one for one in matrix if one["file"]]
    assert {one["state"] for one in cells} == STATES
    for party, states in PARTIES.items():
        assert states <= {one["state"] for one in cells if one["party"] == party}
    assert {one["state"] for one in matrix if not one["file"]} == {"attested", "lapsed", "open"}


def test_each_state_has_its_proof(matrix: list[dict[str, str]]) -> None:
    for one in matrix:
        where = one["resource"], one["layer"]
        assert bool(one["proof"]) is (one["state"] != "open"), where
        assert bool(one["to_close"]) is (one["state"] in ("open", "lapsed")), where
        if one["state"] in ("inherited", "attested", "lapsed"):
            assert re.fullmatch(r"20\d\d-\d\d-\d\d", one["valid_until"]), where
        if one["state"] in ("inherited", "attested"):
            assert one["valid_until"] >= "2026-11-23"
        if one["state"] == "lapsed":
            assert one["valid_until"] < "2026-11-23"


def test_the_page_shows_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = tmp_path / "matrix.html"
    assert invoke("matrix", *shop(), "--output", page).exit_code == 0
    text = page.read_text("utf-8")
    grid = text.split('<table id="grid">')[1].split("</table>")[0]
    shown = Counter(re.findall(r'<span class="sr"> (\w+)</span>', grid))
    assert shown.keys() == STATES
    assert min(shown.values()) > 0
