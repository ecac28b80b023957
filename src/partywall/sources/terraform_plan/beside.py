"""What the sources beside a plan add to it.

A plan has no locals and no templates, hides a whole policy behind one unknown name in it, and says
nothing of `dynamic` blocks. The sources say all that. What the plan knows stays as the plan has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from partywall.estate.resource import WaiverNote
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Values
from partywall.sources.terraform_plan.document import Plan

Variables = dict[str, Any]


class Written(Struct, frozen=True, eq=False):
    """One resource instance in the sources: where its block begins, its values, the names of
    those that somebody wrote, and waivers beside it."""

    where: Span
    values: Values
    names: frozenset[str]
    waivers: tuple[WaiverNote, ...] = ()


class Sources(Struct, frozen=True, eq=False):
    """The instances that the sources make, by address, and remarks on the reading of them."""

    instances: dict[str, Written]
    remarks: list[Diagnostic]


ReadSources = Callable[[Variables], Sources]
"""Reads the sources with the values that the plan has for the root's variables."""


def variables_of(plan: Plan) -> Variables:
    """The values of the root's variables; those that cannot be decoded are left out."""
    found = {}
    for name, variable in plan.variables.items():
        try:
            found[name] = msgspec.json.decode(variable.value)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return found


def add(values: Values, hidden: Values, written: Written) -> None:
    """What the plan hides is what the sources say of it; changed in place.

    `hidden` is the plan's mask. An argument that was taken for the provider's to fill in, though
    somebody wrote it, is there again.
    """
    for name, mask in hidden.items():
        if not mask or name not in written.values:
            continue
        found = written.values[name]
        if name in values:
            values[name] = joined(values[name], found)
        elif name in written.names and found is not None:
            values[name] = joined(Unknown("known after apply"), found)


def joined(planned: Any, written: Any) -> Any:
    """A planned value with its unknown parts as the sources have them."""
    if type(planned) is Unknown:
        return written if _says_more(written) else planned
    if isinstance(planned, dict) and isinstance(written, dict):
        return {name: joined(value, written.get(name)) for name, value in planned.items()}
    if isinstance(planned, list) and isinstance(written, list) and _same_order(planned, written):
        return [joined(one, other) for one, other in zip(planned, written, strict=True)]
    return planned


def _says_more(written: Any) -> bool:
    """Whether it is worth having in place of an unknown.

    A plain known value is not: where the plan does not know, the sources cannot.
    """
    if type(written) is Unknown:
        return bool(written.refs or written.prefix or written.suffix or written.among)
    return isinstance(written, list | dict) and bool(written)


def _same_order(planned: list[Any], written: list[Any]) -> bool:
    """Whether each element may be the same as the one across; sets are in an order of their own."""
    return len(planned) == len(written) and all(map(_may_be, planned, written))


def _may_be(planned: Any, written: Any) -> bool:
    if type(planned) is Unknown or type(written) is Unknown:
        return True
    if isinstance(planned, dict) and isinstance(written, dict):
        return all(_may_be(planned[name], written[name]) for name in planned.keys() & written)
    if isinstance(planned, list) and isinstance(written, list):
        return _same_order(planned, written)
    return planned in (None, "", [], False, 0) or str(planned) == str(written)
