"""The configuration: where it is from, what it may say, and what happens when it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.support import PROVED, UNDECIDED, check, here, invoke, report, verdicts, written

__all__ = ["here"]

RULE = """
[[rule]]
id = "acme-key-window"
title = "A key waits for a month before it is deleted."
type = "AWS::KMS::Key"
layer = "keys"
weight = "critical"
at = "PendingWindowInDays"
at_least = {least}
why = "Acme has long weekends."
fix = "set PendingWindowInDays to 30."
"""


def show(*arguments: object) -> tuple[str, dict[str, object]]:
    """The file that is in force, and what it says."""
    result = invoke("config", "--show", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stderr.removeprefix("# ").strip(), json.loads(result.stdout)


def test_defaults_when_there_is_none(here: Path) -> None:
    file, config = show()
    assert file == "defaults; no configuration file was found"
    assert (config["fail_on"], config["strict"], config["region"]) == ("low", False, None)


def test_the_nearest_file_counts_and_partywall_toml_goes_first(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(here, pyproject_toml='[tool.partywall]\nfail_on = "high"')
    assert show()[1]["fail_on"] == "high"
    written(here, partywall_toml='fail_on = "medium"')
    assert show() == (str(here / "partywall.toml"), show()[1])
    assert show()[1]["fail_on"] == "medium"
    written(here, below__pyproject_toml='[tool.partywall]\nfail_on = "critical"')
    monkeypatch.chdir(here / "below")
    assert show()[1]["fail_on"] == "critical"
    written(here, below__pyproject_toml='[project]\nname = "about-partywall"')
    assert show()[1]["fail_on"] == "medium"
    written(here, other_toml="strict = true")
    assert show("--config", here / "other.toml")[1]["strict"] is True


def test_the_command_line_goes_before_the_configuration(here: Path) -> None:
    written(
        here,
        t_yaml=UNDECIDED,
        partywall_toml='fail_on = "never"\nstrict = true\n[parameters]\nRotation = false',
    )
    assert verdicts(report("t.yaml"))["Key", "kms-key-rotated"] == "refuted"
    assert check("t.yaml").exit_code == 0
    assert check("t.yaml", "--fail-on", "low").exit_code == 1
    assert check("t.yaml", "--parameter", "Rotation=true", "--fail-on", "low").exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "unknown field `colour`"),
        ("fail_on = 'severe'", "fail_on = 'severe': one of low, medium, high, critical, never"),
        ("strict = 'yes'", "strict: Expected `bool`, got `str`"),
        ("exclude = 'a'", "exclude: Expected `array`, got `str`"),
        ("[[waive]]\ncontrol = 'a'", "waive[0]: Object missing required field `resource`"),
        (
            "[[waive]]\ncontrol='a'\nresource='b'\nreason=' '\nuntil=2027-01-01",
            "the waiver of a on b has no reason",
        ),
        (
            "[[waive]]\ncontrol='a'\nresource='b'\nreason='c'\nuntil='soon'",
            "waive[0].until: Invalid RFC3339",
        ),
        ("a = ", "this is no TOML"),
        (RULE.format(least='"x"'), "rule[0].at_least: Expected `float"),
        (RULE.format(least="1\nat_most = 3"), "rule acme-key-window: needs exactly one of"),
        (RULE.format(least=1).replace('"keys"', '"door"'), "no layer 'door'"),
        (RULE.format(least=1).replace("critical", "huge"), "no weight 'huge'"),
        (RULE.format(least=1).replace("AWS::KMS::Key", "Key"), "no CloudFormation resource type"),
        (RULE.format(least=1) * 2, "rule acme-key-window: there is another control of this id"),
        (
            RULE.format(least=1).replace("acme-key-window", "kms-key-rotated"),
            "rule kms-key-rotated: there is another control of this id",
        ),
        (RULE.format(least=1).replace("acme-key-window", "a b"), "rule 'a b': an id is made of"),
    ],
)
@pytest.mark.parametrize("verb", [["check", "t.yaml"], ["config", "--show"]])
def test_what_is_wrong_is_named_with_its_file(
    here: Path, verb: list[str], text: str, said: str
) -> None:
    written(here, t_yaml=PROVED, partywall_toml=text)
    result = invoke(*verb)
    assert result.exit_code == 2
    assert f"{here / 'partywall.toml'}: " in result.stderr
    assert said in result.stderr


def test_a_file_that_cannot_be_read(here: Path) -> None:
    (here / "c.toml").mkdir()
    result = invoke("config", "--show", "--config", "c.toml")
    assert (result.exit_code, "c.toml: cannot be read" in result.stderr) == (2, True)
    (here / "d.toml").write_bytes(b"\xff")
    assert "this is no TOML" in invoke("config", "--show", "--config", "d.toml").stderr


@pytest.mark.parametrize(
    ("least", "verdict", "code"), [(30, "proved", 0), (31, "refuted", 1), (7, "proved", 0)]
)
def test_a_house_rule_from_end_to_end(here: Path, least: int, verdict: str, code: int) -> None:
    written(here, t_yaml=PROVED, partywall_toml=RULE.format(least=least))
    found = report("t.yaml")
    assert verdicts(found)["Key", "acme-key-window"] == verdict
    assert found["controls"]["acme-key-window"]["weight"] == "critical"
    assert check("t.yaml", "--fail-on", "critical").exit_code == code
    page = invoke("explain", "acme-key-window").stdout
    assert "Acme has long weekends." in page
    assert "What to do: set PendingWindowInDays to 30." in page


def test_a_house_rule_can_be_waived(here: Path) -> None:
    waiver = """
[[waive]]
control = "acme-*"
resource = "K*"
reason = "soon"
until = 2027-01-01
"""
    written(here, t_yaml=PROVED, partywall_toml=RULE.format(least=31) + waiver)
    assert check("t.yaml").exit_code == 0
