"""The page on the AWS CLI's output names every command that is read, and its subject."""

from __future__ import annotations

import re
from pathlib import Path

from partywall.sources.describe.kinds import kinds

PAGE = (Path(__file__).parents[2] / "docs" / "describe.md").read_text("utf-8")
GENERATE = "iam generate-credential-report"
"""Its output says only that the report is being made."""

LOOP = re.search(r"for what in (.*?); do", PAGE, re.DOTALL)


def test_every_command_is_named() -> None:
    assert LOOP is not None
    looped = {f"ec2 describe-{one}" for one in LOOP[1].replace("\\\n", " ").split()}
    named = set(re.findall(r"aws ((?:ec2|elb|elbv2|iam|rds) [a-z-]+)", PAGE)) - {"ec2 describe"}
    read = {kind.spec.operation for kind in kinds().values()}
    assert looped | named - {"ec2 describe-", GENERATE} == read


def test_every_subject_is_named() -> None:
    for kind in kinds().values():
        if kind.spec.subject:
            assert f"| `aws {kind.spec.operation}` |" in PAGE
            assert f"`{kind.spec.subject}` |" in PAGE
