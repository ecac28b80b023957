"""An item of an output, put into the words of its CloudFormation type by its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from partywall.estate import schema
from partywall.estate.resource import Properties
from partywall.sources.describe.kinds import Kind, Rule, Steps

Item = dict[str, Any]
"""A JSON object of an output."""

NONE: Final[frozenset[str]] = frozenset()


class Told(Struct, eq=False):
    """What an item says: properties, the fields that were understood, and those that were not."""

    properties: Properties
    understood: int = 0
    missed: list[str] = field(default_factory=list)


def apply(kind: Kind, item: Item) -> Told:
    """The properties of an item. A field that no table knows is missed, by name."""
    told = Told({})
    for name, value in item.items():
        if value is None or value == "":
            continue
        rules = kind.rules.get(name)
        if rules is not None:
            _follow(kind, rules, name, value, told)
        elif name in kind.same:
            _take(kind, name, name, value, told)
        elif name not in kind.known:
            told.missed.append(name)
            continue
        told.understood += 1
    told.missed.sort()
    return told


def _follow(kind: Kind, rules: tuple[Rule, ...], name: str, value: Any, told: Told) -> None:
    for rule in rules:
        found = pluck(value, rule.steps, 1) if len(rule.steps) > 1 else value
        if found is None or found == "":
            continue
        if rule.convert:
            found = CONVERTERS[rule.convert](found)
        for target in rule.targets:
            _take(kind, name, target, found, told)
    inner = kind.inner.get(name)
    if inner is not None:
        for one in objects([value] if isinstance(value, dict) else value):
            told.missed += [f"{name}.{key}" for key in one if key not in inner]


def _take(kind: Kind, name: str, target: str, value: Any, told: Told) -> None:
    if isinstance(value, dict | list):
        known = schema.type_schema(kind.spec.type)
        assert known is not None
        left_out = kind.below.get(name, NONE)
        value = _named(known, known.properties[target], value, told, name, left_out)
    if value is not None:
        told.properties[target] = value


def elements(type_name: str, key: str, items: list[Item]) -> tuple[list[Any], list[str]]:
    """Items as the elements of a list property, and the fields that were not understood."""
    known = schema.type_schema(type_name)
    assert known is not None
    told = Told({})
    return _named(known, known.properties[key], items, told, key), told.missed


def pluck(value: Any, steps: Steps, start: int = 0) -> Any:
    """What stands at a path, from a step on; of every element where a step is `[]`.

    None where nothing stands.
    """
    for n in range(start, len(steps)):
        step = steps[n]
        if step == "[]":
            if not isinstance(value, list):
                return None
            found = [pluck(one, steps, n + 1) for one in value]
            return [one for one in found if one is not None]
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def _named(
    known: schema.TypeSchema,
    node: Any,
    value: Any,
    told: Told,
    path: str,
    left_out: frozenset[str] = NONE,
) -> Any:
    """The value with the fields that its place in the schema has; the others are missed."""
    if not isinstance(value, dict | list):
        return value
    alternatives = _alternatives(known, node)
    if isinstance(value, list):
        below = next((one[1] for one in alternatives if _is(one, "array")), None)
        if below is None:
            return value if "*" in alternatives else _miss(told, path)
        found = [_named(known, below, one, told, path, left_out) for one in value]
        return [one for one in found if one is not None]
    if "*" in alternatives or any(_is(one, "map") for one in alternatives):
        return value
    structure = next((one["p"] for one in alternatives if isinstance(one, dict)), None)
    if structure is None:
        return _miss(told, path)
    out: Item = {}
    for name in sorted(value):
        one = value[name]
        if one is None or name in left_out:
            continue
        if name not in structure:
            told.missed.append(f"{path}.{name}")
        elif isinstance(one, dict | list):
            within = _within(left_out, name) if left_out else NONE
            kept = _named(known, structure[name], one, told, f"{path}.{name}", within)
            if kept is not None:
                out[name] = kept
        else:
            out[name] = one
    return out


def _within(left_out: frozenset[str], name: str) -> frozenset[str]:
    """The rest of the paths that begin with a name."""
    before = f"{name}."
    return frozenset(one.removeprefix(before) for one in left_out if one.startswith(before))


def _miss(told: Told, path: str) -> None:
    told.missed.append(path)


def _alternatives(known: schema.TypeSchema, node: Any) -> list[Any]:
    node = known.expand(node)
    if _is(node, "any"):
        return [one for each in node[1:] for one in _alternatives(known, each)]
    return [node]


def _is(node: Any, form: str) -> bool:
    return isinstance(node, list) and node[0] == form


# -- conversions


def _json(value: Any) -> Any:
    """A policy, which the API prints as a text inside a text."""
    try:
        return msgspec.json.decode(value) if isinstance(value, str) else value
    except (msgspec.DecodeError, RecursionError):
        return value


def _last(value: Any) -> Any:
    """The name at the end of an ARN."""
    return value.rsplit("/", 1)[-1] if isinstance(value, str) else value


def _enabled(value: Any) -> Any:
    """Whether a state is that of something switched on, or about to be."""
    return value in ("enabled", "pending")


def _single(value: Any) -> Any:
    """The element of a list that has one at most in this place; None of none."""
    return value[0] if isinstance(value, list) and value else None


CONVERTERS: Final[dict[str, Callable[[Any], Any]]] = {
    "enabled": _enabled,
    "json": _json,
    "last": _last,
    "single": _single,
}


# -- reading items, whatever they turn out to hold


def text(item: object, *path: str) -> str:
    """The text at a path in an item; "" when there is none."""
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item if isinstance(item, str) else ""


def objects(value: object) -> list[Item]:
    """The objects of a list; what is no object is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def chosen(item: Item, keys: Iterable[str]) -> Properties:
    """Some fields of an item, those that have a value."""
    return {key: item[key] for key in keys if item.get(key) not in (None, "")}
