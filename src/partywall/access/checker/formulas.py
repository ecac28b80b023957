"""True, False, or an expression over tests that the request leaves open.

An expression is `("open", name)`, `("not", one)`, `("all", …)` or `("any", …)`. It holds when it
does in every world, that is, however the open tests turn out; two tests of one name turn out alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

Formula = Any
MOST = 12
"""Open tests of one certificate; each doubles the worlds."""


class Rejected(Exception):
    """The certificate proves nothing, and why."""


def both(*parts: Formula) -> Formula:
    """All of them."""
    kept = [one for one in parts if one is not True]
    if any(one is False for one in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else ("all", *kept)


def either(*parts: Formula) -> Formula:
    """At least one of them."""
    kept = [one for one in parts if one is not False]
    if any(one is True for one in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else ("any", *kept)


def opposite(one: Formula) -> Formula:
    """True exactly when it is not."""
    return not one if isinstance(one, bool) else ("not", one)


def names(formula: Formula) -> set[Any]:
    """The names of the open tests."""
    if isinstance(formula, bool):
        return set()
    if formula[0] == "open":
        return {formula[1]}
    return set().union(*map(names, formula[1:]))


def value(formula: Formula, world: dict[Any, bool]) -> bool:
    """Whether it holds in a world."""
    if isinstance(formula, bool):
        return formula
    kind, *parts = formula
    if kind == "open":
        return world[parts[0]]
    if kind == "not":
        return not value(parts[0], world)
    return (all if kind == "all" else any)(value(one, world) for one in parts)


def worlds(*formulas: Formula) -> Iterator[dict[Any, bool]]:
    """Every way in which the open tests can turn out. Raises Rejected when they are too many."""
    found = sorted(set().union(*map(names, formulas)), key=repr)
    if len(found) > MOST:
        raise Rejected(f"{len(found)} tests are open; no more than {MOST} are tried")
    for turn in product((True, False), repeat=len(found)):
        yield dict(zip(found, turn, strict=True))


def settled(formula: Formula) -> bool | None:
    """True or False when it is so in every world, else None."""
    if isinstance(formula, bool):
        return formula
    answers = {value(formula, world) for world in worlds(formula)}
    return answers.pop() if len(answers) == 1 else None
