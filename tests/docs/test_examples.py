"""What pages show of a command is what the command prints."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from partywall.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = {
    path.name: path.read_text("utf-8")
    for path in sorted((ROOT / "docs").glob("*.md"))
    if "access" in path.name
    or path.name in ("certificates.md", "how-a-decision-is-made.md", "reach.md", "resilience.md")
}
COMMAND = re.compile(r"^\$ partywall (.*)\n((?:[^$].*\n)*)", re.MULTILINE)
MORE = "…"
"""Stands on a page for output that it leaves out."""

BEFORE = """\
provider "aws" { region = "eu-west-1" }
resource "aws_sqs_queue" "orders" { name = "orders" }
"""
AFTER = """\
resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
    }]
  })
}
resource "aws_iam_role_policy" "vendor" {
  name = "read"
  role = aws_iam_role.vendor.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:ReceiveMessage"
      Resource = aws_sqs_queue.orders.arn
    }]
  })
}
"""
POLICY = """\
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["%s"], "Resource": "arn:aws:s3:::shop/*"%s}]}
"""
TLS = ', "Condition": {"Bool": {"aws:SecureTransport": "true"}}'


def shown() -> Iterator[tuple[str, str, str]]:
    """Every command of the pages below which something stands: page, command, and that."""
    for page, text in PAGES.items():
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
            for command, printed in COMMAND.findall(block):
                if printed:
                    yield page, command, printed


SHOWN = list(shown())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the pages name lie in the folder that partywall runs in."""
    shutil.copy(ROOT / "examples" / "account" / "authorization-details.json", tmp_path)
    for name in ("plan.json", "dependencies.toml"):
        shutil.copy(ROOT / "examples" / "storefront" / name, tmp_path)
    request = re.search(r"```json\n(.*?)```", PAGES["how-a-decision-is-made.md"], re.DOTALL)
    assert request is not None
    for name, text in {
        "before/main.tf": BEFORE,
        "after/main.tf": BEFORE + AFTER,
        "policy.json": POLICY % ("s3:GetObjct", ""),
        "before.json": POLICY % ("s3:GetObject", ""),
        "after.json": POLICY % ("s3:GetObject", TLS),
        "requests.jsonl": json.dumps(json.loads(request[1])),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(dedent(text), "utf-8")
    monkeypatch.chdir(tmp_path)


def run(command: str) -> str:
    """What `partywall COMMAND` prints on stdout."""
    return CliRunner().invoke(cli, shlex.split(command, comments=True)).stdout


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("page", "command", "printed"), SHOWN, ids=[one[1] for one in SHOWN])
def test_pages_show_what_is_printed(page: str, command: str, printed: str) -> None:
    if command.startswith("access verify "):
        proof = shlex.split(command)[-1]
        run(next(made for where, made, _ in SHOWN if where == page and made.endswith(proof)))
    lines = printed.splitlines()
    whole = lines[-1].strip() != MORE
    lines = [line for line in lines if line.strip() != MORE]
    got = run(command).splitlines()
    assert (got if whole else got[: len(lines)]) == lines


def test_pages_show_enough() -> None:
    """Were blocks written in another way, nothing would be held to anything."""
    assert len(SHOWN) > 8
