"""Laws that hold of whatever records say, on every day around them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.records_of import LEDGERS, OFFSETS, STATED, WITHDRAWALS, day
from partywall.kernel.unknown import Unknown
from partywall.ledger.coverage import RANK
from partywall.ledger.records import Agreement, Attestation, AwsReport, BridgeLetter, Record
from partywall.ledger.shown import Shown

ASKED = st.tuples(
    st.sampled_from(["s3", "rds", "iam"]),
    st.sampled_from(["eu-west-1", "us-gov-west-1", "aws-global", None, Unknown("a variable")]),
)
PROGRAMS = st.sampled_from([(), ("soc-2",), ("hipaa",), ("iso-27001", "irap"), ("no-such",)])
DAYS = range(-6, 7)


def answers(records: list[Record], on: date, programs: tuple[str, ...] = ()) -> tuple[object, ...]:
    """All that these records show on a day."""
    shown = Shown(records, on, programs=programs)
    return (
        shown.inherited("s3", "eu-west-1"),
        shown.inherited("rds", None),
        shown.attested_duty("on-call-rota", "Team"),
        shown.attested_duty("training"),
        shown.attested_layer("guest-os", "AWS::EC2::Instance", "aws_instance.web"),
        shown.training_gaps(),
        shown.speaks_of_layers,
        [str(one) for one in shown.problems()],
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(LEDGERS, OFFSETS, PROGRAMS, st.randoms(use_true_random=False))
def test_the_order_of_records_makes_no_difference(
    records: list[Record], at: int, programs: tuple[str, ...], random: object
) -> None:
    mixed = list(records)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert answers(mixed, day(at), programs) == answers(records, day(at), programs)


@pytest.mark.slow
@settings(deadline=None, max_examples=250)
@given(LEDGERS, STATED, OFFSETS, PROGRAMS, ASKED)
def test_another_record_takes_nothing_from_what_is_inherited(
    records: list[Record],
    another: Record,
    at: int,
    programs: tuple[str, ...],
    asked: tuple[str, str | None],
) -> None:
    before = Shown(records, day(at), programs=programs).inherited(*asked)
    after = Shown([*records, another], day(at), programs=programs).inherited(*asked)
    assert RANK[after.state] >= RANK[before.state]
    if before.state == "inherited":
        assert set(before.by) <= set(after.by)
        assert (after.until or "9") >= (before.until or "9")


@pytest.mark.slow
@settings(deadline=None, max_examples=250)
@given(LEDGERS, WITHDRAWALS, OFFSETS, ASKED)
def test_a_withdrawal_adds_nothing(
    records: list[Record], withdrawal: Record, at: int, asked: tuple[str, str | None]
) -> None:
    before = Shown(records, day(at)).inherited(*asked)
    after = Shown([*records, withdrawal], day(at)).inherited(*asked)
    assert RANK[after.state] <= RANK[before.state]


@pytest.mark.slow
@settings(deadline=None, max_examples=250)
@given(LEDGERS, OFFSETS)
def test_what_has_expired_never_counts(records: list[Record], at: int) -> None:
    shown = Shown(records, day(at))
    last = {one.id: one.until for one in records if isinstance(one, Attestation)}
    for id in last:
        last[id] = max(
            one.until for one in records if isinstance(one, Attestation) and one.id == id
        )
    for one in (
        shown.attested_duty("on-call-rota", "Team"),
        shown.attested_layer("guest-os", "AWS::EC2::Instance", "aws_instance.web"),
    ):
        if one is not None and one.state == "attested":
            assert all(last[id] >= day(at) for id in one.by)
            assert one.until >= day(at).isoformat()


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(LEDGERS, PROGRAMS, ASKED)
def test_what_has_lapsed_once_counted(
    records: list[Record], programs: tuple[str, ...], asked: tuple[str, str | None]
) -> None:
    by_day = {at: Shown(records, day(at), programs=programs) for at in DAYS}
    for at in DAYS:
        one = by_day[at].inherited(*asked)
        word = by_day[at].attested_duty("on-call-rota", "Team")
        earlier = [by_day[n] for n in DAYS if n < at]
        if one.state == "lapsed":
            assert one.until < day(at).isoformat()
            assert any(other.inherited(*asked).state == "inherited" for other in earlier)
        if word is not None and word.state == "lapsed":
            said = [other.attested_duty("on-call-rota", "Team") for other in earlier]
            assert any(other and other.state == "attested" for other in said)


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(LEDGERS, PROGRAMS, ASKED)
def test_it_counts_up_to_the_day_it_says(
    records: list[Record], programs: tuple[str, ...], asked: tuple[str, str | None]
) -> None:
    for at in DAYS:
        one = Shown(records, day(at), programs=programs).inherited(*asked)
        if one.state != "inherited":
            continue
        last = date.fromisoformat(one.until) if one.until else date.max
        assert last >= day(at)
        then = Shown(records, last, programs=programs).inherited(*asked)
        assert then.state == "inherited"


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(LEDGERS, OFFSETS, ASKED)
def test_nothing_is_inherited_without_a_report(
    records: list[Record], at: int, asked: tuple[str, str | None]
) -> None:
    others = [one for one in records if not isinstance(one, AwsReport)]
    assert Shown(others, day(at)).inherited(*asked).state == "open"
    one = Shown(records, day(at)).inherited(*asked)
    ids = {other.id for other in records if isinstance(other, AwsReport | BridgeLetter | Agreement)}
    assert set(one.by) <= ids
