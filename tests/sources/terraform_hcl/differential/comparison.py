"""Where our values differ from Terraform's: known values, and what is unknown of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import Lazy
from sources.terraform_hcl.differential.oracle import Masked

DIGITS: Final = Decimal("1e-150")
"""Terraform rounds to 512 bits and we to 155 digits: a fraction without end differs behind this."""


class Difference(NamedTuple):
    """Where, and what is wrong: `value`, `shape`, `we know more`, `we know less`, `missing`…"""

    where: str
    what: str
    ours: str
    theirs: str
    value: Any = None
    """Ours."""


def differences(where: str, ours: Any, theirs: Masked) -> Iterator[Difference]:
    """Every place in which a value of ours is not what Terraform plans."""
    yield from _compared(where, ours, theirs.value, theirs.unknown)


def _compared(where: str, ours: Any, value: Any, unknown: Any) -> Iterator[Difference]:
    if isinstance(ours, Lazy):
        ours = ours.whole()
    if unknown is True:
        if not isinstance(ours, Unknown):
            yield Difference(where, "we know more", repr(ours), "unknown", ours)
        return
    if isinstance(ours, Unknown):
        yield Difference(where, "we know less", repr(ours), repr(value), ours)
    elif isinstance(ours, dict):
        yield from _of_objects(where, ours, value, unknown)
    elif isinstance(ours, list):
        yield from _of_lists(where, ours, value, unknown)
    elif not same(ours, value):
        yield Difference(where, "value", repr(ours), repr(value))


def _of_objects(where: str, ours: dict[str, Any], value: Any, unknown: Any) -> Iterator[Difference]:
    """A plan leaves out of `after` what is wholly unknown, and of the mask what is known."""
    masks = unknown if isinstance(unknown, dict) else {}
    if not isinstance(value, dict) or value.keys() | masks.keys() != ours.keys():
        yield Difference(where, "shape", repr(ours), repr(value))
        return
    for name, one in ours.items():
        yield from _compared(f"{where}.{name}", one, value.get(name), masks.get(name, False))


def _of_lists(where: str, ours: list[Any], value: Any, unknown: Any) -> Iterator[Difference]:
    masks = unknown if isinstance(unknown, list) else []
    if not isinstance(value, list) or len(value) != len(ours):
        yield Difference(where, "shape", repr(ours), repr(value))
        return
    for place, one in enumerate(ours):
        mask = masks[place] if place < len(masks) else False
        yield from _compared(f"{where}[{place}]", one, value[place], mask)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two primitives are equal; 1, true and "1" are three different values."""
    if isinstance(ours, bool) or isinstance(theirs, bool) or ours is None or theirs is None:
        return ours is theirs
    if isinstance(ours, int | Decimal) and isinstance(theirs, int | Decimal):
        return ours == theirs or abs(ours - theirs) <= abs(theirs) * DIGITS
    return type(ours) is type(theirs) and bool(ours == theirs)
