"""The rows of one mapping table, compiled into a tree that follows the source's arguments.

A row is a path in the source and one in CloudFormation's schema. The first `[]` of the source
path pairs with the first `[]` of the target path, and so on: those lists are mapped element by
element. A source block without a pair is entered by itself, and must hold at most one element.
A `[]` of the target without a pair is a list of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct, field

Target = tuple[str | int, ...]
"""Where a value goes: property names, and 0 for a list of one."""

ITSELF: Final[Target] = ("",)
"""The target of a value that is the whole element of a list."""

Convert = Callable[[Any], object]


class Leaf(Struct, frozen=True, gc=False):
    """A value that goes to `target`, through `convert` if there is one.

    `certain`: the conversion never turns something that is set into nothing. `wraps`: it makes
    a list of one value.
    """

    target: Target
    convert: Convert | None = None
    certain: bool = True
    wraps: bool = False


class Step(Struct, eq=False, gc=False):
    """What to do with one argument.

    `key` is set in the commonest case: a property at the top, the value as it is. `leaves` are
    further targets; `inside` are the arguments of a block that is entered; `each` are pairs of
    a target list and the arguments of each element. In `inside`, the empty name stands for
    the element itself. `further` says whether there is anything but `key`.
    """

    label: str
    key: str = ""
    leaves: tuple[Leaf, ...] = ()
    inside: dict[str, Step] = field(default_factory=dict)
    each: tuple[tuple[Target, dict[str, Step]], ...] = ()
    shades: tuple[Target, ...] | None = None
    further: bool = False


def add_row(steps: dict[str, Step], source: str, target: str, leaf: Leaf) -> None:
    """The row is part of the tree. Raises ValueError when a path is malformed."""
    _insert(steps, _split(source), _split(target), leaf, "")


def _split(path: str) -> list[tuple[str, bool]]:
    parts = [(part.removesuffix("[]"), part.endswith("[]")) for part in path.split(".")]
    if not all(name and "[" not in name for name, _ in parts):
        raise ValueError(f"malformed path {path!r}")
    return parts


def _insert(
    steps: dict[str, Step],
    source: list[tuple[str, bool]],
    target: list[tuple[str, bool]],
    leaf: Leaf,
    above: str,
) -> None:
    (name, many), rest = source[0], source[1:]
    label = f"{above}.{name}" if above else name
    step = steps.setdefault(name, Step(label))
    at = next((n for n, (_, listed) in enumerate(target) if listed), None) if many else None
    if at is not None:
        head, tail = _flat(target[: at + 1])[:-1], target[at + 1 :]
        element = _element_steps(step, head)
        if rest:
            _insert(element, rest, tail, leaf, label)
        else:
            own = element.setdefault("", Step(label))
            own.leaves += (_aimed(leaf, tail),)
            own.further = True
    elif rest:
        _insert(step.inside, rest, target, leaf, label)
    else:
        aimed = _aimed(leaf, target)
        at_top = len(aimed.target) == 1 and aimed.target != ITSELF
        if at_top and leaf.convert is None and not step.key:
            step.key = str(aimed.target[0])
            return
        step.leaves += (aimed,)
    step.further = True


def _aimed(leaf: Leaf, target: list[tuple[str, bool]]) -> Leaf:
    return Leaf(_flat(target), leaf.convert, leaf.certain, leaf.wraps)


def _element_steps(step: Step, head: Target) -> dict[str, Step]:
    for target, steps in step.each:
        if target == head:
            return steps
    steps = {}
    step.each += ((head, steps),)
    return steps


def _flat(target: list[tuple[str, bool]]) -> Target:
    flat: list[str | int] = []
    for name, many in target:
        flat += [name, 0] if many else [name]
    return tuple(flat) or ITSELF


def tops(steps: dict[str, Step]) -> Iterator[str]:
    """The top-level properties that the tree can set."""
    for target, _ in _targets(steps):
        yield str(target[0])


def shades_of(step: Step, scope: dict[str, Step]) -> tuple[Target, ...]:
    """The places that are not known when the whole block `step` is not.

    Each is the outermost place that only this block can set, so that a property shared with
    other arguments (`DistributionConfig`) keeps what they say.
    """
    if step.shades is None:
        everything = list(_targets(scope))
        own = [target for target, steps in everything if step in steps]
        others = [target for target, steps in everything if step not in steps]
        shades = {_outermost(target, others): None for target in own}
        step.shades = tuple(shades)
    return step.shades


def _outermost(target: Target, others: list[Target]) -> Target:
    named = [n for n in range(1, len(target) + 1) if not isinstance(target[n - 1], int)]
    for length in named:
        if not any(other[:length] == target[:length] for other in others):
            return target[:length]
    return target[: named[-1]]


def _targets(
    steps: dict[str, Step], above: tuple[Step, ...] = ()
) -> Iterator[tuple[Target, tuple[Step, ...]]]:
    """Every place that the steps of one scope set, with the steps that lead there."""
    for step in steps.values():
        chain = (*above, step)
        if step.key:
            yield (step.key,), chain
        for leaf in step.leaves:
            yield leaf.target, chain
        for target, _ in step.each:
            yield target, chain
        yield from _targets(step.inside, chain)
