"""A value in one line for people, as YAML would write it, short texts and what matters first."""

from __future__ import annotations

import json
from typing import Final

from partywall.kernel.unknown import Unknown

TEXT_INSIDE: Final = 40
"""Characters of a text inside a list or an object that are shown."""

REMARKS: Final = frozenset({"Description", "Sid", "Tags"})
"""Keys that decide nothing, and so come last."""


def flow(value: object) -> str:
    """`{CidrIp: 0.0.0.0/0, FromPort: 22}`; a text that stands alone is quoted."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if type(value) is Unknown:
        return f"not known: {value}"
    return "absent" if value is None else _inside(value)


def _inside(value: object) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key in REMARKS)
        return f"{{{', '.join(f'{key}: {_inside(value[key])}' for key in keys)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inside, value))}]"
    if type(value) is Unknown:
        return f"({value.why})"
    if isinstance(value, str):
        return value if len(value) <= TEXT_INSIDE else f"{value[: TEXT_INSIDE - 1]}…"
    return json.dumps(value, default=str)
