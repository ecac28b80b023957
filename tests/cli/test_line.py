"""`partywall line`: the line of a configuration, what moves it, and questions in batches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .support import DAY, ROOT, SOURCES, invoke

RDS = "AWS::RDS::DBInstance"
TRUTH = ROOT / "tests" / "data" / "line-truth.jsonl"


def question(number: int, **given: Any) -> str:
    row = {"id": number, "type": "AWS::S3::Bucket", "properties": {}, "layer": "keys"}
    return json.dumps(row | given)


def difference(*arguments: str) -> dict[str, Any]:
    result = invoke("line", "--diff", "--format", "json", "--as-of", DAY, *arguments)
    assert result.exit_code == 0, result.output
    decoded: dict[str, Any] = json.loads(result.stdout)
    return decoded


# -- a configured line


def test_the_line_of_a_configuration() -> None:
    page = invoke("line", "aws_db_instance", "Engine=custom-oracle-ee", "--as-of", DAY).stdout
    assert page.startswith(f"{RDS}: rds-custom-oracle (")
    assert "with Engine given" in page


def test_a_line_as_json() -> None:
    result = invoke("line", RDS, "StorageEncrypted=true", "--format", "json", "--as-of", DAY)
    line = json.loads(result.stdout)
    assert (line["family"], line["given"]) == ("rds-instance", ["StorageEncrypted"])
    cells = {cell["layer"]: cell for cell in line["cells"]}
    assert len(cells) == 22
    assert cells["encryption-at-rest"]["party"] == "shared"
    assert set(cells["encryption-at-rest"]["duties"]) == {"aws", "customer"}


# -- what moves


def test_what_an_engine_moves() -> None:
    found = difference(RDS, "Engine=custom-oracle-ee")
    assert found["family"] == {"before": "rds-instance", "after": "rds-custom-oracle"}
    moved = {one["layer"]: (one["before"], one["after"]) for one in found["moved"]}
    assert moved["guest-os"] == ("aws", "customer")
    assert moved["runtime"] == ("aws", "shared")
    assert moved["keys"] == ("aws", "customer")
    assert "site" not in moved
    assert all("Engine begins with custom-oracle" in one["because"] for one in found["moved"])


def test_what_an_engine_moves_for_people() -> None:
    page = invoke("line", "--diff", RDS, "Engine=custom-oracle-ee", "--as-of", DAY).stdout
    head, _, rest = page.partition("Other duties, same party")
    assert "Guest operating system     AWS → yours" in head
    assert "because RDS Custom for Oracle: Engine begins with custom-oracle" in head
    assert "Backup                     shared\n" in rest
    assert max(map(len, page.splitlines())) <= 100


def test_several_properties_dotted_and_as_json() -> None:
    key = "EncryptionInfo.EncryptionInTransit.ClientBroker=TLS_PLAINTEXT"
    level = 'LoggingInfo={"BrokerLogs": {"S3": {"Enabled": true, "Bucket": "b"}}}'
    found = difference("AWS::MSK::Cluster", key, level)
    moved = {one["layer"]: one["after"] for one in found["moved"]}
    assert moved == {"encryption-in-transit": "customer", "logging": "shared"}


def test_a_version_stays_as_it_is_written() -> None:
    (moved,) = difference("AWS::EKS::Cluster", "Version=1.30")["moved"]
    assert (moved["layer"], moved["after"]) == ("platform", "shared")


def test_why_a_condition_no_longer_holds() -> None:
    moved = {one["layer"]: one for one in difference(RDS, "BackupRetentionPeriod=0")["moved"]}
    assert moved["backup"]["after"] == "customer"
    assert "not (BackupRetentionPeriod is 1 or more" in moved["backup"]["because"]


def test_what_is_not_looked_at_is_told_and_never_shown() -> None:
    arguments = [RDS, "MasterUserPassword=hunter2-hunter2", "AllocatedStorage=100"]
    found = difference(*arguments)
    assert found["moved"] == []
    assert found["unread"] == ["MasterUserPassword", "AllocatedStorage"]
    page = invoke("line", "--diff", *arguments, "--as-of", DAY).stdout
    assert "Nothing moves." in page
    assert "hunter2" not in page + json.dumps(found)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a TYPE"),
        (["--diff", RDS], "--diff needs a NAME=VALUE"),
        (["--diff"], "name a TYPE"),
        ([RDS, "Engine"], "given as NAME=VALUE"),
        ([RDS, "=x"], "given as NAME=VALUE"),
        ([RDS, "Engin=mysql"], "has no property 'Engin'; did you mean Engine"),
        ([RDS, "MultiAZ=[1]"], "cannot be so: MultiAZ"),
        ([RDS, "Engine=mysql", "Engine=postgres"], "Engine is given twice"),
        (["AWS::MSK::Cluster", "EncryptionInfo=x", "EncryptionInfo.EncryptionAtRest=y"],
         "lies below a value that is given"),
        ([RDS, "--batch", "-"], "--batch takes no TYPE"),
        (["--format", "text", "--batch", "-"], "answers in JSON"),
    ],
)  # fmt: skip
def test_wrong_usage(arguments: list[str], message: str) -> None:
    result = invoke("line", *arguments, stdin="")
    assert result.exit_code == 2
    assert message in result.stderr


# -- batches


def test_every_judgement_is_answered_in_order() -> None:
    result = invoke("line", "--batch", TRUTH, "--format", "json", "--as-of", DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    asked = [json.loads(row)["id"] for row in TRUTH.read_text("utf-8").splitlines()]
    answers = [json.loads(row) for row in result.stdout.splitlines()]
    assert [one["id"] for one in answers] == asked
    for one in answers:
        assert {"id", "party", "duties", "because", "source"} <= set(one)


def test_bad_rows_are_told_and_the_others_answered() -> None:
    rows = ["\ufeff" + question(1), "", "{", question(2, layer="kees"), question(3)]
    result = invoke("line", "--batch", "-", "--as-of", DAY, stdin="\r\n".join(rows))
    assert result.exit_code == 3
    assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == [1, 3]
    told = result.stderr.splitlines()
    assert [one.split(": ")[0].split(":")[-1] for one in told[:2]] == ["3", "4"]
    assert "not JSON" in told[0]
    assert "did you mean keys" in told[1]
    assert told[2] == "2 rows were not answered"


@pytest.mark.parametrize("name", ["no-such-file.jsonl", "."])
def test_a_batch_that_cannot_be_read(name: str) -> None:
    result = invoke("line", "--batch", name)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{name}: cannot be read: ")


def test_a_property_that_the_type_does_not_have_is_told_once() -> None:
    odd = {"Encryptd": True}
    rows = [question(1, properties=odd), question(2, properties=odd)]
    result = invoke("line", "--batch", "-", "--as-of", DAY, stdin="\n".join(rows))
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert len(result.stderr.splitlines()) == 1
    assert ":1: warning: AWS::S3::Bucket has no property 'Encryptd'" in result.stderr


def test_an_answer_comes_before_the_next_question() -> None:
    program = [sys.executable, "-m", "partywall", "line", "--batch", "-", "--as-of", DAY]
    environment = os.environ | {"PYTHONPATH": str(SOURCES)}
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(question(number) + "\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait(10) == 0


# -- pages read long ago


@pytest.mark.parametrize(
    ("day", "stale"), [("2026-11-23", False), ("2027-11-23", False), ("2028-01-01", True)]
)
def test_pages_read_more_than_a_year_ago_are_told(tmp_path: Path, day: str, stale: bool) -> None:
    template = tmp_path / "t.yaml"
    template.write_text("Resources: {Bucket: {Type: AWS::S3::Bucket}}\n", "utf-8")
    rest = question(1, layer="rest")
    for result in (
        invoke("line", "AWS::S3::Bucket", "--as-of", day),
        invoke("line", "--diff", RDS, "StorageEncrypted=true", "--as-of", day),
        invoke("line", "--batch", "-", "--as-of", day, stdin=rest),
        invoke("check", template, "--fail-on", "never", "--as-of", day),
    ):
        assert result.exit_code == 0
        assert ("read more than 365 days before" in result.output) is stale
