"""The answer to one question over an estate: the decision, and what keeps it from being sure."""

from __future__ import annotations

from msgspec import Struct

from partywall.access.decision import DENIALS, Decision, Outcome
from partywall.access.requester import Requester
from partywall.access.situation import Request, Situation

Decisions = tuple[tuple[str, Decision], ...]
"""The decisions that occur among the resources of a request, each with a witness."""


class Case(Struct, frozen=True):
    """A request as it was decided: the policies around it, and what came out."""

    request: Request
    situation: Situation
    found: Decisions


class Answer(Struct, frozen=True):
    """What came out. `found` are the decisions that occur among the resources, each with a witness.

    `outcome` is what can be said. `reasons` say why it is not what the decisions alone would
    say. `supposed` is the decision if the resource had no policy that the input does not have.
    `cases` are what was decided: several where the input leaves open what stands at the resource.
    """

    requester: Requester
    action: str
    resource: str
    outcome: Outcome
    found: Decisions
    reasons: tuple[str, ...] = ()
    supposed: Decision | None = None
    assumed: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def decision(self) -> Decision:
        """The first decision: the only one where all are alike."""
        return self.found[0][1]

    @property
    def is_denied(self) -> bool:
        """Whether it is surely denied."""
        return self.outcome in DENIALS

    @property
    def because(self) -> str:
        """The reason in one sentence."""
        if self.reasons:
            return f"not known: {'; '.join(self.reasons)}"
        if len(self.found) > 1:
            told = [f"{one.outcome.value} for {witness}" for witness, one in self.found]
            return f"it depends on the resource: {', '.join(told)}"
        return self.decision.because


def outcome_of(found: Decisions) -> Outcome:
    """The outcome that all decisions share; mixed ones are conditional, or unknown if one is."""
    outcomes = {decision.outcome for _, decision in found}
    if len(outcomes) == 1:
        return outcomes.pop()
    if Outcome.UNKNOWN in outcomes:
        return Outcome.UNKNOWN
    if outcomes <= set(DENIALS):
        return Outcome.IMPLICIT_DENY
    return Outcome.CONDITIONAL
