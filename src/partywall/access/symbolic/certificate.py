"""Certificates of "permits nothing more": a decision tree that a checker follows without cells.

Each inner node splits on one element of one statement: it holds, or it does not. Each leaf says
either that what the path assumes of one field cannot hold together, naming the elements that
clash, or that the path is settled: the one side does not permit, or the other does. So the tree
covers all requests, and whoever checks it needs to look at a few patterns at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from partywall.access.symbolic.actions import Action, Actions
from partywall.access.symbolic.budget import MOST_WORK, Budget, Exhausted
from partywall.access.symbolic.cell import Cell
from partywall.access.symbolic.elements import (
    ACTION,
    RESOURCE,
    Clause,
    Free,
    Problem,
    Reference,
    Side,
)
from partywall.access.symbolic.search import Search

VERSION: Final = 1
MOST_NODES: Final = 20_000
FIELDS, WHOLE = "fields", "whole"
"""The two readings of a star in a field of a resource's pattern."""

Node = dict[str, Any]


class NoCertificate(Exception):
    """Why a proof could not be written down, though the answer is no."""


class Path(Struct, frozen=True):
    """What a path assumes: the elements that hold, and those that do not, with the references
    under which it says so."""

    holds: int = 0
    fails: int = 0
    said: tuple[tuple[Reference, int, bool], ...] = ()

    def and_(self, where: Reference, bit: int, holds: bool) -> Path:
        """The path one split further."""
        said = (*self.said, (where, bit, holds))
        if holds:
            return Path(self.holds | bit, self.fails, said)
        return Path(self.holds, self.fails | bit, said)


def prove(problem: Problem, more: Side) -> dict[str, Node]:
    """The trees that prove that a side permits nothing that the other does not.

    One for each reading of patterns, where they differ. Raises NoCertificate.
    """
    if problem.by_resource:
        raise NoCertificate("policies with principals are not certified")
    free = [one.why for one in problem.elements if isinstance(one, Free)]
    if free:
        raise NoCertificate(f"not understood: {free[0]}")
    try:
        readings = [FIELDS]
        prover = _Prover(problem, more)
        if prover.search.resources.ambiguous:
            readings.append(WHOLE)
        return {reading: prover.tree(reading) for reading in readings}
    except (Exhausted, RecursionError):
        raise NoCertificate("the proof is too long") from None


def certificate(
    a: Sequence[Any], b: Sequence[Any], proofs: dict[Side, dict[str, Node]]
) -> dict[str, Any]:
    """The certificate of one claim or two, about the policies as their documents spell them."""
    other: dict[Side, Side] = {"a": "b", "b": "a"}
    claims = [{"more": side, "less": other[side], "proofs": one} for side, one in proofs.items()]
    return {
        "certificate": "comparison",
        "version": VERSION,
        "a": list(a),
        "b": list(b),
        "claims": claims,
    }


class _Prover:
    def __init__(self, problem: Problem, more: Side) -> None:
        self.problem = problem
        self.budget = Budget(MOST_WORK)
        self.search = Search(problem, self.budget)
        self.actions: Sequence[Action] = Actions(problem.members(ACTION)).any_name(self.budget)
        less: Side = "b" if more == "a" else "a"
        self.allows, self.denies = problem.of(more, False), problem.of(more, True)
        self.others, self.exempts = problem.of(less, False), problem.of(less, True)
        self.reading = FIELDS
        self.nodes = 0
        self._possible: dict[tuple[str, str, int, int], bool] = {}

    def tree(self, reading: str) -> Node:
        """The proof in one reading of patterns."""
        self.reading, self.nodes = reading, 0
        return self._node(Path())

    def _node(self, path: Path) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise NoCertificate("the proof is too long")
        if self._settled(path):
            return {"settled": True}
        for where, bit in self._wanted(path):
            yes, no = path.and_(where, bit, True), path.and_(where, bit, False)
            return {"split": list(where), "true": self._after(yes), "false": self._after(no)}
        raise NoCertificate("a part of the proof rests on what a tree cannot say")

    def _after(self, path: Path) -> Node:
        """The node below a split, or why there is nothing below it."""
        field = self._field(path.said[-1][1])
        if self._is_possible(field, path.holds, path.fails):
            return self._node(path)
        return {"impossible": field, "because": self._clash(field, path)}

    def _field(self, bit: int) -> str:
        return next(name for name, bits in self.problem.fields.items() if bits & bit)

    def _clash(self, field: str, path: Path) -> list[list[Any]]:
        """The assumptions that cannot hold together, none of them needless."""
        bits = self.problem.fields[field]
        said = [one for one in path.said if one[1] & bits]
        for one in list(said):
            rest = [other for other in said if other is not one]
            holds = sum({bit for _, bit, yes in rest if yes})
            fails = sum({bit for _, bit, yes in rest if not yes})
            if not self._is_possible(field, holds, fails):
                said = rest
        return [list(where) for where, _, _ in said]

    def _is_possible(self, field: str, holds: int, fails: int) -> bool:
        bits = self.problem.fields[field]
        holds, fails = holds & bits, fails & bits
        if holds & fails:
            return False
        key = (self.reading, field, holds, fails)
        found = self._possible.get(key)
        if found is None:
            found = self._possible[key] = any(
                holds & ~one.holds == 0 and not fails & one.holds
                for one in self._cells(field, holds, fails)
            )
        return found

    def _cells(self, field: str, holds: int, fails: int) -> Sequence[Cell | Action]:
        if field == ACTION:
            return self.actions
        if field != RESOURCE:
            return self.search.cells_of(field, holds | fails)
        if self.reading == WHOLE:
            return self.search.resources.loose(holds, None)
        return self.search.resources.cells(holds, holds | fails, None)

    def _settled(self, path: Path) -> bool:
        if any(not one.needs & ~path.holds for one in self.denies):
            return True
        if all(one.needs & path.fails for one in self.allows):
            return True
        if not all(one.needs & path.fails for one in self.exempts):
            return False
        return any(not one.needs & ~path.holds for one in self.others)

    def _wanted(self, path: Path) -> Iterator[tuple[Reference, int]]:
        """The element to split on next: of an Allow first, then of what stands in its way."""
        for allow in self.allows:
            if not allow.needs & path.fails:
                yield from _open(allow, path)
                break
        for exempt in self.exempts:
            if not exempt.needs & path.fails and self._dead(exempt, path):
                yield from self._dying(exempt, path)
        ways = [*self.others, *self.denies]
        live = [
            one
            for one in ways
            if not one.needs & path.fails and one.needs & ~path.holds and not self._dead(one, path)
        ]
        live.sort(key=lambda one: sum(1 for _ in self._loose(one, path)))
        for one in live:
            yield from _open(one, path)
        for exempt in self.exempts:
            if not exempt.needs & path.fails:
                yield from _open(exempt, path)

    def _dead(self, clause: Clause, path: Path) -> bool:
        """Whether an element of the clause cannot hold beside what the path assumes."""
        return any(True for _ in self._dying(clause, path))

    def _dying(self, clause: Clause, path: Path) -> Iterator[tuple[Reference, int]]:
        for where, bit in _open(clause, path):
            if not self._is_possible(self._field(bit), path.holds | bit, path.fails):
                yield where, bit

    def _loose(self, clause: Clause, path: Path) -> Iterator[int]:
        """The elements of the clause that the path leaves free to fail."""
        for _, bit in _open(clause, path):
            if self._is_possible(self._field(bit), path.holds, path.fails | bit):
                yield bit


def _open(clause: Clause, path: Path) -> Iterator[tuple[Reference, int]]:
    """The elements of a clause of which the path says nothing."""
    for index, where in clause.at:
        bit = 1 << index
        if not bit & (path.holds | path.fails):
            yield where, bit
