"""The mapping tables, all of them: what they name exists, and what they make is well formed.

An example of every table is built from the provider's own schema: every argument set, every
block there once. Then each argument in turn is hidden, and the result may only get weaker.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partywall.estate import schema
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Mapped, apply, known_types, table_for
from partywall.sources.mapping.table import TABLES

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "provider_arguments.json").read_text("utf-8")
)
SPECS: dict[str, dict[str, Any]] = {
    name: spec
    for file in sorted(TABLES.parent.glob("*.toml"))
    for name, spec in tomllib.loads(file.read_text("utf-8")).items()
}
OWN = [name for name, spec in SPECS.items() if "same_as" not in spec]
ADDRESS = "aws_type.example"
HIDDEN = Unknown("known after apply", ("aws_other.thing",))
DEEPEST = 5

BY_SHAPE: dict[str, object] = {}
"""Values for arguments that a shape reads, where any text would not do."""


def rows(name: str) -> Iterator[tuple[str, str, str]]:
    """Source path, target path and conversion of each row."""
    for source, row in SPECS[name].get("arguments", {}).items():
        written = {"to": row} if isinstance(row, str) else row
        targets = written["to"] if isinstance(written["to"], list) else [written["to"]]
        for target in targets:
            yield source, target, written.get("as", "")


def kind_of(name: str) -> str:
    spec = SPECS[name]
    return str(spec.get("type") or spec.get("folds_into") or "")


def path_of(target: str) -> tuple[str | int, ...]:
    path: list[str | int] = []
    for part in target.split("."):
        path += [part.removesuffix("[]"), 0] if part.endswith("[]") else [part]
    return tuple(path)


def fact(name: str, source: str) -> Any:
    """What the provider says of an argument: `flags type`, a block, or None."""
    found: Any = FACTS[name]
    for part in source.replace("[]", "").split("."):
        if isinstance(found, str):
            return found if "{" in found and f"{part} " in found else None
        found = found.get(part) if isinstance(found, dict) else None
    return found


@pytest.mark.parametrize("name", OWN)
def test_every_target_exists_in_cloudformation(name: str) -> None:
    kind = kind_of(name)
    assert not kind or schema.is_type(kind)
    wrong = [target for _, target, _ in rows(name) if not schema.has_path(kind, path_of(target))]
    assert not wrong
    spec = SPECS[name]
    named = {*spec.get("absent", ()), *spec.get("sets", ()), *spec.get("appends", ())}
    assert named <= schema.properties_of(kind) or not kind


@pytest.mark.parametrize("name", OWN)
def test_every_argument_exists_in_the_provider(name: str) -> None:
    spec = SPECS[name]
    named = [
        *spec.get("arguments", {}),
        *spec.get("ignore", ()),
        *spec.get("shaped", ()),
        *filter(None, (spec.get("parent"), spec.get("name"))),
    ]
    assert [source for source in named if fact(name, source) is None] == []


@pytest.mark.parametrize("name", OWN)
def test_computed_are_what_the_provider_may_fill_in(name: str) -> None:
    wanted = set(SPECS[name].get("computed", ()))
    assert {label for label in wanted if not is_filled_in(fact(name, label))} == set()
    assert {label for label in filled_in(FACTS[name]) if label not in wanted} <= {"id"}


def is_filled_in(flags: Any) -> bool:
    return isinstance(flags, str) and flags.startswith("oc")


def filled_in(block: dict[str, Any], above: str = "") -> Iterator[str]:
    for label, flags in block.items():
        if isinstance(flags, dict):
            yield from filled_in(flags, f"{above}{label}.")
        elif label != "tags_all" and is_filled_in(flags):
            yield above + label


def example(name: str) -> dict[str, Any]:
    """Every argument of the type, with a value that its target takes."""
    wanted = {source.replace("[]", ""): (target, convert) for source, target, convert in rows(name)}
    return block_example(name, FACTS[name], wanted, "")


def block_example(
    name: str, block: dict[str, Any], wanted: dict[str, tuple[str, str]], above: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for label, flags in block.items():
        at = f"{above}{label}"
        if not label or label in ("id", "tags_all"):
            continue
        if isinstance(flags, dict):
            if at.count(".") < DEEPEST:
                values[label] = [block_example(name, flags, wanted, f"{at}.")]
        elif not flags.startswith("c "):
            target, convert = wanted.get(at, ("", ""))
            values[label] = BY_SHAPE.get(f"{name}.{at}") or value_of(
                flags.split(" ", 1)[1], kind_of(name), target, convert
            )
    return values


def value_of(kind: str, resource: str, target: str, convert: str) -> Any:
    if kind == "bool":
        return True
    if kind.startswith(("list(", "set(")):
        return [value_of(kind[kind.index("(") + 1 : -1], resource, target, convert)]
    if kind.startswith("map("):
        return {"a": value_of(kind[4:-1], resource, "", "")}
    if kind.startswith("{"):
        return {}
    choices = choices_at(resource, target)
    if kind == "number":
        return int(choices[0]) if choices else 1
    if "json" in convert:
        return '{"Version": "2012-10-17"}'
    return str(choices[0]) if choices else "1"


def choices_at(resource: str, target: str) -> list[Any]:
    """The values that the property takes, when the schema lists them."""
    found = schema.type_schema(resource)
    if found is None or not target:
        return []
    node: Any = {"p": found.properties}
    for step in (*path_of(target), None):
        node = found.expand(node)
        while isinstance(node, list) and node[0] in ("any", "array") and step != 0:
            node = found.expand(node[1])
        if step is None:
            break
        if step == 0:
            node = found.expand(node[1]) if isinstance(node, list) else node
        elif isinstance(node, dict):
            node = node["p"].get(step, "*")
        else:
            return []
    return list(node[1:]) if isinstance(node, list) and node[0] == "enum" else []


def mapped(name: str, values: dict[str, Any]) -> Mapped:
    table = table_for(name)
    assert table is not None
    return apply(table, values, ADDRESS)


def problems(name: str, result: Mapped) -> list[str]:
    found = [f"{kind_of(name)} {p}" for p in schema.validate(kind_of(name), result.properties)]
    for piece in result.pieces:
        kind = piece.type or piece.folds_into
        found += [f"{kind} {problem}" for problem in schema.validate(kind, piece.properties)]
    return found


@pytest.mark.parametrize("name", OWN)
def test_an_example_maps_to_what_cloudformation_accepts(name: str) -> None:
    result = mapped(name, example(name))
    assert (problems(name, result) if kind_of(name) else []) == []
    assert result.properties or result.pieces


@pytest.mark.parametrize("name", OWN)
def test_hiding_an_argument_only_weakens(name: str) -> None:
    full = mapped(name, example(name))
    for place in places(example(name)):
        values = example(name)
        hide(values, place)
        result = mapped(name, values)
        assert weaker(result.properties, full.properties), f"{place}: {result.properties}"
        if kind_of(name):
            assert problems(name, result) == [], place


def places(values: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every argument and block element, outermost first."""
    if len(above) > DEEPEST:
        return
    entries = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in list(entries):
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from places(value, (*above, key))


def hide(values: Any, place: tuple[str | int, ...]) -> None:
    for step in place[:-1]:
        values = values[step]
    values[place[-1]] = HIDDEN


def weaker(seen: Any, full: Any) -> bool:
    """Whether `seen` tells nothing that `full` does not."""
    if seen == full or isinstance(seen, Unknown):
        return True
    if isinstance(seen, dict) and isinstance(full, dict):
        return all(
            weaker(seen[key], full[key]) if key in seen and key in full else _open(seen.get(key))
            for key in {*seen, *full}
        )
    if isinstance(seen, list) and isinstance(full, list):
        if any(isinstance(one, Unknown) and one.many for one in seen):
            return True
        return len(seen) == len(full) and all(map(weaker, seen, full))
    return False


def _open(value: Any) -> bool:
    """Whether nothing definite is said: Unknown, or a structure of nothing else."""
    if isinstance(value, dict):
        return bool(value) and all(map(_open, value.values()))
    return isinstance(value, Unknown)


def test_all_types_have_facts() -> None:
    assert sorted(FACTS) == known_types()
