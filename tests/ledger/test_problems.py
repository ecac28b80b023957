"""What is wrong with records, each with its place and the next step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.records_of import LEDGERS, TODAY, baa, bridge, course, day, gone, report, word
from partywall.kernel.span import Span
from partywall.ledger.known import Known
from partywall.ledger.problems import of_records
from partywall.ledger.programs import FRESH_FOR, programs
from partywall.ledger.records import EVERY, Record

KNOWN = Known(
    services=("elasticache", "rds", "s3"),
    duties=("incident-runbooks", "on-call-rota", "regions-chosen", "root-credentials", "training"),
    layers=("guest-os", "runtime"),
    regions=("eu-central-1", "eu-west-1", "us-gov-west-1"),
    types=("AWS::EC2::Instance", "AWS::S3::Bucket"),
    at_most={"on-call-rota": 30},
    subjects={"on-call-rota": "Team", "root-credentials": "Account", "regions-chosen": "Region"},
)


@pytest.mark.parametrize(
    ("records", "says", "hint", "level"),
    [
        ([report(program="soc2")], "report r: there is no program 'soc2'", "soc-2", "error"),
        ([report(first=2, last=1)], "report r: ends before it begins", "swap", "error"),
        (
            *([report(last=0, relied_on_until=day(-1))], "report r: relied on no longer than"),
            *("leave it out", "warning"),
        ),
        (
            *([report(program="iso-27001", relied_on_until=day(99))], "counts up to its last day"),
            *("leave out relied_on_until", "warning"),
        ),
        ([report(services=("rdss",))], "there is no service 'rdss'", "mean rds?", "warning"),
        ([report(regions=("eu-west1",))], "no Region 'eu-west1'", "mean eu-west-1", "warning"),
        (
            *([report(regions=("us-gov-west-1",))], "report r: us-gov-west-1 is not in aws"),
            *('partition = "aws-us-gov"', "error"),
        ),
        ([report(partition="aws-gov")], "no partition 'aws-gov'", "aws-us-gov", "error"),
        (
            *([report(program="fedramp-high")], "FedRAMP High is not known to cover aws"),
            *("check the partition", "warning"),
        ),
        ([report(services=())], "report r: covers nothing", '"*"', "error"),
        ([report(), bridge(of="rr")], "bridge b: there is no report 'rr'", "mean r?", "error"),
        ([bridge(of="r")], "bridge b: there is no report 'r'", "reports: ", "error"),
        ([word("r"), bridge(of="r")], "bridge b: there is no report 'r'", "", "error"),
        (
            *(
                [report(last=-1, program="iso-27001"), bridge(until=5)],
                "no letter extends what ISO",
            ),
            *("register what follows r", "error"),
        ),
        (
            *(
                [report(last=-1), bridge(until=-1)],
                "bridge b: ends on 2026-11-22, and r not before",
            ),
            *("check its day", "warning"),
        ),
        (
            *([report(last=-1), bridge(issued=-2)], "bridge b: issued before the period's end"),
            *("check its day", "warning"),
        ),
        ([report(last=-1), bridge(issued=1)], "bridge b: issued in the future", "", "warning"),
        ([baa(since=1, until=0)], "agreement baa: ends before it begins", "swap", "error"),
        ([baa(accounts=())], "agreement baa: is of no account", '"*"', "error"),
        ([baa(accounts=("1111",))], "agreement baa: '1111' is no account", "12 digits", "error"),
        ([word(on=2, until=1)], "attestation a: ends before it begins", "swap", "error"),
        ([word(on=1)], "attestation a: counts from 2026-11-24 on", "", "info"),
        ([word(on=-10, until=21)], "attestation a: counts for 31 days", "are 30 at most", "info"),
        ([word(duty="oncall-rota")], "no duty 'oncall-rota'", "mean on-call-rota?", "error"),
        ([word(duty="guestos")], "no duty 'guestos'", "mean guest-os?", "error"),
        ([word(duty="guest-os")], "does not say of which resources", '"*"', "error"),
        ([word(resource="*")], "on-call-rota is no duty of single resources", "leave out", "error"),
        ([word(subject="Tem")], "on-call-rota is no duty of 'Tem'", '"Team"', "error"),
        ([word(subject="Team a")], "is no duty of 'Team a'", 'subject = "Team"', "error"),
        ([word(subject="Account")], "is no duty of 'Account'", 'subject = "Team"', "error"),
        (
            *([word(duty="root-credentials", subject="Account 1111")], "of 'Account 1111'"),
            *("12 digits", "error"),
        ),
        (
            *([word(duty="regions-chosen", subject="Region eu-west1")], "no Region 'eu-west1'"),
            *("mean eu-west-1", "warning"),
        ),
        (
            *([word(duty="guest-os", resource="*", subject="Team")], "on a layer has no subject"),
            *("say with resource", "error"),
        ),
        (
            *([word(duty="guest-os", type="AWS::S3::Bukkit")], "no type 'AWS::S3::Bukkit'"),
            *("mean AWS::S3::Bucket", "warning"),
        ),
        ([word(by=" ")], "attestation a: says not who states what", "add by", "warning"),
        ([word(duty="training"), course()], "outweighed by the training roster", "", "warning"),
        ([course(completed=2, until=1, id="t")], "ends before it was completed", "", "error"),
        ([course(completed=None, id="t")], "has an end and was never completed", "", "error"),
        ([word(), gone("aa")], "withdrawal w: there is no record 'aa'", "mean a?", "warning"),
        ([word(), gone("a"), gone("w", id="x")], "a withdrawal cannot be withdrawn", "", "error"),
        ([word(), word(until=3)], "there are two different records a", "rename one", "error"),
        ([report(), report("q", first=-5, last=20)], "overlap from 2026-11-18", "AWS", "info"),
        ([report(), report("q", first=-5, last=5)], "lies within the other", "check", "warning"),
        ([report(), report("q", last=5)], "lies within the other", "check the days", "warning"),
        ([report(), report("q")], "reports q and r of soc-2: of the same period", "", "warning"),
    ],
)
def test_a_problem(records: list[Record], says: str, hint: str, level: str) -> None:
    (found,) = of_records(records, TODAY, KNOWN)
    assert says in found.message
    assert hint in found.hint
    assert found.level == level


@pytest.mark.parametrize(
    "records",
    [
        [report(), bridge(issued=10, until=20), baa(), word(), course()],
        [report(), report("q", first=11, last=20)],  # one after the other
        [report(services=("rds",)), report("q", services=("s3",))],
        [report(regions=("eu-west-1",)), report("q", regions=("eu-central-1",))],
        [report(), report("q", program="soc-1")],
        [report(version="1"), report("q", version="2")],  # AWS issued it again
        [report(partition="aws-us-gov"), report("q")],
        [report(services=(EVERY,), regions=(EVERY,))],
        [word(duty="guest-os", resource="*"), word("b", duty="runtime", type="AWS::EC2::Instance")],
        [word(), word()],
        [word(on=-10, until=20)],
        [word(), gone("a")],
        [word(subject="team"), word("b", duty="root-credentials", subject="Account 1111*")],
        [word(duty="root-credentials", subject="Account 111122223333")],
        [word(duty="regions-chosen", subject="Region eu-west-1"), word("b", subject="*")],
    ],
)
def test_no_problem(records: list[Record]) -> None:
    late = list(of_records(records, day(10), KNOWN))
    assert late == []


def test_what_is_not_known_is_not_held_against_anything() -> None:
    records = [report(services=("rdss",), regions=("eu-west1",)), word(duty="oncall-rota")]
    assert of_records(records, TODAY) == []


def test_a_problem_has_the_place_of_its_record() -> None:
    (found,) = of_records([word(on=2, until=1)], TODAY, places={"a": Span("a.toml", 7)})
    assert str(found) == "a.toml:7: attestation a: ends before it begins; swap the days"
    assert found.resource == "a"


@settings(deadline=None, max_examples=200)
@given(LEDGERS, st.randoms(use_true_random=False))
def test_problems_are_the_same_in_any_order_and_none_hides_another(
    records: list[Record], random: object
) -> None:
    mixed = list(records)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = of_records(records, TODAY, KNOWN)
    assert found == of_records(mixed, TODAY, KNOWN)
    for one in records:
        alone = {str(problem) for problem in of_records([one], TODAY, KNOWN)}
        kept = {str(problem) for problem in found} | {
            text for text in alone if "there is no report" in text or "there is no record" in text
        }
        if sum(other.id == one.id for other in records) == 1:
            assert alone <= kept


def test_what_nobody_has_looked_after_for_a_year_is_said_of_programs_in_use() -> None:
    seen = programs()["soc-2"].as_of
    held = report(last=10_000)
    assert of_records([held], seen + FRESH_FOR) == []
    (found,) = of_records([held], seen + FRESH_FOR + timedelta(days=1))
    assert found.message == f"what is known of SOC 2 Type 2 is of {seen}"
    assert of_records([word(until=9999)], date.max) == []
