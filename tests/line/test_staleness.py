"""A row whose page was read more than 365 days ago is told, once for all of them."""

from __future__ import annotations

from datetime import date, timedelta

from partywall.line.layer import KEYS
from partywall.line.lines import line_of
from partywall.line.model import Cell
from partywall.line.staleness import Staleness

READ = date(2026, 11, 23)


def cell(read: str) -> Cell:
    return Cell(KEYS, "aws", aws="x", read=read, confirmed=bool(read))


def test_a_year_is_fresh_and_a_day_more_is_not() -> None:
    for days, stale in ((365, False), (366, True)):
        found = Staleness(READ + timedelta(days=days))
        found.add("AWS::S3::Bucket", [cell(READ.isoformat()), cell("")])
        warning = found.warning()
        assert (warning is not None) is stale
        if warning:
            assert warning.level == "warning"
            assert warning.message.startswith("1 cell rests on pages")
            assert "the oldest on 2026-11-23 (AWS::S3::Bucket)" in warning.message


def test_many_types_are_told_in_one_warning() -> None:
    found = Staleness(date(2030, 1, 1))
    for name in "DBCAE":
        found.add(f"AWS::X::{name}", [cell("2026-11-23"), cell("2026-11-20")])
    warning = found.warning()
    assert warning is not None
    assert "10 cells rest" in warning.message
    found.add("AWS::X::A", [cell("2026-11-23")], times=5)
    assert "15 cells rest" in str(found.warning())
    assert "2026-11-20 (AWS::X::A, AWS::X::B, AWS::X::C and 2 more)" in warning.message


def test_a_row_that_nobody_confirmed_is_not_stale() -> None:
    found = Staleness(date(2030, 1, 1))
    found.add("AWS::X::Y", [cell("")])
    assert found.warning() is None


def test_the_lines_own_rows_are_fresh_now_and_stale_later() -> None:
    for day, told in ((READ, False), (READ + timedelta(days=366), True)):
        stale = Staleness(day)
        stale.add("AWS::RDS::DBInstance", line_of("AWS::RDS::DBInstance", {}, as_of=day).cells)
        assert (stale.warning() is not None) is told
