"""The one type that values of several types can all become.

Terraform asks for it wherever a constraint leaves the type open: the elements of a list, the two
arms of a conditional, the arguments of `coalesce`.

Source: behaviour of Terraform 1.11.4, read from plans, 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Sequence

from partywall.sources.terraform.type_model import (
    ANY,
    Collection,
    ObjectType,
    TupleType,
    Type,
    list_of,
    map_of,
    object_of,
    tuple_of,
)

_PREFERENCE = {"string": 0, "list": 0, "map": 0, "tuple": 1, "object": 1, "set": 2, "any": 9}
"""The lower, the sooner a type is tried as the one that all others become; others are 1."""


def unify(types: Sequence[Type]) -> Type | None:
    """The type that all of them convert to; None when there is none, `any` when it stays open."""
    kinds = {one.word for one in types}
    if not kinds or kinds == {"any"}:
        return ANY
    if len(kinds) == 1 and all(one == types[0] for one in types):
        return types[0]
    concrete = kinds - {"any"}
    found = _of_one_kind(types, concrete, is_open=len(concrete) < len(kinds))
    if found is not None or {"object", "tuple"} <= concrete or concrete in _SETTLED:
        return found
    for wanted in sorted(types, key=_preference):
        if all(converts(one, wanted) for one in types):
            return wanted
    return None


_SETTLED = ({"object"}, {"tuple"}, {"list"}, {"set"}, {"map"})
"""Kinds that, alone, have no other way to become one type."""


def _of_one_kind(types: Sequence[Type], kinds: set[str], is_open: bool) -> Type | None:
    """The type that structures and collections of like kinds make together."""
    if kinds in ({"map", "object"}, {"list", "tuple"}):
        if is_open:
            return None
        inner = unify(inner_types(types))
        return None if inner is None else Collection("list" if "list" in kinds else "map", inner)
    if kinds not in _SETTLED:
        return None
    if is_open:
        return ANY
    if kinds == {"object"}:
        return _objects([one for one in types if isinstance(one, ObjectType)])
    if kinds == {"tuple"}:
        return _tuples([one for one in types if isinstance(one, TupleType)])
    inner = unify(inner_types(types))
    return None if inner is None else Collection(next(iter(kinds)), inner)


def inner_types(types: Sequence[Type]) -> list[Type]:
    """The types of all elements and attributes."""
    found: list[Type] = []
    for one in types:
        if isinstance(one, Collection):
            found.append(one.of)
        elif isinstance(one, TupleType):
            found.extend(one.items)
        elif isinstance(one, ObjectType):
            found.extend(field.type for field in one.fields.values())
    return found


def _objects(types: Sequence[ObjectType]) -> Type | None:
    """An object when all have the same attributes, else a map."""
    names = types[0].fields.keys()
    if any(one.fields.keys() != names for one in types):
        inner = unify(inner_types(types))
        return None if inner is None else map_of(inner)
    fields = {name: unify([one.fields[name].type for one in types]) for name in names}
    return object_of({n: of for n, of in fields.items() if of}) if all(fields.values()) else None


def _tuples(types: Sequence[TupleType]) -> Type | None:
    """A tuple when all have the same length, else a list."""
    if any(len(one.items) != len(types[0].items) for one in types):
        inner = unify(inner_types(types))
        return None if inner is None else list_of(inner)
    items = [unify(across) for across in zip(*(one.items for one in types), strict=True)]
    return tuple_of(one for one in items if one) if all(items) else None


def _preference(kind: Type) -> tuple[int, ...]:
    rank = _PREFERENCE.get(kind.word, 1)
    return (rank, *_preference(kind.of)) if isinstance(kind, Collection) else (rank,)


def converts(have: Type, want: Type) -> bool:
    """Whether a value of one type may be converted to another; its value may still not do."""
    if have == want or have.word == "any" or want.word == "any":
        return True
    if have.word in ("string", "number", "bool"):
        return "string" in (have.word, want.word) and want.word in ("string", "number", "bool")
    if isinstance(want, Collection):
        return _converts_to_collection(have, want)
    if isinstance(want, TupleType):
        return (
            isinstance(have, TupleType)
            and len(have.items) == len(want.items)
            and all(converts(*pair) for pair in zip(have.items, want.items, strict=True))
        )
    return isinstance(want, ObjectType) and _converts_to_object(have, want)


def _converts_to_collection(have: Type, want: Collection) -> bool:
    if (have.word in ("map", "object")) != (want.word == "map"):
        return False
    inner = inner_types([have])
    if want.of is ANY:
        return unify(inner) is not None
    return all(converts(one, want.of) for one in inner)


def _converts_to_object(have: Type, want: ObjectType) -> bool:
    if isinstance(have, Collection) and have.word == "map":
        return all(converts(have.of, field.type) for field in want.fields.values())
    return isinstance(have, ObjectType) and all(
        converts(have.fields[name].type, field.type) if name in have.fields else field.optional
        for name, field in want.fields.items()
    )
