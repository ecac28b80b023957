"""The other verbs: explain, controls, line, new, completion, help, version."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest

from cli.support import ROOT, environment, here, invoke
from partywall import __version__
from partywall.cli import VERBS, cli
from partywall.controls import registry

__all__ = ["here"]


def every_command(command: click.Command, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of each command, the root's first."""
    found = [words]
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            assert below is not None
            found += every_command(below, (*words, name))
    return found


@pytest.mark.parametrize("words", every_command(cli))
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(words: tuple[str, ...], flag: str) -> None:
    result = invoke(*words, flag)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_version_and_verbs() -> None:
    assert invoke("--version").stdout == f"partywall, version {__version__}\n"
    help_ = invoke("--help").stdout
    assert all(verb in help_ for verb in VERBS)
    assert "Exit codes" in help_
    assert invoke("nope").exit_code == 2


@pytest.mark.parametrize(
    "name", ["ec2-ssh-closed-to-internet", "EC2-SSH-closed-to-internet", "CKV_AWS_24", "ckv_aws_24"]
)
def test_explain_takes_any_name_of_a_control(here: Path, name: str) -> None:
    page = invoke("explain", name).stdout
    assert page.startswith("ec2-ssh-closed-to-internet\n")
    for part in ("What to do:", "Refuted:", "Proved:", "Also known as:", "Source:"):
        assert part in page


@pytest.mark.parametrize(
    ("name", "near"),
    [("ec2-ssh-closed-internet", "ec2-ssh-closed-to-internet"), ("CKV_AWS_2499", "CKV_AWS_24")],
)
def test_explain_suggests(here: Path, name: str, near: str) -> None:
    result = invoke("explain", name)
    assert result.exit_code == 2
    assert "did you mean" in result.stderr
    assert near in result.stderr
    assert "see: partywall controls" in invoke("explain", "€€€").stderr


def test_controls_as_json_and_as_text() -> None:
    everything = json.loads(invoke("controls", "--format", "json").stdout)
    assert [one["id"] for one in everything] == [one.id for one in registry.all_controls()]
    assert set(everything[0]) == {
        *("id", "title", "service", "layer", "weight", "types", "also_known_as"),
    }
    lines = invoke("controls").stdout.splitlines()
    assert lines[-1] == f"{len(everything)} controls"
    assert lines[0].split()[0] == everything[0]["id"]


def test_controls_by_service_and_layer() -> None:
    of_s3 = json.loads(invoke("controls", "--service", "S3", "--format", "json").stdout)
    assert of_s3
    assert {one["service"] for one in of_s3} == {"s3"}
    keys = invoke("controls", "--service", "s3", "--layer", "keys", "--format", "json").stdout
    assert 0 < len(json.loads(keys)) < len(of_s3)
    wrong = invoke("controls", "--service", "dynamo")
    assert (wrong.exit_code, "did you mean dynamodb" in wrong.stderr) == (2, True)
    assert invoke("controls", "--layer", "door").exit_code == 2


def test_one_control_is_not_several() -> None:
    counts = Counter(one.service for one in registry.all_controls())
    alone = next(service for service, count in sorted(counts.items()) if count == 1)
    assert invoke("controls", "--service", alone).stdout.endswith("\n1 control\n")


@pytest.mark.parametrize(
    "name", ["AWS::S3::Bucket", "aws::s3::bucket", "aws_s3_bucket", "aws_s3_bucket_versioning"]
)
def test_line_of_a_type(name: str) -> None:
    page = invoke("line", name, "--as-of", "2026-11-23").stdout
    assert page.startswith("AWS::S3::Bucket: ")
    for part in ("AWS: ", "you: ", "source: ", "What moves it"):
        assert part in page


@pytest.mark.parametrize("name", ["AWS::S3::Buckit", "aws_s3_buckit", "S3"])
def test_line_of_an_unknown_type(name: str) -> None:
    result = invoke("line", name)
    assert result.exit_code == 2
    assert "nobody has drawn the line of" in result.stderr
    assert ("did you mean AWS::S3::Bucket" in result.stderr) is (name != "S3")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the repository to write into."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "changelog.d"):
        (copy / name).mkdir()
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize(
    ("id", "kind", "service"),
    [
        ("ivs-recording-kept", "AWS::IVS::RecordingConfiguration", "ivs"),
        ("finally-thing-on", "AWS::Finally::Thing", "finally"),
    ],
)
def test_a_new_control_works_at_once(checkout: Path, id: str, kind: str, service: str) -> None:
    made = invoke(
        *("new", "control", id, "--type", kind, "--property", "Kept", "--layer", "backup"),
        *("--into", checkout),
    )
    assert made.exit_code == 0, made.stderr
    name = id.replace("-", "_")
    tests = checkout / "tests" / "controls" / f"test_{name}.py"
    variables = environment(PYTHONPATH=str(checkout / "src"))

    def ran(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=checkout,
            env=variables,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    assert "...." in ran("pytest", "-p", "no:cacheprovider", str(tests))
    assert ran("partywall", "controls", "--service", service).startswith(id)
    ran("ruff", "check", "src", "tests")
    again = invoke(
        *("new", "control", id, "--type", kind, "--property", "Kept", "--layer", "backup"),
        *("--into", checkout),
    )
    assert "is there already, left as it is" in again.stderr


def test_a_new_control_for_a_service_that_has_a_module(checkout: Path) -> None:
    words = ("--property", "X", "--layer", "backup", "--into", checkout)
    known = invoke("new", "control", "s3-bucket-new", "--type", "AWS::S3::Bucket", *words)
    assert "def s3_bucket_new(bucket: Bucket)" in known.stdout
    assert "a package already" in known.stderr
    assert "class " not in known.stdout or "class Bucket" in known.stdout
    controls = "src/partywall/controls"
    assert not (checkout / controls / "s3.py").exists()
    package = (checkout / controls / "s3/__init__.py").read_text()
    assert package == (ROOT / controls / "s3/__init__.py").read_text()
    fresh = invoke("new", "control", "s3-grant-new", "--type", "AWS::S3::AccessGrant", *words)
    assert 'types = ("AWS::S3::AccessGrant",)' in fresh.stdout
    alone = invoke("new", "control", "sqs-queue-new", "--type", "AWS::SQS::Queue", *words)
    assert "a module already" in alone.stderr


@pytest.mark.parametrize(
    ("id", "kind", "said"),
    [
        ("Bad Id", "AWS::S3::Bucket", "an id is service, then the good state"),
        ("kms-key-rotated", "AWS::KMS::Key", "exists already"),
        ("s3-x-y", "Bucket", "is no resource type"),
    ],
)
def test_a_new_control_that_cannot_be(checkout: Path, id: str, kind: str, said: str) -> None:
    words = ("--type", kind, "--property", "X", "--layer", "backup", "--into", checkout)
    result = invoke("new", "control", id, *words)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_new_control_needs_a_checkout(here: Path) -> None:
    words = ("--type", "AWS::S3::Bucket", "--property", "X", "--layer", "backup")
    result = invoke("new", "control", "s3-a-b", *words)
    assert (result.exit_code, "is no checkout of partywall" in result.stderr) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    script = invoke("completion", shell)
    assert script.exit_code == 0
    assert f"_PARTYWALL_COMPLETE={shell}_complete" in script.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("partywall ch", "check"),
        ("partywall check --fai", "--fail-on"),
        ("partywall check --fail-on hi", "high"),
        ("partywall new con", "control"),
    ],
)
def test_bash_really_completes(tmp_path: Path, typed: str, offered: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    (tmp_path / "partywall").write_text(f'#!/bin/sh\nexec {sys.executable} -m partywall "$@"\n')
    (tmp_path / "partywall").chmod(0o755)
    script = f"""
eval "$(partywall completion bash)"
COMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_partywall_completion partywall
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        [bash, "--norc", "-c", script],
        capture_output=True,
        check=False,
        env={**environment(), "PATH": f"{tmp_path}:{environment()['PATH']}"},
    )
    assert offered in done.stdout.decode().split(), done.stderr.decode()


@pytest.mark.parametrize("words", [(), ("access",), ("reach",), ("resilience",)])
def test_lists_of_commands_speak_with_one_voice(words: tuple[str, ...]) -> None:
    """Each line says what the command does, begins with the verb and is one line."""
    listed = invoke(*words, "--help").stdout.split("Commands:\n")[1].split("\n\n")[0]
    does = "Check Decide Draw Explain Keep List Print Say Show Start Verify Write"
    for line in listed.splitlines():
        assert re.match(rf"  [a-z-]+ +({does.replace(' ', '|')}) .*\.$", line), line
