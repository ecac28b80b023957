"""Configurations that reach every condition of a type, made from the line's own data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from partywall.kernel.ends import ends
from partywall.line.facts import facts, parse_all, service_of

MINE = "arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111"
ELSE = "arn:aws:kms:eu-west-1:999999999999:key/22222222-2222-2222-2222-222222222222"
ABSENT: Any = None

Table = dict[str, Any]


def types() -> list[str]:
    """Every type that is classified, in alphabetical order."""
    families = [one for tables in parse_all().values() for one in tables.get("family", ())]
    return sorted({name for family in families for name in family["types"]} - {"Custom::*"})


def conditions(type_name: str) -> Iterator[Table]:
    """The raw conditions that the type's families and rows test."""
    tables = facts(service_of(type_name))["family"]
    by_id = {table["id"]: table for table in tables}
    waiting = [table for table in tables if type_name in table["types"]]
    while waiting:
        table = waiting.pop()
        if "like" in table:
            waiting.append(by_id[table["like"]])
        yield from ([table["if"]] if table.get("if") else [])
        yield from (line["when"] for line in table.get("line", ()) if "when" in line)
        for layer, option in table.get("options", {}).items():
            yield _asked(layer, {"at": option} if isinstance(option, str) else option)


def _asked(layer: str, option: Table) -> Table:
    if "when" in option:
        return dict(option["when"])
    if layer == "keys":
        return {"customer_key": option["at"]}
    return {"at": option["at"], **facts("rules")[layer]["test"]}


def candidates(condition: Table) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Places that a condition looks at, with values that make its tests true and false."""
    for word in ("all", "any"):
        for part in condition.get(word, ()):
            yield from candidates(part)
    if "not" in condition:
        yield from candidates(condition["not"])
    if "customer_key" in condition:
        path = tuple(condition["customer_key"].split("."))
        yield from ((path, key) for key in (ABSENT, "alias/aws/x", MINE, ELSE))
    if "any_item" in condition:
        path = tuple(condition["any_item"].split("."))
        yield path, []
        yield path, [built(list(candidates(condition["where"])), flip) for flip in (0, 1, 2)]
        yield path, [built(list(candidates(condition["where"])), 0)]
    if "at" in condition:
        path = () if condition["at"] == "." else tuple(condition["at"].split("."))
        yield from ((path, value) for value in _values(condition))


def _values(condition: Table) -> list[Any]:
    tested: list[Any] = [ABSENT, True, False, "something else"]
    for word in ("is", "in", "starts"):
        value = condition.get(word)
        tested += value if isinstance(value, list) else [] if value is None else [value]
    if "at_least" in condition:
        tested += [0, 1, 7, "0", "7"]
    if "ended" in condition:
        tested += list(ends(condition["ended"]))[:2]
    if "matches" in condition:
        tested += ["m7i.metal", "eu-west-1-wl1-x", "emr-5.30.0", "15.0.my_cev", "i3.large"]
    return tested


def built(places: list[tuple[tuple[str, ...], Any]], turn: int) -> Any:
    """A value with something at each of the places; `turn` chooses which of the candidates."""
    by_path: dict[tuple[str, ...], list[Any]] = {}
    for path, value in places:
        by_path.setdefault(path, []).append(value)
    chosen = {path: values[(turn + 4) % len(values)] for path, values in by_path.items()}
    if () in chosen:
        return chosen[()]
    value: Table = {}
    for path, one in chosen.items():
        put(value, path, one)
    return value


def put(into: Table, path: tuple[str, ...], value: Any) -> None:
    """Set a nested property; nothing is set for an absent value or below something else."""
    for key in path[:-1]:
        below = into.setdefault(key, {})
        if not isinstance(below, dict):
            return
        into = below
    if value is not ABSENT:
        into[path[-1]] = value


@st.composite
def configured(draw: st.DrawFn, type_name: str) -> Table:
    """Properties of a type, at random among those that its conditions tell apart."""
    by_path: dict[tuple[str, ...], list[Any]] = {}
    for condition in conditions(type_name):
        for path, value in candidates(condition):
            by_path.setdefault(path, []).append(value)
    properties: Table = {}
    for path, values in sorted(by_path.items()):
        put(properties, path, draw(st.sampled_from(values)))
    return properties


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of everything inside a value, the value itself left out."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for key, one in inner for place in [(*path, key), *leaves(one, (*path, key))]]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A copy of `value` with `new` at `path`."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)  # type: ignore[index]
    return copy
