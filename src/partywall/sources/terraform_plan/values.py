"""A resource's values with the unknown ones put where the mask says.

In a plan an unknown value is absent from `after` (or null in a list) and true in
`after_unknown`. True for something that nobody configured means, for an argument that the
provider may fill in, that AWS's default holds; anything else unconfigured is a dynamic block
whose elements are not known yet. See docs/decisions/unknown-blocks.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Table
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.terraform.unknowns import NAMED, SENSITIVE, WHY
from partywall.sources.terraform_plan.references import Place, References

_decode = msgspec.json.Decoder().decode

DYNAMIC: Final = "a dynamic block whose elements are known after apply"

_UNTRACED: Final = object()
"""In place of an expression: the plan does not say whether or how this is configured."""

_BLANK: Final[tuple[object, ...]] = (None, "", False, 0, [], {})
"""What the provider fills a placeholder element with."""

_LEFT_OUT: Final = object()

REMEMBERED: Final = 8192
"""Distinct masks that are kept before the memory starts afresh."""


class Context(Struct, eq=False, gc=False):
    """What the masks of one resource are read with."""

    references: References
    place: Place | None
    expressions: dict[str, Any] | None
    computed: frozenset[str]
    policy: Callable[[str], object] | None = None
    """The document of a deferred policy data source, as far as it is known, by its address."""


class Masks:
    """Masks, each decoded once for all resources that are masked alike.

    Most are, since a mask names no resource: it says only which arguments are not known.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], Values | None] = {}

    def of(self, table: Table, raw: Raw) -> Values | None:
        """The mask as far as the table has steps for what it hides; None when it is no mask.

        A table without steps takes every argument. Callers share the result and never change it.
        """
        key = (table.source_type, bytes(raw))
        try:
            return self._known[key]
        except KeyError:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = _reduced(_decode(raw), table)
            return found


def _reduced(mask: Any, table: Table) -> Values | None:
    if mask and not isinstance(mask, dict):
        return None
    steps = table.steps or mask or {}
    return {
        name: hidden for name, hidden in (mask or {}).items() if name in steps and _hides(hidden)
    }


def _hides(mask: Any) -> bool:
    """Whether it says of anything that it is not known; a third of the nested ones do not."""
    if isinstance(mask, dict):
        return any(map(_hides, mask.values()))
    return any(map(_hides, mask)) if isinstance(mask, list) else mask is True


def merge(values: Values, mask: Values, context: Context) -> None:
    """Every value that is not known is an `Unknown` in `values`; changed in place."""
    expressions, computed = context.expressions, context.computed
    for name, hidden in mask.items():
        expression = _UNTRACED if expressions is None else expressions.get(name)
        if hidden is True:
            if expression is None and name in computed:
                continue
            value = _unknown(name, expression, context)
            if value is not _LEFT_OUT:
                values[name] = value
        elif name in values:
            values[name] = _merged(values[name], hidden, name, expression, context)


def _unknown(label: str, expression: Any, context: Context) -> Any:
    """The Unknown for a value that the mask hides, or `_LEFT_OUT` where AWS's default holds."""
    if expression is not None and expression is not _UNTRACED and context.place is not None:
        plain = context.references.plain(expression, context.place.scope)
        if plain is not None:
            address, attribute = plain
            attribute = NAMED.get(attribute, attribute)
            return Unknown(WHY, (address,), attribute, present=True)
    filled_in = label in context.computed
    if expression is None:
        return _LEFT_OUT if filled_in else Unknown(DYNAMIC)
    if expression is _UNTRACED or context.place is None:
        return Unknown(WHY)
    if filled_in and _is_null(expression):
        return _LEFT_OUT
    found = context.references.of(expression, context.place)
    if found.settled:
        named = bool(expression.get("references")) if isinstance(expression, dict) else True
        return _LEFT_OUT if filled_in and named else Unknown(WHY)
    if not found.refs:
        return Unknown(WHY)
    if context.policy is not None and found.attribute in ("json", "minified_json"):
        document = context.policy(found.refs[0])
        if document is not None:
            return document
    attribute = NAMED.get(found.attribute, found.attribute) if len(found.refs) == 1 else ""
    return Unknown(WHY, found.refs, attribute, present=found.direct)


def _is_null(expression: Any) -> bool:
    return isinstance(expression, dict) and expression.get("constant_value", "") is None


def complete(value: Values, mask: Values, context: Context) -> Values:
    """The same for values of which every part matters, at every depth; changed in place."""
    expressions = _UNTRACED if context.expressions is None else context.expressions
    merged: Values = _merged(value, mask, "", expressions, context)
    return merged


def _merged(value: Any, mask: Any, label: str, expression: Any, context: Context) -> Any:
    """`value` with what `mask` hides; `expression` is what the configuration has for it."""
    if isinstance(mask, list):
        return _merged_list(value, mask, label, expression, context)
    if not isinstance(value, dict) or not isinstance(mask, dict):
        return value
    for name, hidden in mask.items():
        if not hidden:
            continue
        below = f"{label}.{name}" if label else name
        inner = _inside(expression, name)
        if hidden is True:
            one = _unknown(below, inner, context)
            if one is not _LEFT_OUT:
                value[name] = one
        elif name in value:
            value[name] = _merged(value[name], hidden, below, inner, context)
    return value


def _merged_list(value: Any, mask: list[Any], label: str, expression: Any, context: Context) -> Any:
    if not isinstance(value, list):
        return value
    value += [None] * (len(mask) - len(value))
    for n, hidden in enumerate(mask):
        if not hidden:
            continue
        element = value[n]
        if hidden is True:
            one = _unknown(label, _UNTRACED if expression is None else expression, context)
            value[n] = _element(one)
        elif expression is None and _is_placeholder(element, hidden):
            value[n] = Unknown(DYNAMIC, many=True)
        else:
            block = _block_of(expression, element, len(value))
            value[n] = _merged(element, hidden, label, block, context)
    return value


def _element(one: Any) -> Any:
    """An element of a list that is not known. Its expression may be a template around what it
    names (`"${aws_vpc.v.id}/32"`), so it is not taken for that attribute itself."""
    if type(one) is not Unknown:
        return Unknown(WHY) if one is _LEFT_OUT else one
    return Unknown(one.why, one.refs, present=one.present)


def _is_placeholder(element: Any, mask: Any) -> bool:
    """Whether an element may stand for the unknown number of a dynamic block's elements."""
    if not isinstance(element, dict) or not isinstance(mask, dict) or True not in mask.values():
        return False
    return all(one in _BLANK for name, one in element.items() if mask.get(name) is not True)


def _inside(expression: Any, name: str) -> Any:
    """The expression of an argument in a block; the whole where the plan does not go deeper."""
    if isinstance(expression, list):
        found = [_inside(one, name) for one in expression]
        return None if all(one is None for one in found) else found
    if not isinstance(expression, dict):
        return _UNTRACED
    if "constant_value" in expression:
        constant = expression["constant_value"]
        inner = constant.get(name) if isinstance(constant, dict) else None
        return None if inner is None else {"constant_value": inner}
    return expression if isinstance(expression.get("references"), list) else expression.get(name)


def _block_of(expression: Any, element: Any, count: int) -> Any:
    """The block that an element came from, or all that it may have come from.

    A set is not in the order of the configuration, so blocks are told apart by the constants
    that they set.
    """
    if expression is None or expression is _UNTRACED:
        return _UNTRACED
    if isinstance(expression, dict) and isinstance(expression.get("constant_value"), list):
        constants = [{"constant_value": one} for one in expression["constant_value"]]
        return constants[0] if len(constants) == count == 1 else _UNTRACED
    if not isinstance(expression, list) or len(expression) != count:
        return expression
    if count == 1:
        return expression[0]
    fitting = [one for one in expression if _fits(one, element)]
    return fitting[0] if len(fitting) == 1 else fitting or expression


def _fits(block: Any, element: Any) -> bool:
    if not isinstance(block, dict) or not isinstance(element, dict):
        return True
    return all(
        str(one["constant_value"]) == str(element[name])
        for name, one in block.items()
        if isinstance(one, dict)
        and isinstance(one.get("constant_value"), str | int)
        and isinstance(element.get(name), str | int)
    )


def veil(value: Any, mask: Any, with_: Any = SENSITIVE) -> Any:
    """A copy of `value` in which everything that the mask marks is replaced."""
    if mask is True:
        return value if value in UNSET else with_
    if isinstance(value, dict) and isinstance(mask, dict):
        return {name: veil(one, mask.get(name), with_) for name, one in value.items()}
    if isinstance(value, list) and isinstance(mask, list):
        masks = mask + [None] * (len(value) - len(mask))
        return [veil(one, hidden, with_) for one, hidden in zip(value, masks, strict=False)]
    return value
