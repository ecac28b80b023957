"""The provider `awscc`, whose types and arguments are CloudFormation's own under other spelling.

`awscc_s3_bucket` is AWS::S3::Bucket and `kms_master_key_id` is KMSMasterKeyID: both providers'
names come from the same schemas, so they are compared without underscores and capitals. Values
are the same, except that free-form objects (policies) are JSON text.

Source: documentation of the provider hashicorp/awscc, read 2026-11-23.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

import msgspec

from partywall.estate import schema
from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Mapped, Table, Values
from partywall.sources.mapping.table import ALWAYS_IGNORED

PREFIX: Final = "awscc_"


class _Everything(frozenset[str]):
    """Every argument: `awscc` fills in whatever nobody configures."""

    def __contains__(self, _name: object) -> bool:
        return True


EVERYTHING: Final = _Everything()


@cache
def table_by_name(source_type: str) -> Table | None:
    """The table of an `awscc` type, or None when CloudFormation has no type of that name."""
    kind = _kinds().get(_squashed(source_type.removeprefix(PREFIX)))
    if kind is None:
        return None
    return Table(
        source_type=source_type,
        type=kind,
        folds_into="",
        parent="",
        name="",
        steps={},
        computed=EVERYTHING,
        ignored=frozenset(ALWAYS_IGNORED),
        appends=frozenset(),
        covers=schema.properties_of(kind),
        shape=None,
        by_name=True,
    )


@cache
def _kinds() -> dict[str, str]:
    return {
        _squashed(name.removeprefix("AWS::").replace("::", "")): name
        for name in schema.types()
        if name.startswith("AWS::")
    }


def _squashed(name: str) -> str:
    return name.replace("_", "").lower()


def apply_by_name(table: Table, values: Values) -> Mapped:
    """The properties that a resource with these argument values has."""
    found = schema.type_schema(table.type)
    assert found is not None
    mapped = Mapped({})
    names = _names(tuple(found.properties))
    for argument, value in values.items():
        if not value and value in UNSET:
            continue
        name = names.get(_squashed(argument))
        if name is None:
            if type(value) is not Unknown:
                mapped.missed.append(argument)
            continue
        mapped.understood += 1
        mapped.properties[name] = _spelled(found, found.properties[name], value)
    return mapped


@lru_cache(maxsize=4096)
def _names(properties: tuple[str, ...]) -> dict[str, str]:
    return {_squashed(name): name for name in properties}


def _spelled(known: schema.TypeSchema, node: Any, value: Any) -> Any:
    """The value with the names of the schema's node, at every depth."""
    node = known.expand(node)
    if isinstance(value, str):
        return _parsed(value) if _holds_structure(known, node) else value
    if isinstance(value, list):
        below = _part(known, node, "array")
        return [_spelled(known, below, one) for one in value]
    if not isinstance(value, dict):
        return value
    structure = _structure(known, node, value)
    if structure is None:
        below = _part(known, node, "map")
        return {key: _spelled(known, below, one) for key, one in value.items() if one is not None}
    names, out = _names(tuple(structure)), Properties()
    for argument, one in value.items():
        if not one and one in UNSET:
            continue
        key = names.get(_squashed(argument)) or str(argument)
        out[key] = _spelled(known, structure.get(key, "*"), one)
    return out


def _alternatives(known: schema.TypeSchema, node: Any) -> list[Any]:
    node = known.expand(node)
    if isinstance(node, list) and node[0] == "any":
        return [one for each in node[1:] for one in _alternatives(known, each)]
    return [node]


def _part(known: schema.TypeSchema, node: Any, kind: str) -> Any:
    """What the elements of a list, or the values of a map, are."""
    for one in _alternatives(known, node):
        if isinstance(one, list) and one[0] == kind:
            return one[1]
    return "*"


def _structure(known: schema.TypeSchema, node: Any, value: Values) -> dict[str, Any] | None:
    """The properties of the alternative that has the most of the value's keys."""
    keys = {_squashed(key) for key, one in value.items() if one is not None}
    found = [one["p"] for one in _alternatives(known, node) if isinstance(one, dict)]
    return max(found, key=lambda one: len(keys & set(_names(tuple(one)))), default=None)


def _holds_structure(known: schema.TypeSchema, node: Any) -> bool:
    return any(
        one == "*"
        or isinstance(one, dict)
        or (isinstance(one, list) and one[0] in ("map", "array"))
        for one in _alternatives(known, node)
    )


def _parsed(text: str) -> object:
    try:
        return msgspec.json.decode(text) if text[:1] in "{[" else text
    except (msgspec.DecodeError, RecursionError):
        return text
