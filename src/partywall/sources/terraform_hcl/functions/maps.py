"""Functions over maps and objects.

What is not known follows Terraform 1.11.4, as read from its plans, 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    STRING,
    Collection,
    ObjectType,
    convert,
    list_of,
    map_of,
    type_of,
    word_for,
)
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    ListValue,
    MapValue,
    is_known,
)
from partywall.sources.terraform_hcl.elements import inside, one_of
from partywall.sources.terraform_hcl.functions.collections import not_known, sequence
from partywall.sources.terraform_hcl.functions.registry import function


def mapping(value: Any) -> dict[str, Any] | Unknown:
    """A map or object, or that it is not known. Raises Failure for anything else."""
    found = value.whole() if isinstance(value, Lazy) else value
    if isinstance(found, dict):
        return found
    if isinstance(found, Unknown) and type_of(found).word in ("any", "map", "object"):
        return found
    raise Failure(f"a map or object is required, not {word_for(found)}")


@function("keys", ANY, unknowns="all")
def keys(value: Any) -> Any:
    """The names, in order."""
    found = mapping(value)
    if isinstance(found, Unknown):
        kind = type_of(found)
        if isinstance(kind, ObjectType):
            return sorted(kind.fields)
        return not_known(found, of=list_of(STRING) if kind.word == "map" else ANY)
    names = sorted(found)
    return ListValue(names) if isinstance(found, MapValue) else names


@function("values", ANY, unknowns="all")
def values(value: Any) -> Any:
    """The values, in the order of their names."""
    found = mapping(value)
    if isinstance(found, Unknown):
        kind = type_of(found)
        if isinstance(kind, ObjectType):
            return [inside(found, kind.fields[name].type) for name in sorted(kind.fields)]
        return not_known(found, of=list_of(kind.of) if isinstance(kind, Collection) else ANY)
    held = [found[name] for name in sorted(found)]
    return ListValue(held) if isinstance(found, MapValue) else held


@function("lookup", ANY, STRING, rest=ANY, nulls=True, unknowns="all", present=False)
def lookup(value: Any, key: Any, *default: Any) -> Any:
    """The value under a key, else the default."""
    if len(default) > 1 or value is None or key is None:
        raise Failure("lookup takes a map, a key, and at most one default")
    found = mapping(value)
    if isinstance(found, Unknown):
        kind = type_of(found)
        return inside(found, kind.of if isinstance(kind, Collection) else ANY)
    spare = _default(found, default)
    if isinstance(key, Unknown):
        return one_of([*found.values(), *spare], key)
    if key in found:
        return found[key]
    if not spare:
        raise Failure("there is no such key, and no default")
    return spare[0]


def _default(found: dict[str, Any], default: tuple[Any, ...]) -> tuple[Any, ...]:
    """The default as the values of a map are."""
    kind = type_of(found)
    of = kind.of if isinstance(kind, Collection) else ANY
    return tuple(convert(one, of) for one in default)


@function("merge", rest=ANY, nulls=True, unknowns="all")
def merge(*parts: Any) -> Any:
    """All entries; a later one replaces an earlier one of its name. Null counts as empty."""
    found = [mapping(one) for one in parts if one is not None]
    hidden = [one for one in found if isinstance(one, Unknown)]
    if hidden:
        kinds = [type_of(one) for one in found]
        same = kinds[0].word == "map" and all(one == kinds[0] for one in kinds)
        return not_known(*hidden, of=kinds[0] if same else ANY)
    known = [one for one in found if isinstance(one, dict)]
    merged = {name: one for part in known for name, one in part.items()}
    return MapValue(merged) if _are_alike(known) else merged


def _are_alike(parts: list[dict[str, Any]]) -> bool:
    """Whether all are maps of one type."""
    if not parts or not all(isinstance(one, MapValue) for one in parts):
        return False
    kinds = [type_of(one) for one in parts]
    return all(one == kinds[0] for one in kinds)


@function("zipmap", list_of(STRING), ANY, unknowns="inside")
def zipmap(names: list[Any], held: Any) -> Any:
    """The values under the names: a map for a list of values, an object for a tuple."""
    given = sequence(held)
    if not is_known(names):
        return not_known(names, given)
    if any(one is None for one in names):
        raise Failure("a key must not be null")
    if len(names) != len(given):
        raise Failure("there must be as many keys as values")
    made = dict(zip(names, given, strict=True))
    return MapValue(made) if isinstance(given, ListValue) else made


@function("transpose", map_of(list_of(STRING)), gives=map_of(list_of(STRING)))
def transpose(value: dict[str, Any]) -> MapValue:
    """The names under each text that stood in their lists."""
    found: dict[str, list[str]] = {}
    for name in sorted(value):
        if value[name] is None or None in value[name]:
            raise Failure("neither a list nor its texts may be null")
        for one in value[name]:
            found.setdefault(one, []).append(name)
    return MapValue({one: ListValue(found[one]) for one in sorted(found)})
