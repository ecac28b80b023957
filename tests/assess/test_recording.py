"""A report becomes a run that says the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from partywall.assess.check import Check, Options
from partywall.assess.recording import packed
from partywall.assess.report import STATES, Report
from partywall.assess.waivers import WaiverRule
from partywall.ledger import runs
from partywall.line.layer import LAYERS
from partywall.sources.inputs import InputOptions, Inputs

PLAN = Path(__file__).parents[2] / "examples" / "storefront" / "plan.json"
TODAY = date(2026, 11, 23)


def checked(*paths: object, waivers: tuple[WaiverRule, ...] = ()) -> Report:
    """The report on these inputs."""
    inputs = Inputs(tuple(map(str, paths)), InputOptions())
    options = Options(as_of=TODAY, waivers=waivers)
    return Check(options).run(inputs.readings(), inputs.remarks)


def test_every_state_and_party_has_a_letter() -> None:
    assert set(runs.STATES) == {*STATES, "none"}
    assert len(set(runs.STATES.values())) == len(runs.STATES)
    assert len(set(runs.PARTIES.values())) == len(runs.PARTIES) == 4


def test_a_run_says_what_the_report_said() -> None:
    waiver = WaiverRule("s3-*", "*", "accepted", date(2027, 1, 1))
    report = checked(PLAN, waivers=(waiver,))
    made = packed(report)
    index = runs.index(made.blobs[made.run.rows])
    assert index.layers == tuple(one.id for one in LAYERS)
    (duties, chunks), (file, more) = index.files
    kept = {
        row.name: (row.kind.parties.replace("-", ""), row.kind.states.replace("-", ""))
        for row in runs.rows(duties, chunks, made.blobs.__getitem__)
    }
    assert duties == runs.DUTIES
    assert kept == {
        f"{one.subject}: {one.duty}": (runs.PARTIES[one.party], runs.STATES[one.state])
        for one in report.duties
    }
    assert len(kept) > 40
    chunks = more
    rows = list(runs.rows(file, chunks, made.blobs.__getitem__))
    assert [(one.file, one.name, one.kind.type) for one in rows] == [
        (one.file, one.resource, one.type) for one in report.lines
    ]
    for row, line in zip(rows, report.lines, strict=True):
        assert tuple(runs.STATE_OF[one] for one in row.kind.states) == line.states
        assert [runs.PARTY_OF[one] for one in row.kind.parties] == [
            cell.party for cell in line.line.cells
        ]
    marks = [
        (row.name, one.control, one.verdict, one.waiver, one.waived)
        for row in rows
        for one in row.kind.marks
    ]
    assert marks == [
        (
            one.resource,
            one.control,
            one.verdict,
            one.waiver.until if one.waiver else "",
            one.waiver is not None,
        )
        for one in report.findings
    ]
    assert any(one[-1] for one in marks)
    assert made.run.verdicts == report.tally.verdicts
    assert made.run.complete
    assert made.run.files == {str(PLAN)}


def test_evidence_is_known_by_what_was_seen_and_not_by_its_line(tmp_path: Path) -> None:
    template = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      {}\n"
    texts = {
        "a": template.format("PendingWindowInDays: 30"),
        "b": "# a line more\n" + template.format("PendingWindowInDays: 30"),
        "c": template.format("PendingWindowInDays: 7"),
    }
    names = {}
    for name, text in texts.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(text)
        made = packed(checked(file))
        _, (_, chunks) = runs.index(made.blobs[made.run.rows]).files
        names[name] = chunks
    assert names["a"] == names["b"] != names["c"]


def test_several_inputs_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("Resources: {Key: {Type: AWS::KMS::Key")
    report = checked(PLAN, tmp_path / "bad.yaml")
    made = packed(report)
    assert not made.run.complete
    assert made.run.resources == len(report.lines)
