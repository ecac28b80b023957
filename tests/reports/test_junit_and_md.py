"""JUnit and Markdown: what build servers and pull requests rely on."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from partywall.assess.openings import Access, Doubt, Openings, Reach
from partywall.assess.report import Change, Comparison, InputSummary, Waiver
from partywall.kernel.diagnostic import Diagnostic
from partywall.reports import render
from partywall.reports.md_report import LONGEST
from reports.sample import OPENINGS, PLAN, TEMPLATE, large, sample


def junit() -> ElementTree.Element:
    return ElementTree.fromstring(b"".join(render("junit", sample())))


def case(name: str) -> ElementTree.Element:
    (found,) = [one for one in junit().iter("testcase") if one.get("name") == name]
    return found


def test_one_suite_an_input_file() -> None:
    names = [one.get("name") for one in junit().findall("testsuite")]
    assert names == [PLAN, TEMPLATE, "storefront/broken.yaml", "duties of no single resource"]


@pytest.mark.parametrize(
    ("name", "tag", "message"),
    [
        (
            "rds-instance-backed-up: aws_db_instance.reports",
            "failure",
            "not so: Automatic backups are kept for a week or longer. kept for 1 day",
        ),
        (
            "rds-instance-backed-up: aws_db_instance.orders",
            "skipped",
            "undecided: BackupRetentionPeriod: not known: known after apply "
            "(from aws_kms_key.data)",
        ),
        (
            "ec2-ssh-closed-to-internet: aws_security_group.bastion",
            "skipped",
            "waived until 2027-03-01: Bastion, source filtered upstream; "
            "ticket SEC-412 | see `wiki`",
        ),
        ("read storefront/broken.yaml:3", "error", "this is no YAML: found a tab"),
        (
            "Organization: Executive review",
            "skipped",
            "open: attest executive-review",
        ),
    ],
)
def test_what_a_build_server_shows(name: str, tag: str, message: str) -> None:
    (inside,) = case(name)
    assert (inside.tag, inside.get("message")) == (tag, message)


def test_an_attested_duty_passes_and_without_a_ledger_there_are_none() -> None:
    assert list(case("Team: On-call rota")) == []
    bare = sample()
    bare.ledger = None
    root = ElementTree.fromstring(b"".join(render("junit", bare)))
    assert len(root.findall("testsuite")) == 3


def test_proved_passes_and_what_does_not_arise_is_no_case() -> None:
    assert list(case("kms-key-rotates: aws_kms_key.data")) == []
    assert not [one for one in junit().iter("testcase") if "lambda" in one.get("name", "")]


def test_failure_says_where_and_what() -> None:
    (failure,) = case("rds-instance-not-public: aws_db_instance.reports")
    assert failure.text is not None
    assert failure.text.splitlines() == [
        "storefront/plan.json:569: PubliclyAccessible = true",
        "partywall explain rds-instance-not-public",
    ]


def markdown(resources: int = 0) -> str:
    return b"".join(render("md", large(resources) if resources else sample())).decode()


def test_changes_come_before_what_is_to_fix() -> None:
    text = markdown()
    assert text.startswith("## partywall: 8 to fix, 3 undecided, incomplete\n")
    assert text.index("### Since") < text.index("### Yours to fix") < text.index("Could not be")


def test_long_lists_are_cut_and_counted() -> None:
    text = markdown(10_000)
    assert len(text) <= LONGEST
    fix = text.split("### Yours to fix")[1].split("<details>")[0]
    listed = sum(line.startswith("| ") for line in fix.splitlines()) - 1
    assert f"… and {9472 - listed} more" in fix
    assert listed > 50


def test_without_a_baseline_nothing_is_said_of_it() -> None:
    report = sample()
    report.comparison = None
    assert b"Since" not in b"".join(render("md", report))


@pytest.mark.slow
def test_the_longest_texts_stay_within_a_comment() -> None:
    report, long = large(3000), "|" * 400
    changes = [Change(long, long, long, "absent", "refuted")] * 900
    allowed = (replace(OPENINGS.access.newly[0], who=long, what=long, resource=long, by=long),) * 90
    reached = (replace(OPENINGS.reach.newly[0], resource=long, type=long, way=long),) * 90
    doubts = (Doubt(long, long, long, (long,)),) * 90
    openings = Openings(
        Access((long,) * 90, (long,) * 90, allowed, allowed, doubts, doubts),
        Reach(reached, reached, doubts, doubts),
    )
    report.comparison = Comparison(long, tuple(changes), tuple(changes), tuple(changes), openings)
    report.inputs = [InputSummary(long, "plan", 1)] * 50
    report.diagnostics = [Diagnostic("warning", long, hint=long)] * 300
    report.tally.unclassified.update({f"{long}{n}": 1 for n in range(300)})
    for one in report.findings:
        one.resource, one.note, one.waiver = long, long, Waiver(long, "2020-01-01", expired=True)
    text = b"".join(render("md", report)).decode()
    assert LONGEST / 2 < len(text) <= LONGEST
    for part in (
        "… and 897 more",
        "… and 90 more",
        "Waived: ",
        "Could not be decided: ",
        "About the input: 300",
    ):
        assert part in text
