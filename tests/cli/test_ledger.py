"""`partywall ledger` and `check --record`, from the command line."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber
from click.testing import Result

from cli.support import BROKEN, PROVED, REFUTED, UNDECIDED, check, here, invoke, program, written
from partywall.assess import config as configs
from partywall.cli.ledgers import Opened, open_records
from partywall.ledger.records import Withdrawal
from partywall.ledger.store import Ledger

__all__ = ["here"]

TO_REPORT = (
    "report add --program soc-2 --begins 2025-10-01 --ends 2026-09-30 "
    "--service s3,rds --region eu-west-1"
)
TO_ATTEST = "attest keys --resource * --by R.Roe --until 2027-01-01 --on 2026-01-01"
SOC, ATTEST = TO_REPORT.split(), TO_ATTEST.split()
SAYS = ["--statement", "Only two people hold them."]
ON = ["--as-of", "2026-11-23"]


def ledger(*arguments: object, at: str = "l.db") -> Result:
    """The outcome of `partywall ledger ARGUMENTS` on the ledger of the folder."""
    return invoke("ledger", *arguments, "--ledger", at)


def done(*arguments: object) -> str:
    """What a command printed that must succeed."""
    result = ledger(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_report_from_registration_to_lapse(here: Path) -> None:
    written(here, soc_pdf=b"%PDF secret text of the auditor")
    assert done(*SOC, "--file", "soc.pdf") == "recorded soc-2-2026-09-30\n"
    assert done(*SOC, "--file", "soc.pdf") == "soc-2-2026-09-30 is there already\n"
    (one,) = json.loads(done("report", "list", "--format", "json", "--as-of", "2026-01-01"))
    assert (one["state"], one["until"]) == ("counts", "2026-09-30")
    digest = hashlib.sha256(b"%PDF secret text of the auditor").hexdigest()
    assert one["record"]["file"] == {"path": "soc.pdf", "sha256": digest}
    assert b"secret text" not in (here / "l.db").read_bytes()
    assert "lapsed     until 2026-09-30" in done("report", "list", *ON)
    letter = ["--issued", "2026-10-10", "--until", "2026-12-31"]
    done("bridge", "add", "soc-2-2026-09-30", *letter)
    assert "counts     until 2026-12-31  soc-2" in done("report", "list", *ON)
    done("withdraw", "soc-2-2026-09-30", "--why", "of another account", "--on", "2026-11-01")
    assert "withdrawn  since 2026-11-01  soc-2" in done("list", *ON)


def test_a_service_that_we_do_not_know_is_remarked_on(here: Path) -> None:
    result = ledger(*SOC, "--service", "s33")
    assert result.exit_code == 0
    assert "there is no service 's33'; did you mean s3" in result.stderr


def test_agreements_and_words(here: Path) -> None:
    written(here, rota_txt="Ann, Bob")
    done("agreement", "add", "baa", "--since", "2025-01-01", "--account", "*")
    done(*ATTEST, *SAYS, "--evidence", "rota.txt")
    said = done("list", *ON)
    assert "agreement    counts                       baa, every" in said
    assert "attestation  counts     until 2027-01-01  keys of *, by R.Roe" in said
    assert "lapsed" in done("list", "--as-of", "2027-01-02")
    assert "not yet" in done("list", "--as-of", "2025-06-01")


def test_a_list_says_what_is_wrong_with_names(here: Path) -> None:
    runbooks = ["attest", "incident-runbooks", *ATTEST[4:], *SAYS]
    refused = ledger(*runbooks, "--subject", "Tem")
    assert refused.exit_code == 2
    assert "is no duty of 'Tem'; write subject = \"Team\"" in refused.output
    (here / "f").mkdir()
    (here / "f" / "a.toml").write_text(
        '[[attestation]]\nid = "a"\nduty = "incident-runbook"\nstatement = "Yes."\nby = "R. Roe"\n'
        "on = 2026-01-01\nuntil = 2026-12-31\n"
    )
    listed = invoke("ledger", "list", "--ledger", "f", *ON)
    assert "there is no duty 'incident-runbook'; did you mean incident-runbooks" in listed.stderr


def test_evidence_that_changed_shows_nothing(here: Path) -> None:
    written(here, rota_txt="Ann, Bob")
    done(*ATTEST, *SAYS, "--evidence", "rota.txt", "--id", "rota")
    (here / "rota.txt").write_text("Ann")
    result = ledger("list", *ON)
    assert "rota  attestation  withdrawn" in result.stdout
    assert "warning: rota does not count: rota.txt has changed since" in result.stderr
    (here / "rota.txt").unlink()
    result = ledger("list", *ON)
    assert "rota  attestation  counts" in result.stdout
    assert "warning: evidence of attestations not here to compare" in result.stderr
    assert "SHA-256: rota; put it back" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*SOC[:3], "sooc-2", *SOC[4:]], "did you mean soc-2"),
        ([*SOC[:-4], "--region", "eu-west-1"], "Missing option '--service'"),
        ([*SOC[:-4], "--service", " , ", "--region", "*"], "an empty list covers nothing"),
        ([*SOC[:5], "2027-10-01", *SOC[6:]], "before"),
        ([*SOC, "--file", "gone.pdf"], "does not exist"),
        ([*SOC, "--begins", "yesterday"], "does not match"),
        (["bridge", "add", "x", "--issued", "2026-01-01", "--until", "2026-02-01"], "no report"),
        (["agreement", "add", "baa", "--since", "2026-01-01", "--account", "12"], "no account"),
        (["attest", "kees", *ATTEST[2:], *SAYS], "there is no duty 'kees'; did you mean keys"),
        (["attest", "incident-runbook", *ATTEST[4:], *SAYS], "did you mean incident-runbooks"),
        ([*ATTEST[:2], *ATTEST[4:], *SAYS], "does not say of which resources"),
        (["withdraw", "x", "--why", "y"], "there is no record 'x'"),
        (["withdraw", "x", "--why", " "], "say why"),
        (["diff", "1", "2"], "there is no run 1; there is none yet"),
        (["verify", "--head", "abc"], "64 digits"),
        (["import", "gone"], "does not exist"),
    ],
)
def test_wrong_usage(here: Path, words: list[str], says: str) -> None:
    ledger("agreement", "add", "cda", "--since", "2025-01-01", "--account", "*")
    before = done("list", "--format", "json")
    result = ledger(*words)
    assert result.exit_code == 2, result.output
    assert says in result.output
    assert done("list", "--format", "json") == before


@pytest.mark.parametrize("words", [["verify"], ["head"], ["list"], ["history"], ["trend"]])
def test_a_ledger_that_is_not_there_or_none(here: Path, words: list[str]) -> None:
    result = ledger(*words)
    assert result.exit_code == 3
    assert "there is no ledger yet" in result.output
    assert list(here.iterdir()) == []
    (here / "l.db").write_text("not a database at all, but a long text" * 100)
    result = ledger(*words)
    assert result.exit_code == 3
    assert "this is no ledger" in result.output
    result = invoke("ledger", *words)
    assert result.exit_code == 3
    assert "partywall-ledger.db: there is no ledger yet" in result.output


def test_where_none_is_named_there_is_a_default_one(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    assert "partywall-ledger.db" not in check("t.yaml", "--format", "json").stdout
    assert check("t.yaml", "--record").exit_code == 1
    assert (here / "partywall-ledger.db").is_file()
    assert len(json.loads(invoke("ledger", "history", "--format", "json").stdout)) == 1
    assert "partywall-ledger.db" in check("t.yaml", "--format", "json").stdout
    (here / "sub").mkdir()
    config = here / "sub" / "partywall.toml"
    config.write_text("")
    words = ("t.yaml", "--record", "--config", str(config))
    assert check(*words).exit_code == 1
    assert (here / "sub" / "partywall-ledger.db").is_file(), "beside the configuration"


def test_verify_and_head(here: Path) -> None:
    done(*SOC)
    head = done("head").strip()
    done(*ATTEST, *SAYS)
    assert "2 entries, each as it was written, and the head" in done("verify", "--head", head)
    with sqlite3.connect(here / "l.db") as connection:
        connection.execute("DROP TRIGGER ledger_entry_kept")
        connection.execute("UPDATE ledger_entry SET payload = replace(payload, 'Roe', 'Doe')")
    result = ledger("verify")
    assert result.exit_code == 1
    assert "l.db: entry 2: does not agree with its hash" in result.stdout
    result = ledger("verify", "--head", "0" * 63 + "1")
    assert "no entry has the hash that you hold" in result.stdout


def test_a_clock_that_went_back_is_told_and_is_no_fault(here: Path) -> None:
    done(*SOC)
    store = Ledger(str(here / "l.db"))
    store.now = lambda: datetime(2099, 1, 1, tzinfo=UTC)
    store.add([Withdrawal(id="w", record="soc-2-2026-09-30", on=date(2026, 11, 1), why="wrong")])
    refused = ledger(*ATTEST, *SAYS)
    assert refused.exit_code == 3
    assert "--allow-clock-skew" in refused.output
    done(*ATTEST, *SAYS, "--allow-clock-skew")
    said = done("verify")
    assert "entry 3: its time, " in said
    assert "3 entries, each as it was written" in said


@pytest.mark.parametrize(("text", "code"), [(PROVED, 0), (REFUTED, 1), (UNDECIDED, 0), (BROKEN, 3)])
def test_recording_leaves_the_exit_code_alone(here: Path, text: str, code: int) -> None:
    written(here, t_yaml=text)
    assert check("t.yaml").exit_code == code
    result = check("t.yaml", "--record", "--ledger", "l.db")
    assert result.exit_code == code
    assert "recorded as run 1 in l.db" in result.stderr
    assert ("incomplete" in done("history")) == (code == 3)


def test_history_diff_and_trend(here: Path) -> None:
    for text in (REFUTED, PROVED, PROVED, UNDECIDED):
        written(here, t_yaml=text)
        check("t.yaml", "--record", "--ledger", "l.db")
    said = done("history")
    assert "t.yaml: 1 resource; 1 refuted" in said
    assert "since run 1: 1 fixed" in said
    assert "since run 2: no change" in said
    assert "since run 3: 1 newly undecided" in said
    said = done("diff", 1, 2)
    assert "fixed: refuted before, and not any more (1)\n  Key  kms-key-rotated" in said
    assert "refuted → proved" in said
    assert done("diff", 2, 3).endswith("\nno change\n")
    changes = json.loads(done("diff", 2, 1, "--format", "json"))["changes"]
    assert [one["what"] for one in changes["findings"]] == ["broken"]
    assert "there is no run 9; the last are 1, 2, 3, 4" in ledger("diff", 1, 9).output
    (point,) = json.loads(done("trend", "--format", "json"))
    assert (point["number"], point["changes"]) == (4, {"newly undecided": 1})
    assert point["verdicts"]["undecided"] == 1
    assert len(done("trend").splitlines()) == 2
    assert len(done("trend", "--since", "2026-11-24").splitlines()) == 1


def test_recording_where_it_cannot_be(here: Path) -> None:
    written(here, t_yaml=REFUTED)
    result = check("t.yaml", "--record", "--ledger", "gone/l.db")
    assert result.exit_code == 3
    result = check("t.yaml", "--record", "--ledger", ".")
    assert result.exit_code == 2
    assert ". is a folder, which keeps no history; configure a file" in result.output


FOLDER = """
[[report]]
id = "soc"
program = "soc-2"
begins = 2026-01-01
ends = 2026-06-30
services = ["s3"]
regions = ["eu-west-1"]

[[attestation]]
id = "rota"
duty = "keys"
resource = "*"
statement = "There is one."
by = "R. Roe"
on = 2026-01-01
until = 2027-01-01
evidence = "rota.txt"
sha256 = "{digest}"
"""


def folder(here: Path, **more: str) -> Path:
    """A folder of records, one with a file behind it."""
    digest = hashlib.sha256(b"Ann").hexdigest()
    written(here, f__rota_txt="Ann", f__ledger_toml=FOLDER.format(digest=digest), **more)
    return here / "f"


def test_import_takes_each_record_once(here: Path) -> None:
    folder(here)
    assert done("import", "f") == "2 recorded, 0 recorded anew, 0 there already\n"
    head = done("head")
    assert done("import", "f") == "0 recorded, 0 recorded anew, 2 there already\n"
    assert done("head") == head
    file = here / "f" / "ledger.toml"
    file.write_text(file.read_text().replace("There is one", "There are two"))
    assert done("import", "f") == "0 recorded, 1 recorded anew, 1 there already\n"
    (one,) = [
        one for one in json.loads(done("list", "--format", "json")) if one["record"]["id"] == "rota"
    ]
    assert one["record"]["statement"] == "There are two."


def test_import_leaves_out_what_its_file_does_not_bear_out(here: Path) -> None:
    (folder(here) / "rota.txt").write_text("Bob")
    result = ledger("import", "f")
    assert result.exit_code == 1
    assert result.stdout == "1 recorded, 0 recorded anew, 0 there already\n"
    assert "rota.txt has changed since" in result.stderr


def test_a_roster(here: Path) -> None:
    rows = "person,role,course,completed,until\nann,dev,aws-basics,2026-01-01,2027-01-01\n"
    written(here, r_csv=rows + "bob,dev,aws-basics,,\n")
    assert done("roster", "import", "r.csv").startswith("2 recorded")
    assert done("roster", "import", "r.csv").startswith("0 recorded, 0 recorded anew, 2 there")
    said = done("list", *ON)
    assert "1 on the training roster are missing or expired:\n  bob, aws-basics: missing" in said
    written(here, r_csv=rows + "cid,dev,aws-basics,soon,\n")
    result = ledger("roster", "import", "r.csv")
    assert result.exit_code == 1
    assert result.stdout.startswith("0 recorded")


def test_a_roster_that_was_put_right(here: Path) -> None:
    heading = "person,role,course,completed,until\n"
    rows = [
        f"{heading}ann,dev,basics,2026-01-01,{until}\n" for until in ("2099-01-01", "2026-06-01")
    ]
    gap = "ann, basics: expired"
    for n, (row, lacks) in enumerate(((0, False), (1, True), (0, False), (1, True), (1, True))):
        written(here, r_csv=rows[row])
        done("roster", "import", "r.csv")
        assert (gap in done("list", "--as-of", "2098-01-01")) == lacks, n
    written(here, r_csv=f"{heading}bob,dev,basics,2026-01-01,2099-01-01\n")
    done("roster", "import", "r.csv")  # of another team: nothing is said of ann
    assert gap in done("list", "--as-of", "2098-01-01")


def loaded(at: str, folder: Path) -> configs.Loaded:
    """A configuration in `folder` that names this ledger."""
    table = configs.LedgerTable(at=at)
    return configs.Loaded(configs.Config(ledger=table), str(folder / "partywall.toml"))


def test_which_ledger_a_command_reads(here: Path) -> None:
    folder(here)
    done("import", "f")
    none = configs.Loaded(configs.Config())
    assert open_records(None, none) is None
    from_database, from_folder = open_records("l.db", none), open_records("f", none)
    assert isinstance(from_database, Opened)
    assert isinstance(from_folder, Opened)
    assert from_database.records == from_folder.records
    assert from_folder.places["soc"].line > 0
    elsewhere = here / "elsewhere"
    elsewhere.mkdir()
    opened = open_records(None, loaded("../l.db", elsewhere))
    assert opened is not None
    assert opened.records == from_database.records


def test_the_configured_ledger(here: Path) -> None:
    written(here, partywall_toml='[ledger]\nat = "mine.db"\n', t_yaml=PROVED)
    result = check("t.yaml", "--record")
    assert "recorded as run 1 in mine.db" in re.sub(r"\S*/mine.db", "mine.db", result.stderr)
    assert (here / "mine.db").exists()
    assert invoke("ledger", "verify").exit_code == 0


def test_a_folder_for_records_and_a_file_for_runs(here: Path) -> None:
    folder(here, t_yaml=REFUTED, partywall_toml='[ledger]\nat = "f"\nruns = "runs.db"\n')
    first = invoke("review", "t.yaml", "--format", "md")
    assert first.exit_code == 0
    assert "There is no earlier run to compare with." in first.stdout
    check("t.yaml", "--record")
    written(here, t_yaml=PROVED)
    check("t.yaml", "--record")
    assert "1 fixed" in invoke("ledger", "history").stdout
    assert "2 entries" in invoke("ledger", "verify").stdout
    assert "rota  attestation  counts" in invoke("ledger", "list", *ON).stdout
    result = invoke("ledger", *SOC)
    assert result.exit_code == 2
    assert "f is a folder, which keeps no history; change its files" in result.output


def test_a_duty_that_lapses(here: Path) -> None:
    written(here, t_yaml=PROVED)
    done("attest", "incident-runbooks", *ATTEST[4:], *SAYS)
    invoke("check", "t.yaml", "--record", "--ledger", "l.db", "--as-of", "2026-12-31")
    for form, told in (
        ("md", "- Lapsed: 1\n  - Team: incident-runbooks, attested before\n"),
        ("html", "<h3>Lapsed: 1</h3>\n<ul><li>Team: incident-runbooks, attested before</li></ul>"),
    ):
        review = ("review", "t.yaml", "--ledger", "l.db", "--format", form, "--as-of")
        assert told in invoke(*review, "2027-01-02").stdout
        assert "Lapsed:" not in invoke(*review, "2026-12-31").stdout
    invoke("check", "t.yaml", "--record", "--ledger", "l.db", "--as-of", "2027-01-02")
    said = done("diff", 2, 3)
    assert "not any more (1)\n  Team: incident-runbooks: attested before\n" in said
    assert "since run 2: 1 lapsed duties" in done("history")
    back = done("diff", 3, 2)
    assert "stand otherwise (1)\n  Team: incident-runbooks: from lapsed to attested\n" in back


def test_no_password_is_shown(here: Path) -> None:
    secret = "postgresql://roe:hunter2@localhost:1/x"
    written(here, partywall_toml=f'[ledger]\nat = "{secret}"\n', t_yaml=PROVED)
    for words in (
        ["config", "--show"],
        ["ledger", "verify"],
        ["ledger", "list", "--ledger", "postgresql://roe:hunter2@[x/y"],
        ["check", "t.yaml", "--record"],
        ["-vv", "check", "t.yaml", "--record"],
        ["-vv", "ledger", "history"],
    ):
        result = invoke(*words)
        assert "hunter2" not in result.output + str(result.exception)
    assert '"at": "postgresql://localhost:1/x"' in invoke("config", "--show").stdout


@pytest.mark.parametrize(
    "at",
    [
        "postgresql://roe:x@hunter2@localhost:1/x",
        "postgresql://roe:x/hunter2@localhost:1/x",
        "postgresql://localhost:1/x?user=roe&password=x@hunter2",
        "postgresql:roe:hunter2@localhost:1/x",
        "postgresql+psycopg:roe:hunter2@localhost:1/x",
        "host=localhost port=1 dbname=x password=hunter2",
        "POSTGRESQL://roe:hunter2@localhost:1/x",
    ],
)
def test_no_part_of_a_password_is_taken_for_a_place(here: Path, at: str) -> None:
    written(here, t_yaml=PROVED)
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "partywall.toml").write_text(f'[ledger]\nat = "{at}"\n')
    before = set(here.rglob("*"))
    for words in (
        ["config", "--show", "--config", "elsewhere/partywall.toml"],
        ["ledger", "list", "--config", "elsewhere/partywall.toml"],
        ["ledger", "list", "--ledger", at],
        ["check", "t.yaml", "--record", "--ledger", at],
    ):
        result = invoke(*words)
        assert result.exit_code == (0 if words[0] == "config" else 3)
        assert "hunter2" not in result.output + str(result.exception)
    assert set(here.rglob("*")) == before


def test_the_package_that_is_missing_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "partywall.ledger.store", raising=False)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    result = ledger("verify")
    assert result.exit_code == 3
    assert "pip install 'partywall[ledger]'" in result.output


def test_as_a_program(here: Path) -> None:
    done(*SOC)
    result = program("ledger", "verify", "--ledger", here / "l.db")
    assert (result.returncode, result.stderr) == (0, b"")


LISTED = {
    "id": "report-1",
    "name": "SOC 2 Report",
    "series": "SOC",
    "state": "PUBLISHED",
    "uploadState": "COMPLETE",
    "version": 1,
    "arn": "arn:aws:artifact:us-east-1::report/report-1:1",
    "companyName": "Amazon Web Services",
    "periodStart": datetime(2026, 1, 1, tzinfo=UTC),
    "periodEnd": datetime(2026, 12, 31, tzinfo=UTC),
}


@pytest.fixture
def artifact(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """A client of AWS Artifact that answers as it is told to."""
    client = boto3.session.Session("AKIAEXAMPLE", "not-a-secret").client("artifact", "us-east-1")
    monkeypatch.setattr("partywall.ledger.artifact.connect", lambda **_: client)
    with Stubber(client) as stubber:
        yield stubber


def test_artifact(here: Path, artifact: Stubber) -> None:
    for _ in range(3):
        artifact.add_response("list_reports", {"reports": [LISTED]})
        artifact.add_response("list_customer_agreements", {"customerAgreements": []})
    result = ledger("artifact")
    assert result.exit_code == 1
    assert "covers nothing yet" in result.stderr
    assert result.stdout.startswith("1 recorded")
    said = done("artifact", "--scope", "soc-2=s3@eu-west-1,eu-west-2")
    assert said == "0 recorded, 1 recorded anew, 0 there already\n"
    assert "s3 in eu-west-1, eu-west-2" in done("list", *ON)
    assert ledger("artifact").stdout == "0 recorded, 0 recorded anew, 1 there already\n"


def test_artifact_that_does_not_answer(here: Path, artifact: Stubber) -> None:
    artifact.add_client_error("list_reports", "AccessDeniedException", "arn of somebody")
    artifact.add_response("list_customer_agreements", {"customerAgreements": []})
    result = ledger("artifact")
    assert result.exit_code == 3
    assert "artifact:ListReports was denied" in result.output
    assert "arn of somebody" not in result.output


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ("soc=s3@*", "there is no program 'soc'; did you mean"),
        ("soc-2=s3", "an empty list covers nothing"),
        ("soc-2", "an empty list covers nothing"),
        ("", "there is no program ''"),
    ],
)
def test_a_scope_that_says_nothing(here: Path, scope: str, says: str) -> None:
    result = ledger("artifact", "--scope", scope)
    assert result.exit_code == 2
    assert says in result.output


def test_a_profile_that_is_not_there(here: Path) -> None:
    result = ledger("artifact", "--profile", "nobody-has-this")
    assert result.exit_code == 3
    assert "AWS Artifact cannot be asked: ProfileNotFound" in result.output
