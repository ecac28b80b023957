"""The answer to one duty of the customer's, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from partywall.kernel.evidence import Evidence, Located
from partywall.kernel.truth import Doubt, Truth

Outcome = Literal["proved", "refuted", "undecided", "not_applicable"]

PROVED: Final = "proved"
REFUTED: Final = "refuted"
UNDECIDED: Final = "undecided"
NOT_APPLICABLE: Final = "not_applicable"


Reach = Literal["", "reached", "unreachable", "unknown"]
"""What the Internet makes of an opening: "" where nobody looked."""


class Verdict(Struct, frozen=True, gc=False):
    """Proved, refuted, undecided or not applicable; `note` says what was seen, in a few words.

    `reach` says of a refutation that is an opening whether the Internet reaches anything by it.
    """

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    note: str = ""
    reach: Reach = ""


def proved(*where: Located, note: str = "") -> Verdict:
    """The duty is met; each of `where` shows it."""
    if len(where) == 1:
        return Verdict(PROVED, (where[0].evidence(),), note)
    return Verdict(PROVED, tuple([item.evidence() for item in where]), note)


def refuted(where: Located | None, note: str, reach: Reach = "") -> Verdict:
    """The duty is not met, and `where` shows it."""
    assert where is not None, "a refutation names what it saw"
    return Verdict(REFUTED, (where.evidence(),), note, reach)


def proved_if(
    truth: Truth, where: Located, otherwise: str, *, also: Iterable[Located] = (), note: str = ""
) -> Verdict:
    """Proved by `where` when `truth` holds; refuted by it, saying `otherwise`, when not.

    `also` and `note` add to the proof. Raises Undecided on a doubt.
    """
    if not truth:
        return refuted(where, otherwise)
    if also:
        return proved(where, *also, note=note)
    return Verdict(PROVED, (where.evidence(),), note)


def undecided(doubt: Doubt, note: str = "") -> Verdict:
    """The input does not tell; the evidence is the values that would, each named once."""
    about = doubt.about
    if len(about) > 1:
        about = tuple({(one.path, one.resource): one for one in about}.values())
    return Verdict(UNDECIDED, about, note)


def not_applicable(where: Located, note: str) -> Verdict:
    """The duty does not arise for this resource, and `where` shows why."""
    return Verdict(NOT_APPLICABLE, (where.evidence(),), note)
