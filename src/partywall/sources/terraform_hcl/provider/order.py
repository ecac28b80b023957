"""The order in which Terraform lists a set: what a plan's positions count.

Texts, numbers and booleans have an order of their own. Objects are ordered by a text in which all
their attributes stand in the order of their names (read off plans of 1.11, 2026-11-23).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import STRING
from partywall.sources.terraform.values import identity, is_known, set_of
from partywall.sources.terraform_hcl.provider.schema import BlockSchema, TypeSchema

NOT_KNOWN, NULL, EMPTY = "?", "~", '""'


def in_order_of_set(elements: Iterable[Any], schema: TypeSchema | None = None) -> list[Any]:
    """The elements of a set, each once, in order; those that are not known come last.

    `schema` is that of blocks; other objects have all their attributes.
    """
    given = list(elements)
    if len(given) < 2:
        return given
    if set(map(type, given)) == {str}:
        return sorted(set(given))
    once = distinct(given)
    known = [one for one in once if not isinstance(one, Unknown)]
    unknown = [one for one in once if isinstance(one, Unknown)]
    if all(isinstance(one, dict) for one in known):
        return [*sorted(known, key=lambda one: _text(one, schema)), *unknown]
    ordered = set_of(known)
    return [*(known if isinstance(ordered, Unknown) else ordered), *unknown]


def distinct(elements: Iterable[Any]) -> list[Any]:
    """The elements without the second of two that are surely equal."""
    found: list[Any] = []
    seen: set[object] = set()
    for one in elements:
        key = identity(one) if is_known(one) else None
        if key is None or key not in seen:
            found.append(one)
            seen.add(key)
    return found


def _text(value: Any, schema: TypeSchema | None = None) -> str:
    if isinstance(value, Unknown):
        return NOT_KNOWN
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), ".10g")
    if isinstance(value, dict):
        return _block(value, schema) if schema else _object(value)
    if isinstance(value, list):
        return f"[{''.join(f'{_text(one)};' for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _object(value: dict[str, Any]) -> str:
    return f"<{''.join(f'{_text(value[name])};' for name in sorted(value))}>"


def _block(body: dict[str, Any], schema: TypeSchema) -> str:
    parts = {name: _absent(name, schema) for name in (*schema.attributes, *schema.blocks)}
    for name, value in body.items():
        block = schema.blocks.get(name)
        parts[name] = _text(value) if block is None else _nested(value, block)
    return f"<{''.join(f'{parts[name]};' for name in sorted(parts))}>"


def _absent(name: str, schema: TypeSchema) -> str:
    if name in schema.blocks:
        return NULL if schema.blocks[name].nesting == "single" else "[]"
    attribute = schema.attributes[name]
    if attribute.computed:
        return NOT_KNOWN
    return EMPTY if attribute.type is STRING else NULL


def _nested(value: Any, block: BlockSchema) -> str:
    if isinstance(value, list):
        return f"[{''.join(f'{_text(one, block.body)};' for one in value)}]"
    return _text(value, block.body)
