"""The report at a terminal: the worst first, each thing once, within its width."""

from __future__ import annotations

import io
import os

import pytest
from rich.console import Console
from rich.text import Text

from partywall.assess.report import Finding, Report
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.reports import render, text_report
from partywall.reports.causes import causes
from partywall.reports.flow import flow
from reports.sample import large, sample

AFTER = "known after apply"
KEY = Unknown(AFTER, ("aws_kms_key.data",), "Arn")
SUBNETS = Unknown(AFTER, tuple(f"aws_subnet.a[{n}]" for n in range(5)))


def undecided(
    *values: Unknown, control: str = "c", resource: str = "r", weight: str = "low"
) -> Finding:
    """An undecided finding that waits for these values of property P."""
    where = Span("plan.json", 7)
    return Finding(
        control=control,
        resource=resource,
        type="AWS::S3::Bucket",
        file="plan.json",
        verdict="undecided",
        weight=weight,
        layer="keys",
        where=where,
        evidence=tuple(Evidence(("P", 0, "Q"), value, "", where, resource) for value in values),
    )


def text(report: Report, width: int = 100) -> list[str]:
    """The lines of the report."""
    return b"".join(render("text", report, width=width)).decode().splitlines()


@pytest.mark.parametrize(
    ("values", "cause", "remedy"),
    [
        ((KEY,), "aws_kms_key.data.Arn: known after apply", ""),
        ((Unknown(AFTER),), "P of r: known after apply", ""),
        ((Unknown(AFTER), Unknown(AFTER)), "P of r: known after apply", ""),
        (
            (SUBNETS,),
            "aws_subnet.a[0], aws_subnet.a[1], aws_subnet.a[2] and 2 more: known after apply",
            "",
        ),
        (
            (Unknown("parameter Stage has no default"),),
            "parameter Stage has no default",
            "give --parameter Stage=VALUE",
        ),
        (
            (Unknown("the account is chosen at deployment"), Unknown("the partition follows it")),
            "the account is chosen at deployment; the partition follows it",
            "give --account ACCOUNT --region REGION",
        ),
        (
            (Unknown("the Region is chosen at deployment"),),
            *("the Region is chosen at deployment", "give --region REGION"),
        ),
        (
            tuple(Unknown(f"output {n} refers to itself") for n in range(5)),
            "output 0 refers to itself; output 1 refers to itself; output 2 refers to itself; "
            "and 2 more",
            "",
        ),
        ((), "something that is not said", ""),
    ],
)
def test_what_would_decide(values: tuple[Unknown, ...], cause: str, remedy: str) -> None:
    (found,) = causes([undecided(*values)])
    assert (found.text, found.remedy) == (cause, remedy)


def test_one_value_that_decides_many_is_named_once_the_heaviest_first() -> None:
    findings = [
        undecided(KEY, resource="a"),
        undecided(KEY, resource="b", weight="medium"),
        undecided(Unknown(AFTER), resource="c", weight="medium"),
        undecided(Unknown(AFTER), resource="d", weight="critical"),
        undecided(Unknown(AFTER), resource="d", control="e"),
    ]
    found = causes(findings)
    assert [(one.text.split(":")[0], len(one.findings)) for one in found] == [
        ("P of d", 2),
        ("aws_kms_key.data.Arn", 2),
        ("P of c", 1),
    ]
    assert [one.resource for one in found[1].findings] == ["b", "a"]


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_lines_keep_to_the_width_and_the_first_screen_has_the_line_and_the_worst(
    width: int,
) -> None:
    lines = text(sample(), width)
    assert max(map(len, lines)) <= width
    screen = "\n".join(lines[:40])
    for part in ("Not analysed: 1", "The line: 19 resources", "Yours to fix: 8", "[critical]"):
        assert part in screen


def test_what_is_seen_alike_is_said_once() -> None:
    lines = text(sample())
    assert sum("S3 falls back to its own keys" in line for line in lines) == 1


def test_a_large_report_stays_short() -> None:
    report = large(5000)
    weight, control = report.findings[0].weight, report.findings[0].control
    report.findings += [
        undecided(Unknown(AFTER), control=control, resource=f"r{n}", weight=weight)
        for n in range(200)
    ]
    lines = text(report)
    assert len(lines) < 2000
    assert any("more resources" in line for line in lines)
    assert any("more values, which would decide" in line for line in lines)


def test_nothing_read_says_nothing_of_fixing() -> None:
    report = sample()
    report.inputs, report.lines, report.findings, report.coverage = [], [], [], []
    report.comparison = None
    lines = text(report)
    assert lines[0].endswith("nothing was read")
    assert "Not analysed: 1" in lines
    assert not any("Yours to fix" in line or "The line" in line for line in lines)


def test_nothing_refuted_in_what_was_analysed() -> None:
    report = sample()
    report.findings = [one for one in report.findings if one.verdict == "proved"]
    assert "Yours to fix: nothing was refuted in what was analysed" in text(report)
    report.diagnostics = []
    assert "Yours to fix: nothing was refuted" in text(report)


def test_colours_say_nothing_that_words_do_not() -> None:
    plain = b"".join(text_report.render(sample(), width=100)).decode()
    colored = b"".join(text_report.render(sample(), color=True, width=100)).decode()
    import re

    stripped = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert "\x1b[" in colored
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "absent"),
        ("a", '"a"'),
        (True, "true"),
        ([], "[]"),
        (KEY, "not known: known after apply (from aws_kms_key.data)"),
        (
            {"Description": "x" * 50, "CidrIp": "::/0", "Port": 22, "Key": KEY, "No": None},
            f"{{CidrIp: ::/0, Port: 22, Key: (known after apply), No: null, "
            f"Description: {'x' * 39}…}}",
        ),
    ],
)
def test_flow(value: object, shown: str) -> None:
    assert flow(value) == shown


WRAPPED = (
    "plain", "", "  two before", "a trailing space ", "tab\there", f"{'long' * 40} and more",
    "表" * 70, "e\u0301 " * 60, "two\nlines", "some words " * 30, "-" * 99,
    "word " * 19 + "at-the-edge",
)  # fmt: skip


@pytest.mark.parametrize("said", WRAPPED)
def test_off_a_terminal_text_is_wrapped_as_on_it(said: str) -> None:
    consoles = [
        Console(file=io.StringIO(), width=100, height=25, force_terminal=is_terminal,
                color_system=None, highlight=False)
        for is_terminal in (False, True)
    ]  # fmt: skip
    written = []
    for console in consoles:
        text_report._indented(console, Text(said), 4)
        assert isinstance(console.file, io.StringIO)
        written.append([line.rstrip() for line in console.file.getvalue().splitlines()])
    assert written[0] == written[1]


def test_the_terminal_is_not_asked_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width is given; a report of a thousand lines would ask three thousand times."""
    asked: list[int] = []
    monkeypatch.setattr(os, "get_terminal_size", lambda of=1: asked.append(of) or (80, 24))
    assert text(sample())
    assert asked == []
