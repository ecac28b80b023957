"""The consistent worlds of conditions that the input does not decide.

Worlds are enumerated over the values of the parameters that the conditions compare, not over
the conditions: one parameter cannot equal two values, allowed values bound it, and conditions
that are built on each other move together. A comparison of anything more complicated than
one parameter may come out either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from partywall.estate.resource import Guard
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.conditions import Assumption, reference
from partywall.sources.cloudformation.text import spelled

if TYPE_CHECKING:
    from partywall.sources.cloudformation.scope import Scope

MAX_WORLDS: Final = 16
"""A resource with more worlds than this is seen with Unknowns instead of variants."""

MAX_CASES: Final = 2048
"""How many combinations of parameter values are tried to find the worlds."""

_OTHER: Final = object()
"""A value that none of the conditions mentions."""


def condition_guard(scope: Scope, name: str) -> Guard:
    """What must hold for a resource of a stack to exist, as far as it is not decided."""
    condition = scope.condition_of(scope.template.resources[name])
    if not condition or scope.conditions.truth(condition) is not None:
        return ()
    return ((scope.prefix + condition, True),)


class Worlds:
    """The worlds of one stack, by the conditions of interest."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._found: dict[frozenset[str], tuple[Guard, ...] | None] = {}
        self._open: list[str] | None = None

    def of(self, names: frozenset[str]) -> tuple[Guard, ...] | None:
        """Each consistent assignment of the conditions `names`; None when there are too many.

        An assignment also tells what the other undecided conditions are, where it settles them.
        """
        if names not in self._found:
            self._found[names] = self._enumerate(names)
        return self._found[names]

    def _enumerate(self, names: frozenset[str]) -> tuple[Guard, ...] | None:
        ordered = sorted(names)
        worlds: dict[tuple[bool, ...], dict[str, bool | None]] = {}
        cases = self._cases(ordered)
        if cases is None:
            return None
        truth = self._scope.conditions.truth
        for assume in cases:
            seen = [truth(name, assume) for name in ordered]
            if None in seen:
                return None
            answers = tuple(answer is True for answer in seen)
            if answers not in worlds and len(worlds) >= MAX_WORLDS:
                return None
            others = worlds.get(answers)
            if others is None:
                worlds[answers] = {
                    name: truth(name, assume) for name in self._undecided() if name not in names
                }
                continue
            for name, before in others.items():
                if before is not None and truth(name, assume) is not before:
                    others[name] = None
        return tuple(
            (
                *zip(ordered, answers, strict=True),
                *((name, wanted) for name, wanted in others.items() if wanted is not None),
            )
            for answers, others in sorted(worlds.items(), reverse=True)
        )

    def _undecided(self) -> list[str]:
        if self._open is None:
            conditions = self._scope.conditions
            self._open = sorted(
                name for name in self._scope.template.conditions if conditions.truth(name) is None
            )
        return self._open

    def _cases(self, names: list[str]) -> Iterator[Assumption] | None:
        """Assumptions that decide all of `names`, or None when there are too many."""
        domains = self._domains(names)
        cases = prod(len(domain) for domain in domains.values())
        if cases > MAX_CASES:
            return None
        plain = [self._assumption(domains, choice) for choice in product(*domains.values())]
        forced: list[Assumption] = []
        for assume in plain:
            forced += self._forced(assume, names)
            if len(forced) > MAX_CASES:
                return None
        return iter(forced)

    def _forced(self, assume: Assumption, names: list[str]) -> list[Assumption]:
        """`assume` with every way in which the comparisons that it leaves open may come out."""
        for name in names:
            self._scope.conditions.truth(name, assume)
        loose = list(assume.unforced)
        if not loose:
            return [assume]
        if 2 ** len(loose) > MAX_CASES:
            return [assume] * (MAX_CASES + 1)
        return [
            Assumption(assume.values, assume.other, dict(zip(loose, choice, strict=True)))
            for choice in product((True, False), repeat=len(loose))
        ]

    def _domains(self, names: list[str]) -> dict[str, list[object]]:
        """Each open parameter that the conditions compare → the values that matter."""
        mentioned: dict[str, dict[str, None]] = {}
        for name in names:
            for operands in self._scope.conditions.comparisons(name):
                for node, other in (operands, reversed(operands)) if len(operands) == 2 else ():
                    parameter = reference(node)
                    if isinstance(self._scope.base_value(parameter), Unknown):
                        texts = mentioned.setdefault(parameter, {})
                        if isinstance(other, str | int | float | bool):
                            texts[spelled(other)] = None
        domains: dict[str, list[object]] = {}
        for parameter, texts in sorted(mentioned.items()):
            value = self._scope.base_value(parameter)
            among = value.among if isinstance(value, Unknown) else ()
            domains[parameter] = list(among) if among else [*sorted(texts), _OTHER]
        return domains

    def _assumption(
        self, domains: dict[str, list[object]], choice: tuple[object, ...]
    ) -> Assumption:
        assume = Assumption()
        for (parameter, domain), value in zip(domains.items(), choice, strict=True):
            if value is _OTHER:
                assume.other[parameter] = frozenset(one for one in domain if isinstance(one, str))
            else:
                assume.values[parameter] = value
        return assume
