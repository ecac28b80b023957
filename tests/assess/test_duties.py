"""Duties of no single resource: each subject once, and no better than what was said of it."""

from __future__ import annotations

from datetime import date

import pytest

from partywall.assess.duties import duty_lines
from partywall.assess.vouched import Ledger, Vouched
from partywall.ledger.records import Attestation
from partywall.line.duties import duties
from partywall.line.statements import statements

TODAY = date(2026, 11, 23)
NOBODY = Vouched(Ledger("here", ()), TODAY)


def word(duty: str, subject: str = "", until: date = date(2027, 3, 1)) -> Attestation:
    return Attestation(
        id=f"word-{duty}",
        duty=duty,
        subject=subject,
        statement="It is so.",
        by="Jo Example",
        on=date(2026, 1, 1),
        until=until,
    )


def states(*words: Attestation, account: str = "111122223333") -> dict[tuple[str, str], str]:
    """State by duty and subject, in two Regions."""
    vouched = Vouched(Ledger("here", words), TODAY, account)
    lines = duty_lines(vouched, account, ["eu-west-1", "eu-central-1", "eu-west-1"], ["engine"])
    assert len({(one.duty, one.subject) for one in lines}) == len(lines)
    return {(one.duty, one.subject): one.state for one in lines}


@pytest.mark.parametrize("vouched", [None, NOBODY])
def test_without_a_word_all_are_open_and_say_what_would_close_them(
    vouched: Vouched | None,
) -> None:
    lines = duty_lines(vouched, "", (), ())
    assert {one.state for one in lines} == {"open"}
    assert all(one.proof.closes == f"attest {one.duty}" for one in lines)
    assert {one.subject for one in lines} == {"Account", "Organization", "Region", "Team"}


def test_each_subject_has_its_own() -> None:
    found = states()
    assert ("root-credentials", "Account 111122223333") in found
    assert ("restore-exercise", "Region eu-central-1") in found
    assert ("restore-exercise", "Region eu-west-1") in found
    assert ("restore-exercise", "Region") not in found


@pytest.mark.parametrize(
    ("subject", "attested"),
    [
        ("", {"Region eu-west-1", "Region eu-central-1"}),
        ("Region", {"Region eu-west-1", "Region eu-central-1"}),
        ("Region eu-west-1", {"Region eu-west-1"}),
        ("Region us-east-1", set()),
        ("Team", set()),
    ],
)
def test_a_word_counts_for_whom_it_names(subject: str, attested: set[str]) -> None:
    found = states(word("restore-exercise", subject))
    assert {whom for (_, whom), state in found.items() if state == "attested"} == attested


def test_what_has_expired_never_counts() -> None:
    found = states(word("on-call-rota", until=date(2026, 11, 22)))
    assert found["on-call-rota", "Team"] == "lapsed"
    assert states(word("on-call-rota", until=TODAY))["on-call-rota", "Team"] == "attested"


@pytest.mark.parametrize(
    ("classes", "there"),
    [(["engine"], False), (["onprem"], True), (["infra or edgehw"], True), ([], False)],
)
def test_a_duty_of_certain_classes_is_asked_where_they_are(classes: list[str], there: bool) -> None:
    lines = duty_lines(None, "", (), classes)
    assert ("site-access" in {one.duty for one in lines}) is there
    everywhere = [one for one in duties().values() if not one.classes]
    assert {one.id for one in everywhere} <= {one.duty for one in lines}


def test_every_row_that_people_settle_has_a_duty() -> None:
    rows = {row for one in duty_lines(None, "", (), ()) for row in one.rows}
    asked = [one.row for one in statements() if one.is_by("attestation") or one.is_by("ledger")]
    assert set(asked) <= rows
