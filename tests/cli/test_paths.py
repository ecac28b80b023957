"""What may be named: files, folders, assemblies, standard input; each is read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import (
    BROKEN,
    PLAN,
    PROVED,
    REFUTED,
    UNDECIDED,
    check,
    errors,
    here,
    report,
    verdicts,
    written,
)

__all__ = ["here"]

PARENT = """
Resources:
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s}}
"""
MANIFEST: dict[str, Any] = {
    "version": "48.0.0",
    "artifacts": {
        "Shop": {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/eu-west-1",
            "properties": {"templateFile": "Shop.template.json"},
        }
    },
}
ACCOUNT = {
    "Parameters": {"Account": {"Type": "String", "Default": "x"}},
    "Resources": {
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True}},
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"QueueName": {"Fn::Sub": "${AWS::AccountId}-${AWS::Region}"}},
        },
    },
}


def files(found: dict[str, Any]) -> list[str]:
    """The inputs of a report."""
    return [one["file"] for one in found["inputs"]]


def test_standard_input_takes_plans_and_templates(here: Path) -> None:
    assert files(report("-", stdin=REFUTED)) == ["-"]
    assert report("-", stdin=PLAN.read_bytes())["inputs"][0]["kind"] == "terraform-plan"
    empty = report("-", stdin="")
    assert empty["diagnostics"][0]["where"]["file"] == "-"


def test_a_folder_is_searched_in_a_fixed_order_and_what_is_not_ours_is_left_out(
    here: Path,
) -> None:
    written(
        here,
        b__two_yml=PROVED,
        a__one_yaml=PROVED,
        z_template=PROVED,
        package_json='{"name": "x"}',
        docs_md="Resources: AWS::",
        values_yaml="replicas: 3",
    )
    written(here / "node_modules" / "m", t_yaml=BROKEN, u_yaml=PROVED)
    written(here / ".terraform" / "modules", t_yaml=PROVED)
    written(here / "venv", t_yaml=PROVED)
    found = report(".")
    assert files(found) == ["a/one.yaml", "b/two.yml", "z.template"]
    assert found["diagnostics"] == []


def test_several_paths_each_once(here: Path) -> None:
    written(here, a_yaml=REFUTED, d__b_yaml=PROVED)
    (here / "link.yaml").symlink_to("a.yaml")
    assert files(report("d", "a.yaml", "./a.yaml", "link.yaml", ".")) == ["a.yaml", "d/b.yaml"]


def test_excluded_paths_are_seen_from_here_and_from_the_folder(here: Path) -> None:
    written(here, s__a_yaml=PROVED, s__old__b_yaml=PROVED, s__c__d_yaml=PROVED)
    written(here, partywall_toml='exclude = ["s/old", "c/*"]')
    assert files(report("s")) == ["s/a.yaml"]
    assert files(report(here / "s")) == [
        f"{here}/s/a.yaml",
        f"{here}/s/old/b.yaml",
    ]


def test_what_cannot_be_read_hides_nothing(here: Path) -> None:
    written(here, good_yaml=REFUTED)
    (here / "dangling.yaml").symlink_to("nowhere")
    (here / "folder.json").mkdir()
    found = report(".")
    assert files(found) == ["good.yaml"]
    assert errors(found) == ["cannot be read: No such file or directory"]
    named = report("folder.json", "dangling.yaml", "nope", "good.yaml")
    assert files(named) == ["good.yaml"]
    assert [one["where"]["file"] for one in named["diagnostics"]] == [
        "folder.json",
        "dangling.yaml",
        "nope",
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({}, "no plan, no template and no Terraform source was found here"),
        ({"values_yaml": "a: 1"}, "no plan, no template and no Terraform source was found here"),
    ],
)
def test_an_empty_folder_is_incomplete(here: Path, names: dict[str, str], said: str) -> None:
    folder = written(here, **names)
    result = check(folder)
    assert result.exit_code == 3
    assert "nothing was read" in result.stdout
    assert "Yours to fix" not in result.stdout
    (message,) = errors(report(folder))
    assert message.startswith(said)


def test_a_nested_template_comes_with_its_parent_only(here: Path) -> None:
    written(here, s__root_yaml=PARENT % "../t/inner.yaml", t__inner_yaml=REFUTED)
    for paths in ([here], ["."], ["s/../."]):
        found = report(*paths)
        assert [Path(one).name for one in files(found)] == ["root.yaml"]
        assert verdicts(found)["Inner/Key", "kms-key-rotated"] == "refuted"
    written(here, s__side_yaml=PARENT % "side2.yaml", s__side2_yaml=PROVED)
    assert files(report("s/side2.yaml", "s/side.yaml")) == ["s/side.yaml"]


def test_a_nested_template_outside_of_what_was_named_is_not_read(here: Path) -> None:
    written(here, s__root_yaml=PARENT % "../t/inner.yaml", t__inner_yaml=REFUTED)
    result = check("s/root.yaml")
    assert result.exit_code == 3
    assert "outside of what is checked" in " ".join(result.stdout.split())
    assert "name the folder that holds both templates" in " ".join(result.stdout.split())


@pytest.mark.parametrize("named", [".", "cdk.out", "cdk.out/manifest.json"])
def test_an_assembly_is_read_by_its_manifest(here: Path, named: str) -> None:
    written(
        here / "cdk.out",
        manifest_json=json.dumps(MANIFEST),
        Shop__template_json="",
        stray_yaml=REFUTED,
    )
    (here / "cdk.out" / "Shop.template.json").write_text(json.dumps(ACCOUNT))
    found = report(named, "--account", "111122223333", "--parameter", "Account=y")
    assert files(found) == ["cdk.out/Shop.template.json"]
    assert found["diagnostics"] == []
    (name,) = [
        seen["found"]
        for one in found["findings"]
        if one["control"] == "sqs-queue-tls-only"
        for seen in one["evidence"]
    ]
    assert name == "111122223333-eu-west-1"


def test_region_and_account_fill_in_what_a_template_leaves_open(here: Path) -> None:
    written(here, t_json=json.dumps(ACCOUNT))
    for options in (
        ["--region", "eu-west-1", "--account", "1234"],
        ["--region", "eu-west-1", "--config", "c.toml"],
    ):
        written(here, c_toml='region = "us-east-1"\naccount = "1234"')
        encoded = json.dumps(report("t.json", *options)["findings"])
        assert "1234-eu-west-1" in encoded


def test_parameters_are_for_whichever_template_has_them(here: Path) -> None:
    written(here, a_yaml=UNDECIDED, b_yaml="Resources: {W: {Type: AWS::SNS::Topic}}")
    found = report(".", "--parameter", "Rotation=true", "--parameter", "Rotatoin=true")
    assert verdicts(found)["Key", "kms-key-rotated"] == "proved"
    assert [one["message"] for one in found["diagnostics"]] == [
        "no template has a parameter Rotatoin"
    ]


def test_a_large_file_in_a_folder_is_read_only_when_it_is_a_plan(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partywall.sources.inputs.LARGE", 10_000)
    written(here, plan_json=PLAN.read_bytes(), t_yaml=REFUTED + "#" * 20_000, u_yaml=PROVED)
    found = report(".")
    assert files(found) == ["plan.json", "u.yaml"]
    assert found["inputs"][0]["resources"] > 100


def test_a_name_that_is_no_unicode_is_shown_as_an_escape(here: Path) -> None:
    folder = bytes(here) + b"/caf\xe9"
    try:
        Path(folder.decode("utf-8", "surrogateescape")).mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    (Path(folder.decode("utf-8", "surrogateescape")) / "t.yaml").write_text(REFUTED)
    assert files(report(".")) == ["caf\\xe9/t.yaml"]


def test_a_mistake_of_ours_in_one_file_hides_no_other(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from partywall.sources import cloudformation

    honest = cloudformation.read_template

    def broken(data: bytes, file: str, **more: Any) -> Any:
        if file == "a.yaml":
            raise KeyError("hunter2")
        return honest(data, file, **more)

    monkeypatch.setattr(cloudformation, "read_template", broken)
    written(here, a_yaml=PROVED, b_yaml=REFUTED)
    found = report("a.yaml", "b.yaml")
    assert files(found) == ["b.yaml"]
    assert errors(found) == ["partywall failed on this file (KeyError)"]
    assert "hunter2" not in json.dumps(found)
