"""Values as JSON, written as Terraform writes it: names sorted, no spaces, fit to stand in HTML.

Source: Terraform documentation, "jsonencode Function", read 2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from partywall.sources.terraform.types import as_text
from partywall.sources.terraform.values import Lazy

_ESCAPES: Final = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


def json_text(value: Any) -> str:
    """A known value as JSON."""
    return "".join(_pieces(value)).translate(_ESCAPES)


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Lazy):
        value = value.whole()
    if isinstance(value, str):
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield "," if place else "["
            yield from _pieces(one)
        yield "]" if value else "[]"
    elif isinstance(value, dict):
        for place, name in enumerate(sorted(value)):
            yield ("," if place else "{") + json.dumps(name, ensure_ascii=False) + ":"
            yield from _pieces(value[name])
        yield "}" if value else "{}"
    else:
        yield "null" if value is None else str(as_text(value))
