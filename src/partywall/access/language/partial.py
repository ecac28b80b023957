"""Policies of which a part is not known, in JSON: `{"unknown": why}` stands for that part.

AWS accepts no policy with such an object in it: no element, principal or condition key is called
`unknown`. So it cannot be mistaken for something that a policy says.
"""

from __future__ import annotations

from typing import Any

import msgspec

from partywall.kernel.unknown import Unknown

FIELDS = frozenset(Unknown.__struct_encode_fields__)


def with_unknowns(value: Any) -> Any:
    """The value with an Unknown in the place of every object that stands for one."""
    if isinstance(value, list):
        return [with_unknowns(one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("unknown"), str) and set(value) <= FIELDS:
        try:
            return msgspec.convert(value, Unknown)
        except msgspec.ValidationError:
            return value
    return {key: with_unknowns(one) for key, one in value.items()}
