"""Cells of resources: ARNs of six fields, and the literal `*` of actions without a resource.

AWS describes in two ways whether a star in a field of a pattern goes on beyond the colon. The
cells are those of the reading in which it stays in its field, and requests are sought there. That
nothing more is permitted has to hold in the other reading too; there, patterns are only compared
two by two, and whatever that does not settle is left free.

A pattern with a policy variable stands for many patterns. It can match only what the same
pattern with stars for its variables matches, and there it is left free, as far as it does not lie
inside another such pattern; the same text is the same pattern on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Final

from partywall.access.patterns import (
    Tokens,
)
from partywall.access.symbolic.automaton import text_cells
from partywall.access.symbolic.budget import Budget, Exhausted
from partywall.access.symbolic.cell import Cell
from partywall.access.symbolic.elements import Element, Placed
from partywall.access.symbolic.places import (
    EVERYTHING,
    MOST_PAIRED,
    has_variable,
    inside,
    matches,
    may_meet,
    meet,
    shape_of,
    shape_steps,
    spans_fields,
    steps_of,
)

NO_RESOURCE: Final = "*"
ARN: Final = "arn:?*:?*:*:*:?*"
MOST_FREE: Final = 6
"""Patterns with variables of which all combinations are tried."""
MOST_STEPS: Final = 200_000
"""Steps of one automaton, before patterns are only compared two by two."""


class Resources:
    """The cells of the resource elements of a problem, each asked for once."""

    def __init__(self, elements: Sequence[tuple[int, Element]], budget: Budget) -> None:
        self.elements = [(bit, one) for bit, one in elements if isinstance(one, Placed)]
        self.budget = budget
        self._found: dict[object, list[Cell]] = {}
        self.coarse = False
        """Whether some cells were too many, so that what is found may not exist."""
        self.ambiguous = any(
            spans_fields(pattern) for _, one in self.elements for pattern in one.patterns
        )
        """Whether the two readings of a pattern can differ at all."""

    def cells(self, holding: int, among: int, shapes: tuple[str, ...] | None) -> list[Cell]:
        """Every combination of the elements `among`, within the one that `holding` names.

        Only resources of `shapes`: none is `*` alone, and None any resource.
        """
        key = (holding, among, shapes)
        found = self._found.get(key)
        if found is None:
            found = self._cells_or_fewer(holding, among | holding, shapes)
            self._found[key] = found
        return found

    def _cells(
        self, holding: int, among: int, shapes: tuple[str, ...] | None, budget: Budget
    ) -> list[Cell]:
        elements = [(bit, one) for bit, one in self.elements if bit & among]
        found: dict[int, Cell] = {}
        for within in self._areas(holding):
            patterns = tuple(
                dict.fromkeys(
                    one
                    for _, element in elements
                    for one in element.patterns
                    if within is None or may_meet(one, within)
                )
            )
            for text, matched in self._texts(within, patterns, shapes, budget):
                for met in _variants(matched, patterns):
                    holds = _holding(elements, met)
                    if holds & holding == holding and holds not in found:
                        found[holds] = Cell(holds, text)
        return list(found.values())

    def _cells_or_fewer(
        self, holding: int, among: int, shapes: tuple[str, ...] | None
    ) -> list[Cell]:
        """The cells, or where they are too many, what comparing patterns two by two tells."""
        part = self.budget.part(MOST_STEPS)
        before = part.left
        try:
            return self._cells(holding, among, shapes, part)
        except (Exhausted, TooFree):
            self.coarse = True
            return list(self._loosely(holding, shapes, False))
        finally:
            self.budget.spend(before - max(part.left, 0))

    def loose(self, needed: int, shapes: tuple[str, ...] | None) -> list[Cell]:
        """Cells of the other reading: the fewest elements that hold wherever `needed` do.

        An element that is not in a cell may fail there, or not.
        """
        key = ("loose", needed, shapes)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = list(self._loosely(needed, shapes, True))
        return found

    def _loosely(self, needed: int, shapes: tuple[str, ...] | None, whole: bool) -> Iterator[Cell]:
        kept = [one for bit, one in self.elements if bit & needed]
        bounds = [one.patterns for one in kept if not one.negated]
        if shapes:
            bounds.append(tuple(map(shape_of, shapes)))
        for chosen in product(*bounds):
            self.budget.spend(1 + len(self.elements))
            star = shapes == () or (shapes is None and not bounds)
            if star and not all(matches(one, NO_RESOURCE) for one in chosen):
                continue
            if all(meet(one, other, whole) for one, other in combinations(chosen, 2)):
                yield Cell(needed | self._implied(chosen, whole), self._sample(chosen, shapes))

    def _implied(self, chosen: Sequence[Tokens], whole: bool) -> int:
        """The elements that hold for every resource that all the chosen patterns match."""
        found = 0
        for bit, element in self.elements:
            if element.negated:
                holds = all(any(not meet(p, q, whole) for p in chosen) for q in element.patterns)
            else:
                holds = EVERYTHING in element.patterns or any(
                    inside(p, q, whole) for q in element.patterns for p in chosen
                )
            if holds:
                found |= bit
        return found

    def _sample(self, chosen: Sequence[Tokens], shapes: tuple[str, ...] | None) -> str:
        """A resource that all the chosen patterns match, if one is found soon."""
        if shapes == () or all(one == EVERYTHING for one in chosen):
            return NO_RESOURCE
        area = ARN if shapes is None else shapes[0]
        steps = [shape_steps(area), *map(steps_of, chosen)]
        try:
            found = text_cells(steps, len(steps), self.budget.part(MOST_PAIRED))
        except Exhausted:
            return NO_RESOURCE
        return found.get(0, NO_RESOURCE)

    def _areas(self, holding: int) -> Iterable[Tokens | None]:
        """The patterns of the element that holds, one after the other; None for no bound."""
        for bit, element in self.elements:
            if bit & holding and not element.negated and EVERYTHING not in element.patterns:
                return element.patterns
        return (None,)

    def _texts(
        self,
        within: Tokens | None,
        patterns: tuple[Tokens, ...],
        shapes: tuple[str, ...] | None,
        budget: Budget,
    ) -> Iterator[tuple[str, frozenset[Tokens]]]:
        """A resource of every combination of patterns, with those that it matches."""
        if not shapes and (within is None or matches(within, NO_RESOURCE)):
            star = frozenset(one for one in patterns if matches(one, NO_RESOURCE))
            yield NO_RESOURCE, star
        for shape in (ARN,) if shapes is None else shapes:
            if within is not None and not may_meet(shape_of(shape), within):
                continue
            bounds = [shape_steps(shape)]
            if within is not None:
                bounds.append(steps_of(within))
            others = [one for one in patterns if one not in (within, EVERYTHING)]
            always = frozenset({EVERYTHING} if within is None else {EVERYTHING, within})
            steps = [*bounds, *map(steps_of, others)]
            for cell, text in text_cells(steps, len(bounds), budget).items():
                met = {one for index, one in enumerate(others) if cell >> index & 1}
                yield text, always.intersection(patterns) | met


def _variants(matched: frozenset[Tokens], patterns: tuple[Tokens, ...]) -> list[frozenset[Tokens]]:
    """The combinations with every pattern that has variables matching or not, save those in which
    one matches and another does not that matches all that it does."""
    free = [one for one in patterns if one in matched and has_variable(one)]
    if not free:
        return [matched]
    if len(free) > MOST_FREE:
        raise TooFree
    wider = {one: [other for other in free if inside(one, other, False)] for one in free}
    fixed = matched.difference(free)
    found = []
    for turn in product((True, False), repeat=len(free)):
        taken = {one for one, yes in zip(free, turn, strict=True) if yes}
        if all(taken.issuperset(wider[one]) for one in taken):
            found.append(fixed | taken)
    return found


class TooFree(Exception):
    """More patterns with variables meet than we try combinations of."""


def _holding(elements: Sequence[tuple[int, Placed]], met: frozenset[Tokens]) -> int:
    return sum(
        bit
        for bit, element in elements
        if (not met.isdisjoint(element.patterns)) is not element.negated
    )
