"""Training rosters: what is read, and that no bad row makes anybody trained."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.ledger.roster import COLUMNS, parse, read
from partywall.ledger.shown import Shown
from partywall.ledger.training import gaps

TODAY = date(2026, 11, 23)
HEAD = "person,role,course,completed,until\n"
ADA = "Ada,operator,incidents,2026-01-01,2027-01-01\n"


def trained(text: str | bytes) -> str | None:
    content = text.encode() if isinstance(text, str) else text
    one = Shown(parse(content, "r.csv").records, TODAY).attested_duty("training")
    return one and one.state


def test_a_roster() -> None:
    found = parse((HEAD + ADA + "Bo,operator,incidents,,\n").encode(), "r.csv")
    assert found.problems == ()
    ada, bo = found.records
    assert (ada.person, ada.role, ada.course) == ("Ada", "operator", "incidents")
    assert (ada.completed, ada.until) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (bo.completed, bo.until) == (None, None)
    assert [place.line for place in found.places.values()] == [2, 3]
    assert [one.person for one in gaps(found.records, TODAY)] == ["Bo"]


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + ADA).encode(),
        (HEAD + ADA).encode("utf-8-sig"),
        (HEAD + ADA).encode("utf-16"),
        (HEAD + ADA).replace("\n", "\r\n").encode(),
        (HEAD + ADA).replace("\n", "\r").encode(),
        (HEAD + ADA).replace(",", ";").encode(),
        (HEAD + ADA).replace(",", "\t").encode(),
        (HEAD + "\n\n" + ADA + "  \n").encode(),
        (HEAD.upper() + ADA).encode(),
        b"until,completed,course,role,person\n2027-01-01,2026-01-01,incidents,operator,Ada",
        (HEAD + '" Ada ",operator,"incidents",2026-01-01,2027-01-01').encode(),
    ],
)
def test_ways_to_write_one(content: bytes) -> None:
    found = parse(content, "r.csv")
    (one,) = found.records
    assert found.problems == ()
    assert (one.person, one.completed, one.until) == ("Ada", date(2026, 1, 1), date(2027, 1, 1))
    assert trained(content) == "attested"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"Bo,operator,incidents,2026-01-01", "4 fields instead of 5"),
        (b"Bo,operator,incidents,2026-01-01,,,", "7 fields instead of 5"),
        (b",operator,incidents,2026-01-01,", "there is no person"),
        (b"Bo,operator, ,2026-01-01,", "there is no course"),
        (b"Bo,operator,incidents,01/02/2026,", "completed is no day"),
        (b"Bo,operator,incidents,2026-02-30,", "completed is no day"),
        (b"Bo,operator,incidents,20260101,", "completed is no day"),
        ("Bo,operator,incidents,２026-01-01,".encode(), "completed is no day"),
        (b"Bo,operator,incidents,2026-01-01,never", "until is no day"),
        (b"Bo,operator,incidents,,2026-01-01", "it has an end and was never completed"),
        (b"Bo,operator,incidents,2026-02-01,2026-01-01", "it ends before it was completed"),
        (b'Bo,"operator,incidents,2026-01-01,', "a quote is not closed, or a field is too long"),
        (
            b"Bo," + b"x" * 200_000 + b",incidents,,",
            "a quote is not closed, or a field is too long",
        ),
        (b"B\xf6,operator,incidents,2026-01-01,", "the line is not UTF-8"),
    ],
)
def test_a_bad_row_has_its_line_and_leaves_training_undone(row: bytes, says: str) -> None:
    content = HEAD.encode() + ADA.encode() + row + b"\n" + ADA.replace("Ada", "Cy").encode()
    found = parse(content, "r.csv")
    (problem,) = found.problems
    assert (problem.message, problem.where.line, problem.level) == (says, 3, "error")
    assert "Bo" not in str(problem)
    assert [one.person for one in found.records] == ["Ada", "(r.csv:3)", "Cy"]
    assert trained(content) == "lapsed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the roster is empty"),
        ("\n \n", "the roster is empty"),
        ("person,role,course,completed\n" + ADA, "there is no column until"),
        ("name;rolle\n", "there is no column person, role, course, completed, until"),
        ("person," + HEAD + "x," + ADA, "column person is there twice"),
        ('"person\n', "a quote is not closed, or a field is too long"),
    ],
)
def test_a_bad_heading_leaves_training_undone(text: str, says: str) -> None:
    found = parse(text.encode(), "r.csv")
    assert [one.message for one in found.problems] == [says]
    assert trained(text) is None
    assert len(found.records) == 1


def test_other_columns_are_not_read() -> None:
    found = parse(b"badge," + HEAD.encode() + b"17," + ADA.encode(), "r.csv")
    assert [str(one) for one in found.problems] == ["r.csv:1: 1 other columns, not read"]
    assert trained(b"badge," + HEAD.encode() + b"17," + ADA.encode()) == "attested"


def test_rows_written_twice_count_once_and_a_renewal_is_no_mistake() -> None:
    found = parse((HEAD + ADA + ADA).encode(), "r.csv")
    assert [str(one) for one in found.problems] == [
        "r.csv:3: the same as line 2; remove one of them"
    ]
    assert len(found.records) == 1
    again = parse((HEAD + "Ada,operator,incidents,2025-01-01,2026-01-01\n" + ADA).encode(), "r.csv")
    assert again.problems == ()
    assert gaps(again.records, TODAY) == ()


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    found = read(tmp_path / "none.csv", "none.csv")
    assert [str(one) for one in found.problems] == [
        "none.csv: the roster cannot be read: No such file or directory"
    ]
    assert Shown(found.records, TODAY).attested_duty("training") is None


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda some: HEAD.encode() + some))
def test_whatever_it_holds_it_is_read(content: bytes) -> None:
    found = parse(content, "r.csv")
    assert found.records or found.problems or content.startswith(HEAD.encode())
    for one in found.problems:
        assert one.where.line <= len(content) + 1
    assert trained(content + ADA.encode()) in (None, "attested", "lapsed")


CELLS = st.text(max_size=6)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=5))
def test_bad_rows_never_make_anybody_trained(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([list(COLUMNS), *rows])
    content = text.getvalue().encode("utf-8", "surrogatepass") + ADA.encode()
    found = parse(content, "r.csv")
    if any(one.level == "error" for one in found.problems):
        assert trained(content) != "attested"
