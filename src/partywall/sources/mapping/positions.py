"""Where in the source each property was written, by the same rows that put its value there."""

from __future__ import annotations

from msgspec import Struct, field

from partywall.kernel.unknown import Path
from partywall.sources.mapping.steps import ITSELF, Step

Spot = tuple[int, int]
"""Line and column, from 1."""


class Placed(Struct, eq=False):
    """Where an argument or a block begins, and the same for what stands in it: one entry for an
    argument, one for each occurrence of a block."""

    at: Spot
    inside: dict[str, list[Placed]] = field(default_factory=dict)


def positions(steps: dict[str, Step], written: dict[str, list[Placed]]) -> dict[Path, Spot]:
    """The place of each property that a row sets from one of the arguments written."""
    found: dict[Path, Spot] = {}
    _place(steps, written, (), found)
    return found


def _place(
    steps: dict[str, Step], written: dict[str, list[Placed]], base: Path, found: dict[Path, Spot]
) -> None:
    for name, occurrences in written.items():
        step = steps.get(name)
        if step is None or not occurrences:
            continue
        first = occurrences[0]
        if step.key:
            found[(*base, step.key)] = first.at
        for leaf in step.leaves:
            if leaf.target != ITSELF:
                found.setdefault((*base, *leaf.target), first.at)
        for target, elements in step.each:
            for n, one in enumerate(occurrences):
                at = (*base, *target, n)
                found[at] = one.at
                _place(elements, one.inside, at, found)
        if step.inside:
            _place(step.inside, first.inside, base, found)
