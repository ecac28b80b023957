"""How statements stand: never better than what was shown, and never silent about the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path

import msgspec
import pytest

from partywall.assess.check import Check, Options, tally
from partywall.assess.report import Finding, Report, Waiver
from partywall.assess.standing import STATES, Standing, Standings
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import NOWHERE
from partywall.line.layer import IDENTITY
from partywall.line.statements import Statement, Way, find, statements
from partywall.sources.inputs import InputOptions, Inputs

TODAY = date(2026, 11, 23)
CONTROLS = Way("controls", "controls")
REPORT = Way("report", "a report")
REACH = Way("reach", "reach", "reach")
LEDGER = Way("attestation", "a word", "ledger")

BUCKET = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
         RestrictPublicBuckets: true}
"""
OUTPOST = """\
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: vpc-1
      CidrBlock: 10.0.0.0/24
      OutpostArn: arn:aws:outposts:eu-west-1:111122223333:outpost/op-1
"""
UNDRAWN = "Resources: {Odd: {Type: 'AWS::Nobody::DrewThis'}}\n"


def statement(*by: Way, **more: object) -> Statement:
    """A row of the model, made up."""
    base = find("encryption")
    assert base is not None
    bare = {"controls": (), "layers": (), "classes": (), "services": ()}
    return msgspec.structs.replace(base, by=by, **{**bare, **more})


def report_on(folder: Path, text: str) -> Report:
    """The report on a template."""
    (folder / "t.yaml").write_text(text, "utf-8")
    inputs = Inputs((str(folder / "t.yaml"),), InputOptions())
    return Check(Options(as_of=TODAY)).run(inputs.readings(), inputs.remarks)


def report_of(*verdicts: tuple[str, str], complete: bool = True) -> Report:
    """A report that consists of findings: (control, verdict), `waived` among the verdicts."""
    findings = [
        Finding(
            control,
            f"r{n}",
            "AWS::S3::Bucket",
            "plan.json",
            "refuted" if verdict == "waived" else verdict,  # type: ignore[arg-type]
            "low",
            "keys",
            NOWHERE,
            (),
            waiver=Waiver("why", "2027-01-01") if verdict == "waived" else None,
        )
        for n, (control, verdict) in enumerate(verdicts)
    ]
    return Report(
        version="0",
        as_of="2026-11-23",
        inputs=[],
        tally=tally(findings, []),
        controls={},
        findings=findings,
        lines=[],
        diagnostics=[] if complete else [Diagnostic("error", "unreadable")],
    )


def stands(one: Statement, report: Report) -> Standing:
    return Standings(report).of(one, evidence=True)


VERDICTS = ("proved", "refuted", "undecided", "waived", "not_applicable")


def subsets() -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(VERDICTS, n) for n in range(len(VERDICTS) + 1))


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("more", [(), (REACH,)])
def test_proved_only_when_everything_was_shown(more: tuple[Way, ...], complete: bool) -> None:
    one = statement(CONTROLS, *more, controls=("a", "b"))
    for of_a, of_b in product(subsets(), subsets()):
        verdicts = [*(("a", v) for v in of_a), *(("b", v) for v in of_b)]
        state = stands(one, report_of(*verdicts, complete=complete)).state
        all_shown = "proved" in of_a and "proved" in of_b
        doubted = {"refuted", "undecided", "waived"} & {*of_a, *of_b}
        expected = all_shown and not doubted and complete and not more
        assert (state == "proved") is expected, (of_a, of_b)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], "not applicable"),
        ([("a", "not_applicable")], "not applicable"),
        ([("c", "refuted")], "not applicable"),  # not a control of this row
        ([("a", "proved")], "open"),
        ([("a", "proved"), ("b", "not_applicable")], "open"),
        ([("a", "proved"), ("b", "proved")], "proved"),
        ([("a", "proved"), ("b", "proved"), ("b", "waived")], "waived"),
        ([("a", "waived"), ("b", "undecided")], "undecided"),
        ([("a", "undecided"), ("b", "refuted")], "refuted"),
    ],
)
def test_state_by_controls(verdicts: list[tuple[str, str]], state: str) -> None:
    assert stands(statement(CONTROLS, controls=("a", "b")), report_of(*verdicts)).state == state


def test_a_waiver_that_expired_waives_nothing() -> None:
    report = report_of(("a", "waived"))
    report.findings[0].waiver = Waiver("why", "2026-01-01", expired=True)
    assert stands(statement(CONTROLS, controls=("a",)), report).state == "refuted"


def test_what_is_missing_is_named() -> None:
    found = stands(statement(CONTROLS, REACH, LEDGER, controls=("a",)), report_of(("a", "proved")))
    assert found.state == "not yet"
    assert "ledger, reach" in found.why


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))
def test_nothing_is_shown_where_nothing_is(one: Statement) -> None:
    expected = "not yet" if one.needs else "not applicable"
    assert stands(one, report_of()).state == expected
    unread = stands(one, report_of(complete=False)).state
    assert unread in ("undecided", "not yet") or one.is_by("narrative")


def test_aws_part_is_inherited_by_statement(tmp_path: Path) -> None:
    found = stands(statement(REPORT, layers=("site", "hardware")), report_on(tmp_path, BUCKET))
    assert (found.state, found.inherited, found.cells) == ("inherited", 2, ())


def test_hardware_at_ones_own_site_is_open(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET + OUTPOST.removeprefix("Resources:\n"))
    found = stands(statement(REPORT, layers=("site",)), report)
    assert (found.state, found.inherited) == ("open", 1)
    assert [(one.resource, one.layer, one.state) for one in found.cells] == [
        ("Subnet", "site", "open")
    ]


def test_a_type_nobody_has_drawn_may_be_of_any_class(tmp_path: Path) -> None:
    report = report_on(tmp_path, UNDRAWN)
    one = statement(Way("line", "line"), layers=("guest-os",), classes=("infra",))
    found = stands(one, report)
    assert found.state == "undecided"
    assert found.cells[0].unresolved == "AWS::Nobody::DrewThis"
    narrowed = msgspec.structs.replace(one, services=("ec2",))
    assert stands(narrowed, report).state == "not applicable"


def test_cells_are_those_of_the_class_and_service(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET)
    line = Way("line", "line")
    of_class = statement(line, layers=("identity",), classes=("abstracted",))
    assert [one.resource for one in stands(of_class, report).cells] == ["Bucket"]
    for other in ({"classes": ("infra",)}, {"services": ("sqs",)}):
        found = stands(statement(line, layers=("identity",), **other), report)
        assert (found.state, found.cells) == ("not applicable", ())


def test_proved_cells_do_not_prove_a_row_that_names_no_control(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET)
    (row,) = report.lines
    assert row.line.cell(IDENTITY).party == "customer"
    row.states = tuple("none" if one == "none" else "proved" for one in row.states)
    found = stands(statement(Way("line", "line"), layers=("identity",)), report)
    assert [one.state for one in found.cells] == ["proved"]
    assert found.state == "open"


def test_a_cell_of_aws_that_a_control_proved_stays_inherited(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET)
    (row,) = report.lines
    row.states = tuple("none" if one == "none" else "proved" for one in row.states)
    found = stands(statement(REPORT, layers=("site",)), report)
    assert (found.state, found.inherited, found.cells) == ("inherited", 1, ())


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))
def test_evidence_changes_no_state(one: Statement, tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET + OUTPOST.removeprefix("Resources:\n"))
    bare, full = Standings(report).of(one), stands(one, report)
    assert not bare.findings and not bare.cells
    assert (bare.state, bare.why, bare.controls, bare.inherited) == (
        *(full.state, full.why, full.controls, full.inherited),
    )


def test_findings_come_with_the_worst_first() -> None:
    report = report_of(("a", "proved"), ("b", "undecided"), ("b", "refuted"), ("c", "refuted"))
    found = stands(statement(CONTROLS, controls=("a", "b")), report)
    assert [(one.control, one.verdict) for one in found.findings] == [
        ("b", "refuted"),
        ("b", "undecided"),
        ("a", "proved"),
    ]
    assert [(one.control, one.proved, one.refuted) for one in found.controls] == [
        ("a", 1, 0),
        ("b", 0, 1),
    ]


def test_order_changes_nothing() -> None:
    verdicts = [("a", "refuted"), ("b", "proved"), ("a", "undecided"), ("b", "waived")]
    one = statement(CONTROLS, controls=("a", "b"))
    seen = {
        (found.state, found.why, found.controls)
        for ordered in (verdicts, verdicts[::-1])
        for found in [stands(one, report_of(*ordered))]
    }
    assert len(seen) == 1


def test_every_state_has_its_place() -> None:
    assert len(set(STATES)) == len(STATES)
    assert STATES.index("refuted") < STATES.index("undecided") < STATES.index("proved")
