"""`partywall model`: the whole list, a row, and how both stand for an estate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from cli.support import BROKEN, DAY, PROVED, REFUTED, ROOT, here, invoke, written
from partywall.assess.standing import STATES
from partywall.cli.model import command
from partywall.line.statements import statements
from partywall.reports.model_json import SCHEMA

__all__ = ["here"]

GOLDEN = Path(__file__).parent / "golden"
STOREFRONT = "examples/storefront/plan.json"


def model(*arguments: object, **more: Any) -> Any:
    """The outcome of `partywall model ARGUMENTS` on a fixed day."""
    return invoke("model", *arguments, "--as-of", DAY, **more)


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("model.txt", (), 0),
        ("model-storefront.txt", (STOREFRONT,), 1),
        ("model-71.txt", ("71",), 0),
        ("model-71-storefront.txt", ("71", STOREFRONT), 1),
    ],
)
def test_golden(
    name: str,
    arguments: tuple[str, ...],
    code: int,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    result = model(*arguments)
    assert result.exit_code == code, result.stderr
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_text(result.stdout, "utf-8")
    assert result.stdout == file.read_text("utf-8")


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))
def test_every_row_answers(one: Any) -> None:
    page = model(one.row)
    assert page.exit_code == 0
    assert page.stdout.startswith(f"{one.row} {one.name}\n")
    assert page.stdout == model(one.name).stdout
    text = " ".join(page.stdout.split())
    assert all(said in text for said in (one.says, one.aws, one.customer, one.source.page))
    assert all(f"not yet: {engine}" in page.stdout for engine in one.needs)
    assert all(f"not asked: {command}" in text for command in one.asks)
    assert all(id in page.stdout for id in one.controls)


def test_refuted_and_proved_estates(here: Path) -> None:
    written(here, good_yaml=PROVED, bad_yaml=REFUTED)
    good, bad = model("28", "good.yaml"), model("28", "bad.yaml")
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "\nnot yet: live\n" in good.stdout  # one control of five, and an engine is missing
    assert "kms-key-rotated: 1 proved" in good.stdout
    assert "\nrefuted: 1 finding refuted; not yet: live\n" in bad.stdout
    assert "Refuted: 1\n  - bad.yaml:5 Key\n" in bad.stdout


def test_input_that_cannot_be_read(here: Path) -> None:
    written(here, broken_yaml=BROKEN, bad_yaml=REFUTED)
    broken = model("97", "broken.yaml")
    assert broken.exit_code == 3
    assert "not analysed: broken.yaml" in broken.stdout
    assert "undecided: not all of the input could be read" in broken.stdout
    assert model("28", "broken.yaml", "bad.yaml").exit_code == 3
    assert model("no-such-file.json").exit_code == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("interregion-traffic",), "did you mean inter-region-traffic"),
        (("125",), "rows go from 1 to 124"),
        (("€€€",), "see: partywall model"),
        (("interregion-traffic", "plan.json"), "did you mean inter-region-traffic"),
    ],
)
def test_a_row_that_does_not_exist(here: Path, words: tuple[str, ...], said: str) -> None:
    result = model(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_row_goes_before_a_file_of_that_name(here: Path) -> None:
    written(here, sub__bad_yaml=REFUTED)
    (here / "sub").rename(here / "28")
    assert model("28").stdout.startswith("28 credentials-rotated\n")
    assert "28/bad.yaml (cloudformation)" in model("./28").stdout
    assert "28/bad.yaml (cloudformation)" in model("28", "28").stdout


def test_standard_input_and_options(here: Path) -> None:
    template = REFUTED.replace("false", "!Ref Rotation")
    undecided = model("28", "-", stdin=template)
    assert "1 finding undecided" in undecided.stdout
    settled = model("28", "-", "--parameter", "Rotation=false", stdin=template)
    assert "1 finding refuted" in settled.stdout
    (here / "wrong.toml").write_text("fail_on = 3", "utf-8")
    assert model("28", "-", "--config", "wrong.toml", stdin=template).exit_code == 2
    assert model("28", "-", "--parameter", "Rotation", stdin=template).exit_code == 2


def test_json_without_an_estate() -> None:
    found = json.loads(model("--format", "json").stdout)
    assert found["schema"] == SCHEMA
    assert [one["row"] for one in found["rows"]] == list(range(1, 125))
    assert sum(found["not_yet"].values()) == sum(len(one["needs"]) for one in found["rows"])
    assert sum(found["not_asked"].values()) == sum(len(one["asks"]) for one in found["rows"])
    (row,) = json.loads(model("71", "--format", "json").stdout)["rows"]
    assert row["name"] == "inter-region-traffic"
    assert row["by"] == ["controls", "fact", "reach"]
    assert row["claims"][0]["until"] == "2017-11-29"
    assert "state" not in row


def test_json_with_an_estate(here: Path) -> None:
    written(here, bad_yaml=REFUTED)
    every = json.loads(model("bad.yaml", "--format", "json").stdout)
    assert sum(every["states"].values()) == 124
    assert all({"state", "why", "verdicts"} <= set(one) for one in every["rows"])
    assert not any("findings" in one for one in every["rows"])
    result = model("28", "bad.yaml", "--format", "json")
    (row,) = json.loads(result.stdout)["rows"]
    assert (row["state"], result.exit_code) == ("refuted", 1)
    assert [(one["control"], one["verdict"]) for one in row["findings"]] == [
        ("kms-key-rotated", "refuted")
    ]
    assert row["findings"][0]["where"]["file"] == "bad.yaml"
    assert result.stdout == model("28", "bad.yaml", "--format", "json").stdout


DOCUMENTED = (ROOT / "docs" / "model.md").read_text("utf-8")


def first_column(heading: str) -> set[str]:
    """The names in the first column of the table below a heading of docs/model.md."""
    text = DOCUMENTED.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_states_ways_and_fields_are_documented(here: Path) -> None:
    assert first_column("What the states of a row mean") == set(STATES)
    ways = {way.id for one in statements() for way in one.by}
    assert first_column("How a row is settled") == ways
    written(here, bad_yaml=REFUTED)
    found = json.loads(model("28", "bad.yaml", "--format", "json").stdout)
    assert first_column("JSON") == set(found["rows"][0])
    assert all(f"`{name}`" in DOCUMENTED for name in found)


def test_options_are_documented() -> None:
    text = DOCUMENTED.split("## Options of model\n")[1].split("\n## ")[0]
    options = {
        spelling
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for spelling in parameter.opts
    }
    assert options == set(re.findall(r"--[a-z-]+", text))
