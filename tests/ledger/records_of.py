"""Short ways to write records in tests, and a strategy that makes ledgers full of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from partywall.ledger.records import (
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    Record,
    Training,
    Withdrawal,
)

TODAY = date(2026, 11, 23)


def day(offset: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=offset)


def report(id: str = "r", first: int = -10, last: int = 10, **more: object) -> AwsReport:
    """A SOC 2 report from `first` to `last`, in days from today."""
    given = {"program": "soc-2", "title": id, "begins": day(first), "ends": day(last), **more}
    return AwsReport(id=id, **given)  # type: ignore[arg-type]


def bridge(id: str = "b", of: str = "r", until: int = 10, issued: int = 0) -> BridgeLetter:
    """A letter that carries a report to `until`."""
    return BridgeLetter(id=id, report=of, issued=day(issued), until=day(until))


def baa(id: str = "baa", since: int = -10, until: int | None = None, **more: object) -> Agreement:
    """A Business Associate Addendum."""
    end = None if until is None else day(until)
    return Agreement(id=id, kind="baa", since=day(since), until=end, **more)  # type: ignore[arg-type]


def word(
    id: str = "a", duty: str = "on-call-rota", on: int = -10, until: int = 10, **more: str
) -> Attestation:
    """Ada's word on a duty."""
    given = {"statement": "It is so.", "by": "Ada", **more}
    return Attestation(id=id, duty=duty, on=day(on), until=day(until), **given)  # type: ignore[arg-type]


def course(
    person: str = "Ada", completed: int | None = -10, until: int | None = 10, **more: str
) -> Training:
    """A row of the roster."""
    return Training(
        id=more.pop("id", f"training-{person}-{completed}-{until}"),
        person=person,
        role=more.pop("role", "operator"),
        course=more.pop("course", "incidents"),
        completed=None if completed is None else day(completed),
        until=None if until is None else day(until),
    )


def gone(record: str = "r", on: int = 0, id: str = "w") -> Withdrawal:
    """A record's withdrawal."""
    return Withdrawal(id=id, record=record, on=day(on), why="mistaken")


OFFSETS = st.integers(-4, 4)
IDS = st.sampled_from(["r", "q", "a", "baa"])
SCOPES = st.sampled_from([("*",), ("s3",), ("rds", "s3")])
REGIONS = st.sampled_from([("*",), ("eu-west-1",), ("eu-west-1", "us-east-1")])
PROGRAMS = st.sampled_from(["soc-2", "iso-27001", "fedramp-high", "irap", "hipaa", "no-such"])

REPORTS = st.builds(
    report,
    IDS,
    OFFSETS,
    OFFSETS,
    program=PROGRAMS,
    services=SCOPES,
    regions=REGIONS,
    partition=st.sampled_from(["aws", "aws-us-gov"]),
    relied_on_until=st.none() | st.builds(day, OFFSETS),
)
WORDS = st.builds(
    word,
    IDS,
    st.sampled_from(["on-call-rota", "guest-os"]),
    OFFSETS,
    OFFSETS,
    resource=st.sampled_from(["", "*", "aws_instance.*"]),
    subject=st.sampled_from(["", "Team", "Account 111122223333"]),
)
ROWS = st.builds(course, st.sampled_from(["Ada", "Bo"]), st.none() | OFFSETS, st.none() | OFFSETS)
BRIDGES = st.builds(bridge, IDS, IDS, OFFSETS, OFFSETS)
AGREEMENTS = st.builds(baa, IDS, OFFSETS, st.none() | OFFSETS)
WITHDRAWALS = st.builds(gone, IDS, OFFSETS)

STATED: st.SearchStrategy[Record] = st.one_of(REPORTS, WORDS, ROWS, BRIDGES, AGREEMENTS)
LEDGERS = st.lists(st.one_of(STATED, WITHDRAWALS), max_size=6)
