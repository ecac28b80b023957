"""Requests that fill in policy variables: where a cell's own text leaves a variable empty.

A cell has a shortest text of each kind, and of `home/${aws:username}/*` that is one in which the
name is empty. Here the patterns that hold are written out with a name for each variable. Nothing
rests on the choice, since every request is decided again before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Final

from partywall.access.conditions import WILD
from partywall.access.context import Values
from partywall.access.formula import KeyTest
from partywall.access.patterns import Tokens, Variable, parse_pattern
from partywall.access.symbolic.elements import Placed, Problem
from partywall.access.symbolic.places import has_variable, matches
from partywall.access.symbolic.principals import FRESH_NAME

MOST_FILLED: Final = 16
"""Requests filled in for one choice of cells."""
FOR_WILDCARDS: Final = "x"
OTHER_NAME: Final = "value"

Told = Mapping[str, Values | None]


def filled_in(
    problem: Problem, holds: int, resource: str, told: Told
) -> Iterator[tuple[str, dict[str, Values | None]]]:
    """Resources and context keys with the variables of what `holds` filled in."""
    named: dict[str, Values | None] = {}
    places, tests = [resource], dict[str, list[Values | None]]()
    for index, element in enumerate(problem.elements):
        if not holds >> index & 1:
            continue
        if isinstance(element, Placed) and not element.negated:
            moving = [one for one in element.patterns if has_variable(one)]
            places += [_filled(one, told, named) for one in moving if matches(one, resource)]
        elif isinstance(element, KeyTest) and element.variables and not element.operator.negated:
            found = told.get(element.key)
            many = found is not None and found.many
            choices = tests.setdefault(element.key, [found])
            choices += [Values((one,), many) for one in _texts(element, told, named)]
    if named:
        every = product(places, product(*tests.values()))
        for place, chosen in islice(every, MOST_FILLED):
            yield place, {**named, **dict(zip(tests, chosen, strict=True))}


def _texts(test: KeyTest, told: Told, named: dict[str, Values | None]) -> Iterator[str]:
    for value in test.values:
        tokens = parse_pattern(value, test.operator.comparison in WILD, True)
        if has_variable(tokens):
            yield _filled(tokens, told, named)


def _filled(tokens: Tokens, told: Told, named: dict[str, Values | None]) -> str:
    """The pattern with a text for all that moves; keys that nothing tells get a value."""
    parts = []
    for one in tokens:
        if isinstance(one, Variable):
            found = told.get(one.key)
            if found is None and one.key not in told:
                found = named.setdefault(one.key, Values((_name(one.key, len(named)),)))
            parts.append(found.texts[0] if found is not None and found.texts else FRESH_NAME)
        else:
            parts.append(one if isinstance(one, str) else FOR_WILDCARDS)
    return "".join(parts)


def _name(key: str, number: int) -> str:
    """Different names for different keys; a user's is that of the user who asks."""
    return FRESH_NAME if key == "aws:username" else f"{OTHER_NAME}{number or ''}"
