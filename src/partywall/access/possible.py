"""Whether an expression over unknown keys can be true at all, and whether it must be.

`aws:x = a and aws:x = b` is never true, though no part of it says so. For every key the tests
are tried on a value of each kind that they can tell apart: texts by the cells of their patterns,
numbers, dates and addresses by the ends of their ranges, and absence. Keys are then tried one after
the other, and what is left of the expression gets shorter with each. Tests that hang on two keys,
and keys whose tests are of several kinds, count as free; that, and giving up, leaves more open and
never settles anything wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.access.context import Found
from partywall.access.formula import (
    Every,
    Formula,
    KeyTest,
    Leaf,
    Not,
    Some,
    Untold,
    both,
    either,
    leaves,
)
from partywall.access.turns import World, turned

MOST_STEPS: Final = 2_000
"""Partial answers tried before we give up, ..."""
MOST_WORK: Final = 20_000
"""... and tests in all of them: some tenths of a second."""


def settle(formula: Formula) -> Formula:
    """The same expression, or True or False when it cannot be otherwise."""
    if isinstance(formula, bool):
        return formula
    choices = _choices(formula)
    if not _reaches(told(formula, True), True, choices):
        return False
    return formula if _reaches(told(formula, False), False, choices) else True


def examples(formula: Formula) -> Iterator[dict[str, Found]]:
    """Values of keys under which the expression is surely true, as far as they can be found.

    Keys that it does not hang on are left out. There are none for what is not told, and for
    tests that hang on two keys.
    """
    by_key = [(key, one) for key, tests in _by_key(formula)[0].items() if (one := turned(tests))]
    stack: list[tuple[Formula, int, dict[str, Found]]] = [(told(formula, False), 0, {})]
    steps = 0
    while stack and steps <= MOST_STEPS:
        left, index, chosen = stack.pop()
        steps += 1
        if left is True:
            yield chosen
        if isinstance(left, bool) or index == len(by_key):
            continue
        key, turns = by_key[index]
        concerned = set(leaves(left))
        if not any(test in concerned for test in turns[0][1]):
            stack.append((left, index + 1, chosen))
            continue
        stack += [
            (within(left, turn), index + 1, {**chosen, key: value})
            for values, turn in turns
            for value in values
        ]


def told(formula: Formula, hope: bool) -> Formula:
    """The expression when whatever is not told turns out for the best, or for the worst."""
    if isinstance(formula, Every):
        return both(*[told(one, hope) for one in formula.parts])
    if isinstance(formula, Some):
        return either(*[told(one, hope) for one in formula.parts])
    leaf = formula.one if isinstance(formula, Not) else formula
    return hope if isinstance(leaf, Untold) else formula


def within(formula: Formula, world: World) -> Formula:
    """What is left of the expression when these leaves are known."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Every):
        return both(*[within(one, world) for one in formula.parts])
    if isinstance(formula, Some):
        return either(*[within(one, world) for one in formula.parts])
    if isinstance(formula, Not):
        answer = world.get(formula.one)
        return formula if answer is None else not answer
    known = world.get(formula)
    return formula if known is None else known


def _reaches(formula: Formula, wanted: bool, choices: list[list[World]]) -> bool:
    """Whether the expression can come out so; also when that is too much to try."""
    steps = work = 0
    stack = [(formula, 0)]
    while stack:
        left, index = stack.pop()
        if isinstance(left, bool):
            if left is wanted:
                return True
            continue
        concerned = set(leaves(left))
        steps, work = steps + 1, work + len(concerned)
        if steps > MOST_STEPS or work > MOST_WORK:
            return True
        while index < len(choices) and not any(leaf in concerned for leaf in choices[index][0]):
            index += 1
        stack += [(within(left, world), index + 1) for world in choices[index]]
    return False


def _choices(formula: Formula) -> list[list[World]]:
    """For each key every way in which its tests can turn out together; the rest is free."""
    groups, free = _by_key(formula)
    found: list[list[World]] = []
    for group in groups.values():
        turns = turned(group)
        if turns is None:
            free += group
        else:
            found.append([turn for _, turn in turns])
    return found + [[{one: True}, {one: False}] for one in free]


def _by_key(formula: Formula) -> tuple[dict[str, list[KeyTest]], list[Leaf]]:
    """The tests of each key, and those that hang on more than one."""
    tests = sorted({one for one in leaves(formula) if not isinstance(one, Untold)}, key=str)
    groups: dict[str, list[KeyTest]] = {}
    free: list[Leaf] = []
    for one in tests:
        if isinstance(one, KeyTest) and not _has_variables(one):
            groups.setdefault(one.key, []).append(one)
        else:
            free.append(one)
    return groups, free


def _has_variables(test: KeyTest) -> bool:
    return test.variables and any("${" in one for one in test.values)
