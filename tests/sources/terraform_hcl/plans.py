"""What a plan of the real provider says of a folder, beside what our evaluation says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.evaluation import Instance
from partywall.sources.terraform_hcl.values import is_known

Finding = tuple[str, str]
"""The place (`aws_vpc.v.tags.Name`), and what differs there."""

WRONG, HASTY, BLIND = "another value", "not known to the plan", "known to the plan only"

BLANK: tuple[Any, ...] = (None, "", False, 0, [], {})
"""What the provider fills in where an argument of a block is not set."""


def differences(found: list[Instance], plan: list[dict[str, Any]]) -> Iterator[Finding]:
    """Every place where the instances say something else than the plan, or less."""
    ours = {one.address: one for one in found if one.type != "terraform_data"}
    changes = {one["address"]: one for one in plan}
    for address in sorted(ours.keys() ^ changes.keys()):
        yield address, "only ours" if address in ours else "only in the plan"
    for address in sorted(ours.keys() & changes.keys()):
        yield from _of_instance(ours[address], changes[address])


def _of_instance(instance: Instance, change: dict[str, Any]) -> Iterator[Finding]:
    after, mask = change["after"], change.get("after_unknown") or {}
    for name in sorted({*instance.written, *instance.values} - META):
        value, place = instance.values.get(name), f"{instance.address}.{name}"
        if name in instance.written or not isinstance(value, Unknown):
            yield from compared(value, after.get(name), mask.get(name), place)


META = {"timeouts", "lifecycle", "provisioner", "connection", "depends_on", "provider", "count"} | {
    "for_each"
}
"""What is written in a resource without being one of its values."""


def compared(ours: Any, after: Any, mask: Any, place: str) -> Iterator[Finding]:
    """What differs between our value and the plan's, with the mask of what it does not know."""
    if mask is True:
        if ours is not None and is_known(ours):
            yield place, HASTY
    elif isinstance(ours, Unknown):
        yield place, BLIND
    elif isinstance(ours, dict) and isinstance(after, dict):
        below = mask if isinstance(mask, dict) else {}
        for name in sorted({*ours, *after, *below}):
            inner = f"{place}.{name}"
            yield from _of_argument(ours.get(name), after.get(name), below.get(name), inner)
    elif isinstance(ours, list) and isinstance(after, list):
        yield from _of_lists(ours, after, mask if isinstance(mask, list) else [], place)
    elif not _same(ours, after):
        yield place, WRONG


def _of_argument(ours: Any, after: Any, mask: Any, place: str) -> Iterator[Finding]:
    if ours is None:
        if mask is not True and after not in BLANK:
            yield place, BLIND
        return
    yield from compared(ours, after, mask, place)


def _of_lists(ours: list[Any], after: list[Any], mask: list[Any], place: str) -> Iterator[Finding]:
    if len(ours) != len(after):
        if any(isinstance(one, Unknown) and one.many for one in ours):
            yield place, BLIND
        else:
            yield place, f"{len(ours)} elements, {len(after)} in the plan"
        return
    mask = mask + [None] * (len(after) - len(mask))
    for n, (one, other, hidden) in enumerate(zip(ours, after, mask, strict=True)):
        yield from compared(one, other, hidden, f"{place}[{n}]")


def _same(ours: Any, after: Any) -> bool:
    if isinstance(ours, bool) or isinstance(after, bool):
        return ours is after or (ours is None and after in BLANK)
    if isinstance(ours, int | Decimal) and isinstance(after, int | Decimal):
        return ours == after
    if isinstance(ours, str) and isinstance(after, str):
        return ours == after or _as_json(ours) == _as_json(after) is not None
    return ours == after or (ours is None and after in BLANK) or (after is None and ours in BLANK)


def _as_json(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def plan_of(folder: Path) -> list[dict[str, Any]]:
    """The reduced plan that is kept in a folder, its numbers exact."""
    text = (folder / "plan.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)
    return found
