"""The page on the ledger's folder: its tables are the data's, and its examples are read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from partywall.ledger import folder, roster
from partywall.ledger.programs import Validity, programs
from partywall.ledger.records import AwsReport, Training
from partywall.ledger.shown import Shown
from partywall.ledger.written import KINDS
from partywall.line.duties import duties

PAGE = (Path(__file__).parents[2] / "docs/inherited-and-attested.md").read_text("utf-8")
TODAY = date(2026, 11, 23)


def rows(first: str) -> list[tuple[str, ...]]:
    """The rows of the table whose heading begins with these columns."""
    _, _, table = PAGE.partition(f"| {first} ")
    lines = table.split("\n\n", maxsplit=1)[0].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def example(language: str, holding: str) -> str:
    """The example in this language that holds a text."""
    blocks = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (found,) = [one for one in blocks if holding in one]
    return str(found)


def test_the_programs_are_those_of_the_data() -> None:
    assert rows("id | program") == [
        (
            f"`{one.id}`",
            one.name,
            one.kind,
            f"`{one.validity}`",
            one.granularity,
            f"[{'read' if one.confirmed else 'not confirmed yet'}]({one.page})",
        )
        for one in programs().values()
    ]


def test_the_duties_are_those_of_the_data() -> None:
    assert rows("id | duty") == [
        (
            f"`{one.id}`",
            one.title,
            one.subject,
            one.layer_id,
            f"{one.days} days" if one.days else "",
            ", ".join(map(str, one.rows)),
        )
        for one in duties().values()
    ]


def test_every_rule_is_explained() -> None:
    assert {row[0].strip("`") for row in rows("rule | a")} == set(Validity.__args__)


@pytest.fixture
def written(tmp_path: Path) -> folder.Folder:
    """The folder of the example, with the files that it names."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/scan.txt").write_text("nothing high")
    (tmp_path / "training.csv").write_text(example("text", "person,"))
    (tmp_path / "ledger.toml").write_text(example("toml", "[[report]]"))
    return folder.read(tmp_path)


def test_the_example_is_a_ledger(written: folder.Folder) -> None:
    assert [one.level for one in written.problems] == ["info"]  # the report is kept elsewhere
    shown = Shown(written.counted, TODAY)
    assert shown.inherited("rds", "eu-west-1").until == "2026-12-31"
    rota = shown.attested_duty("on-call-rota", "Team")
    assert rota is not None
    assert (rota.state, rota.until) == ("lapsed", "2026-11-08")
    assert [gap.state for gap in shown.training_gaps()] == ["missing"]


def test_every_key_of_every_table_is_shown(written: folder.Folder) -> None:
    text = example("toml", "[[report]]")
    for kind, record in KINDS.items():
        tables = "".join(part for part in re.split(r"\n(?=\[)", text) if f"[[{kind}]]" in part)
        names = {one.name for one in msgspec.structs.fields(record)}
        names -= {"origin", "id", "file", "evidence"}
        if record is AwsReport:
            names -= {"series", "version"}  # as AWS Artifact says them
        for name in names:
            assert re.search(rf"^{name} = ", tables, re.MULTILINE), (kind, name)


def test_the_columns_of_a_roster_are_shown() -> None:
    heading = example("text", "person,").splitlines()[0]
    assert tuple(heading.split(",")) == roster.COLUMNS
    assert set(roster.COLUMNS) <= {one.name for one in msgspec.structs.fields(Training)}
