"""Cells of actions: those of today's catalogue, and all names that AWS may add tomorrow.

The service prefix of a pattern is literal, so each service that a policy names has its own
cells, and all other services behave as one.

Source: IAM User Guide, "IAM JSON policy elements: Action", read 2026-11-23; the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from partywall.access import catalogue
from partywall.access.globs import Step, Steps, text_steps
from partywall.access.patterns import Wild, compile_glob, parse_pattern
from partywall.access.rules import solid
from partywall.access.symbolic.automaton import text_cells
from partywall.access.symbolic.budget import Budget
from partywall.access.symbolic.elements import Element, Named

NAME_CHARS: Final = "xaeiostnrlcdmupgbfhvwykjqz0123456789-_"
NEW_SERVICE: Final = "new-service"
SOME_NAME: Final[Steps] = (Step(), Step(repeats=True))


class Action(Struct, frozen=True):
    """A cell of actions: the bits of the elements that hold, and one action of it.

    `shapes` are the patterns of its resources as documented, none for an action that takes no
    resource, None where any resource may be.
    """

    holds: int
    name: str
    shapes: tuple[str, ...] | None = None


class Actions:
    """The action elements of a problem, by service."""

    def __init__(self, elements: Sequence[tuple[int, Element]]) -> None:
        self.elements = [(bit, one) for bit, one in elements if isinstance(one, Named)]
        services = {
            text.partition(":")[0] for _, one in self.elements for text in one.texts if text != "*"
        }
        self.services = sorted(services)
        self.general = sum(
            bit for bit, one in self.elements if ("*" in one.texts) is not one.negated
        )
        """The elements that hold for services that no pattern names."""

    def any_name(self, budget: Budget) -> list[Action]:
        """A cell for every combination of elements that some name meets, whoever adds it."""
        found: dict[int, Action] = {}
        for service in self.services:
            for action in self._of_service(service, budget):
                found.setdefault(action.holds, action)
        fresh = NEW_SERVICE
        while fresh in self.services:
            fresh += "-"
        found.setdefault(self.general, Action(self.general, f"{fresh}:Action"))
        return list(found.values())

    def _of_service(self, service: str, budget: Budget) -> Iterator[Action]:
        patterns = sorted(
            {
                text.partition(":")[2]
                for _, one in self.elements
                for text in one.texts
                if text.startswith(f"{service}:")
            }
        )
        steps = [SOME_NAME, *(_steps(one) for one in patterns)]
        number = {text: 1 << index for index, text in enumerate(patterns)}
        masks = []
        for bit, one in self.elements:
            mask = sum(
                number[text.partition(":")[2]]
                for text in one.texts
                if text.startswith(f"{service}:")
            )
            masks.append((bit, -1 if "*" in one.texts else mask, one.negated))
        for cell, name in text_cells(steps, 1, budget, NAME_CHARS).items():
            cell |= 1 << len(patterns)
            holds = sum(bit for bit, mask, negated in masks if bool(cell & mask) is not negated)
            yield Action(holds, f"{service}:{name}")

    def of_today(self) -> Iterator[Action]:
        """A cell for every combination of elements and resources that the catalogue has."""
        for service in self.services:
            yield from self._cells_today(service)
        if self.general:
            seen = set()
            for service in sorted(catalogue.services() - set(self.services)):
                for _, name, shapes in _catalogued(service):
                    if shapes not in seen:
                        seen.add(shapes)
                        yield Action(self.general, name, shapes)

    def _cells_today(self, service: str) -> Iterator[Action]:
        tests = [(bit, _Names(one, service), one.negated) for bit, one in self.elements]
        seen = set()
        for lower, name, shapes in _catalogued(service):
            holds = sum(bit for bit, names, negated in tests if names.has(lower) is not negated)
            if (holds, shapes) not in seen:
                seen.add((holds, shapes))
                yield Action(holds, name, shapes)


class _Names:
    """The patterns of an element that speak of one service, plain names apart."""

    __slots__ = ("_globs", "_plain")

    def __init__(self, element: Named, service: str) -> None:
        names = [one.partition(":")[2] for one in element.texts if one.startswith(f"{service}:")]
        self._plain = {one for one in names if "*" not in one and "?" not in one}
        wild = ["*"] if "*" in element.texts else [one for one in names if one not in self._plain]
        self._globs = [compile_glob(solid(parse_pattern(one))) for one in wild]

    def has(self, name: str) -> bool:
        return name in self._plain or any(glob.matches(name) for glob in self._globs)


@lru_cache(maxsize=4096)
def _steps(name: str) -> Steps:
    return text_steps(tuple([one for one in parse_pattern(name) if isinstance(one, str | Wild)]))


@lru_cache(maxsize=512)
def _catalogued(service: str) -> tuple[tuple[str, str, tuple[str, ...] | None], ...]:
    """The actions of a service: name in lower case, full name, the patterns of its resources."""
    shapes = catalogue.arn_shapes(service)
    found = []
    for lower, action in catalogue.actions(service).items():
        known = [shapes.get(one.name.lower()) for one in action.resource_types]
        told = {one.arn for one in known if one is not None}
        patterns = sorted(told, key=lambda arn: (arn.count("${"), arn))
        any_resource = any(one is None for one in known)
        found.append((lower, f"{service}:{action.name}", None if any_resource else tuple(patterns)))
    return tuple(found)
