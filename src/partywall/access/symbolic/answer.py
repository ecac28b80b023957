"""The outcome of a comparison."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal

from msgspec import Struct

from partywall.access.symbolic.witness import Witness

Verdict = Literal["yes", "no", "unknown"]


class Answer(Struct, frozen=True):
    """Whether one side permits something that the other does not.

    A yes has a witness; the others say why in `reason`.
    """

    answer: Verdict
    witness: Witness | None = None
    reason: str = ""


class Relation(Enum):
    """How two sets of policies stand to each other."""

    EQUIVALENT = "equivalent"
    MORE = "more"
    LESS = "less"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"


RELATIONS = {
    ("no", "no"): Relation.EQUIVALENT,
    ("yes", "no"): Relation.MORE,
    ("no", "yes"): Relation.LESS,
    ("yes", "yes"): Relation.INCOMPARABLE,
}


class Pair(Struct, frozen=True):
    """Both directions of one question."""

    a_beyond_b: Answer
    b_beyond_a: Answer

    @property
    def relation(self) -> Relation:
        """How A stands to B: A permits more, less, the same, or neither."""
        answers = (self.a_beyond_b.answer, self.b_beyond_a.answer)
        return RELATIONS.get(answers, Relation.UNKNOWN)


class Comparison(Struct, frozen=True):
    """Over the actions of today's catalogue, and over all that AWS may add.

    `catalogue` is the day of the catalogue.
    """

    future: Pair
    today: Pair
    catalogue: str


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON values; the top level speaks of future actions too."""
    return {
        **pair_json(found.future),
        "including": "future actions",
        "today": {**pair_json(found.today), "catalogue": found.catalogue},
    }


def pair_json(pair: Pair) -> dict[str, Any]:
    """Both directions as plain JSON values."""
    return {
        "relation": pair.relation.value,
        "a_beyond_b": answer_json(pair.a_beyond_b),
        "b_beyond_a": answer_json(pair.b_beyond_a),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """One direction as plain JSON values."""
    found: dict[str, Any] = {"answer": answer.answer}
    if answer.witness is not None:
        found["witness"] = answer.witness.as_json()
    if answer.reason:
        found["reason"] = answer.reason
    return found
