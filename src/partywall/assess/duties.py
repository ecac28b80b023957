"""The duties that no single resource stands for, each with what has been shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from partywall.assess.report import DutyLine, Proof, State
from partywall.line.duties import Duty, duties

if TYPE_CHECKING:
    from partywall.assess.vouched import Vouched

ORDER: Final = ("Organization", "Account", "Region", "Team")


def duty_lines(
    vouched: Vouched | None,
    account: str,
    regions: Iterable[str],
    classes: Iterable[str],
) -> list[DutyLine]:
    """Every duty, of each subject that there is: Regions are those with resources in them.

    A duty that only estates with certain service `classes` have is left out of the others.
    `account` is the id of the account, or empty when that is not known.
    """
    subjects: dict[str, list[str]] = {
        "Organization": ["Organization"],
        "Account": [f"Account {account}".strip()],
        "Region": [f"Region {name}" for name in sorted(set(regions))] or ["Region"],
        "Team": ["Team"],
    }
    there = {part for one in classes for part in one.split(" or ")}
    wanted = [one for one in duties().values() if not one.classes or there & set(one.classes)]
    wanted.sort(key=lambda one: ORDER.index(one.subject))
    return [_line(vouched, one, subject) for one in wanted for subject in subjects[one.subject]]


def _line(vouched: Vouched | None, duty: Duty, subject: str) -> DutyLine:
    word = vouched.shown.attested_duty(duty.id, subject) if vouched is not None else None
    state: State = word.state if word is not None else "open"
    proof = Proof(closes=f"attest {duty.id}")
    if word is not None:
        proof = Proof(word.by, word.until, word.closes)
    return DutyLine(
        subject=subject,
        kind=duty.subject,
        duty=duty.id,
        title=duty.title,
        layer=duty.layer.id,
        party=duty.party,
        aws=duty.aws,
        customer=duty.customer,
        state=state,
        proof=proof,
        who=word.who if word is not None else "",
        rows=duty.rows,
        source=duty.source.page,
        read=duty.source.read if duty.source.confirmed else "",
    )
