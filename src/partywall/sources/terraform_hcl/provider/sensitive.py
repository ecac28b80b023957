"""What the provider's schema says must not be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.provider.schema import BlockSchema, TypeSchema

Values = dict[str, Any]


def without_sensitive(values: Values, schema: TypeSchema, veil: Callable[[Any], Any]) -> Values:
    """The values with each sensitive one veiled; the very same object when there is none."""
    if not schema.secretive:
        return values
    changed: Values = {}
    for name, value in values.items():
        attribute = schema.attributes.get(name)
        if attribute is not None:
            if attribute.sensitive and not isinstance(value, Unknown):
                changed[name] = veil(value)
        elif name in schema.blocks:
            found = _in_blocks(value, schema.blocks[name], veil)
            if found is not value:
                changed[name] = found
    return {**values, **changed} if changed else values


def _in_blocks(value: Any, block: BlockSchema, veil: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return without_sensitive(value, block.body, veil)
    if not isinstance(value, list):
        return value
    found = [_in_blocks(one, block, veil) for one in value]
    same = all(one is other for one, other in zip(found, value, strict=True))
    return value if same else found
