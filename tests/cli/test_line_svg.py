"""`partywall line --svg`: a type, service classes, a workload; and what cannot be meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.support import BROKEN, DAY, REFUTED, ROOT, here, invoke, written
from partywall.reports.stack.column import class_ids

__all__ = ["here"]

RDS = "AWS::RDS::DBInstance"
STOREFRONT = ROOT / "examples" / "storefront" / "plan.json"


def title(picture: str) -> str:
    (found,) = re.findall(r'<title id="partywall-t">(.*)</title>', picture)
    return str(found)


def test_a_type_as_it_is_configured(here: Path) -> None:
    result = invoke("line", "aws_db_instance", "Engine=custom-oracle-ee", "--svg", "a.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    picture = (here / "a.svg").read_text("utf-8")
    assert title(picture) == f"The line of {RDS}, with Engine given"
    assert "on which you have a shell" in picture
    assert "custom-oracle-ee" not in picture  # a value may be a password
    assert picture != invoke("line", RDS, "--svg", "-").stdout


def test_all_classes_and_some(here: Path) -> None:
    every = invoke("line", "--svg", "-").stdout
    assert all(f">{kind}</text>" in every for kind in class_ids())
    assert every.encode() == (ROOT / "docs" / "images" / "line.svg").read_bytes()
    two = invoke("line", "--svg", "-", "--class", "saas", "--class", "infra").stdout
    assert 0 < two.index(">saas</text>") < two.index(">infra</text>")
    one = invoke("line", "--svg", "-", "--class", "engine", "--class", "engine").stdout
    assert "You: Require TLS of every client" in one


@pytest.mark.parametrize(("by", "heading"), [("class", "managed engine"), ("service", "RDS")])
def test_a_workload(here: Path, by: str, heading: str) -> None:
    arguments = ("line", STOREFRONT, "--by", by, "--as-of", DAY, "--svg")
    result = invoke(*arguments, "w.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    picture = (here / "w.svg").read_text("utf-8")
    assert title(picture).endswith(f"126 resources, by {by}")
    assert f">{heading}</text>" in picture
    assert picture == invoke(*arguments, "-").stdout


def test_a_workload_is_by_class_and_may_be_several_paths(here: Path) -> None:
    written(here, bad_yaml=REFUTED, more__bad_yaml=REFUTED)
    picture = invoke("line", "bad.yaml", "more", "--svg", "-", "--as-of", DAY).stdout
    assert title(picture) == "The line of bad.yaml, more/bad.yaml: 2 resources, by class"
    assert "×2" in picture


def test_what_is_configured_and_given_is_heeded(here: Path) -> None:
    template = REFUTED.replace("false", "!Ref Rotation")
    drawn = invoke("line", "-", "--svg", "-", stdin=template).stdout
    assert ">?1<" in drawn
    given = ("--parameter", "Rotation=false")
    assert ">×1<" in invoke("line", "-", "--svg", "-", *given, stdin=template).stdout
    (here / "wrong.toml").write_text("fail_on = 3", "utf-8")
    assert invoke("line", "-", "--svg", "-", "--config", "wrong.toml", stdin="").exit_code == 2


def test_what_cannot_be_read_is_said_in_the_picture_and_beside_it(here: Path) -> None:
    written(here, broken_yaml=BROKEN, bad_yaml=REFUTED)
    result = invoke("line", "broken.yaml", "bad.yaml", "--svg", "w.svg")
    assert result.exit_code == 3
    assert "not analysed: broken.yaml" in result.stderr
    assert "Not all of the input could be read" in (here / "w.svg").read_text("utf-8")
    assert invoke("line", "no-such-file.json", "--svg", "-").exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--svg", "-", "--class", "engin"], "there is no class 'engin'; one of infra, block"),
        (["--svg", "-", "--class", "infra", RDS], "--class takes neither TYPE nor PATH"),
        (["--svg", "-", RDS, "--by", "class"], "--by goes with a PATH"),
        (["--svg", "-", "--var-file", "x"], "--var-file goes with a PATH"),
        (["--svg", "-", "--diff", RDS], "--svg goes with none of"),
        (["--svg", "-", "--format", "json", RDS], "--svg goes with none of"),
        (["--class", "infra"], "--class goes with --svg"),
        (["--var", "a=b", RDS], "--var goes with --svg"),
        (["--config", "a.toml", RDS], "--config goes with --svg"),
        (["--svg", "no/such/x.svg"], "there is no folder no/such"),
        (["--svg", "-", "AWS::RDS::DBInstanc"], "did you mean AWS::RDS::DBInstance"),
        (["--svg", "-", RDS, "Engin=mysql"], "did you mean Engine"),
        (["bad.yaml"], "add --svg FILE"),
    ],
)
def test_wrong_usage(here: Path, arguments: list[str], message: str) -> None:
    written(here, bad_yaml=REFUTED)
    result = invoke("line", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_picture_that_cannot_be_written(here: Path) -> None:
    result = invoke("line", "--svg", here)
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
