"""Arguments of one source resource, turned into the properties of its table's type.

Nothing is guessed here: an `Unknown` stays one, with its references, wherever the row puts it;
a block that may be there or not makes unknown what only it could have set; an argument without
a row is reported by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct, field

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.steps import Leaf, Step, Target, shades_of

Values = dict[str, Any]
"""Arguments of a source resource: JSON values, `Unknown` where not known, null when not set."""

CONTAINERS: Final = (dict, list)

UNSET: Final[tuple[object, ...]] = (None, "", [])
"""What a plan holds for an argument that is not set."""


class Piece(Struct, eq=False, kw_only=True):
    """A further resource (`type`) or fragment (`folds_into`, `parent`) that a shape made."""

    properties: Properties
    type: str = ""
    folds_into: str = ""
    parent: object = None
    appends: frozenset[str] = frozenset()


Shape = Callable[[Values, Properties, str], Iterable[Piece] | None]


class Table(Struct, eq=False):
    """A table ready for use; the words are those of `Spec`. `by_name`: it has no rows, as the
    names of the arguments tell the properties."""

    source_type: str
    type: str
    folds_into: str
    parent: str
    name: str
    steps: dict[str, Step]
    computed: frozenset[str]
    ignored: frozenset[str]
    appends: frozenset[str]
    covers: frozenset[str]
    shape: Shape | None
    by_name: bool = False


class Mapped(Struct, eq=False):
    """The result: properties, what else a shape made, and the arguments without a row.

    `missed` are labels, dotted below the top. `understood` counts the top-level arguments that
    are set and have a row.
    """

    properties: Properties
    pieces: list[Piece] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    understood: int = 0


def apply(table: Table, values: Values, address: str) -> Mapped:
    """The properties that the resource at `address` with these argument values has."""
    out: Properties = {}
    mapped = Mapped(out)
    mapped.understood = run(table.steps, values, out, mapped.missed, "")
    if table.shape is not None:
        mapped.pieces = list(table.shape(values, out, address) or ())
    return mapped


def run(steps: dict[str, Step], values: Values, out: Properties, missed: list[str], at: str) -> int:
    """Every argument is put where its step says; gives how many had one and were set."""
    understood = 0
    step_of = steps.get
    for name, value in values.items():
        if value is None or (not value and value in UNSET):
            continue
        step = step_of(name)
        if step is None:
            if type(value) is not Unknown:
                missed.append(f"{at}.{name}" if at else name)
            continue
        understood += 1
        key = step.key
        if key:
            if key in out:
                put(out, (key,), value)
            else:
                out[key] = value
        if step.further:
            follow(step, steps, value, out, missed)
    return understood


def follow(
    step: Step, scope: dict[str, Step], value: Any, out: Properties, missed: list[str]
) -> None:
    """One argument's value is put at all its targets."""
    for leaf in step.leaves:
        how = leaf.convert
        if how is None:
            converted = value
        else:
            converted = _still_unknown(leaf, value) if type(value) is Unknown else how(value)
        if converted is None:
            continue
        target = leaf.target
        if len(target) == 1 and target[0] not in out:
            out[target[0]] = converted  # type: ignore[index]
        else:
            put(out, target, converted)
    for target, steps in step.each:
        put(out, target, _elements(steps, value, missed, step.label))
    if step.inside:
        _enter(step, scope, value, out, missed)


def _still_unknown(leaf: Leaf, value: Unknown) -> object:
    """What survives the conversion of a value that is not known."""
    present = value.present and leaf.certain
    attribute = value.attribute if leaf.wraps else ""
    kept = Unknown(value.why, value.refs, attribute, present=present, many=value.many)
    return [kept] if leaf.wraps else kept


def _elements(steps: dict[str, Step], value: Any, missed: list[str], label: str) -> object:
    if type(value) is Unknown:
        return value
    elements = value if isinstance(value, list) else [value]
    return [_element(steps, element, missed, label) for element in elements]


def _element(steps: dict[str, Step], element: Any, missed: list[str], label: str) -> object:
    if type(element) is Unknown:
        return element
    out: Properties = {}
    own = steps.get("")
    if own is not None:
        follow(own, steps, element, out, missed)
        return out.get("", out)
    if not isinstance(element, dict):
        return Unknown(f"{label} has a form that is not understood", present=True)
    run(steps, element, out, missed, label)
    return out.get("", out)


def _enter(
    step: Step, scope: dict[str, Step], value: Any, out: Properties, missed: list[str]
) -> None:
    block = value
    if isinstance(value, list):
        if not value:
            return
        block = value[0] if len(value) == 1 else Unknown(f"{step.label} is there more than once")
    if isinstance(block, dict):
        _run_inside(step, scope, block, out, missed)
        return
    if type(block) is not Unknown:
        block = Unknown(f"{step.label} has a form that is not understood", present=True)
    for target in shades_of(step, scope):
        put(out, target, Unknown(block.why, block.refs))


def _run_inside(
    step: Step, scope: dict[str, Step], block: Values, out: Properties, missed: list[str]
) -> None:
    for name, value in block.items():
        if value is None or (not value and value in UNSET):
            continue
        below = step.inside.get(name)
        if below is None:
            if type(value) is not Unknown:
                missed.append(f"{step.label}.{name}")
            continue
        if below.key:
            put(out, (below.key,), value)
        if below.further:
            follow(below, scope, value, out, missed)


def put(out: Properties, target: Target, value: object) -> None:
    """The value stands at the target; lists that several arguments contribute to are joined."""
    node: Any = out
    for key, following in pairwise(target) if len(target) > 1 else ():
        if isinstance(key, int):
            if not node:
                node.append({})
            below = node[0]
        else:
            below = node.get(key)
            if below is None:
                below = node[key] = [] if isinstance(following, int) else {}
        if not isinstance(below, CONTAINERS):
            return
        node = below
    last = target[-1]
    if isinstance(last, int):
        node.append(value)
        return
    old = node.get(last)
    node[last] = value if old is None else _joined(old, value)


def _joined(old: object, new: object) -> object:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    if isinstance(old, list) or isinstance(new, list):
        return [*_as_list(old), *_as_list(new)]
    return new


def _as_list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if type(value) is Unknown:
        return [Unknown(value.why, value.refs, many=True)]
    return [value]
