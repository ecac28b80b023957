"""The ends of support: every date is well formed, and what is committed is what was written."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from partywall.kernel import ends as module
from partywall.kernel.ends import COMPILED, compile_all, ends, natural, parse_all

TODAY = date(2026, 11, 23)
FIRST = date(2016, 1, 1)
GROUPS = [(name, group) for name, groups in parse_all().items() for group in groups]


def test_the_compiled_ends_are_the_written_ends() -> None:
    assert COMPILED.read_bytes() == compile_all(), "run scripts/compile_ends.py"


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_a_group_says_where_its_dates_are_from(name: str, group: dict[str, Any]) -> None:
    assert set(group) in ({"source", "read", "confirmed", "ends"}, {"source", "confirmed", "ends"})
    assert isinstance(group["source"], str) and group["source"].strip()
    assert isinstance(group["confirmed"], bool)
    assert not group["confirmed"] or "read" in group, "nobody confirms what nobody read"
    if "read" in group:
        assert type(group["read"]) is date and date(2026, 1, 1) <= group["read"]


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_every_entry_is_a_date_and_in_its_place(name: str, group: dict[str, Any]) -> None:
    versions = list(group["ends"])
    assert versions
    assert versions == sorted(versions, key=natural)
    for day in group["ends"].values():
        assert type(day) is date, "a day without a time, written as ISO 8601 has it"
        assert FIRST < day < TODAY + timedelta(days=3650)


@pytest.mark.parametrize("name", list(parse_all()))
def test_a_table_unites_its_groups(name: str) -> None:
    groups = parse_all()[name]
    written = {version: day for group in groups for version, day in group["ends"].items()}
    assert ends(name) == written
    assert list(ends(name)) == sorted(written, key=natural)


def test_numbers_in_versions_count_as_numbers() -> None:
    versions = ["dotnet10", "dotnetcore2.1", "dotnet8", "nodejs10.x", "nodejs", "nodejs6.10"]
    assert sorted(versions, key=natural) == [
        "dotnet8", "dotnet10", "dotnetcore2.1", "nodejs", "nodejs6.10", "nodejs10.x",
    ]  # fmt: skip


def test_a_version_is_dated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = '[[x]]\nsource = "a page"\nconfirmed = false\n[x.ends]\n"1.0" = 2026-01-01\n'
    file = tmp_path / "ends.toml"
    file.write_text(group * 2, "utf-8")
    monkeypatch.setattr(module, "WRITTEN", file)
    with pytest.raises(ValueError, match=r"x dates 1\.0 twice"):
        compile_all()


def test_there_is_no_table_by_a_wrong_name() -> None:
    with pytest.raises(KeyError):
        ends("lambda-runtimes")


def test_extended_support_follows_standard_support() -> None:
    standard, extended = ends("eks-standard"), ends("eks-extended")
    assert set(extended) <= set(standard)
    assert all(standard[version] < day for version, day in extended.items())
