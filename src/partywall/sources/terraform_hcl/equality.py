"""Whether two values are equal, as Terraform's `==` says, known or not.

Types count: `1 == "1"` is false, and so is a list compared with a tuple.

Source: behaviour of Terraform 1.11.4, as read from its plans, 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.type_model import (
    ANY,
    BOOL,
    Collection,
    ObjectType,
    TupleType,
    Type,
    kind_of,
    type_of,
)
from partywall.sources.terraform.values import (
    Lazy,
    PartialText,
    SetValue,
    UnknownOf,
    identity,
    is_known,
    spelled,
    unknown_from,
)


def equals(left: Any, right: Any) -> bool | Unknown:
    """`left == right`.

    A list is compared from its beginning, and not known from the first element on that is not;
    an object is different as soon as any known attribute is. (Terraform takes attributes in no
    order, so it may say either there.)
    """
    if isinstance(left, Lazy):
        left = left.whole()
    if isinstance(right, Lazy):
        right = right.whole()
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _with_unknown(left, right)
    if is_known(left) and is_known(right):
        return identity(left) == identity(right)
    if kind_of(left) != kind_of(right) or differ(type_of(left), type_of(right)):
        return False
    if isinstance(left, SetValue):
        return _unsure(left, right)
    return _lists(left, right) if isinstance(left, list) else _objects(left, right)


def _lists(left: list[Any], right: list[Any]) -> bool | Unknown:
    if len(left) != len(right):
        return False
    for pair in zip(left, right, strict=True):
        found = equals(*pair)
        if found is not True:
            return found
    return True


def _objects(left: dict[str, Any], right: dict[str, Any]) -> bool | Unknown:
    if left.keys() != right.keys():
        return False
    found = [equals(left[name], right[name]) for name in left]
    if any(one is False for one in found):
        return False
    return next((one for one in found if one is not True), True)


def _with_unknown(left: Any, right: Any) -> bool | Unknown:
    if left is None or right is None:
        hidden = right if left is None else left
        return False if hidden.present else _unsure(hidden)
    if differ(type_of(left), type_of(right)) or _begin_differently(left, right):
        return False
    unsure = _unsure(left, right)
    return _settled(unsure) if _share_nothing(left, right) else unsure


def differ(one: Type, other: Type) -> bool:
    """Whether two types are surely not the same, whatever is open in them."""
    if one is ANY or other is ANY:
        return False
    if one.word != other.word:
        return True
    if isinstance(one, Collection) and isinstance(other, Collection):
        return differ(one.of, other.of)
    if isinstance(one, TupleType) and isinstance(other, TupleType):
        return len(one.items) != len(other.items) or any(
            differ(*pair) for pair in zip(one.items, other.items, strict=True)
        )
    if isinstance(one, ObjectType) and isinstance(other, ObjectType):
        return one.fields.keys() != other.fields.keys() or any(
            differ(one.fields[name].type, other.fields[name].type) for name in one.fields
        )
    return False


def _begin_differently(left: Any, right: Any) -> bool:
    """Whether a template is compared with a text that does not begin as it does."""
    for hidden, known in ((left, right), (right, left)):
        if isinstance(hidden, PartialText) and isinstance(known, str):
            return not known.startswith(hidden.prefix)
    return False


def _share_nothing(left: Any, right: Any) -> bool:
    """Whether neither side can be what the other is, by what is known of them beyond Terraform."""
    for hidden, other in ((left, right), (right, left)):
        if isinstance(hidden, Unknown) and isinstance(other, str) and not _may_be(hidden, other):
            return True
    ours, theirs = _choices(left), _choices(right)
    return bool(ours and theirs) and not ours & theirs


def _may_be(hidden: Unknown, text: str) -> bool:
    return text.startswith(hidden.prefix) and text.endswith(hidden.suffix)


def _choices(value: Any) -> set[tuple[str, str]]:
    """All that a value can be; empty when that is open."""
    if isinstance(value, Unknown):
        return {spelled(one) for one in value.among}
    return {spelled(value)} if not isinstance(value, list | dict) else set()


def _unsure(*values: Any) -> Unknown:
    found = unknown_from(values)
    return UnknownOf(found.why, found.refs, present=True, type=BOOL)


def _settled(unsure: Unknown) -> Unknown:
    """Not known to Terraform, but it can only be false."""
    return UnknownOf(unsure.why, unsure.refs, among=(False,), present=True, type=BOOL)
