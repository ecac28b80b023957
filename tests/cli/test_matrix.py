"""`partywall matrix` and `partywall review` as commands, and the ledger that they use."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from cli.support import BROKEN, DAY, PROVED, REFUTED, here, invoke, report, written
from partywall.line.crosswalk import crosswalk
from partywall.reports.words import DISCLAIMER

__all__ = ["here"]

HERE = ("--as-of", DAY, "--region", "eu-west-1")
LEDGER = """\
[[report]]
id = "soc"
program = "soc-2"
begins = 2026-04-01
ends = {ends}
services = ["kms"]
regions = ["eu-west-1"]

[[attestation]]
id = "word"
duty = "data"
statement = "Nobody uses the key who need not."
by = "Jo Example"
on = 2026-09-01
until = 2027-03-01
resource = "K*"

[[attestation]]
id = "rota"
duty = "on-call-rota"
statement = "There is one."
by = "Jo Example"
on = 2026-09-01
until = 2026-12-01
"""
VALID = LEDGER.format(ends="2026-12-31")


@pytest.fixture
def estate(here: Path) -> Path:
    """A key, and a folder with a ledger."""
    return written(here, key_yaml=REFUTED, ledger__all_toml=VALID)


def cells(*arguments: object) -> dict[str, dict[str, str]]:
    """The rows of the matrix of one key, by layer; duties by their title."""
    result = invoke("matrix", "key.yaml", "--format", "csv", *HERE, *arguments)
    assert result.exit_code == 0, result.output
    rows = csv.DictReader(io.StringIO(result.stdout, newline=""))
    return {one["service" if one["file"] == "" else "layer"]: one for one in rows}


def test_states_come_from_controls_reports_and_people(estate: Path) -> None:
    found = cells("--ledger", "ledger")
    assert found["Site"]["state"] == "inherited"
    assert found["Customer data"]["state"] == "attested"
    assert found["Keys"]["state"] == "refuted"
    assert found["Logging"]["aws_state"] == "inherited"
    assert found["Somebody on call"]["state"] == "attested"
    bare = cells()
    assert {one["state"] for one in bare.values()} == {"open", "refuted", "proved"}
    late = cells("--ledger", "ledger", "--as-of", "2027-01-01")
    assert found["Site"].keys() == late["Site"].keys()
    assert (late["Site"]["state"], late["Somebody on call"]["state"]) == ("lapsed", "lapsed")
    assert late["Site"]["to_close"].startswith("register what follows soc")


def test_another_region_is_not_covered(estate: Path) -> None:
    found = cells("--ledger", "ledger", "--region", "eu-west-2")
    assert found["Site"]["state"] == "open"
    assert found["Site"]["to_close"] == "register a report that covers kms in eu-west-2"


def test_the_configured_ledger_is_seen_from_its_folder(estate: Path) -> None:
    (estate / "partywall.toml").write_text('[ledger]\nat = "ledger"\n', "utf-8")
    assert cells()["Site"]["state"] == "inherited"
    written(estate, other__none_toml="")
    assert cells("--ledger", "other")["Site"]["state"] == "open"
    programs = '[ledger]\nat = "ledger"\nprograms = ["iso-27001"]\n'
    (estate / "partywall.toml").write_text(programs, "utf-8")
    assert cells()["Site"]["state"] == "open"


def test_a_ledger_that_is_not_there_is_told(estate: Path) -> None:
    for verb in ("check", "matrix", "review", "model"):
        result = invoke(verb, "key.yaml", "--ledger", "nowhere.db")
        assert result.exit_code == 3, verb
        assert "nowhere.db" in result.stderr


def test_a_ledger_in_a_database_is_the_same(estate: Path) -> None:
    assert invoke("ledger", "import", "ledger", "--ledger", "ledger.db").exit_code == 0
    ours, theirs = cells("--ledger", "ledger"), cells("--ledger", "ledger.db")
    assert ours == theirs


def test_check_shows_what_the_ledger_shows(estate: Path) -> None:
    found = report("key.yaml", "--region", "eu-west-1", "--ledger", "ledger")
    assert found["summary"]["cells"]["aws"].keys() == {"inherited"}
    assert found["ledger"] == {"at": "ledger", "records": {"attestations": 2, "reports": 1}}
    (row,) = found["line"]["resources"]
    shown = found["line"]["shown"][row["shown"]]
    assert shown["inheritance"]["proof"]["by"] == ["soc"]
    assert shown["cells"]["data"] == {"by": ["word"], "until": "2027-03-01"}
    rota = next(one for one in found["duties"] if one["duty"] == "on-call-rota")
    assert (rota["state"], rota["who"]) == ("attested", "Jo Example")
    assert [one["until"] for one in found["lapses"]] == ["2026-12-01", "2026-12-31"]


def test_model_takes_the_word_of_the_ledger(estate: Path) -> None:
    common = ("key.yaml", *HERE, "--format", "json")
    bare, told = (
        {row["row"]: row for row in json.loads(invoke("model", *common, *more).stdout)["rows"]}
        for more in ((), ("--ledger", "ledger"))
    )
    assert (bare[25]["state"], told[25]["state"]) == ("open", "inherited")
    assert (bare[25]["uncovered"], told[25]["inherited"]) == (2, 2)
    assert [one["state"] for one in told[55]["duty_lines"]] == ["attested"]


@pytest.mark.parametrize("name", ["matrix.html", "matrix.csv", "matrix.md", "matrix.xlsx"])
def test_the_ending_says_the_format(estate: Path, name: str) -> None:
    result = invoke("matrix", "key.yaml", *HERE, "--output", name)
    assert result.exit_code == 0, result.output
    begins = {"html": b"<!DOCTYPE", "csv": b"file,", "md": b"# Resp", "xlsx": b"PK"}
    assert (estate / name).read_bytes().startswith(begins[name.partition(".")[2]])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--output", "matrix.pdf"), "--format"),
        (("--output", "nowhere/matrix.csv"), "no folder"),
        (("--format", "xlsx"), "--output"),
        (("--by", "layer"), "layer"),
        (("--format", "csv", "--baseline", "moderate"), "--format crm"),
    ],
)
def test_what_cannot_be_meant(estate: Path, arguments: tuple[str, ...], said: str) -> None:
    result = invoke("matrix", "key.yaml", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_standard_output_is_markdown(estate: Path) -> None:
    assert invoke("matrix", "key.yaml", *HERE).stdout.startswith("# Responsibility matrix\n")
    by = invoke("matrix", "key.yaml", *HERE, "--by", "service").stdout
    assert by.startswith("# Responsibility matrix by service\n")


def test_input_that_cannot_be_read(here: Path) -> None:
    written(here, broken_yaml=BROKEN, key_yaml=PROVED)
    for verb in ("matrix", "review"):
        result = invoke(verb, "broken.yaml", "key.yaml", *HERE, "--format", "md")
        assert result.exit_code == 3
        assert "**The analysis is incomplete:**" in result.stdout


def test_workbook_of_a_hostile_name(here: Path) -> None:
    name = "=cmd|' /C calc'!A0"
    template = {"Resources": {name: {"Type": "AWS::KMS::Key"}}}
    written(here, t_json=json.dumps(template))
    result = invoke("matrix", "t.json", *HERE, "--output", "m.xlsx")
    assert result.exit_code in (0, 3)
    book = openpyxl.load_workbook(here / "m.xlsx")
    kinds = Counter(cell.data_type for sheet in book for row in sheet.rows for cell in row)
    assert "f" not in kinds


def test_review_compares_with_the_last_recorded_run(estate: Path) -> None:
    db = ("--ledger", "runs.db")
    first = invoke("review", "key.yaml", "--format", "md", *HERE)
    assert "There is no earlier run to compare with." in first.stdout
    assert invoke("check", "key.yaml", "--record", *HERE, *db).exit_code == 1
    written(estate, key_yaml=PROVED)
    fixed = invoke("review", "key.yaml", "--format", "md", *HERE, *db)
    assert f"## What changed since run 1 of {DAY}" in fixed.stdout
    assert "- No longer refuted: 1\n  - kms-key-rotated on Key\n" in fixed.stdout
    written(estate, other_yaml=PROVED)
    other = invoke("review", "other.yaml", "--format", "md", *HERE, *db)
    assert "There is no earlier run" in other.stdout


def test_review_compares_with_a_baseline(estate: Path) -> None:
    before = invoke("check", "key.yaml", "--output", "before.json", *HERE)
    assert before.exit_code == 1
    written(estate, key_yaml=PROVED)
    result = invoke("review", "key.yaml", "--baseline", "before.json", "--output", "r.html", *HERE)
    assert result.exit_code == 0
    page = (estate / "r.html").read_text("utf-8")
    assert "Since before.json" in page
    assert "No longer refuted: 1" in page
    assert invoke("review", "key.yaml", "--baseline", "none.json").exit_code == 3


def table(name: str, *arguments: object) -> list[dict[str, str]]:
    """A table by control, on one key."""
    result = invoke("matrix", "key.yaml", "--format", name, *HERE, *arguments)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_every_control_has_its_place_in_the_responsibility_matrix(estate: Path) -> None:
    rows = table("crm", "--ledger", "ledger")
    assert len(rows) == len({one["Control ID"] for one in rows}) == 1014
    assert rows[0]["Note"] == DISCLAIMER
    inherited = {"Inherited": "Yes", "": "", "Shared": "Partial"}
    for one in rows:
        origin = one["Control Origination"].partition(" (")[0]
        assert one["Can Be Inherited"] == inherited.get(origin, "No")
        assert (one["Implementation Status"] == "Not Applicable") == (origin == "")
        assert (one["Implementation Status"] == "Implemented") <= (
            one["State"] in ("met", "attested", "inherited")
        )
        if one["Can Be Inherited"] in ("Yes", "Partial"):
            assert one["Inheritance"], one["Control ID"]
        if one["Can Be Inherited"] in ("No", "Partial"):
            assert one["Customer Responsibility"], one["Control ID"]


def test_a_control_of_awss_is_implemented_only_under_a_report(estate: Path) -> None:
    bare, told = (
        {one["Control ID"]: one for one in table("crm", "--baseline", "fedramp-moderate", *more)}
        for more in ((), ("--ledger", "ledger"))
    )
    assert len(bare) == len(told) == 323
    assert bare["PE-3"]["Implementation Status"] == ""
    assert "Not covered today" in bare["PE-3"]["Inheritance"]
    assert told["PE-3"]["Implementation Status"] == "Implemented"
    assert told["PE-3"]["Inheritance"].endswith("Inherited under soc until 2026-12-31.")
    assert told["PE-3"]["Valid Until"] == "2026-12-31"


def test_ownership_by_ids_of_the_cloud_controls_matrix(estate: Path) -> None:
    rows = table("caiq", "--ledger", "ledger")
    known = crosswalk()
    assert [one["CCM Control ID"] for one in rows] == [
        x.id for x in known.frameworks["ccm-v4"].rows
    ]
    assert rows[0]["Note"] == DISCLAIMER
    for one in rows:
        ids = one["Through NIST SP 800-53"].split(", ")
        parties = {known.dispositions[id].party for id in ids} - {"none"}
        owners = {frozenset({"aws"}): "CSP-owned", frozenset({"customer"}): "CSC-owned"}
        assert one["SSRM Control Ownership"] == owners.get(frozenset(parties), "Shared CSP and CSC")
        assert bool(one["CSP Implementation Description"]) == bool(parties & {"aws", "shared"})
        assert bool(one["CSC Responsibilities"]) == bool(parties & {"customer", "shared"})


def test_tables_say_when_something_was_not_read(here: Path) -> None:
    written(here, broken_yaml=BROKEN, key_yaml=PROVED)
    for name in ("csv", "crm", "caiq"):
        result = invoke("matrix", "broken.yaml", "key.yaml", "--format", name, *HERE)
        assert result.exit_code == 3
        assert "Incomplete: not all of the input could be read." in result.stdout
