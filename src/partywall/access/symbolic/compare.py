"""Compare two unions of policies: what does each permit that the other does not?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from partywall.access.catalogue import read_on
from partywall.access.language.records import Policy
from partywall.access.rules import BEYOND
from partywall.access.spelling import spelled
from partywall.access.symbolic.actions import Action, Actions
from partywall.access.symbolic.answer import Answer, Comparison, Pair
from partywall.access.symbolic.budget import MOST_WORK, Budget, Exhausted
from partywall.access.symbolic.elements import ACTION, Problem, Side, build, has_principals
from partywall.access.symbolic.keys import Mixed
from partywall.access.symbolic.search import Search
from partywall.access.symbolic.trial import Judge, try_region

QUESTIONS: Final = 4
MOST_REGIONS: Final = 64
"""Regions of which requests are tried before the answer is that it is not known."""
TOO_MUCH: Final = "the patterns meet in too many ways to be told apart"
RULED_OUT: Final = "only requests show it that AWS's documents rule out"
NOTHING_MORE: Final = "every request that it permits the other permits too"


def compare(a: Sequence[Policy], b: Sequence[Policy], work: int = MOST_WORK) -> Comparison:
    """How two unions of policies stand to each other, today and with all future actions.

    A union permits what some Allow in it permits and no Deny in it denies. `work` bounds what is
    done before an answer is unknown.
    """
    kinds = [has_principals(side) for side in (a, b) if any(one.statements for one in side)]
    if len(set(kinds)) > 1:
        answer = Answer("unknown", None, "only one of them names principals, so they are not"
                        " attached to the same kind of thing")  # fmt: skip
        pair = Pair(answer, answer)
        return Comparison(pair, pair, read_on())
    problem = build(a, b)
    judges = {"a": Judge(a, problem.by_resource), "b": Judge(b, problem.by_resource)}
    asked = _Asked(problem, work // QUESTIONS)
    forth = asked.beyond("a", judges["a"], judges["b"])
    back = asked.beyond("b", judges["b"], judges["a"])
    return Comparison(Pair(forth[0], back[0]), Pair(forth[1], back[1]), read_on())


class _Asked:
    """The questions about one pair; cells are computed once for all of them."""

    def __init__(self, problem: Problem, share: int) -> None:
        self.share = share
        self.budget = Budget(share)
        self.actions = Actions(problem.members(ACTION))
        self.search = Search(problem, self.budget)
        self._names: list[Action] | None = None

    def beyond(self, side: Side, more: Judge, less: Judge) -> tuple[Answer, Answer]:
        """Whether a side goes beyond the other: with all future actions, and today.

        Each action of today is one of all names and its resources are among all resources, so
        what is not permitted there is not permitted here, and what is shown here is shown there.
        """
        future = self._answer(side, self._any_name, more, less)
        if future.answer == "no":
            return future, future
        today = self._answer(side, self.actions.of_today, more, less)
        return (today if today.answer == "yes" else future), today

    def _any_name(self) -> list[Action]:
        if self._names is None:
            self._names = self.actions.any_name(self.budget)
        return self._names

    def _answer(
        self, side: Side, actions: Callable[[], Iterable[Action]], more: Judge, less: Judge
    ) -> Answer:
        self.budget.left = self.share
        try:
            return self._shown(side, actions, more, less) or self._unless_odd(side, actions)
        except Exhausted:
            return Answer("unknown", None, TOO_MUCH)
        except Mixed as mixed:
            return Answer(
                "unknown", None, f"{spelled(str(mixed))} is compared as values of several kinds"
            )

    def _shown(
        self, side: Side, actions: Callable[[], Iterable[Action]], more: Judge, less: Judge
    ) -> Answer | None:
        """A request that shows the difference; unknown where cells do and no request could."""
        reasons: dict[str, None] = {}
        for region in islice(self.search.regions(side, actions(), True), MOST_REGIONS):
            trial = try_region(self.search.problem, region, more, less)
            if trial.witness is not None:
                return Answer("yes", trial.witness)
            reasons.update(dict.fromkeys(trial.reasons))
        if reasons and self.search.resources.coarse:
            return Answer("unknown", None, TOO_MUCH)
        return Answer("unknown", None, "; ".join(reasons)) if reasons else None

    def _unless_odd(self, side: Side, actions: Callable[[], Iterable[Action]]) -> Answer:
        """No, unless requests that AWS documents not to exist would show a difference."""
        for region in self.search.regions(side, actions(), False):
            odd = [cells[0].odd for cells in region.domains.values() if cells[0].odd]
            ruled = "; ".join(dict.fromkeys(odd))
            return Answer("unknown", None, f"{RULED_OUT}: {ruled}")
        if self.search.resources.ambiguous:
            for _ in self.search.regions(side, actions(), False, loose=True):
                return Answer("unknown", None, BEYOND.why)
        return Answer("no", None, NOTHING_MORE)
