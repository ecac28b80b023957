"""How statements stand: never better than what was shown, and never silent about the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path

import msgspec
import pytest

from partywall.assess.check import Check, Options
from partywall.assess.report import DutyLine, Finding, Inheritance, Proof, Report, Waiver
from partywall.assess.standing import STATES, Standing
from partywall.assess.standings import Standings
from partywall.assess.vouched import Ledger
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import NOWHERE
from partywall.ledger.records import AwsReport
from partywall.line.layer import IDENTITY
from partywall.line.statements import Statement, Way, find, statements
from partywall.sources.inputs import InputOptions, Inputs
from reports.sample import tally

TODAY = date(2026, 11, 23)
CONTROLS = Way("controls", "controls")
REPORT = Way("report", "a report")
REACH = Way("reach", "reach", asked_by="partywall reach")
LIVE = Way("live", "the account", "live")
WORD = Way("attestation", "a word")

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


def report_on(
    folder: Path,
    text: str,
    ledger: Ledger | None = None,
    day: date = TODAY,
    region: str = "eu-west-1",
) -> Report:
    """The report on a template."""
    (folder / "t.yaml").write_text(text, "utf-8")
    inputs = Inputs((str(folder / "t.yaml"),), InputOptions(region=region))
    return Check(Options(as_of=day, ledger=ledger)).run(inputs.readings(), inputs.remarks)


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
    found = stands(statement(CONTROLS, REACH, LIVE, controls=("a",)), report_of(("a", "proved")))
    assert found.state == "not yet"
    assert "live" in found.why


def test_what_another_command_answers_is_never_proved_here() -> None:
    found = stands(statement(CONTROLS, REACH, controls=("a",)), report_of(("a", "proved")))
    assert found.state == "not asked"
    assert "partywall reach" in found.why


ASKED = Way("access", "access", asked_by="partywall access", controls=("a", "z"))


def test_a_control_that_asks_the_engine_settles_the_row() -> None:
    one = statement(CONTROLS, ASKED, controls=("a", "b"))
    shown = report_of(("a", "proved"), ("b", "proved"))
    assert stands(one, shown).state == "proved"
    assert stands(one, report_of(("a", "refuted"))).state == "refuted"
    assert stands(one, report_of()).state == "not applicable"
    other = msgspec.structs.replace(one, controls=("b",))
    assert stands(other, report_of(("b", "proved"))).state == "not asked"


@pytest.mark.parametrize("verdicts", [[], [("b", "proved")], [("a", "proved"), ("b", "proved")]])
def test_what_was_not_run_is_neither_proved_nor_not_applicable(
    verdicts: list[tuple[str, str]],
) -> None:
    one, report = statement(CONTROLS, ASKED, controls=("a", "b")), report_of(*verdicts)
    report.not_run = ["a", "elsewhere"]  # of some other estate that was read with this one
    found = stands(one, report)
    assert found.state == "not asked"
    assert found.why == "1 control not run, for want of an engine's answers"
    assert stands(msgspec.structs.replace(one, controls=("b",), by=(CONTROLS,)), report).state in (
        "proved",
        "not applicable",
    )


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))
def test_nothing_is_shown_where_nothing_is(one: Statement) -> None:
    expected = "not applicable"
    if one.is_by("attestation") or (one.is_by("ledger") and not one.layers):
        expected = "open"  # whatever else there is, nobody has given his word
    if one.asks:
        expected = "not asked"
    if one.needs:
        expected = "not yet"
    assert stands(one, report_of()).state == expected
    unread = stands(one, report_of(complete=False)).state
    asks = bool(one.controls or one.layers or one.is_by("picture"))
    assert unread == ("undecided" if asks and not one.is_by("narrative") else expected)


LEDGER = Ledger(
    "records",
    (
        AwsReport(
            id="soc",
            program="soc-2",
            title="SOC 2",
            begins=date(2026, 4, 1),
            ends=date(2026, 12, 31),
            services=("s3",),
            regions=("eu-west-1",),
        ),
    ),
)


@pytest.mark.parametrize(
    ("ledger", "day", "region", "state", "uncovered"),
    [
        (None, TODAY, "eu-west-1", "open", 2),
        (LEDGER, TODAY, "eu-west-1", "inherited", 0),
        (LEDGER, date(2026, 12, 31), "eu-west-1", "inherited", 0),
        (LEDGER, date(2027, 1, 1), "eu-west-1", "lapsed", 2),
        (LEDGER, date(2026, 3, 31), "eu-west-1", "open", 2),
        (LEDGER, TODAY, "eu-west-2", "open", 2),
        (LEDGER, TODAY, "", "open", 2),
    ],
)
def test_aws_part_is_inherited_under_a_report_that_covers_it(
    tmp_path: Path, ledger: Ledger | None, day: date, region: str, state: str, uncovered: int
) -> None:
    report = report_on(tmp_path, BUCKET, ledger, day, region)
    found = stands(statement(REPORT, layers=("site", "hardware")), report)
    assert (found.state, found.inherited, found.uncovered) == (state, 2 - uncovered, uncovered)
    assert found.cells == ()


def test_hardware_at_ones_own_site_is_open(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET + OUTPOST.removeprefix("Resources:\n"), LEDGER)
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


def test_aws_half_of_a_shared_cell_counts_where_the_row_asks_for_it(tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET)
    (row,) = report.lines
    layer = next(cell.layer.id for cell in row.line.cells if cell.party == "shared")
    row.states = tuple("none" if one == "none" else "attested" for one in row.states)
    line = Way("line", "line")
    for party, state in (("customer", "attested"), ("shared", "open"), ("aws", "open")):
        assert stands(statement(line, layers=(layer,), party=party), report).state == state
    row.inheritance = Inheritance("inherited", Proof(("soc",)))
    assert stands(statement(line, layers=(layer,), party="shared"), report).state == "attested"


def duty(state: str, rows: tuple[int, ...], subject: str = "Team") -> DutyLine:
    """A duty of no single resource in this state."""
    return DutyLine(
        subject=subject,
        kind=subject.split(" ", maxsplit=1)[0],
        duty="on-call",
        title="Somebody is on call",
        layer="",
        party="customer",
        aws="",
        customer="Keep a rota.",
        state=state,  # type: ignore[arg-type]
        proof=Proof(),
        rows=rows,
    )


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((), "open"),
        (("attested",), "attested"),
        (("attested", "open"), "open"),
        (("attested", "lapsed"), "lapsed"),
        (("lapsed", "open"), "lapsed"),
    ],
)
def test_a_row_of_people_takes_the_state_of_its_duties(states: tuple[str, ...], state: str) -> None:
    report, row = report_of(), statement(WORD)
    report.duties = [duty(one, (row.row,)) for one in states] + [duty("attested", (999,))]
    found = stands(row, report)
    assert found.state == state
    assert [one.state for one in found.duties] == list(states)


def test_nobodys_word_hides_a_refutation() -> None:
    row = statement(CONTROLS, WORD, controls=("a",))
    report = report_of(("a", "refuted"))
    report.duties = [duty("attested", (row.row,))]
    assert stands(row, report).state == "refuted"


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))
def test_evidence_changes_no_state(one: Statement, tmp_path: Path) -> None:
    report = report_on(tmp_path, BUCKET + OUTPOST.removeprefix("Resources:\n"))
    bare, full = Standings(report).of(one), stands(one, report)
    assert not bare.findings and not bare.cells
    assert bare == msgspec.structs.replace(full, findings=(), cells=())


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
