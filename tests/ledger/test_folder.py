"""A folder of TOML files: what is read, what is remarked on, and that nothing hides the rest."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywall.kernel.errors import SourceError
from partywall.ledger.folder import Folder, read
from partywall.ledger.records import (
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    File,
    Withdrawal,
)
from partywall.ledger.shown import Shown

TODAY = date(2026, 11, 23)
WHOLE = """
[roster]
file = "training.csv"

[[report]]
id = "soc-2-2026-h1"
program = "soc-2"
begins = 2025-10-01
ends = 2026-09-30
services = ["rds", "s3"]
regions = "*"
file = "soc-2.txt"

[[bridge]]
id = "letter"
report = "soc-2-2026-h1"
issued = 2026-10-15
until = 2026-12-31

[[agreement]]
id = "our-baa"
kind = "baa"
since = 2024-01-01
accounts = ["111122223333"]

[[attestation]]
id = "rota"
duty = "on-call-rota"
statement = "Somebody is on call at all hours."
by = "Ada Example"
on = 2026-06-01
until = 2027-05-31
subject = "Team"
evidence = "rota.txt"
sha256 = "{sha}"

[[withdrawal]]
id = "left"
record = "our-baa"
on = 2026-01-01
why = "the account was closed"
"""
ROSTER = "person,role,course,completed,until\nAda,operator,incidents,2026-01-01,2027-01-01\n"
WORD = 'duty = "d"\nstatement = "s"\nby = "Ada"\non = 2026-01-01\nuntil = 2027-01-01\n'


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "rota.txt").write_text("Ada, Bo")
    (tmp_path / "soc-2.txt").write_text("stand-in")
    (tmp_path / "training.csv").write_text(ROSTER)
    (tmp_path / "all.toml").write_text(WHOLE.format(sha=sha("Ada, Bo")))
    return tmp_path


def toml(folder: Path, text: str, name: str = "one.toml") -> Folder:
    (folder / name).write_text(text, "utf-8")
    return read(folder)


def said(found: Folder) -> list[str]:
    return [f"{Path(one.where.file).name}:{one.where.line} {one.message}" for one in found.problems]


def test_a_whole_folder(ledger: Path) -> None:
    found = read(ledger)
    assert said(found) == []
    assert found.unsupported == ()
    of = {one.id: one for one in found.records}
    assert of["soc-2-2026-h1"] == AwsReport(
        id="soc-2-2026-h1",
        program="soc-2",
        title="SOC 2 Type 2, 2025-10-01 to 2026-09-30",
        begins=date(2025, 10, 1),
        ends=date(2026, 9, 30),
        services=("rds", "s3"),
        file=File("soc-2.txt", sha("stand-in")),
        origin="folder",
    )
    assert of["letter"] == BridgeLetter(
        id="letter",
        report="soc-2-2026-h1",
        issued=date(2026, 10, 15),
        until=date(2026, 12, 31),
        origin="folder",
    )
    assert of["our-baa"] == Agreement(
        id="our-baa",
        kind="baa",
        accounts=("111122223333",),
        since=date(2024, 1, 1),
        origin="folder",
    )
    rota = of["rota"]
    assert isinstance(rota, Attestation)
    assert rota.evidence == File("rota.txt", sha("Ada, Bo"))
    assert of["left"] == Withdrawal(
        id="left", record="our-baa", on=date(2026, 1, 1), why="the account was closed"
    )
    assert len(found.records) == 6
    for id, line in (("soc-2-2026-h1", 5), ("letter", 14), ("rota", 26)):
        assert found.places[id].line == line
    shown = Shown(found.counted, TODAY)
    assert shown.inherited("rds", "eu-west-1").until == "2026-12-31"
    assert shown.attested_duty("on-call-rota", "Team").state == "attested"  # type: ignore[union-attr]
    assert shown.attested_duty("training").state == "attested"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("[[reports]]", "1 there is no table 'reports'", "did you mean report?"),
        ("[[zzz]]", "0 there is no table 'zzz'", "tables: agreement, attestation"),
        ("[report]", "0 report is not a list of tables", "write [[report]]"),
        ("report = [1]", "0 [[report]] is not a table", "write [[report]]"),
        (
            "\n[[attestation]]\ndutty = 1",
            "2 [[attestation]] has no key 'dutty'",
            "did you mean duty",
        ),
        ("[[attestation]]\nduty = 'd'", "1 [[attestation]] Object missing required", ""),
        (
            "[[withdrawal]]\nrecord = 'r'\nwhy = 'w'\non = 'soon'",
            "1 [[withdrawal]] on: Invalid RFC3339",
            "",
        ),
        (
            "[[withdrawal]]\nrecord = 'r'\nwhy = 'w'\non = 2026-01-01T10:00:00",
            "1 [[withdrawal]] on: Expected `date`",
            "write days as",
        ),
        (f"[[attestation]]\n{WORD}sha256 = 'abc'", "1 [[attestation]] sha256: is no", "64"),
        (
            f"[[attestation]]\n{WORD}evidence = 3",
            "1 [[attestation]] evidence: is no path",
            "quotes",
        ),
        ("[[report]]\nservices = '*'", "1 [[report]] says not which regions it covers", '"*"'),
        ("x = ", "1 this is no TOML: Invalid value", "none of the file"),
        ("a = 1\na = 2", "2 this is no TOML: Cannot overwrite a value", "none"),
        ("[roster]", "0 [roster] names no file", "training.csv"),
        ("roster = 3", "0 [roster] names no file", "training.csv"),
        ("[roster]\nfile = 'no.csv'", "0 [roster] no.csv is gone", "put it back"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_read(
    ledger: Path, text: str, says: str, hint: str
) -> None:
    found = toml(ledger, text)
    (problem,) = found.problems
    line, _, message = says.partition(" ")
    assert message in problem.message
    assert problem.where == type(problem.where)(str(ledger / "one.toml"), problem.where.line)
    assert problem.where.line in (int(line), 0)
    assert hint in problem.hint
    assert problem.level == "error"
    assert len([one for one in found.records if one.id in ("rota", "letter")]) == 2


def test_several_bad_tables_each_have_their_say(ledger: Path) -> None:
    text = f"[[attestation]]\n[[report]]\nbegins = 1\n[[attestation]]\n{WORD}[[bridge]]\nid = 3\n"
    found = toml(ledger, text)
    assert [one.where.line for one in found.problems] == [1, 2, 10]
    assert len(found.records) == 7


def test_lines_are_left_out_where_a_text_could_mislead(tmp_path: Path) -> None:
    text = f'[[attestation]]\n{WORD}subject = """\n[[attestation]]\n"""\n[[attestation]]\nx = 1\n'
    found = toml(tmp_path, text)
    assert [one.where.line for one in found.problems] == [0]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a = '\xff'", b"[" * 5000, b"\x00"])
def test_what_is_not_toml(ledger: Path, content: bytes) -> None:
    (ledger / "one.toml").write_bytes(content)
    found = read(ledger)
    assert len(found.problems) == 1
    assert len(found.records) == 6


def test_a_mark_at_the_beginning_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_bytes(b"\xef\xbb\xbf[[attestation]]\n" + WORD.encode())
    assert len(read(tmp_path).records) == 1


def test_there_has_to_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such ledger"):
        read(tmp_path / "none")
    assert said(read(tmp_path)) == [f"{tmp_path.name}:0 the ledger's folder holds no record"]


def test_hidden_files_are_left_out_and_folders_are_entered(tmp_path: Path) -> None:
    for name in ("a/b/one.toml", ".git/two.toml", "a/.three.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"[[attestation]]\nid = '{name}'\n{WORD}")
    assert [one.id for one in read(tmp_path).records] == ["a/b/one.toml"]
    assert [one.id for one in read(tmp_path / ".git" / "two.toml").records] == [".git/two.toml"]


# -- evidence


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        ("Ada, Bo", None),
        ("Ada, Bo, Cy", "rota.txt has changed since"),
        (None, "rota.txt is gone"),
    ],
)
def test_an_attestation_rests_on_its_evidence(ledger: Path, now: str | None, fault: str) -> None:
    (ledger / "rota.txt").unlink()
    if now is not None:
        (ledger / "rota.txt").write_text(now)
    found = read(ledger)
    one = Shown(found.counted, TODAY).attested_duty("on-call-rota", "Team")
    assert (one is not None) == (fault is None)
    if fault is not None:
        (problem,) = found.problems
        assert problem.message == f"attestation rota does not count: {fault}"
        assert (problem.level, problem.resource, problem.where.line) == ("warning", "rota", 26)
        assert [gone.why for gone in found.unsupported] == [fault]


@pytest.mark.parametrize(
    ("file", "sha256", "level", "counts"),
    [
        ("soc-2.txt", "", None, True),
        ("soc-2.txt", sha("stand-in"), None, True),
        ("soc-2.txt", sha("stand-in").upper(), None, True),
        ("soc-2.txt", sha("another"), "warning", False),
        ("elsewhere.pdf", sha("stand-in"), "info", True),  # kept by those who signed for it
        ("elsewhere.pdf", "", "warning", False),
        ("", sha("stand-in"), None, True),
        ("", "", None, True),
        ("../soc-2.txt", sha("stand-in"), "warning", False),
        ("/etc/hostname", "", "warning", False),
        (".", "", "warning", False),
        ("a\\u0000b", "", "warning", False),
    ],
)
def test_a_report_may_be_kept_elsewhere(
    ledger: Path, file: str, sha256: str, level: str | None, counts: bool
) -> None:
    text = "[[report]]\nprogram = 'pci-dss'\nbegins = 2026-01-01\nends = 2026-12-31\n"
    text += "services = '*'\nregions = '*'\n"
    found = toml(ledger, f'{text}file = "{file}"\nsha256 = "{sha256}"')
    assert [one.level for one in found.problems] == ([level] if level else [])
    shown = Shown(found.counted, TODAY, programs=("pci-dss",))
    assert shown.inherited("rds", "eu-west-1").state == ("inherited" if counts else "open")


def test_evidence_lies_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "shared.txt").write_text("shared")
    (tmp_path / "team" / "own.txt").write_text("own")
    for name in ("own.txt", "../shared.txt"):
        text = f"[[attestation]]\n{WORD}evidence = '{name}'\n"
        found = toml(tmp_path / "team", text)
        (tmp_path / "team" / "two.toml").unlink(missing_ok=True)
        assert (found.problems == ()) == (name == "own.txt")
        assert read(tmp_path).problems == ()


# -- ids


def test_ids_are_made_of_what_is_said(tmp_path: Path) -> None:
    one = toml(tmp_path, f"[[attestation]]\n{WORD}").records[0].id
    (tmp_path / "one.toml").unlink()
    lines = "".join(reversed([f"{line}\n" for line in WORD.splitlines()]))
    again = toml(tmp_path, f"# moved\n\n[[attestation]]\n{lines}", "two.toml").records[0].id
    assert one == again
    assert one.startswith("attestation-")
    other = toml(tmp_path, f"[[attestation]]\n{WORD}subject = 'Team'\n", "two.toml").records[0].id
    assert other != one


def test_what_is_written_twice(tmp_path: Path) -> None:
    found = toml(tmp_path, f"[[attestation]]\n{WORD}[[attestation]]\n{WORD}")
    assert len(found.records) == 1
    assert said(found) == [f"one.toml:7 [[attestation]] is the same as at {tmp_path}/one.toml:1"]
    text = f"[[attestation]]\nid = 'a'\n{WORD}[[attestation]]\nid = 'a'\n{WORD}subject = 'Team'"
    found = toml(tmp_path, text)
    assert len(found.records) == 1
    assert "another record has this id" in found.problems[0].message


def test_reading_twice_gives_the_same(ledger: Path) -> None:
    assert read(ledger) == read(ledger)


# -- whatever a file holds

VALUES = st.recursive(
    st.sampled_from(
        ["'soc-2'", "2026-01-01", "1", "true", "''", "'*'", "nan", "2026-01-01T00:00:00"]
    ),
    lambda inner: st.lists(inner, max_size=2).map(lambda some: f"[{', '.join(some)}]"),
    max_leaves=3,
)
KEYS = st.sampled_from(
    [
        *("id", "program", "begins", "ends", "services", "regions", "file", "sha256", "report"),
        *("issued", "until", "kind", "since", "duty", "statement", "by", "on", "evidence", "why"),
        *("record", "title", "version", "accounts", "entry", "origin", "x"),
    ]
)
NAMES = ["report", "bridge", "agreement", "attestation", "withdrawal", "roster", "x"]
ENTRIES = st.tuples(st.sampled_from(NAMES), st.dictionaries(KEYS, VALUES, max_size=8))


@pytest.mark.slow
@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ENTRIES, max_size=4))
def test_no_table_stops_the_reading(
    tmp_path: Path, entries: list[tuple[str, dict[str, str]]]
) -> None:
    text = f"[[attestation]]\nid = 'kept'\n{WORD}"
    for name, table in entries:
        keys = "".join(f"{key} = {value}\n" for key, value in table.items())
        text += f"[[{name}]]\n{keys}"
    found = toml(tmp_path, text)
    assert "kept" in {one.id for one in found.records}
    wrong = len(found.problems) + len(found.records) - 1
    assert wrong >= sum(1 for name, _ in entries if name not in ("roster", "x"))
    Shown(found.counted, TODAY).problems()


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_no_file_stops_the_reading(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kept.toml").write_text(f"[[attestation]]\nid = 'kept'\n{WORD}")
    (tmp_path / "one.toml").write_bytes(content)
    found = read(tmp_path)
    assert "kept" in {one.id for one in found.records}
