"""What an answer depends on: yes, no, or an expression over tests that could not be made.

The leaves are `KeyTest` (a condition on a context key whose value is not known), `Fits` (a resource
pattern with a variable whose value is not known) and `Untold` (what is not modelled, by name).
Expressions are in one normal form: flat, without repetition, in a fixed order, negations at the
leaves only. So the order of policies and statements does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from partywall.access.language.operators import Comparison, Operator
from partywall.access.spelling import spelled

WORDS: Final = {
    Comparison.STRING_EQUALS: "=",
    Comparison.STRING_EQUALS_IGNORE_CASE: "= (in any case)",
    Comparison.STRING_LIKE: "like",
    Comparison.ARN_LIKE: "like",
    Comparison.BOOL: "=",
    Comparison.BINARY_EQUALS: "=",
    Comparison.IP_ADDRESS: "in",
    Comparison.NUMERIC_EQUALS: "=",
    Comparison.NUMERIC_LESS_THAN: "<",
    Comparison.NUMERIC_LESS_THAN_EQUALS: "<=",
    Comparison.NUMERIC_GREATER_THAN: ">",
    Comparison.NUMERIC_GREATER_THAN_EQUALS: ">=",
    Comparison.DATE_EQUALS: "=",
    Comparison.DATE_LESS_THAN: "<",
    Comparison.DATE_LESS_THAN_EQUALS: "<=",
    Comparison.DATE_GREATER_THAN: ">",
    Comparison.DATE_GREATER_THAN_EQUALS: ">=",
}
QUANTIFIED: Final = {"": "", "ForAllValues": "every value of ", "ForAnyValue": "some value of "}


class KeyTest(Struct, frozen=True, gc=False):
    """A condition on a key that is not known. `variables`: whether `${…}` is one in `values`."""

    operator: Operator
    key: str
    values: tuple[str, ...]
    variables: bool = False

    def __str__(self) -> str:
        name = spelled(self.key)
        if self.operator.comparison is Comparison.NULL:
            return f"{name} is absent"
        values = ", ".join(self.values)
        listed = values if len(self.values) == 1 else f"one of ({values})"
        word = WORDS[self.operator.comparison]
        if self.operator.negated:
            word = f"not {word}"
        return f"{QUANTIFIED[self.operator.quantifier]}{name} {word} {listed}"


class Fits(Struct, frozen=True, gc=False):
    """Whether a resource pattern with variables matches this resource."""

    pattern: str
    resource: str

    def __str__(self) -> str:
        return f"{self.pattern} matches {self.resource}"


class Untold(Struct, frozen=True, gc=False):
    """What is not modelled, or not told by the input; `why` names it."""

    why: str

    def __str__(self) -> str:
        return f"[{self.why}]"


class Not(Struct, frozen=True, gc=False):
    """The opposite of a leaf."""

    one: Leaf

    def __str__(self) -> str:
        if isinstance(self.one, KeyTest) and self.one.operator.comparison is Comparison.NULL:
            return f"{spelled(self.one.key)} is present"
        return f"not ({self.one})"


class Every(Struct, frozen=True):
    """All of them."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " and ".join(_grouped(part) for part in self.parts)


class Some(Struct, frozen=True):
    """At least one of them."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " or ".join(_grouped(part) for part in self.parts)


Leaf = KeyTest | Fits | Untold
Expression = KeyTest | Fits | Untold | Not | Every | Some
Formula = bool | Expression


def _grouped(part: Expression) -> str:
    return f"({part})" if isinstance(part, Every | Some) else str(part)


def opposite(formula: Formula) -> Formula:
    """True exactly when `formula` is not; what is not told stays not told."""
    if isinstance(formula, bool):
        return not formula
    if isinstance(formula, Not):
        return formula.one
    if isinstance(formula, Every):
        return either(*map(opposite, formula.parts))
    if isinstance(formula, Some):
        return both(*map(opposite, formula.parts))
    return Not(formula)


def both(*formulas: Formula) -> Formula:
    """All of them."""
    return _joined(formulas, Every, Some)


def either(*formulas: Formula) -> Formula:
    """At least one of them."""
    return _joined(formulas, Some, Every)


def _joined(
    formulas: Iterable[Formula], kind: type[Every] | type[Some], other: type[Every] | type[Some]
) -> Formula:
    settled = kind is Some
    parts: dict[Expression, None] = {}
    for formula in formulas:
        if isinstance(formula, bool):
            if formula is settled:
                return settled
        elif isinstance(formula, kind):
            parts.update(dict.fromkeys(formula.parts))
        else:
            parts[formula] = None
    if any(isinstance(part, Not) and _certain(part.one) and part.one in parts for part in parts):
        return settled
    kept = [part for part in parts if not _absorbed(part, parts, other)]
    if not kept:
        return not settled
    return kept[0] if len(kept) == 1 else kind(tuple(sorted(kept, key=str)))


def _certain(leaf: Leaf) -> bool:
    """Whether the leaf has one value; two things not told by one name may differ."""
    return not isinstance(leaf, Untold)


def _absorbed(
    part: Expression, parts: dict[Expression, None], other: type[Every] | type[Some]
) -> bool:
    """Whether a part says no more than another: `a or (a and b)` is `a`."""
    return isinstance(part, other) and any(one in parts for one in part.parts)


def leaves(formula: Formula) -> Iterator[Leaf]:
    """Every leaf, repetitions included."""
    if isinstance(formula, Every | Some):
        for part in formula.parts:
            yield from leaves(part)
    elif isinstance(formula, Not):
        yield formula.one
    elif not isinstance(formula, bool):
        yield formula


def untold(formula: Formula) -> tuple[str, ...]:
    """The names of what is not modelled and could matter, sorted."""
    return tuple(sorted({leaf.why for leaf in leaves(formula) if isinstance(leaf, Untold)}))
