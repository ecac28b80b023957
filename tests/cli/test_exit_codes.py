"""The exit code says what happened: 0, 1, 2 or 3, in every combination."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.support import BROKEN, KEY, PROVED, REFUTED, UNDECIDED, check, here, report, written

__all__ = ["here"]

WAIVED = """
[[waive]]
control = "kms-key-rotated"
resource = "Key"
reason = "old key, SEC-1"
until = {until}
"""


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (PROVED, [], 0),
        (PROVED, ["--strict"], 0),
        (REFUTED, [], 1),
        (REFUTED, ["--fail-on", "low"], 1),
        (REFUTED, ["--fail-on", "medium"], 1),
        (REFUTED, ["--fail-on", "high"], 0),
        (REFUTED, ["--fail-on", "critical"], 0),
        (REFUTED, ["--fail-on", "never"], 0),
        (UNDECIDED, [], 0),
        (UNDECIDED, ["--strict"], 1),
        (UNDECIDED, ["--strict", "--no-strict"], 0),
        (UNDECIDED, ["--strict", "--fail-on", "never"], 0),
        (UNDECIDED, ["--strict", "--parameter", "Rotation=true"], 0),
        (UNDECIDED, ["--parameter", "Rotation=false"], 1),
        (BROKEN, [], 3),
        (BROKEN, ["--fail-on", "never"], 3),
        ("", [], 3),
    ],
)
def test_one_input(here: Path, text: str, options: list[str], code: int) -> None:
    written(here, t_yaml=text)
    assert check("t.yaml", *options).exit_code == code


@pytest.mark.parametrize("first", [REFUTED, PROVED, UNDECIDED])
def test_incomplete_goes_before_refuted_and_hides_nothing(here: Path, first: str) -> None:
    written(here, a_yaml=first, b_yaml=BROKEN)
    found = report("a.yaml", "b.yaml")
    assert check("a.yaml", "b.yaml", "--strict").exit_code == 3
    assert {one["control"] for one in found["findings"]} >= {"kms-key-rotated"}
    assert [one["where"]["file"] for one in found["diagnostics"]] == ["b.yaml"]


@pytest.mark.parametrize(
    ("until", "code", "said"),
    [
        ("2026-11-23", 0, "Waived, and so not counted: 1"),
        ("2026-11-22", 1, "its waiver expired on 2026-11-22"),
    ],
)
def test_waivers_in_the_configuration(here: Path, until: str, code: int, said: str) -> None:
    written(here, t_yaml=REFUTED, partywall_toml=WAIVED.format(until=until))
    result = check("t.yaml")
    assert result.exit_code == code
    assert said in result.stdout


def test_a_waiver_that_waives_nothing_is_said(here: Path) -> None:
    written(here, t_yaml=PROVED, partywall_toml=WAIVED.format(until="2027-01-01"))
    assert "waives nothing here" in check("t.yaml").stdout


@pytest.mark.parametrize(
    "before",
    [
        "  # partywall: waive kms-key-rotated until 2027-01-01: old key",
        """
    Metadata:
      partywall: {waive: [{control: kms-key-rotated, reason: old key, until: 2027-01-01}]}""",
    ],
)
def test_waivers_in_the_template(here: Path, before: str) -> None:
    written(here, t_yaml=KEY.format(rotation="false", before=before))
    assert check("t.yaml").exit_code == 0, check("t.yaml").stdout


@pytest.mark.parametrize(
    ("old", "new", "options", "code", "change"),
    [
        (REFUTED, REFUTED, [], 0, None),
        (PROVED, REFUTED, [], 1, "new"),
        (REFUTED, PROVED, [], 0, "gone"),
        (PROVED, UNDECIDED, [], 0, "became_undecided"),
        (PROVED, UNDECIDED, ["--strict"], 1, "became_undecided"),
        (UNDECIDED, UNDECIDED, ["--strict"], 0, None),
        (PROVED, REFUTED, ["--fail-on", "high"], 0, "new"),
    ],
)
def test_with_a_baseline_only_what_is_new_counts(
    here: Path, old: str, new: str, options: list[str], code: int, change: str | None
) -> None:
    written(here, old_yaml=old, new_yaml=new)
    check("old.yaml", "--output", "old.json")
    result = check("new.yaml", "--baseline", "old.json", "--output", "new.json", *options)
    assert result.exit_code == code
    found = json.loads((here / "new.json").read_text())["comparison"]
    changed = [name for name in ("new", "gone", "became_undecided") if found[name]]
    assert changed == ([change] if change else [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot read the baseline: No such file"),
        ("{}", "this is neither a partywall report nor what partywall check reads"),
        ("[1", "this is neither a partywall report nor what partywall check reads"),
        ('{"schema": "partywall-report/9", "findings": []}', "has schema 'partywall-report/9'"),
    ],
)
def test_a_baseline_that_is_none(here: Path, content: str | None, said: str) -> None:
    written(here, t_yaml=PROVED)
    if content is not None:
        written(here, old_json=content)
    result = check("t.yaml", "--baseline", "old.json")
    assert result.exit_code == 3
    assert said in result.stderr
    assert "make one with" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument 'PATH...'"),
        (["t.yaml", "--fail-on", "severe"], "'severe' is not one of"),
        (["t.yaml", "--format", "yaml"], "'yaml' is not one of"),
        (["t.yaml", "--as-of", "tomorrow"], "'tomorrow' does not match"),
        (["t.yaml", "--parameter", "Rotation"], "write NAME=VALUE"),
        (["t.yaml", "--config", "nope.toml"], "nope.toml: cannot be read"),
        (["t.yaml", "--nope"], "No such option"),
    ],
)
def test_wrong_usage(here: Path, arguments: list[str], said: str) -> None:
    written(here, t_yaml=PROVED)
    result = check(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
