"""What a plan of the real provider says of a folder, beside what our evaluation says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha1
from pathlib import Path
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.options import TerraformOptions
from partywall.sources.terraform.values import is_known
from partywall.sources.terraform_hcl.evaluation import Instance, Settings, evaluate
from partywall.sources.terraform_hcl.provider.conversion import WHY_NO_DEFAULT
from partywall.sources.terraform_hcl.roots import Modules
from partywall.sources.terraform_hcl.variables import values_of

Finding = tuple[str, str]
"""The place (`aws_vpc.v.tags.Name`), and what differs there."""

WRONG, HASTY, BLIND = "another value", "not known to the plan", "known to the plan only"

BLANK: tuple[Any, ...] = (None, "", False, 0, [], {})
"""What the provider fills in where an argument of a block is not set."""

NO_VALUES = {
    *("connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"),
    "timeouts",
}
"""What stands in a resource without being one of its values."""

RULES = {"egress", "ingress", "route"}
"""Lists that the provider fills in when no block is there; for a new resource: with none."""


def instances_of(folder: Path) -> list[Instance]:
    """What our evaluation makes of a folder, with the files of variables that are in it."""
    modules = Modules(folder)
    given, _ = values_of(modules.at(folder), folder, TerraformOptions(), folder)
    return evaluate(folder, Settings(checked=folder, variables=given)).instances


def plan_of(folder: Path) -> list[dict[str, Any]]:
    """The reduced plan that is kept in a folder, its numbers exact."""
    text = (folder / "plan.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)
    return found


def differences(found: list[Instance], plan: list[dict[str, Any]]) -> Iterator[Finding]:
    """Every place where the instances say something else than the plan, or less."""
    ours = {one.address: one for one in found if one.type != "terraform_data"}
    changes = {one["address"]: one for one in plan}
    for address in sorted(ours.keys() ^ changes.keys()):
        yield address, "only ours" if address in ours else "only in the plan"
    for address in sorted(ours.keys() & changes.keys()):
        yield from _of_instance(ours[address], changes[address])


def _of_instance(instance: Instance, change: dict[str, Any]) -> Iterator[Finding]:
    """All arguments that are written, and what we know of those that are not."""
    after, mask = change["after"], change.get("after_unknown") or {}
    for name in sorted({*instance.written, *instance.values} - NO_VALUES):
        value, hidden = instance.values.get(name), mask.get(name)
        left_to_provider = isinstance(value, Unknown) and value.why == WHY_NO_DEFAULT
        if left_to_provider or (name in RULES and value == [] and hidden is True):
            continue
        yield from compared(value, after.get(name), hidden, f"{instance.address}.{name}")


def compared(ours: Any, after: Any, mask: Any, place: str) -> Iterator[Finding]:
    """What differs between our value and the plan's; the mask tells what the plan does not know."""
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
    elif not _same(ours, after, place):
        yield place, WRONG


def _of_argument(ours: Any, after: Any, mask: Any, place: str) -> Iterator[Finding]:
    if ours is not None:
        yield from compared(ours, after, mask, place)
    elif mask is not True and after not in BLANK:
        yield place, BLIND


def _of_lists(ours: list[Any], after: list[Any], mask: list[Any], place: str) -> Iterator[Finding]:
    if len(ours) != len(after):
        yield place, f"{len(ours)} elements, {len(after)} in the plan"
        return
    masks = mask + [None] * (len(after) - len(mask))
    theirs = list(zip(after, masks, strict=True))
    if not is_known(ours):
        theirs = _in_our_order(ours, theirs, place)
    for n, (one, (other, hidden)) in enumerate(zip(ours, theirs, strict=True)):
        yield from compared(one, other, hidden, f"{place}[{n}]")


def _in_our_order(ours: list[Any], theirs: list[Any], place: str) -> list[Any]:
    """A set that is not wholly known has no order: the plan's elements, each beside its like."""
    left, found = list(theirs), []
    for one in ours:
        like = (each for each in left if not any(compared(one, *each, place)))
        pick = next(like, left[0])
        left.remove(pick)
        found.append(pick)
    return found


def _same(ours: Any, after: Any, place: str) -> bool:
    if isinstance(ours, bool) or isinstance(after, bool):
        return ours is after or (ours is None and after in BLANK)
    if isinstance(ours, str) and isinstance(after, str):
        return ours == after or _stored(ours, place) == after or _as_json(ours, after)
    return bool(ours == after) or (ours is None and after in BLANK) or (ours == [] and not after)


def _stored(text: str, place: str) -> str:
    """The text as the provider keeps it in a plan."""
    name = place.rsplit(".", 1)[-1]
    if name == "user_data":
        return sha1(text.encode()).hexdigest()
    if name == "protocol":
        return {"6": "tcp", "all": "-1"}.get(text.lower(), text.lower())
    return text


def _as_json(one: str, other: str) -> bool:
    """Whether two texts are the same JSON, which the provider may have written anew."""
    try:
        found = json.loads(one)
        return isinstance(found, dict | list) and bool(found == json.loads(other))
    except ValueError:
        return False


def shown(found: list[Instance], plan: list[dict[str, Any]]) -> Iterator[str]:
    """Every place that the plan marks as sensitive, and that our values for reports still show."""
    ours = {one.address: one for one in found}
    for change in plan:
        one, mask = ours[change["address"]], change.get("after_sensitive")
        yield from _shown(one.values if one.veiled is None else one.veiled, mask, one.address)


def _shown(value: Any, mask: Any, place: str) -> Iterator[str]:
    if mask is True:
        if value is not None and is_known(value):
            yield place
    elif isinstance(value, dict) and isinstance(mask, dict):
        for name, hidden in mask.items():
            yield from _shown(value.get(name), hidden, f"{place}.{name}")
    elif isinstance(value, list) and isinstance(mask, list):
        for n, (one, hidden) in enumerate(zip(value, mask, strict=False)):
            yield from _shown(one, hidden, f"{place}[{n}]")
