"""Search over cells: is there one of each field so that one side permits and the other does not?

For each Allow of the one side and each cell of actions that it covers, the remaining fields are
independent: a choice of cells must let that Allow hold and make every clause fail that stands in
the way. A clause fails when one of its elements does, so this is a small hitting-set problem,
solved by branching on the clause with the fewest fields left that can make it fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.access.formula import KeyTest
from partywall.access.symbolic.actions import Action
from partywall.access.symbolic.budget import Budget, Exhausted
from partywall.access.symbolic.cell import Cell
from partywall.access.symbolic.elements import (
    ACTION,
    PRINCIPAL,
    RESOURCE,
    Problem,
    Side,
)
from partywall.access.symbolic.keys import key_cells
from partywall.access.symbolic.principals import DECIDED, Principal, principal_cells
from partywall.access.symbolic.resources import Resources

Domains = dict[str, list[Cell]]
SIDES: Final[tuple[Side, ...]] = ("a", "b")
ENUMERATED: Final = (ACTION, PRINCIPAL)


class Goal(Struct, frozen=True):
    """Elements that have to hold, clauses (by their elements) that have to fail, and the elements
    whose Resource bounds where resources are looked for."""

    kept: int
    within: int
    failing: tuple[int, ...]


class Region(Struct, frozen=True):
    """Requests that show a difference: any choice of a cell for each field.

    `holds` has the bits of the elements of action and principal that hold.
    """

    principal: Principal | None
    action: Action
    domains: Domains
    holds: int


class Search:
    """The search for one pair of policies; cells are computed once for both directions."""

    def __init__(self, problem: Problem, budget: Budget) -> None:
        self.problem = problem
        self.budget = budget
        self.resources = Resources(problem.members(RESOURCE), budget)
        self.field_of: list[tuple[str, int]] = [
            (field, bits) for field, bits in problem.fields.items() if field not in ENUMERATED
        ]
        self.follows = any(field in DECIDED for field in problem.fields)
        """Whether conditions look at keys that follow from the principal."""
        self._of = {
            (side, denies): [one.needs for one in problem.of(side, denies)]
            for side in SIDES
            for denies in (False, True)
        }
        self._keys: dict[tuple[str, int], list[Cell]] = {}
        self._principals: list[Principal | None] | None = None

    def principals(self) -> list[Principal | None]:
        """The cells of principals; one that is nobody in particular where none are named."""
        if self._principals is None:
            members = self.problem.members(PRINCIPAL)
            mentioned = [
                value
                for key in DECIDED[:2]
                for _, one in self.problem.members(key)
                if isinstance(one, KeyTest)
                for value in one.values
            ]
            cells = principal_cells(members, mentioned, self.follows) if members else [None]
            self._principals = [*cells]
        return self._principals

    def regions(
        self, more: Side, actions: Iterable[Action], ordinary: bool, loose: bool = False
    ) -> Iterator[Region]:
        """Where side `more` permits and the other does not.

        `ordinary`: only cells of which nothing is known to speak against. `loose`: resources in
        the other reading of patterns, so that there may be no such requests. Raises Exhausted.
        """
        fields = self.problem.fields
        outside = fields.get(ACTION, 0) | fields.get(PRINCIPAL, 0)
        seen: set[object] = set()
        for action in actions:
            for principal in self.principals():
                fixed = action.holds | (principal.holds if principal else 0)
                for goal in self._goals(more, outside, outside & ~fixed):
                    key = (goal, action.shapes, principal if self.follows else None)
                    if key not in seen:
                        seen.add(key)
                        for domains in self._solve(goal, action.shapes, ordinary, loose, principal):
                            yield Region(principal, action, domains, fixed)

    def _goals(self, more: Side, outside: int, failed: int) -> Iterator[Goal]:
        """Ways of showing a difference, once the elements `outside` are settled: an Allow of the
        one side holds and its Denies fail, and the other does not allow, or it denies."""
        less: Side = "b" if more == "a" else "a"
        of = self._of

        def live(side: Side, denies: bool) -> list[int]:
            return [needs & ~outside for needs in of[side, denies] if not needs & failed]

        denied = tuple(dict.fromkeys(live(more, True)))
        others = tuple(dict.fromkeys([*denied, *live(less, False)]))
        exempts = list(dict.fromkeys(live(less, True)))
        for allow in dict.fromkeys(live(more, False)):
            yield Goal(allow, allow, others)
            for deny in exempts:
                yield Goal(allow | deny, allow, denied)

    def _solve(
        self,
        goal: Goal,
        shapes: tuple[str, ...] | None,
        ordinary: bool,
        loose: bool,
        principal: Principal | None,
    ) -> Iterator[Domains]:
        """Choices of cells that reach the goal."""
        if any(not clause & ~goal.kept for clause in goal.failing):
            return
        every = goal.kept
        for clause in goal.failing:
            every |= clause
        domains: Domains = {}
        masks: dict[str, int] = {}
        for field, bits in self.field_of:
            asked, needed = every & bits, goal.kept & bits
            if field == RESOURCE and loose:
                cells = self.resources.loose(needed, shapes)
            elif field == RESOURCE:
                cells = self.resources.cells(goal.within & bits, asked, shapes)
            elif asked:
                cells = self.cells_of(field, asked)
            else:
                continue
            cells = [
                one for one in cells if one.holds & needed == needed and not (ordinary and one.odd)
            ]
            if principal is not None and field in DECIDED:
                cells = [
                    one for one in cells if not principal.rules_out(field, one.value is not None)
                ]
            if not cells:
                return
            domains[field], masks[field] = cells, asked
        yield from self._fail(domains, masks, goal.failing)

    def cells_of(self, field: str, asked: int) -> list[Cell]:
        """The cells of a key, or of what is free; those of all its tests, told apart by `asked`."""
        found = self._keys.get((field, asked))
        if found is None:
            try:
                found = _projected(self._whole(field), asked)
            except Exhausted:
                found = self._computed(field, asked)
            self._keys[field, asked] = found
        return found

    def _whole(self, field: str) -> list[Cell]:
        every = self.problem.fields[field]
        found = self._keys.get((field, every))
        if found is None:
            found = self._keys[field, every] = self._computed(field, every)
        return found

    def _computed(self, field: str, asked: int) -> list[Cell]:
        members = self.problem.members(field, asked)
        tests = [(bit, one) for bit, one in members if isinstance(one, KeyTest)]
        if not tests:
            return [Cell(asked, None), Cell(0, None)]
        return key_cells(field, tests, not self.problem.by_resource, self.budget)

    def _fail(
        self, domains: Domains, masks: dict[str, int], goals: Sequence[int]
    ) -> Iterator[Domains]:
        self.budget.spend(1 + len(goals))
        open_goals: list[tuple[int, list[tuple[str, list[Cell]]]]] = []
        for goal in goals:
            options = []
            for field, cells in domains.items():
                needed = goal & masks[field]
                if not needed:
                    continue
                failing = [one for one in cells if needed & ~one.holds]
                if len(failing) == len(cells):
                    break
                if failing:
                    options.append((field, failing))
            else:
                if not options:
                    return
                open_goals.append((goal, options))
        if not open_goals:
            yield domains
            return
        chosen = _only_hope(open_goals)
        if chosen is None:
            chosen = min(open_goals, key=lambda one: (len(one[1]), one[0]))
            options = chosen[1]
        else:
            options = chosen[1][:1]
        rest = [goal for goal, _ in open_goals if goal != chosen[0]]
        for field, failing in options:
            yield from self._fail({**domains, field: failing}, masks, rest)
            kept = [one for one in domains[field] if one not in failing]
            domains = {**domains, field: kept}


def _only_hope(
    goals: Sequence[tuple[int, list[tuple[str, list[Cell]]]]],
) -> tuple[int, list[tuple[str, list[Cell]]]] | None:
    """A goal with a field that no other goal looks at: to let it fail there costs nothing."""
    uses: dict[str, int] = {}
    for _, options in goals:
        for field, _ in options:
            uses[field] = uses.get(field, 0) + 1
    for goal, options in goals:
        for field, failing in options:
            if uses[field] == 1:
                return goal, [(field, failing)]
    return None


def _projected(cells: Iterable[Cell], asked: int) -> list[Cell]:
    """The cells that these elements tell apart."""
    found: dict[tuple[int, bool], Cell] = {}
    for one in cells:
        found.setdefault((one.holds & asked, bool(one.odd)), one)
    return list(found.values())
