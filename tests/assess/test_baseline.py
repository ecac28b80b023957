"""What differs from an earlier report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from partywall.assess.baseline import compare, load, standing
from partywall.assess.report import SCHEMA, Finding
from partywall.kernel.errors import SourceError
from partywall.kernel.span import NOWHERE


def finding(control: str, verdict: str, file: str = "new.json") -> Finding:
    return Finding(
        control=control,
        resource="r",
        type="T",
        file=file,
        verdict=verdict,  # type: ignore[arg-type]
        weight="low",
        layer="keys",
        where=NOWHERE,
        evidence=(),
    )


@pytest.mark.parametrize(
    ("was", "now", "where"),
    [
        ("proved", "refuted", "new"),
        (None, "refuted", "new"),
        ("undecided", "refuted", "new"),
        ("refuted", "proved", "gone"),
        ("refuted", None, "gone"),
        ("refuted", "undecided", "became_undecided"),
        ("proved", "undecided", "became_undecided"),
        ("refuted", "refuted", None),
        ("undecided", "undecided", None),
        ("proved", None, None),
    ],
)
def test_changes(was: str | None, now: str | None, where: str | None) -> None:
    before = {("c", "r", "old.json"): was} if was else {}
    seen = compare("old.json", before, [finding("c", now)] if now else [])
    for name in ("new", "gone", "became_undecided"):
        assert len(getattr(seen, name)) == (1 if name == where else 0)


@pytest.mark.parametrize(
    ("was", "now", "new"),
    [
        (("refuted", "unreachable"), ("refuted", "reached"), True),
        (("refuted", "unreachable"), ("refuted", "unknown"), True),
        (("refuted", "unreachable"), ("refuted", ""), False),
        (("refuted", "unreachable"), ("refuted", "unreachable"), False),
        (("refuted", "reached"), ("refuted", "unreachable"), False),
        (("refuted", "unknown"), ("refuted", "reached"), False),
        (("refuted", ""), ("refuted", "reached"), False),
        (("proved", ""), ("refuted", "unreachable"), True),
    ],
)
def test_an_opening_that_led_nowhere_is_new_once_it_may_be_reached(
    was: tuple[str, str], now: tuple[str, str], new: bool
) -> None:
    found = replace(finding("c", now[0]), reach=now[1])
    seen = compare("old.json", {("c", "r", "old.json"): standing(*was)}, [found])
    assert bool(seen.new) is new
    assert not seen.gone
    assert not seen.became_undecided


def test_files_matter_only_when_there_are_several() -> None:
    before = {("c", "r", "a.json"): "refuted", ("c", "r", "b.json"): "proved"}
    now = [finding("c", "refuted", "a.json"), finding("c", "refuted", "b.json")]
    assert [one.file for one in compare("x", before, now).new] == ["b.json"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no partywall report"),
        ("[]", "no partywall report"),
        ('{"schema": "partywall-report/9", "findings": []}', "has schema"),
        ('{"schema": "x"}', "no partywall report"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=complaint):
        load(path)


def test_a_missing_baseline_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot read the baseline"):
        load(tmp_path / "none.json")


def test_an_earlier_report_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    found = {"control": "c", "resource": "r", "file": "f", "verdict": "proved", "evidence": []}
    path.write_text(json.dumps({"schema": SCHEMA, "findings": [found]}))
    assert load(path) == {("c", "r", "f"): "proved"}
