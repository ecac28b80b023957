"""Rows for controls that one property decides: what proves, what refutes, what absence means."""

from __future__ import annotations

import copy
from typing import Any

from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")

Row = tuple[Control, dict[str, Any], str]


def switch(
    control: Control,
    path: str,
    *,
    proved: tuple[object, ...],
    refuted: tuple[object, ...],
    absent: str,
    beside: dict[str, Any] | None = None,
) -> list[Row]:
    """A row for each value, one for absence, one for a value that is not known.

    `path` is dotted (`SSESpecification.SSEEnabled`); `beside` are further properties.
    """
    values = [*((one, "proved") for one in proved), *((one, "refuted") for one in refuted)]
    rows = [(control, _with(path, value, beside), outcome) for value, outcome in values]
    rows.append((control, dict(beside or {}), absent))
    rows.append((control, _with(path, UNKNOWN, beside), "undecided"))
    return rows


def _with(path: str, value: object, beside: dict[str, Any] | None) -> dict[str, Any]:
    *parents, last = path.split(".")
    properties: dict[str, Any] = copy.deepcopy(beside or {})
    place = properties
    for key in parents:
        place = place.setdefault(key, {})
    place[last] = value
    return properties
